"""The few figures that say who gains and who loses, and how soon a rate may change again."""

from __future__ import annotations

import streamlit as st

from dashboard.components.budget.money import Money
from dashboard.components.budget.shared_taxes.outcome import Outcome
from dashboard.components.data.plain import plain


def show_frozen(outcome: Outcome) -> None:
    """Warn of the rates that the rule of no change still protects."""
    tell = outcome.rates.words.translate
    for rate in outcome.frozen:
        text = (
            tell("{tax}: a change is announced for {changed_in}; it may change again from {free_from}.")
            if rate.is_planned
            else tell("{tax}: changed in {changed_in}; it may change again from {free_from}.")
        )
        said = text.format(
            tax=outcome.rates.title(rate.tax), changed_in=rate.changed_in, free_from=rate.free_from
        )
        st.warning(plain(f"{said} ({rate.reference})"), icon=":material/lock_clock:")


def show_figures(outcome: Outcome, money: Money) -> None:
    """Show how many areas gain and lose, what both sides come to, and of how many it cannot be told."""
    words, effect = outcome.rates.words, outcome.effect
    tell = words.translate

    sides = ((tell("Areas that gain"), effect.winners), (tell("Areas that lose"), effect.losers))
    columns = st.columns([2, 2, 4, 4, 2])
    for column, (title, rows) in zip(columns, sides, strict=False):
        people = outcome.areas["population"].reindex(rows["area_code"]).sum()
        column.metric(
            title,
            words.whole(len(rows)),
            delta=tell("{people} people").format(people=words.whole(people)),
            delta_color="off",
            delta_arrow="off",
        )
    local, republican, untold = columns[2:]
    for column, title, gain in (
        (local, tell("Local budgets together"), -effect.republican_effect),
        (republican, tell("Republican budget"), effect.republican_effect),
    ):
        column.metric(
            title,
            money.written(gain, is_change=True),
            delta=money.unit,
            delta_color="off",
            delta_arrow="off",
        )
    untold.metric(tell("Cannot be told"), words.whole(outcome.areas["change"].isna().sum()))
