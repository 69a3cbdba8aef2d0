"""What the parts of the page work with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from dashboard.availability import Availability
from dashboard.budgets import SavedScenario, scenario_inputs, small_settlements
from dashboard.components.budget.money import Money
from dashboard.components.budget.question import Question
from dashboard.components.words import Words
from dashboard.kept_documents import KeptDocuments
from geodata.budgets import BudgetPack
from geodata.store import Store
from indicators.breaks import Breaks
from indicators.budget.inputs import BudgetInputs
from indicators.budget.scenario import Scenario
from indicators.budget.settlements import Settlements


@dataclass(frozen=True, eq=False, kw_only=True)
class Desk:
    """All that a part of the page needs."""

    words: Words
    question: Question
    budget: BudgetPack | None
    """Of the country's pack."""
    areas: gpd.GeoDataFrame
    """All of the country, indexed by code."""
    layers: pd.DataFrame
    """The country's display layers."""
    available: Availability
    level_values: Callable[[str, int], pd.DataFrame]
    """Values of an indicator at a level, every period; none where nobody has any."""
    area_values: Callable[[Iterable[str]], pd.DataFrame]
    """All values of some areas, of any level."""
    breaks: Breaks
    saved: KeptDocuments[SavedScenario]
    """The equalization scenarios that users keep."""
    sources: Mapping[int, str]
    """What each dataset cites, by its id."""
    store: Store

    @property
    def money(self) -> Money:
        """How amounts are shown."""
        return self.question.money

    @property
    def area_codes(self) -> pd.Index[str]:
        """Codes of the areas of the asked level, ascending."""
        codes = self.areas.loc[self.areas["admin_level"] == self.question.level, "area_code"]
        return pd.Index(codes.sort_values(), dtype="str")

    @property
    def settlements(self) -> Settlements | None:
        """Those of the country, as far as small ones count by the default method."""
        return small_settlements(self.words.pack)

    def values(self, indicator_ids: Iterable[str], *, level: int | None = None) -> pd.DataFrame:
        """Return the values of indicators at a level, by default the asked one, every period."""
        at = self.question.level if level is None else level
        return pd.concat([self.level_values(each, at) for each in indicator_ids], ignore_index=True)

    def in_period(self, indicator_id: str) -> pd.Series[float]:
        """Return an indicator in the asked period by area code, in the order of :attr:`area_codes`."""
        values = self.level_values(indicator_id, self.question.level)
        of_period = values[values["period"] == self.question.period]
        return of_period.set_index("area_code")["value"].reindex(self.area_codes)

    def inputs(self, scenario: Scenario) -> BudgetInputs:
        """Return what a scenario reads, of the level and period that it names.

        Raises:
            KeyError: the country has no such level.
            BudgetError: the numbers are such as nothing can be computed from.
        """
        level = self.words.pack.level_by_id(scenario.level).number
        values = self.values(scenario.indicator_ids, level=level)
        if scenario.counts_settlements and self.settlements is not None:
            people = self.level_values(scenario.inputs.population, self.settlements.level)
            values = pd.concat([values, people], ignore_index=True)
        return scenario_inputs(scenario, values, self.areas, pack=self.words.pack, budget=self.budget)
