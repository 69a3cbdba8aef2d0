"""The workbook to fill in: a sheet for each table of a register, with lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from geodata.councils.pack import CouncilPack
from geodata.councils.register import Register
from geodata.councils.workbook.words import (
    ColumnKind,
    area_label,
    choices,
    column_kind,
    headings,
    is_required,
    names_in,
    said,
    workbook_words,
)
from geodata.packs import Pack

REQUIRED_MARK = " *"
LAST_ROW = 5000
"""To which the lists are offered; further rows are read like the others."""

_TEXT_FORMAT, _DATE_FORMAT, _COUNT_FORMAT = "@", "yyyy-mm-dd", "0"
_WIDTH, _WIDE = 22, 110
_GREY = PatternFill("solid", fgColor="F1F5F7")
_FORMATS: dict[ColumnKind, str] = {"date": _DATE_FORMAT, "count": _COUNT_FORMAT}


def register_template(
    pack: Pack,
    councils: CouncilPack,
    areas: pd.DataFrame,
    *,
    language: str,
    register: Register | None = None,
) -> bytes:
    """Return an xlsx workbook that, filled in, :func:`read_register` reads without a question.

    Codes are text, so that leading zeros stay, and no text can become a formula. The sheet of bodies lists
    the areas that an elected council may serve and that have no body in ``register``.

    Args:
        pack: levels and languages of the country.
        councils: types, roles and kinds it has.
        areas: of all levels, see :data:`geodata.schemas.AREAS`.
        language: of names, headings and instructions.
        register: what is known already, to be corrected or completed; members' names as it has them.
    """
    known = register or Register.empty()
    labels = _labels(areas, language)
    offered = _choice_titles(councils, language) | _area_labels(labels, areas, pack)
    lists = _Lists(said(workbook_words().lists, language), offered)
    workbook = Workbook()
    _write_instructions(workbook.worksheets[0], language)
    for table, frame in known.tables():
        sheet = workbook.create_sheet(said(workbook_words().sheets[table].title, language))
        columns = _write_headings(sheet, table, pack, language)
        _write_rows(sheet, table, _shown(frame, columns, lists))
        _offer(sheet, table, columns, lists, language)
        if table == "bodies":
            served = _areas_without_body(areas, frame, pack=pack, councils=councils)
            _write_down(sheet, columns.index("area_code") + 1, len(frame) + 2, labels[served])
    lists.write(workbook.create_sheet(lists.sheet))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


class _Lists:
    """The sheet of what may be chosen, a column for each list."""

    def __init__(self, sheet: str, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.sheet = sheet
        self.texts = texts

    def shown(self, column: str, key: object) -> object:
        """Return how the list of a column shows a key; a key that is not in it is shown as it is."""
        return self.texts.get(column, {}).get(str(key), key)

    def formula(self, name: str) -> str | None:
        """Return the range of a list, None where there is nothing to choose."""
        if not self.texts.get(name):
            return None
        letter = get_column_letter(list(self.texts).index(name) + 1)
        return f"{quote_sheetname(self.sheet)}!${letter}$1:${letter}${len(self.texts[name])}"

    def write(self, sheet: Worksheet) -> None:
        """Write every list down its column."""
        for column, texts in enumerate(self.texts.values(), 1):
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
            _write_down(sheet, column, 1, texts.values())


def _labels(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return what the lists show by code, in alphabetical order."""
    names = names_in(areas, language)
    labels = [area_label(name, code) for name, code in zip(names, areas["area_code"], strict=True)]
    return pd.Series(labels, index=areas["area_code"], dtype="str").sort_values()


def _area_labels(labels: pd.Series[str], areas: pd.DataFrame, pack: Pack) -> dict[str, dict[str, str]]:
    """Return the labels by column and code; settlements are the areas of the last level."""
    texts = {str(code): label for code, label in labels.items()}
    settlements = set(areas.loc[areas["admin_level"] == pack.levels[-1].number, "area_code"])
    of_settlements = {code: label for code, label in texts.items() if code in settlements}
    return {"area_code": texts, "settlement_code": of_settlements}


def _choice_titles(councils: CouncilPack, language: str) -> dict[str, dict[str, str]]:
    """Return titles by column and key; a title that two keys share is shown as the key, which is unique."""
    titles = {}
    for column, words in choices(councils).items():
        texts = {key: said(choice.title, language) for key, choice in words.items()}
        shared = pd.Series(texts, dtype="str").duplicated(keep=False)
        titles[column] = {key: key if shared[key] else text for key, text in texts.items()}
    return titles


def _areas_without_body(
    areas: pd.DataFrame, bodies: pd.DataFrame, *, pack: Pack, councils: CouncilPack
) -> list[str]:
    """Return the codes of areas whose residents elect a council today and that have no body yet."""
    local = [kind for kind in councils.body_types.values() if kind.is_elected_council]
    types = areas["area_type"] if "area_type" in areas else pd.Series(None, index=areas.index, dtype=object)
    is_served = [
        any(kind.may_serve(pack.level(level).id, area_type) for kind in local)
        for level, area_type in zip(areas["admin_level"], types, strict=True)
    ]
    served = areas.loc[is_served, "area_code"]
    return served[~served.isin(bodies["area_code"])].tolist()


def _write_instructions(sheet: Worksheet, language: str) -> None:
    words = workbook_words().instructions
    sheet.title = said(words.title, language)
    sheet.column_dimensions["A"].width = _WIDE
    for row, texts in enumerate((words.title, *words.lines), 1):
        cell = _write(sheet.cell(row, 1), said(texts, language))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True)


def _write_headings(sheet: Worksheet, table: str, pack: Pack, language: str) -> list[str]:
    named = headings(table, pack)
    for number, (column, texts) in enumerate(named.items(), 1):
        mark = REQUIRED_MARK if is_required(table, column) else ""
        head = _write(sheet.cell(1, number), said(texts, language) + mark)
        head.font, head.fill = Font(bold=True), _GREY
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = _WIDTH
        dimension.number_format = _FORMATS.get(column_kind(table, column), _TEXT_FORMAT)
    sheet.freeze_panes = "B2"
    return list(named)


def _shown(frame: pd.DataFrame, columns: Sequence[str], lists: _Lists) -> pd.DataFrame:
    """Return the cells of a table as people choose them, None where missing."""
    given = frame.reindex(columns=list(columns))
    cells = {
        column: [None if pd.isna(key) else lists.shown(column, key) for key in given[column]]
        for column in columns
    }
    return pd.DataFrame(cells, columns=list(columns), dtype=object)


def _write_rows(sheet: Worksheet, table: str, cells: pd.DataFrame) -> None:
    kinds = [column_kind(table, str(column)) for column in cells]
    for row, values in enumerate(cells.itertuples(index=False, name=None), 2):
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True), 1):
            _write(sheet.cell(row, column), value, kind)


def _write_down(sheet: Worksheet, column: int, first_row: int, texts: Iterable[str]) -> None:
    for row, text in enumerate(texts, first_row):
        _write(sheet.cell(row, column), text)


def _write(cell: Cell, value: object, kind: ColumnKind = "text") -> Cell:
    """Write a cell; a text stays one, even if it begins like a formula and is edited."""
    cell.number_format = _FORMATS.get(kind, _TEXT_FORMAT)
    if value is None:
        return cell
    if kind == "count":
        cell.value = int(str(value))
    elif isinstance(value, date):
        cell.value = value
    else:
        cell.value = str(value)
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _offer(sheet: Worksheet, table: str, columns: Iterable[str], lists: _Lists, language: str) -> None:
    """Offer lists to choose from, and warn of numbers and days that the import would refuse."""
    bodies = quote_sheetname(said(workbook_words().sheets["bodies"].title, language))
    for number, column in enumerate(columns, 1):
        validation = _validation(table, column, lists, bodies)
        if validation:
            letter = get_column_letter(number)
            validation.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(validation)


def _validation(table: str, column: str, lists: _Lists, bodies: str) -> DataValidation | None:
    kind = column_kind(table, column)
    if kind == "date":
        return _warning("date", "greaterThan", "1")
    if kind == "count":
        return _warning("whole", "greaterThanOrEqual", "0")
    is_of_body = kind == "body" and table != "bodies"
    choice = f"{bodies}!$A$2:$A${LAST_ROW}" if is_of_body else lists.formula(column)
    return _warning("list", None, choice) if choice else None


def _warning(kind: str, operator: str | None, formula: str) -> DataValidation:
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=formula,
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
    )
