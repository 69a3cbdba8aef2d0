"""``aimak serve``."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    *,
    keep_registers: Annotated[
        bool,
        typer.Option(
            "--keep-registers",
            help="Let whoever reaches this server see the rows of members of councils and change registers.",
        ),
    ] = False,
) -> None:
    """Serve the app in the browser until interrupted."""
    # Streamlit takes seconds to import: no other command waits for it.
    from dashboard import keeping
    from dashboard import serving as app_serving

    if keep_registers:
        keeping.keep_registers()
    app_serving.serve(host=host, port=port)
