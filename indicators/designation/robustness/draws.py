"""How probable a designation is when values and thresholds are not exact: a Monte Carlo simulation.

JCGM 101:2008, Propagation of distributions using a Monte Carlo method; OECD/JRC, Handbook on Constructing
Composite Indicators (2008), step 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from config.i18n import N_
from indicators.cells import Floats
from indicators.designation.assess import Assessment, outcome, thresholds_in_force
from indicators.designation.measure import measure
from indicators.designation.robustness.batches import batches
from indicators.designation.robustness.relative_errors import RelativeError
from indicators.designation.truth import Truth
from indicators.hierarchy import Ints

FIRM, FRAGILE, CANNOT_BE_TOLD = "firm", "fragile", "cannot_be_told"

FIRMNESS_TEXTS = {
    FIRM: N_("firm: errors and small changes of the thresholds hardly ever change it"),
    FRAGILE: N_("fragile: errors or small changes of the thresholds may change it"),
    CANNOT_BE_TOLD: N_("missing data decide whether it is firm or fragile"),
}
"""What each firmness is called on screen, in English."""


def probability(
    assessment: Assessment,
    *,
    errors: Mapping[str, RelativeError],
    seed: int,
    draws: int | None = None,
    threshold_range_pct: float | None = None,
) -> pd.DataFrame:
    """Return how probable it is that each area is designated.

    In every draw each value is multiplied by 1 + its relative error × a standard normal number of its own
    (by area, indicator and period, the same in every criterion that reads it) and kept within the
    indicator's minimum and maximum; each threshold is multiplied by a number drawn evenly from the range,
    the same for all areas. References and populations stay as they are stated, as do earlier designations
    that a period of grace goes back to; only a reference that is a mean of the areas moves with the values.

    The numbers depend on the seed, the ids and the order of the area codes alone: the same seed gives the
    same table, whichever other criteria a profile has.

    Args:
        assessment: the profile as it is.
        errors: by indicator, as :func:`relative_errors` returns them; one that is absent is exact.
        seed: not negative.
        draws: how many; the profile's ``robustness`` says it if not given.
        threshold_range_pct: likewise.

    Returns:
        ``area_code, probability, probability_at_most, firmness``, a row per area. ``probability`` counts the
        draws that designate the area whatever the missing turn out to be, ``probability_at_most`` those that
        may; ``firmness`` is a key of ``FIRMNESS_TEXTS``: firm where the area is designated, or is not, with
        the probability ``robustness.firm_from`` of the profile or more.
    """
    settings, n_areas = assessment.profile.robustness, assessment.area_codes.size
    n_draws = settings.draws if draws is None else draws
    range_pct = settings.threshold_range_pct if threshold_range_pct is None else threshold_range_pct
    streams = _Streams(seed)
    surely, possibly = np.zeros((2, n_areas), dtype=np.int64)
    for batch in batches(n_draws, n_areas):
        drawn = _Batch(batch.stop - batch.start, n_areas, errors, range_pct / 100, streams)
        designated = drawn.designated(assessment)
        surely += designated.surely.sum(axis=0)
        possibly += designated.possibly.sum(axis=0)
    return pd.DataFrame(
        {
            "area_code": assessment.area_codes,
            "probability": surely / n_draws,
            "probability_at_most": possibly / n_draws,
            "firmness": pd.array(_firmness(surely, possibly, n_draws, settings.firm_from), dtype="str"),
        }
    )


class _Streams(dict[str, np.random.Generator]):
    """Random numbers by name, so that those of one value depend on no other's."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def __missing__(self, name: str) -> np.random.Generator:
        self[name] = np.random.default_rng([self._seed, *name.encode()])
        return self[name]


@dataclass(frozen=True, eq=False)
class _Batch:
    """Some of the draws."""

    n_draws: int
    n_areas: int
    errors: Mapping[str, RelativeError]
    threshold_range: float
    streams: _Streams
    noise: dict[str, Floats] = field(default_factory=dict)

    def designated(self, assessment: Assessment) -> Truth:
        """Return what each draw designates, shape (draws, areas)."""
        profile, on = assessment.profile, assessment.on
        measurement = measure(profile, assessment.measurement.tables, on=on, perturb=self.perturb)
        in_force = thresholds_in_force(profile, on)
        thresholds = {key: self._threshold(key, threshold) for key, threshold in in_force.items()}
        designated = outcome(profile, measurement, thresholds).designated
        drawn = partial(np.broadcast_to, shape=(self.n_draws, self.n_areas))
        return Truth(drawn(designated.surely), drawn(designated.possibly))

    def perturb(self, indicator_id: str, periods: Sequence[str], values: Floats) -> Floats:
        """Return values in error, shape (draws, areas, periods); as they are where no error is stated."""
        error = self.errors.get(indicator_id)
        if error is None or not periods:
            return values
        # Periods come first in memory: what is done along the last axis then runs through whole tables.
        factors = np.stack([self._noise(f"value {indicator_id} {period}") for period in periods])
        factors *= error.percent / 100
        factors += 1
        perturbed = np.moveaxis(factors, 0, -1)
        perturbed *= values
        if error.minimum is not None or error.maximum is not None:
            np.clip(perturbed, error.minimum, error.maximum, out=perturbed)
        return perturbed

    def _noise(self, name: str) -> Floats:
        if name not in self.noise:
            self.noise[name] = self.streams[name].standard_normal((self.n_draws, self.n_areas))
        return self.noise[name]

    def _threshold(self, criterion_id: str, threshold: float) -> Floats:
        shift = self.streams[f"threshold {criterion_id}"].uniform(-1, 1, (self.n_draws, 1, 1))
        return threshold * (1 + self.threshold_range * shift)


def _firmness(surely: Ints, possibly: Ints, n_draws: int, firm_from: float) -> npt.NDArray[np.str_]:
    is_firm = np.maximum(surely, n_draws - possibly) / n_draws >= firm_from
    is_fragile = np.maximum(possibly, n_draws - surely) / n_draws < firm_from
    return np.select([is_firm, is_fragile], [FIRM, FRAGILE], CANNOT_BE_TOLD)
