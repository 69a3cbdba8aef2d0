"""A few counts beside each other."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.components.words import Words


def figures(counts: Mapping[str, int], words: Words) -> None:
    """Show counts by their labels."""
    for column, (label, count) in zip(st.columns(len(counts)), counts.items(), strict=True):
        column.metric(label, words.whole(count))
