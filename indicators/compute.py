"""From observations to dense tables of every indicator: imputed by policy, added up, derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.aggregate import sum_of_parts, weighted_mean_of_parts, withheld_below
from indicators.breaks import NO_BREAKS, Breaks, bridges
from indicators.catalogue import Catalogue, Indicator
from indicators.cells import (
    CANNOT_EXIST,
    ESTIMATED,
    IMPUTED,
    MISSING,
    STATUSES,
    Cells,
    Method,
    own_cells,
)
from indicators.derive import Grid, derive
from indicators.formulas import Formula
from indicators.hierarchy import Bools, Hierarchy
from indicators.items import sum_of_items
from indicators.missing import NOWHERE, carried_from, latest_known


@dataclass(frozen=True, eq=False)
class Computed:
    """Everything that was computed in one go."""

    grid: Grid
    cells: Mapping[str, Cells]
    observations: pd.DataFrame
    """The rows that ``Cells.observation`` counts."""


def compute(
    catalogue: Catalogue,
    observations: pd.DataFrame,
    areas: pd.DataFrame,
    indicator_ids: Iterable[str],
    *,
    breaks: Breaks = NO_BREAKS,
) -> Computed:
    """Compute indicators and all they need; see :func:`indicators.values.indicator_values`."""
    order = catalogue.computing_order(indicator_ids)
    is_relevant = observations["indicator_id"].isin(order) & observations["area_code"].isin(
        areas["area_code"]
    )
    relevant = observations[is_relevant].reset_index(drop=True)
    periods = tuple(sorted(relevant["period"].unique()))
    grid = Grid(Hierarchy.from_areas(areas), periods)
    published = _published_cells(relevant, grid)
    nothing = _blank(grid)
    cells: dict[str, Cells] = {}
    for indicator_id in order:
        indicator, own = catalogue[indicator_id], published.get(indicator_id, nothing)
        if (formula := indicator.formula_entry) is None:
            own = _with_items(own, indicator, cells)
            own = _with_attribute(_imputed(own, indicator, grid), indicator, areas, grid)
            cells[indicator_id] = _from_above(_aggregated(own, indicator, cells, grid), indicator, grid)
        else:
            derived = _derived(indicator, formula, catalogue, cells, grid)
            derived = _unbridged(derived, indicator, formula, breaks, grid)
            cells[indicator_id] = _with_published(derived, own, indicator, cells, grid)
    return Computed(grid, cells, relevant)


def _blank(grid: Grid) -> Cells:
    shape = (grid.hierarchy.area_codes.size, len(grid.periods))
    status = np.full(shape, MISSING)
    return own_cells(
        np.full(shape, np.nan), method=Method.OBSERVED, status=status, is_known=np.zeros(shape, bool)
    )


def _published_cells(observations: pd.DataFrame, grid: Grid) -> dict[str, Cells]:
    rows = grid.hierarchy.area_codes.get_indexer(pd.Index(observations["area_code"]))
    columns = pd.Index(grid.periods, dtype="str").get_indexer(pd.Index(observations["period"]))
    values = observations["value"].to_numpy(dtype=float, na_value=np.nan)
    statuses = pd.Index(STATUSES).get_indexer(pd.Index(observations["status"]))
    blank = _blank(grid)
    published = {}
    for indicator_id, taken in observations.groupby("indicator_id").indices.items():
        place = rows[taken], columns[taken]
        value, status, is_known = blank.value.copy(), blank.status.copy(), blank.is_known.copy()
        value[place], status[place], is_known[place] = values[taken], statuses[taken], True
        cells = own_cells(value, method=Method.OBSERVED, status=status, is_known=is_known)
        cells.observation[place] = taken
        published[str(indicator_id)] = cells
    return published


def _with_items(own: Cells, indicator: Indicator, cells: Mapping[str, Cells]) -> Cells:
    return sum_of_items(own, [cells[each] for each in indicator.parts]) if indicator.parts else own


def _imputed(own: Cells, indicator: Indicator, grid: Grid) -> Cells:
    if indicator.missing.policy == "none":
        return own
    is_stated = own.has_value | (own.status == CANNOT_EXIST)
    origin = carried_from(is_stated, grid.periods, max_years=indicator.missing.max_years)
    is_carried = ~is_stated & (origin != NOWHERE)
    carried = own.taken_from(np.where(is_carried, origin, 0))
    imputed = replace(
        carried,
        status=np.maximum(carried.status, IMPUTED),
        method=np.full_like(own.method, Method.CARRIED_FORWARD),
    )
    return own.overlaid(imputed, is_carried)


def _with_attribute(own: Cells, indicator: Indicator, areas: pd.DataFrame, grid: Grid) -> Cells:
    if indicator.fallback_attribute is None:
        return own
    attribute = areas.set_index("area_code")[indicator.fallback_attribute].reindex(grid.hierarchy.area_codes)
    value = np.broadcast_to(attribute.to_numpy(dtype=float)[:, None], own.value.shape)
    status = np.full_like(own.status, ESTIMATED)
    measured = own_cells(value, method=Method.ATTRIBUTE, status=status, is_known=~np.isnan(value))
    return own.overlaid(measured, ~own.has_value & measured.has_value)


def _aggregated(own: Cells, indicator: Indicator, cells: Mapping[str, Cells], grid: Grid) -> Cells:
    if not own.has_value.any():
        return own
    if indicator.aggregation == "sum":
        whole = sum_of_parts(own, grid.hierarchy)
    elif indicator.aggregation == "none" or indicator.weight is None:
        return own
    else:
        weight = _latest_weight(cells[indicator.weight], grid)
        whole = weighted_mean_of_parts(own, weight, grid.hierarchy)
    return withheld_below(whole, indicator.minimum_coverage_pct)


def _from_above(own: Cells, indicator: Indicator, grid: Grid) -> Cells:
    """Give areas without a value that of the nearest area above, where the indicator is a national one."""
    if not indicator.is_national:
        return own
    rows = grid.hierarchy.nearest_above(own.has_value)
    above = own.moved(rows, np.arange(len(grid.periods)))
    above = replace(above, method=np.full_like(own.method, Method.FROM_ABOVE))
    return own.overlaid(above, ~own.has_value & above.has_value)


def _latest_weight(weight: Cells, grid: Grid) -> Cells:
    origin = latest_known(weight.has_value, grid.periods)
    return weight.taken_from(np.where(origin == NOWHERE, np.arange(len(grid.periods)), origin))


def _derived(
    indicator: Indicator, formula: Formula, catalogue: Catalogue, cells: Mapping[str, Cells], grid: Grid
) -> Cells:
    is_whole = [_is_usable(cells[each], catalogue[each], formula) for each in indicator.inputs]
    derived = derive(
        formula,
        [cells[each] for each in indicator.inputs],
        grid,
        parameters=indicator.parameters,
        is_whole=np.logical_and.reduce(is_whole),
        from_parts=indicator.aggregation == "ratio_of_sums" and not formula.is_over_time,
    )
    return withheld_below(derived, indicator.minimum_coverage_pct)


def _unbridged(derived: Cells, indicator: Indicator, formula: Formula, breaks: Breaks, grid: Grid) -> Cells:
    """Withhold what a formula over time computes from both sides of a break."""
    years = max(formula.lags(indicator.parameters))
    return derived.withheld(bridges(breaks.get(indicator.id, ()), grid.periods, years=years))


def _is_usable(cells: Cells, indicator: Indicator, formula: Formula) -> Bools:
    is_whole = cells.is_complete if indicator.aggregation == "sum" else cells.has_value
    # No change since a value that was carried forward: that zero would be an invention.
    return is_whole & (cells.age == 0) if formula.is_over_time else is_whole


def _with_published(
    derived: Cells, published: Cells, indicator: Indicator, cells: Mapping[str, Cells], grid: Grid
) -> Cells:
    """Let published values win over computed ones and, where only those are there, make means of them."""
    if not published.is_known.any():
        return derived
    own = derived.overlaid(published, published.has_value | (published.is_known & ~derived.is_known))
    return _aggregated(own, indicator, cells, grid)
