"""Read the sheets of OpenDocument spreadsheets straight from their XML.

The format repeats cells and rows by a number (OpenDocument 1.3 part 3, §19.675 and §19.679), so a file of a
few kilobytes can ask for billions of cells: it is streamed, and what it repeats is only expanded within the
limits.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from openpyxl.utils import get_column_letter

from geodata.problems import Where
from geodata.readers.grid import gather_rows
from geodata.readers.limits import Limits
from geodata.readers.workbooks import fill_merged, refuse_damaged
from geodata.tables.sheet import FaultyCell, Sheet

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ERROR = re.compile(r"#(?:REF|DIV/0|VALUE|NAME|NUM|NULL)[!?]|#N/A|Err:[0-9]+")
_HIDDEN = ("collapse", "filter")


class _Table:
    """One table while it is read: its place, its merges and what it hides."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.row = self.column = 0
        self.merged: list[str] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[str] = set()

    def note_columns(self, element: Element) -> None:
        """Step over a column element and keep whether it is hidden."""
        first, count = self.column + 1, self._count(element, "columns", self.limits.max_columns)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            self.hidden_columns |= {get_column_letter(first + step) for step in range(count)}
        self.column += count

    def expand(self, element: Element) -> tuple[list[object], int]:
        """Step over a row element and return its cells and how many rows it stands for."""
        cells = self._cells(element)
        count = self._count(element, "rows", self.limits.max_rows)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            self.hidden_rows |= set(range(self.row + 1, self.row + count + 1))
        self.row += count
        return cells, count

    def _cells(self, element: Element) -> list[object]:
        cells: list[object] = []
        for cell in element:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            self._note_merge(cell, column=len(cells) + 1)
            room = max(self.limits.max_columns - len(cells), 0) + 1
            cells += [_value(cell)] * self._count(cell, "columns", room)
        return cells

    def _note_merge(self, cell: Element, *, column: int) -> None:
        columns = self._count(cell, "columns", self.limits.max_columns, kind="spanned")
        rows = self._count(cell, "rows", self.limits.max_rows, kind="spanned")
        if rows > 1 or columns > 1:
            top = self.row + 1
            end = f"{get_column_letter(column + columns - 1)}{top + rows - 1}"
            self.merged.append(f"{get_column_letter(column)}{top}:{end}")

    def _count(self, element: Element, what: str, limit: int, *, kind: str = "repeated") -> int:
        return min(int(element.get(f"{_TABLE}number-{what}-{kind}", "1")), limit + 1)


def read_ods(path: Path, limits: Limits, file: str) -> list[Sheet]:
    """Read every table of an OpenDocument spreadsheet.

    A cell formatted as a percentage becomes the text it shows.

    Raises:
        ImportRefused: the file is damaged or encrypted, or a table is too large.
    """
    with refuse_damaged(file), zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        return list(_sheets(content, limits=limits, file=file))


def _sheets(content: IO[bytes], *, limits: Limits, file: str) -> Iterator[Sheet]:
    events = iterparse(content, events=("start", "end"), forbid_dtd=True)
    for event, element in events:
        if event == "start" and element.tag == f"{_TABLE}table":
            table = _Table(element.get(f"{_TABLE}name", ""), limits)
            where = Where(file=file, sheet=table.name)
            cells = gather_rows(_rows(events, table), limits=limits, where=where)
            yield Sheet(
                file=file,
                name=table.name,
                origin="workbook",
                cells=fill_merged(cells, table.merged),
                merged=tuple(table.merged),
                hidden_rows=frozenset(row for row in table.hidden_rows if row <= len(cells)),
                hidden_columns=frozenset(table.hidden_columns & set(cells.columns)),
            )


def _rows(events: Iterator[tuple[str, Element]], table: _Table) -> Iterator[list[object]]:
    """Yield the rows up to the table's end; empty ones only once a filled one follows."""
    empty = 0
    for event, element in events:
        if event == "start":
            continue
        if element.tag == f"{_TABLE}table":
            return
        if element.tag == f"{_TABLE}table-column":
            table.note_columns(element)
        elif element.tag == f"{_TABLE}table-row":
            cells, count = table.expand(element)
            element.clear()
            if all(cell is None for cell in cells):
                empty += count
                continue
            yield from repeat([], empty)
            yield from repeat(cells, count)
            empty = 0


def _value(cell: Element) -> object:
    text = "\n".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p")).strip()
    kind = cell.get(f"{_OFFICE}value-type")
    if _ERROR.fullmatch(text) and f"{_TABLE}formula" in cell.attrib:
        return FaultyCell("error", text)
    if kind in ("float", "currency"):
        return float(cell.attrib[f"{_OFFICE}value"])
    if kind == "date":
        return dt.datetime.fromisoformat(cell.attrib[f"{_OFFICE}date-value"])
    if kind is None and f"{_TABLE}formula" in cell.attrib:
        return FaultyCell("formula", cell.attrib[f"{_TABLE}formula"])
    return text or None
