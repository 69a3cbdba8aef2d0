"""Normative expenditure from the norms of a country pack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from geodata.budgets import ExpenditureNorm
from geodata.periods import first_day, last_day


def norm_per_head(
    norms: Sequence[ExpenditureNorm], area_types: pd.Series[str], *, period: str
) -> pd.Series[float]:
    """Return the sum of the norms in force for each area, currency per resident.

    Of the norms of an item the latest not later than the period holds, and one for the kind of an area goes
    before one for all. An area that lacks the norm of an item has none at all.

    Args:
        norms: of the country pack.
        area_types: kind of area by area code; missing where it is not known.
        period: when.
    """
    in_time = [norm for norm in norms if first_day(norm.period) <= last_day(period)]
    latest = {(norm.item, norm.area_type): norm.amount_per_head for norm in sorted(in_time, key=_begin)}
    total = pd.Series(0.0 if latest else float("nan"), index=area_types.index)
    for item in sorted({item for item, _ in latest}):
        for_kind = {kind: amount for (named, kind), amount in latest.items() if named == item and kind}
        total += area_types.map(for_kind).astype("float64").fillna(latest.get((item, None), float("nan")))
    return total


def _begin(norm: ExpenditureNorm) -> date:
    return first_day(norm.period)
