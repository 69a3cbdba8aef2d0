"""Where the header of a sheet ends and its rows begin, seen from what kind of cell stands where."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.tables.matching import cell_text
from geodata.tables.numbers import NORMAL_STATUS, parse_numbers
from geodata.tables.periods import read_period

HEADING_SEPARATOR = " · "

_MOST_HEADER_ROWS = 4
_NUMERIC_SHARE = 0.6
_NUMBERED_COLUMNS = 3


@dataclass(frozen=True)
class Header:
    """The rows of a header, where the table's rows begin, and which columns hold numbers below it."""

    rows: tuple[int, ...]
    first_row: int
    numeric: tuple[str, ...]


def cell_kinds(cells: pd.DataFrame) -> pd.DataFrame:
    """Return for every cell ``empty``, ``period`` (``2023``), ``number`` (or a missing mark), ``text``."""
    return cells.apply(_column_kinds)


def _column_kinds(column: pd.Series) -> pd.Series:
    numbers = parse_numbers(column)
    is_number = numbers["value"].notna() | (numbers["fault"] == "ambiguous_separator")
    is_mark = column.notna() & (numbers["status"] != NORMAL_STATUS)
    kinds = pd.Series("text", index=column.index, dtype=object)
    kinds[is_number | is_mark | numbers["fault"].isin(["formula", "error"])] = "number"
    kinds[column.map(lambda cell: read_period(cell) is not None).astype(bool)] = "period"
    kinds[column.isna()] = "empty"
    return kinds


def find_header(cells: pd.DataFrame) -> Header:
    """Find the header of a table, from the first rows of its sheet.

    The first row with a number that is neither a year nor a column's number is a row of the table. Above it,
    the rows with something over the columns of numbers are the header; a text alone in its row, or merged
    over the whole table, is a title.
    """
    kinds = cell_kinds(cells)
    numbered = _numbering_rows(cells)
    is_number = (kinds == "number").drop(index=numbered)
    with_numbers = is_number.index[is_number.any(axis=1)]
    first_number = int(with_numbers[0]) if len(with_numbers) else int(cells.index[0]) + 1
    body = kinds.loc[first_number:].drop(index=numbered, errors="ignore")
    numeric = numeric_columns(body)
    first_column = str((body != "empty").any().idxmax()) if len(body) else str(cells.columns[0])
    rows = _header_rows(
        cells.loc[: first_number - 1].drop(index=numbered, errors="ignore"), numeric, first_column
    )
    above = [row for row in (*rows, *numbered) if row < first_number]
    return Header(tuple(rows), max(above, default=first_number - 1) + 1, tuple(numeric))


def numeric_columns(kinds: pd.DataFrame) -> list[str]:
    """Return the columns in which most filled cells are numbers or periods."""
    filled, numbers = (kinds != "empty").sum(), kinds.isin(["number", "period"]).sum()
    return [str(column) for column in kinds.columns[(numbers >= _NUMERIC_SHARE * filled) & (filled > 0)]]


def _numbering_rows(cells: pd.DataFrame) -> list[int]:
    """Return the rows that only number the columns: ``А, 1, 2, 3``."""
    first = cells.head(3 * _MOST_HEADER_ROWS)
    texts = [[cell_text(cell) for cell in row if cell is not None] for row in first.to_numpy()]
    return [int(number) for number, row in zip(first.index, texts, strict=True) if _counts_columns(row)]


def _counts_columns(texts: list[str]) -> bool:
    numbers = [int(text) for text in texts if text.isdecimal()]
    letters = [text for text in texts if not text.isdecimal()]
    counted = [list(range(start, start + len(numbers))) for start in (1, 2)]
    return (
        len(numbers) >= _NUMBERED_COLUMNS and numbers in counted and all(len(text) == 1 for text in letters)
    )


def _header_rows(above: pd.DataFrame, numeric: list[str], first_column: str) -> list[int]:
    rows: list[int] = []
    for row in reversed(above.index):
        is_header = above.loc[row, numeric].notna().any() and not _is_title(above.loc[row], first_column)
        if is_header:
            rows.insert(0, int(row))
        if rows and (not is_header or len(rows) == _MOST_HEADER_ROWS):
            break
    return rows


def _is_title(row: pd.Series, first_column: str) -> bool:
    return row[first_column] is not None and len({*map(str, row.dropna())}) == 1


def column_headings(cells: pd.DataFrame, rows: tuple[int, ...]) -> dict[str, tuple[str, ...]]:
    """Return the texts above each column, from top to bottom, each once.

    A text in an upper header row also heads the empty cells to its right, as merged cells do when a workbook
    is saved as text.
    """
    header = cells.loc[list(rows)].copy()
    header.iloc[:-1] = header.iloc[:-1].ffill(axis=1)
    return {
        str(column): tuple(dict.fromkeys(str(cell).strip() for cell in header[column].dropna()))
        for column in header
    }
