"""Numbers, units and methods in words, for whichever table shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import in_language, number
from geodata.packs import Pack
from indicators.catalogue import Catalogue

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """How one visit reads: language, country and catalogue, and what follows from them."""

    language: str
    translate: Translate
    pack: Pack
    catalogue: Catalogue

    def title(self, indicator_id: str) -> str:
        """Return an indicator's title."""
        return self.catalogue[indicator_id].title[self.language]

    def unit(self, indicator_id: str) -> str:
        """Return an indicator's unit."""
        return self.unit_title(self.catalogue[indicator_id].unit)

    def unit_title(self, unit: str) -> str:
        """Return a unit of the catalogue in words."""
        return self.catalogue.units[unit].title[self.language].format(currency=self.pack.currency).strip()

    def level_title(self, number: int) -> str:
        """Return what the areas of a level are called."""
        return in_language(self.pack.level(number).plural, self.language)

    def whole(self, count: float) -> str:
        """Return a number without decimals."""
        return number(count, decimals=0, code=self.language)

    def value(self, value: float | None, indicator_id: str) -> str:
        """Return a value with the indicator's decimals, or words for a missing one."""
        if value is None or pd.isna(value):
            return self.translate("no data")
        return number(value, decimals=self.catalogue[indicator_id].decimals, code=self.language)
