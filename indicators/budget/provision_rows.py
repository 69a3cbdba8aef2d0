"""What areas can pay for by themselves, one row each: indices, amounts behind them, gap to the need."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.budget.inputs import BudgetInputs
from indicators.budget.provision import (
    CURRENCY_PER_THOUSAND,
    PCT,
    dispersion_coefficient,
    minimum_provision_gap,
    normative_expenditure,
    provision_table,
)
from indicators.budget.scenario import Need, NeedPerHead
from indicators.cells import Floats

COLUMNS = (
    *("area_code", "parent_code", "population", "own_revenue", "revenue_potential", "normative_expenditure"),
    *("current_grant", "dispersion", "fiscal_capacity_index", "expenditure_need_index", "budget_provision"),
    *("provision_with_grant", "gap", "gap_pc", "lacks"),
)
"""Of the table that :func:`provision_rows` returns."""


def provision_rows(
    inputs: BudgetInputs, need: Need, *, corrects_for_dispersion: bool = False
) -> pd.DataFrame:
    """Return the budget provision of areas with the numbers it is made of.

    Args:
        inputs: of the areas; their normative expenditure counts unless ``need`` is a norm per head.
        need: how the normative expenditure is told.
        corrects_for_dispersion: whether ``inputs.small_settlement_share`` counts.

    Returns:
        :data:`COLUMNS`, a row per area, by code. Amounts in thousand currency,
        ``gap_pc`` in currency per resident. ``dispersion`` is missing without the correction, and ``lacks``
        as :func:`indicators.budget.provision.provision_table` has it.

    Raises:
        BudgetError: a number is known of no area, or cannot be.
    """
    numbers = inputs.to_table()
    if isinstance(need, NeedPerHead):
        numbers["normative_expenditure"] = normative_expenditure(need.norm_per_head, inputs.population)
    shares = numbers.pop("small_settlement_share") / PCT
    counted = numbers.assign(small_settlement_share=shares) if corrects_for_dispersion else numbers
    rows = numbers.merge(provision_table(counted), on="area_code")
    rows["dispersion"] = _dispersion(rows, shares) if corrects_for_dispersion else np.nan
    return _with_gap(rows)[list(COLUMNS)]


def _dispersion(rows: pd.DataFrame, shares: pd.Series[float]) -> Floats:
    # Over the areas that have an index, as the index itself is.
    of_known = shares.where(rows["budget_provision"].notna())
    return dispersion_coefficient(np.asarray(of_known), np.asarray(rows["population"]))


def _with_gap(rows: pd.DataFrame) -> pd.DataFrame:
    people = rows["population"].where(rows["population"] > 0)
    norms = rows["normative_expenditure"] / people * CURRENCY_PER_THOUSAND
    gap = minimum_provision_gap(
        norms.to_numpy(),
        people.to_numpy(),
        rows["own_revenue"].to_numpy(),
        area_codes=pd.Index(rows["area_code"]),
    )
    return rows.assign(gap=gap, gap_pc=gap / people * CURRENCY_PER_THOUSAND)
