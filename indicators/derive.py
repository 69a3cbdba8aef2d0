"""Derived indicators: a formula applied to the inputs of each area, or to their sums over its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.aggregate import percent, total_up
from indicators.cells import CANNOT_EXIST, MISSING, Cells, Floats, Method, combined
from indicators.formulas import Formula, years_before
from indicators.hierarchy import Bools, Hierarchy


@dataclass(frozen=True, eq=False)
class Grid:
    """The labels of all dense tables of one computation: areas down, periods across."""

    hierarchy: Hierarchy
    periods: tuple[str, ...]

    def table(self, values: Floats | Bools) -> pd.DataFrame:
        """Return ``values`` as a wide table."""
        return pd.DataFrame(
            values, index=self.hierarchy.area_codes, columns=pd.Index(self.periods, dtype="str")
        )


def derive(
    formula: Formula,
    inputs: Sequence[Cells],
    grid: Grid,
    *,
    parameters: Mapping[str, float],
    is_whole: Bools,
    from_parts: bool,
) -> Cells:
    """Apply ``formula`` to inputs given in its order.

    Args:
        formula: what to compute.
        inputs: its inputs, already added up.
        grid: the labels of the tables.
        parameters: the parameters of the formula.
        is_whole: where the inputs of an area can be used as they are.
        from_parts: elsewhere, sum the inputs over the parts that have all of them, so that no numerator
            lacks its denominator.
    """
    own = combined(inputs, method=Method.FORMULA)
    hierarchy = grid.hierarchy if from_parts else replace(grid.hierarchy, steps=())
    amounts = [np.where(is_whole, each.value, 0.0) for each in inputs]
    totals = total_up(amounts, own, hierarchy, counted=is_whole)
    used = tuple(np.where(totals.n_parts > 0, amount, np.nan) for amount in totals.amounts)
    value = formula.function(*map(grid.table, used), **parameters).to_numpy()
    weakest = _weakest_read(
        np.where(totals.n_parts > 0, totals.status, np.nan), formula.lags(parameters), grid
    )
    is_aggregate = totals.is_summed | np.logical_or.reduce([each.method == Method.SUM for each in inputs])
    # Inputs without a result are a denominator of zero: SDMX calls it a value that cannot exist.
    status = np.select([np.isnan(weakest), np.isnan(value)], [MISSING, CANNOT_EXIST], weakest)
    return replace(
        own,
        value=value,
        status=status.astype(np.int64),
        method=np.where(from_parts & is_aggregate, Method.RATIO_OF_SUMS, Method.FORMULA),
        age=totals.age,
        n_parts=totals.n_parts,
        n_expected=totals.n_expected,
        coverage_pct=percent(totals.n_parts, totals.n_expected),
        inputs=used,
    )


def _weakest_read(status: Floats, lags: Sequence[int], grid: Grid) -> Floats:
    """Return the weakest status a formula reads, NaN where it lacks something."""
    read = [years_before(grid.table(status), lag).to_numpy() for lag in lags]
    weakest: Floats = np.maximum.reduce(read)
    return weakest
