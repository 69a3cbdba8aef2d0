"""Normative expenditure from the norms of a country pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

import pandas as pd

from geodata.budgets import ExpenditureNorm
from geodata.periods import first_day, last_day


def norms_in_force(
    norms: Iterable[ExpenditureNorm], area_type: str | None, *, period: str
) -> dict[str, ExpenditureNorm]:
    """Return the norm in force for each item in an area, by item.

    Of the norms of an item the latest not later than the period holds, and one for the kind of the area goes
    before one for all.

    Args:
        norms: of the country pack.
        area_type: kind of the area; none where it is not known.
        period: when.
    """
    fitting = [norm for norm in _in_time(norms, period) if norm.area_type in (None, area_type)]
    return {
        norm.item: norm for norm in sorted(fitting, key=lambda norm: (bool(norm.area_type), _begin(norm)))
    }


def norm_per_head(
    norms: Sequence[ExpenditureNorm], area_types: pd.Series[str], *, period: str
) -> pd.Series[float]:
    """Return the sum of the norms in force for each area, currency per resident.

    An area that lacks the norm of an item has none at all.

    Args:
        norms: of the country pack.
        area_types: kind of area by area code; missing where it is not known.
        period: when.
    """
    items = {norm.item for norm in _in_time(norms, period)}
    kinds = [None if pd.isna(kind) else kind for kind in area_types]
    totals = {kind: _total(norms_in_force(norms, kind, period=period), items) for kind in set(kinds)}
    return pd.Series([totals[kind] for kind in kinds], index=area_types.index, dtype="float64")


def _total(in_force: Mapping[str, ExpenditureNorm], items: Set[str]) -> float:
    is_whole = bool(items) and in_force.keys() == items
    return sum(norm.amount_per_head for norm in in_force.values()) if is_whole else float("nan")


def _in_time(norms: Iterable[ExpenditureNorm], period: str) -> list[ExpenditureNorm]:
    return [norm for norm in norms if first_day(norm.period) <= last_day(period)]


def _begin(norm: ExpenditureNorm) -> date:
    return first_day(norm.period)
