"""Where a series of budgets breaks, in words: numbers on either side do not compare."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import streamlit as st

from dashboard.components.words import Words
from indicators.catalogue import SeriesBreak


def break_notes(words: Words, breaks: Iterable[SeriesBreak], periods: Collection[str]) -> list[str]:
    """Return a sentence for each period that does not compare with those before, in order.

    Args:
        words: how the visit reads.
        breaks: of the series that are shown.
        periods: that are shown; a break at the first of them, or outside, parts nothing.
    """
    tell = words.translate
    notes: dict[str, list[str]] = {}
    for each in sorted(breaks, key=lambda each: each.period):
        if periods and min(periods) < each.period <= max(periods):
            notes.setdefault(each.period, []).append(each.note[words.language])
    text = tell("From {period} not comparable with earlier periods: {note}")
    return [
        text.format(period=period, note=" ".join(dict.fromkeys(texts))) for period, texts in notes.items()
    ]


def show_break_notes(words: Words, breaks: Iterable[SeriesBreak], periods: Collection[str]) -> None:
    """Show these sentences below a chart or a map."""
    for note in break_notes(words, breaks, periods):
        st.caption(note)
