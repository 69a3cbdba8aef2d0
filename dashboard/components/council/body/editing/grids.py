"""The lists of a body, as tables to change, add to and remove from."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.editing.bench import Bench, Grid
from dashboard.components.designation.question import DATE_FORMS
from geodata.councils.schemas import MEMBERS, REPORT_PERIOD_PATTERN
from geodata.councils.workbook.words import column_kind

HINTS = {
    "member_no": N_("Given by the program: a new row gets a number that nobody has had."),
    "birth_year": N_("A year that is known is not shown, and stays where the cell is left empty."),
    "term_to": N_("The last day of the term; empty until further notice."),
    "due_on": N_("Empty where it follows from the duty."),
    "period": N_("Such as 2025, 2025-H1, 2025-Q1 or 2024..2025."),
}
BIRTH_YEARS = MEMBERS.columns["birth_year"].checks[0].statistics


def grid(words: CellWords, bench: Bench, name: str) -> None:
    """Show a list of the body to be edited, and keep what was entered.

    Args:
        words: of the visit.
        bench: with the draft.
        name: of the list, field of :class:`geodata.councils.register.Register`.
    """
    kept = bench.grids.get(name)
    # An editor that was off the screen has forgotten its edits: it begins anew with what was entered.
    if kept is None or kept.key not in st.session_state:
        kept = Grid(_renumbered(bench.lists[name]), f"{bench.form.scope}.{name}.{secrets.token_hex(4)}")
        bench.grids[name] = kept
    headings = [each for each in words.headings(name) if each in kept.begun]
    bench.lists[name] = st.data_editor(
        kept.begun,
        num_rows="dynamic",
        hide_index=False,
        column_order=headings,
        column_config={
            "_index": st.column_config.NumberColumn(words.desk.words.translate("Row"), width="small"),
            **{column: _column(words, bench, name, column) for column in headings},
        },
        placeholder="–",
        key=kept.key,
        alt=words.table(name),
    )


def _renumbered(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(pd.RangeIndex(1, len(table) + 1))


def _column(words: CellWords, bench: Bench, name: str, column: str) -> Any:
    """Return how a column is shown and what it takes."""
    kinds: dict[str, Callable[[CellWords, Bench, str, str], Any]] = {
        "choice": _choice,
        "area": _choice,
        "date": _day,
        "count": _count,
    }
    return kinds.get(column_kind(name, column), _text)(words, bench, name, column)


def _common(words: CellWords, name: str, column: str) -> dict[str, Any]:
    # None is required: a browser keeps a row that lacks such a cell to itself, and nobody is told.
    hint = HINTS.get(column)
    return {
        "label": words.heading(name, column),
        "help": None if hint is None else words.desk.words.translate(hint),
    }


def _choice(words: CellWords, bench: Bench, name: str, column: str) -> Any:
    offered = (
        _areas(words, bench, name) if column_kind(name, column) == "area" else _keys(words, bench, column)
    )
    # What stands in the register already must not vanish, known or not.
    present = bench.lists[name][column].dropna().unique().tolist()
    return st.column_config.SelectboxColumn(
        **_common(words, name, column),
        options=list(dict.fromkeys([*offered, *present])),
        format_func=lambda value: words.cell(name, column, value),
        default=str(bench.cells["area_code"]) if column == "area_code" else None,
    )


def _keys(words: CellWords, bench: Bench, column: str) -> list[str]:
    """Return the values to choose from: of seats those that such a body has."""
    body_type = words.desk.councils.body_types.get(str(bench.cells["body_type"]))
    if column == "seat_type" and body_type is not None and body_type.seat_types:
        return list(body_type.seat_types)
    return list(words.choices.get(column, {}))


def _areas(words: CellWords, bench: Bench, name: str) -> list[str]:
    """Return the area of the body and all that is in it; for members only settlements."""
    desk, served = words.desk, str(bench.cells["area_code"])
    territory = desk.book.territory(desk.on.on, 0)
    codes = territory.settlements if name == "members" else desk.areas["area_code"]
    return codes[territory.nearest_of(codes, {served}).notna()].tolist()


def _day(words: CellWords, _bench: Bench, name: str, column: str) -> Any:
    form = DATE_FORMS.get(words.desk.words.language, "YYYY-MM-DD")
    return st.column_config.DateColumn(**_common(words, name, column), format=form)


def _count(words: CellWords, _bench: Bench, name: str, column: str) -> Any:
    is_year = column == "birth_year"
    return st.column_config.NumberColumn(
        **_common(words, name, column),
        disabled=column == "member_no",
        min_value=BIRTH_YEARS["min_value"] if is_year else 0,
        max_value=BIRTH_YEARS["max_value"] if is_year else None,
        step=1,
        format="%d",
    )


def _text(words: CellWords, _bench: Bench, name: str, column: str) -> Any:
    validate = f"^{REPORT_PERIOD_PATTERN}$" if column == "period" else None
    return st.column_config.TextColumn(
        **_common(words, name, column), validate=validate, max_chars=1000 if column == "topic" else None
    )
