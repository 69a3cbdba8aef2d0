"""Excel workbooks of plain tables: typed cells, no formula, the same bytes for the same tables."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from zipfile import ZipFile

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from dashboard.export.csv import FORMULA_STARTS
from dashboard.export.office import readable, timeless

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
"""Characters that a cell of Excel holds."""
RESERVED_SHEET_NAME = "history"
FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]+")

NARROWEST, WIDEST = 10, 60
"""Of a column, in characters."""
WIDEST_HEADING = 24
"""Characters in a line of a heading, unless the column has longer texts."""
HEADING_FONT, HEADING_FILL = Font(bold=True), PatternFill("solid", fgColor="F1F5F7")
WRAPPED = Alignment(wrap_text=True, vertical="top")
WHOLE, ONE_DECIMAL, TWO_DECIMALS = "#,##0", "#,##0.0", "#,##0.00"


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """A table of a sheet."""

    rows: pd.DataFrame
    """Numbers, dates and texts stay what they are."""
    headings: Mapping[str, str]
    """By column, in the order they are shown; columns without one are not."""
    formats: Mapping[str, str] = field(default_factory=dict)
    """How Excel shows the numbers of a column."""
    missing: str = ""
    """Stands where nothing is known."""

    @property
    def shown(self) -> pd.DataFrame:
        """The columns with a heading."""
        return self.rows[list(self.headings)]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet with tables one under the other; the heading of a single one stays in view."""

    title: str
    """Its name is as much of this as Excel takes."""
    tables: tuple[Table, ...]


def workbook_bytes(sheets: Sequence[Sheet], *, title: str, made_at: datetime) -> bytes:
    """Return an Excel workbook.

    Texts stay texts, even those that begin like a formula.

    Args:
        sheets: in their order; names that clash are numbered.
        title: of the document.
        made_at: when, with its time zone; the only time the file knows.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.title = readable(title)
    workbook.properties.creator = "Aimak"
    workbook.properties.created = workbook.properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    for name, sheet in zip(sheet_names([each.title for each in sheets]), sheets, strict=True):
        _write_sheet(workbook.create_sheet(name), sheet)
    content = io.BytesIO()
    # Workbook.save would put the time of the clock in place of ``modified``.
    ExcelWriter(workbook, ZipFile(content, "w")).save()
    return timeless(content.getvalue())


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Return a name for each sheet that Excel takes: short, without forbidden characters, told apart.

    >>> sheet_names(["Roads: paved?", "roads  paved", ""])
    ['Roads paved', 'roads paved (2)', 'Sheet']
    """
    names: list[str] = []
    for title in titles:
        words = " ".join(FORBIDDEN_IN_SHEET_NAME.sub(" ", readable(title)).split()).strip("' ") or "Sheet"
        taken = {RESERVED_SHEET_NAME, *(name.casefold() for name in names)}
        names.append(next(name for name in _numbered(words) if name.casefold() not in taken))
    return names


def _numbered(name: str) -> Iterator[str]:
    yield name[:LONGEST_SHEET_NAME].strip("' ")
    for number in range(2, 1_000_000):
        suffix = f" ({number})"
        yield name[: LONGEST_SHEET_NAME - len(suffix)].rstrip() + suffix


def _write_sheet(worksheet: WriteOnlyWorksheet, sheet: Sheet) -> None:
    for number, width in enumerate(_widths(sheet.tables), 1):
        worksheet.column_dimensions[get_column_letter(number)].width = width
    if len(sheet.tables) == 1:
        worksheet.freeze_panes = "B2"
    for position, table in enumerate(sheet.tables):
        if position:
            worksheet.append([])
        worksheet.append([_heading(worksheet, each) for each in table.headings.values()])
        formats = [table.formats.get(column, "General") for column in table.headings]
        for row in table.shown.itertuples(index=False, name=None):
            cells = zip(row, formats, strict=True)
            worksheet.append([_cell(worksheet, value, form, table.missing) for value, form in cells])


def _widths(tables: Sequence[Table]) -> list[int]:
    """Return the width of each column: that of its longest text, within limits."""
    by_table = [
        [_width(heading, table.rows[column]) for column, heading in table.headings.items()]
        for table in tables
    ]
    return [max(widths) for widths in zip_longest(*by_table, fillvalue=0)]


def _width(heading: str, column: pd.Series) -> int:
    texts = (len(each) for each in column if isinstance(each, str))
    return min(max(NARROWEST, min(len(heading), WIDEST_HEADING), *texts) + 2, WIDEST)


def _heading(worksheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _text_cell(worksheet, text)
    cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, WRAPPED
    return cell


def _cell(worksheet: WriteOnlyWorksheet, value: object, number_format: str, missing: str) -> WriteOnlyCell:
    if pd.isna(value):
        return _text_cell(worksheet, missing)
    if isinstance(value, str) or (isinstance(value, float) and math.isinf(value)):
        return _text_cell(worksheet, str(value))
    cell = WriteOnlyCell(worksheet, value)
    if cell.data_type == "n":
        cell.number_format = number_format
    return cell


def _text_cell(worksheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """Return a cell with a text that stays one, even if it begins like a formula and is edited."""
    cell = WriteOnlyCell(worksheet, readable(text) or None)
    if text:
        cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    if len(text) > WIDEST or "\n" in text:
        cell.alignment = WRAPPED
    return cell
