"""Inequality of amounts per head between areas, every area counting by its population.

Arrays have the shape (…, areas); a leading axis holds many scenarios. Values are amounts per resident in any
unit: no measure changes when all money is scaled. An area without a value or without people is left out and
counted (:attr:`Inequality.n_counted`). Where a measure cannot be told, it is missing (NaN): with no area that
counts, with a mean that is not above zero, and as said of each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import rel_entr

from config.i18n import N_
from indicators.budget.errors import NOT_NEGATIVE, refuse_where
from indicators.cells import Floats
from indicators.hierarchy import Ints

MEASURE_TEXTS = {
    "gini": N_("Gini coefficient"),
    "theil": N_("Theil index"),
    "theil_between": N_("Theil index, between the areas above"),
    "theil_within": N_("Theil index, within the areas above"),
    "coefficient_of_variation": N_("coefficient of variation, weighted by population"),
    "max_min_ratio": N_("highest ÷ lowest"),
}
"""What each measure of :class:`Inequality` is called on screen, in English."""


@dataclass(frozen=True, eq=False)
class Inequality:
    """All measures of one distribution, or of many; every array has the shape (…)."""

    gini: Floats
    theil: Floats
    theil_between: Floats
    """Missing where no groups were given."""
    theil_within: Floats
    coefficient_of_variation: Floats
    max_min_ratio: Floats
    n_counted: Ints
    """Areas with a value and people."""


@dataclass(frozen=True, eq=False)
class Lorenz:
    """A Lorenz curve: which share of the amount the poorest share of people has."""

    population_share: Floats
    """From 0 to 1, shape (…, areas + 1)."""
    amount_share: Floats
    order: Ints
    """Positions of the areas from the lowest value, shape (…, areas): point ``i + 1`` adds ``order[i]``.

    Those that do not count come last and add nothing.
    """


@dataclass(frozen=True, eq=False)
class Theil:
    """A Theil index and its two parts, shape (…)."""

    total: Floats
    between: Floats
    within: Floats


def inequality(values: Floats, population: Floats, *, groups: pd.Index[str] | None = None) -> Inequality:
    """Return every measure, for example of areas before and after a grant.

    Args:
        values: amounts per head.
        population: of each area.
        groups: the area above of each area, for the decomposition.

    Raises:
        BudgetError: a population is negative; so does every measure.
    """
    known = _known(values, population)
    one_group = pd.Index([""] * values.shape[-1])
    parts = theil(values, population, groups=one_group if groups is None else groups)
    untold = np.full_like(parts.total, np.nan)
    return Inequality(
        gini=gini(values, population),
        theil=parts.total,
        theil_between=untold if groups is None else parts.between,
        theil_within=untold if groups is None else parts.within,
        coefficient_of_variation=coefficient_of_variation(values, population),
        max_min_ratio=max_min_ratio(values, population),
        n_counted=(known.share > 0).sum(axis=-1),
    )


def gini(values: Floats, population: Floats) -> Floats:
    """Gini coefficient, half the mean difference between two people's areas: ∫ F (1 − F) dx ÷ μ.

    F is the share of people in areas with no more than x, μ the mean of all people. From 0, all the same, to
    1 less the share of the richest area. Negative values are taken as they are; it can then be above 1
    (Chen, Tsaur & Rhai 1982, Oxford Economic Papers 34).

    Source: Gini (1912), Variabilità e mutabilità; in this form Dorfman (1979), Review of Economics and
    Statistics 61.

    >>> gini(np.array([1.0, 3.0]), np.array([100.0, 100.0]))
    array(0.25)
    """
    known = _known(values, population)
    # What does not count stands at the mean, where it opens no gap, and has no people.
    order = np.argsort(known.value, axis=-1)
    value = np.take_along_axis(known.value, order, axis=-1)
    below = np.cumsum(np.take_along_axis(known.share, order, axis=-1), axis=-1)
    above = below[..., -1:] - below
    return np.asarray(((below * above)[..., :-1] * np.diff(value, axis=-1)).sum(axis=-1) / known.mean[..., 0])


def concentration(values: Floats, population: Floats, *, ranked_by: Floats) -> Floats:
    """Concentration coefficient: the Gini coefficient with areas in the order of another number.

    Negative where those that are low by that number have more. Areas equal by it stand in the order of their
    own values, so that it differs from the Gini coefficient only where areas have overtaken each other.

    Source: Kakwani (1977), Econometrica 45; ties as in Atkinson (1980) and Plotnick (1981).

    Args:
        values: amounts per head.
        population: of each area.
        ranked_by: what orders the areas, such as the values before a grant; an area without it is left out.

    >>> concentration(np.array([3.0, 1.0]), np.array([100.0, 100.0]), ranked_by=np.array([1.0, 2.0]))
    array(-0.25)
    """
    known = _known(np.where(np.isnan(ranked_by), np.nan, values), population)
    order = np.lexsort((known.value, np.broadcast_to(ranked_by, known.value.shape)), axis=-1)
    share = np.take_along_axis(known.share, order, axis=-1)
    deviation = np.take_along_axis(known.value / known.mean - 1, order, axis=-1)
    middle = np.cumsum(share, axis=-1) - share / 2
    return np.asarray(2 * (share * deviation * middle).sum(axis=-1))


def lorenz(values: Floats, population: Floats) -> Lorenz:
    """Return the Lorenz curve: areas from the lowest amount per head, cumulated.

    With negative values it dips below zero first. The Gini coefficient is one less twice the area below it.

    Source: Lorenz (1905), Publications of the American Statistical Association 9.

    >>> lorenz(np.array([3.0, 1.0]), np.array([100.0, 100.0])).amount_share
    array([0.  , 0.25, 1.  ])
    """
    known = _known(values, population)
    order = np.argsort(np.where(known.share > 0, known.value, np.inf), axis=-1, kind="stable")
    amount = known.share * known.value / known.mean
    return Lorenz(_cumulated(known.share, order), _cumulated(amount, order), order)


def theil(values: Floats, population: Floats, *, groups: pd.Index[str]) -> Theil:
    """Theil index T: Σ p_i (x_i ÷ μ) ln(x_i ÷ μ), and its parts between and within groups.

    p_i is the share of people. Between: Σ p_g (μ_g ÷ μ) ln(μ_g ÷ μ); within: Σ p_i (x_i ÷ μ) ln(x_i ÷ μ_g).
    A value of zero adds zero, the limit of x ln x; with a negative one there is no index.

    Source: Theil (1967), Economics and Information Theory, ch. 4; Shorrocks (1980), Econometrica 48.

    Args:
        values: amounts per head.
        population: of each area.
        groups: of each area, the area above it, say; those without one are a group of their own.

    >>> parts = theil(np.array([1.0, 1.0, 3.0, 3.0]), np.full(4, 10.0), groups=pd.Index([*"AABB"]))
    >>> bool(parts.total == parts.between), float(parts.within)
    (True, 0.0)
    """
    known = _known(values, population)
    is_negative = (known.value < 0).any(axis=-1, keepdims=True)
    amount = np.where(is_negative, np.nan, known.share * known.value / known.mean)
    codes, labels = pd.factorize(groups, use_na_sentinel=False)
    group_share, group_amount = (_sums(each, codes, len(labels)) for each in (known.share, amount))
    mean_ratio = np.divide(group_amount, group_share, out=np.zeros_like(group_amount), where=group_share > 0)
    return Theil(
        total=_entropy(amount, known.share),
        between=_entropy(group_amount, group_share),
        within=_entropy(amount, known.share * mean_ratio[..., codes]),
    )


def coefficient_of_variation(values: Floats, population: Floats) -> Floats:
    """Coefficient of variation weighted by population: √(Σ p_i (x_i − μ)²) ÷ μ.

    Source: Williamson (1965), Economic Development and Cultural Change 13, index V_w.

    >>> coefficient_of_variation(np.array([1.0, 3.0]), np.array([100.0, 100.0]))
    array(0.5)
    """
    known = _known(values, population)
    variance = (known.share * (known.value / known.mean - 1) ** 2).sum(axis=-1)
    return np.asarray(np.sqrt(variance))


def max_min_ratio(values: Floats, population: Floats) -> Floats:
    """Highest ÷ lowest value; missing where the lowest is not above zero: that ratio says nothing.

    Source: OECD, Regions at a Glance: the ratio of the richest to the poorest region.

    >>> max_min_ratio(np.array([1.0, 3.0]), np.array([100.0, 100.0]))
    array(3.)
    """
    known = _known(values, population)
    # Every mean lies between the lowest and the highest: what does not count stands there.
    lowest = known.value.min(axis=-1)
    return np.asarray(known.value.max(axis=-1) / np.where(lowest > 0, lowest, np.nan))


@dataclass(frozen=True, eq=False)
class _Known:
    """Values with people; what does not count has no share and the mean for a value."""

    value: Floats
    share: Floats
    """Of all people in the areas that count."""
    mean: Floats
    """Shape (…, 1); missing where it is not above zero."""


def _known(values: Floats, population: Floats) -> _Known:
    values, population = np.broadcast_arrays(values, population)
    refuse_where(population < 0, NOT_NEGATIVE, got=population)
    is_counted = ~np.isnan(values) & (population > 0)
    people = np.where(is_counted, population, 0.0)
    total = people.sum(axis=-1, keepdims=True)
    share = people / np.where(total > 0, total, np.nan)
    mean = (share * np.where(is_counted, values, 0.0)).sum(axis=-1, keepdims=True)
    mean = np.where(mean > 0, mean, np.nan)
    return _Known(np.where(is_counted, values, mean), share, mean)


def _cumulated(parts: Floats, order: Ints) -> Floats:
    sums = np.cumsum(np.take_along_axis(parts, order, axis=-1), axis=-1)
    return np.concatenate([np.zeros_like(sums[..., :1]), sums], axis=-1)


def _entropy(amount: Floats, share: Floats) -> Floats:
    # Never below zero but for rounding, which would show as -0.
    return np.asarray(np.maximum(rel_entr(amount, share).sum(axis=-1), 0.0))


def _sums(amounts: Floats, codes: Ints, n_groups: int) -> Floats:
    """Return the sum of each group, shape (…, groups)."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(n_groups))
    return np.asarray(np.add.reduceat(amounts[..., order], starts, axis=-1))
