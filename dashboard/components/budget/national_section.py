"""The budgets of the country as sources print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.budget.break_notes import show_break_notes
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.money import scale_title
from dashboard.components.budget.national_chart import Panel, PrintedLine, line_color, national_figure
from dashboard.components.budget.structure.layers import Layer, legend_html
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language, number, separators
from geodata.budgets import MONEY_FACTORS, BudgetPack, NationalSeries
from indicators.breaks import budget_breaks

AMOUNTS_HEIGHT, SHARES_HEIGHT = 360, 220
"""Pixels of both panels."""
SHARE_DECIMALS = 1

SHARE_UNIT = N_("% of GDP")


def national_section(desk: Desk) -> None:
    """Show the national series, what local budgets covered in which years, and what the pack says of them."""
    words, budget = desk.words, desk.budget
    tell = words.translate
    if budget is None:
        st.info(tell("The country pack says nothing of budgets: it has no budget.toml."))
        return
    if budget.national_series:
        _show_series(desk, budget)
    else:
        st.info(tell("The country pack has no printed national series; sums of areas are under One budget."))
    if budget.scopes:
        st.html(scopes_html(words, budget))
    heading = tell("What else is known of the budgets of this country")
    st.markdown(f"**{heading}**")
    st.text(tell("Classification: {text}").format(text=budget.classification))
    for note in budget.notes:
        st.text(in_language(note, words.language))


def _show_series(desk: Desk, budget: BudgetPack) -> None:
    words = desk.words
    panels = national_panels(desk, budget)
    breaks = budget_breaks(budget)
    figure = national_figure(
        panels,
        separators=separators(words.language),
        breaks=[each.period for each in breaks],
        changes=[scope.first_period for scope in budget.scopes if scope.first_period],
    )
    st.plotly_chart(figure, key="national")
    layers = [
        Layer(title=line.title, color=line_color(position), amounts=line.printed)
        for position, line in enumerate(panels[0].lines)
    ]
    st.html(legend_html(layers))
    st.caption(
        words.translate(
            "Figures as printed. Lines join neighbouring years of the same scope; hollow marks are what "
            "another source prints for the same year. Where figures differ, neither is preferred."
        )
    )
    periods = [period for series in budget.national_series for period in series.amounts]
    show_break_notes(words, breaks, periods)
    st.html(figures_html(words, budget))
    for series in budget.national_series:
        st.markdown(f"**{in_language(series.title, words.language)}**")
        for note in series.notes:
            st.text(in_language(note, words.language))
        st.caption(words.translate("Source: {reference}").format(reference=series.reference))


def national_panels(desk: Desk, budget: BudgetPack) -> list[Panel]:
    """Return the amounts in the scale of the visit and, where any are printed, shares of GDP."""
    series = budget.national_series
    amounts = Panel(
        lines=[_amounts(desk, each) for each in series],
        unit=desk.money.unit,
        decimals=desk.money.decimals,
        height=AMOUNTS_HEIGHT,
    )
    shares = Panel(
        lines=[_shares(desk.words, each) for each in series],
        unit=desk.words.translate(SHARE_UNIT),
        decimals=SHARE_DECIMALS,
        height=SHARES_HEIGHT,
    )
    return [panel for panel in (amounts, shares) if panel.has_any]


def figures_html(words: Words, budget: BudgetPack) -> str:
    """Return all figures as printed, a row per period and each series in its own scale, as HTML."""
    tell, series = words.translate, budget.national_series
    head = [Cell(tell("Period"))]
    for each in series:
        title, scale = in_language(each.title, words.language), scale_title(words, each.scale)
        head.append(Cell(f"{title}, {scale}", is_number=True))
        if each.gdp_share_pct:
            head.append(Cell(f"{title}, {tell(SHARE_UNIT)}", is_number=True))
    head.append(Cell(tell("What is counted"), is_long=True))
    rows = [
        [
            Cell(period),
            *(cell for each in series for cell in _printed_cells(words, each, period)),
            Cell("; ".join(in_language(scope.title, words.language) for scope in budget.scopes_in(period))),
        ]
        for period in sorted({period for each in series for period in _periods(each)})
    ]
    return table_html(tell("Figures as printed"), head, {"": rows})


def scopes_html(words: Words, budget: BudgetPack) -> str:
    """Return what local budgets covered from when to when, as HTML."""
    tell = words.translate
    rows = [
        [
            Cell(in_language(scope.title, words.language)),
            Cell(scope.first_period or tell("as far back as there are figures")),
            Cell(scope.last_period or tell("still in force")),
            Cell(in_language(scope.note, words.language), remark=scope.reference, is_long=True),
        ]
        for scope in budget.scopes
    ]
    head = [
        Cell(tell("What local budgets cover")),
        Cell(tell("From")),
        Cell(tell("To")),
        Cell(tell("What changed"), is_long=True),
    ]
    return table_html(tell("Scope of local budgets over time"), head, {"": rows})


def printed(words: Words, figure: float) -> str:
    """Return a figure with the decimals it is printed with."""
    exponent = Decimal(str(figure)).normalize().as_tuple().exponent
    return number(figure, decimals=max(0, -int(exponent)), code=words.language)


def _amounts(desk: Desk, series: NationalSeries) -> PrintedLine:
    factor = MONEY_FACTORS[series.scale] / MONEY_FACTORS["thousand"] * desk.money.factor
    return PrintedLine(
        title=in_language(series.title, desk.words.language),
        printed=_by_period(series.amounts.items()) * factor,
        printed_elsewhere=_by_period((each.period, each.amount) for each in series.other_prints) * factor,
    )


def _shares(words: Words, series: NationalSeries) -> PrintedLine:
    return PrintedLine(
        title=in_language(series.title, words.language),
        printed=_by_period(series.gdp_share_pct.items()),
        printed_elsewhere=_by_period((each.period, each.gdp_share_pct) for each in series.other_prints),
    )


def _periods(series: NationalSeries) -> set[str]:
    return {*series.amounts, *series.gdp_share_pct, *(each.period for each in series.other_prints)}


def _by_period(figures: Iterable[tuple[str, float | None]]) -> pd.Series[float]:
    told = [(period, figure) for period, figure in figures if figure is not None]
    return pd.Series([figure for _, figure in told], index=[period for period, _ in told], dtype="float64")


def _printed_cells(words: Words, series: NationalSeries, period: str) -> list[Cell]:
    others = [each for each in series.other_prints if each.period == period]
    cells = [_printed_cell(words, series.amounts.get(period), [each.amount for each in others])]
    if series.gdp_share_pct:
        shares = [each.gdp_share_pct for each in others]
        cells.append(_printed_cell(words, series.gdp_share_pct.get(period), shares))
    return cells


def _printed_cell(words: Words, figure: float | None, others: Sequence[float | None]) -> Cell:
    told = [printed(words, each) for each in (figure, *others) if each is not None]
    return Cell(" / ".join(told), is_number=True)
