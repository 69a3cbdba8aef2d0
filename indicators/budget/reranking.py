"""Which areas overtake each other when a grant is given: a pure lift makes none, other formulas may.

Arrays have the shape (…, areas); a leading axis holds many scenarios. An area overtakes another where it has
less before and more after. Areas that are equal on either side do not, nor does one without a number.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.budget.inequality import concentration, gini
from indicators.cells import Floats
from indicators.hierarchy import Ints

DECIMALS = 9
"""Numbers that agree to so many places are equal: two areas lifted to one level differ in the last bits."""

MOST_PAIRS = 100


def n_overtaking(before: Floats, after: Floats, *, decimals: int = DECIMALS) -> Ints:
    """Return how many pairs of areas overtake each other, shape (…).

    Takes n log n steps: they are the inversions of ``after`` in the order of ``before``.

    Source: Knight (1966), Journal of the American Statistical Association 61, who counts so for Kendall's τ.

    Args:
        before: what ranks the areas, such as БО or revenue per head before a grant.
        after: the same after it.
        decimals: to how many places numbers are told apart.

    >>> n_overtaking(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 3.0]))
    array(1)
    """
    before, after = _comparable(before, after, decimals)
    return _inversions(np.take_along_axis(after, np.lexsort((after, before), axis=-1), axis=-1))


def overtaking_pairs(
    before: Floats,
    after: Floats,
    area_codes: pd.Index[str],
    *,
    decimals: int = DECIMALS,
    limit: int = MOST_PAIRS,
) -> pd.DataFrame:
    """Return pairs of areas of one scenario that overtake each other.

    Args:
        before: shape (areas,).
        after: shape (areas,).
        area_codes: of the areas, ascending, so that no result depends on the order of a table.
        decimals: to how many places numbers are told apart.
        limit: so many rows at most; :func:`n_overtaking` says how many there are.

    Returns:
        ``area_code, overtaken_code, before, overtaken_before, after, overtaken_after``: first by who is
        overtaken, then by who overtakes, each from the lowest before.
    """
    rounded = _comparable(before, after, decimals)
    order = np.lexsort(rounded[::-1])
    ranked = rounded[1][order]
    is_overtaken = ranked[1:] < np.maximum.accumulate(ranked)[:-1]
    pairs = np.empty((0, 2), dtype=np.int64)
    for place in np.flatnonzero(is_overtaken)[:limit] + 1:
        passing = np.flatnonzero(ranked[:place] > ranked[place])
        pairs = np.concatenate([pairs, np.column_stack([passing, np.full_like(passing, place)])])[:limit]
    winner, loser = order[pairs].T
    return pd.DataFrame(
        {
            "area_code": area_codes[winner],
            "overtaken_code": area_codes[loser],
            "before": before[winner],
            "overtaken_before": before[loser],
            "after": after[winner],
            "overtaken_after": after[loser],
        }
    )


def reranking_index(before: Floats, after: Floats, population: Floats) -> Floats:
    """Inequality that comes of overtaking: Gini of the values after less their concentration by those before.

    Zero where no area overtakes another. What a grant does to inequality is its Gini before less the
    concentration after (the vertical effect), less this.

    Source: Atkinson (1980), in Aaron & Boskin (eds), The Economics of Taxation; Plotnick (1981), Review of
    Economics and Statistics 63.

    Args:
        before: amounts per head before a grant; an area without is left out.
        after: amounts per head after it.
        population: of each area.

    >>> reranking_index(np.array([1.0, 3.0]), np.array([3.0, 1.0]), np.array([100.0, 100.0]))
    array(0.5)
    """
    compared = np.where(np.isnan(before), np.nan, after)
    ordered_as_before = concentration(compared, population, ranked_by=before)
    return np.asarray(gini(compared, population) - ordered_as_before)


def _comparable(before: Floats, after: Floats, decimals: int) -> tuple[Floats, Floats]:
    """Return numbers without noise; an area that lacks one stands last on both sides and passes nobody."""
    before, after = np.broadcast_arrays(before, after)
    is_missing = np.isnan(before) | np.isnan(after)
    rounded = (np.where(is_missing, np.inf, np.round(each, decimals)) for each in (before, after))
    return next(rounded), next(rounded)


def _inversions(values: Floats) -> Ints:
    """Count the pairs out of order along the last axis by a merge sort from the bottom."""
    n_values = values.shape[-1]
    n_padded = 1 << max(n_values - 1, 0).bit_length()
    padding = np.full((*values.shape[:-1], n_padded - n_values), np.inf)
    merged = np.concatenate([values, padding], axis=-1)
    count = np.zeros(values.shape[:-1], dtype=np.int64)
    width = 1
    while width < n_padded:
        blocks = merged.reshape(*values.shape[:-1], -1, 2 * width)
        order = np.argsort(blocks, axis=-1, kind="stable")
        is_right = order >= width
        # Of a left value, the right values that the merge puts before it are smaller than it.
        count += (np.cumsum(is_right, axis=-1) * ~is_right).sum(axis=(-2, -1))
        merged = np.take_along_axis(blocks, order, axis=-1).reshape(merged.shape)
        width *= 2
    return count
