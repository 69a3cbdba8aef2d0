"""Fields in which rates become others; each change stands in the address."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from config.loader import ConfigError
from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.question import offered_levels, offered_periods
from dashboard.components.budget.shared_taxes.address import changes_from_text, changes_to_text
from dashboard.components.budget.shared_taxes.rates import Rates, percent
from dashboard.components.data.plain import plain
from geodata.budgets import SharedTaxRate
from indicators.budget.shared_taxes import (
    RateChange,
    SharedTaxScenario,
    shared_tax_scenario_from_toml,
)

N_COLUMNS = 3
STEP_PCT = 0.5
LARGEST_MB = 1

Changes = Sequence[RateChange]


def ask_changes(desk: Desk, rates: Rates, *, taxes: Collection[str]) -> tuple[RateChange, ...]:
    """Show a slider for each rate that can be tried, and what sets all of them; return the changed rates.

    Args:
        desk: of the page.
        rates: those in force and announced.
        taxes: of which revenue is known.
    """
    tell = desk.words.translate
    changes = rates.changes(state.entry("rates", changes_from_text, ()))
    offered = [rate for rate in rates.in_force if rate.tax in taxes]
    for start in range(0, len(offered), N_COLUMNS):
        # Columns anew for each row: on a phone they come one below the other, in this order.
        for column, rate in zip(st.columns(N_COLUMNS), offered[start : start + N_COLUMNS], strict=False):
            with column:
                _slider(rates, rate, changes)
    with st.container(horizontal=True):
        if rates.plan:
            st.button(
                tell("Try the announced rates"),
                icon=":material/event_upcoming:",
                disabled=changes == rates.plan,
                on_click=_ask,
                args=(rates.plan,),
            )
        st.button(tell("Back to the rates in force"), disabled=not changes, on_click=_ask, args=((),))
        _from_file(desk, rates)
    return changes


def _slider(rates: Rates, rate: SharedTaxRate, changes: Changes) -> None:
    asked = {(each.tax, each.tier): each.share_pct for each in changes}
    key = f"rates.{rate.tax}.{rate.tier}"
    st.session_state[key] = float(asked.get((rate.tax, rate.tier), rate.share_pct))
    title = rates.title(rate.tax)
    st.slider(
        title if rates.is_of_one_tier else f"{title} · {rates.tier_title(rate.tier)}",
        min_value=0.0,
        max_value=100.0,
        step=STEP_PCT,
        format="%g %%",
        help=rates.words.translate("In force: {share}").format(share=percent(rates.words, rate.share_pct)),
        key=key,
        on_change=_moved,
        args=(rates, rate, changes, key),
    )


def _moved(rates: Rates, rate: SharedTaxRate, changes: Changes, key: str) -> None:
    moved = RateChange(tax=rate.tax, tier=rate.tier, share_pct=float(st.session_state[key]))
    _ask(rates.changes([*changes, moved]))


def _from_file(desk: Desk, rates: Rates) -> None:
    tell = desk.words.translate
    with st.popover(tell("From a file"), icon=":material/upload:"):
        upload = st.file_uploader(
            tell("Rates as TOML, as they are downloaded here"), type=["toml"], max_upload_size=LARGEST_MB
        )
        if upload is None:
            return
        try:
            scenario = shared_tax_scenario_from_toml(
                upload.getvalue().decode("utf-8", errors="replace"), name=upload.name
            )
            level = level_of(desk, rates, scenario, name=upload.name)
        except ConfigError as error:
            st.error(plain(error))
            return
        st.button(tell("Try these rates"), type="primary", on_click=_open, args=(scenario, level))


def level_of(desk: Desk, rates: Rates, scenario: SharedTaxScenario, *, name: str) -> int:
    """Return the number of the level that a scenario names.

    Raises:
        ConfigError: it is for another country, or names what this one does not have.
    """
    pack = desk.words.pack
    levels = {pack.level(number).id: number for number in offered_levels(desk.layers)}
    faults = []
    if scenario.country not in (None, pack.code):
        faults.append(f"key country: expected {pack.code!r} or none, got {scenario.country!r}")
    if scenario.level not in levels:
        faults.append(f"key level: expected one of {', '.join(levels)}, got {scenario.level!r}")
    elif scenario.period not in offered_periods(desk.available, desk.budget, levels[scenario.level]):
        faults.append(f"key period: expected one with budgets at the level, got {scenario.period!r}")
    known = {(each.tax, each.tier) for each in rates.budget.shared_tax_rates}
    if unknown := [
        f"{each.tax}:{each.tier}" for each in scenario.changes if (each.tax, each.tier) not in known
    ]:
        faults.append(f"key changes: expected taxes and tiers with a rate, got {', '.join(unknown)}")
    if faults:
        raise ConfigError(name, faults)
    return levels[scenario.level]


def _open(scenario: SharedTaxScenario, level: int) -> None:
    state.remember("level", level)
    state.remember("period", scenario.period)
    _ask(scenario.changes)


def _ask(changes: Changes) -> None:
    state.remember("rates", changes_to_text(changes))
