"""Who can pay for their own services, and how unequal areas are."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.downloads import table_download
from dashboard.components.budget.method import provision_method_note
from dashboard.components.budget.picking import pickable_map, selected_area
from dashboard.components.budget.provision.answer import answer, stated
from dashboard.components.budget.provision.basis import Basis, ask_basis
from dashboard.components.budget.provision.inequality import (
    RevenuePerHead,
    lorenz_figure,
    measures_html,
)
from dashboard.components.budget.provision.painting import PAINTS, paint_heading, painted, paints
from dashboard.components.budget.provision.tables import lacking_html, provision_html
from dashboard.components.budget.provision.trace import Trace
from dashboard.components.data.plain import plain
from dashboard.names import area_names
from indicators.budget.errors import BudgetError
from indicators.budget.provision import INPUT_TEXTS
from indicators.budget.scenario import NATION


def provision_section(desk: Desk) -> None:
    """Show the provision of areas on a map and in tables, the trace of one, and how unequal revenue is."""
    try:
        _show_answer(desk, ask_basis(desk))
    except BudgetError as error:
        st.error(plain(error))
    st.html(provision_method_note(desk.words))
    _show_inequality(desk)


def _show_answer(desk: Desk, basis: Basis) -> None:
    asked = answer(desk, basis)
    if asked.unknown:
        _say_unknown(desk, asked.unknown)
    else:
        _show_provision(desk, basis, asked.rows().set_index("area_code", drop=False))


def _say_unknown(desk: Desk, unknown: Iterable[str]) -> None:
    tell = desk.words.translate
    text = tell(
        "At this level and in {period} nothing is known of: {numbers}. Choose another level or period, or "
        "bring a table of them on the Data page."
    )
    numbers = ", ".join(tell(INPUT_TEXTS[each]) for each in unknown)
    st.info(text.format(period=desk.question.period, numbers=numbers))


def _show_provision(desk: Desk, basis: Basis, rows: pd.DataFrame) -> None:
    tell, money = desk.words.translate, desk.money
    _show_figures(desk, rows)
    paint = state.select(
        "paint",
        tell("The map shows"),
        paints(rows),
        default=paints(rows)[0],
        words=lambda each: paint_heading(money, each),
    )
    pickable_map(desk, painted(desk.words, money, rows, paint), key="budget.provision")
    st.caption(_map_caption(desk, paint))
    if selected := selected_area(desk):
        _show_trace(desk, rows, selected)
    else:
        st.info(tell("Click an area, or its name in the table, to see which numbers make its index."))
    st.html(provision_html(money, rows, desk.areas, paint=paint))
    if lacking := lacking_html(money, rows, desk.areas):
        st.html(lacking)
    table_download(
        desk,
        lambda: rows.reset_index(drop=True),
        name="provision",
        title=tell("Budget provision"),
        stated=stated(desk, basis),
    )


def _show_figures(desk: Desk, rows: pd.DataFrame) -> None:
    tell = desk.words.translate
    told = rows[rows["budget_provision"].notna()]
    below = told[told["budget_provision"] < NATION]

    of_all = tell("{count} of {total}")
    people = tell("{people} people").format(people=desk.words.whole(below["population"].sum()))
    below_column, gap_column, untold_column = st.columns(3)
    below_column.metric(
        tell("Areas below the mean"),
        of_all.format(count=desk.words.whole(len(below)), total=desk.words.whole(len(told))),
        delta=people,
        delta_color="off",
        delta_arrow="off",
    )
    gaps = tell("Gaps of all areas, {unit}").format(unit=desk.money.unit)
    gap_column.metric(gaps, desk.money.written(told["gap"].sum()))
    untold_column.metric(tell("Areas without an index"), desk.words.whole(len(rows) - len(told)))


def _map_caption(desk: Desk, paint: str) -> str:
    tell = desk.words.translate
    of_index = tell(
        "{title}, {period}. 1 is the mean of the areas together; classes below and above it differ in hue. "
        "The maps of БО with and without the grant share their classes."
    )
    of_gap = tell(
        "{title}, {period}. The gap is need − own revenue where that is above zero: an assumption, as "
        "laws that level to a minimum give no formula."
    )
    text = of_index if PAINTS[paint].kind == "index" else of_gap
    return text.format(title=paint_heading(desk.money, paint), period=desk.question.period)


def _show_trace(desk: Desk, rows: pd.DataFrame, area_code: str) -> None:
    name = str(area_names(desk.areas, desk.words.language)[area_code])
    trace = Trace.of(desk.money, rows, area_code)
    st.subheader(name)
    st.write(plain(trace.sentence(name)))
    if pd.notna(rows.loc[area_code, "budget_provision"]):
        st.html(trace.html())


def _show_inequality(desk: Desk) -> None:
    tell = desk.words.translate
    revenue = RevenuePerHead.of(desk)
    st.subheader(tell("How unequal revenue per resident is"))
    if revenue.is_empty:
        st.info(tell("No area has both revenue and residents at this level in the chosen period."))
        return
    curves, table = st.columns([4, 5])
    curves.plotly_chart(lorenz_figure(desk.words, revenue), key="lorenz")
    text = tell(
        "Lorenz curves of revenue per resident, {period}: {counted} areas, {left_out} left out for want of a "
        "number. The further below the straight line, the more unequal."
    )
    counted = desk.words.whole(len(revenue.population))
    left_out = desk.words.whole(revenue.n_left_out)
    curves.caption(text.format(period=desk.question.period, counted=counted, left_out=left_out))
    table.html(measures_html(desk, revenue))
