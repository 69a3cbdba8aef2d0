"""A fixed pool handed out to the last cent.

Arrays have the shape (…, areas), amounts are in thousand currency, and nothing may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.budget.equalization import GrantBounds, Number
from indicators.budget.provision import AREAS, CURRENCY_PER_THOUSAND
from indicators.cells import Floats
from indicators.hierarchy import Bools

MOST_UNITS = 2**48
"""Of the smallest amount: above it, sums of floating-point numbers are no longer exact to one unit."""

REMAINDER_DECIMALS = 6
"""Remainders that agree to so many places are equal, and the order of the areas decides."""


@dataclass(frozen=True, eq=False)
class PoolFit:
    """A pool handed out in proportion to shares, within bounds."""

    amount: Floats
    rate: Floats
    """Grant per unit of share, where no bound holds an area; shape (…, 1)."""
    is_free: Bools
    """Which areas no bound holds."""


def fit_to_pool(shares: Floats, bounds: GrantBounds, *, total: Number) -> PoolFit:
    """Hand out a pool in proportion to shares; what a bound keeps from some goes to the others.

    The amounts are clip(rate · share, lowest, highest) with the one rate at which they sum to the pool. They
    sum to less where every area with a share is at its highest, to more where the lowest alone ask for more.

    Args:
        shares: zero or more.
        bounds: the lowest is zero or more.
        total: the pool.

    >>> no_bounds = GrantBounds(np.zeros(2), np.full(2, np.inf))
    >>> fit_to_pool(np.array([1.0, 3.0]), no_bounds, total=100.0).amount
    array([25., 75.])
    """
    # No area can be given more than the whole pool, so that nothing below is infinite.
    lowest, highest = bounds.lowest, np.minimum(bounds.highest, np.maximum(bounds.lowest, total))
    shares, lowest, highest = np.broadcast_arrays(shares, lowest, highest)
    within = GrantBounds(lowest, highest)
    turns = _Turns.of(shares, within)
    rate = turns.last_before(total)
    # The sums along the turns are rounded: solved with who is free there, the rate itself tells it exactly.
    for _ in range(2):
        is_free = turns.is_between(rate)
        rate = _solved(shares, within, is_free, rate=rate, total=total)
    # Said by the turns: rate · share of an area at its highest can fall short of it by a rounding.
    is_full = (shares > 0) & ~is_free & (turns.leaves <= rate)
    return PoolFit(np.where(is_full, highest, within.clip(rate * shares)), rate, is_free)


def _solved(shares: Floats, within: GrantBounds, is_free: Bools, *, rate: Floats, total: Number) -> Floats:
    held = _sum(np.where(is_free, 0.0, within.clip(rate * shares)))
    free = _sum(np.where(is_free, shares, 0.0))
    return np.where(free > 0, (total - held) / np.where(free > 0, free, 1.0), rate)


@dataclass(frozen=True, eq=False)
class _Turns:
    """The rates at which the sum of the amounts, which is piecewise linear in the rate, bends."""

    shares: Floats
    lowest: Floats
    joins: Floats
    """Where each area comes off its lowest amount; zero, as where it leaves, for one without a share."""
    leaves: Floats
    """Where it comes to its highest."""

    @classmethod
    def of(cls, shares: Floats, within: GrantBounds) -> _Turns:
        has_share = shares > 0
        per_share = np.where(has_share, shares, 1.0)
        joins, leaves = (
            np.where(has_share, bound / per_share, 0.0) for bound in (within.lowest, within.highest)
        )
        return cls(shares, within.lowest, joins, leaves)

    def is_between(self, rate: Floats) -> Bools:
        """Return which areas no bound holds at a rate, and just above it."""
        free: Bools = (self.joins <= rate) & (rate < self.leaves)
        return free

    def last_before(self, total: Number) -> Floats:
        """Return the highest turn at which the amounts sum to no more than a total, shape (…, 1)."""
        rates = np.concatenate([self.joins, self.leaves], axis=AREAS)
        order = np.argsort(rates, axis=AREAS)
        rates = np.take_along_axis(rates, order, axis=AREAS)
        bends = np.take_along_axis(np.concatenate([self.shares, -self.shares], axis=AREAS), order, axis=AREAS)
        growth = np.cumsum(bends, axis=AREAS)[..., :-1] * np.diff(rates, axis=AREAS)
        sums = _sum(self.lowest) + np.cumsum(growth, axis=AREAS)
        passed = (sums <= total).sum(axis=AREAS, keepdims=True)
        return np.take_along_axis(rates, passed, axis=AREAS)


def closed(amount: Floats, *, round_to: float) -> Floats:
    """Round amounts so that they sum to their rounded sum (method of the largest remainder).

    What is paid and what is withdrawn are closed each on its own. Of equal remainders the first areas in
    order are rounded up.

    Args:
        amount: of areas in an order that has nothing to do with chance.
        round_to: the smallest amount, in currency.

    >>> closed(np.array([0.333333, 0.333333, 0.333334]), round_to=0.01)
    array([0.33333, 0.33333, 0.33334])
    """
    per_unit = CURRENCY_PER_THOUSAND / round_to
    paid, withdrawn = np.maximum(amount, 0.0), np.maximum(-amount, 0.0)
    units = _whole_units(paid * per_unit) - _whole_units(withdrawn * per_unit)
    return np.asarray(units / per_unit)


def totals_of(amount: Floats, *, round_to: float) -> tuple[Floats, Floats]:
    """Return what closed amounts pay out and what they withdraw in all, exact to the smallest amount."""
    per_unit = CURRENCY_PER_THOUSAND / round_to
    paid, withdrawn = (np.maximum(each, 0.0).sum(axis=AREAS) for each in (amount, -amount))
    return np.rint(paid * per_unit) / per_unit, np.rint(withdrawn * per_unit) / per_unit


def is_too_large_to_close(amount: Floats, *, round_to: float) -> bool:
    """Whether amounts are too large to be added up exactly to the smallest amount (in currency)."""
    units = np.abs(amount).sum(axis=AREAS) * CURRENCY_PER_THOUSAND / round_to
    return bool((units > MOST_UNITS).any())


def _whole_units(units: Floats) -> Floats:
    whole = np.floor(units)
    remainder = np.round(units - whole, REMAINDER_DECIMALS)
    n_up = np.rint(_sum(units - whole))
    order = np.argsort(-remainder, axis=AREAS, kind="stable")
    is_up = np.zeros(units.shape, dtype=bool)
    np.put_along_axis(is_up, order, np.arange(units.shape[AREAS]) < n_up, axis=AREAS)
    return np.asarray(whole + is_up)


def _sum(values: Floats) -> Floats:
    return np.asarray(values.sum(axis=AREAS, keepdims=True))
