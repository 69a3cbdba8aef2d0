"""Read the sheets of a table file as they were typed; nothing is interpreted here.

Formats: xlsx, xls, ods, csv, tsv (also as txt) and Parquet. Text may be UTF-8, UTF-16 or Windows-1251.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.delimited import read_delimited
from geodata.readers.grid import check_size, gather_rows
from geodata.readers.limits import Limits, check_file
from geodata.readers.opendocument import read_ods
from geodata.readers.workbooks import read_xls, read_xlsx
from geodata.tables.sheet import Sheet

UNKNOWN_TABLE_FORMAT = Rule(
    "unknown_table_format",
    N_("The file is no table this program reads: {suffix}."),
    N_("Save it as one of: {formats}."),
)
PARQUET_DAMAGED = Rule(
    "parquet_damaged", N_("The Parquet file cannot be opened: {reason}."), N_("Export it again.")
)
NO_CELLS = Rule("no_cells", N_("The file has no filled cell."), N_("Export it again and look into it."))
MERGED_CELLS = Rule(
    "merged_cells",
    N_("Merged cells were read as if their value stood in each of them: {ranges}."),
    N_("Check that this is what they mean."),
    "note",
)
HIDDEN_PARTS = Rule(
    "hidden_parts",
    N_("Hidden rows and columns were read like the others: rows {rows}; columns {columns}."),
    N_("Drop the rows that do not belong to the table."),
    "note",
)


def read_sheets(path: Path, *, limits: Limits, file_label: str | None = None) -> list[Sheet]:
    """Read the sheets of a table file that have at least one filled cell.

    Args:
        path: the file; its suffix names the format.
        limits: what is refused before it is read.
        file_label: the name to use in problems, for example that of an upload kept under another name.

    Raises:
        ImportRefused: the file is missing, empty, too large, damaged or of an unknown format.
    """
    check_file(path, limits, file_label=file_label)
    file = file_label or path.name
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        params = {"suffix": path.suffix or file, "formats": ", ".join(TABLE_SUFFIXES)}
        raise ImportRefused([Problem(UNKNOWN_TABLE_FORMAT, Where(file=file), params)])
    sheets = [sheet for sheet in reader(path, limits, file) if not sheet.cells.empty]
    if not sheets:
        raise ImportRefused([Problem(NO_CELLS, Where(file=file))])
    return [replace(sheet, problems=(*sheet.problems, *_remarks(sheet))) for sheet in sheets]


def _remarks(sheet: Sheet) -> list[Problem]:
    remarks = []
    if sheet.merged:
        remarks.append(Problem(MERGED_CELLS, sheet.where(), {"ranges": ", ".join(sheet.merged)}))
    if sheet.hidden_rows or sheet.hidden_columns:
        params = {
            "rows": ", ".join(map(str, sorted(sheet.hidden_rows))) or "–",
            "columns": ", ".join(sorted(sheet.hidden_columns)) or "–",
        }
        remarks.append(Problem(HIDDEN_PARTS, sheet.where(), params))
    return remarks


def _read_parquet(path: Path, limits: Limits, file: str) -> list[Sheet]:
    """Read a Parquet file; its column names stand in row 1, as in a text file."""
    where = Where(file=file)
    try:
        with pq.ParquetFile(path) as source:
            shape = source.metadata.num_rows + 1, source.metadata.num_columns
            check_size(*shape, limits=limits, where=where)
            table = source.read()
    except (pa.ArrowInvalid, OSError) as error:
        raise ImportRefused([Problem(PARQUET_DAMAGED, where, {"reason": error})]) from error
    columns = [[_plain(cell) for cell in column.to_pylist()] for column in table.columns]
    rows = [table.column_names, *zip(*columns, strict=True)]
    cells = gather_rows(rows, limits=limits, where=where)
    return [Sheet(file=file, name=Path(file).stem, origin="parquet", cells=cells)]


def _plain(cell: object) -> object:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if isinstance(cell, str | int | float | dt.date | None) else str(cell)


_Reader = Callable[[Path, Limits, str], list[Sheet]]

_READERS: dict[str, _Reader] = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".xls": read_xls,
    ".ods": read_ods,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".parquet": _read_parquet,
}

TABLE_SUFFIXES = tuple(_READERS)
"""Suffixes of the formats that :func:`read_sheets` reads."""
