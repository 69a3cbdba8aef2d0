"""Equalization scenarios: those that the users of a country keep, and what a scenario reads there."""

from __future__ import annotations

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from dashboard.kept_documents import Kept, Shelf
from geodata.budgets import BudgetPack
from geodata.packs import Pack
from indicators.budget.inputs import BudgetInputs
from indicators.budget.methods import default_method, load_provision_methods
from indicators.budget.scenario import DOCUMENT_KIND, Scenario, scenario_from_toml, scenario_to_toml
from indicators.budget.settlements import Settlements

SavedScenario = Kept[Scenario]

SCENARIOS: Shelf[Scenario] = Shelf(
    kind=DOCUMENT_KIND,
    noun="scenario",
    read=scenario_from_toml,
    write=scenario_to_toml,
    title=lambda scenario: scenario.title[SOURCE_LANGUAGE],
)
"""By their own ids."""


def scenario_inputs(
    scenario: Scenario, values: pd.DataFrame, areas: pd.DataFrame, *, pack: Pack, budget: BudgetPack | None
) -> BudgetInputs:
    """Return what a scenario reads in a country, of the level and period that it names.

    Args:
        scenario: says which numbers.
        values: of its indicators; with the population of the settlements for a scenario that counts those.
        areas: all of the country.
        pack: of the country.
        budget: of its pack.

    Raises:
        KeyError: the country has no such level.
        BudgetError: the numbers are such as nothing can be computed from.
    """
    return BudgetInputs.from_values(
        scenario,
        values,
        areas,
        level=pack.level_by_id(scenario.level).number,
        norms=() if budget is None else budget.expenditure_norms,
        settlements=small_settlements(pack),
    )


def small_settlements(pack: Pack) -> Settlements | None:
    """Return the settlements of a country, as far as small ones count by the default method."""
    return Settlements.of(pack, default_method(load_provision_methods()))
