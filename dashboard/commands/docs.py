"""``aimak docs``: pages that are made from the configuration."""

from __future__ import annotations

from typing import Annotated

import typer

from indicators.catalogue import load_catalogue
from indicators.reference_page import reference_page


def docs(
    page: Annotated[
        typer.FileTextWrite, typer.Argument(help="Markdown file to write; - for stdout.", encoding="utf-8")
    ],
) -> None:
    """Write the indicator reference, as the catalogue has it."""
    page.write(reference_page(load_catalogue()))
