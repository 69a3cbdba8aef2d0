"""Provision as tables: the areas that are worst off, and those of which it cannot be told."""

from __future__ import annotations

import pandas as pd

from dashboard.components.budget.money import Money
from dashboard.components.budget.provision.painting import PAINTS, column_heading, written
from dashboard.components.budget.provision.trace import lacking
from dashboard.components.html_table import Cell, table_html
from dashboard.names import area_labels

MOST_ROWS = 20
"""These are shown; the map's table and the file have all."""


def provision_html(money: Money, rows: pd.DataFrame, areas: pd.DataFrame, *, paint: str) -> str:
    """Return the areas that are worst off by what the map shows as an HTML table.

    Args:
        money: how amounts are shown.
        rows: of the areas, indexed by code.
        areas: all of the country, indexed by code.
        paint: a key of ``PAINTS``; its column comes first.
    """
    tell = money.words.translate
    order = [paint, *(each for each in PAINTS if each != paint and rows[each].notna().any())]
    told = rows[rows[paint].notna()]
    worst = told.sort_values(paint, ascending=PAINTS[paint].is_lowest_first, kind="stable").head(MOST_ROWS)
    labels = area_labels(areas, money.words.language)
    head = [
        Cell(tell("Area")),
        *(Cell(column_heading(money, each), is_number=True) for each in order),
        Cell(tell("Residents"), is_number=True),
    ]
    body = [
        [
            Cell(str(labels[code])),
            *(Cell(written(money, each, row[each]), is_number=True) for each in order),
            Cell(money.words.whole(row["population"]), is_number=True),
        ]
        for code, row in worst.iterrows()
    ]
    text = (
        tell("Lowest first: {shown} of {total}")
        if PAINTS[paint].is_lowest_first
        else tell("Highest first: {shown} of {total}")
    )
    return table_html(text.format(shown=len(worst), total=len(told)), head, {"": body})


def lacking_html(money: Money, rows: pd.DataFrame, areas: pd.DataFrame) -> str:
    """Return the areas without an index and what each of them lacks, as an HTML table; empty without any."""
    tell = money.words.translate
    untold = rows[rows["budget_provision"].isna()]
    if untold.empty:
        return ""
    labels = area_labels(areas, money.words.language)
    body = [
        [Cell(str(labels[code])), Cell(lacking(money, lacks))]
        for code, lacks in untold["lacks"].head(MOST_ROWS).items()
    ]
    caption = tell("Areas without an index: {shown} of {total}")
    return table_html(
        caption.format(shown=len(body), total=len(untold)),
        [Cell(tell("Area")), Cell(tell("Lacks"))],
        {"": body},
    )
