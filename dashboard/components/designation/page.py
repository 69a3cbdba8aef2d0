"""The sections of the page of lagging regions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.designation.compare_section import compare_section
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.downloads import downloads
from dashboard.components.designation.editor import editor_section
from dashboard.components.designation.map_section import map_section
from dashboard.components.designation.needs_section import needs_section
from dashboard.components.designation.robustness_section import robustness_section

Section = Literal["map", "needs", "compare", "robustness", "edit"]

SECTIONS: dict[Section, tuple[str, Callable[[Desk], None]]] = {
    "map": (N_("Map and reasons"), map_section),
    "needs": (N_("Support needs"), needs_section),
    "compare": (N_("Compare"), compare_section),
    "robustness": (N_("How firm?"), robustness_section),
    "edit": (N_("Own rule"), editor_section),
}


def show_sections(desk: Desk) -> None:
    """Show the choice of sections and the chosen one."""
    tell = desk.words.translate
    parts, files = st.columns([5, 1], vertical_alignment="center")
    with parts:
        section = state.segments(
            "section", tell("Section"), list(SECTIONS), words=lambda each: tell(SECTIONS[each][0])
        )
    with files:
        downloads(desk)
    SECTIONS[section][1](desk)
