"""What budgets are made of: their items side by side, over time or between areas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

import pandas as pd

from geodata.budgets import BASE_YEAR_LEVEL, PRICE_INDEX
from indicators.catalogue import Catalogue

REVENUE, EXPENDITURE = "total_revenue", "total_expenditure"
"""The totals that items add up to."""
POPULATION = "population"
UNACCOUNTED = "unaccounted"
"""Column of what a total has beyond its known items."""

Measure = Literal["total", "per_resident", "real", "share"]
"""Thousand currency; whole currency per resident; the same at prices of the base year; % of the total."""


def stack_items(catalogue: Catalogue, total_id: str, known: Collection[str], *, depth: int) -> list[str]:
    """Return the items that show a total: those ``depth`` steps below it, or fewer where none is known.

    Args:
        catalogue: what totals are made of.
        total_id: the total.
        known: the items of which anything is known.
        depth: how far to go down; at least 1.
    """
    items = []
    for part in catalogue[total_id].parts:
        is_split = depth > 1 and any(each in known for each in catalogue[part].parts)
        items += stack_items(catalogue, part, known, depth=depth - 1) if is_split else [part]
    return items


def budget_table(values: pd.DataFrame, *, by: Literal["area_code", "period"]) -> pd.DataFrame:
    """Return values with a row per area or period and a column per indicator.

    Args:
        values: as :func:`indicators.values.indicator_values` returns them, of one period or of one area.
        by: what a row is.
    """
    return values.pivot_table(index=by, columns="indicator_id", values="value", dropna=False)


def measured(
    table: pd.DataFrame, item_ids: Sequence[str], *, total_id: str, measure: Measure
) -> pd.DataFrame:
    """Return items in a measure; missing where what they are measured against is missing or zero.

    Args:
        table: as :func:`budget_table` returns it; a column it lacks is missing everywhere.
        item_ids: which items, besides these :data:`UNACCOUNTED`.
        total_id: of which shares are taken.
        measure: in what.

    Returns:
        A column per item and the rows of ``table``.

    >>> table = pd.DataFrame({"total_revenue": [50.0], "land_tax": [20.0], "population": [1000.0]})
    >>> measured(table, ["land_tax"], total_id="total_revenue", measure="share").squeeze().tolist()
    40.0
    >>> measured(table, ["land_tax"], total_id="total_revenue", measure="per_resident").squeeze().tolist()
    20.0
    """
    known = table.reindex(columns=[*{*item_ids, total_id, POPULATION, PRICE_INDEX}])
    if UNACCOUNTED in item_ids:
        known[UNACCOUNTED] = _unaccounted(known, [each for each in item_ids if each != UNACCOUNTED], total_id)
    thousands = known[POPULATION] / 1000
    against = {
        "total": pd.Series(1.0, index=known.index),
        "per_resident": thousands,
        "real": thousands * known[PRICE_INDEX] / BASE_YEAR_LEVEL,
        "share": known[total_id] / 100,
    }[measure]
    return known[list(item_ids)].div(against.where(against > 0), axis=0)


def _unaccounted(table: pd.DataFrame, item_ids: Sequence[str], total_id: str) -> pd.Series[float]:
    """Return what is left of a total; missing where all of it is accounted for up to rounding."""
    left = table[total_id] - table[list(item_ids)].sum(axis=1)
    rounding = (len(item_ids) + 1) * 0.5
    return left.where(left.abs() > rounding)
