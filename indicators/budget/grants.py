"""The grants of a scenario: what the form says is due, phased in, held within bounds and closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from indicators.budget.disincentive import Response, marginal_loss, marginal_loss_in_pool
from indicators.budget.equalization import (
    Entitlement,
    GrantBounds,
    Number,
    difference,
    lift,
    minimum,
    phased_in,
)
from indicators.budget.errors import BudgetError
from indicators.budget.inputs import BudgetInputs
from indicators.budget.pool import closed, fit_to_pool, is_too_large_to_close
from indicators.budget.provision import (
    AREAS,
    CURRENCY_PER_THOUSAND,
    PCT,
    ProvisionIndices,
    normative_expenditure,
    provision_indices,
)
from indicators.budget.scenario import Difference, Lift, Minimum, NeedPerHead, Parameter, Pool, Scenario
from indicators.cells import Floats

Parameters = Mapping[Parameter, Number]
"""The numbers of a scenario; those of many have shape (scenarios, 1)."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Areas as they are before any grant; shape (areas,), or (scenarios, areas) where norms differ."""

    inputs: BudgetInputs
    """Of areas of which nothing is missing that the scenario asks for."""
    need: Floats
    """Normative expenditure, thousand currency."""
    indices: ProvisionIndices

    def provision_with(self, grant: Floats) -> Floats:
        """Return БО with a grant, measured by the mean revenue before any."""
        return self.indices.provision_with(self.inputs.revenue_potential + grant, self.inputs.population)

    def revenue_pc_with(self, grant: Floats) -> Floats:
        """Return revenue with a grant, currency per resident."""
        revenue = self.inputs.revenue_potential + grant
        return np.asarray(revenue / self.inputs.population * CURRENCY_PER_THOUSAND)


@dataclass(frozen=True, eq=False)
class Grants:
    """What areas are given, shape (…, areas)."""

    exact: Floats
    """Before amounts are rounded, thousand currency."""
    amount: Floats
    """Thousand currency; parts sum to the total to the smallest amount."""
    marginal_loss: Floats
    """Grant lost per unit of revenue of the area's own."""


def basis(scenario: Scenario, inputs: BudgetInputs, parameters: Parameters) -> Basis:
    """Return areas as they are before any grant.

    Raises:
        BudgetError: as :func:`indicators.budget.provision.provision_indices`.
    """
    need = inputs.normative_expenditure
    if isinstance(scenario.need, NeedPerHead):
        need = normative_expenditure(parameters["norm_per_head"], inputs.population)
    corrects = scenario.inputs.small_settlement_share is not None
    indices = provision_indices(
        revenue_potential=inputs.revenue_potential,
        normative_expenditure=need,
        population=inputs.population,
        small_settlement_share=inputs.small_settlement_share / PCT if corrects else None,
        area_codes=inputs.area_codes,
    )
    return Basis(inputs, need, indices)


def grants(scenario: Scenario, before: Basis, parameters: Parameters) -> Grants:
    """Return what a scenario gives areas of which nothing is missing that it asks for.

    Raises:
        BudgetError: amounts are too large to close to the smallest amount.
    """
    due = entitlement(scenario, before, parameters)
    limited = _Limited.of(scenario, before, parameters)
    exact, loss = limited.due(due) if "total" not in parameters else limited.of_pool(due, parameters["total"])
    round_to = scenario.limits.round_to
    if is_too_large_to_close(exact, round_to=round_to):
        raise BudgetError(f"expected amounts that add up exactly to {round_to}: choose a larger round_to")
    return Grants(exact, closed(exact, round_to=round_to), loss)


def needs_current_grant(parameters: Parameters) -> bool:
    """Whether the result depends on the current grants."""
    return bool(np.any(parameters["phase_in_pct"] < PCT) or np.any(parameters["floor_pct"] > 0))


def entitlement(scenario: Scenario, before: Basis, parameters: Parameters) -> Entitlement:
    """Return what the form says areas are due, before limits."""
    inputs = before.inputs
    match scenario.formula:
        case Lift() | Pool():
            return lift(
                criterion=parameters["criterion"],
                budget_provision=before.indices.budget_provision,
                expenditure_need_index=before.indices.expenditure_need_index,
                mean_revenue_pc=before.indices.mean_revenue_per_head,
                population=inputs.population,
            )
        case Minimum():
            return minimum(normative_expenditure=before.need, own_revenue=inputs.own_revenue)
        case Difference():
            return difference(forecast_expenditure=before.need, forecast_revenue=inputs.revenue_potential)
        case _:
            assert_never(scenario.formula)


@dataclass(frozen=True, eq=False)
class _Limited:
    """Phase-in and bounds, in the order of :class:`indicators.budget.scenario.Limits`."""

    population: Floats
    current: Floats
    share: Number
    """Of the change that comes about this year."""
    bounds: GrantBounds
    is_capped_at_gap: bool

    @classmethod
    def of(cls, scenario: Scenario, before: Basis, parameters: Parameters) -> _Limited:
        population = before.inputs.population
        current = (
            before.inputs.current_grant if needs_current_grant(parameters) else np.zeros_like(population)
        )
        per_head = parameters.get("cap_per_head", np.inf) / CURRENCY_PER_THOUSAND * population
        of_need = parameters.get("cap_need_pct", np.inf) / PCT * before.need
        within = GrantBounds.of(
            least=-np.inf if isinstance(scenario.formula, Difference) else 0.0,
            floor=parameters["floor_pct"] / PCT * current,
            cap=np.minimum(per_head, of_need),
        )
        is_capped = isinstance(scenario.formula, Pool | Minimum) and scenario.formula.cap_at_gap
        return cls(population, current, parameters["phase_in_pct"] / PCT, within, is_capped)

    def due(self, due: Entitlement) -> tuple[Floats, Floats]:
        """Return the amounts where each area is given what it is due, and the loss per unit of revenue."""
        wanted = phased_in(due.amount, current_grant=self.current, share=self.share)
        exact = self.bounds.clip(wanted)
        response = Response.of(due, population=self.population)
        return exact, marginal_loss(response, share=self.share, is_free=exact == wanted)

    def of_pool(self, due: Entitlement, total: Number) -> tuple[Floats, Floats]:
        """Return the amounts where a fixed pool is handed out, and the loss per unit of revenue."""
        gap = phased_in(due.amount, current_grant=self.current, share=self.share)
        shares = phased_in(_of_sum(due.amount), current_grant=_of_sum(self.current), share=self.share)
        highest = self.bounds.highest
        if self.is_capped_at_gap:
            highest = np.maximum(np.minimum(highest, gap), self.bounds.lowest)
        fit = fit_to_pool(shares, GrantBounds(self.bounds.lowest, highest), total=total)
        loss = marginal_loss_in_pool(
            Response.of(due, population=self.population),
            fit,
            gap=due.amount,
            shares=shares,
            share=self.share,
            is_at_gap=self.is_capped_at_gap & ~fit.is_free & (fit.amount == gap) & (gap > 0),
        )
        return fit.amount, loss


def _of_sum(values: Floats) -> Floats:
    """Return each area's share of the sum, zero where there is nothing to share."""
    total = values.sum(axis=AREAS, keepdims=True)
    return np.asarray(values / np.where(total != 0, total, np.inf))
