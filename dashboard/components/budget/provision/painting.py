"""What the map of provision shows: the index, what it is made of, or how far areas are from their need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from config.i18n import N_
from dashboard.components.area_map.view import Classification, Column
from dashboard.components.budget.graded import graded
from dashboard.components.budget.money import Money
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.words import Words
from dashboard.i18n import number
from indicators.budget.scenario import NATION
from indicators.catalogue import Direction

INDEX_DECIMALS = 2
NO_GAP = 0.0

Kind = Literal["index", "per_resident", "amount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """A column of ``indicators.budget.provision_rows`` that a map can show."""

    title: str
    short: str
    """At the head of a column."""
    kind: Kind
    direction: Direction
    """Whether high numbers are good."""

    @property
    def is_lowest_first(self) -> bool:
        """Whether the areas that are worst off have the lowest numbers."""
        return self.direction == "higher_is_better"


PAINTS: dict[str, Paint] = {
    "budget_provision": Paint(
        title=N_("Budget provision БО"), short=N_("БО"), kind="index", direction="higher_is_better"
    ),
    "provision_with_grant": Paint(
        title=N_("Budget provision БО with the current grant"),
        short=N_("БО with the grant"),
        kind="index",
        direction="higher_is_better",
    ),
    "fiscal_capacity_index": Paint(
        title=N_("Fiscal capacity ИНП"), short=N_("ИНП"), kind="index", direction="higher_is_better"
    ),
    "expenditure_need_index": Paint(
        title=N_("Expenditure need ИБР"), short=N_("ИБР"), kind="index", direction="lower_is_better"
    ),
    "gap_pc": Paint(
        title=N_("Gap to the minimum provision"),
        short=N_("Gap"),
        kind="per_resident",
        direction="lower_is_better",
    ),
    "gap": Paint(
        title=N_("Gap to the minimum provision"),
        short=N_("Gap"),
        kind="amount",
        direction="lower_is_better",
    ),
}
"""By the name of the column, in the order of the choice."""

COMPARED = ("budget_provision", "provision_with_grant")
"""Share their classes, so that what the grants do is seen by turning from one to the other."""

IN_TABLE = ("budget_provision", "fiscal_capacity_index", "expenditure_need_index")
"""Also said of each area beside the map."""


def paints(rows: pd.DataFrame) -> list[str]:
    """Return the keys of :data:`PAINTS` of which any area has a number."""
    return [each for each in PAINTS if rows[each].notna().any()]


def paint_heading(money: Money, paint: str) -> str:
    """Return what a map shows, with its unit."""
    return _with_unit(money, paint, PAINTS[paint].title)


def column_heading(money: Money, paint: str) -> str:
    """Return the same in fewer words."""
    return _with_unit(money, paint, PAINTS[paint].short)


def written(money: Money, paint: str, value: float) -> str:
    """Return a number of a paint without its unit."""
    kind = PAINTS[paint].kind
    if kind == "amount" or pd.isna(value):
        return money.written(value)
    decimals = INDEX_DECIMALS if kind == "index" else 0
    return number(value, decimals=decimals, code=money.words.language)


def painted(words: Words, money: Money, rows: pd.DataFrame, paint: str) -> Classification:
    """Return what the map shows.

    Args:
        words: how the visit reads.
        money: how amounts are shown.
        rows: of the areas, indexed by code.
        paint: a key of :data:`PAINTS`.
    """
    shown = PAINTS[paint]
    columns = [
        Column(
            key=each,
            title=words.translate(PAINTS[each].short),
            by_area=rows[each],
            decimals=INDEX_DECIMALS,
        )
        for each in IN_TABLE
        if each != paint and rows[each].notna().any()
    ]
    return graded(
        words,
        rows[paint] * (money.factor if shown.kind == "amount" else 1.0),
        title=paint_heading(money, paint),
        heading=paint_heading(money, paint),
        decimals={"index": INDEX_DECIMALS, "per_resident": 0, "amount": money.decimals}[shown.kind],
        breaks_from=pd.concat([rows[each] for each in COMPARED]) if paint in COMPARED else None,
        midpoint=NATION if shown.kind == "index" else NO_GAP,
        unchanged="" if shown.kind == "index" else words.translate("No gap"),
        direction=shown.direction,
        columns=columns,
    )


def _with_unit(money: Money, paint: str, title: str) -> str:
    told, kind = money.words.translate(title), PAINTS[paint].kind
    if kind == "index":
        return told
    return f"{told}, {money.unit if kind == 'amount' else per_head_unit(money.words)}"
