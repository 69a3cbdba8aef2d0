"""What a budget is made of, period by period."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.budget.break_notes import show_break_notes
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.structure.bars import BORROWING_COLOR, upright_bars
from dashboard.components.budget.structure.layers import Layer, item_title, layers_of, legend_html
from dashboard.i18n import in_language, separators
from geodata.periods import frequency, periods_between
from indicators.budget.structure import EXPENDITURE, REVENUE, Measure, budget_table, measured

BORROWING = "borrowing"

MEASURE_TEXTS: dict[Measure, str] = {
    "total": N_("Total"),
    "per_resident": N_("Per resident"),
    "real": N_("Per resident, constant prices"),
    "share": N_("Share of the total"),
}
MEASURE_UNITS: dict[Measure, str] = {
    "per_resident": "currency_per_resident",
    "real": "constant_currency_per_resident",
    "share": "percent",
}
"""Of the catalogue; totals are in the scale of the visit."""


def measure_unit(desk: Desk, measure: Measure) -> str:
    """Return what amounts in a measure are in."""
    return desk.money.unit if measure == "total" else desk.words.unit_title(MEASURE_UNITS[measure])


def measure_decimals(desk: Desk, measure: Measure) -> int:
    """Return how many decimals amounts in a measure have."""
    return {"total": desk.money.decimals, "share": 1}.get(measure, 0)


def over_time(desk: Desk, values: pd.DataFrame, measure: Measure) -> None:
    """Show revenue and expenditure of one area over time, with the breaks below.

    Args:
        desk: of the page.
        values: all values of the area.
        measure: of the amounts.
    """
    tell = desk.words.translate
    is_like_asked = values["period"].map(frequency) == frequency(desk.question.period)
    table = budget_table(values[is_like_asked], by="period")
    periods = _shown_periods(table)
    for column, (total_id, title) in zip(
        st.columns(2), {REVENUE: tell("Revenue"), EXPENDITURE: tell("Expenditure")}.items(), strict=True
    ):
        with column:
            st.markdown(f"**{title}**")
            _show_stack(desk, table, total_id, measure, periods)
    show_break_notes(desk.words, [*desk.breaks[REVENUE], *desk.breaks[EXPENDITURE]], periods)
    for note in _notes(desk, values, table, measure):
        st.caption(note)


def _show_stack(
    desk: Desk, table: pd.DataFrame, total_id: str, measure: Measure, periods: Sequence[str]
) -> None:
    layers = layers_of(desk, table, total_id, measure)
    if not layers:
        st.info(desk.words.translate("Nothing is known of it in this measure."))
        return
    borrowing = _borrowing(desk, table, measure) if total_id == REVENUE else None
    figure = upright_bars(
        layers,
        periods,
        unit=measure_unit(desk, measure),
        separators=separators(desk.words.language),
        decimals=measure_decimals(desk, measure),
        breaks={each.period for each in desk.breaks[total_id]},
        beside=borrowing,
    )
    st.plotly_chart(figure, key=f"structure.{total_id}")
    st.html(legend_html([*layers, *([borrowing] if borrowing else [])]))


def _shown_periods(table: pd.DataFrame) -> list[str]:
    known = table.reindex(columns=[REVENUE, EXPENDITURE]).dropna(how="all").index
    periods = known if len(known) else table.index
    return periods_between(periods.min(), periods.max())


def _borrowing(desk: Desk, table: pd.DataFrame, measure: Measure) -> Layer | None:
    amounts = measured(table, [BORROWING], total_id=REVENUE, measure=measure)[BORROWING]
    if not (amounts > 0).any():
        return None
    title = desk.words.translate("{item} (not part of revenue)")
    return Layer(
        title=title.format(item=item_title(desk.words, desk.budget, BORROWING)),
        color=BORROWING_COLOR,
        amounts=amounts * (desk.money.factor if measure == "total" else 1.0),
    )


def _notes(desk: Desk, values: pd.DataFrame, table: pd.DataFrame, measure: Measure) -> list[str]:
    """Return what must be said of the charts: what sums cover, what is missing, whose prices."""
    tell, notes = desk.words.translate, []
    totals = values[values["indicator_id"].isin([REVENUE, EXPENDITURE])]
    partial = totals[(totals["n_parts"] > 0) & (totals["n_parts"] < totals["n_expected"])]
    if len(partial):
        text = tell("Not every area below has budgets in: {periods}. The bars show those that have.")
        notes.append(text.format(periods=", ".join(sorted(partial["period"].unique()))))
    for total_id in (REVENUE, EXPENDITURE):
        lacking = _without_total(desk, table, total_id)
        if lacking:
            text = tell("{total}: no total is known in {periods}; the bars show only what is.")
            notes.append(
                text.format(total=item_title(desk.words, desk.budget, total_id), periods=", ".join(lacking))
            )
    index = desk.budget.price_index if desk.budget else None
    if measure == "real" and index:
        text = tell("Constant prices of {year}: {title}, {source}.")
        title = in_language(index.title, desk.words.language)
        notes.append(text.format(year=index.base_year, title=title, source=index.source))
    return notes


def _without_total(desk: Desk, table: pd.DataFrame, total_id: str) -> list[str]:
    parts = table.reindex(columns=[total_id, *desk.words.catalogue[total_id].parts])
    return list(parts.index[parts[total_id].isna() & parts.notna().any(axis=1)])
