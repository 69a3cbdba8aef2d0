"""The few figures of a scenario, and sums that visibly close."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.money import Money
from dashboard.components.budget.simulator.run import Run
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import number
from geodata.budgets import MoneyScale
from indicators.budget.scenario import Difference
from indicators.budget.simulate import SimulationResult

CENTS_PER_THOUSAND = 100_000
"""Hundredths of the currency unit in thousand of it."""
CENT_DECIMALS: dict[MoneyScale, int] = {"unit": 2, "thousand": 5, "million": 8, "billion": 11}
"""Places that show a hundredth of the currency unit."""


@dataclass(frozen=True, slots=True)
class Side:
    """The areas that win or those that lose."""

    n_areas: int
    people: float


@dataclass(frozen=True, slots=True)
class Closure:
    """Sums over the areas as they are listed, in hundredths of the currency unit: whole numbers, exact."""

    grants: int
    withdrawals: int
    left_over: int | None
    pool: int | None
    """None where it results."""
    current: int | None
    """None where the current grant of an area is not known."""
    change: int | None

    @classmethod
    def of(cls, result: SimulationResult) -> Closure:
        """Add up what every area is given."""
        areas = result.areas[result.areas["grant"].notna()]
        pool = result.totals.pool
        return cls(
            grants=_sum(areas["grant"].clip(lower=0)) or 0,
            withdrawals=_sum(-areas["grant"].clip(upper=0)) or 0,
            left_over=None if result.totals.unallocated is None else _cents(result.totals.unallocated),
            pool=None if pool is None else _cents(pool),
            current=_sum(areas["current_grant"]),
            change=_sum(areas["change"]),
        )

    @property
    def pool_gap(self) -> int:
        """What is missing between the pool and the grants with what is left over; 0 where it closes."""
        return 0 if self.pool is None else self.pool - self.grants - (self.left_over or 0)

    @property
    def change_gap(self) -> int:
        """What is missing between the change and the grants less the current ones; 0 where it closes."""
        if self.current is None or self.change is None:
            return 0
        return self.grants - self.withdrawals - self.current - self.change


def sides(result: SimulationResult) -> tuple[Side, Side] | None:
    """Return who wins and who loses against the current grants; None where none of these is known."""
    change = result.areas["change"]
    if change.isna().all():
        return None
    people = result.areas["population"]
    winners, losers = change > 0, change < 0
    return (
        Side(int(winners.sum()), float(people[winners].sum())),
        Side(int(losers.sum()), float(people[losers].sum())),
    )


def show_figures(desk: Desk, run: Run) -> None:
    """Show them, and below them the sums that close."""
    words, money, totals = desk.words, desk.money, run.result.totals
    tell = words.translate
    first, second = st.columns(3), st.columns(3)
    against = totals.grants - totals.withdrawals - totals.current_grants
    text = tell("{change} against now")
    first[0].metric(
        tell("Grants in all, {unit}").format(unit=money.unit),
        money.written(totals.grants),
        delta=None if pd.isna(against) else text.format(change=money.written(against, is_change=True)),
        delta_color="off",
        delta_arrow="off",
    )
    title, amount = _second_amount(words, run.result)
    first[1].metric(f"{title}, {money.unit}", money.written(amount))
    first[2].metric(
        tell("Overtakings"),
        words.whole(totals.n_overtakings) if totals.n_overtakings else tell("none"),
        help=tell("Pairs of areas of which one has less budget provision before the grants and more after."),
    )
    winners, losers = sides(run.result) or (None, None)
    _side_figure(words, second[0], tell("Winners"), winners)
    _side_figure(words, second[1], tell("Losers"), losers)
    second[2].metric(
        tell("Areas without a result"),
        tell("{count} of {total}").format(
            count=words.whole(totals.n_missing), total=words.whole(totals.n_areas + totals.n_missing)
        ),
    )
    if winners is None:
        st.caption(tell("No current grant is known: who wins and who loses cannot be told."))
    st.html(closure_html(desk.money, Closure.of(run.result)))


def closure_html(money: Money, closure: Closure) -> str:
    """Return the sums with what is between them, to a hundredth of the currency unit, as an HTML table."""
    tell = money.words.translate
    rows = list(_closing_rows(money, closure))
    caption = tell("Sums over all areas, {unit}").format(unit=money.unit)
    head = [Cell(tell("Sum")), Cell(tell("Amount"), is_number=True), Cell(tell("Does it close?"))]
    return table_html(caption, head, {"": rows})


def _closing_rows(money: Money, closure: Closure) -> Iterator[list[Cell]]:
    tell = money.words.translate

    def row(sign: str, title: str, cents: int, closes: str = "") -> list[Cell]:
        return [
            Cell(f"{sign} {title}".strip()),
            Cell(exact_amount(money, cents), is_number=True),
            Cell(closes),
        ]

    def closes(gap: int) -> str:
        return "✔" if gap == 0 else tell("no: {gap} is missing").format(gap=exact_amount(money, gap))

    yield row("", tell("Grants of all areas, added up"), closure.grants)
    if closure.withdrawals:
        yield row("−", tell("withdrawals, added up"), -closure.withdrawals)
    if closure.pool is not None and closure.left_over is not None:
        yield row("+", tell("left over"), closure.left_over)
        yield row("=", tell("pool"), closure.pool, closes(closure.pool_gap))
    if closure.current is not None and closure.change is not None:
        yield row("−", tell("current grants of these areas, added up"), -closure.current)
        yield row("=", tell("changes of all areas, added up"), closure.change, closes(closure.change_gap))


def exact_amount(money: Money, cents: int) -> str:
    """Return hundredths of the currency unit in the scale of the visit, with every place they have."""
    decimals = CENT_DECIMALS[money.scale]
    return str(number(Decimal(cents).scaleb(-decimals), decimals=decimals, code=money.words.language))


def _second_amount(words: Words, result: SimulationResult) -> tuple[str, float | None]:
    tell, totals = words.translate, result.totals
    if totals.pool is not None:
        return tell("Left of the pool"), totals.unallocated
    if isinstance(result.scenario.formula, Difference):
        return tell("Withdrawn in all"), totals.withdrawals
    return tell("Granted now"), totals.current_grants


def _side_figure(words: Words, column: DeltaGenerator, title: str, side: Side | None) -> None:
    tell = words.translate
    people = None if side is None else tell("{people} people").format(people=words.whole(side.people))
    column.metric(
        title,
        tell("cannot be told") if side is None else words.whole(side.n_areas),
        delta=people,
        delta_color="off",
        delta_arrow="off",
    )


def _sum(amounts: pd.Series[float]) -> int | None:
    """Return a sum of thousand currency, None where one is missing."""
    return None if amounts.isna().any() else _cents(math.fsum(amounts))


def _cents(thousand: float) -> int:
    return round(thousand * CENTS_PER_THOUSAND)
