"""The map of gains and losses per resident."""

from __future__ import annotations

from dashboard import state
from dashboard.components.area_map import category_map
from dashboard.components.area_map.view import Classification, Column, category_view
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.graded import graded
from dashboard.components.budget.shared_taxes.outcome import Outcome


def change_map(desk: Desk, outcome: Outcome, *, selected: str) -> str:
    """Show the map; return the code of the area that was picked, or else the selected one."""
    question = desk.question
    view = category_view(
        changes_shown(desk, outcome),
        desk.words,
        version=question.version,
        level=question.level,
        areas=desk.areas,
        layers=desk.layers,
        link_url=state.link("area"),
        selected=selected or None,
    )
    return category_map(view, key="shared_taxes") or selected


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
        value_title=heading,
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
