"""Maps of the asked level on which an area can be picked."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components.area_map import category_map
from dashboard.components.area_map.view import Classification, category_view
from dashboard.components.budget.desk import Desk

NO_AREA = ""


def selected_area(desk: Desk) -> str:
    """Return the code of the area that is looked at, :data:`NO_AREA` as long as there is none."""
    return state.choice("area", list(desk.area_codes), NO_AREA)


def pickable_map(desk: Desk, classification: Classification, *, key: str) -> None:
    """Show a map; an area that is picked on it is looked at from then on."""
    selected = selected_area(desk)
    view = category_view(
        classification,
        desk.words,
        version=desk.question.version,
        level=desk.question.level,
        areas=desk.areas,
        layers=desk.layers,
        link_url=state.link("area"),
        selected=selected or None,
    )
    picked = category_map(view, key=key)
    if picked and picked != selected:
        state.remember("area", picked)
        st.rerun()
