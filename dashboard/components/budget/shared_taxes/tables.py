"""What changed rates do, as tables: by tax to the last sum, the largest gains and losses, one area."""

from __future__ import annotations

import pandas as pd

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.money import Money
from dashboard.components.budget.shared_taxes.outcome import Outcome
from dashboard.components.budget.shared_taxes.rates import percent
from dashboard.components.html_table import Cell, table_html
from dashboard.names import area_labels
from indicators.budget.shared_taxes import UNKNOWN_TEXTS

MOST_ROWS = 10


def closing_html(outcome: Outcome, money: Money) -> str:
    """Return both sides of every change, which add up to nothing, as an HTML table."""
    tell = outcome.rates.words.translate
    sums = outcome.effect.taxes
    total = sums.sum(numeric_only=True, min_count=1)
    head = [
        Cell(tell("Tax")),
        *(
            Cell(title, is_number=True)
            for title in (
                tell("Local budgets now"),
                tell("Local budgets then"),
                tell("Local change"),
                tell("Republican change"),
                tell("Together"),
            )
        ),
    ]

    def row(title: str, amounts: pd.Series[float]) -> list[Cell]:
        together = amounts["change"] + amounts["republican_change"]
        return [
            Cell(title),
            _amount(money, amounts["revenue"]),
            _amount(money, amounts["new_revenue"]),
            _amount(money, amounts["change"], is_change=True),
            _amount(money, amounts["republican_change"], is_change=True),
            _amount(money, together),
        ]

    rows = [row(outcome.rates.title(str(each["tax"])), each) for _, each in sums.iterrows()]
    caption = tell("What local budgets gain the republican budget loses, {unit}").format(unit=money.unit)
    groups = {"": rows} if len(rows) == 1 else {"": [*rows, row(tell("All of these taxes"), total)]}
    return table_html(caption, head, groups)


def largest_html(desk: Desk, outcome: Outcome) -> str:
    """Return the areas that gain and lose most, as an HTML table; empty where none does."""
    words, money, tell = desk.words, desk.money, desk.words.translate
    sides = (
        (tell("Gain most: {shown} of {total}"), outcome.effect.winners),
        (tell("Lose most: {shown} of {total}"), outcome.effect.losers),
    )
    labels = area_labels(desk.areas, words.language)

    def row(area: pd.Series) -> list[Cell]:
        per_resident = outcome.areas["change_pc"].get(area["area_code"])
        return [
            Cell(str(labels[area["area_code"]])),
            _amount(money, area["revenue"]),
            _amount(money, area["new_revenue"]),
            _amount(money, area["change"], is_change=True),
            Cell(_per_resident(outcome, per_resident), is_number=True),
        ]

    groups = {
        title.format(shown=min(MOST_ROWS, len(rows)), total=len(rows)): [
            row(each) for _, each in rows.head(MOST_ROWS).iterrows()
        ]
        for title, rows in sides
        if len(rows)
    }
    head = [Cell(tell("Area")), *_amount_head(outcome, money)]
    return table_html(tell("Who gains and who loses"), head, groups) if groups else ""


def untold_html(outcome: Outcome) -> str:
    """Return why the effect cannot be told, by tax, as an HTML table; empty where all is told."""
    words, tell = outcome.rates.words, outcome.rates.words.translate
    rows = [
        [
            Cell(outcome.rates.title(str(row.tax))),
            Cell(tell(UNKNOWN_TEXTS[str(row.unknown)]), is_long=True),
            Cell(words.whole(int(row.n_areas)), is_number=True),
        ]
        for row in outcome.untold.itertuples()
    ]
    head = [Cell(tell("Tax")), Cell(tell("Why"), is_long=True), Cell(tell("Areas"), is_number=True)]
    return table_html(tell("What cannot be told"), head, {"": rows}) if rows else ""


def area_html(desk: Desk, outcome: Outcome, area_code: str) -> str:
    """Return how the change of an area comes about, tax by tax, as an HTML table."""
    words, money, tell = desk.words, desk.money, desk.words.translate
    of_area = outcome.effect.by_tax[outcome.effect.by_tax["area_code"] == area_code]
    head = [
        Cell(tell("Tax")),
        Cell(tell("Rate now"), is_number=True),
        Cell(tell("Rate then"), is_number=True),
        Cell(tell("Whole tax raised"), is_number=True),
        *_amount_head(outcome, money)[:-1],
    ]

    def rate(share_pct: float) -> Cell:
        text = tell("no data") if pd.isna(share_pct) else percent(words, share_pct)
        return Cell(text, is_number=True)

    rows = [
        [
            Cell(
                outcome.rates.title(row["tax"]),
                remark="" if pd.isna(row["unknown"]) else tell(UNKNOWN_TEXTS[row["unknown"]]),
            ),
            rate(row["rate_pct"]),
            rate(row["new_rate_pct"]),
            _amount(money, row["base"]),
            _amount(money, row["revenue"]),
            _amount(money, row["new_revenue"]),
            _amount(money, row["change"], is_change=True),
        ]
        for _, row in of_area.iterrows()
    ]
    caption = f"{area_labels(desk.areas, words.language)[area_code]}, {money.unit}"
    return table_html(caption, head, {"": rows})


def _amount_head(outcome: Outcome, money: Money) -> list[Cell]:
    words, tell = outcome.rates.words, outcome.rates.words.translate
    titles = (
        f"{tell('Revenue now')}, {money.unit}",
        f"{tell('Revenue then')}, {money.unit}",
        f"{tell('Change')}, {money.unit}",
        f"{tell('Change')}, {words.unit_title('currency_per_resident')}",
    )
    return [Cell(title, is_number=True) for title in titles]


def _amount(money: Money, thousand: float, *, is_change: bool = False) -> Cell:
    return Cell(money.written(thousand, is_change=is_change), is_number=True)


def _per_resident(outcome: Outcome, change: float | None) -> str:
    words = outcome.rates.words
    if change is None or pd.isna(change):
        return words.translate("no data")
    return ("+" if change > 0 else "") + words.whole(change)
