"""Why an area is in its class: a sentence, and every criterion with its path over time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.components.designation.desk import Desk
from dashboard.components.explanation import observations_html
from dashboard.components.html_table import Cell, table_html
from dashboard.components.sparkline import sparkline
from dashboard.components.words import Words
from dashboard.i18n import in_language, number
from dashboard.names import area_names
from indicators.breaks import Breaks
from indicators.designation.assess import Assessment
from indicators.designation.sentences import area_sentence, criterion_sentence
from indicators.designation.trace import CriterionTrace, trace, trace_sources

MET_MARKS = {True: "✔", False: "–", None: "?"}
N_PATH = 12
"""Periods a path over time goes back."""


def trace_panel(desk: Desk, area_code: str) -> None:
    """Show why an area is in its class, and on request where a criterion's numbers come from."""
    words, assessment = desk.words, desk.answer.assessment
    names = area_names(desk.answer.areas, words.language)
    st.subheader(str(names[area_code]))
    st.write(area_sentence(assessment, area_code, language=words.language))
    traces = [trace(assessment, area_code, each.id) for each in assessment.profile.criteria]
    if not traces:
        return
    st.html(traces_html(words, assessment, traces, breaks=desk.breaks))
    with st.expander(words.translate("Where the numbers come from")):
        criterion_id = state.select(
            "criterion",
            words.translate("Criterion"),
            [each.criterion.id for each in traces],
            default=traces[0].criterion.id,
            words=lambda key: in_language(assessment.profile.criterion(key).title, words.language),
        )
        rows = trace_sources(assessment, area_code, criterion_id, catalogue=words.catalogue)
        st.html(observations_html(words, rows, names, desk.sources))


def traces_html(words: Words, assessment: Assessment, traces: list[CriterionTrace], *, breaks: Breaks) -> str:
    """Return a row per criterion: whether it is met, by how much, and its path over time, as HTML."""
    tell = words.translate
    head = [
        Cell(tell("Criterion"), is_long=True),
        Cell(tell("Met")),
        Cell(tell("Value"), is_number=True),
        Cell(tell("Threshold"), is_number=True),
        Cell(tell("Margin"), is_number=True),
        Cell(tell("Over time")),
    ]
    rows = [_row(words, assessment, each, breaks) for each in traces]
    return table_html(tell("Criteria"), head, {"": rows})


def _row(words: Words, assessment: Assessment, told: CriterionTrace, breaks: Breaks) -> list[Cell]:
    sentence = criterion_sentence(
        told, language=words.language, catalogue=words.catalogue, currency=words.pack.currency
    )
    title = in_language(told.criterion.title, words.language)
    unit = words.unit(told.criterion.indicator) if told.criterion.indicator else ""
    margin_pct = "" if told.margin_pct is None else f"{told.margin_pct:+.0f} %"
    return [
        Cell(title, remark=sentence),
        Cell(MET_MARKS[told.is_met]),
        Cell(_value(words, told, told.value), remark=unit, is_number=True),
        Cell(_value(words, told, told.threshold_value), is_number=True),
        Cell(_value(words, told, told.margin), remark=margin_pct, is_number=True),
        Cell("", drawing=_path(assessment, told, title, breaks)),
    ]


def _value(words: Words, told: CriterionTrace, value: float | None) -> str:
    if value is None:
        return ""
    if told.criterion.indicator is None:
        return number(value, decimals=2, code=words.language)
    return words.value(value, told.criterion.indicator)


def _path(assessment: Assessment, told: CriterionTrace, title: str, breaks: Breaks) -> str:
    """Return the values of all periods up to the window's end, with the threshold in the window."""
    indicator_id = told.criterion.indicator
    if indicator_id is None or not told.periods:
        return ""
    tables = assessment.measurement.tables
    last, length = told.periods[-1].period, len(told.periods[-1].period)
    shown = [each for each in tables.periods if len(each) == length and each <= last][
        -max(N_PATH, len(told.periods)) :
    ]
    row = tables.area_codes.get_loc(told.area_code)
    values = tables.of_areas(indicator_id, shown)[row]
    starts = {each.period for each in breaks.get(indicator_id, ())}
    limits = {each.period: each.threshold_value for each in told.periods}
    return sparkline(
        [None if np.isnan(each) else float(each) for each in values],
        threshold=[limits.get(each) for each in shown],
        n_window=len(told.periods),
        label=title,
        breaks=[
            n
            for n, (before, period) in enumerate(pairwise(shown), start=1)
            if any(before < start <= period for start in starts)
        ],
    )
