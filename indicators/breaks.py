"""Where a series breaks: changes of method in the catalogue, changes of scope in the country's budgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from config.i18n import LANGUAGES
from geodata.budgets import BudgetPack
from geodata.periods import first_day
from indicators.catalogue import Catalogue, SeriesBreak
from indicators.formulas import period_before
from indicators.hierarchy import Bools

Breaks = Mapping[str, Sequence[SeriesBreak]]
"""The breaks of indicators, by id."""

NO_BREAKS: Breaks = MappingProxyType({})


def budget_breaks(budget: BudgetPack) -> list[SeriesBreak]:
    """Return the years in which the scope of budgets changed.

    A change in the midst of a year breaks the series twice: that year compares neither with the one before
    nor with the one after.
    """
    found = []
    for scope in budget.scopes:
        if scope.first_period is None:
            continue
        start = first_day(scope.first_period)
        years = {start.year} if (start.month, start.day) == (1, 1) else {start.year, start.year + 1}
        note = {language: scope.note.get(language, scope.note["en"]) for language in LANGUAGES}
        found += [SeriesBreak(period=str(year), note=note) for year in sorted(years)]
    return found


def series_breaks(
    catalogue: Catalogue, country: str, budget: BudgetPack | None
) -> dict[str, tuple[SeriesBreak, ...]]:
    """Return the breaks of every indicator in a country, by id, in order; what is computed has its inputs'.

    Args:
        catalogue: what the indicators are.
        country: code of the pack.
        budget: its budgets, where it has any: changes of scope break all items, at every stage.
    """
    scopes = () if budget is None else tuple(budget_breaks(budget))
    items = set() if budget is None else set(budget.items)
    breaks: dict[str, tuple[SeriesBreak, ...]] = {}
    for indicator_id in catalogue.computing_order():
        indicator = catalogue[indicator_id]
        gathered = list(indicator.breaks_in(country))
        if {indicator_id, indicator.stage_of} & items:
            gathered += scopes
        made_of = (*indicator.inputs, *indicator.parts)
        gathered += [each for need in made_of for each in breaks[need]]
        distinct = {(each.period, each.note["en"]): each for each in gathered}
        breaks[indicator_id] = tuple(sorted(distinct.values(), key=lambda each: each.period))
    return breaks


def bridges(breaks: Iterable[SeriesBreak], periods: Sequence[str], *, years: int) -> Bools:
    """Return, for every period, whether a break lies between it and the one ``years`` earlier.

    >>> note = dict.fromkeys(LANGUAGES, "Another method.")
    >>> bridges([SeriesBreak(period="2021", note=note)], ["2020", "2021", "2022"], years=1).tolist()
    [False, True, False]
    """
    starts = [each.period for each in breaks]
    return np.array(
        [any(period_before(period, years) < start <= period for start in starts) for period in periods],
        dtype=bool,
    )
