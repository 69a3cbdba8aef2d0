"""Amounts of money in the scale of the visit, never without it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from config.i18n import N_
from dashboard.components.words import Words
from dashboard.i18n import number
from geodata.budgets import MONEY_FACTORS, MoneyScale

SCALE_TEXTS: dict[MoneyScale, str] = {
    "unit": N_("{currency}"),
    "thousand": N_("thousand {currency}"),
    "million": N_("million {currency}"),
    "billion": N_("billion {currency}"),
}
"""What amounts are in; ``currency`` is that of the country."""

OFFERED_SCALES: tuple[MoneyScale, ...] = ("unit", "thousand", "million", "billion")
"""To choose from on screen."""

AMOUNT_UNIT = "thousand_currency"
"""The unit of the catalogue that a scale of money applies to."""

DECIMALS: dict[MoneyScale, int] = {"unit": 0, "thousand": 0, "million": 1, "billion": 1}
"""How many decimals an amount is shown with."""


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are shown: those of the catalogue and of scenarios are in thousand currency."""

    words: Words
    scale: MoneyScale

    @property
    def unit(self) -> str:
        """What amounts are in, such as ``million som``."""
        return scale_title(self.words, self.scale)

    @property
    def factor(self) -> float:
        """What an amount in thousand currency is multiplied by."""
        return MONEY_FACTORS["thousand"] / MONEY_FACTORS[self.scale]

    @property
    def decimals(self) -> int:
        """How many decimals an amount is shown with."""
        return DECIMALS[self.scale]

    def written(self, thousand: float | None, *, is_change: bool = False) -> str:
        """Return an amount of thousand currency as a number in the scale, without its unit.

        Args:
            thousand: the amount; words for a missing one.
            is_change: whether a gain gets a plus sign.
        """
        if thousand is None or pd.isna(thousand):
            return self.words.translate("no data")
        # Rounded first: neither "-0.0" nor "+0.0" is an amount.
        amount = round(thousand * self.factor, self.decimals) + 0.0
        sign = "+" if is_change and amount > 0 else ""
        return sign + number(amount, decimals=self.decimals, code=self.words.language)

    def text(self, thousand: float | None, *, is_change: bool = False) -> str:
        """Return an amount of thousand currency in the scale, with its unit."""
        written = self.written(thousand, is_change=is_change)
        return written if thousand is None or pd.isna(thousand) else f"{written} {self.unit}"


@dataclass(frozen=True, slots=True)
class Shown:
    """How the values of an indicator are shown."""

    factor: float
    """What a value of the catalogue's unit is multiplied by."""
    unit: str
    decimals: int


def shown(words: Words, indicator_id: str, scale: MoneyScale | None) -> Shown:
    """Return how an indicator is shown: amounts of money in a scale, all else as the catalogue has it.

    Args:
        words: how the visit reads.
        indicator_id: the indicator.
        scale: of amounts; none means that of the catalogue.
    """
    indicator = words.catalogue[indicator_id]
    if scale is None or indicator.unit != AMOUNT_UNIT:
        return Shown(factor=1.0, unit=words.unit(indicator_id), decimals=indicator.decimals)
    money = Money(words, scale)
    return Shown(factor=money.factor, unit=money.unit, decimals=money.decimals)


def scale_title(words: Words, scale: MoneyScale) -> str:
    """Return what amounts of a scale are in."""
    return words.translate(SCALE_TEXTS[scale]).format(currency=words.pack.currency)
