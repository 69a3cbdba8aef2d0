"""The number of the country, with what it is made of."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.council.coverage.question import Question, measure_title
from dashboard.components.council.coverage.told import headed, states, told_rows
from dashboard.components.council.desk import Desk
from dashboard.components.data.plain import plain
from indicators.councils.coverage import MEASURES

COUNTRY = 0


def show_headline(desk: Desk, question: Question, rows: pd.DataFrame) -> None:
    """Show the country's number beside what it is made of, why it is no share, and how much is hidden.

    Args:
        desk: of the page.
        question: what is asked.
        rows: of the measure, every level.
    """
    country = rows[rows["admin_level"] == COUNTRY]
    if country.empty:
        return
    found = told_rows(desk, country).iloc[0]
    number_column, words_column = st.columns([4, 8], vertical_alignment="center")
    title = measure_title(desk, question.measure, question.report_type)
    number_column.metric(plain(title), found.value)
    with words_column:
        if states(country).iloc[0] in ("told", "bounds"):
            st.write(plain(_in_words(desk, question.measure, country.iloc[0])))
        if found.why:
            st.info(plain(found.why))
        if hidden := _hidden_text(desk, rows[rows["admin_level"] == question.level]):
            st.caption(plain(hidden))


def _in_words(desk: Desk, measure: str, row: pd.Series) -> str:
    tell, about = desk.words.translate, MEASURES[measure]
    text = tell("{numerator}: {count}; {denominator}: {total}.")
    return headed(
        text.format(
            numerator=tell(about.numerator),
            count=desk.words.whole(row["numerator"]),
            denominator=tell(about.denominator),
            total=desk.words.whole(row["denominator"]),
        )
    )


def _hidden_text(desk: Desk, rows: pd.DataFrame) -> str:
    n_hidden = int((states(rows) == "small").sum())
    if not n_hidden:
        return ""
    text = desk.words.translate(
        "Areas whose numbers are not published: {n}. They have 1 to {most} people, or would give such a "
        "number away."
    )
    return text.format(n=desk.words.whole(n_hidden), most=desk.councils.small_cell_threshold - 1)
