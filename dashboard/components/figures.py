"""The few figures that say how much of a country is loaded."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.availability import Availability
from dashboard.components.words import Words
from dashboard.i18n import in_language


def key_figures(words: Words, areas: pd.DataFrame, available: Availability) -> None:
    """Show how many areas each level has and how many indicators have data."""
    counts = areas["admin_level"].value_counts()
    figures = {
        in_language(level.plural, words.language): int(counts.get(level.number, 0))
        for level in words.pack.levels
        if level.number > 0
    }
    figures[words.translate("Indicators with data")] = available.counts["indicator_id"].nunique()
    for column, (label, count) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(label, words.whole(count))
