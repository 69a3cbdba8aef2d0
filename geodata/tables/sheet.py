"""A sheet as it was typed: nothing interpreted, every cell under the row and column a person sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries

from geodata.problems import Problem, Where

Origin = Literal["workbook", "text", "parquet"]


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """A cell without a value: an error such as ``#REF!``, or a formula that was never calculated."""

    kind: Literal["error", "formula"]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a workbook, or the only table of a text or Parquet file."""

    file: str
    name: str
    """The sheet's name; for a text or Parquet file its name without the suffix."""
    origin: Origin
    cells: pd.DataFrame
    """Objects: text, number, date or :class:`FaultyCell` as typed, None where empty. The index counts rows
    from 1 and the columns are spreadsheet letters, so ``cells.loc[7, "C"]`` is cell C7. Merged ranges are
    filled with their value."""
    merged: tuple[str, ...] = ()
    """Merged ranges such as ``B1:D1``."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    widths: pd.Series[int] | None = None
    """Cells each row of a text file has, by row; a workbook's rows cannot be ragged."""
    problems: tuple[Problem, ...] = ()
    """What the reader noticed."""

    def where(self, row: int | None = None, column: str | None = None) -> Where:
        """Return a place in this sheet as its author would look it up."""
        name = self.name if self.origin == "workbook" else None
        return Where(file=self.file, sheet=name, row=row, column=column)

    def source_refs(
        self, rows: pd.Series[int], columns: pd.Series[str], headings: pd.Series[str] | None = None
    ) -> pd.Series[str]:
        """Return the places of cells in short: ``Sheet1!C7``, or ``row 14`` or ``row 14, 2023`` in a text.

        Args:
            rows: row of each cell.
            columns: letter of its column.
            headings: heading of its column, where the row alone does not find it.
        """
        numbers = rows.astype("str")
        if self.origin == "workbook":
            name = self.name if re.fullmatch(r"\w+", self.name) else quote_sheetname(self.name)
            return f"{name}!" + columns.astype("str") + numbers
        return "row " + numbers + ("" if headings is None else ", " + headings.astype("str"))

    def find_column(self, heading: str, *, row: int = 1) -> str:
        """Return the letter of the first column with that heading.

        Raises:
            KeyError: no cell of ``row`` reads so.
        """
        for letter, cell in self.cells.loc[row].items():
            if cell is not None and str(cell).strip() == heading:
                return str(letter)
        raise KeyError(f"expected a column headed {heading!r} in row {row} of {self.name}")

    def covered_cells(self) -> set[tuple[int, str]]:
        """Return the cells of merged ranges that only repeat the value of the range's first cell."""
        covered: set[tuple[int, str]] = set()
        for bounds in self.merged:
            left, top, right, bottom = range_boundaries(bounds)
            inside = {
                (row, get_column_letter(column))
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
            covered |= inside - {(top, get_column_letter(left))}
        return covered


def cell_grid(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Return rows of any length as a grid for :attr:`Sheet.cells`; short rows are filled with None."""
    width = max(map(len, rows), default=0)
    grid = np.full((len(rows), width), None, dtype=object)
    for number, row in enumerate(rows):
        grid[number, : len(row)] = row
    return pd.DataFrame(
        grid,
        index=pd.RangeIndex(1, len(rows) + 1),
        columns=[get_column_letter(number) for number in range(1, width + 1)],
        dtype=object,
    )
