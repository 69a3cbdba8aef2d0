"""Downloads of the coverage of councils, as it may be published: a measure, all of a type, a map layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.components.council.coverage.told import why_text
from dashboard.export.about import (
    Fact,
    Report,
    about_layer,
    data_facts,
    in_every_row,
    place_facts,
    shaped,
    summary_sheet,
    with_names,
    with_provenance,
)
from dashboard.export.csv import csv_text
from dashboard.export.geopackage import Layer, geopackage_bytes
from dashboard.export.workbook import TWO_DECIMALS, WHOLE, Sheet, Table, workbook_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureWords:
    """A measure as a file describes it."""

    measure: str
    """A key of ``MEASURES``."""
    report_type: str | None
    title: str
    formula: str
    method: str
    references: str


@dataclass(frozen=True, eq=False, kw_only=True)
class CoverageReport(Report):
    """The coverage by a type of bodies, ready to be written to a file."""

    on: date
    body_type: str
    type_title: str
    rows: pd.DataFrame
    """All its measures for all areas, as :func:`dashboard.councils.public_rows`."""
    shown: MeasureWords
    """The measure that is looked at."""
    measures: tuple[MeasureWords, ...]
    """All of the type."""
    level: int
    suppressed_below: int
    choices: Mapping[str, str]
    """What the numbers depend on beside the register, by the name of a column."""

    @property
    def title(self) -> str:
        """What the measure is of."""
        return f"{self.type_title}: {self.shown.title}"

    @property
    def level_number(self) -> int:
        """Of the areas that are shown."""
        return self.level

    @property
    def area_codes(self) -> pd.Index[str]:
        """The areas that are shown."""
        codes: pd.Index[str] = pd.Index(self.of(self.shown, level=self.level)["area_code"])
        return codes

    def of(self, measure: MeasureWords, *, level: int | None = None) -> pd.DataFrame:
        """Return the rows of a measure, of one level or all."""
        rows = self.rows[self.rows["measure"] == measure.measure]
        if measure.report_type is not None:
            rows = rows[rows["report_type"] == measure.report_type]
        return rows if level is None else rows[rows["admin_level"] == level]


def coverage_csv(report: CoverageReport) -> bytes:
    """Return a row per area of every level; the measure, the day and the data stand in front of each."""
    stated = {key: value for key, value in _provenance(report).items() if key != "level"}
    return csv_text(in_every_row(stated, _described(report, report.of(report.shown)))).encode()


def coverage_xlsx(report: CoverageReport) -> bytes:
    """Return a workbook: what it is and how each measure is made, then a sheet per measure, all levels."""
    sheets = [
        summary_sheet(report, list(_facts(report)), _measures_table(report)),
        *(_measure_sheet(report, each) for each in report.measures),
    ]
    return workbook_bytes(sheets, title=report.type_title, made_at=report.made_at)


def coverage_gpkg(report: CoverageReport) -> bytes:
    """Return a GeoPackage: a feature per area of the shown level, and a table ``about``."""
    stated = _provenance(report)
    described = _described(report, report.of(report.shown, level=report.level))
    layers = [
        Layer(
            name="coverage",
            table=shaped(report, described),
            title=report.title,
            description=report.warning,
            metadata={key: str(value) for key, value in stated.items() if value is not None},
        ),
        about_layer(report, list(_facts(report))),
    ]
    return geopackage_bytes(layers, made_at=report.made_at)


def _described(report: CoverageReport, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with names of areas and levels, and in words why there is no share."""
    titles = {each.number: report.text(each.name) for each in report.words.pack.levels}
    table = rows.drop(columns=["measure", "body_type", "report_type"]).reset_index(drop=True)
    told = zip(table["lacks"], table["numerator"].notna(), strict=True)
    whys = [why_text(report.words, lacks, has_count=has_count) for lacks, has_count in told]
    said = table.assign(level_title=table["admin_level"].map(titles), why=whys)
    return with_names(report, said)


def _provenance(report: CoverageReport) -> dict[str, object]:
    stated = {
        "body_type": report.body_type,
        "body_type_title": report.type_title,
        "measure": report.shown.measure,
        "measure_title": report.shown.title,
        "report_type": report.shown.report_type,
        "formula": report.shown.formula,
        "on": report.on,
        **report.choices,
        "suppressed_below": report.suppressed_below,
    }
    return with_provenance(report, stated)


def _facts(report: CoverageReport) -> Iterator[Fact]:
    tell = report.words.translate
    yield Fact("body_type", tell("Type of body"), report.type_title)
    yield Fact("measure", tell("Measure"), report.shown.title)
    yield Fact("formula", tell("Formula"), report.shown.formula)
    yield Fact("on", tell("As of"), report.on)
    for key, value in report.choices.items():
        yield Fact(key, tell("Choice"), value)
    if report.warning:
        yield Fact("warning", tell("Note"), report.warning)
    hidden = tell("Numbers of 1 to {most} people, and what they could be computed from, are not published.")
    yield Fact("suppression", tell("Not published"), hidden.format(most=report.suppressed_below - 1))
    yield Fact("suppressed_below", tell("Small numbers are those below"), report.suppressed_below)
    yield from place_facts(report)
    yield from data_facts(report)


def _measures_table(report: CoverageReport) -> Table:
    tell = report.words.translate
    rows = [(each.title, each.formula, each.method, each.references) for each in report.measures]
    headings = {
        "title": tell("Measure"),
        "formula": tell("Formula"),
        "method": tell("How it is counted"),
        "references": tell("Stated in"),
    }
    return Table(rows=pd.DataFrame(rows, columns=list(headings), dtype="str"), headings=headings)


def _measure_sheet(report: CoverageReport, measure: MeasureWords) -> Sheet:
    tell = report.words.translate
    headings = {
        "level_title": tell("Level"),
        "area_code": tell("Code"),
        "area_name": tell("Area"),
        "parent_name": tell("Part of"),
        "numerator": tell("Count"),
        "unknown": tell("Of so many it is not known"),
        "denominator": tell("Out of"),
        "value": tell("Share"),
        "lowest": tell("At least"),
        "highest": tell("At most"),
        "why": tell("Why there is no share"),
    }
    counts = dict.fromkeys(("numerator", "unknown", "denominator"), WHOLE)
    shares = dict.fromkeys(("value", "lowest", "highest"), TWO_DECIMALS)
    rows = _described(report, report.of(measure))
    return Sheet(measure.title, (Table(rows=rows, headings=headings, formats=counts | shares),))
