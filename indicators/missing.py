"""What stands in for a missing value: only what the catalogue says, and always with the period it is from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geodata.periods import frequency
from indicators.hierarchy import Bools, Ints

NOWHERE = -1


def latest_known(is_known: Bools, periods: Sequence[str], *, max_years: int | None = None) -> Ints:
    """Return for every cell the column of the latest period, not later than its own, that is known.

    Args:
        is_known: rows areas, columns periods.
        periods: the columns' periods, ascending.
        max_years: how old the known one may be; without it, of any age.

    Returns:
        Column numbers in the shape of ``is_known``; ``NOWHERE`` where nothing is known.

    >>> latest_known(np.array([[True, False, False]]), ["2020", "2021", "2023"], max_years=2).tolist()
    [[0, 0, -1]]
    """
    columns = np.arange(len(periods))
    origin = np.maximum.accumulate(np.where(is_known, columns, NOWHERE), axis=1)
    if max_years is not None:
        years = np.array([int(period[:4]) for period in periods], dtype=np.int64)
        origin[(origin >= 0) & (years - years[origin] > max_years)] = NOWHERE
    return origin


def carried_from(is_known: Bools, periods: Sequence[str], *, max_years: int | None = None) -> Ints:
    """As :func:`latest_known`, but a yearly value stands in for years only, a quarterly one for quarters.

    >>> carried_from(np.array([[True, False, False]]), ["2020", "2020-Q1", "2021"]).tolist()
    [[0, -1, 0]]
    """
    origin = np.full(is_known.shape, NOWHERE)
    labels = np.array(periods, dtype=object)
    frequencies = np.array([frequency(period) for period in periods])
    for each in np.unique(frequencies):
        columns = np.flatnonzero(frequencies == each)
        same = latest_known(is_known[:, columns], labels[columns].tolist(), max_years=max_years)
        origin[:, columns] = np.where(same == NOWHERE, NOWHERE, columns[same])
    return origin
