"""Debts beyond the limits of the law."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.area_map import Category
from dashboard.components.area_map.palette import LAGGING, NOT_LAGGING, UNTOLD
from dashboard.components.area_map.view import Classification, Column
from dashboard.components.budget.debt.checks import (
    STATUSES,
    Status,
    alert_rows,
    debt_checks,
    limited_indicators,
    statuses,
)
from dashboard.components.budget.debt.history import show_history
from dashboard.components.budget.debt.tables import alerts_html, limits_html, scaled
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.downloads import table_download
from dashboard.components.budget.picking import pickable_map, selected_area
from indicators.budget.alerts import alerts

ALL = "all"
STATUS_TEXTS: dict[Status, str] = {
    "beyond": N_("Beyond a limit"),
    "within": N_("Within the limits"),
    "untold": N_("Cannot be told"),
}
STATUS_COLORS: dict[Status, str] = {"beyond": LAGGING, "within": NOT_LAGGING, "untold": UNTOLD}


def debt_section(desk: Desk) -> None:
    """Show which areas are beyond a limit, which limits there are, and the debts of one area over time."""
    tell, question = desk.words.translate, desk.question
    if not limited_indicators(desk.words.catalogue, question.country):
        st.info(tell("No limit of debt is known for this country: none is in the catalogue of indicators."))
        return
    checks = debt_checks(desk)
    in_period = checks[checks["period"] == question.period]
    if in_period.empty:
        _say_nothing(desk, checks)
    else:
        _show_checks(desk, checks, in_period)
    st.html(limits_html(desk.money))


def _say_nothing(desk: Desk, checks: pd.DataFrame) -> None:
    tell = desk.words.translate
    if checks.empty:
        limited = limited_indicators(desk.words.catalogue, desk.question.country)
        titles = ", ".join(desk.words.title(each) for each in limited)
        text = tell("There are no data of debts at this level. Bring a table on the Data page: {indicators}.")
        st.info(text.format(indicators=titles))
    else:
        periods = ", ".join(sorted(checks["period"].unique()))
        text = tell("Nothing is known of debts in {period}. There are numbers for: {periods}.")
        st.info(text.format(period=desk.question.period, periods=periods))


def _show_checks(desk: Desk, checks: pd.DataFrame, in_period: pd.DataFrame) -> None:
    tell = desk.words.translate
    paint = state.select(
        "paint",
        tell("The map shows"),
        [ALL, *in_period["indicator_id"].unique()],
        default=ALL,
        words=lambda each: tell("All limits") if each == ALL else desk.words.title(each),
    )
    asked = in_period if paint == ALL else in_period[in_period["indicator_id"] == paint]
    _show_figures(desk, asked)
    pickable_map(desk, classification(desk, asked), key="budget.debt")
    st.caption(held_against(desk, asked["indicator_id"].unique(), in_period["indicator_id"].unique()))
    _show_alerts(desk, alerts(asked))
    table_download(
        desk,
        lambda: alert_rows(desk.words, checks),
        name="debt-limits",
        title=tell("Debts against the limits, all periods"),
    )
    if selected := selected_area(desk):
        show_history(desk, checks, selected)
    else:
        st.info(tell("Click an area, or its name in the table, to see its debts over time."))


def held_against(desk: Desk, shown: Collection[str], known: Collection[str]) -> str:
    """Return which limits the map holds areas against, and which it cannot for want of any number.

    Args:
        desk: of the page.
        shown: indicators on the map.
        known: those with numbers in the asked period.
    """
    tell, words, question = desk.words.translate, desk.words, desk.question
    text = tell(
        "Held against the limits in {period}: {indicators}. Within them is who is so by each of these."
    )
    titles = ", ".join(words.title(each) for each in shown)
    unknown = [
        words.title(each)
        for each in limited_indicators(words.catalogue, question.country)
        if each not in known and words.catalogue[each].alert_in(question.period, question.country)
    ]
    lacking = tell("Not held against a limit, as nothing is known of: {indicators}.")
    sentences = [text.format(period=question.period, indicators=titles)]
    return " ".join([*sentences, *([lacking.format(indicators=", ".join(unknown))] if unknown else [])])


def _show_alerts(desk: Desk, found: pd.DataFrame) -> None:
    if found.empty:
        st.success(desk.words.translate("No area is beyond a limit, of those of which it can be told."))
    else:
        st.html(alerts_html(desk.money, found, desk.areas))


def _show_figures(desk: Desk, asked: pd.DataFrame) -> None:
    told = statuses(asked)
    counts = told.value_counts().reindex(list(STATUSES), fill_value=0)
    population = desk.in_period("population")

    tell = desk.words.translate
    beyond, checked, untold = st.columns(3)
    beyond.metric(
        tell("Areas beyond a limit"),
        desk.words.whole(counts["beyond"]),
        delta=tell("{people} people").format(people=desk.words.whole(population[told == "beyond"].sum())),
        delta_color="off",
        delta_arrow="off",
    )
    n_told = counts["beyond"] + counts["within"]
    checked.metric(
        tell("Areas checked"),
        tell("{count} of {total}").format(count=desk.words.whole(n_told), total=desk.words.whole(len(told))),
    )
    untold.metric(tell("Areas that cannot be told"), desk.words.whole(counts["untold"]))


def classification(desk: Desk, asked: pd.DataFrame) -> Classification:
    """Return what the map shows: whether areas are beyond a limit, with the values that are held against it.

    Args:
        desk: of the page.
        asked: checks of the asked period.
    """
    tell = desk.words.translate
    return Classification(
        title=tell("Limits of debt, {period}").format(period=desk.question.period),
        heading=tell("Limits of debt"),
        categories=[
            Category(label=tell(STATUS_TEXTS[each]), color=STATUS_COLORS[each], is_marked=each == "untold")
            for each in STATUSES
        ],
        classes=statuses(asked).map(STATUSES.index),
        columns=[
            _column(desk, str(indicator_id), rows)
            for indicator_id, rows in asked.groupby("indicator_id", sort=False)
        ],
    )


def _column(desk: Desk, indicator_id: str, rows: pd.DataFrame) -> Column:
    display = scaled(desk.money, indicator_id, rows["value"])
    return Column(
        key=indicator_id,
        title=f"{desk.words.title(indicator_id)}, {display.unit}",
        by_area=rows.set_index("area_code")["value"] * display.factor,
        decimals=display.decimals,
    )
