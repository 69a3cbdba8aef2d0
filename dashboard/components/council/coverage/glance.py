"""All types of bodies at a glance, for the country or one area."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.coverage.question import (
    default_one_per,
    offered_types,
    report_title,
    type_rows,
)
from dashboard.components.council.coverage.told import Told, told_rows
from dashboard.components.council.desk import Desk
from dashboard.components.html_table import Cell, table_html
from dashboard.names import area_labels
from indicators.councils.coverage import MEASURES

MAIN_MEASURES = (
    "areas_covered",
    "people_covered",
    "seats_filled",
    "women",
    "youth",
    "sessions",
    "reports_on_time",
    "decisions_published",
)
"""Those that are told of every type, each in a column."""
CLICK_NOTE = N_(
    "A dash means that there is nothing to tell; a type of bodies leads to its map. The register is read as "
    "of {day}."
)


def show_glance(desk: Desk) -> None:
    """Show the choice of an area, and a table of types by measures."""
    tell = desk.words.translate
    drawn = [each.number for each in desk.words.pack.levels if each.geometry == "polygon"]
    labels = area_labels(desk.areas, desk.words.language)[desk.areas["admin_level"].isin(drawn)]
    area_code = state.select(
        "area",
        tell("Area"),
        list(labels.index),
        default=desk.words.pack.area_code,
        words=labels.__getitem__,
    )
    with st.spinner(tell("All types of bodies are counted …")):
        html = glance_html(desk, area_code)
    st.html(html)
    st.caption(tell(CLICK_NOTE).format(day=desk.day(desk.on.on)))


def glance_html(desk: Desk, area_code: str) -> str:
    """Return the table of types by :data:`MAIN_MEASURES` for an area."""
    tell = desk.words.translate
    head = [Cell(tell("Type of body")), *(Cell(tell(MEASURES[each].title)) for each in MAIN_MEASURES)]
    lines = [_line(desk, each, area_code) for each in offered_types(desk)]
    return table_html(str(desk.names[area_code]), head, {"": lines})


def _line(desk: Desk, body_type: str, area_code: str) -> list[Cell]:
    rows = type_rows(desk, body_type, default_one_per(desk, body_type))
    rows = rows[rows["area_code"] == area_code]
    found = told_rows(desk, rows)
    href = f"{state.link('body_type', 'section')}&body_type={body_type}"
    cells = [_cell(desk, rows[rows["measure"] == each], found) for each in MAIN_MEASURES]
    return [Cell(desk.type_title(body_type), href=href), *cells]


def _cell(desk: Desk, rows: pd.DataFrame, found: pd.Series) -> Cell:
    """Return what is told of one measure; of reports that of each kind."""
    told: list[Told] = [found[label] for label in rows.index]
    if len(told) == 1:
        return Cell(told[0].value, remark=told[0].made_of)
    kinds = [report_title(desk, each) for each in rows["report_type"].fillna("")] if told else []
    by_kind = [f"{kind}: {each.value}" for kind, each in zip(kinds, told, strict=True)]
    return Cell("; ".join(by_kind) or "–", is_long=bool(told))
