"""A workbook to fill in: the areas of a level down, indicators and periods across."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.names import area_names
from geodata.tables.indicators import ValueRule

SHEET = "Data"
HEADER_ROWS = 2
LABEL_WIDTH, VALUE_WIDTH = 28, 18
TEXT_FORMAT = "@"
GREY = PatternFill("solid", fgColor="F1F5F7")


def table_template(
    areas: pd.DataFrame,
    *,
    level: int,
    rules: Mapping[str, ValueRule],
    units: Mapping[str, str],
    indicator_ids: Sequence[str],
    periods: Sequence[str],
    language: str,
    headings: Sequence[str],
) -> bytes:
    """Return an xlsx workbook that, filled in, is read without a question.

    Codes are text, so that leading zeros stay, and no cell can start a formula. Units stand in the comments
    of the headings, where they are no scale note.

    Args:
        areas: all areas of the country, indexed by code.
        level: whose areas to list.
        rules: what is known of each indicator, by id.
        units: unit of each indicator, by id.
        indicator_ids: the indicators.
        periods: the periods of each.
        language: of names and titles.
        headings: of the columns with code, name and area above.
    """
    workbook = Workbook()
    sheet: Worksheet = workbook.worksheets[0]
    sheet.title = SHEET
    names = area_names(areas, language)
    listed = areas[areas["admin_level"] == level].index
    above = areas.loc[listed, "parent_code"].map(names)
    labels = zip(listed, names[listed], above.fillna(""), strict=True)
    for row, texts in enumerate([("",) * 3, headings, *labels], 1):
        for column, text in enumerate(texts, 1):
            _write(sheet.cell(row, column), text)
    columns = [(indicator_id, period) for indicator_id in indicator_ids for period in periods]
    for column, (indicator_id, period) in enumerate(columns, len(headings) + 1):
        rule = rules[indicator_id]
        head = _write(sheet.cell(1, column), rule.title[language])
        head.comment = Comment(units[indicator_id], "Aimak")
        _write(sheet.cell(2, column), period)
        _restrict(sheet, column, rule, HEADER_ROWS + len(listed))
    _dress(sheet, len(headings), len(columns))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write(cell: Cell, text: str) -> Cell:
    """Write a text that stays one, even if it begins like a formula and is edited."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = True
    return cell


def _restrict(sheet: Worksheet, column: int, rule: ValueRule, last_row: int) -> None:
    """Let the spreadsheet program warn of values that the import would refuse."""
    if rule.minimum is None and rule.maximum is None:
        return
    bounds = [rule.minimum, rule.maximum]
    operators = {(False, True): "greaterThanOrEqual", (True, False): "lessThanOrEqual"}
    validation = DataValidation(
        type="decimal",
        operator=operators.get((rule.minimum is None, rule.maximum is None), "between"),
        formula1=next(bound for bound in bounds if bound is not None),
        formula2=rule.maximum if None not in bounds else None,
        errorStyle="warning",
        showErrorMessage=True,
    )
    letter = get_column_letter(column)
    validation.add(f"{letter}{HEADER_ROWS + 1}:{letter}{last_row}")
    sheet.add_data_validation(validation)


def _dress(sheet: Worksheet, labels: int, values: int) -> None:
    sheet.freeze_panes = sheet.cell(HEADER_ROWS + 1, labels + 1)
    for column in range(1, labels + values + 1):
        sheet.column_dimensions[get_column_letter(column)].width = (
            LABEL_WIDTH if column <= labels else VALUE_WIDTH
        )
        for row in range(1, HEADER_ROWS + 1):
            sheet.cell(row, column).font = Font(bold=True)
            sheet.cell(row, column).fill = GREY
