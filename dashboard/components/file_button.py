"""A file that is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

CSV = "text/csv"
TOML = "application/toml"


def file_button(label: str, made: Callable[[], bytes], name: str, media_type: str) -> None:
    """Offer a file that is made when it is asked for."""
    st.download_button(
        label, made, file_name=name, mime=media_type, key=f"download.{name}", on_click="ignore"
    )
