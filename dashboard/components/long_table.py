"""Long tables to sort and to search, with numbers as the language of the visit writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.components.words import Words
from dashboard.i18n import separators

HEIGHT = 420
"""Pixels; more rows are scrolled to."""
ROW = 35
"""Pixels of a row."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, and how many decimals its numbers have; none of a column of texts."""

    title: str
    decimals: int | None = None
    written: Callable[[float], str] | None = None
    """How its numbers are written, where decimals do not say it."""
    link_text: str | None = None
    """The words of all its links, for a column of addresses."""


def long_table(
    words: Words,
    rows: pd.DataFrame,
    headings: Mapping[str, Heading],
    *,
    key: str,
    label: str,
    is_selectable: bool = False,
    missing: str | None = None,
) -> str | None:
    """Show a table; return the code of the area whose row is selected.

    Args:
        words: how the visit reads.
        rows: indexed by area code, with the columns of ``headings``; others are not shown.
        headings: of the columns, in their order.
        key: of the widget.
        label: what a screen reader calls it.
        is_selectable: whether a row can be selected.
        missing: what stands where nothing is; “no data” by default.
    """
    marks = separators(words.language)
    shown = rows[list(headings)].rename(columns={name: each.title for name, each in headings.items()})
    styled = shown.style.format(na_rep=words.translate("no data"))
    for each in headings.values():
        if each.decimals is not None:
            styled = styled.format(
                subset=[each.title],
                precision=each.decimals,
                decimal=marks[0],
                thousands=marks[1],
                na_rep=words.translate("no data"),
            )
        if each.written is not None:
            styled = styled.format(each.written, subset=[each.title], na_rep=words.translate("no data"))
    state = st.dataframe(
        styled,
        hide_index=True,
        height=HEIGHT if len(rows) > HEIGHT // ROW else "auto",
        column_config={
            each.title: st.column_config.LinkColumn(display_text=each.link_text)
            for each in headings.values()
            if each.link_text is not None
        },
        placeholder=words.translate("no data") if missing is None else missing,
        key=key,
        on_select="rerun" if is_selectable else "ignore",
        selection_mode="single-row",
        alt=label,
    )
    chosen = state.selection.rows if is_selectable else []
    return str(rows.index[chosen[0]]) if chosen else None
