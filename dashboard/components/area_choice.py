"""Choose one area: its level, then its name."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.words import Words
from dashboard.names import area_labels


def area_choice(words: Words, areas: pd.DataFrame) -> str:
    """Show the choice of level and area; return the code of the area.

    Args:
        words: how the visit reads.
        areas: all areas of the country, indexed by code.
    """
    asked = state.choice("area", list(areas.index), words.pack.area_code)
    level_column, area_column = st.columns([1, 3])
    levels = sorted(int(level) for level in areas["admin_level"].unique())
    with level_column:
        level = st.selectbox(
            words.translate("Level"),
            levels,
            index=levels.index(int(areas.loc[asked, "admin_level"])),
            format_func=lambda number: words.level_title(number),
            key=f"profile.level.{asked}",
        )
    labels = area_labels(areas, words.language)[areas["admin_level"] == level]
    with area_column:
        return state.select(
            "area",
            words.translate("Area"),
            list(labels.index),
            default=labels.index[0],
            words=labels.__getitem__,
        )
