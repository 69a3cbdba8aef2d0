"""Marks that must never be missed: demonstration data, schematic boundaries."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def demonstration_badge(translate: Callable[[str], str]) -> None:
    """Say that the country and its figures are invented."""
    st.badge(translate("Demonstration data"), icon=":material/science:", color="orange")


def map_badge(*, is_demonstration: bool, is_schematic: bool, translate: Callable[[str], str]) -> str:
    """Return the words that stand on a map of invented data or schematic boundaries, if any."""
    words = [
        translate("Demonstration data") if is_demonstration else "",
        translate("Schematic boundaries") if is_schematic else "",
    ]
    return " · ".join(word for word in words if word)
