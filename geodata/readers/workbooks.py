"""Read the sheets of xlsx and xls workbooks, with the cells that look filled and are not."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
import python_calamine
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineSheet, SheetTypeEnum

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.grid import gather_rows
from geodata.readers.limits import MEBIBYTE, Limits
from geodata.tables.sheet import FaultyCell, Sheet

WORKBOOK_DAMAGED = Rule(
    "workbook_damaged",
    N_("The workbook cannot be opened: {reason}."),
    N_("Open it in a spreadsheet program without a password and save it again."),
)
MERGES_UNSEEN = Rule(
    "merges_unseen",
    N_("The sheet is too large to look for merged and hidden cells."),
    N_("If it has any, undo the merges and show the rows before importing."),
    "warning",
)

FAULTY_UNSEEN = Rule(
    "faulty_cells_unseen",
    N_("In this old format, errors and formulas without a result look like empty cells."),
    N_("Save the workbook as xlsx if it has formulas."),
    "note",
)

_STREAMED_BYTES = 64 * MEBIBYTE
_DENSE_CELLS = 5_000_000
_MERGE = re.compile(rb"""mergeCell\s[^>]*?ref=["']([A-Z]+[0-9]+:[A-Z]+[0-9]+)["']""")
_BROKEN = (
    *(OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError),
    *(ParseError, zipfile.BadZipFile, zlib.error, InvalidFileException, python_calamine.CalamineError),
)


@contextmanager
def refuse_damaged(file: str) -> Iterator[None]:
    """Turn whatever a parser raises on a broken workbook into a refusal that names the file."""
    try:
        yield
    except _BROKEN as error:
        reason = str(error) or type(error).__name__
        raise ImportRefused([Problem(WORKBOOK_DAMAGED, Where(file=file), {"reason": reason})]) from error


def read_xlsx(path: Path, limits: Limits, file: str) -> list[Sheet]:
    """Read every worksheet of an xlsx workbook.

    A cell formatted as a percentage becomes the text it shows. A sheet of more than 64 MiB, or one that a
    stray cell or merge stretches over millions of empty cells, is streamed; merges are not seen then.

    Raises:
        ImportRefused: the workbook is damaged, or a sheet is too large.
    """
    with refuse_damaged(file):
        sheets = _read_worksheets(path, limits=limits, file=file, data_only=False)
        if not any(_is_formula(sheet.cells).any(axis=None) for sheet in sheets):
            return sheets
        calculated = _read_worksheets(path, limits=limits, file=file, data_only=True)
        return [_with_results(sheet, of.cells) for sheet, of in zip(sheets, calculated, strict=True)]


def _read_worksheets(path: Path, *, limits: Limits, file: str, data_only: bool) -> list[Sheet]:
    is_streamed = _is_vast(path)
    book = _open(path, read_only=is_streamed, data_only=data_only)
    if not is_streamed and any(sheet.max_row * sheet.max_column > _DENSE_CELLS for sheet in book.worksheets):
        is_streamed, book = True, _open(path, read_only=True, data_only=data_only)
    read = _read_streamed if is_streamed else _read_whole
    return [read(sheet, limits=limits, file=file) for sheet in book.worksheets]


def _is_formula(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.map(lambda cell: isinstance(cell, FaultyCell) and cell.kind == "formula").astype(bool)


def _with_results(sheet: Sheet, calculated: pd.DataFrame) -> Sheet:
    """Put the stored result of every formula in its place; a formula without one stays faulty."""
    results = calculated.reindex_like(sheet.cells)
    return replace(sheet, cells=sheet.cells.mask(_is_formula(sheet.cells) & results.notna(), results))


def _open(path: Path, *, read_only: bool, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        # Extensions that openpyxl cannot write back are of no concern to a reader.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        content = io.BytesIO(path.read_bytes())
        return openpyxl.load_workbook(content, read_only=read_only, data_only=data_only, keep_links=False)


def _is_vast(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        parts = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
        if sum(part.file_size for part in parts) > _STREAMED_BYTES:
            return True
        merges = [ref for part in parts for ref in _MERGE.findall(archive.read(part))]
    return sum(_range_size(ref.decode()) for ref in merges) > _DENSE_CELLS


def _range_size(ref: str) -> int:
    left, top, right, bottom = range_boundaries(ref)
    return int((right - left + 1) * (bottom - top + 1))


def _read_streamed(sheet: Worksheet, *, limits: Limits, file: str) -> Sheet:
    sheet.reset_dimensions()
    where = Where(file=file, sheet=sheet.title)
    return Sheet(
        file=file,
        name=sheet.title,
        origin="workbook",
        cells=gather_rows(_typed_rows(sheet.iter_rows()), limits=limits, where=where),
        problems=(Problem(MERGES_UNSEEN, where),),
    )


def _read_whole(sheet: Worksheet, *, limits: Limits, file: str) -> Sheet:
    where = Where(file=file, sheet=sheet.title)
    cells = gather_rows(_typed_rows(sheet.iter_rows()), limits=limits, where=where)
    merged = tuple(str(bounds) for bounds in sheet.merged_cells.ranges)
    hidden = [part for part in sheet.column_dimensions.values() if part.hidden]
    return Sheet(
        file=file,
        name=sheet.title,
        origin="workbook",
        cells=fill_merged(cells, merged),
        merged=merged,
        hidden_rows=frozenset(row for row, part in sheet.row_dimensions.items() if part.hidden),
        hidden_columns=frozenset(
            get_column_letter(number) for part in hidden for number in range(part.min, part.max + 1)
        ),
    )


def fill_merged(cells: pd.DataFrame, merged: Iterable[str]) -> pd.DataFrame:
    """Return ``cells`` with the value of each merged range's first cell in all of its cells."""
    grid = cells.to_numpy(dtype=object, copy=True)
    for bounds in merged:
        left, top, right, bottom = range_boundaries(bounds)
        block = grid[top - 1 : bottom, left - 1 : right]
        if block.size:
            block[...] = block[0, 0]
    return pd.DataFrame(grid, index=cells.index, columns=cells.columns, dtype=object)


def _typed_rows(rows: Iterable[tuple[Cell, ...]]) -> Iterator[list[object]]:
    for row in rows:
        yield [None if cell.value is None else _typed(cell) for cell in row]


def _typed(cell: Cell) -> object:
    if cell.data_type == "f":
        return FaultyCell("formula", str(getattr(cell.value, "text", cell.value)))
    if cell.data_type == "e":
        return FaultyCell("error", str(cell.value))
    if cell.data_type == "n" and "%" in cell.number_format:
        return f"{(Decimal(repr(cell.value)) * 100).normalize():f}%"
    blank = isinstance(cell.value, str) and not cell.value.strip()
    return None if blank else cell.value


def read_xls(path: Path, limits: Limits, file: str) -> list[Sheet]:
    """Read every worksheet of a workbook in the format of Excel 97-2003, or of an xlsx under its suffix.

    Raises:
        ImportRefused: the workbook is damaged or encrypted, or a sheet is too large.
    """
    if zipfile.is_zipfile(path):
        return read_xlsx(path, limits, file)
    with refuse_damaged(file), python_calamine.CalamineWorkbook.from_path(path) as book:
        names = [part.name for part in book.sheets_metadata if part.typ == SheetTypeEnum.WorkSheet]
        return [_read_calamine(book.get_sheet_by_name(name), limits=limits, file=file) for name in names]


def _read_calamine(sheet: CalamineSheet, *, limits: Limits, file: str) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    where = Where(file=file, sheet=sheet.name)
    cells = gather_rows(
        ([None if cell == "" else cell for cell in row] for row in rows), limits=limits, where=where
    )
    merged = tuple(
        f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Sheet(
        file=file,
        name=sheet.name,
        origin="workbook",
        cells=fill_merged(cells, merged),
        merged=merged,
        problems=(Problem(FAULTY_UNSEEN, where),),
    )
