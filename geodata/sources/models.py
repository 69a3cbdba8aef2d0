"""The models of ``sources.toml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, model_validator

from config.loader import ConfigError, ConfigModel, load_toml
from geodata.boundaries.columns import BoundaryColumns
from geodata.packs import Texts, load_pack
from geodata.tables.layout import Layout, ValueColumn
from geodata.tables.sheet import Sheet


def _bare_name(name: str) -> str:
    if PurePath(name).name != name or name in {"", ".", ".."} or "\\" in name:
        raise ValueError("expected the bare name of a file")
    return name


class SourceFile(ConfigModel):
    """One file as somebody publishes it, pinned by its content."""

    path: Annotated[str, AfterValidator(_bare_name)]
    """Name of the file in a folder of source files."""
    url: HttpUrl | None = None
    """Address of exactly this version; none where the file is published nowhere."""
    how_to_get: str | None = None
    """What to do for a file without address."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    title: str = Field(min_length=1)
    attribution: str = Field(min_length=1)
    """Whom to cite, shown wherever the data are."""
    licence: str = Field(min_length=1)
    vintage: str = Field(min_length=1)
    """The time the content is of, in words."""

    @model_validator(mode="after")
    def _can_be_had(self) -> SourceFile:
        if (self.url is None) == (self.how_to_get is None):
            raise ValueError("expected either url or how_to_get")
        return self


class Exclusion(ConfigModel):
    """Rows that are left out, and why."""

    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column → texts; a row that has one of them in every column is left out."""
    rows: tuple[int, ...] = ()
    """Rows by number: as a spreadsheet counts them, or the number of the feature or object."""
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _names_rows(self) -> Exclusion:
        if bool(self.where) == bool(self.rows):
            raise ValueError("expected either where or rows")
        return self


class Lookup(ConfigModel):
    """Columns taken from another file by a key both have."""

    file: str
    on: str
    """The key column of this file."""
    key: str
    """The key column of the other file."""
    columns: dict[str, str] = Field(min_length=1)
    """Column of the other file → the name it gets here."""


class RowRules(ConfigModel):
    """Which rows of a file a step takes, and how their texts are to be read."""

    file: str
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column → texts; the rows that belong to the step have one of them in every column."""
    exclude: tuple[Exclusion, ...] = ()
    reword: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Column → text as found → text as meant; an empty text means missing."""

    @property
    def files(self) -> tuple[str, ...]:
        """The files the step reads."""
        return (self.file,)


class AreasSource(RowRules):
    """The areas of one level."""

    level: int = Field(ge=0, le=9)
    geometry: Literal["file", "none"] = "file"
    """As the file draws it (or its ``lon`` and ``lat``); or not from the file: then several rows may name one
    area, and an area gets what those below it cover, if they have polygons."""
    columns: BoundaryColumns
    names: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Language → area code → name, where the file has no names in that language."""
    lookup: Lookup | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files the step reads."""
        return (self.file, self.lookup.file) if self.lookup else (self.file,)


class ValueSource(ConfigModel):
    """One column of values; indicator and period, unless other columns of the row say them."""

    heading: str
    indicator: str | None = None
    period: str | None = None


class TableSource(RowRules):
    """Observations of one or several indicators; columns go by their headings."""

    title: Texts
    note: str = ""
    """What a reader must know about these values."""
    sheet: str | None = None
    """Name of the sheet, in a workbook with several."""
    header_row: int = Field(default=1, ge=1)
    area_code: str
    indicator: str | None = None
    """Heading of the column that names the indicator, in a tidy table."""
    period: str | None = None
    """Heading of the column that holds the period."""
    columns: tuple[ValueSource, ...] = Field(min_length=1)
    indicator_ids: dict[str, str] = Field(default_factory=dict)
    """Indicator as found → its id in the catalogue."""
    factors: dict[str, float] = Field(default_factory=dict)
    """Indicator id → what its values are multiplied with to be in the unit of the catalogue."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings the step names."""
        roles = (self.area_code, self.indicator, self.period)
        return (*(heading for heading in roles if heading), *(column.heading for column in self.columns))

    def layout(self, sheet: Sheet) -> Layout:
        """Return where in ``sheet`` the headings stand; it has all of them."""

        def letter(heading: str) -> str:
            return sheet.find_column(heading, row=self.header_row)

        return Layout(
            sheet=sheet.name,
            header_rows=(self.header_row,),
            first_row=self.header_row + 1,
            area_code=letter(self.area_code),
            indicator=letter(self.indicator) if self.indicator else None,
            period=letter(self.period) if self.period else None,
            value_columns=tuple(
                ValueColumn(
                    column=letter(each.heading),
                    heading=each.heading,
                    indicator_id=each.indicator,
                    period=each.period,
                )
                for each in self.columns
            ),
            indicator_ids=self.indicator_ids,
        )


class Sources(ConfigModel):
    """All of ``sources.toml``."""

    files: dict[str, SourceFile] = Field(min_length=1)
    areas: tuple[AreasSource, ...] = Field(min_length=1)
    tables: tuple[TableSource, ...] = ()

    def without(self, names: Collection[str]) -> Sources:
        """Return the same without these files and the tables made of them."""
        files = {name: file for name, file in self.files.items() if name not in names}
        tables = tuple(step for step in self.tables if step.file not in names)
        return self.model_copy(update={"files": files, "tables": tables})

    @model_validator(mode="after")
    def _files_are_known_and_used(self) -> Sources:
        used = {name for step in (*self.areas, *self.tables) for name in step.files}
        if unknown := used - set(self.files):
            raise ValueError(f"expected files named under [files], got {', '.join(sorted(unknown))}")
        if unused := set(self.files) - used:
            raise ValueError(f"expected a step for every file, found none for {', '.join(sorted(unused))}")
        return self

    @model_validator(mode="after")
    def _one_step_per_level(self) -> Sources:
        repeated = [level for level, count in Counter(step.level for step in self.areas).items() if count > 1]
        if repeated:
            raise ValueError(f"expected one step of [[areas]] per level, got several for {repeated}")
        return self

    @model_validator(mode="after")
    def _paths_differ(self) -> Sources:
        if len({file.path for file in self.files.values()}) < len(self.files):
            raise ValueError("expected a path of its own for every file")
        return self


def load_sources(folder: Path) -> Sources:
    """Read ``sources.toml`` of a pack's folder.

    Raises:
        ConfigError: the file is missing or has faults, or names levels that ``pack.toml`` has not.
    """
    path = folder / "sources.toml"
    sources = load_toml(path, Sources)
    known = {level.number for level in load_pack(folder).levels}
    faults = [
        f"key areas.{place}.level: expected a level of the pack, got {step.level}"
        for place, step in enumerate(sources.areas)
        if step.level not in known
    ]
    if faults:
        raise ConfigError(path, faults)
    return sources
