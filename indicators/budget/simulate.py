"""What an equalization scenario does: grants, winners and losers, how equal areas are before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.budget.errors import BudgetError
from indicators.budget.grants import Basis, Grants, Parameters, basis, grants, needs_current_grant
from indicators.budget.inequality import MEASURE_TEXTS, inequality
from indicators.budget.inputs import BudgetInputs
from indicators.budget.pool import totals_of
from indicators.budget.provision import AREAS, CURRENCY_PER_THOUSAND
from indicators.budget.reranking import n_overtaking, overtaking_pairs
from indicators.budget.scenario import Minimum, NeedPerHead, Parameter, Scenario, with_parameters
from indicators.cells import Floats
from indicators.designation.robustness.batches import batches


@dataclass(frozen=True, slots=True)
class Totals:
    """What a scenario comes to over the areas that have a result; amounts in thousand currency."""

    grants: float
    """Of all that is paid out."""
    withdrawals: float
    """Of all that is paid in; zero or more."""
    current_grants: float
    """Missing where that of an area is."""
    pool: float | None
    """The fixed one, None where it results."""
    n_areas: int
    n_missing: int
    n_winners: int
    n_losers: int
    n_overtakings: int
    """Pairs of areas that overtake each other in budget provision, before amounts are rounded."""

    @property
    def unallocated(self) -> float | None:
        """What is left of a fixed pool; below zero where floors alone ask for more than it."""
        return None if self.pool is None else self.pool - self.grants


@dataclass(frozen=True, eq=False)
class SimulationResult:
    """A scenario applied to the areas of a level."""

    scenario: Scenario
    areas: pd.DataFrame
    """A row per area, by code: ``area_code, parent_code, population, revenue_potential, own_revenue,
    normative_expenditure, fiscal_capacity_index, expenditure_need_index, provision_before,
    provision_current, provision_after, grant, grant_pc, current_grant, change, marginal_loss``.

    Amounts in thousand currency, ``grant_pc`` in currency per resident. ``provision_current`` is with the
    current grant, ``change`` against it: above zero the area wins, below it loses. ``marginal_loss`` is the
    grant lost per unit of revenue that the formula counts. An area that lacks an input has no result.
    """
    totals: Totals
    inequality: pd.DataFrame
    """``quantity, measure, before, current, after``.

    ``quantity`` is ``revenue_pc`` or ``budget_provision``, ``measure`` a key of
    ``indicators.budget.inequality.MEASURE_TEXTS``; ``current`` is missing where a current grant is.
    """
    overtakings: pd.DataFrame
    """Such pairs, as :func:`indicators.budget.reranking.overtaking_pairs` returns them: the first of many."""
    missing: pd.DataFrame
    """``area_code, input``: what the areas without a result lack, a field of ``BudgetInputs``."""


@dataclass(frozen=True, eq=False)
class ScenarioSweep:
    """A number of a scenario moved, everything else as it is."""

    parameter: Parameter
    curve: pd.DataFrame
    """A row per value, in the order asked: ``value, grants, withdrawals, unallocated, n_winners, n_losers,
    n_overtakings, marginal_loss`` (its mean weighted by population) and, of budget provision after the
    grants, the measures of ``indicators.budget.inequality.MEASURE_TEXTS``."""
    area_codes: pd.Index[str]
    grants: Floats
    """Shape (values, areas), thousand currency; missing where an area lacks an input."""


def simulate(scenario: Scenario, inputs: BudgetInputs) -> SimulationResult:
    """Apply a scenario.

    Raises:
        BudgetError: no area has all it takes, or a number cannot be; all areas with such a number are named.
    """
    parameters = scenario.parameters
    known, missing = _known(scenario, inputs, parameters)
    before = basis(scenario, known, parameters)
    given = grants(scenario, before, parameters)
    rows = _rows(scenario, before, given)
    return SimulationResult(
        scenario=scenario,
        areas=_all_areas(rows, inputs),
        totals=_totals(scenario, before, given, n_missing=len(inputs.area_codes) - len(rows)),
        inequality=_inequality_table(before, given),
        overtakings=overtaking_pairs(*_provision(before, given), known.area_codes),
        missing=missing,
    )


def sweep(
    scenario: Scenario, inputs: BudgetInputs, parameter: Parameter, values: Sequence[float]
) -> ScenarioSweep:
    """Move a number of a scenario over a range.

    An area is left out of all of it that lacks what any of the values asks for.

    Args:
        scenario: what stays as it is.
        inputs: of the areas.
        parameter: the number.
        values: in any order; at least one.

    Raises:
        ConfigError: the scenario has no such number, or a value is out of range or contradicts the purpose.
        BudgetError: as :func:`simulate`.
    """
    moved = np.asarray(values, dtype=float)
    for each in (moved.min(), moved.max()):
        scenario = with_parameters(scenario, {parameter: float(each)})
    column = moved[:, None]
    known, _ = _known(scenario, inputs, scenario.parameters | {parameter: column})
    amounts = np.full((moved.size, inputs.area_codes.size), np.nan)
    curves = []
    for batch in batches(moved.size, known.area_codes.size):
        parameters = scenario.parameters | {parameter: column[batch]}
        before = basis(scenario, known, parameters)
        given = grants(scenario, before, parameters)
        amounts[batch, inputs.area_codes.get_indexer(known.area_codes)] = given.amount
        curves.append(_curve(scenario, before, given, parameters))
    curve = pd.concat(curves, ignore_index=True)
    curve.insert(0, "value", moved)
    return ScenarioSweep(parameter, curve, inputs.area_codes, amounts)


def _known(
    scenario: Scenario, inputs: BudgetInputs, parameters: Parameters
) -> tuple[BudgetInputs, pd.DataFrame]:
    """Return the areas that have all it takes, and what the others lack."""
    asked = asked_numbers(scenario, parameters)
    lacks = np.stack([np.isnan(inputs.numbers[name]) for name in asked], axis=-1)
    lacks[:, asked.index("population")] |= inputs.population == 0
    is_known = ~np.logical_or.reduce(lacks, axis=-1)
    if not is_known.any():
        raise BudgetError(f"expected an area of which {', '.join(asked)} are known, got none")
    area, lacking = np.nonzero(lacks)
    missing = {"area_code": inputs.area_codes[area], "input": np.array(asked)[lacking]}
    return inputs.taken(is_known), pd.DataFrame(missing, dtype="str")


def asked_numbers(scenario: Scenario, parameters: Parameters) -> list[str]:
    """Return the numbers an area must have for a result, fields of :class:`BudgetInputs`."""
    asked = {
        "population": True,
        "revenue_potential": True,
        "normative_expenditure": not isinstance(scenario.need, NeedPerHead),
        "own_revenue": isinstance(scenario.formula, Minimum),
        "current_grant": needs_current_grant(parameters),
        "small_settlement_share": scenario.inputs.small_settlement_share is not None,
    }
    return [name for name, is_asked in asked.items() if is_asked]


def _rows(scenario: Scenario, before: Basis, given: Grants) -> pd.DataFrame:
    inputs, indices = before.inputs, before.indices
    return pd.DataFrame(
        {
            "area_code": inputs.area_codes,
            "normative_expenditure": before.need,
            "fiscal_capacity_index": indices.fiscal_capacity_index,
            "expenditure_need_index": indices.expenditure_need_index,
            "provision_before": indices.budget_provision,
            "provision_current": before.provision_with(inputs.current_grant),
            "provision_after": before.provision_with(given.amount),
            "grant": given.amount,
            "grant_pc": given.amount / inputs.population * CURRENCY_PER_THOUSAND,
            "change": _change(scenario, before, given),
            "marginal_loss": given.marginal_loss,
        }
    )


def _change(scenario: Scenario, before: Basis, given: Grants) -> Floats:
    """Return the change against the current grant, to the smallest amount that is handed out."""
    per_unit = CURRENCY_PER_THOUSAND / scenario.limits.round_to
    return np.asarray(np.rint((given.amount - before.inputs.current_grant) * per_unit) / per_unit)


def _all_areas(rows: pd.DataFrame, inputs: BudgetInputs) -> pd.DataFrame:
    given = ["area_code", "parent_code", "population", "revenue_potential", "own_revenue", "current_grant"]
    return inputs.to_table()[given].merge(rows, how="left", on="area_code")


def _totals(scenario: Scenario, before: Basis, given: Grants, *, n_missing: int) -> Totals:
    paid, withdrawn = totals_of(given.amount, round_to=scenario.limits.round_to)
    change = _change(scenario, before, given)
    return Totals(
        grants=float(paid),
        withdrawals=float(withdrawn),
        current_grants=float(before.inputs.current_grant.sum()),
        pool=scenario.parameters.get("total"),
        n_areas=change.size,
        n_missing=n_missing,
        n_winners=int((change > 0).sum()),
        n_losers=int((change < 0).sum()),
        n_overtakings=int(n_overtaking(*_provision(before, given))),
    )


def _provision(before: Basis, given: Grants) -> tuple[Floats, Floats]:
    """Return budget provision before and after the grants, told apart before amounts are rounded."""
    return before.indices.budget_provision, before.provision_with(given.exact)


def _inequality_table(before: Basis, given: Grants) -> pd.DataFrame:
    current = before.inputs.current_grant
    # Without the grant of one area, the others do not make a whole that compares with before and after.
    current = np.where(np.isnan(current).any(), np.nan, current)
    received = {"before": np.zeros_like(current), "current": current, "after": given.amount}
    quantities = {"revenue_pc": before.revenue_pc_with, "budget_provision": before.provision_with}
    tables = []
    for quantity, with_grant in quantities.items():
        measures = {stage: _measures(before, with_grant(grant)) for stage, grant in received.items()}
        table = pd.DataFrame(measures, dtype="float64").rename_axis("measure").reset_index()
        tables.append(table.assign(quantity=quantity))
    return pd.concat(tables, ignore_index=True)[["quantity", "measure", *received]]


def _measures(before: Basis, values: Floats) -> dict[str, Floats]:
    found = inequality(values, before.inputs.population, groups=before.inputs.parent_codes)
    return {name: getattr(found, name) for name in MEASURE_TEXTS}


def _curve(scenario: Scenario, before: Basis, given: Grants, parameters: Parameters) -> pd.DataFrame:
    change = _change(scenario, before, given)
    paid, withdrawn = totals_of(given.amount, round_to=scenario.limits.round_to)
    return pd.DataFrame(
        {
            "grants": paid,
            "withdrawals": withdrawn,
            "unallocated": np.ravel(parameters.get("total", np.nan)) - paid,
            "n_winners": (change > 0).sum(axis=AREAS),
            "n_losers": (change < 0).sum(axis=AREAS),
            "n_overtakings": n_overtaking(*_provision(before, given)),
            "marginal_loss": np.average(given.marginal_loss, weights=before.inputs.population, axis=AREAS),
            **_measures(before, before.provision_with(given.amount)),
        }
    )
