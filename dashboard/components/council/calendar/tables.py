"""Tables of entries of the calendar: a row that is selected opens what it is of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.calendar.entries import STATE_TEXTS
from dashboard.components.council.desk import Desk
from dashboard.components.long_table import HEIGHT, ROW
from dashboard.i18n import separators
from indicators.councils.working_days import is_working_day

HEADINGS = {
    "days_late": N_("Days late"),
    "due_on": N_("Due on"),
    "done_on": N_("Done on"),
    "state": N_("State"),
    "title": N_("What is to be done"),
    "name": N_("Body or area"),
    "who": N_("Who does it, for whom"),
    "day_off": N_("Day off"),
    "reference": N_("Source"),
}
OVERDUE = ("days_late", "title", "name", "due_on", "who", "reference")
UPCOMING = ("due_on", "day_off", "title", "name", "who", "reference")
RECENT = ("done_on", "state", "days_late", "title", "name", "due_on", "who")
UNTIMED = ("state", "title", "name", "who", "reference")


def show_entries(desk: Desk, entries: pd.DataFrame, columns: Sequence[str], *, key: str, label: str) -> None:
    """Show entries; the one whose row is selected is opened.

    Args:
        desk: of the page.
        entries: with ``name``, in the order they are shown.
        columns: keys of :data:`HEADINGS`.
        key: of the widget.
        label: what a screen reader calls the table.
    """
    tell = desk.words.translate
    rows = entries.assign(
        state=entries["state"].map({each: tell(text) for each, text in STATE_TEXTS.items()}),
        day_off=_days_off(desk, entries["due_on"]),
    )
    shown = rows[list(columns)].rename(columns={name: tell(text) for name, text in HEADINGS.items()})
    days = [tell(HEADINGS[name]) for name in columns if name.endswith("_on")]
    styled = shown.style.format(thousands=separators(desk.words.language)[1], na_rep="")
    styled = styled.format(lambda day: _day(desk, day), subset=days)
    selection = st.dataframe(
        styled,
        hide_index=True,
        height=HEIGHT if len(rows) > HEIGHT // ROW else "auto",
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        alt=label,
    ).selection.rows
    if selection:
        _open(str(rows["opens"].iloc[selection[0]]))


def _open(query: str) -> None:
    asked = dict(parse_qsl(query))
    for name in get_args(state.Parameter):
        if name in asked:
            state.remember(name, asked[name])
    st.rerun()


def _day(desk: Desk, moment: object) -> str:
    return desk.day(moment) if isinstance(moment, date) else ""


def _days_off(desk: Desk, days: pd.Series[date]) -> pd.Series[str]:
    calendar, text = desk.councils.calendar, desk.words.translate("day off")
    is_off = {day: not is_working_day(day, calendar) for day in days.dropna().unique()}
    return days.map({day: text if off else "" for day, off in is_off.items()}).astype("str").fillna("")
