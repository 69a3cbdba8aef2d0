"""Changed rates and what they do, as files."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.downloads import table_report
from dashboard.components.budget.shared_taxes.outcome import Outcome
from dashboard.components.file_button import CSV, TOML, file_button
from dashboard.export.budget import fiscal_csv
from dashboard.i18n import in_language
from indicators.budget.shared_taxes import UNKNOWN_TEXTS, shared_tax_scenario_to_toml

DECIMALS = 5
"""Of amounts in thousand currency: hundredths of the currency."""


def downloads(desk: Desk, outcome: Outcome) -> None:
    """Offer the effect by area and tax as CSV, and the rates as a file that asks for them again."""
    tell, scenario = desk.words.translate, outcome.scenario
    name = f"{desk.question.country}-{scenario.id}"
    with st.popover(tell("Download"), icon=":material/download:"):
        file_button(tell("Table (CSV)"), lambda: effect_csv(desk, outcome), f"{name}.csv", CSV)
        file_button(
            tell("These rates (TOML)"),
            lambda: shared_tax_scenario_to_toml(scenario).encode(),
            f"{name}.toml",
            TOML,
        )


def effect_csv(desk: Desk, outcome: Outcome) -> bytes:
    """Return the effect by area and tax with the rates and the version of the data in every row."""
    scenario = outcome.scenario
    stated = {
        "rates": "; ".join(f"{each.tax}, {each.tier}: {each.share_pct:g} %" for each in scenario.changes),
        "references": "; ".join(dict.fromkeys(each.reference for each in outcome.rates.in_force)),
    }
    report = table_report(desk, in_language(scenario.title, desk.words.language), stated)
    return fiscal_csv(report, effect_rows(outcome))


def effect_rows(outcome: Outcome) -> pd.DataFrame:
    """Return a row per area and tax, with the title of the tax and the reason in words.

    Returns:
        ``area_code, tax, tax_title, tier, rate_pct, new_rate_pct, base, revenue, new_revenue, change``,
        amounts in thousand currency, and ``unknown``.
    """
    rates, rows = outcome.rates, outcome.effect.by_tax
    reasons = {key: rates.words.translate(text) for key, text in UNKNOWN_TEXTS.items()}
    described = rows.round(DECIMALS).assign(unknown=rows["unknown"].map(reasons))
    described.insert(2, "tax_title", rows["tax"].map(rates.title))
    return described
