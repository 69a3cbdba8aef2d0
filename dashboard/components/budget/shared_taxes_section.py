"""What other rates of shared taxes would do."""

from __future__ import annotations

import streamlit as st

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.picking import pickable_map, selected_area
from dashboard.components.budget.shared_taxes.change_map import changes_shown
from dashboard.components.budget.shared_taxes.controls import ask_changes
from dashboard.components.budget.shared_taxes.figures import show_figures, show_frozen
from dashboard.components.budget.shared_taxes.files import downloads
from dashboard.components.budget.shared_taxes.outcome import Outcome
from dashboard.components.budget.shared_taxes.rates import Rates, rates_html
from dashboard.components.budget.shared_taxes.tables import (
    area_html,
    closing_html,
    largest_html,
    untold_html,
)


def shared_taxes_section(desk: Desk) -> None:
    """Show the rates in force, fields for others, and who would gain and lose by them."""
    tell = desk.words.translate
    if desk.budget is None or not desk.budget.shared_tax_rates:
        st.info(
            tell(
                "The rates of shared taxes are not known for this country: they stand in budget.toml of its "
                "country pack."
            )
        )
        return
    rates = Rates.of(desk.words, desk.budget, desk.question.period)
    if not rates.in_force:
        first = min(each.period for each in desk.budget.shared_tax_rates)
        text = tell("No rate in force is known of {period}; the first one stated is of {first}.")
        st.info(text.format(period=desk.question.period, first=first))
        return
    st.html(rates_html(rates, period=desk.question.period))
    if due := sorted({each.period for each in rates.announced if each.period <= desk.question.period}):
        text = tell("It is not known whether the rates announced for {period} came into force.")
        st.caption(text.format(period=", ".join(due)))
    _try_rates(desk, rates)


def _try_rates(desk: Desk, rates: Rates) -> None:
    """Show the fields for the taxes of which revenue is known, and what a change does."""
    tell, taxes = desk.words.translate, dict.fromkeys(each.tax for each in rates.in_force)
    known = [tax for tax in taxes if desk.in_period(tax).notna().any()]
    if not known:
        st.info(
            tell(
                "No revenue of these taxes is known of the areas of this level and period, so that other "
                "rates cannot be tried: bring a table of budgets with a row for each tax on the Data page."
            )
        )
        return
    if unknown := [rates.title(tax) for tax in taxes if tax not in known]:
        text = tell("No revenue is known of: {taxes}. Their rates cannot be tried.")
        st.caption(text.format(taxes=", ".join(unknown)))
    if changes := ask_changes(desk, rates, taxes=known):
        _show_outcome(desk, Outcome.of(desk, rates, changes))
    else:
        st.info(tell("Move a rate to see who would gain and who would lose."))


def _show_outcome(desk: Desk, outcome: Outcome) -> None:
    tell = desk.words.translate
    show_frozen(outcome)
    show_figures(outcome, desk.money)
    st.caption(
        tell(
            "Revenue of {period}; all else as it is: the whole tax raised in an area is taken to stay the "
            "same."
        ).format(period=desk.question.period)
    )
    _show_map(desk, outcome)
    st.html(closing_html(outcome, desk.money))
    if untold := untold_html(outcome):
        st.caption(tell("Sums of a tax are over the areas of which its change can be told."))
        st.html(untold)
    if largest := largest_html(desk, outcome):
        st.html(largest)
    downloads(desk, outcome)


def _show_map(desk: Desk, outcome: Outcome) -> None:
    pickable_map(desk, changes_shown(desk, outcome), key="shared_taxes")
    if selected := selected_area(desk):
        st.html(area_html(desk, outcome, selected))
    else:
        st.caption(
            desk.words.translate("Click an area, or its name in the table, to see tax by tax how it comes.")
        )
