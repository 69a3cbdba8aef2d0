"""One budget over time, beside its peers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.downloads import table_download
from dashboard.components.budget.structure.execution import execution_html
from dashboard.components.budget.structure.norms_panel import norms_panel
from dashboard.components.budget.structure.over_time import MEASURE_TEXTS, over_time
from dashboard.components.budget.structure.peers_panel import peers_panel
from dashboard.components.budget.structure.rows import budget_rows
from dashboard.components.profile import facts
from dashboard.names import area_labels
from geodata.budgets import PRICE_INDEX
from indicators.budget.structure import EXPENDITURE, REVENUE, Measure


def structure_section(desk: Desk) -> None:
    """Show what one budget is made of over time, against its plan, beside its peers and against the norms."""
    tell = desk.words.translate
    area_column, measure_column = st.columns([7, 5], vertical_alignment="bottom")
    with area_column:
        area_code = _ask_area(desk)
    values = desk.area_values([area_code])
    with measure_column:
        measure = _ask_measure(desk, values)
    st.html(facts(desk.words, desk.areas, area_code))
    if not _has_budget(values):
        st.info(
            tell(
                "No budget of this area is loaded: choose another area, or bring a table of budgets on the "
                "Data page."
            )
        )
        return
    over_time(desk, values, measure)
    _show_execution(desk, values)
    _offer_file(desk, area_code, values)
    st.subheader(tell("Beside its peers"))
    peers_panel(desk, area_code)
    st.subheader(tell("Against the norms"))
    norms_panel(desk, area_code, values)


def offered_areas(desk: Desk, asked: str) -> list[str]:
    """Return the country, the areas of the asked level by name, and the asked area whatever its level."""
    labels = area_labels(desk.areas, desk.words.language)
    of_level = labels.index[labels.index.isin(desk.area_codes)]
    return list(dict.fromkeys([desk.words.pack.area_code, *of_level, asked]))


def _ask_area(desk: Desk) -> str:
    country = desk.words.pack.area_code
    asked = state.choice("area", list(desk.areas.index), country)
    labels = area_labels(desk.areas, desk.words.language)
    return state.select(
        "area",
        desk.words.translate("Area"),
        offered_areas(desk, asked),
        default=country,
        words=labels.__getitem__,
    )


def _ask_measure(desk: Desk, values: pd.DataFrame) -> Measure:
    prices = values.loc[values["indicator_id"] == PRICE_INDEX, "value"]
    offered = [each for each in MEASURE_TEXTS if each != "real" or prices.notna().any()]
    return state.select(
        "amounts",
        desk.words.translate("Amounts"),
        offered,
        default="total",
        words=lambda each: desk.words.translate(MEASURE_TEXTS[each]),
    )


def _has_budget(values: pd.DataFrame) -> bool:
    return bool(values.loc[values["indicator_id"].isin([REVENUE, EXPENDITURE]), "value"].notna().any())


def _show_execution(desk: Desk, values: pd.DataFrame) -> None:
    period = desk.question.period
    in_period = values[values["period"] == period].set_index("indicator_id")["value"]
    table = execution_html(desk, in_period)
    if table:
        st.html(table)
    else:
        text = desk.words.translate("Nothing is known of what was planned for {period}.")
        st.caption(text.format(period=period))


def _offer_file(desk: Desk, area_code: str, values: pd.DataFrame) -> None:
    level = int(desk.areas.loc[area_code, "admin_level"])
    table_download(
        replace(desk, question=replace(desk.question, level=level)),
        lambda: budget_rows(desk, values),
        name=f"budget-{area_code}",
        title=desk.words.translate("One budget"),
    )
