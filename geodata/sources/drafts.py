"""From the checked files of a pack to drafts of its areas and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from config.i18n import N_
from geodata.boundaries.columns import BoundaryColumns
from geodata.boundaries.draft import AreaDraft, draft_areas
from geodata.packs import Pack
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.limits import Limits
from geodata.readers.records import read_records
from geodata.readers.tabular import TABLE_SUFFIXES, read_sheets
from geodata.readers.vector import read_vector
from geodata.sources.files import CheckedFiles
from geodata.sources.models import AreasSource, Sources, TableSource
from geodata.sources.rows import look_up, require_columns, take_rows
from geodata.tables.draft import draft_observations
from geodata.tables.indicators import ValueRule
from geodata.tables.sheet import Sheet

SHEET_UNKNOWN = Rule(
    "sheet_unknown",
    N_("The country pack names the sheet {sheet}; the file has: {sheets}."),
    N_("Name one of these sheets in the pack."),
)

RECORDS_SUFFIX = ".json"

StepProgress = Callable[[int, int, str], None]
"""Called with the steps done, the steps in all, and the file that comes next."""


@dataclass(frozen=True)
class PackDraft:
    """A country as it would be published, and everything worth knowing about it."""

    areas: AreaDraft
    tables: tuple[pd.DataFrame, ...]
    """Observations, one table for each ``[[tables]]`` of the pack."""
    problems: tuple[Problem, ...]
    """What was wrong or assumed anywhere; publish only if none is an error."""


def draft_pack(
    sources: Sources,
    checked: CheckedFiles,
    *,
    pack: Pack,
    rules: Mapping[str, ValueRule],
    limits: Limits,
    progress: StepProgress | None = None,
) -> PackDraft:
    """Draft the areas and observations of a country.

    Args:
        sources: the steps.
        checked: the files they read.
        pack: the country.
        rules: what is known of each indicator, by id.
        limits: upper bounds on what is read.
        progress: told before each step.

    Raises:
        ImportRefused: a file cannot be read, or has not the columns a step names; with all reasons.
    """
    drafting = _Drafting(pack, checked, limits)
    tell = progress or (lambda _done, _total, _file: None)
    total = len(sources.areas) + 1 + len(sources.tables)
    frames = {}
    for done, step in enumerate(sources.areas):
        tell(done, total, checked.files[step.file].path)
        frames[step.level] = drafting.level(step)
    tell(len(frames), total, "")
    areas = draft_areas(frames, pack=pack)
    tables = []
    for done, table in enumerate(sources.tables, start=len(frames) + 1):
        tell(done, total, checked.files[table.file].path)
        tables.append(drafting.observations(table, areas.areas, rules))
    problems = (*checked.problems, *areas.problems, *drafting.problems)
    return PackDraft(areas, tuple(tables), problems)


class _Drafting:
    """Reads each file once and gathers problems."""

    def __init__(self, pack: Pack, checked: CheckedFiles, limits: Limits) -> None:
        self.pack = pack
        self.checked = checked
        self.limits = limits
        self.problems: list[Problem] = []
        self._sheets: dict[Path, list[Sheet]] = {}

    def level(self, step: AreasSource) -> tuple[pd.DataFrame, BoundaryColumns]:
        """Return the rows of one level as the import of boundaries takes them."""
        frame = self._take(self._frame(step.file), step)
        if step.lookup:
            other = self.checked.files[step.lookup.file].path
            frame, problems = look_up(frame, self._frame(step.lookup.file), step.lookup, file=other)
            self.problems += problems
        require_columns(frame, step.columns.chosen().values(), file=self.checked.files[step.file].path)
        if step.geometry == "none":
            frame = pd.DataFrame(frame).drop(columns="geometry", errors="ignore")
            frame = frame.drop_duplicates(step.columns.area_code)
        return _with_names(frame, step)

    def observations(
        self, step: TableSource, areas: GeoDataFrame, rules: Mapping[str, ValueRule]
    ) -> pd.DataFrame:
        """Return the observations of one table."""
        sheet = self._sheet(step)
        frame = self._take(_as_frame(sheet, step.header_row), step)
        require_columns(frame, step.headings, file=sheet.file)
        letters = frame.set_axis(sheet.cells.columns, axis="columns")
        taken = replace(sheet, cells=pd.concat([sheet.cells.loc[: step.header_row], letters]))
        draft = draft_observations([taken], [step.layout(taken)], areas=areas, rules=rules, pack=self.pack)
        self.problems += draft.problems
        factors = draft.observations["indicator_id"].map(step.factors).fillna(1)
        return draft.observations.assign(value=draft.observations["value"] * factors)

    def _take(self, frame: pd.DataFrame, step: AreasSource | TableSource) -> pd.DataFrame:
        taken, problems = take_rows(frame, step, file=self.checked.files[step.file].path)
        self.problems += problems
        return taken

    def _frame(self, name: str) -> pd.DataFrame:
        """Return a file as a table whose index counts rows, objects or features as a person would."""
        path = self.checked.path(name)
        if path.suffix == RECORDS_SUFFIX:
            records = read_records(path, self.limits)
            return records.set_axis(records.index + 1)
        if path.suffix in TABLE_SUFFIXES:
            return _as_frame(self._read(path)[0], header_row=1)
        features, problems = read_vector(path, limits=self.limits)
        self.problems += problems
        return features.set_axis(features.index + 1)

    def _sheet(self, step: TableSource) -> Sheet:
        sheets = {sheet.name: sheet for sheet in self._read(self.checked.path(step.file))}
        name = step.sheet or next(iter(sheets))
        if name not in sheets:
            where = Where(file=self.checked.files[step.file].path)
            params = {"sheet": name, "sheets": ", ".join(sheets)}
            raise ImportRefused([Problem(SHEET_UNKNOWN, where, params)])
        return sheets[name]

    def _read(self, path: Path) -> list[Sheet]:
        if path not in self._sheets:
            self._sheets[path] = read_sheets(path, limits=self.limits)
        return self._sheets[path]


def _as_frame(sheet: Sheet, header_row: int) -> pd.DataFrame:
    """Return the rows below the header under their headings, without empty ones; the index stays."""
    headings = [str(cell or "").strip() for cell in sheet.cells.loc[header_row]]
    rows = sheet.cells.loc[header_row + 1 :]
    return rows[rows.notna().any(axis="columns")].set_axis(headings, axis="columns")


def _with_names(frame: pd.DataFrame, step: AreasSource) -> tuple[pd.DataFrame, BoundaryColumns]:
    """Add the names that the pack gives by code, in a column of their own for each language."""
    codes = frame[step.columns.area_code].astype("str").str.strip()
    named = {f"name in {language}": codes.map(names) for language, names in step.names.items()}
    added = {language: f"name in {language}" for language in step.names}
    columns = replace(step.columns, names={**step.columns.names, **added})
    return frame.assign(**named), columns
