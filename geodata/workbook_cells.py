"""Cells of workbooks to fill in: texts that stay texts, lists to choose from, warnings of bad values."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

TEXT_FORMAT, DATE_FORMAT, COUNT_FORMAT = "@", "yyyy-mm-dd", "0"
LAST_ROW = 5000
"""To which lists and warnings reach where the rows are not known; further rows are read like the others."""

LIST_WIDTH, TEXT_WIDTH = 22, 110
_BOLD, _GREY = Font(bold=True), PatternFill("solid", fgColor="F1F5F7")
_OPERATORS = {(False, True): "greaterThanOrEqual", (True, False): "lessThanOrEqual"}
"""By whether the lowest and the highest value are left open."""


def write(cell: Cell, value: object, number_format: str = TEXT_FORMAT) -> Cell:
    """Write a cell; a text stays one, even if it begins like a formula and is edited."""
    cell.number_format = number_format
    if value is None or value == "":
        return cell
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def write_heading(cell: Cell, text: str) -> Cell:
    """Write a heading."""
    write(cell, text)
    cell.font, cell.fill = _BOLD, _GREY
    return cell


def write_down(sheet: Worksheet, column: int, first_row: int, texts: Iterable[str]) -> None:
    """Write texts below each other."""
    for row, text in enumerate(texts, first_row):
        write(sheet.cell(row, column), text)


def write_lines(sheet: Worksheet, title: str, lines: Iterable[str]) -> None:
    """Write a sheet to read: a title with lines below."""
    sheet.title = title
    sheet.column_dimensions["A"].width = TEXT_WIDTH
    for row, text in enumerate((title, *lines), 1):
        write(sheet.cell(row, 1), text).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = _BOLD


def set_column(sheet: Worksheet, number: int, *, width: int, number_format: str = TEXT_FORMAT) -> None:
    """Set width and format of a column, counted from 1, for cells that are still to be filled in."""
    dimension = sheet.column_dimensions[get_column_letter(number)]
    dimension.width, dimension.number_format = width, number_format


class Lists:
    """The sheet of what may be chosen, a column for each list."""

    def __init__(self, sheet: str, texts: Mapping[str, Mapping[str, str]]) -> None:
        """Take the name of the sheet, and the texts to choose from by list and key."""
        self.sheet = sheet
        self.texts = texts

    def shown(self, name: str, key: object) -> object:
        """Return how a list shows a key; a key that is not in it is shown as it is."""
        return self.texts.get(name, {}).get(str(key), key)

    def choice(self, name: str) -> DataValidation | None:
        """Return the offer to choose from a list, None where there is nothing to choose."""
        if not self.texts.get(name):
            return None
        letter = get_column_letter(list(self.texts).index(name) + 1)
        return one_of(f"{quote_sheetname(self.sheet)}!${letter}$1:${letter}${len(self.texts[name])}")

    def write(self, workbook: Workbook) -> None:
        """Add the sheet, each list down a column of its own."""
        sheet = workbook.create_sheet(self.sheet)
        for column, texts in enumerate(self.texts.values(), 1):
            sheet.column_dimensions[get_column_letter(column)].width = LIST_WIDTH
            write_down(sheet, column, 1, texts.values())


def one_of(cells: str) -> DataValidation:
    """Return the offer to choose one of these cells, such as ``Lists!$A$1:$A$9``."""
    return _warning("list", None, cells)


def in_range(kind: str, lowest: float | None, highest: float | None) -> DataValidation | None:
    """Return the warning of numbers out of a range, None where neither end is known.

    Args:
        kind: ``whole`` or ``decimal``.
        lowest: the first one inside.
        highest: the last one inside.
    """
    known = [bound for bound in (lowest, highest) if bound is not None]
    if not known:
        return None
    operator = _OPERATORS.get((lowest is None, highest is None), "between")
    return _warning(kind, operator, known[0], highest if len(known) > 1 else None)


def a_day() -> DataValidation:
    """Return the warning of what is no date."""
    return _warning("date", "greaterThan", 1)


def offer(sheet: Worksheet, column: int, validation: DataValidation | None, *, rows: range) -> None:
    """Offer a choice or a warning in the rows of a column, if there is one."""
    if validation is not None and len(rows):
        letter = get_column_letter(column)
        validation.add(f"{letter}{rows[0]}:{letter}{rows[-1]}")
        sheet.add_data_validation(validation)


def workbook_content(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _warning(
    kind: str, operator: str | None, first: float | str, second: float | None = None
) -> DataValidation:
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
    )
