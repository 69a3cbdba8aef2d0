"""How far areas are beyond the threshold of a criterion, or short of it, in the unit of its indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.cells import Floats
from indicators.designation.bounds import EQUAL_WITHIN, Bounds
from indicators.designation.measure import MeasuredCriterion
from indicators.designation.profile import Criterion
from indicators.designation.statistics import STATISTICS
from indicators.designation.truth import Truth
from indicators.hierarchy import Bools, Ints

AREAS = -2
"""The axis of the areas."""

NO_PERIOD = -1


@dataclass(frozen=True, eq=False)
class Margins:
    """One criterion of every area; arrays of shape (areas,), missing as NaN.

    Where each period is tested, all numbers are of the decisive one: of the ``k`` best of those that must be
    met, the one with the least margin. So the criterion is met exactly if that period meets it. Where periods
    are missing it is the one that settles the matter without them: the margin is at least that large.
    """

    value: Floats
    reference: Floats
    statistic: Floats
    threshold_value: Floats
    """The threshold in the unit of the indicator."""
    margin: Floats
    """Above zero beyond the threshold, below zero short of it."""
    decisive: Ints
    """Position of the decisive period, ``NO_PERIOD`` where a mean is tested or it cannot be told."""

    @property
    def margin_pct(self) -> Floats:
        """The margin in per cent of the threshold; missing where that is zero."""
        size = np.abs(self.threshold_value)
        return 100.0 * self.margin / np.where(size > 0, size, np.nan)


@dataclass(frozen=True, eq=False)
class ByPeriod:
    """One criterion of every area in every period of its window; shape (areas, periods)."""

    value: Floats
    reference: Floats
    threshold_value: Floats
    """The threshold in the unit of the indicator; for a ranking only where each period is tested."""
    statistic: Floats
    """Missing where the mean of several periods is tested, as ``met`` is."""
    met: Truth


def margins(measured: MeasuredCriterion, threshold: float, met: Truth) -> Margins:
    """Return the margins of one criterion.

    Args:
        measured: its statistics.
        threshold: the one applied; NaN for none.
        met: whether each test is met, shape (areas, tests), as ``Outcome.periods`` has it.
    """
    values, reference = _tested(measured)
    lines = _threshold_values(measured.criterion, threshold, values, reference, met)
    beyond = _beyond(values, lines, _side_of_the_met(measured.criterion))
    columns, is_told = _decisive(beyond, met, measured.window.at_least or 1)
    rows = np.arange(columns.size)

    def of_decisive(table: Floats) -> Floats:
        return np.where(is_told, np.broadcast_to(table, values.shape)[rows, columns], np.nan)

    return Margins(
        value=of_decisive(values),
        reference=of_decisive(np.full(values.shape, np.nan) if reference is None else reference),
        statistic=of_decisive(measured.bounds.point),
        threshold_value=of_decisive(lines),
        margin=of_decisive(beyond),
        decisive=np.where(is_told & (measured.window.take == "each"), columns, NO_PERIOD),
    )


def by_period(measured: MeasuredCriterion, threshold: float, met: Truth) -> ByPeriod:
    """Return what is behind the margins; arguments as for :func:`margins`."""
    values, reference = measured.values, measured.reference
    nowhere = np.full(values.shape, np.nan)
    is_tested = met.surely.shape == values.shape
    tests = met if is_tested else Bounds.of(nowhere).compare(measured.criterion.operator, threshold)
    return ByPeriod(
        value=values,
        reference=nowhere if reference is None else np.broadcast_to(reference, values.shape),
        threshold_value=_threshold_values(measured.criterion, threshold, values, reference, tests),
        statistic=measured.bounds.point if is_tested else nowhere,
        met=tests,
    )


def _threshold_values(
    criterion: Criterion, threshold: float, values: Floats, reference: Floats | None, met: Truth
) -> Floats:
    """Return the threshold in the unit of the indicator, shape (areas, periods).

    For a ratio it is the threshold times the reference. A place in a ranking has no value of its own: there
    it is the value of the nearest area on the other side of the line, and missing where any area is.
    """
    if STATISTICS[criterion.statistic].is_ranking:
        return _nearest_across(values, met, _side_of_the_met(criterion))
    if reference is None:
        return np.full(values.shape, threshold)
    return np.broadcast_to(threshold * np.where(reference > 0, reference, np.nan), values.shape)


def _tested(measured: MeasuredCriterion) -> tuple[Floats, Floats | None]:
    values, reference, window = measured.values, measured.reference, measured.window
    if window.take == "each":
        return values, reference
    return window.mean(values), None if reference is None else window.mean(reference)


def _side_of_the_met(criterion: Criterion) -> int:
    """Return 1 where areas with higher values meet the criterion, else -1."""
    is_low = criterion.operator in ("<", "<=")
    is_above = not is_low if criterion.worst is None else is_low == (criterion.worst == "highest")
    return 1 if is_above else -1


def _beyond(values: Floats, lines: Floats, side: int) -> Floats:
    beyond = side * (values - lines)
    return np.where(np.abs(beyond) <= EQUAL_WITHIN * np.abs(lines), 0.0, beyond)


def _nearest_across(values: Floats, met: Truth, side: int) -> Floats:
    heights = side * values
    least_met = np.where(met.surely, heights, np.inf).min(axis=AREAS, keepdims=True, initial=np.inf)
    most_unmet = np.where(met.surely, -np.inf, heights).max(axis=AREAS, keepdims=True, initial=-np.inf)
    nearest = side * np.where(met.surely, most_unmet, least_met)
    is_complete = ~np.logical_or.reduce(np.isnan(values) | met.is_missing, axis=AREAS, keepdims=True)
    return np.where(is_complete & np.isfinite(nearest), nearest, np.nan)


def _decisive(beyond: Floats, met: Truth, at_least: int) -> tuple[Ints, Bools]:
    """Return the column of the decisive period of each area, and whether it can be told."""
    rows = np.arange(beyond.shape[0])
    if beyond.shape[-1] == 1:
        return np.zeros_like(rows), np.ones(rows.size, dtype=bool)
    is_met = met.at_least(at_least)
    # A period that is met by a margin that cannot be told still goes before one that is not met.
    settling = np.where(is_met.surely[:, None] & ~met.surely, np.nan, beyond)
    unknown = np.where(is_met.surely, -np.inf, np.inf)[:, None]
    order = np.argsort(-np.where(np.isnan(settling), unknown, settling), axis=-1, kind="stable")
    columns = order[:, at_least - 1]
    return columns, ~is_met.is_missing & ~np.isnan(settling[rows, columns])
