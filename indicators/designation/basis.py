"""How the value that an area is compared with was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np

from indicators.cells import Floats, Method
from indicators.designation.measure import MeasuredCriterion
from indicators.designation.profile import (
    ConstantReference,
    NationReference,
    ParentReference,
    SeriesReference,
)
from indicators.designation.tables import LevelTables
from indicators.hierarchy import Hierarchy

_FROM_PARTS = (Method.SUM, Method.WEIGHTED_MEAN, Method.RATIO_OF_SUMS)


@dataclass(frozen=True, slots=True)
class ReferenceBasis:
    """Where a reference comes from."""

    to: Literal["nation", "parent", "areas", "constant", "series"]
    """``areas``: a mean of the areas of the level."""
    area_code: str | None = None
    """The country or the area above."""
    methods: tuple[str, ...] = ()
    """Keys of ``cells.METHOD_TEXTS``; several where periods differ, none where it is not known."""
    n_areas: int | None = None
    """How many areas are in it, in the period with the fewest; None where it was published."""
    weight: str | None = None
    """The indicator that weighed the areas of the level; without, each counted the same."""
    source: str | None = None
    """Of a number or a series from outside."""


def reference_basis(
    tables: LevelTables, measured: MeasuredCriterion, area_code: str
) -> ReferenceBasis | None:
    """Return how the reference of an area was made, None for a criterion without."""
    reference = measured.criterion.reference
    match reference:
        case None:
            return None
        case ConstantReference():
            return ReferenceBasis("constant", source=reference.source)
        case SeriesReference():
            return ReferenceBasis("series", source=reference.source)
        case NationReference(mean="weighted" | "simple"):
            return ReferenceBasis("areas", n_areas=_fewest(measured.values), weight=reference.weight)
        case NationReference():
            return _of_area("nation", tables, measured, area_code)
        case ParentReference():
            return _of_area("parent", tables, measured, area_code)
        case _:
            assert_never(reference)


def _fewest(values: Floats) -> int:
    return int((~np.isnan(values)).sum(axis=0).min(initial=values.shape[0]))


def _of_area(
    to: Literal["nation", "parent"], tables: LevelTables, measured: MeasuredCriterion, area_code: str
) -> ReferenceBasis:
    computed, indicator_id = tables.computed, measured.criterion.indicator
    row = None if computed is None else _row_of(to, computed.grid.hierarchy, area_code)
    if computed is None or indicator_id is None or row is None:
        return ReferenceBasis(to)
    cells = computed.cells[indicator_id]
    is_read = np.isin(computed.grid.periods, measured.periods) & cells.has_value[row]
    methods = [Method(each) for each in np.unique(cells.method[row, is_read])]
    is_made = bool(methods) and all(each in _FROM_PARTS for each in methods)
    return ReferenceBasis(
        to,
        area_code=str(computed.grid.hierarchy.area_codes[row]),
        methods=tuple(each.id for each in methods),
        n_areas=int(cells.n_parts[row, is_read].min()) if is_made else None,
    )


def _row_of(to: Literal["nation", "parent"], hierarchy: Hierarchy, area_code: str) -> int | None:
    if to == "parent":
        parent = int(hierarchy.parents[hierarchy.area_codes.get_loc(area_code)])
        return parent if parent >= 0 else None
    countries = np.flatnonzero(hierarchy.admin_levels == 0)
    return int(countries[0]) if countries.size == 1 else None
