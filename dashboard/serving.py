"""Run the app: pages, geometry, values and health in one process."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import cached
from dashboard.api.routes import ROUTES

SETTINGS = Path(__file__).with_name("streamlit.toml")
PAGES_SCRIPT = Path(__file__).with_name("app.py")


def create_app() -> st.App:
    """Return the ASGI application with the pages and every route beside them."""
    return st.App(PAGES_SCRIPT, routes=ROUTES)


def serve(*, host: str, port: int) -> None:
    """Serve the app until it is interrupted; the first visitor waits for no computation.

    Raises:
        StoreError: the store cannot be opened; nothing is served.
    """
    cached.warm()
    settings = _dotted(tomllib.loads(SETTINGS.read_text(encoding="utf-8")))
    create_app().run(config=settings | {"server.address": host, "server.port": port})


def _dotted(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    options: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        options |= _dotted(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return options
