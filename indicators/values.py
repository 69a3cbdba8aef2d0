"""The one way to indicator values: observed, imputed by policy, derived and added up, for every level."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from indicators.breaks import NO_BREAKS, Breaks
from indicators.catalogue import Catalogue
from indicators.cells import STATUSES, Cells, Method
from indicators.compute import Computed, compute
from indicators.hierarchy import Ints

SOURCE_COLUMNS = ("dataset_id", "source_ref")
"""Columns of the observations that lead a value back to its source, where they are given."""


def indicator_values(
    catalogue: Catalogue,
    observations: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    indicator_ids: Collection[str] | None = None,
    periods: Collection[str] | None = None,
    breaks: Breaks = NO_BREAKS,
) -> pd.DataFrame:
    """Return the values of indicators for all areas of all levels.

    Args:
        catalogue: what the indicators are.
        observations: as ``geodata.schemas.OBSERVATIONS``, with ``dataset_id`` where known. What is observed
            about areas or indicators that are not asked about plays no part.
        areas: as ``geodata.schemas.AREAS``; the geometry is not needed.
        indicator_ids: which to return; all by default. What they are computed from need not be named.
        periods: which to return; all that are observed by default.
        breaks: where series break, by indicator; no formula over time reaches across.

    Returns:
        One row per area, indicator and period of which something is known, ordered by indicator (as in the
        catalogue), area code and period: ``area_code, indicator_id, period, value, status, method, n_parts,
        n_expected, coverage_pct, carried_from, dataset_id, source_ref``. A missing ``value`` has status
        ``O``, or ``M`` where none can exist, as over a denominator of zero. ``method`` is a key of
        ``cells.METHOD_TEXTS``. A ``coverage_pct`` below 100 marks a value made of ``n_parts`` out of
        ``n_expected`` parts. ``carried_from`` is the period of the oldest value or weight that was carried
        forward, missing where none was.

    Raises:
        KeyError: an indicator is not in the catalogue.
        HierarchyError: an area code comes twice, or a parent is not on a level above its part.
    """
    if indicator_ids is not None and (unknown := set(indicator_ids) - set(catalogue)):
        raise KeyError(f"expected indicators of the catalogue, got {sorted(unknown)}")
    wanted = [each for each in catalogue if indicator_ids is None or each in indicator_ids]
    computed = compute(catalogue, observations, areas, wanted, breaks=breaks)
    columns = [n for n, period in enumerate(computed.grid.periods) if periods is None or period in periods]
    tables = [_tidy(each, computed, np.array(columns, dtype=np.int64)) for each in wanted]
    return pd.concat(tables, ignore_index=True)


def _tidy(indicator_id: str, computed: Computed, columns: Ints) -> pd.DataFrame:
    cells, periods = computed.cells[indicator_id], pd.Index(computed.grid.periods, dtype="str")
    rows, chosen = np.nonzero(cells.is_known[:, columns])
    place = rows, columns[chosen]
    age = cells.age[place]
    tidy = pd.DataFrame(
        {
            "area_code": computed.grid.hierarchy.area_codes.take(rows),
            "indicator_id": indicator_id,
            "period": periods.take(place[1]),
            "value": cells.value[place],
            "status": _STATUS_CODES.take(cells.status[place]),
            "method": _METHOD_IDS.take(cells.method[place]),
            "n_parts": cells.n_parts[place],
            "n_expected": cells.n_expected[place],
            "coverage_pct": cells.coverage_pct[place],
            "carried_from": periods.take(place[1] - age).where(age > 0),
        }
    )
    return tidy.assign(**_sources(cells, place, computed.observations))


def _sources(cells: Cells, place: tuple[Ints, Ints], observations: pd.DataFrame) -> pd.DataFrame:
    sources = observations.reindex(columns=[*SOURCE_COLUMNS])
    return sources.reindex(cells.observation[place]).reset_index(drop=True)


_STATUS_CODES = pd.Index(STATUSES, dtype="str")
_METHOD_IDS = pd.Index([method.id for method in Method], dtype="str")
