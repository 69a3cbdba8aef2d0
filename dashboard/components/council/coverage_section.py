"""Coverage by type of body and measure: a map, all types at a glance, and what sources print."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.area_map import category_map
from dashboard.components.area_map.view import category_view
from dashboard.components.council.coverage.about import about_html
from dashboard.components.council.coverage.area_panel import area_html
from dashboard.components.council.coverage.downloads import show_downloads
from dashboard.components.council.coverage.glance import show_glance
from dashboard.components.council.coverage.headline import show_headline
from dashboard.components.council.coverage.painting import painted
from dashboard.components.council.coverage.printed import show_printed
from dashboard.components.council.coverage.question import Question, ask, measured, type_rows
from dashboard.components.council.desk import Desk

NO_AREA = ""


def coverage_section(desk: Desk) -> None:
    """Show the choice of sections and the chosen one; without a register only what sources print."""
    if desk.book.register.bodies.empty:
        show_printed(desk)
        return
    tell = desk.words.translate
    section = state.segments(
        "section", tell("Section"), list(SECTIONS), words=lambda each: tell(SECTIONS[each][0])
    )
    SECTIONS[section][1](desk)


def _show_measure(desk: Desk) -> None:
    with st.spinner(desk.words.translate("Bodies are counted …")):
        question = ask(desk)
        rows = type_rows(desk, question.body_type, question.one_per)
    asked = measured(rows, question.measure, question.report_type)
    show_headline(desk, question, asked)
    selected = state.choice("area", list(desk.areas.index), NO_AREA)
    _show_map(desk, question, asked, selected)
    if selected:
        st.html(area_html(desk, question, rows, selected))
    else:
        tell = desk.words.translate
        st.info(tell("Click an area, or its name in the table, to see all measures of the type for it."))
    show_downloads(desk, question, rows)
    with st.expander(desk.words.translate("What the measure is"), icon=":material/functions:"):
        st.html(about_html(desk, question))


def _show_map(desk: Desk, question: Question, rows: pd.DataFrame, selected: str) -> None:
    of_level = rows[rows["admin_level"] == question.level].set_index("area_code")
    view = category_view(
        painted(desk, question, of_level),
        desk.words,
        version=desk.version,
        level=question.level,
        areas=desk.areas,
        layers=desk.layers,
        link_url=state.link("area"),
        selected=selected if selected in of_level.index else None,
    )
    picked = category_map(view, key="councils.coverage")
    if picked and picked != selected:
        state.remember("area", picked)
        st.rerun()


SECTIONS: Mapping[str, tuple[str, Callable[[Desk], None]]] = {
    "measure": (N_("One measure"), _show_measure),
    "glance": (N_("All types at a glance"), show_glance),
    "printed": (N_("As printed"), show_printed),
}
