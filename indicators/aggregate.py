"""Values up the levels: sums, weighted means and sums for ratios, each with how much of the area it covers.

An area's own value wins over what its parts give, unless it was carried forward from an earlier period while
all parts have values of the period itself. Parts are the areas whose own values went in: a district made of
7 of its 9 municipalities has ``n_parts`` 7 and ``n_expected`` 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicators.cells import CANNOT_EXIST, NO_OBSERVATION, Cells, Floats, Method
from indicators.hierarchy import Bools, Hierarchy, Ints


@dataclass(frozen=True, eq=False)
class Totals:
    """Per area and period the sums over its parts, or its own amounts where it stands for itself."""

    amounts: Floats
    """Amounts × areas × periods."""
    n_parts: Ints
    n_expected: Ints
    status: Ints
    """The weakest status of the parts."""
    age: Ints
    """The greatest age of the parts."""
    is_summed: Bools
    """Where the parts were summed."""


def sum_of_parts(own: Cells, hierarchy: Hierarchy) -> Cells:
    """Fill areas without a value of their own with the sum of their parts; a partial sum says so.

    Totals are conserved: an area without a value of its own is the sum of the own values below it.
    """
    totals = total_up([own.value], own, hierarchy, counted=own.has_value)
    coverage_pct = percent(totals.n_parts, totals.n_expected)
    return _filled(own, totals, totals.amounts[0], coverage_pct, Method.SUM)


def weighted_mean_of_parts(own: Cells, weight: Cells, hierarchy: Hierarchy) -> Cells:
    """Fill areas without a value of their own with the mean of their parts, weighted by ``weight``.

    A part without a weight does not count; the coverage is the share of the weight that has a value.
    """
    counted = own.has_value & weight.has_value
    amounts = [own.value * weight.value, np.where(counted, weight.value, 0.0), weight.value]
    aged = replace(own, age=np.maximum(own.age, weight.age))
    totals = total_up(amounts, aged, hierarchy, counted=counted)
    weighted, covered, expected = totals.amounts
    return _filled(
        own, totals, _quotient(weighted, covered), percent(covered, expected), Method.WEIGHTED_MEAN
    )


def total_up(amounts: Sequence[Floats], own: Cells, hierarchy: Hierarchy, *, counted: Bools) -> Totals:
    """Add ``amounts`` up the levels, with the number, status and age of the parts that count.

    Args:
        amounts: areas × periods each; missing ones add nothing.
        own: what the areas have themselves.
        hierarchy: which area is part of which.
        counted: where an area stands for itself; elsewhere its parts stand for it.
    """
    expected = np.where(counted, own.n_expected, hierarchy.expected_parts(counted))
    expected[own.status == CANNOT_EXIST] = 0
    is_carried = counted & (own.method == Method.CARRIED_FORWARD)
    sums = np.nan_to_num(np.stack([own.n_parts * counted, expected, is_carried, *amounts]))
    worst = np.stack([own.status * counted, own.age * counted])
    is_summed = np.zeros_like(counted)
    for step in hierarchy.steps:
        parts = np.add.reduceat(sums[:, step.children], step.starts, axis=1)
        weakest = np.maximum.reduceat(worst[:, step.children], step.starts, axis=1)
        takes_parts = _takes_parts(sums[:3, step.parents], parts[:3])
        sums[:, step.parents] = np.where(takes_parts, parts, sums[:, step.parents])
        worst[:, step.parents] = np.where(takes_parts, weakest, worst[:, step.parents])
        is_summed[step.parents] = takes_parts
    n_parts, n_expected = sums[:2].astype(np.int64)
    return Totals(sums[3:], n_parts, n_expected, worst[0], worst[1], is_summed)


def withheld_below(cells: Cells, minimum_coverage_pct: float) -> Cells:
    """Return ``cells`` without the values that cover less than ``minimum_coverage_pct`` of their parts."""
    return cells.withheld(cells.has_value & (cells.coverage_pct < minimum_coverage_pct))


def _takes_parts(own: Floats, parts: Floats) -> Bools:
    n_own, _, n_own_carried = own
    n_parts, n_expected, n_carried = parts
    are_newer = (n_own_carried > 0) & (n_carried == 0) & (n_parts >= n_expected)
    takes_parts: Bools = (n_parts > 0) & ((n_own == 0) | are_newer)
    return takes_parts


def _filled(own: Cells, totals: Totals, value: Floats, coverage_pct: Floats, method: Method) -> Cells:
    summed = replace(
        own,
        value=value,
        status=np.where(np.isnan(value), CANNOT_EXIST, totals.status),
        method=np.full_like(own.method, method),
        age=totals.age,
        n_parts=totals.n_parts,
        n_expected=totals.n_expected,
        coverage_pct=coverage_pct,
        observation=np.full_like(own.observation, NO_OBSERVATION),
        is_known=totals.is_summed,
    )
    # A published mean without a weight counts for nothing further up, but it is still the area's own.
    is_published = own.has_value & (own.method != Method.CARRIED_FORWARD)
    return own.overlaid(summed, totals.is_summed & ~is_published)


def percent(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """Return ``part`` in per cent of ``whole``, missing where there is no whole."""
    return 100 * _quotient(part, whole)


def _quotient(numerator: Floats | Ints, denominator: Floats | Ints) -> Floats:
    quotient: Floats = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient
