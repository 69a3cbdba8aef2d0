"""What a person asks of budgets: at which level, in which year, in which scale of money."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.availability import Availability
from dashboard.components.budget.money import OFFERED_SCALES, Money, scale_title
from dashboard.components.words import Words
from geodata.budgets import BudgetPack

TELLING = ("own_revenue", "total_revenue", "total_expenditure")
"""Of these indicators the periods are offered, the first that has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One state of the page, above its parts."""

    country: str
    version: str
    """Of the country's data."""
    level: int
    period: str
    money: Money


def ask(
    words: Words,
    available: Availability,
    layers: pd.DataFrame,
    *,
    budget: BudgetPack | None,
    version: str,
) -> Question:
    """Show the choices of level, period and scale of money; return what is asked.

    Args:
        words: how the visit reads.
        available: what there is to show.
        layers: the display layers: the levels that can be drawn.
        budget: of the country's pack; names the scale of money until another is chosen.
        version: of the country's data.
    """
    tell = words.translate
    level_column, period_column, scale_column = st.columns([5, 3, 4], vertical_alignment="bottom")
    with level_column:
        level = _level(words, available, layers)
    with period_column:
        periods = offered_periods(available, budget, level)
        period = state.select("period", tell("Period"), periods, default=periods[-1], words=str)
    with scale_column:
        scale = state.select(
            "scale",
            tell("Amounts in"),
            OFFERED_SCALES,
            default=budget.money_scale if budget else "thousand",
            words=lambda each: scale_title(words, each),
        )
    return Question(
        country=words.pack.code, version=version, level=level, period=period, money=Money(words, scale)
    )


def has_budgets(available: Availability, budget: BudgetPack | None) -> bool:
    """Whether anything is known of budgets: of areas, or in the country's pack."""
    return _telling(available) is not None or bool(_stated_periods(budget))


def _telling(available: Availability) -> str | None:
    return next((each for each in TELLING if available.has(each)), None)


def offered_levels(layers: pd.DataFrame) -> list[int]:
    """Return the levels to choose from, those that can be drawn, from the largest areas down."""
    return sorted(int(level) for level in layers["admin_level"].unique() if level > 0)


def offered_periods(available: Availability, budget: BudgetPack | None, level: int) -> list[str]:
    """Return the periods to choose from at a level, ascending."""
    telling = _telling(available)
    return available.periods(telling, level) if telling else _stated_periods(budget)


def _stated_periods(budget: BudgetPack | None) -> list[str]:
    """Return the periods of which the pack says what the sources print, ascending."""
    if budget is None:
        return []
    rates = {rate.period for rate in budget.shared_tax_rates}
    return sorted(rates.union(*(series.amounts for series in budget.national_series)))


def _level(words: Words, available: Availability, layers: pd.DataFrame) -> int:
    mapped = offered_levels(layers)
    telling = _telling(available)
    known = [level for level in available.levels_of(telling) if level in mapped] if telling else []
    return state.select(
        "level",
        words.translate("Level"),
        mapped,
        default=known[-1] if known else mapped[-1],
        words=lambda number: words.level_title(number),
    )
