"""The workbook to fill in: a sheet for each table of a register, with lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from geodata.area_names import choice_labels
from geodata.councils.pack import CouncilPack
from geodata.councils.register import Register
from geodata.councils.workbook.words import (
    ColumnKind,
    choices,
    column_kind,
    headings,
    is_required,
    sheet_titles,
    workbook_words,
)
from geodata.packs import Pack, said
from geodata.workbook_cells import (
    COUNT_FORMAT,
    DATE_FORMAT,
    LAST_ROW,
    LIST_WIDTH,
    TEXT_FORMAT,
    Lists,
    a_day,
    in_range,
    offer,
    one_of,
    set_column,
    workbook_content,
    write,
    write_down,
    write_heading,
    write_lines,
)

REQUIRED_MARK = " *"

_FORMATS: dict[ColumnKind, str] = {"date": DATE_FORMAT, "count": COUNT_FORMAT}


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
    labels = choice_labels(areas, language)
    offered = _choice_titles(councils, language) | _area_labels(labels, areas, pack)
    lists = Lists(said(workbook_words().lists, language), offered)
    workbook = Workbook()
    words = workbook_words().instructions
    lines = [said(line, language) for line in words.lines]
    write_lines(workbook.worksheets[0], said(words.title, language), lines)
    titles = sheet_titles(language)
    for table, frame in known.tables():
        sheet = workbook.create_sheet(titles[table])
        columns = _write_headings(sheet, table, pack, language)
        _write_rows(sheet, table, _shown(frame, columns, lists))
        _offer(sheet, table, columns, lists, quote_sheetname(titles["bodies"]))
        if table == "bodies":
            served = _areas_without_body(areas, frame, pack=pack, councils=councils)
            write_down(sheet, columns.index("area_code") + 1, len(frame) + 2, labels[served])
    lists.write(workbook)
    return workbook_content(workbook)


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


def _write_headings(sheet: Worksheet, table: str, pack: Pack, language: str) -> list[str]:
    named = headings(table, pack)
    for number, (column, texts) in enumerate(named.items(), 1):
        mark = REQUIRED_MARK if is_required(table, column) else ""
        write_heading(sheet.cell(1, number), said(texts, language) + mark)
        number_format = _FORMATS.get(column_kind(table, column), TEXT_FORMAT)
        set_column(sheet, number, width=LIST_WIDTH, number_format=number_format)
    sheet.freeze_panes = "B2"
    return list(named)


def _shown(frame: pd.DataFrame, columns: Sequence[str], lists: Lists) -> pd.DataFrame:
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
            write(sheet.cell(row, column), _cell_value(value, kind), _FORMATS.get(kind, TEXT_FORMAT))


def _cell_value(value: object, kind: ColumnKind) -> object:
    if value is None or isinstance(value, date):
        return value
    return int(str(value)) if kind == "count" else str(value)


def _offer(sheet: Worksheet, table: str, columns: Iterable[str], lists: Lists, bodies: str) -> None:
    """Offer lists to choose from, and warn of numbers and days that the import would refuse."""
    for number, column in enumerate(columns, 1):
        offer(sheet, number, _validation(table, column, lists, bodies), rows=range(2, LAST_ROW + 1))


def _validation(table: str, column: str, lists: Lists, bodies: str) -> DataValidation | None:
    kind = column_kind(table, column)
    if kind == "date":
        return a_day()
    if kind == "count":
        return in_range("whole", 0, None)
    is_of_body = kind == "body" and table != "bodies"
    return one_of(f"{bodies}!$A$2:$A${LAST_ROW}") if is_of_body else lists.choice(column)
