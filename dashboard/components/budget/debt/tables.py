"""Debts beyond the limits as a table, and what the limits are."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from dashboard.components.budget.debt.checks import limited_indicators, limits_in
from dashboard.components.budget.money import AMOUNT_UNIT, Money, Shown, shown
from dashboard.components.designation.editor.criteria_form import OPERATOR_WORDS
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import number
from dashboard.names import area_labels

MOST_ROWS = 20
"""Of the alerts by one limit these are shown; the file has all."""
MOST_DECIMALS = 6


def alerts_html(money: Money, alerts: pd.DataFrame, areas: pd.DataFrame) -> str:
    """Return the areas beyond a limit by indicator, furthest beyond first, as an HTML table.

    Args:
        money: how amounts are shown.
        alerts: as :func:`indicators.budget.alerts.alerts` returns them, of one period.
        areas: all of the country, indexed by code.
    """
    tell, words = money.words.translate, money.words
    labels = area_labels(areas, words.language)
    head = [
        Cell(tell("Area")),
        Cell(tell("Value"), is_number=True),
        Cell(tell("Not allowed")),
        Cell(tell("Period")),
        Cell(tell("Legal basis"), is_long=True),
    ]
    text = tell("{title}: {shown} of {total}")
    groups = {}
    for indicator_id, rows in alerts.groupby("indicator_id", sort=False):
        worst = rows.sort_values("value", ascending=False, kind="stable").head(MOST_ROWS)
        title = text.format(title=words.title(str(indicator_id)), shown=len(worst), total=len(rows))
        display = scaled(money, str(indicator_id), worst["value"])
        groups[title] = [_alert(money, labels, display, row) for row in worst.itertuples()]
    return table_html(tell("Beyond a limit"), head, groups)


def _alert(money: Money, labels: pd.Series[str], display: Shown, row: object) -> list[Cell]:
    return [
        Cell(str(labels[row.area_code])),
        Cell(_written(money, display, row.value), is_number=True),
        Cell(forbidden(money, row.indicator_id, row.operator, row.threshold)),
        Cell(row.period),
        Cell(row.reference, is_long=True),
    ]


def limits_html(money: Money) -> str:
    """Return the limits that hold in the country as an HTML table."""
    tell, words = money.words.translate, money.words
    rows = [
        [
            Cell(words.title(indicator)),
            Cell(forbidden(money, indicator, limit.operator, limit.value)),
            Cell(limit.reference, is_long=True),
        ]
        for indicator in limited_indicators(words.catalogue, words.pack.code)
        for limit in limits_in(words.catalogue[indicator].alerts, words.pack.code)
    ]
    head = [Cell(tell("Indicator")), Cell(tell("Not allowed")), Cell(tell("Legal basis"), is_long=True)]
    return table_html(tell("Limits of debt"), head, {"": rows})


def forbidden(money: Money, indicator_id: str, operator: str, threshold: float) -> str:
    """Return what is not allowed, such as “above 20 %”."""
    limit = _written(money, scaled(money, indicator_id, [threshold]), threshold)
    return f"{money.words.translate(OPERATOR_WORDS[operator])} {limit}"


def scaled(money: Money, indicator_id: str, values: Iterable[float]) -> Shown:
    """Return how an indicator is shown: with as many decimals as keep a small debt from reading as none."""
    display = shown(money.words, indicator_id, money.scale)
    if money.words.catalogue[indicator_id].unit != AMOUNT_UNIT:
        return display
    sizes = [size for value in values if (size := abs(value * display.factor)) > 0]
    if not sizes:
        return display
    needed = math.ceil(-math.log10(min(sizes)))
    return replace(display, decimals=max(display.decimals, min(needed, MOST_DECIMALS)))


def _written(money: Money, display: Shown, value: float) -> str:
    written = number(value * display.factor, decimals=display.decimals, code=money.words.language)
    return f"{written} {display.unit}"
