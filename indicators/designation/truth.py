"""Three values: true, false or missing, as the least and the most that can be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.hierarchy import Bools, Ints


@dataclass(frozen=True, eq=False)
class Truth:
    """Statements about areas, each true, false or missing; arrays of one shape (…, areas).

    The logic is Kleene's strong one (S. C. Kleene, Introduction to Metamathematics, 1952, § 64): what holds
    whatever the missing turn out to be is true, what fails whatever they turn out to be is false.
    """

    surely: Bools
    """True even if everything missing speaks against it."""
    possibly: Bools
    """True if everything missing speaks for it."""

    @classmethod
    def known(cls, is_true: Bools) -> Truth:
        """Return statements of which none is missing."""
        return cls(is_true, is_true)

    @property
    def is_missing(self) -> Bools:
        """Where it cannot be told."""
        missing: Bools = self.possibly & ~self.surely
        return missing

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.surely & other.surely, self.possibly & other.possibly)

    def __or__(self, other: Truth) -> Truth:
        return Truth(self.surely | other.surely, self.possibly | other.possibly)

    def __invert__(self) -> Truth:
        return Truth(~self.possibly, ~self.surely)

    def at_least(self, k: int) -> Truth:
        """Return whether at least ``k`` of the statements along the last axis hold.

        >>> Truth(np.array([True, False]), np.array([True, True])).at_least(2)
        Truth(surely=np.False_, possibly=np.True_)
        """
        return Truth(self.surely.sum(axis=-1) >= k, self.possibly.sum(axis=-1) >= k)

    def to_pandas(self, index: pd.Index[str]) -> pd.Series[bool]:
        """Return it as a nullable series: True, False or NA."""
        return pd.Series(
            pd.arrays.BooleanArray(self.surely.copy(), self.is_missing), index=index, dtype="boolean"
        )


def stacked(truths: Sequence[Truth]) -> Truth:
    """Return statements side by side along a new last axis; their shapes may differ where they broadcast."""
    return Truth(
        np.stack(np.broadcast_arrays(*(each.surely for each in truths)), axis=-1),
        np.stack(np.broadcast_arrays(*(each.possibly for each in truths)), axis=-1),
    )


def counts(truth: Truth) -> tuple[Ints, Ints]:
    """Return the lowest and the highest possible number of true statements along the last axis."""
    return truth.surely.sum(axis=-1), truth.possibly.sum(axis=-1)
