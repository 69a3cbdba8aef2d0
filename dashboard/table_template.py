"""A workbook to fill in: the areas of a level down, indicators and periods across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geodata.area_names import area_names
from geodata.tables.indicators import ValueRule
from geodata.workbook_cells import in_range, offer, workbook_content, write_down, write_heading

SHEET = "Data"
HEADER_ROWS = 2
LABEL_WIDTH, VALUE_WIDTH = 28, 18


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
    for column, texts in enumerate((listed, names[listed], above.fillna("")), 1):
        write_down(sheet, column, HEADER_ROWS + 1, texts)
    filled = range(HEADER_ROWS + 1, HEADER_ROWS + len(listed) + 1)
    columns = [(indicator_id, period) for indicator_id in indicator_ids for period in periods]
    for column, (indicator_id, period) in enumerate(columns, len(headings) + 1):
        rule = rules[indicator_id]
        head = write_heading(sheet.cell(1, column), rule.title[language])
        head.comment = Comment(units[indicator_id], "Aimak")
        write_heading(sheet.cell(2, column), period)
        offer(sheet, column, in_range("decimal", rule.minimum, rule.maximum), rows=filled)
    _dress(sheet, headings, len(columns))
    return workbook_content(workbook)


def _dress(sheet: Worksheet, headings: Sequence[str], values: int) -> None:
    sheet.freeze_panes = sheet.cell(HEADER_ROWS + 1, len(headings) + 1)
    for column, heading in enumerate(headings, 1):
        write_heading(sheet.cell(1, column), "")
        write_heading(sheet.cell(HEADER_ROWS, column), heading)
    for column in range(1, len(headings) + values + 1):
        width = LABEL_WIDTH if column <= len(headings) else VALUE_WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = width
