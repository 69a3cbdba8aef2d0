"""The map of a designation, what would change it, and why an area is in its class."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components.area_map import category_map
from dashboard.components.area_map.view import category_view
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.painting import paint_title, painted, paints
from dashboard.components.designation.trace_panel import trace_panel
from dashboard.components.designation.what_if import offer_to_leave_out, what_if
from indicators.designation.robustness.draws import FRAGILE

NO_AREA = ""


def map_section(desk: Desk) -> None:
    """Show what would change the map, the map, and the trace of the area that was clicked."""
    words, answer = desk.words, desk.answer
    offer_to_leave_out(words, answer)
    what_if(words, answer.question)
    paint = state.select(
        "paint",
        words.translate("The map shows"),
        paints(answer),
        default=paints(answer)[0],
        words=lambda each: paint_title(words, answer, each),
    )
    selected = _show_map(desk, paint)
    st.caption(
        words.translate(
            "Fragile areas are outlined: errors of the data may change whether they are designated."
        )
    )
    if selected:
        trace_panel(desk, selected)
    else:
        st.info(words.translate("Click an area, or its name in the table, to see why it is in its class."))


def _show_map(desk: Desk, paint: str) -> str:
    answer, question = desk.answer, desk.answer.question
    codes = list(answer.assessment.area_codes)
    selected = state.choice("area", codes, NO_AREA)
    probability = desk.probability(answer.assessment)
    fragile = probability.loc[probability["firmness"] == FRAGILE, "area_code"]
    view = category_view(
        painted(desk.words, answer, paint, probability, fragile=fragile.tolist()),
        desk.words,
        version=question.version,
        level=question.level,
        areas=answer.areas,
        layers=answer.layers,
        link_url=state.link("area"),
        selected=selected or None,
    )
    picked = category_map(view, key="designation")
    if picked and picked != selected:
        state.remember("area", picked)
        st.rerun()
    return selected
