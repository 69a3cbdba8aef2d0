"""What would help: the gap of every criterion an area meets, and what closing it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd
from pydantic import Field, RootModel

from config.loader import CONFIG_DIR, ConfigModel, load_toml
from geodata.packs import UnitCost
from indicators.catalogue import InterfaceTexts
from indicators.cells import Floats
from indicators.designation.assess import Assessment
from indicators.designation.measure import latest_values
from indicators.designation.people import people
from indicators.designation.profile import Criterion, Id, Profile
from indicators.designation.trace import criteria_table
from indicators.hierarchy import areas_above


class SupportMeasure(ConfigModel):
    """A kind of help."""

    title: InterfaceTexts
    local_matter: int | None = Field(default=None, ge=1, le=23)
    """The number of the local matter it serves, where it serves one."""


class _SupportMeasures(RootModel[dict[Id, SupportMeasure]]):
    """``support_measures.toml``: measures by id."""


@cache
def load_support_measures() -> Mapping[str, SupportMeasure]:
    """Read the support measures, by id.

    Raises:
        ConfigError: naming file and key of each fault.
    """
    return load_toml(CONFIG_DIR / "support_measures.toml", _SupportMeasures).root


def unknown_measures(profile: Profile) -> Iterator[str]:
    """Yield a fault for every support measure that is not one of ``load_support_measures``."""
    known = load_support_measures()
    for each in profile.criteria:
        if each.support is not None and each.support.measure not in known:
            yield (
                f"key criteria.{each.id}.support.measure: expected one of {', '.join(known)}, "
                f"got {each.support.measure!r}"
            )


def support_needs(assessment: Assessment, *, costs: Sequence[UnitCost] = ()) -> pd.DataFrame:
    """Return a row for every area and criterion that it surely meets.

    Args:
        assessment: who meets what.
        costs: of the pack; without one for a measure no cost is shown.

    Returns:
        ``area_code, criterion_id, measure, gap, gap_pct, quantity, quantity_unit, cost, currency,
        population``. ``gap``, in the indicator's unit and in per cent of the threshold, is how far the value
        is from the threshold: zero for an area that meets it by equality. ``measure`` is missing for a
        criterion that names none; ``quantity`` is the gap as a number of ``quantity_unit``, missing where
        the criterion does not say how; ``cost`` is that times the unit cost. ``population`` is the area's.
    """
    table = criteria_table(assessment)
    criteria, n_areas = assessment.profile.criteria, assessment.area_codes.size
    per_gap = np.reshape([_quantity_per_gap(assessment, each) for each in criteria], (len(criteria), n_areas))
    population = np.repeat(assessment.measurement.population, len(criteria))
    table = table.assign(quantity=table["margin"] * per_gap.T.ravel(), population=population)
    needs = table[table["is_met"].fillna(value=False)]
    needs = needs.rename(columns={"margin": "gap", "margin_pct": "gap_pct"}).reset_index(drop=True)
    helped = needs.merge(_support(criteria, costs), on="criterion_id", how="left")
    return helped.assign(cost=helped["quantity"] * helped["amount"])[list(_COLUMNS)]


_COLUMNS = (
    *("area_code", "criterion_id", "measure", "gap", "gap_pct"),
    *("quantity", "quantity_unit", "cost", "currency", "population"),
)


def needs_by_measure(needs: pd.DataFrame) -> pd.DataFrame:
    """Rank the measures by the people they would help.

    Args:
        needs: as :func:`support_needs` returns them.

    Returns:
        ``measure, n_needs, n_areas, population, n_counted, quantity, quantity_unit, cost, n_costed,
        currency``. An area counts once; ``population`` is that of the ``n_counted`` areas of which it is
        known. ``quantity`` and ``cost`` are missing where that of any need is, or where units or currencies
        differ: a part is never shown as the whole; ``n_costed`` counts the needs with a cost.
    """
    return _ranked(needs, "measure")


def needs_by_area_above(needs: pd.DataFrame, areas: pd.DataFrame, *, level: int) -> pd.DataFrame:
    """Rank the areas of a level above by the people affected.

    Args:
        needs: as :func:`support_needs` returns them, all or of one measure.
        areas: ``area_code, parent_code, admin_level`` of all levels in between.
        level: for example that of the oblasts.

    Returns:
        As :func:`needs_by_measure`, with ``area_code`` of the area above in place of the measure; missing
        for areas that are part of none.
    """
    return _ranked(
        needs.assign(area_above=areas_above(needs["area_code"], areas, level=level)), "area_above"
    ).rename(columns={"area_above": "area_code"})


def _quantity_per_gap(assessment: Assessment, criterion: Criterion) -> Floats:
    tables = assessment.measurement.tables
    quantity = criterion.support.quantity if criterion.support else None
    if quantity is None:
        return np.full(tables.area_codes.size, np.nan)
    if quantity.of is None:
        return np.full(tables.area_codes.size, quantity.scale)
    return quantity.scale * latest_values(tables, quantity.of, assessment.on)


def _support(criteria: Sequence[Criterion], costs: Sequence[UnitCost]) -> pd.DataFrame:
    known = {(cost.measure, cost.per): cost for cost in costs}
    rows = []
    for each in criteria:
        measure = each.support.measure if each.support else None
        unit = each.support.quantity.unit if each.support and each.support.quantity else None
        cost = known.get((measure or "", unit or ""))
        rows.append(
            (each.id, measure, unit, cost.amount if cost else np.nan, cost.currency if cost else None)
        )
    columns = ["criterion_id", "measure", "quantity_unit", "amount", "currency"]
    texts = dict.fromkeys(("criterion_id", "measure", "quantity_unit", "currency"), "str")
    return pd.DataFrame(rows, columns=columns).astype(texts | {"amount": "float64"})


def _ranked(needs: pd.DataFrame, key: str) -> pd.DataFrame:
    groups = needs.groupby(key, dropna=False)
    totals = pd.DataFrame(
        {
            "n_needs": groups.size(),
            "quantity": groups["quantity"].sum(skipna=False),
            "quantity_unit": _only(needs, key, "quantity_unit"),
            "cost": groups["cost"].sum(skipna=False),
            "n_costed": groups["cost"].count(),
            "currency": _only(needs, key, "currency"),
        }
    ).reset_index()
    totals.loc[totals["quantity_unit"].isna(), "quantity"] = np.nan
    totals.loc[totals["currency"].isna(), "cost"] = np.nan
    ranked = (
        people(needs, [key])
        .merge(totals, on=key)
        .sort_values(["population", "n_areas", key], ascending=[False, False, True], ignore_index=True)
    )
    return ranked[[key, "n_needs", *_TOTALS]]


_TOTALS = ("n_areas", "population", "n_counted", "quantity", "quantity_unit", "cost", "n_costed", "currency")


def _only(needs: pd.DataFrame, key: str, column: str) -> pd.Series[str]:
    """Return the one word of each group, missing where there is none or several."""
    words = needs.groupby(key, dropna=False)[column]
    return words.min().where(words.min() == words.max())
