"""How one value came about, in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from indicators.cells import METHOD_TEXTS
from indicators.explain import Explanation

MOST_SOURCES = 30
"""Rows of a national sum run into thousands: these are shown, the others counted."""


def explanation_html(
    words: Words, told: Explanation, names: pd.Series[str], sources: Mapping[int, str]
) -> str:
    """Return value, formula with inputs, method, coverage and source rows as HTML tables.

    Args:
        words: how the visit reads.
        told: the explanation.
        names: of the areas, by code.
        sources: what each dataset cites, by its id.
    """
    tell = words.translate
    lines = [
        (tell("Value"), f"{words.value(told.value, told.indicator_id)} {words.unit(told.indicator_id)}"),
        (tell("Period"), told.period),
        (tell("Method"), tell(METHOD_TEXTS[told.method])),
        (tell("Formula"), _formula(words, told)),
        (tell("Weights"), words.title(told.weight) if told.weight else ""),
        (tell("Coverage"), _coverage(words, told)),
        (tell("Carried forward from"), told.carried_from or ""),
        (tell("Definition"), told.reference),
    ]
    rows = [[Cell(label), Cell(text)] for label, text in lines if text]
    caption = f"{words.title(told.indicator_id)}, {names[told.area_code]}"
    summary = table_html(caption, [Cell(tell("What")), Cell(tell("How"))], {"": rows})
    return summary + observations_html(words, told.sources, names, sources)


def _formula(words: Words, told: Explanation) -> str:
    if not told.expression:
        return ""
    inputs = [
        f"{each.name} = {words.title(each.indicator_id)} {each.period}: "
        f"{words.value(each.value, each.indicator_id)} {words.unit(each.indicator_id)}"
        for each in told.inputs
    ]
    parameters = [f"{name} = {value:g}" for name, value in told.parameters.items()]
    return "; ".join([told.expression, *parameters, *inputs])


def _coverage(words: Words, told: Explanation) -> str:
    if told.n_expected <= 1:
        return ""
    text = words.translate("{n_parts} of {n_expected} areas")
    return text.format(n_parts=told.n_parts, n_expected=told.n_expected)


def observations_html(
    words: Words, rows: pd.DataFrame, names: pd.Series[str], sources: Mapping[int, str]
) -> str:
    """Return observations with their place in the source as an HTML table.

    Args:
        words: how the visit reads.
        rows: as ``geodata.schemas.OBSERVATIONS``, with ``dataset_id``.
        names: of the areas, by code.
        sources: what each dataset cites, by its id.
    """
    tell = words.translate
    head = [
        Cell(tell("Area")),
        Cell(tell("Indicator")),
        Cell(tell("Period")),
        Cell(tell("Value"), is_number=True),
        Cell(tell("Place in the source")),
        Cell(tell("Source")),
    ]
    shown = [
        [
            Cell(str(names.get(row.area_code, row.area_code))),
            Cell(words.title(row.indicator_id)),
            Cell(row.period),
            Cell(words.value(row.value, row.indicator_id), is_number=True),
            Cell(row.source_ref if pd.notna(row.source_ref) else ""),
            Cell(sources.get(row.dataset_id, "")),
        ]
        for row in rows.head(MOST_SOURCES).itertuples()
    ]
    counted = tell("Observations it rests on: {count}").format(count=len(rows))
    return table_html(counted, head, {"": shown})
