"""What every download says about itself, and how it names areas."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import geopandas as gpd
import pandas as pd

from dashboard.components.badges import map_badge
from dashboard.components.words import Words
from dashboard.export.geopackage import Layer
from dashboard.export.workbook import LONGEST_TEXT, Sheet, Table
from dashboard.i18n import in_language
from dashboard.names import area_names


@dataclass(frozen=True, eq=False, kw_only=True)
class Report(ABC):
    """Something as it was shown, with all that makes a downloaded copy understandable years later."""

    words: Words
    areas: gpd.GeoDataFrame
    """All of the country, indexed by code."""
    data_version: str
    boundary_version: int | None
    """Of the level that is shown."""
    made_at: datetime
    """With its time zone."""
    sources: Mapping[int, str]
    """What each dataset cites, by its id."""

    @property
    @abstractmethod
    def level_number(self) -> int:
        """Of the areas that are shown."""

    @property
    @abstractmethod
    def area_codes(self) -> pd.Index[str]:
        """The areas that are shown."""

    @property
    def level_name(self) -> str:
        """What these areas are called together."""
        return self.text(self.words.pack.level(self.level_number).plural)

    @property
    def warning(self) -> str:
        """Whether data are invented or boundaries drawn, in words; else empty."""
        shown = self.areas.reindex(self.area_codes)
        return map_badge(
            is_demonstration=self.words.pack.is_demonstration,
            is_schematic=bool((shown["geometry_status"] == "schematic").any()),
            translate=self.words.translate,
        )

    def text(self, texts: Mapping[str, str]) -> str:
        """Return a text of a TOML table in the language of the report."""
        return in_language(texts, self.words.language)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what a report says about itself."""

    key: str
    """For programs; several facts may share it."""
    title: str
    value: str | int | float | date


def place_facts(report: Report) -> Iterator[Fact]:
    """Yield which areas a report is of."""
    tell = report.words.translate
    yield Fact("country", tell("Country"), report.text(report.words.pack.name))
    yield Fact("level", tell("Level"), report.level_name)


def data_facts(report: Report) -> Iterator[Fact]:
    """Yield which data a report is made of, and their sources."""
    tell = report.words.translate
    yield Fact("data_version", tell("Version of the data"), report.data_version)
    if report.boundary_version is not None:
        yield Fact("boundary_version", tell("Version of the boundaries"), report.boundary_version)
    yield Fact("made_at", tell("Made at"), report.made_at.isoformat(timespec="seconds"))
    for source in dict.fromkeys(report.sources.values()):
        yield Fact("source", tell("Source"), source)


def with_provenance(report: Report, stated: Mapping[str, object]) -> dict[str, object]:
    """Return what is stated with the country in front and the data behind, by the name of a column."""
    return {
        "country": report.text(report.words.pack.name),
        "warning": report.warning,
        **stated,
        "level": report.level_name,
        "data_version": report.data_version,
        "boundary_version": report.boundary_version,
        "made_at": report.made_at.isoformat(timespec="seconds"),
    }


def in_every_row(stated: Mapping[str, object], table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the same words in front of every row: a CSV has no other place for them."""
    return pd.DataFrame(dict(stated), index=table.index).join(table)


def name_columns(report: Report, codes: pd.Series[str]) -> pd.DataFrame:
    """Return ``area_name, parent_code, parent_name, geometry_status`` of areas."""
    names = area_names(report.areas, report.words.language)
    parents = codes.map(report.areas["parent_code"])
    return pd.DataFrame(
        {
            "area_name": codes.map(names),
            "parent_code": parents,
            "parent_name": parents.map(names),
            "geometry_status": codes.map(report.areas["geometry_status"]),
        }
    )


def with_names(report: Report, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with :func:`name_columns` behind its ``area_code``, which comes first."""
    names = name_columns(report, table["area_code"])
    rest = table.drop(columns=["area_code", *names], errors="ignore")
    return pd.concat([table[["area_code"]], names, rest], axis=1)


def summary_sheet(report: Report, stated: Sequence[Fact], *tables: Table) -> Sheet:
    """Return what a report is, with tables of sums below."""
    tell = report.words.translate
    lines = pd.DataFrame([(each.title, each.value) for each in stated], columns=["title", "value"])
    told = Table(rows=lines, headings={"title": tell("About this file"), "value": ""})
    return Sheet(tell("Summary"), (told, *tables))


def toml_sheet(title: str, heading: str, toml: str) -> Sheet:
    """Return a text of TOML, a row per line."""
    lines = [
        line[start : start + LONGEST_TEXT]
        for line in toml.splitlines()
        for start in range(0, max(len(line), 1), LONGEST_TEXT)
    ]
    return Sheet(title, (Table(rows=pd.DataFrame({"line": lines}, dtype="str"), headings={"line": heading}),))


def shaped(report: Report, table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a table with ``area_code`` as features."""
    shapes = report.areas.geometry.reindex(table["area_code"])
    return gpd.GeoDataFrame(table, geometry=shapes.array, crs=report.areas.crs)


def about_layer(report: Report, stated: Sequence[Fact]) -> Layer:
    """Return what a report is, as a table of a GeoPackage."""
    described = [(each.key, each.title, str(each.value)) for each in stated]
    table = pd.DataFrame(described, columns=["key", "title", "value"], dtype="str")
    return Layer(name="about", table=table, title=report.words.translate("Summary"))
