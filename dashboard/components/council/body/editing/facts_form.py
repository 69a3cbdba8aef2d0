"""What is known of the body itself, as fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from config.i18n import N_
from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.editing.bench import Bench
from dashboard.components.designation.question import DATE_FORMS
from dashboard.names import area_labels
from geodata.councils.schemas import TITLE_PREFIX

TABLE = "bodies"
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
HINTS = {
    "statutory_seats": N_("Empty where the table of the law says how many."),
    "dissolved_on": N_("The first day on which the body is no more."),
}


def facts_form(words: CellWords, bench: Bench) -> None:
    """Show the fields; what is entered goes into the draft.

    Args:
        words: of the visit.
        bench: with the draft.
    """
    desk = words.desk
    labels = area_labels(desk.areas, desk.words.language)
    with st.container(border=True):
        type_column, area_column = st.columns([1, 2])
        with type_column:
            _select(words, bench, "body_type", list(desk.councils.body_types))
        with area_column:
            _select(
                words, bench, "area_code", list(labels.index), dict(zip(labels.index, labels, strict=True))
            )
        for column in words.headings(TABLE):
            if column.startswith(TITLE_PREFIX) or column == "legal_basis":
                _text(words, bench, column)
        founded, dissolved, seats, charter = st.columns(4)
        with founded:
            _day(words, bench, "founded_on")
        with dissolved:
            _day(words, bench, "dissolved_on")
        with seats:
            _number(words, bench, "statutory_seats")
        with charter:
            _day(words, bench, "charter_registered_on")


def _select(
    words: CellWords,
    bench: Bench,
    column: str,
    options: Sequence[str],
    labels: dict[str, str] | None = None,
) -> None:
    known = str(bench.cells[column])
    st.selectbox(
        words.heading(TABLE, column),
        list(dict.fromkeys([*options, known])),
        format_func=lambda key: (labels or {}).get(key) or words.cell(TABLE, column, key),
        **_bound(words, bench, column),
    )


def _text(words: CellWords, bench: Bench, column: str) -> None:
    st.text_input(words.heading(TABLE, column), **_bound(words, bench, column, empty=""))


def _day(words: CellWords, bench: Bench, column: str) -> None:
    form = DATE_FORMS.get(words.desk.words.language, "YYYY-MM-DD")
    bound = _bound(words, bench, column)
    label = words.heading(TABLE, column)
    st.date_input(label, value=None, min_value=EARLIEST, max_value=LATEST, format=form, **bound)


def _number(words: CellWords, bench: Bench, column: str) -> None:
    st.number_input(
        words.heading(TABLE, column), value=None, min_value=1, step=1, **_bound(words, bench, column)
    )


def _bound(words: CellWords, bench: Bench, column: str, *, empty: object = None) -> dict[str, Any]:
    key = f"{bench.form.scope}.{column}"
    known = bench.cells.get(column)
    st.session_state[key] = empty if known is None else known
    hint = HINTS.get(column)
    return {
        "key": key,
        "help": None if hint is None else words.desk.words.translate(hint),
        "on_change": _keep,
        "args": (bench, key, column),
    }


def _keep(bench: Bench, key: str, column: str) -> None:
    entered = st.session_state[key]
    entered = entered.strip() or None if isinstance(entered, str) else entered
    bench.cells[column] = entered
