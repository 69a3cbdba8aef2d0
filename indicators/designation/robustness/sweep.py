"""What a designation says as the threshold of one criterion moves over a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from config.errors import AimakError
from indicators.cells import Floats
from indicators.designation.assess import Assessment, outcome, thresholds_in_force
from indicators.designation.measure import MeasuredCriterion
from indicators.designation.robustness.batches import batches
from indicators.designation.truth import Truth

STATES = ("not_designated", "cannot_be_told", "designated")
"""What an area may become; the position is the number of bounds of its truth that hold."""

JUST = 1e-6
"""How far outside a range is outside, relative to it: far more than what still counts as equal."""

STEPS = 20
"""Of a default range, on either side of the threshold in force."""


class NoThresholdError(AimakError, ValueError):
    """A criterion without a threshold on the day of an assessment."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """One criterion's threshold moved, everything else as it is."""

    criterion_id: str
    curve: pd.DataFrame
    """``threshold, designated, designated_at_most, population, population_at_most``, ascending.

    ``designated`` counts the areas that are designated whatever the missing turn out to be, ``population``
    the people known to live there; the other two count all areas that may be, and the people are missing
    where one of these has no known population.
    """
    switch_points: pd.DataFrame
    """``area_code, threshold, becomes``, by area and threshold, both ascending.

    Where, as the threshold rises through the range, what is said of the area changes: to one of ``STATES``.
    An area that is not named does not change within the range.
    """


def sweep_threshold(assessment: Assessment, criterion_id: str, thresholds: Sequence[float]) -> Sweep:
    """Move the threshold of a criterion over a range.

    What an area was on earlier days, which a period of grace goes back to, stays as it is. In a profile none
    of whose other classes stands before a designation, a tighter threshold never adds an area.

    A switch point is a value of the statistic, so it is exact: the area changes there, or just beyond, as
    the operator says. Where a profile asks for neighbours, areas switch at each other's values and all of
    these in the range are tried: their number × the number of areas decides how long that takes.

    Args:
        assessment: the profile as it is.
        criterion_id: one of its criteria.
        thresholds: the range, in any order; at least one.
    """
    ascending = np.unique(np.asarray(thresholds, dtype=float))
    return Sweep(
        criterion_id,
        curve=_curve(assessment, criterion_id, ascending),
        switch_points=_switch_points(assessment, criterion_id, ascending),
    )


def default_range(assessment: Assessment, criterion_id: str, *, range_pct: float) -> Floats:
    """Return thresholds from ``range_pct`` below to as much above the one in force, which is among them.

    A threshold of zero has no such range: it stands alone.

    Raises:
        NoThresholdError: none is in force on the day of the assessment.
    """
    threshold = assessment.profile.criterion(criterion_id).threshold_on(assessment.on)
    if threshold is None:
        raise NoThresholdError(
            f"expected a threshold of {criterion_id} that is in force on {assessment.on}, got none"
        )
    return np.unique(threshold * (1 + range_pct / 100 * np.linspace(-1, 1, 2 * STEPS + 1)))


def _curve(assessment: Assessment, criterion_id: str, thresholds: Floats) -> pd.DataFrame:
    designated = _designated(assessment, criterion_id, thresholds[:, None])
    population = assessment.measurement.population
    at_most = designated.possibly @ np.nan_to_num(population)
    return pd.DataFrame(
        {
            "threshold": thresholds,
            "designated": designated.surely.sum(axis=-1),
            "designated_at_most": designated.possibly.sum(axis=-1),
            "population": designated.surely @ np.nan_to_num(population),
            "population_at_most": np.where(designated.possibly @ np.isnan(population), np.nan, at_most),
        }
    )


def _switch_points(assessment: Assessment, criterion_id: str, thresholds: Floats) -> pd.DataFrame:
    flips = _drawn_near(_flips(assessment.measurement.criteria[criterion_id]), thresholds)
    candidates = np.unique(flips)[:, None] if assessment.profile.needs_borders else flips
    designated = _designated(assessment, criterion_id, _between(candidates))
    state = designated.surely.astype(int) + designated.possibly
    is_within = (candidates >= thresholds[0]) & (candidates <= thresholds[-1])
    switches = (state[1:] != state[:-1]) & is_within
    switch, area = np.nonzero(switches)
    found = pd.DataFrame(
        {
            "area_code": assessment.area_codes.take(area),
            "threshold": np.broadcast_to(candidates, switches.shape)[switch, area],
            "becomes": np.array(STATES)[state[1:][switch, area]],
        }
    )
    return found.astype({"area_code": "str", "becomes": "str"}).sort_values(
        ["area_code", "threshold"], ignore_index=True
    )


def _flips(measured: MeasuredCriterion) -> Floats:
    """Return where the criterion itself turns for each area: surely or possibly, ascending, shape (2, areas).

    With k of n periods that is the k-th highest statistic for an operator upwards, else the k-th lowest.
    """
    nth = (measured.window.at_least or 1) - 1
    if measured.criterion.operator in (">", ">="):
        nth = -1 - nth
    bounds = measured.bounds
    turning = [np.sort(each, axis=-1)[..., nth] for each in (bounds.lowest, bounds.highest)]
    return np.sort(turning, axis=0)


def _drawn_near(flips: Floats, thresholds: Floats) -> Floats:
    """Return those outside the range, be they infinite, just outside it: what happens there is not asked."""
    margin = JUST * (np.abs(thresholds).max() or 1.0)
    return np.clip(flips, thresholds[0] - margin, thresholds[-1] + margin)


def _between(candidates: Floats) -> Floats:
    """Return thresholds below, between and above candidates, which ascend: one more than these."""
    first, last = candidates[:1], candidates[-1:]
    steps = np.concatenate([first - 1 - np.abs(first), candidates, last + 1 + np.abs(last)])
    between: Floats = (steps[1:] + steps[:-1]) / 2
    return between


def _designated(assessment: Assessment, criterion_id: str, thresholds: Floats) -> Truth:
    """Return what is designated with each threshold, shape (thresholds, areas).

    Args:
        assessment: the profile as it is.
        criterion_id: whose threshold is moved.
        thresholds: shape (thresholds, areas), or (thresholds, 1) where they are the same for all.
    """
    profile, measurement = assessment.profile, assessment.measurement
    in_force = thresholds_in_force(profile, assessment.on)
    parts = [
        outcome(profile, measurement, in_force | {criterion_id: thresholds[batch, :, None]}).designated
        for batch in batches(len(thresholds), assessment.area_codes.size)
    ]
    return Truth(
        np.concatenate([each.surely for each in parts]), np.concatenate([each.possibly for each in parts])
    )
