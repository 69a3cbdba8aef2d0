"""Where and when ``aimak budget`` looks: the country, a level, a period, and what is known there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from config.errors import AimakError
from config.i18n import SOURCE_LANGUAGE, translations
from dashboard import cached
from dashboard.budgets import scenario_inputs
from dashboard.commands.console import LevelError, chosen_country, named_level
from dashboard.components.budget.needs import SPENDING, needs_offered
from dashboard.components.budget.question import TELLING
from dashboard.components.words import Words
from geodata.budgets import BudgetPack
from geodata.packs import Level, Pack
from indicators.budget.inputs import BudgetInputs
from indicators.budget.methods import load_provision_methods, methods_in
from indicators.budget.scenario import Scenario
from indicators.values import indicator_values


class NoBudgetsError(AimakError):
    """Nothing in the store answers a question on budgets."""


@dataclass(frozen=True)
class Books:
    """The budgets of a country as they are installed."""

    country: str
    version: str

    @classmethod
    def of(cls, country: str | None) -> Books:
        """Open those of a country, without a code of the active one.

        Raises:
            UnknownCountryError: it is not installed, or none is.
        """
        chosen = chosen_country(cached.store(), country)
        return cls(chosen, cached.data_version(chosen))

    @property
    def pack(self) -> Pack:
        """Of the country."""
        return cached.pack(self.country)

    @property
    def budget(self) -> BudgetPack | None:
        """Of the country's pack."""
        return cached.budget(self.country)

    @property
    def words(self) -> Words:
        """How a command speaks."""
        tell = translations(SOURCE_LANGUAGE).gettext
        return Words(SOURCE_LANGUAGE, tell, self.pack, cached.catalogue())

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """All of the country, indexed by code."""
        return cached.areas(self.country, self.version)

    def values(self, indicator_ids: Iterable[str]) -> pd.DataFrame:
        """Return values of indicators at every level and in every period, with ``admin_level``."""
        values = indicator_values(
            cached.catalogue(),
            cached.observations(self.country, self.version),
            self.areas.drop(columns="geometry"),
            indicator_ids=indicator_ids,
            breaks=cached.breaks(self.country),
        )
        return values.assign(admin_level=values["area_code"].map(self.areas["admin_level"]))

    def places(self, indicator_ids: Iterable[str]) -> pd.DataFrame:
        """Return ``admin_level, period`` of which the first known of some indicators is known.

        Raises:
            NoBudgetsError: none of them is known anywhere.
        """
        asked = list(indicator_ids)
        known = self.values(asked).dropna(subset="value")
        for indicator_id in asked:
            if len(found := known[known["indicator_id"] == indicator_id]):
                return found[["admin_level", "period"]].drop_duplicates()
        raise NoBudgetsError(
            f"there are no budgets of {self.country}: expected values of {' or '.join(asked)}; "
            "bring a workbook with: aimak import FILE --kind table"
        )


@dataclass(frozen=True)
class Place:
    """Areas of a level in a period."""

    books: Books
    level: Level
    period: str

    @classmethod
    def of(cls, country: str | None, *, level: str | None, period: str | None) -> Place:
        """Find the place that is asked.

        Args:
            country: a code; without, the active country.
            level: number or id; without, that of the smallest areas with budgets.
            period: without, the latest with budgets at the level.

        Raises:
            AimakError: of whatever is not there.
        """
        books = Books.of(country)
        known = books.places(TELLING)
        smallest = books.pack.level(int(known["admin_level"].max()))
        chosen = named_level(books.pack, level) if level is not None else smallest
        periods = sorted(known.loc[known["admin_level"] == chosen.number, "period"])
        if not periods:
            raise LevelError(f"expected a level that has budgets, got {chosen.number} ({chosen.id})")
        asked = periods[-1] if period is None else _known_period(period, periods)
        return cls(books, chosen, asked)

    @cached_property
    def needs(self) -> list[str]:
        """The ways to tell the need here: keys of ``NEED_TEXTS``."""
        return needs_offered(self.books.budget, self.spending, period=self.period)

    @cached_property
    def spending(self) -> list[str]:
        """The indicators that can stand for need and have values here."""
        values = self.books.values(SPENDING).dropna(subset="value")
        here = values[(values["admin_level"] == self.level.number) & (values["period"] == self.period)]
        return [each for each in SPENDING if (here["indicator_id"] == each).any()]


def _known_period(text: str, periods: list[str]) -> str:
    if text not in periods:
        raise NoBudgetsError(f"expected a period of {', '.join(periods)}, got {text!r}")
    return text


def inputs_of(books: Books, scenario: Scenario) -> BudgetInputs:
    """Return what a scenario reads.

    Raises:
        BudgetError: the numbers are such as nothing can be computed from.
    """
    values = books.values(scenario.indicator_ids)
    return scenario_inputs(scenario, values, books.areas, pack=books.pack, budget=books.budget)


def method_lines(country: str) -> list[str]:
    """Return how budget provision is measured, and what of it is not official."""
    methods = methods_in(load_provision_methods(), country).values()
    return [
        f"method ({each.status}): {each.title[SOURCE_LANGUAGE]}, {each.reference}. "
        f"{each.note[SOURCE_LANGUAGE]}"
        for each in methods
    ]
