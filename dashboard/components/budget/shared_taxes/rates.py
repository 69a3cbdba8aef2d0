"""Which share of each tax local budgets keep: in force, announced, and asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language, number
from geodata.budgets import BudgetPack, SharedTaxRate
from indicators.budget.shared_taxes import RateChange, announced_rates, rates_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Those of a country in a period."""

    words: Words
    budget: BudgetPack
    in_force: Sequence[SharedTaxRate]
    announced: Sequence[SharedTaxRate]

    @classmethod
    def of(cls, words: Words, budget: BudgetPack, period: str) -> Rates:
        """Take them from the country's pack."""
        return cls(
            words=words,
            budget=budget,
            in_force=rates_in_force(budget, period),
            announced=announced_rates(budget, period),
        )

    @property
    def plan(self) -> tuple[RateChange, ...]:
        """The announced rates as changes of those in force."""
        return self.changes(
            RateChange(tax=each.tax, tier=each.tier, share_pct=each.share_pct) for each in self.announced
        )

    def changes(self, asked: Iterable[RateChange]) -> tuple[RateChange, ...]:
        """Return those of the asked rates that change one in force, in the order of the country's items."""
        wanted = {(each.tax, each.tier): each for each in asked}
        found = ((wanted.get((rate.tax, rate.tier)), rate) for rate in self.in_force)
        return tuple(change for change, rate in found if change and change.share_pct != rate.share_pct)

    @property
    def is_of_one_tier(self) -> bool:
        """Whether local budgets are all of one tier, so that it goes without saying."""
        return len(self.budget.tiers) == 1

    def title(self, tax: str) -> str:
        """Return what the country calls a tax."""
        return in_language(self.budget.items[tax].title, self.words.language)

    def tier_title(self, tier: str) -> str:
        """Return what the country calls a tier."""
        return in_language(self.budget.tiers[tier].title, self.words.language)


def percent(words: Words, share_pct: float) -> str:
    """Return a rate as the language writes it, with the decimals it has."""
    _, _, decimals = f"{share_pct:.4g}".partition(".")
    return number(share_pct, decimals=len(decimals), code=words.language) + " %"


def rates_html(rates: Rates, *, period: str) -> str:
    """Return the rates in force in a period with what is announced, as an HTML table."""
    tell = rates.words.translate
    head = [
        Cell(tell("Tax")),
        Cell(tell("Local budgets keep"), is_number=True),
        Cell(tell("Announced"), is_number=True),
        Cell(tell("Where it is stated"), is_long=True),
    ]
    caption = tell("Shares of national taxes in force in {period}").format(period=period)
    return table_html(caption, head, {"": [_row(rates, each) for each in rates.in_force]})


def _row(rates: Rates, rate: SharedTaxRate) -> list[Cell]:
    words, tell = rates.words, rates.words.translate
    planned = {(each.tax, each.tier): each for each in rates.announced}.get((rate.tax, rate.tier))
    since = tell("stated for {period}").format(period=rate.period)
    sources = dict.fromkeys([rate.reference, *([planned.reference] if planned else [])])
    return [
        Cell(rates.title(rate.tax), remark="" if rates.is_of_one_tier else rates.tier_title(rate.tier)),
        Cell(percent(words, rate.share_pct), remark=since, is_number=True),
        _announced(words, planned),
        Cell("; ".join(sources), is_long=True),
    ]


def _announced(words: Words, planned: SharedTaxRate | None) -> Cell:
    if planned is None:
        return Cell("–", is_number=True)
    remark = words.translate("planned for {period}").format(period=planned.period)
    return Cell(percent(words, planned.share_pct), remark=remark, is_number=True)
