"""The tree of items: totals that nobody published are the sum of their items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indicators.cells import CANNOT_EXIST, MISSING, Cells, Method, combined

FROM_BELOW = (Method.SUM, Method.WEIGHTED_MEAN)
"""How a value comes about that was added up from the areas below."""


def sum_of_items(own: Cells, items: Sequence[Cells]) -> Cells:
    """Fill areas without a value of their own with the sum of their items; missing if one of these is.

    An area of which every item was itself added up from the areas below has no total of its own: the totals
    below add up to it.

    Args:
        own: the published totals; they win.
        items: what they are made of, already added up over the areas.
    """
    are_whole = np.logical_and.reduce([each.is_complete for each in items])
    are_own = np.logical_or.reduce([~np.isin(each.method, FROM_BELOW) for each in items])
    weakest = combined(items, method=Method.SUM_OF_ITEMS)
    total = replace(
        weakest,
        value=np.where(are_whole, np.add.reduce([each.value for each in items]), np.nan),
        status=np.where(are_whole, weakest.status, MISSING),
        n_parts=weakest.n_parts * are_whole,
        coverage_pct=100.0 * are_whole,
    )
    is_missing = ~own.has_value & (own.status != CANNOT_EXIST)
    return own.overlaid(total, is_missing & total.is_known & are_own)
