"""Tables of a register as an editor shows them, and back."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geodata.councils.register import SCHEMAS, Register
from geodata.councils.workbook.words import column_kind

LISTS = ("members", "meetings", "reports", "hearings")
"""The tables of a register that have rows to add and to remove."""


def editable(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose days an editor understands, its rows numbered from 1."""
    shown = table.drop(columns="body_id").astype(dict.fromkeys(_day_columns(name), "datetime64[us]"))
    # Who is new has no number until the draft is read.
    numbers = {"member_no": "Int64"} if name == "members" else {}
    return shown.astype(numbers).set_axis(pd.RangeIndex(1, len(shown) + 1))


def as_entered(name: str, edited: pd.DataFrame) -> pd.DataFrame:
    """Return an edited table with days as a register has them; labels are kept."""
    days = {column: pd.to_datetime(edited[column]).dt.date for column in _day_columns(name)}
    return edited.assign(
        **{column: day.astype(object).where(day.notna(), None) for column, day in days.items()}
    )


def editable_lists(register: Register) -> dict[str, pd.DataFrame]:
    """Return the lists of a body ready to be edited, by field of :class:`Register`."""
    tables = dict(register.tables())
    return {name: editable(name, tables[name]) for name in LISTS}


def body_cells(register: Register) -> dict[str, object]:
    """Return the cells of the one body, None where nothing is known."""
    cells = register.bodies.drop(columns=["body_id"]).astype(object)
    return {str(name): None if pd.isna(cell) else cell for name, cell in cells.iloc[0].items()}


def entered_tables(cells: Mapping[str, object], lists: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return what was entered as tables of a register without ``body_id``."""
    body = pd.DataFrame([dict(cells)], index=pd.RangeIndex(1, 2))
    texts = [name for name in body if name not in SCHEMAS["bodies"].columns]
    return {
        "bodies": body.astype(dict.fromkeys(texts, "str")),
        **{name: as_entered(name, lists[name]) for name in LISTS},
    }


def _day_columns(name: str) -> list[str]:
    return [column for column in SCHEMAS[name].columns if column_kind(name, column) == "date"]
