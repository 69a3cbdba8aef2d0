"""The public sheet of a body on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.council.body.making import body_sheet
from dashboard.components.council.body.sheet import BodySheet, Line, Listing
from dashboard.components.council.desk import Desk
from dashboard.components.data.plain import plain
from dashboard.components.file_button import CSV, file_button
from dashboard.components.html_table import Cell, table_html
from dashboard.export.body_sheet import BodyReport, body_csv, body_docx, served_level
from dashboard.export.word import MEDIA_TYPE as WORD

VERDICT_ICONS = {True: ":material/check_circle:", False: ":material/cancel:", None: ":material/help:"}


def show_sheet(desk: Desk, body_id: str) -> None:
    """Show everything that is public of a body on the day, and offer it as files."""
    tell = desk.words.translate
    with st.spinner(tell("Gathering what may be published …")):
        sheet = body_sheet(desk, body_id)
    st.subheader(plain(sheet.title))
    with st.container(horizontal=True):
        for mark in sheet.marks:
            st.badge(mark.text, color=mark.color)
    st.html(lines_html(desk, sheet))
    _composition(desk, sheet)
    for listing in sheet.listings:
        st.html(listing_html(listing))
        for note in listing.notes:
            st.caption(plain(note))
    for note in sheet.notes:
        st.caption(note)
    _downloads(desk, sheet)


def lines_html(desk: Desk, sheet: BodySheet) -> str:
    """Return the facts as an HTML table."""
    tell = desk.words.translate
    head = [Cell(tell("Fact")), Cell(tell("What is known"), is_long=True)]
    return table_html(tell("What is known of the body"), head, {"": [_line(each) for each in sheet.lines]})


def _line(line: Line) -> list[Cell]:
    return [Cell(line.title), Cell(line.text, href=line.href, remark=line.remark)]


def listing_html(listing: Listing) -> str:
    """Return a list as an HTML table; only its title where it has no rows."""
    if not listing.rows:
        return table_html(listing.title, [], {})
    head = [Cell(each) for each in listing.headings]
    rows = [[Cell(text) for text in row] for row in listing.rows]
    return table_html(listing.title, head, {"": rows})


def _composition(desk: Desk, sheet: BodySheet) -> None:
    if not sheet.verdicts:
        return
    tell = desk.words.translate
    st.markdown(f"**{tell('Composition')}**")
    for verdict in sheet.verdicts:
        st.markdown(f"{VERDICT_ICONS[verdict.is_met]} {plain(verdict.text)}")
    address = {"country": desk.country, "lang": desk.words.language, "part": "composition"}
    text = tell("What would have to change is not shown of a body; enter numbers of your own in the check.")
    st.caption(f"[{plain(text)}](/councils?{urlencode(address)})")


def _downloads(desk: Desk, sheet: BodySheet) -> None:
    tell = desk.words.translate
    name = f"{desk.country}-body-{sheet.body_id}-{desk.on.on.isoformat()}"

    def made(write: Callable[[BodyReport], bytes]) -> bytes:
        return write(_report(desk, sheet))

    with st.container(horizontal=True):
        file_button(tell("Sheet (Word)"), partial(made, body_docx), f"{name}.docx", WORD)
        file_button(tell("Table (CSV)"), partial(made, body_csv), f"{name}.csv", CSV)


def _report(desk: Desk, sheet: BodySheet) -> BodyReport:
    level = served_level(desk.areas, sheet.area_code)
    bodies = desk.book.register.bodies.set_index("body_id")
    dataset_id = int(bodies.loc[sheet.body_id, "dataset_id"])
    return BodyReport(
        words=desk.words,
        areas=desk.areas,
        data_version=desk.data_version,
        boundary_version=desk.store.boundary_version(desk.country, level),
        made_at=datetime.now(UTC),
        sources={dataset_id: desk.sources[dataset_id]},
        sheet=sheet,
        on=desk.on.on,
    )
