"""A number that may be missing in part: the least and the most it can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.cells import Floats
from indicators.designation.truth import Truth
from indicators.hierarchy import Bools

EQUAL_WITHIN = 1e-12
"""Relative difference up to which a statistic equals its threshold: a mean of three equal numbers is rarely
the number itself to the last bit, and the law means the number."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """Statistics of areas; arrays of one shape (…, areas, periods). A missing one may be anything.

    Missing is unbounded, not just anywhere in the range of the statistic: an area without data must never
    meet a threshold only because every area would.
    """

    lowest: Floats
    highest: Floats

    @classmethod
    def of(cls, values: Floats) -> Bounds:
        """Return values that are known exactly or not at all (NaN)."""
        return cls(values, values).missing_where(np.isnan(values))

    def missing_where(self, unknown: Bools) -> Bounds:
        """Return the same statistics, but missing where ``unknown``."""
        return Bounds(np.where(unknown, -np.inf, self.lowest), np.where(unknown, np.inf, self.highest))

    @property
    def point(self) -> Floats:
        """The statistic where it is known exactly, else NaN."""
        return np.where(self.lowest == self.highest, self.lowest, np.nan)

    def compare(self, operator: str, threshold: float | Floats) -> Truth:
        """Return whether ``statistic operator threshold`` holds.

        Args:
            operator: one of ``< <= > >=``.
            threshold: a number, or an array that broadcasts; NaN leaves it open.
        """
        lowest, highest = _meets(self.lowest, operator, threshold), _meets(self.highest, operator, threshold)
        without = np.isnan(threshold)
        return Truth(lowest & highest & ~without, lowest | highest | without)


def to_twelve_digits(values: Floats) -> Floats:
    """Return values rounded to twelve significant digits: numbers that are equal are then equal to the bit.

    Means of the same three numbers in another order, or in thousands, differ in the sixteenth digit.
    """
    magnitude = np.floor(np.log10(np.maximum(np.abs(values), 1e-280)))
    scale = 10.0 ** (11 - magnitude)
    return np.asarray(np.round(values * scale) / scale)


def _meets(values: Floats, operator: str, threshold: float | Floats) -> Bools:
    is_equal = np.abs(values - threshold) <= EQUAL_WITHIN * np.abs(threshold)
    if operator in ("<=", ">="):
        return is_equal | (values < threshold if operator == "<=" else values > threshold)
    return ~is_equal & (values < threshold if operator == "<" else values > threshold)
