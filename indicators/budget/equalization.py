"""The forms of equalization: what each area is due, and the limits that are put on it.

Every function takes arrays of shape (…, areas), amounts in thousand currency. A leading axis holds many
scenarios; a number that differs between them has shape (…, 1). Areas do not look at each other here, so what
is missing of one stays missing of that one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.cells import Floats

Number = float | Floats
"""One number for all areas, or an array that broadcasts with them."""


@dataclass(frozen=True, eq=False)
class Entitlement:
    """What a form says areas are due, and how that answers to revenue."""

    amount: Floats
    """Thousand currency; below zero, where a form has that, it is a withdrawal."""
    per_own: Floats
    """How it changes with one more unit of the area's own revenue, the mean of the nation as it is."""
    per_mean: Floats
    """How it changes with the nation's mean revenue per head, the area's own revenue as it is."""


def lift(
    *,
    criterion: Number,
    budget_provision: Floats,
    expenditure_need_index: Floats,
    mean_revenue_pc: Number,
    population: Floats,
) -> Entitlement:
    """Return what lifts areas below a criterion up to it: (K − БО_i) · ИБР_i · (ΣНП ÷ ΣN) · N_i.

    Source: Russian Federation, Government resolution 670 of 22.11.2004, whose criterion stands for K.

    Args:
        criterion: K, a budget provision index.
        budget_provision: БО, before any grant.
        expenditure_need_index: ИБР.
        mean_revenue_pc: ΣНП ÷ ΣN, thousand currency per resident.
        population: N.

    >>> lift(
    ...     criterion=1.0,
    ...     budget_provision=np.array([0.5, 1.5]),
    ...     expenditure_need_index=np.array([1.0, 1.0]),
    ...     mean_revenue_pc=2.0,
    ...     population=np.array([100.0, 100.0]),
    ... ).amount
    array([100.,   0.])
    """
    need = expenditure_need_index * population
    gap = (criterion - budget_provision) * need * mean_revenue_pc
    is_below = gap > 0
    per_own, per_mean = np.where(is_below, -1.0, 0.0), np.where(is_below, criterion * need, 0.0)
    return Entitlement(np.maximum(gap, 0.0), per_own, per_mean)


def minimum(*, normative_expenditure: Floats, own_revenue: Floats) -> Entitlement:
    """Return what own revenue lacks to a standard: max(0, norm per head · N_i − own revenue_i)."""
    gap = normative_expenditure - own_revenue
    per_own = np.where(gap > 0, -1.0, 0.0)
    return Entitlement(np.maximum(gap, 0.0), per_own, np.zeros_like(gap))


def difference(*, forecast_expenditure: Floats, forecast_revenue: Floats) -> Entitlement:
    """Return forecast expenditure less forecast revenue: above zero a subvention, below a withdrawal.

    The sign is that of what the area receives.
    """
    amount = forecast_expenditure - forecast_revenue
    return Entitlement(amount, np.full_like(amount, -1.0), np.zeros_like(amount))


def phased_in(amount: Floats, *, current_grant: Floats, share: Number) -> Floats:
    """Return the current grant with a share, above 0 to 1, of its change to ``amount``.

    >>> phased_in(np.array([100.0]), current_grant=np.array([60.0]), share=0.25)
    array([70.])
    """
    return np.asarray((1 - share) * current_grant + share * amount)


@dataclass(frozen=True, eq=False)
class GrantBounds:
    """The least and the most that areas may be given, thousand currency."""

    lowest: Floats
    highest: Floats

    @classmethod
    def of(cls, *, least: float, floor: Floats, cap: Floats) -> GrantBounds:
        """Return bounds in which a floor wins over a cap.

        Args:
            least: what the form allows at least: zero, or minus infinity where it withdraws.
            floor: what the current grant guarantees; one that is not above zero guarantees nothing.
            cap: infinite where there is none.
        """
        lowest = np.where(floor > 0, floor, least)
        return cls(lowest, np.maximum(cap, lowest))

    def clip(self, amount: Floats) -> Floats:
        """Return the amounts within the bounds."""
        return np.asarray(np.clip(amount, self.lowest, self.highest))
