"""What of an area is compared with a threshold: one function, one statistic.

Every function takes tables of shape (…, areas, periods), missing as NaN, and returns :class:`Bounds` of that
shape. An area without a value has no statistic. Where the statistic of an area depends on others (a rank, a
quota), a missing value elsewhere widens its bounds by whatever that value could change; so the result never
claims more than is known. Values that differ by no more than rounding are equal.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, ParamSpec

import numpy as np
from scipy.stats import rankdata

from config.i18n import N_
from indicators.cells import Floats
from indicators.designation.bounds import Bounds, to_twelve_digits
from indicators.hierarchy import Ints

P = ParamSpec("P")

Worst = Literal["highest", "lowest"]
"""Which end of a ranking is the worst and comes first."""

AREAS = -2
"""The axis of the areas."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A registered statistic: what a criterion may name."""

    id: str
    function: Callable[..., Bounds]
    title: str
    """What it is called on screen, in English."""

    @property
    def needs_reference(self) -> bool:
        """Whether it compares with a reference."""
        return "reference" in self._names

    @property
    def is_ranking(self) -> bool:
        """Whether it puts the areas in an order."""
        return "worst" in self._names

    def compute(self, offered: Mapping[str, object]) -> Bounds:
        """Apply the function to those of the offered arguments that it takes."""
        return self.function(**{name: offered[name] for name in self._names})

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.function).parameters)


STATISTICS: dict[str, Statistic] = {}
"""Every statistic by its id."""


def statistic(statistic_id: str, *, title: str) -> Callable[[Callable[P, Bounds]], Callable[P, Bounds]]:
    """Register the decorated function as the statistic ``statistic_id``."""

    def register(function: Callable[P, Bounds]) -> Callable[P, Bounds]:
        STATISTICS[statistic_id] = Statistic(statistic_id, function, title)
        return function

    return register


@statistic("value", title=N_("value of the area"))
def value(values: Floats) -> Bounds:
    """Return the value itself, in its unit."""
    return Bounds.of(values)


@statistic("ratio", title=N_("ratio to the reference"))
def ratio(values: Floats, reference: Floats) -> Bounds:
    """Return value ÷ reference; missing where the reference is not above zero: that ratio says nothing."""
    divisor = np.where(reference > 0, reference, np.nan)
    return Bounds.of(values / divisor)


@statistic("rank", title=N_("place in the ranking, the worst first"))
def rank(values: Floats, worst: Worst) -> Bounds:
    """Return 1 + the number of areas that are worse; equal areas share a place (competition ranking)."""
    unknown = np.isnan(values)
    place = _place(_worst_first(values, worst)).astype(float)
    return Bounds(place, place + unknown.sum(axis=AREAS, keepdims=True)).missing_where(unknown)


@statistic("rank_share", title=N_("place in the ranking as a share of all areas, the worst first"))
def rank_share(values: Floats, worst: Worst) -> Bounds:
    """Return the place in the ranking ÷ the number of areas."""
    places, n_areas = rank(values, worst), values.shape[AREAS]
    return Bounds(places.lowest / n_areas, places.highest / n_areas)


@statistic("halves", title=N_("half of the ranking worse (1, 2) or better (3, 4) than the reference"))
def halves(values: Floats, reference: Floats, worst: Worst) -> Bounds:
    """Return 1 to 4: the worse and the better half of the areas worse than the reference, then of the others.

    With an odd number the middle area belongs to the worse half. This is the grouping of Croatian local units
    since 2018 (Act on Regional Development, NN 147/2014 and 123/2017).
    """
    unknown = np.isnan(values) | np.isnan(reference)
    is_worse = Bounds.of(values).compare(">" if worst == "highest" else "<", reference).surely
    n_unknown = unknown.sum(axis=AREAS, keepdims=True)
    place = _place(_worst_first(values, worst))
    n_worse, n_known = (each.sum(axis=AREAS, keepdims=True) for each in (is_worse, ~unknown))
    within = np.where(is_worse, place, place - n_worse)
    largest = np.where(is_worse, n_worse, n_known - n_worse) + n_unknown
    half = (largest + 1) // 2
    first = np.where(is_worse, 1.0, 3.0)
    return Bounds(first + (within > half), first + (within + n_unknown > half)).missing_where(unknown)


@statistic("population_quota", title=N_("share of the population living in worse areas"))
def population_quota(
    values: Floats,
    worst: Worst,
    population: Floats,
    total_population: float,
    crossing: Literal["included", "excluded"],
) -> Bounds:
    """Return the share of the population covered, worst areas first.

    Args:
        values: what ranks the areas; equal ones stand or fall together.
        worst: the end of the ranking that comes first.
        population: of each area, shape (areas,).
        total_population: of all of them; missing or zero leaves every share open.
        crossing: ``included``: the share before the area, so that the one that crosses the line counts;
            ``excluded``: the share up to and with the area, so that it does not.
    """
    unknown, key = np.isnan(values), _worst_first(values, worst)
    if not total_population > 0:
        return Bounds.of(np.full(values.shape, np.nan))
    fewest, most = (np.nan_to_num(population, nan=people)[:, None] for people in (0.0, np.inf))
    hidden = np.where(unknown, most, 0.0).sum(axis=AREAS, keepdims=True)
    lowest = _covered(key, np.where(unknown, 0.0, fewest), crossing)
    highest = _covered(key, np.where(unknown, 0.0, most), crossing) + hidden
    return Bounds(lowest / total_population, highest / total_population).missing_where(unknown)


def _covered(key: Floats, people: Floats, crossing: str) -> Floats:
    """Return the people in the areas that are worse, or as bad where the crossing is excluded."""
    order = np.argsort(key, axis=AREAS, kind="stable")
    running = np.cumsum(np.take_along_axis(people, order, axis=AREAS), axis=AREAS)
    before = np.concatenate([np.zeros_like(running[..., :1, :]), running], axis=AREAS)
    upto = _place(key) - 1 if crossing == "included" else _place(key, ties="max")
    return np.take_along_axis(before, upto, axis=AREAS)


def _place(key: Floats, ties: Literal["min", "max"] = "min") -> Ints:
    places: Ints = rankdata(key, method=ties, axis=AREAS).astype(np.int64)
    return places


def _worst_first(values: Floats, worst: Worst) -> Floats:
    """Return keys that ascend from the worst, the missing at the end."""
    rounded = to_twelve_digits(values)
    return np.where(np.isnan(values), np.inf, -rounded if worst == "highest" else rounded)
