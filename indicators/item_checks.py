"""What does not add up: published totals that differ from their items, and items that are no indicators."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geodata.budgets import BudgetPack
from indicators.catalogue import Catalogue, Indicator
from indicators.cells import Method
from indicators.compute import Computed


def item_differences(computed: Computed, catalogue: Catalogue) -> pd.DataFrame:
    """Compare published totals with the sum of their items, where all of these are known; correct nothing.

    Args:
        computed: has the totals and their items.
        catalogue: what the indicators are made of.

    Returns:
        ``area_code, indicator_id, period, total, sum_of_items, difference`` (total − sum), one row per total
        that differs by more than the rounding of its items and its own can make.
    """
    made_of_items = [catalogue[each] for each in computed.cells if catalogue[each].parts]
    tables = [_differences(computed, indicator) for indicator in made_of_items]
    columns = ["area_code", "indicator_id", "period", "total", "sum_of_items", "difference"]
    return pd.concat([table for table in tables if len(table)] or [pd.DataFrame(columns=columns)])


def _differences(computed: Computed, indicator: Indicator) -> pd.DataFrame:
    total = computed.cells[indicator.id]
    items = [computed.cells[each] for each in indicator.parts]
    are_whole = np.logical_and.reduce([each.is_complete for each in items])
    added_up = np.add.reduce([each.value for each in items])
    rounding = (len(items) + 1) * 0.5 * 10**-indicator.decimals
    is_off = are_whole & (total.method == Method.OBSERVED) & (np.abs(total.value - added_up) > rounding)
    rows, columns = np.nonzero(is_off)
    return pd.DataFrame(
        {
            "area_code": computed.grid.hierarchy.area_codes.take(rows),
            "indicator_id": indicator.id,
            "period": pd.Index(computed.grid.periods, dtype="str").take(columns),
            "total": total.value[is_off],
            "sum_of_items": added_up[is_off],
            "difference": (total.value - added_up)[is_off],
        }
    )


def unknown_items(budget: BudgetPack, catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong with the items of a pack: those that are no indicator of money that adds up."""
    for item_id in budget.items:
        if item_id not in catalogue:
            yield f"key items.{item_id}: expected the id of an indicator, found none in the catalogue"
        elif catalogue[item_id].aggregation != "sum":
            yield f"key items.{item_id}: expected an indicator that adds up"
