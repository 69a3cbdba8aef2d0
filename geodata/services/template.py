"""The workbook in which forms or questionnaires are filled in, with lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from geodata.area_names import choice_labels
from geodata.packs import Texts, said
from geodata.services.instruments import AnswerColumn, InstrumentName, ServicesMonitoring
from geodata.workbook_cells import (
    LAST_ROW,
    LIST_WIDTH,
    TEXT_FORMAT,
    Lists,
    in_range,
    offer,
    set_column,
    workbook_content,
    write_heading,
    write_lines,
)

NUMBER_FORMAT = "General"


def services_template(
    instruments: ServicesMonitoring, name: InstrumentName, areas: pd.DataFrame, *, language: str
) -> bytes:
    """Return an xlsx workbook that, filled in, ``geodata.services.answers`` reads without a question.

    Args:
        instruments: what is filled in.
        name: which of them.
        areas: of all levels, see :data:`geodata.schemas.AREAS`; their names and codes are offered.
        language: of headings, names and instructions.
    """
    instrument = instruments.instrument(name)
    columns = {column.key: column for column in instrument.columns}
    answers = {key: _titles(column.answers, language) for key, column in columns.items() if column.answers}
    labels = {str(code): label for code, label in choice_labels(areas, language).items()}
    lists = Lists(said(instruments.template.lists, language), {"area_code": labels, **answers})
    workbook = Workbook()
    lines = [said(line, language) for line in (*instruments.template.lines, *instrument.notes)]
    write_lines(workbook.worksheets[0], said(instruments.template.instructions, language), lines)
    sheet = workbook.create_sheet(said(instrument.sheet, language))
    sheet.freeze_panes = "B2"
    for number, (key, title) in enumerate(instruments.titles(columns.values()).items(), 1):
        write_heading(sheet.cell(1, number), said(title, language))
        column = columns.get(key)
        set_column(sheet, number, width=LIST_WIDTH, number_format=_number_format(column))
        offer(sheet, number, _validation(key, column, lists), rows=range(2, LAST_ROW + 1))
    lists.write(workbook)
    return workbook_content(workbook)


def _titles(answers: Mapping[str, Texts], language: str) -> dict[str, str]:
    return {key: said(title, language) for key, title in answers.items()}


def _number_format(column: AnswerColumn | None) -> str:
    return NUMBER_FORMAT if column is not None and column.scale is not None else TEXT_FORMAT


def _validation(key: str, column: AnswerColumn | None, lists: Lists) -> DataValidation | None:
    """Return what a column offers, or which numbers it warns of; None for a free text."""
    if column is None or column.scale is None:
        return lists.choice(key)
    scale = column.scale
    return in_range("whole" if scale.is_whole else "decimal", scale.lowest, scale.highest)
