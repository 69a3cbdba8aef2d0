"""What ``aimak budget provision`` answers with: budget provision of areas as rows and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from config.i18n import LANGUAGES, SOURCE_LANGUAGE
from config.loader import ConfigError, validate
from dashboard import cached
from dashboard.commands.budget_place import NoBudgetsError, Place, inputs_of, method_lines
from dashboard.commands.console import table_rows, written_amounts
from dashboard.components.budget.needs import NEED_TEXTS
from dashboard.names import area_names
from indicators.budget.provision_rows import provision_rows
from indicators.budget.scenario import FROM_SETTLEMENTS, Scenario, unknown_indicators

NEED_REFERENCE = "stated on the command line"
WRITTEN = ("fiscal_capacity_index", "expenditure_need_index", "budget_provision", "gap", "gap_pc", "lacks")
"""Columns for a person; a script gets all."""


@dataclass(frozen=True, eq=False)
class Provision:
    """Budget provision of the areas of a place."""

    place: Place
    scenario: Scenario
    """Says which numbers are read, and how need is told; no grant is computed."""
    rows: pd.DataFrame
    """As :func:`indicators.budget.provision_rows.provision_rows` has them, with ``area_name``."""


def provision(
    country: str | None,
    *,
    level: str | None,
    period: str | None,
    need: Mapping[str, str] | None,
    dispersion: bool = False,
) -> Provision:
    """Measure budget provision.

    Args:
        country: a code; without, the active country.
        level: number or id of a level.
        period: of the numbers.
        need: fields of a scenario's need; without, the most telling that there is.
        dispersion: whether need is corrected for small settlements.

    Raises:
        AimakError: of whatever is not there or cannot be computed.
    """
    place = Place.of(country, level=level, period=period)
    scenario = _scenario(place, default_need(place) if need is None else need, dispersion=dispersion)
    inputs = inputs_of(place.books, scenario)
    rows = provision_rows(inputs, scenario.need, corrects_for_dispersion=dispersion)
    names = area_names(place.books.areas, SOURCE_LANGUAGE)
    rows.insert(1, "area_name", rows["area_code"].map(names))
    return Provision(place, scenario, rows.sort_values(["budget_provision", "area_code"], ignore_index=True))


def default_need(place: Place) -> dict[str, str]:
    """Return the most telling need that follows from what is installed.

    Raises:
        NoBudgetsError: there is none.
    """
    if "norms" in place.needs:
        return {"by": "norms"}
    if place.spending:
        return {"by": "indicator", "indicator": place.spending[0]}
    raise NoBudgetsError(
        f"there is nothing to tell the need by in {place.period}: the pack has no expenditure norms, and no "
        "expenditure is known; state a norm with: --need norm-per-head=N"
    )


def _scenario(place: Place, need: Mapping[str, str], *, dispersion: bool) -> Scenario:
    asked = {
        "id": "provision",
        "title": dict.fromkeys(LANGUAGES, "Budget provision"),
        "level": place.level.id,
        "period": place.period,
        "purpose": "to_mean",
        "formula": {"form": "lift", "criterion": 1},
        "need": need | ({"reference": NEED_REFERENCE} if need["by"] == "norm_per_head" else {}),
        "inputs": {"small_settlement_share": FROM_SETTLEMENTS} if dispersion else {},
    }
    scenario = validate(asked, Scenario, name="budget provision")
    if faults := list(unknown_indicators(scenario, cached.catalogue())):
        raise ConfigError("budget provision", faults)
    return scenario


def records(found: Provision) -> dict[str, object]:
    """Return budget provision for JSON: what was asked, and every area."""
    return {
        "country": found.place.books.country,
        "level": found.place.level.id,
        "period": found.place.period,
        "need": found.scenario.need.model_dump(),
        "areas": table_rows(found.rows),
    }


def tidy_table(found: Provision) -> pd.DataFrame:
    """Return a row per area with what was asked in every row; amounts in thousand currency."""
    stated = {f"need_{key}": value for key, value in found.scenario.need.model_dump().items()}
    place = found.place
    return found.rows.assign(
        level=place.level.id,
        period=place.period,
        currency=place.books.pack.currency,
        data_version=place.books.version,
        method="; ".join(method_lines(place.books.country)),
        **stated,
    )


def written(found: Provision) -> pd.DataFrame:
    """Return the rows as a person reads them: amounts of money with separators."""
    rows = found.rows[["area_code", "area_name", *WRITTEN]]
    return rows.assign(gap=written_amounts(rows["gap"]), gap_pc=written_amounts(rows["gap_pc"]))


def remarks(found: Provision) -> Iterator[str]:
    """Yield what a reader must know: place, need, result in short, units, assumptions and method."""
    place, need, rows = found.place, found.scenario.need, found.rows
    plural, currency = place.level.plural[SOURCE_LANGUAGE].lower(), place.books.pack.currency
    known = rows["budget_provision"].dropna()
    yield f"budget provision: {plural} (level {place.level.number}) in {place.period}"
    stated = need.model_dump(exclude={"by"})
    yield f"need: {NEED_TEXTS[need.by]}" + "".join(f", {key} {value}" for key, value in stated.items())
    yield f"below the nation: {(known < 1).sum()} of {known.size}; without an index: {len(rows) - known.size}"
    yield (
        f"gap: {rows['gap'].sum():,.2f} thousand {currency} in all, what own revenue lacks to the need (an "
        f"assumption); gap in thousand {currency}, gap_pc in {currency} per resident"
    )
    yield from method_lines(place.books.country)
