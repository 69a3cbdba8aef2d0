"""The map of gains and losses per resident."""

from __future__ import annotations

from dashboard.components.area_map.view import Classification, Column
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.graded import graded
from dashboard.components.budget.shared_taxes.outcome import Outcome


def changes_shown(desk: Desk, outcome: Outcome) -> Classification:
    """Return the change per resident in classes around none, with the amounts beside it."""
    words, money, tell = desk.words, desk.money, desk.words.translate
    titles = {
        "revenue": tell("Revenue now"),
        "new_revenue": tell("Revenue then"),
        "change": tell("Change"),
    }
    heading = f"{tell('Change')}, {words.unit_title('currency_per_resident')}"
    return graded(
        words,
        outcome.areas["change_pc"],
        title=tell("What other rates of shared taxes would do, {period}").format(period=desk.question.period),
        heading=heading,
        value_title=tell("Change"),
        decimals=0,
        midpoint=0,
        unchanged=tell("no change"),
        columns=[
            Column(
                key=key,
                title=f"{title}, {money.unit}",
                by_area=outcome.areas[key] * money.factor,
                decimals=money.decimals,
            )
            for key, title in titles.items()
        ],
    )
