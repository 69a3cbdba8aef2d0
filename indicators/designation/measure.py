"""The statistics of a profile's criteria, before any threshold: what a moved threshold leaves as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

import numpy as np

from geodata.periods import last_day
from indicators.cells import Floats
from indicators.designation.bounds import Bounds
from indicators.designation.means import known_mean
from indicators.designation.profile import (
    POPULATION,
    ConstantReference,
    Criterion,
    NationReference,
    ParentReference,
    Profile,
    Reference,
    Score,
    SeriesReference,
)
from indicators.designation.scores import composite
from indicators.designation.statistics import AREAS, STATISTICS
from indicators.designation.tables import LevelTables
from indicators.designation.windows import Window, window_periods

Perturb = Callable[[str, Sequence[str], Floats], Floats]
"""Changes an indicator's values in some periods, shape (areas, periods), to (…, areas, periods)."""


@dataclass(frozen=True, eq=False)
class MeasuredCriterion:
    """One criterion of every area, before its threshold."""

    criterion: Criterion
    periods: tuple[str, ...]
    """The window, ascending; empty where there are no data in time, and for a score."""
    window: Window
    """As it was applied."""
    values: Floats
    """Of the indicator, shape (…, areas, periods); of a score, (…, areas, 1)."""
    reference: Floats | None
    """Shape (areas or 1, periods); a mean of the areas (…, 1, periods)."""
    bounds: Bounds
    """The statistic: one for each period of the window, or one for their mean."""


@dataclass(frozen=True, eq=False)
class Measurement:
    """All criteria of a profile on one day."""

    tables: LevelTables
    on: date
    criteria: Mapping[str, MeasuredCriterion]
    population: Floats
    """Latest of each area by that day, shape (areas,)."""


def measure(
    profile: Profile,
    tables: LevelTables,
    *,
    on: date,
    perturb: Perturb | None = None,
    without_year: int | None = None,
) -> Measurement:
    """Return the statistics of every criterion.

    Args:
        profile: the rule.
        tables: what it reads; has every indicator of ``profile.indicator_ids``.
        on: the day of the assessment.
        perturb: changes the values first; may add axes in front.
        without_year: a year whose periods are left out of every window; one that has no others moves back.
    """
    reading = _Reading(profile, tables, on, perturb or _as_they_are, without_year)
    return Measurement(
        tables,
        on,
        {each.id: reading.criterion(each) for each in profile.criteria},
        latest_population(tables, on),
    )


def years_read(profile: Profile, tables: LevelTables, *, on: date) -> list[int]:
    """Return every year of which a window of the profile reads a period, ascending."""
    reading = _Reading(profile, tables, on, _as_they_are, without_year=None)
    periods = {period for each in profile.windows for period in reading.window(*each)[0]}
    return sorted({last_day(period).year for period in periods})


def latest_population(tables: LevelTables, on: date) -> Floats:
    """Return the latest population of each area by a day, shape (areas,)."""
    return latest_values(tables, POPULATION, on)


def latest_values(tables: LevelTables, indicator_id: str, on: date) -> Floats:
    """Return the latest value of each area by a day, shape (areas,)."""
    return _latest(tables.values[indicator_id], tables, on)


@dataclass(frozen=True, eq=False)
class _Reading:
    profile: Profile
    tables: LevelTables
    on: date
    perturb: Perturb
    without_year: int | None

    def criterion(self, criterion: Criterion) -> MeasuredCriterion:
        if criterion.indicator is None:
            values = self._score(self.profile.scores[criterion.score or ""])
            return self._measured(criterion, (), Window(), values)
        periods, window = self.window(criterion.indicator, criterion.window)
        return self._measured(criterion, periods, window, self._values(criterion.indicator, periods))

    def _measured(
        self, criterion: Criterion, periods: tuple[str, ...], window: Window, values: Floats
    ) -> MeasuredCriterion:
        reference = None
        if criterion.reference is not None:
            reference = self._reference(criterion.reference, criterion.indicator, periods, values)
        bounds = self._statistic(criterion, window, values, reference)
        return MeasuredCriterion(criterion, periods, window, values, reference, bounds)

    def window(self, indicator_id: str, window: Window) -> tuple[tuple[str, ...], Window]:
        """Return the periods of a window, and the window as it applies to them."""
        tables = self.tables
        is_known = np.logical_or.reduce(~np.isnan(tables.values[indicator_id]), axis=0)
        periods = window_periods(window, self.on, tables.periods, is_known)
        kept = tuple(period for period in periods if self._counts(period))
        if not kept:
            is_known &= np.array([self._counts(period) for period in tables.periods], dtype=bool)
            kept = tuple(window_periods(window, self.on, tables.periods, is_known))
        return kept, window.shortened_to(len(kept)) if len(kept) < window.periods else window

    def _counts(self, period: str) -> bool:
        return last_day(period).year != self.without_year

    def _values(self, indicator_id: str, periods: tuple[str, ...]) -> Floats:
        return self.perturb(indicator_id, periods, self.tables.of_areas(indicator_id, periods))

    def _score(self, score: Score) -> Floats:
        parts = []
        for component in score.components:
            periods, window = self.window(component.indicator, score.window)
            parts.append(window.mean(self._values(component.indicator, periods))[..., 0])
        scores = composite(
            parts,
            worst=[each.worst for each in score.components],
            weights=[each.weight for each in score.components],
            normalisation=score.normalisation,
            aggregation=score.aggregation,
        )
        return scores[..., None]

    def _reference(
        self, reference: Reference, indicator_id: str | None, periods: tuple[str, ...], values: Floats
    ) -> Floats:
        match reference:
            case ConstantReference():
                return np.full((1, values.shape[-1]), reference.value)
            case SeriesReference():
                return np.array([[reference.values.get(period, np.nan) for period in periods]])
            case ParentReference():
                return self.tables.of_parents(indicator_id or "", periods)
            case NationReference(mean="simple"):
                return known_mean(values, axis=AREAS)
            case NationReference(mean="weighted"):
                weights = self.tables.of_areas(reference.weight or "", periods)
                return known_mean(values, axis=AREAS, weights=weights)
            case NationReference():
                return self.tables.of_nation(indicator_id or "", periods)
            case _:
                assert_never(reference)

    def _statistic(
        self, criterion: Criterion, window: Window, values: Floats, reference: Floats | None
    ) -> Bounds:
        if window.take == "mean":
            values = window.mean(values)
            reference = None if reference is None else window.mean(reference)
        offered: dict[str, object] = {"values": values, "reference": reference}
        if criterion.statistic == "population_quota":
            offered["population"] = latest_population(self.tables, self.on)
            offered["total_population"] = self._total_population()
        offered |= {"worst": criterion.worst, "crossing": criterion.crossing}
        return STATISTICS[criterion.statistic].compute(offered)

    def _total_population(self) -> float:
        """Return the people in all areas; missing where neither all areas nor the country say."""
        of_areas = latest_population(self.tables, self.on)
        if not np.isnan(of_areas).any():
            return float(of_areas.sum())
        of_nation = float(_latest(self.tables.nation[POPULATION][None, :], self.tables, self.on)[0])
        # A country's total that was added up from the same areas lacks the same people.
        return of_nation if of_nation > np.nansum(of_areas) else np.nan


def _latest(table: Floats, tables: LevelTables, on: date) -> Floats:
    ends = {n: last_day(period) for n, period in enumerate(tables.periods)}
    past = sorted((n for n, end in ends.items() if end <= on), key=ends.__getitem__)
    latest = np.full(table.shape[0], np.nan)
    for column in table[:, past].T:
        latest = np.where(np.isnan(column), latest, column)
    return latest


def _as_they_are(_indicator_id: str, _periods: Sequence[str], values: Floats) -> Floats:
    return values
