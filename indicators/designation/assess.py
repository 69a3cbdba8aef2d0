"""Apply a designation profile: thresholds, classes and adjustments, in three values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

import numpy as np
import pandas as pd

from config.errors import AimakError
from indicators.cells import Floats
from indicators.designation.adjustments import (
    Adjustment,
    Enclosed,
    Exclude,
    Grace,
    Include,
    ListedArea,
    Neighbours,
)
from indicators.designation.classes import ClassSets, class_sets
from indicators.designation.measure import Measurement, measure
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.profile import Criterion, Profile
from indicators.designation.tables import LevelTables
from indicators.designation.truth import Truth, counts, stacked
from indicators.designation.windows import years_before
from indicators.hierarchy import Bools, Ints


class PendingProfileError(AimakError, ValueError):
    """A profile whose numbers are not at hand."""


class NoBordersError(AimakError, ValueError):
    """A profile that asks for neighbours, and tables without."""


@dataclass(frozen=True, eq=False)
class Applied:
    """An adjustment and the areas whose class it changed, or made uncertain."""

    adjustment: Adjustment
    changed: Bools


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a profile says of areas; shapes begin with (…, areas)."""

    criteria: Truth
    """Whether each criterion is met, shape (…, areas, criteria)."""
    periods: Mapping[str, Truth]
    """By criterion, whether each period of its window is met, shape (…, areas, periods)."""
    classes: ClassSets
    applied: tuple[Applied, ...]

    @property
    def lowest(self) -> Ints:
        """The lowest possible number of criteria met."""
        return counts(self.criteria)[0]

    @property
    def highest(self) -> Ints:
        """The highest possible number of criteria met."""
        return counts(self.criteria)[1]

    @property
    def designated(self) -> Truth:
        """Whether an area is in a class that is a designation."""
        return self.classes.designated


@dataclass(frozen=True, eq=False)
class Assessment:
    """A profile applied to the areas of a level on one day."""

    profile: Profile
    measurement: Measurement
    outcome: Outcome

    @property
    def area_codes(self) -> pd.Index[str]:
        """The areas, in the order of all arrays."""
        return self.measurement.tables.area_codes

    @property
    def on(self) -> date:
        """The day of the assessment."""
        return self.measurement.on

    @property
    def is_in_force(self) -> bool:
        """Whether the rule is in force on that day; else this is what it would say."""
        return self.profile.legal_basis.holds_on(self.on)

    @property
    def untold_criteria(self) -> list[Criterion]:
        """The criteria that can be told of no area."""
        untold = np.logical_and.reduce(self.outcome.criteria.is_missing, axis=0)
        return [each for each, missing in zip(self.profile.criteria, untold, strict=True) if missing]

    def areas(self) -> pd.DataFrame:
        """Return a row per area: ``area_code, class, is_designated, lowest, highest, population``.

        ``class`` is an id of the profile's classes, several joined by ``+`` where they overlap, missing where
        it cannot be told; ``is_designated`` is true, false or missing; ``lowest`` and ``highest`` are the
        possible numbers of criteria met.
        """
        outcome = self.outcome
        return pd.DataFrame(
            {
                "area_code": self.area_codes,
                "class": pd.array(outcome.classes.names(), dtype="str"),
                "is_designated": outcome.designated.to_pandas(self.area_codes).array,
                "lowest": outcome.lowest,
                "highest": outcome.highest,
                "population": self.measurement.population,
            }
        )

    def is_met(self) -> pd.DataFrame:
        """Return a column per criterion, a row per area: True, False or NA."""
        met = self.outcome.criteria
        columns = {
            each.id: Truth(met.surely[:, n], met.possibly[:, n]).to_pandas(self.area_codes)
            for n, each in enumerate(self.profile.criteria)
        }
        return pd.DataFrame(columns, index=self.area_codes)


def assess(profile: Profile, tables: LevelTables, *, on: date) -> Assessment:
    """Apply a profile to the areas of a level.

    Args:
        profile: the rule; one that is not in force on the day is applied as if it were.
        tables: has every indicator of ``profile.indicator_ids`` and, where it asks, the neighbourhood.
        on: the day; only periods that have ended by then count, and the thresholds in force on it.

    Raises:
        PendingProfileError: numbers of the profile are not at hand.
        NoBordersError: it asks for neighbours and the tables have none.
    """
    return judge(profile, measure(profile, tables, on=on))


def judge(profile: Profile, measurement: Measurement) -> Assessment:
    """Apply thresholds, classes and adjustments to statistics; a moved threshold needs no more than this.

    Raises:
        PendingProfileError, NoBordersError: as :func:`assess`.
    """
    thresholds = thresholds_in_force(profile, measurement.on)
    return Assessment(profile, measurement, outcome(profile, measurement, thresholds))


def thresholds_in_force(profile: Profile, day: date) -> dict[str, float]:
    """Return the threshold of each criterion on a day, NaN where there is none."""
    thresholds = {each.id: each.threshold_on(day) for each in profile.criteria}
    return {key: np.nan if number is None else number for key, number in thresholds.items()}


def outcome(profile: Profile, measurement: Measurement, thresholds: Mapping[str, float | Floats]) -> Outcome:
    """Return what a profile says with the given thresholds.

    Args:
        profile: the rule.
        measurement: its statistics, of shape (…, areas, periods); it may have more criteria.
        thresholds: by criterion; a number, an array that broadcasts with the statistics, or NaN for none.

    Raises:
        PendingProfileError, NoBordersError: as :func:`assess`.
    """
    if not profile.can_be_run:
        raise PendingProfileError(f"the numbers of the profile {profile.id} are pending: it cannot be run")
    measured = {each.id: measurement.criteria[each.id] for each in profile.criteria}
    periods = {
        each.id: measured[each.id].bounds.compare(each.operator, thresholds[each.id])
        for each in profile.criteria
    }
    met = [periods[key].at_least(each.window.at_least or 1) for key, each in measured.items()]
    n_areas = measurement.tables.area_codes.size
    criteria = stacked(met) if met else Truth.known(np.zeros((n_areas, 0), dtype=bool))
    unadjusted = Outcome(criteria, periods, class_sets(profile, criteria), ())
    return _adjusted(profile, measurement, unadjusted)


def _adjusted(profile: Profile, measurement: Measurement, outcome: Outcome) -> Outcome:
    for adjustment in profile.adjustments:
        if adjustment.holds_on(measurement.on):
            classes = _apply(adjustment, outcome.classes, profile, measurement)
            changed = classes.differs_from(outcome.classes)
            outcome = replace(
                outcome, classes=classes, applied=(*outcome.applied, Applied(adjustment, changed))
            )
    return outcome


def _apply(
    adjustment: Adjustment, classes: ClassSets, profile: Profile, measurement: Measurement
) -> ClassSets:
    tables, to = measurement.tables, adjustment.designation
    match adjustment:
        case Include():
            return classes.promoted(_listed(adjustment.areas, tables.area_codes), to)
        case Exclude():
            return classes.demoted(_listed(adjustment.areas, tables.area_codes), to)
        case Neighbours():
            together = _neighbourhood(tables).in_groups_of(classes.truth(to), adjustment.minimum_areas)
            return classes.demoted(~together, to)
        case Enclosed():
            enclosed = _neighbourhood(tables).enclosed_by(
                classes.designated, state_border=adjustment.state_border
            )
            return classes.promoted(enclosed, to)
        case Grace():
            return classes.promoted(_was_designated(adjustment, profile, measurement), to)
        case _:
            assert_never(adjustment)


def _listed(areas: Sequence[ListedArea], area_codes: pd.Index[str]) -> Truth:
    return Truth.known(np.asarray(area_codes.isin([area.code for area in areas if area.code])))


def _neighbourhood(tables: LevelTables) -> Neighbourhood:
    if tables.neighbourhood is None:
        raise NoBordersError("the profile asks for neighbours: expected tables with the borders of the areas")
    return tables.neighbourhood


def _was_designated(grace: Grace, profile: Profile, measurement: Measurement) -> Truth:
    """Return which areas were in the class on the same day of one of the years before, by the other rules.

    A year in which the rule was not in force yet gave no status that could be kept.
    """
    others = tuple(each for each in profile.adjustments if not isinstance(each, Grace))
    before = profile.model_copy(update={"adjustments": others})
    was = Truth.known(np.zeros(measurement.tables.area_codes.size, dtype=bool))
    for years in range(1, grace.years + 1):
        day = years_before(measurement.on, years)
        if profile.legal_basis.holds_on(day):
            was |= assess(before, measurement.tables, on=day).outcome.classes.truth(grace.designation)
    return was
