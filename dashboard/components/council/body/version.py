"""A version of a body, table by table."""

from __future__ import annotations

import pandas as pd

from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.html_table import Cell, table_html
from geodata.councils.register import Register

OF_PEOPLE = frozenset({"n_present"})
"""Columns that count people: they are only for those who see the rows of members."""


def version_html(words: CellWords, register: Register, *, with_members: bool) -> str:
    """Return the tables of a body as HTML; what is private of members never is among them.

    Args:
        words: of the visit.
        register: of one body.
        with_members: whether the rows of members are shown, and how many were present.
    """
    tables = {
        name: table
        for name, table in register.tables()
        if not table.empty and (with_members or name != "members")
    }
    left_out = frozenset[str]() if with_members else OF_PEOPLE
    return "".join(_table(words, name, table, left_out) for name, table in tables.items())


def _table(words: CellWords, name: str, table: pd.DataFrame, left_out: frozenset[str]) -> str:
    headings = {
        column: title
        for column, title in words.headings(name).items()
        if column in table and column != "birth_year" and column not in left_out
    }
    cells = table[list(headings)].astype(object)
    rows = [
        [Cell(words.cell(name, str(column), value)) for column, value in row.items()]
        for row in cells.where(cells.notna(), None).to_dict("records")
    ]
    return table_html(words.table(name), [Cell(title) for title in headings.values()], {"": rows})
