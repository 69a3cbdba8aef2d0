"""From a filled-in workbook to a register, with every problem named by its sheet and cell."""

from __future__ import annotations

import tempfile
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from config.i18n import N_
from geodata.councils.checks import BODY_UNKNOWN, check_register
from geodata.councils.pack import CouncilPack
from geodata.councils.register import SCHEMAS, Register, table_of
from geodata.councils.workbook.cells import CellFault, CellReader, cell_reader
from geodata.councils.workbook.ids import restore_ids
from geodata.councils.workbook.layout import RegisterSheet, register_sheets
from geodata.councils.workbook.words import SOURCE_COLUMN, choices, column_kind, is_required
from geodata.packs import Pack
from geodata.problems import Problem, Rule
from geodata.readers.limits import Limits, load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.places import Places

VALUE_REQUIRED = Rule(
    "register_value_required",
    N_("“{column}” is empty, and each row needs it."),
    N_("Fill in the cell, or empty the whole row."),
)
NUMBER_OUTSIDE = Rule(
    "register_number_outside",
    N_("Expected a number {bounds}, got {got}."),
    N_("Correct the cell, or leave it empty where the number is not known."),
)
TEXT_TOO_LONG = Rule(
    "register_text_too_long",
    N_("Expected at most {limit} characters, got {count}."),
    N_("Shorten the text."),
)
AREAS_ONLY = Rule(
    "register_areas_only",
    N_("{count} rows name an area and nothing else; they are no bodies and were left out."),
    N_("Fill in their code and type if they are."),
    "note",
)

WORKBOOK_NAME = "register.xlsx"
"""In problems, where the content came without a name."""

_LISTED_COLUMN = "area_code"
"""What a row of bodies in the template has beforehand."""


@dataclass(frozen=True)
class RegisterDraft:
    """What a workbook says, not published yet.

    Problems never hold names of members.
    """

    register: Register = field(repr=False)
    """The rows without faults; ``source_ref`` is the place of each."""
    problems: tuple[Problem, ...]
    left_out: int
    """How many rows have faults and are not in the register."""

    @property
    def is_publishable(self) -> bool:
        """Whether no problem is an error, so that nothing of the workbook is missing."""
        return all(problem.severity != "error" for problem in self.problems)


def read_register(
    source: Path | bytes,
    pack: Pack,
    councils: CouncilPack,
    areas: pd.DataFrame,
    *,
    limits: Limits | None = None,
    file_label: str | None = None,
) -> RegisterDraft:
    """Read a workbook made from the template.

    Columns may be in any order and have headings in any language; days may be dates, texts or serial
    numbers; areas are found by code, with zeros restored, or by name in any alphabet.

    Args:
        source: the file, or its content as xlsx.
        pack: levels and languages of the country.
        councils: types, roles and kinds it has.
        areas: of all levels, see :data:`geodata.schemas.AREAS`.
        limits: what is refused before it is read; those of the deployment by default.
        file_label: the name to use in problems.

    Raises:
        ImportRefused: the file is missing, too large or damaged.
    """
    limits = limits or load_limits()
    if isinstance(source, bytes):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, WORKBOOK_NAME)
            path.write_bytes(source)
            return read_register(path, pack, councils, areas, limits=limits, file_label=file_label)
    sheets = read_sheets(source, limits=limits, file_label=file_label)
    found, problems = register_sheets(sheets, pack)
    reading = _Reading(pack, councils, areas)
    for sheet in found:
        reading.add(sheet)
    return reading.draft([*problems, *(problem for each in found for problem in each.sheet.problems)])


class _Reading:
    """The tables as they come, bodies first."""

    def __init__(self, pack: Pack, councils: CouncilPack, areas: pd.DataFrame) -> None:
        self._pack, self._councils, self._areas = pack, councils, areas
        self._places = Places(areas, pack)
        self._words = choices(councils)
        self._problems: list[Problem] = []
        self._frames: dict[str, list[pd.DataFrame]] = {table: [] for table in SCHEMAS}
        self._body_areas: dict[str, str | None] = {}
        self._left_out = 0
        self._file: str | None = None

    def add(self, sheet: RegisterSheet) -> None:
        """Read a sheet."""
        self._file = sheet.sheet.file
        cells = self._filled(sheet)
        frame = pd.DataFrame(index=cells.index, dtype=object)
        for column in sheet.columns:
            frame[column] = self._column(sheet, column, cells[column], frame)
        if sheet.table == "bodies":
            self._note_bodies(frame)
        is_faulty = frame.isna() & cells.notna()
        required = [column for column in sheet.columns if is_required(sheet.table, column)]
        is_empty = cells[required].isna()
        self._problems += _empty_cells(sheet, is_empty)
        is_left_out = is_faulty.any(axis=1) | is_empty.any(axis=1) | (not _is_whole(sheet))
        self._keep(sheet, frame[~is_left_out])
        self._left_out += int(is_left_out.sum())

    def _filled(self, sheet: RegisterSheet) -> pd.DataFrame:
        """Return the rows in which something is filled in, by column of the table."""
        body = sheet.sheet.cells.loc[sheet.header_row + 1 :]
        cells = pd.DataFrame({column: body[letter] for column, letter in sheet.columns.items()}, dtype=object)
        cells = cells[cells.notna().any(axis=1)]
        own = [column for column in cells if column != _LISTED_COLUMN]
        is_listed = cells[own].isna().all(axis=1) & (sheet.table == "bodies")
        if is_listed.any():
            self._problems.append(Problem(AREAS_ONLY, sheet.sheet.where(), {"count": int(is_listed.sum())}))
        return cells[~is_listed]

    def _column(self, sheet: RegisterSheet, column: str, cells: pd.Series, before: pd.DataFrame) -> pd.Series:
        """Return the values of a column, None where a cell is empty or has a fault, which is noted.

        ``before`` has the values of the columns before it; that of the body is the first.
        """
        kind, letter = column_kind(sheet.table, column), sheet.columns[column]
        values = self._values(sheet, letter, cells, cell_reader(kind, self._words.get(column)))
        if kind == "area":
            return self._areas_of(sheet, column, values, before.get("body_id"))
        if kind == "body" and sheet.table != "bodies":
            values, problems = restore_ids(values, self._body_areas, sheet.sheet.where(column=letter))
            self._problems += problems
        return values

    def _values(self, sheet: RegisterSheet, letter: str, cells: pd.Series, read: CellReader) -> pd.Series:
        values: dict[Hashable, object] = {}
        for row, cell in cells.dropna().items():
            try:
                values[row] = read(cell)
            except CellFault as fault:
                where = sheet.sheet.where(int(str(row)), letter)
                self._problems.append(Problem(fault.rule, where, fault.params))
        return pd.Series([values.get(row) for row in cells.index], index=cells.index, dtype=object)

    def _areas_of(
        self, sheet: RegisterSheet, column: str, texts: pd.Series, body_ids: pd.Series | None
    ) -> pd.Series:
        told = texts.dropna()
        if told.empty:
            return texts
        around = pd.Series(None, index=told.index, dtype=object)
        if body_ids is not None and sheet.table != "bodies":
            around[:] = [self._body_areas.get(body_id) for body_id in body_ids[told.index]]
        codes, problems = self._places.find(
            told, sheet=sheet.sheet, letter=sheet.columns[column], around=around
        )
        self._problems += problems
        return codes.reindex(texts.index)

    def _note_bodies(self, frame: pd.DataFrame) -> None:
        if "body_id" in frame:
            codes = frame["area_code"] if "area_code" in frame else pd.Series(None, frame.index, dtype=object)
            pairs = zip(frame["body_id"], codes, strict=True)
            self._body_areas |= {body_id: code for body_id, code in pairs if isinstance(body_id, str)}

    def _keep(self, sheet: RegisterSheet, frame: pd.DataFrame) -> None:
        """Keep the rows that fit the schema, and note what does not."""
        if frame.empty:
            return
        rows = pd.Series(frame.index, index=frame.index)
        first = pd.Series(next(iter(sheet.columns.values())), index=frame.index)
        places = sheet.sheet.source_refs(rows, first)
        table = table_of(SCHEMAS[sheet.table], frame.assign(**{SOURCE_COLUMN: places}))
        unfit = _unfit_cells(table, sheet.table)
        for row, column, got in unfit.itertuples(index=False, name=None):
            where = sheet.sheet.where(int(row), sheet.columns.get(column))
            rule, params = _misfit(sheet.table, column, got)
            self._problems.append(Problem(rule, where, params))
        is_fit = ~table.index.isin(unfit["index"])
        self._left_out += int((~is_fit).sum())
        self._frames[sheet.table].append(table[is_fit])

    def draft(self, problems: Iterable[Problem]) -> RegisterDraft:
        """Return the register with everything that is wrong with it."""
        tables = {
            table: table_of(
                SCHEMAS[table], pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
            )
            for table, frames in self._frames.items()
        }
        register = Register(**tables)
        against = check_register(register, pack=self._pack, councils=self._councils, areas=self._areas)
        return RegisterDraft(
            register=register,
            problems=(*problems, *self._problems, *self._placed(against)),
            left_out=self._left_out,
        )

    def _placed(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield problems of rows with their file; a body that is there with a fault is not unknown."""
        for problem in problems:
            if problem.rule == BODY_UNKNOWN and problem.params["got"] in self._body_areas:
                continue
            yield replace(problem, where=replace(problem.where, file=self._file))


def _is_whole(sheet: RegisterSheet) -> bool:
    known = SCHEMAS[sheet.table].columns
    return all(column in sheet.columns for column in known if is_required(sheet.table, column))


def _empty_cells(sheet: RegisterSheet, is_empty: pd.DataFrame) -> Iterator[Problem]:
    for column in is_empty:
        letter = sheet.columns[str(column)]
        heading = str(sheet.sheet.cells.loc[sheet.header_row, letter])
        for row in is_empty.index[is_empty[column]]:
            yield Problem(VALUE_REQUIRED, sheet.sheet.where(int(row), letter), {"column": heading})


def _unfit_cells(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the cells that do not fit the schema: ``index, column, failure_case``.

    Rows that repeat a key are found by :func:`geodata.councils.checks.check_register`.
    """
    schema = pa.DataFrameSchema(SCHEMAS[name].columns)
    columns = ["index", "column", "failure_case"]
    try:
        schema.validate(table, lazy=True)
    except SchemaErrors as errors:
        return pd.DataFrame(errors.failure_cases[columns]).drop_duplicates(columns[:2])
    return pd.DataFrame(columns=columns)


def _misfit(table: str, column: str, got: object) -> tuple[Rule, dict[str, object]]:
    """Return which bound of the schema a value that was read exceeds: of a number, or of a text's length."""
    bounds = SCHEMAS[table].columns[column].checks[0].statistics
    least, most = bounds["min_value"], bounds.get("max_value")
    if isinstance(got, str):
        return TEXT_TOO_LONG, {"limit": most, "count": len(got)}
    return NUMBER_OUTSIDE, {"bounds": f"≥ {least}" if most is None else f"{least}…{most}", "got": got}
