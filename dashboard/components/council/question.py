"""The day on which the register is looked at."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import state
from dashboard.components.words import Words
from dashboard.councils import CouncilBook
from indicators.councils.on_day import exists_on

FIRST_DAY, LAST_DAY = date(1991, 1, 1), date(2100, 12, 31)
DATE_FORM = "DD.MM.YYYY"


def ask_day(words: Words, book: CouncilBook, today: date) -> date:
    """Show the choice of the day beside how much the register holds; return the day.

    Args:
        words: how the visit reads.
        book: of the country.
        today: chosen at first where the register does not tell of a last day.
    """
    tell = words.translate
    day_column, extent_column = st.columns([3, 9], vertical_alignment="bottom")
    with day_column:
        on = state.day(
            "day",
            tell("As of"),
            default=book.last_day or today,
            lowest=FIRST_DAY,
            highest=LAST_DAY,
            form=DATE_FORM,
        )
    with extent_column:
        if book.register.bodies.empty:
            st.info(tell("No register of councils is loaded yet: bring one on the Data page."))
        else:
            text = tell("Bodies in the register: {n}; of them on this day: {n_now}.")
            n, n_now = len(book.register.bodies), int(exists_on(book.register.bodies, on).sum())
            st.caption(text.format(n=words.whole(n), n_now=words.whole(n_now)))
    return on
