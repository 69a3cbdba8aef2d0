"""What an area loses in grant for one more unit of revenue of its own: the price of trying.

Arrays have the shape (…, areas). The derivative is exact: it knows that an area's revenue moves the mean of
the nation and, where the pool is fixed, what is left for all others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.budget.equalization import Entitlement, Number
from indicators.budget.pool import PoolFit
from indicators.budget.provision import AREAS
from indicators.cells import Floats
from indicators.hierarchy import Bools


@dataclass(frozen=True, eq=False)
class Response:
    """How amounts answer when one area has one more unit of revenue: its own amount, and everybody's."""

    own: Floats
    """Of the area's own amount, beside what the mean of the nation does to it."""
    common: Floats
    """Of every area's amount through the mean of the nation, whichever area it is that has more."""

    @classmethod
    def of(cls, due: Entitlement, *, population: Floats) -> Response:
        """Return how an entitlement answers."""
        return cls(due.per_own, due.per_mean / population.sum())

    @property
    def of_area(self) -> Floats:
        """What the area's own amount gains."""
        return self.own + self.common

    def of_sum(self, where: Bools) -> Floats:
        """What the sum of the amounts ``where`` it is asked gains, by the area that has more."""
        common = (self.common * where).sum(axis=AREAS, keepdims=True)
        return np.asarray(common + self.own * where)


def marginal_loss(response: Response, *, share: Number, is_free: Bools) -> Floats:
    """Return the loss of grant per unit of revenue where each area is given what it is due.

    Args:
        response: of what is due.
        share: of the change that comes about this year, above 0 to 1.
        is_free: which areas no bound holds; what is held does not answer at all.
    """
    return np.where(is_free, -share * response.of_area, 0.0) + 0.0


def marginal_loss_in_pool(
    response: Response,
    fit: PoolFit,
    *,
    gap: Floats,
    shares: Floats,
    share: Number,
    is_at_gap: Bools,
) -> Floats:
    """Return the loss of grant per unit of revenue where a fixed pool is handed out.

    Args:
        response: of the gaps.
        fit: the pool as it was handed out.
        gap: what each area is due.
        shares: what the pool was handed out by: a blend of the shares in the current grants and in the gaps.
        share: of the change that comes about this year: the weight of the gaps in the blend.
        is_at_gap: which areas are held by their gap, which itself answers to revenue.
    """
    everywhere = np.ones(np.shape(gap), dtype=bool)
    total_gap = gap.sum(axis=AREAS, keepdims=True)
    weight = share / np.where(total_gap > 0, total_gap, np.inf)
    falls = response.of_sum(everywhere) / np.where(total_gap > 0, total_gap, np.inf)

    def blended(of_gap: Floats, gap: Floats) -> Floats:
        return weight * (of_gap - gap * falls)

    free_gap = (gap * fit.is_free).sum(axis=AREAS, keepdims=True)
    taken = fit.rate * blended(response.of_sum(fit.is_free), free_gap) + share * response.of_sum(is_at_gap)
    free_shares = (shares * fit.is_free).sum(axis=AREAS, keepdims=True)
    rate = -taken / np.where(free_shares > 0, free_shares, np.inf)
    gain = fit.rate * blended(response.of_area, gap) + shares * rate
    return np.select([fit.is_free, is_at_gap], [-gain, -share * response.of_area], 0.0) + 0.0
