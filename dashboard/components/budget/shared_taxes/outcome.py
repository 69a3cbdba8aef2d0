"""What changed rates do to the areas of the page: the scenario, its effect, and the effect per resident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from config.i18n import LANGUAGES, N_, translations
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.shared_taxes.rates import Rates
from indicators.budget.provision import CURRENCY_PER_THOUSAND
from indicators.budget.shared_taxes import (
    FrozenRate,
    RateChange,
    SharedTaxEffect,
    SharedTaxScenario,
    frozen_rates,
    shared_tax_effect,
)

SCENARIO_TITLE = N_("Other rates of shared taxes, {period}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Outcome:
    """Changed rates and what they do at the level and in the period of the page."""

    rates: Rates
    scenario: SharedTaxScenario
    effect: SharedTaxEffect
    areas: pd.DataFrame
    """``revenue, new_revenue, change`` in thousand currency, ``population``, ``change_pc`` in currency per
    resident: a row for each area of the level, by code."""
    frozen: Sequence[FrozenRate]

    @classmethod
    def of(cls, desk: Desk, rates: Rates, changes: tuple[RateChange, ...]) -> Outcome:
        """Work it out from the values of the page."""
        scenario = scenario_of(desk, changes)
        codes, kinds = desk.area_codes, desk.areas["area_type"]
        tiers = rates.budget.tiers_of(kinds.reindex(codes).astype("str"))
        effect = shared_tax_effect(scenario, rates.budget, desk.values(scenario.taxes), tiers)
        areas = effect.areas.set_index("area_code").reindex(codes)
        areas["population"] = desk.in_period("population")
        people = areas["population"].where(areas["population"] > 0)
        areas["change_pc"] = areas["change"] * CURRENCY_PER_THOUSAND / people
        return cls(
            rates=rates,
            scenario=scenario,
            effect=effect,
            areas=areas,
            frozen=frozen_rates(scenario, rates.budget),
        )

    @property
    def untold(self) -> pd.DataFrame:
        """``tax, unknown, n_areas``: why the change of a tax cannot be told, and of how many areas."""
        rows = self.effect.by_tax.dropna(subset="unknown")
        return rows.groupby(["tax", "unknown"], sort=False).size().rename("n_areas").reset_index()


def scenario_of(desk: Desk, changes: tuple[RateChange, ...]) -> SharedTaxScenario:
    """Return the changes as a scenario of the level and period of the page."""
    question = desk.question
    titles = {each: translations(each).gettext(SCENARIO_TITLE) for each in LANGUAGES}
    return SharedTaxScenario(
        id=f"shared-taxes-{question.period.lower()}",
        title={each: title.format(period=question.period) for each, title in titles.items()},
        country=question.country,
        level=desk.words.pack.level(question.level).id,
        period=question.period,
        changes=changes,
    )
