"""Composite scores: several indicators made comparable and added up.

OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 5 and 6. Higher is better; a score is
never presented as official.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from indicators.cells import Floats
from indicators.designation.bounds import to_twelve_digits
from indicators.designation.means import known_mean
from indicators.designation.statistics import Worst

Normalisation = Literal["z_score", "min_max", "rank", "ratio_to_mean"]
Aggregation = Literal["weighted_mean", "geometric_mean"]

AREAS = -1
"""The axis of the areas."""


def composite(
    parts: Sequence[Floats],
    *,
    worst: Sequence[Worst],
    weights: Sequence[float],
    normalisation: Normalisation,
    aggregation: Aggregation,
) -> Floats:
    """Return the score of each area, higher is better; missing where a part of it is.

    Scores are rounded to twelve decimals, so that equal areas have equal scores in whatever order they and
    their parts are added up. What the others are compared with (a mean, the ends of a range, a ranking) is
    that of the areas with a value.

    Args:
        parts: the indicators, each of shape (…, areas).
        worst: for each part, which end is the worst.
        weights: of the parts; they need not sum to 1.
        normalisation: a key of ``NORMALISATIONS``.
        aggregation: a weighted arithmetic mean, or a weighted geometric one, which is zero where a part is
            and missing where one is below.
    """
    normalise = NORMALISATIONS[normalisation]
    normalised = [normalise(to_twelve_digits(part), end) for part, end in zip(parts, worst, strict=True)]
    table, shares = np.stack(np.broadcast_arrays(*normalised), axis=-1), np.asarray(weights) / np.sum(weights)
    if aggregation == "weighted_mean":
        return np.asarray(np.round(table @ shares, 12))
    positive_part = np.where(table >= 0, table, np.nan)
    return np.asarray(np.round(np.prod(positive_part**shares, axis=-1), 12))


def z_score(values: Floats, worst: Worst) -> Floats:
    """Return the distance from the mean of the areas in standard deviations; 0 where all are equal."""
    distance = values - known_mean(values, axis=AREAS)
    deviation = np.sqrt(known_mean(distance**2, axis=AREAS))
    low, high = _ends(values)
    score = distance / np.where(high > low, deviation, np.inf)
    return -score if worst == "highest" else score


def min_max(values: Floats, worst: Worst) -> Floats:
    """Return the place between the worst area, 0, and the best, 1; 1 where all are equal."""
    low, high = _ends(values)
    span = np.where(high > low, high - low, 1.0)
    distance = values - low if worst == "highest" else high - values
    return np.asarray(1.0 - distance / span)


def rank(values: Floats, worst: Worst) -> Floats:
    """Return the place counted from the worst, 1; equal areas share the mean of their places."""
    key = -values if worst == "highest" else values
    places = rankdata(np.where(np.isnan(key), np.inf, key), method="average", axis=AREAS)
    return np.where(np.isnan(values), np.nan, places)


def ratio_to_mean(values: Floats, worst: Worst) -> Floats:
    """Return the ratio to the mean of the areas, or the mean's ratio to it where high is bad.

    Missing where the mean, or what is divided by, is not above zero: such a ratio says nothing.
    """
    mean = known_mean(values, axis=AREAS)
    above, below = (mean, values) if worst == "highest" else (values, mean)
    return above / np.where((mean > 0) & (below > 0), below, np.nan)


def _ends(values: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest of the areas with a value; missing without one."""
    ends: tuple[Floats, Floats] = (
        np.fmin.reduce(values, axis=AREAS, keepdims=True, initial=np.nan),
        np.fmax.reduce(values, axis=AREAS, keepdims=True, initial=np.nan),
    )
    return ends


NORMALISATIONS: dict[Normalisation, Callable[[Floats, Worst], Floats]] = {
    "z_score": z_score,
    "min_max": min_max,
    "rank": rank,
    "ratio_to_mean": ratio_to_mean,
}
"""Every way to make indicators comparable."""
