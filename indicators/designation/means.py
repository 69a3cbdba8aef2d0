"""Means of what is known."""

from __future__ import annotations

import numpy as np

from indicators.cells import Floats


def known_mean(values: Floats, *, axis: int, weights: Floats | None = None, at_least: int = 1) -> Floats:
    """Return the mean along an axis of the values that are known, and have a weight where weighted.

    Args:
        values: missing as NaN.
        axis: it stays, with length 1.
        weights: of a shape that broadcasts; without, every value counts the same.
        at_least: how many values it takes.

    Returns:
        Missing where too few values are known, or their weights sum to zero.
    """
    shares = np.ones(1) if weights is None else weights
    products = values * shares
    counted = ~np.isnan(products)
    total = np.where(counted, products, 0.0).sum(axis=axis, keepdims=True)
    weight = np.where(counted, shares, 0.0).sum(axis=axis, keepdims=True)
    enough = (counted.sum(axis=axis, keepdims=True) >= at_least) & (weight > 0)
    mean: Floats = np.divide(total, weight, out=np.full(total.shape, np.nan), where=enough)
    return mean
