"""Map classes: where the values of a map are cut, and which class each area falls into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from jenkspy import jenks_breaks
from mapclassify import PrettyBreaks, UserDefined

from indicators.schemes import Scheme

Floats = npt.NDArray[np.float64]

FISHER_JENKS_SAMPLE = 5_000
"""Fisher–Jenks takes quadratic time: of more values it sees this many, evenly spaced by rank."""

MISSING_CLASS = -1


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of one map: class i holds the values above ``edges[i]`` up to ``edges[i + 1]``."""

    scheme: Scheme
    bins: tuple[float, ...]
    """Upper bounds, ascending; none when every value is missing."""
    edges: tuple[float, ...]
    """The lowest value, then the upper bounds: what a legend labels."""
    counts: tuple[int, ...]
    """How many values fall into each class; empty classes count 0."""
    codes: pd.Series[int]
    """The class of each value, ``MISSING_CLASS`` without one; index as the values."""

    @property
    def k(self) -> int:
        """How many classes there are: fewer than asked for where there are fewer distinct values."""
        return len(self.bins)


def classify(
    values: pd.Series[float],
    *,
    scheme: Scheme = "quantiles",
    k: int = 5,
    bins: Sequence[float] | None = None,
    breaks_from: pd.Series[float] | None = None,
) -> Classes:
    """Sort ``values`` into ``k`` classes.

    Args:
        values: one value per area; missing ones belong to no class.
        scheme: how the breaks are found; ``user_defined`` takes them from ``bins``.
        k: how many classes to make.
        bins: upper bounds for ``user_defined``; a class is added for values above the last.
        breaks_from: the values that set the breaks, for example those of all years, where maps are to share
            their classes; ``values`` themselves by default.

    Source: Rey, Arribas-Bel & Wolf (2023), Geographic Data Science with Python, ch. 5.

    Raises:
        ValueError: ``k`` is below 1, or ``bins`` are missing or do not ascend.
    """
    numbers = np.asarray(values, dtype=np.float64)
    is_present = np.isfinite(numbers)
    setters = numbers if breaks_from is None else np.asarray(breaks_from, dtype=np.float64)
    upper = _upper_bounds(setters[np.isfinite(setters)], scheme, k, bins)
    codes = np.full(numbers.size, MISSING_CLASS)
    counts: list[int] = [0] * upper.size
    lowest = upper[:1]
    if is_present.any() and upper.size:
        assigned = UserDefined(numbers[is_present], upper)
        codes[is_present] = assigned.yb
        upper, counts = assigned.bins, assigned.counts.tolist()
        lowest = np.minimum(lowest, numbers[is_present].min())
    edges = np.concatenate([lowest, upper]).tolist()
    return Classes(
        scheme, tuple(edges[1:]), tuple(edges), tuple(counts), pd.Series(codes, index=values.index)
    )


def _upper_bounds(values: Floats, scheme: Scheme, k: int, bins: Sequence[float] | None) -> Floats:
    if scheme == "user_defined":
        return _ascending(bins)
    if k < 1:
        raise ValueError(f"expected at least one class, got k = {k}")
    distinct = np.unique(values)
    if k == 1:
        return distinct[-1:]
    return distinct if distinct.size <= k else np.unique(_SCHEMES[scheme](np.sort(values), k))


def _ascending(bins: Sequence[float] | None) -> Floats:
    upper = np.asarray(bins if bins is not None else (), dtype=float)
    if not upper.size or (np.diff(upper) <= 0).any():
        raise ValueError(f"expected ascending upper bounds for user-defined classes, got {bins!r}")
    return upper


def _quantiles(values: Floats, k: int) -> Floats:
    return np.asarray(np.quantile(values, np.arange(1, k + 1) / k), dtype=np.float64)


def _equal_interval(values: Floats, k: int) -> Floats:
    return np.linspace(values[0], values[-1], k + 1)[1:]


def _fisher_jenks(values: Floats, k: int) -> Floats:
    # mapclassify's own needs numba to be quick and sums squares in single precision: wrong for large values.
    ranks = np.linspace(0, values.size - 1, min(values.size, FISHER_JENKS_SAMPLE)).astype(int)
    return np.array(jenks_breaks(values[ranks], k)[1:])


def _pretty_breaks(values: Floats, k: int) -> Floats:
    return np.array(PrettyBreaks(values, k).bins)


_SCHEMES: dict[str, Callable[[Floats, int], Floats]] = {
    "quantiles": _quantiles,
    "equal_interval": _equal_interval,
    "fisher_jenks": _fisher_jenks,
    "pretty_breaks": _pretty_breaks,
}
"""How each scheme finds the upper bounds in sorted values of more than ``k`` kinds."""
