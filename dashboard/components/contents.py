"""The contents page of a country: every indicator that has data, by group."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd

from dashboard.availability import Availability
from dashboard.components.html_table import Cell, table_html
from dashboard.components.remarks import remark
from dashboard.components.words import Words


def contents(words: Words, available: Availability, national: pd.DataFrame) -> str:
    """Return the table of contents as HTML.

    Args:
        words: how the visit reads.
        available: what there is to show.
        national: values of the country itself, one row per indicator and period.
    """
    tell = words.translate
    head = [
        Cell(tell("Indicator")),
        Cell(tell("Whole country"), is_number=True),
        Cell(tell("Unit")),
        Cell(tell("Periods")),
        Cell(tell("Levels with data")),
    ]
    latest = national.dropna(subset="value").groupby("indicator_id").tail(1).set_index("indicator_id")
    groups = {
        group.title[words.language]: [
            _row(words, available, latest, indicator.id)
            for indicator in words.catalogue.in_group(group_id)
            if indicator.stage is None and available.has(indicator.id)
        ]
        for group_id, group in words.catalogue.groups.items()
    }
    shown = {title: rows for title, rows in groups.items() if rows}
    return table_html(tell("Indicators with data"), head, shown)


def _row(words: Words, available: Availability, latest: pd.DataFrame, indicator_id: str) -> list[Cell]:
    levels = available.levels_of(indicator_id)
    periods = available.periods(indicator_id, levels[-1])
    address = {
        "country": words.pack.code,
        "lang": words.language,
        "indicator": indicator_id,
        "level": levels[-1],
        "period": periods[-1],
    }
    named = [words.level_title(level) for level in levels if level]
    return [
        Cell(words.title(indicator_id), href="/map?" + urlencode(address)),
        _national(words, latest, indicator_id),
        Cell(words.unit(indicator_id)),
        Cell(f"{periods[0]}–{periods[-1]}" if len(periods) > 1 else periods[0]),
        Cell(", ".join(named)),
    ]


def _national(words: Words, latest: pd.DataFrame, indicator_id: str) -> Cell:
    if indicator_id not in latest.index:
        return Cell("", is_number=True)
    row = latest.loc[indicator_id]
    said = "; ".join(each for each in (str(row["period"]), remark(row, words.translate)) if each)
    return Cell(words.value(row["value"], indicator_id), remark=f"({said})", is_number=True)
