"""What was planned, what was adjusted and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.structure.layers import item_title
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import number
from indicators.budget.structure import EXPENDITURE, REVENUE
from indicators.catalogue import Catalogue, staged_id

STAGES = ("planned", "adjusted")
BY_KIND = ("expenditure_current", "expenditure_capital")
"""The other way to tell expenditure apart."""


def execution_html(desk: Desk, values: pd.Series[float]) -> str:
    """Return items at every stage and how far the plan was carried out, as HTML; empty without any plan.

    Args:
        desk: of the page.
        values: of one area in one period, by indicator.
    """
    tell, money = desk.words.translate, desk.money
    catalogue = desk.words.catalogue
    groups = {
        tell("Revenue"): _branch(catalogue, REVENUE),
        tell("Expenditure"): _branch(catalogue, EXPENDITURE),
        tell("Expenditure by kind"): BY_KIND,
    }
    rows = {
        title: [_row(desk, values, each) for each in items if _is_planned(values, each)]
        for title, items in groups.items()
    }
    if not any(rows.values()):
        return ""
    head = [
        Cell(tell("Item")),
        Cell(tell("Planned"), is_number=True),
        Cell(tell("Adjusted"), is_number=True),
        Cell(tell("Executed"), is_number=True),
        Cell(tell("Executed, % of planned"), is_number=True),
    ]
    caption = tell("Planned and executed in {period}, {unit}")
    return table_html(
        caption.format(period=desk.question.period, unit=money.unit),
        head,
        {title: cells for title, cells in rows.items() if cells},
    )


def execution_rate(values: pd.Series[float], item_id: str) -> float:
    """Return what was executed in % of what was planned; missing where either is, or the plan is zero."""
    planned = values.get(staged_id(item_id, "planned"), float("nan"))
    return values.get(item_id, float("nan")) / planned * 100 if planned else float("nan")


def _branch(catalogue: Catalogue, item_id: str) -> Iterator[str]:
    yield item_id
    for part in catalogue[item_id].parts:
        yield from _branch(catalogue, part)


def _is_planned(values: pd.Series[float], item_id: str) -> bool:
    return bool(values.reindex([staged_id(item_id, stage) for stage in STAGES]).notna().any())


def _row(desk: Desk, values: pd.Series[float], item_id: str) -> list[Cell]:
    rate = execution_rate(values, item_id)
    told = (
        desk.words.translate("no data")
        if pd.isna(rate)
        else number(rate, decimals=1, code=desk.words.language)
    )
    amounts = [values.get(each) for each in (*(staged_id(item_id, stage) for stage in STAGES), item_id)]
    return [
        Cell(item_title(desk.words, desk.budget, item_id)),
        *(Cell(desk.money.written(amount), is_number=True) for amount in amounts),
        Cell(told, is_number=True),
    ]
