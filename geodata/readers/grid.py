"""Gather rows of cells into a grid, within the limits however far a hostile file stretches its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.limits import Limits
from geodata.tables.sheet import cell_grid

MAX_CELLS = 20_000_000
"""Cells of one sheet held in memory; a row limit and a column limit alone would allow their product."""

_LAST_ROW = 2**20
"""The last row of a spreadsheet; empty rows beyond it are no formatting but an attack."""

SHEET_TOO_LARGE = Rule(
    "sheet_too_large",
    N_(
        "The table reaches at least row {rows} and column {columns}; at most {row_limit} rows, "
        "{column_limit} columns and {cell_limit} cells are accepted."
    ),
    N_("Delete what lies outside the table, or split it into several files."),
)


def gather_rows(rows: Iterable[Sequence[object]], *, limits: Limits, where: Where) -> pd.DataFrame:
    """Return ``rows`` as a grid of cells without the empty cells and rows after the last value.

    Raises:
        ImportRefused: the grid would exceed the limits; nothing beyond them is read.
    """
    gathered: list[Sequence[object]] = []
    height = width = 0
    for number, row in enumerate(rows, 1):
        gathered.append(_trim(row))
        if gathered[-1] or number > _LAST_ROW:
            height, width = number, max(width, len(gathered[-1]))
            check_size(height, width, limits=limits, where=where)
    return cell_grid(gathered[:height])


def _trim(row: Sequence[object]) -> Sequence[object]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def check_size(height: int, width: int, *, limits: Limits, where: Where) -> None:
    """Refuse a table of that many rows and columns if it exceeds the limits.

    Raises:
        ImportRefused: with the size and the limits.
    """
    if height <= limits.max_rows and width <= limits.max_columns and height * width <= MAX_CELLS:
        return
    params = {
        "rows": height,
        "columns": width,
        "row_limit": limits.max_rows,
        "column_limit": limits.max_columns,
        "cell_limit": MAX_CELLS,
    }
    raise ImportRefused([Problem(SHEET_TOO_LARGE, where, params)])
