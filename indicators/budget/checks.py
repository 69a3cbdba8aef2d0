"""What in budgets does not compare or is printed in two ways: told, never corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from geodata.budgets import MONEY_FACTORS, BudgetPack, NationalSeries
from indicators.breaks import budget_breaks

PRINTED_COLUMNS = ("period", "quantity", "series", "printed", "other_source", "other_printed", "difference")
"""Of the table that :func:`printed_differences` returns."""


def mixed_scopes(budget: BudgetPack, periods: Iterable[str]) -> pd.DataFrame:
    """Return the periods in which the scope of budgets changed: their amounts are of two scopes.

    Returns:
        ``period, scopes`` (ids, with commas between) ``, note`` of the last, one row per such period.
    """
    rows = [
        (period, ", ".join(scope.id for scope in scopes), scopes[-1].note[SOURCE_LANGUAGE])
        for period in sorted(periods)
        if len(scopes := budget.scopes_in(period)) > 1
    ]
    return pd.DataFrame(rows, columns=["period", "scopes", "note"], dtype="str")


def breaks_within(budget: BudgetPack, periods: Sequence[str]) -> pd.DataFrame:
    """Return the changes of scope between the first and the last of some periods.

    Returns:
        ``period`` (the first of the new scope) ``, note``.
    """
    known = sorted(periods)
    rows = [
        (each.period, each.note[SOURCE_LANGUAGE])
        for each in budget_breaks(budget)
        if known and known[0] < each.period <= known[-1]
    ]
    return pd.DataFrame(rows, columns=["period", "note"], dtype="str")


def printed_differences(series: Sequence[NationalSeries]) -> pd.DataFrame:
    """Return what is printed twice for one period and differs by more than rounding; neither is preferred.

    Two series are held against each other, too: whether they mean the same is not known here.

    Returns:
        :data:`PRINTED_COLUMNS`: ``quantity`` is ``amount`` (in currency) or ``gdp_share_pct``,
        ``other_source`` the id of another series or the reference of another print, ``difference``
        printed − other printed.
    """
    prints = [each for one in series for each in _other_prints(one)]
    prints += [each for one, other in combinations(series, 2) for each in _same_periods(one, other)]
    rows = [each.row for each in prints if each.differs]
    return pd.DataFrame(rows, columns=list(PRINTED_COLUMNS))


@dataclass(frozen=True)
class _Printed:
    """A number as it stands in print."""

    text: float
    factor: float = 1.0
    """What it is multiplied by to be in the unit of a comparison."""

    @property
    def value(self) -> Decimal:
        return Decimal(str(self.text)) * Decimal(self.factor)

    @property
    def rounding(self) -> Decimal:
        """Half of its last place."""
        exponent = Decimal(str(self.text)).normalize().as_tuple().exponent
        return Decimal(5).scaleb(min(int(exponent), 0) - 1) * Decimal(self.factor)


@dataclass(frozen=True)
class _Twice:
    """A period of a series that is printed twice."""

    period: str
    quantity: str
    series: str
    printed: _Printed
    other_source: str
    other: _Printed

    @property
    def difference(self) -> Decimal:
        return self.printed.value - self.other.value

    @property
    def differs(self) -> bool:
        return abs(self.difference) > self.printed.rounding + self.other.rounding

    @property
    def row(self) -> tuple[object, ...]:
        told = (self.printed.value, self.other.value, self.difference)
        printed, other, difference = (float(each) for each in told)
        return self.period, self.quantity, self.series, printed, self.other_source, other, difference


def _other_prints(series: NationalSeries) -> Iterator[_Twice]:
    for each in series.other_prints:
        quantities = (
            ("amount", series.amounts, each.amount, MONEY_FACTORS[series.scale]),
            ("gdp_share_pct", series.gdp_share_pct, each.gdp_share_pct, 1.0),
        )
        for quantity, printed, other, factor in quantities:
            if other is not None and each.period in printed:
                one = _Printed(printed[each.period], factor)
                yield _Twice(each.period, quantity, series.id, one, each.reference, _Printed(other, factor))


def _same_periods(one: NationalSeries, other: NationalSeries) -> Iterator[_Twice]:
    for period in sorted(one.amounts.keys() & other.amounts.keys()):
        first, second = (_Printed(each.amounts[period], MONEY_FACTORS[each.scale]) for each in (one, other))
        yield _Twice(period, "amount", one.id, first, other.id, second)
