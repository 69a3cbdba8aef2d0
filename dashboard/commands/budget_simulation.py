"""What ``aimak budget simulate`` answers with: an equalization scenario as totals, rows and remarks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from string import Template

import pandas as pd
import tomli_w

from config.i18n import SOURCE_LANGUAGE
from config.loader import ConfigError, read_text
from dashboard import cached
from dashboard.budgets import SCENARIOS, SavedScenario
from dashboard.commands.budget_place import Books, Place, inputs_of, method_lines
from dashboard.commands.budget_provision import default_need
from dashboard.commands.console import named_level, now, table_rows
from dashboard.components.budget.money import scale_title
from dashboard.export.about import in_every_row
from dashboard.export.budget_report import SimulationReport, simulation_provenance
from dashboard.export.budget_sheets import COUNT_TEXTS, TOTAL_TEXTS, result_table, totals_table
from dashboard.names import area_names
from indicators.budget.errors import MOST_NAMED
from indicators.budget.inputs import NUMBER_TEXTS
from indicators.budget.scenario import FORM_TEXTS, PURPOSE_TEXTS, Minimum, Scenario, scenario_from_toml
from indicators.budget.simulate import simulate

SAVED = "@"
"""In front of the id of a saved scenario, where a file is expected."""

TEMPLATE = Path(__file__).with_name("scenario_template.toml")
NEVER_REPEATED = "made_at"
"""What would differ between two files of the same content."""

NEEDS: tuple[tuple[dict[str, str | float], str], ...] = (
    ({"by": "norms"}, "the expenditure norms of the country pack"),
    ({"by": "indicator", "indicator": "total_expenditure"}, "an indicator in thousand currency: no norm"),
    (
        {"by": "norm_per_head", "norm_per_head": 3000, "reference": "who says so"},
        "one norm for all areas, currency per resident",
    ),
)
"""What a template offers to tell the need by, with a comment."""


def simulation(country: str | None, source: str, *, level: str | None = None) -> SimulationReport:
    """Apply a scenario.

    Args:
        country: a code; without, the one a file names, or else the active country.
        source: path of the scenario as TOML, or ``@`` and the id of a saved one.
        level: number or id of a level; without, that of the scenario.

    Raises:
        AimakError: of whatever is not there, cannot be read or cannot be computed.
    """
    books, scenario, saved = _read(country, source)
    placed = scenario if level is None else scenario.model_copy(update={"level": level})
    found = named_level(books.pack, placed.level)
    placed = placed.model_copy(update={"level": found.id})
    if placed.country not in (None, books.country):
        raise ConfigError(source, [f"key country: expected {books.country}, got {placed.country!r}"])
    return SimulationReport(
        words=books.words,
        result=simulate(placed, inputs_of(books, placed)),
        saved=saved,
        areas=books.areas,
        data_version=books.version,
        boundary_version=cached.store().boundary_version(books.country, found.number),
        made_at=now(),
        sources=cached.sources(books.country, books.version),
    )


def _read(country: str | None, source: str) -> tuple[Books, Scenario, SavedScenario | None]:
    if not source.startswith(SAVED):
        scenario = scenario_from_toml(read_text(Path(source)), name=source)
        return Books.of(country or scenario.country), scenario, None
    books = Books.of(country)
    saved = SCENARIOS.one(cached.store(), books.country, source.removeprefix(SAVED))
    return books, saved.content, saved


def template(country: str | None, *, level: str | None) -> str:
    """Return a scenario with comments that runs as it is, for the latest budgets of a country.

    Raises:
        AimakError: there are no budgets to write one for.
    """
    place = Place.of(country, level=level, period=None)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        level=place.level.id,
        levels=", ".join(each.id for each in place.books.pack.levels),
        period=place.period,
        need=_commented_needs(default_need(place)),
    )


def _commented_needs(chosen: Mapping[str, str]) -> str:
    """Return every way to tell the need, those that are not chosen as comments."""
    lines = []
    for need, comment in NEEDS:
        written = tomli_w.dumps(chosen if need["by"] == chosen["by"] else need).splitlines()
        mark = "" if need["by"] == chosen["by"] else "# "
        lines += [f"# {comment}", *(f"{mark}{line}" for line in written)]
    return "\n".join(lines)


def record(report: SimulationReport) -> dict[str, object]:
    """Return a simulation for JSON."""
    result = report.result
    totals = asdict(result.totals) | {"unallocated": result.totals.unallocated}
    names = area_names(report.areas, SOURCE_LANGUAGE)
    areas = result.areas.copy()
    areas.insert(1, "area_name", areas["area_code"].map(names))
    return {
        "country": report.words.pack.code,
        "data_version": report.data_version,
        "scenario": report.scenario.model_dump(mode="json", exclude_none=True),
        "totals": {key: None if pd.isna(value) else value for key, value in totals.items()},
        "inequality": table_rows(result.inequality),
        "areas": table_rows(areas),
        "overtakings": table_rows(result.overtakings),
        "missing": table_rows(result.missing),
    }


def tidy_table(report: SimulationReport) -> pd.DataFrame:
    """Return a row per area with the scenario and the data in every row, the same for the same data."""
    stated = simulation_provenance(report)
    del stated[NEVER_REPEATED]
    return in_every_row(stated, result_table(report))


def written_totals(report: SimulationReport) -> pd.DataFrame:
    """Return what a scenario comes to, as a person reads it."""
    totals = totals_table(report)
    amounts = zip(totals["total"], totals["amount"], strict=True)
    unit = scale_title(report.words, "thousand")
    lines = [(TOTAL_TEXTS[key], f"{amount:,.5f}", unit) for key, amount in amounts]
    lines += [(text, f"{getattr(report.result.totals, key):,}", "") for key, text in COUNT_TEXTS.items()]
    return pd.DataFrame(lines, columns=["total", "value", "unit"])


def remarks(report: SimulationReport) -> Iterator[str]:
    """Yield what a reader must know: scenario, purpose and form, what is missing, and the method."""
    scenario, result = report.scenario, report.result
    plural = report.words.pack.level(report.level_number).plural[SOURCE_LANGUAGE].lower()
    yield f"{report.title}: {plural} (level {report.level_number}) in {scenario.period}"
    yield f"purpose: {PURPOSE_TEXTS[scenario.purpose]}"
    yield f"form: {FORM_TEXTS[scenario.formula.form]}"
    if isinstance(scenario.formula, Minimum):
        yield "assumption: laws that level to a minimum standard do not give a formula"
    if math.isnan(result.totals.current_grants):
        yield "the current grant of an area is not known: neither their sum nor the change in all can be told"
    for name, areas in result.missing.groupby("input")["area_code"]:
        yield f"without a result: {areas.size} for want of {NUMBER_TEXTS[name]}: {_listed(areas)}"
    if unnamed := result.totals.n_overtakings - len(result.overtakings):
        yield f"overtakings: {unnamed} of {result.totals.n_overtakings} are not listed"
    yield from method_lines(report.words.pack.code)


def _listed(codes: pd.Series[str]) -> str:
    more = codes.size - MOST_NAMED
    return ", ".join([*codes.iloc[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
