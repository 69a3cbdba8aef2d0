"""The formulas of derived indicators: one function, one published measure.

Every formula takes wide tables (rows: areas, columns: periods, values: float) that carry the labels of the
first, and returns a table labelled like the first. Missing in gives missing out; a denominator of zero gives
missing, never infinity. A catalogue entry names the formula, its inputs in order and its parameters.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ParamSpec

import numpy as np
import pandas as pd

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Formula:
    """A registered formula: what a catalogue entry may name and what an explanation shows."""

    id: str
    function: Callable[..., pd.DataFrame]
    expression: str
    years_read: Callable[[int], range] | None = None
    """For a formula over time: how many years back it reads, given its parameter ``years``."""
    is_quotient: bool = False
    """Whether it divides its first input by its second, so that their relative errors add up in squares."""

    @property
    def is_over_time(self) -> bool:
        """Whether it reads other periods than the one it is for."""
        return self.years_read is not None

    def lags(self, parameters: Mapping[str, float]) -> Sequence[int]:
        """Return how many years back it reads, 0 being the period it is for."""
        if self.years_read is None:
            return (0,)
        default = inspect.signature(self.function).parameters["years"].default
        return self.years_read(int(parameters.get("years", default)))

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names of the inputs, in the order in which a catalogue entry lists them."""
        return self._parameters(inspect.Parameter.POSITIONAL_OR_KEYWORD)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Names of the parameters a catalogue entry may set."""
        return self._parameters(inspect.Parameter.KEYWORD_ONLY)

    def _parameters(self, kind: object) -> tuple[str, ...]:
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(parameter.name for parameter in parameters if parameter.kind is kind)


FORMULAS: dict[str, Formula] = {}
"""Every formula by its id."""


def formula(
    formula_id: str,
    *,
    expression: str,
    years_read: Callable[[int], range] | None = None,
    is_quotient: bool = False,
) -> Callable[[Callable[P, pd.DataFrame]], Callable[P, pd.DataFrame]]:
    """Register the decorated function as the formula ``formula_id``."""

    def register(function: Callable[P, pd.DataFrame]) -> Callable[P, pd.DataFrame]:
        FORMULAS[formula_id] = Formula(formula_id, function, expression, years_read, is_quotient)
        return function

    return register


@formula("per_head", expression="scale × amount ÷ population", is_quotient=True)
def per_head(amount: pd.DataFrame, population: pd.DataFrame, *, scale: float = 1.0) -> pd.DataFrame:
    """Amount per resident, or per ``scale`` residents: ``scale × amount ÷ population``.

    Source: Preston, Heuveline & Guillot (2001), Demography, ch. 1: crude rate.

    >>> births, residents = pd.DataFrame({"2024": [30.0]}), pd.DataFrame({"2024": [1500.0]})
    >>> float(per_head(births, residents, scale=1000).loc[0, "2024"])
    20.0
    """
    return _quotient(amount, population) * scale


@formula("balance_per_head", expression="scale × (gains − losses) ÷ population")
def balance_per_head(
    gains: pd.DataFrame, losses: pd.DataFrame, population: pd.DataFrame, *, scale: float = 1.0
) -> pd.DataFrame:
    """Balance of gains and losses per ``scale`` residents: ``scale × (gains − losses) ÷ population``.

    Source: Preston, Heuveline & Guillot (2001), Demography, ch. 1: crude rate of natural increase.

    >>> births, deaths = pd.DataFrame({"2024": [30.0]}), pd.DataFrame({"2024": [12.0]})
    >>> float(balance_per_head(births, deaths, pd.DataFrame({"2024": [1500.0]}), scale=1000).loc[0, "2024"])
    12.0
    """
    return _quotient(gains - losses.reindex_like(gains), population) * scale


@formula("per_km2", expression="amount ÷ area_km2", is_quotient=True)
def per_km2(amount: pd.DataFrame, area_km2: pd.DataFrame) -> pd.DataFrame:
    """Amount per square kilometre of land: ``amount ÷ area_km2``.

    Source: UN, Demographic Yearbook, technical notes: density is population per km² of surface area.

    >>> residents, land = pd.DataFrame({"2024": [1500.0]}), pd.DataFrame({"2024": [60.0]})
    >>> float(per_km2(residents, land).loc[0, "2024"])
    25.0
    """
    return _quotient(amount, area_km2)


@formula("share", expression="100 × part ÷ whole", is_quotient=True)
def share(part: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Part of a whole, in per cent: ``100 × part ÷ whole``.

    Source: Rowland (2003), Demographic Methods and Concepts, ch. 1: percentages.

    >>> unpaved, settlements = pd.DataFrame({"2024": [3.0]}), pd.DataFrame({"2024": [12.0]})
    >>> float(share(unpaved, settlements).loc[0, "2024"])
    25.0
    """
    return _quotient(part, whole) * 100


@formula("ratio", expression="scale × numerator ÷ denominator", is_quotient=True)
def ratio(numerator: pd.DataFrame, denominator: pd.DataFrame, *, scale: float = 1.0) -> pd.DataFrame:
    """Ratio of two counts, neither part of the other: ``scale × numerator ÷ denominator``.

    Source: UN, World Population Ageing 2015: the ageing index is such a ratio with ``scale`` 100.

    >>> old, young = pd.DataFrame({"2024": [90.0]}), pd.DataFrame({"2024": [120.0]})
    >>> float(ratio(old, young, scale=100).loc[0, "2024"])
    75.0
    """
    return _quotient(numerator, denominator) * scale


@formula("deflated", expression="100 × value ÷ price_index", is_quotient=True)
def deflated(value: pd.DataFrame, price_index: pd.DataFrame) -> pd.DataFrame:
    """Value at the prices of the base year, in which the index is 100: ``100 × value ÷ price_index``.

    Source: ILO et al. (2020), Consumer Price Index Manual: deflation of values by a price index.

    >>> amount, level = pd.DataFrame({"2024": [300.0]}), pd.DataFrame({"2024": [150.0]})
    >>> float(deflated(amount, level).loc[0, "2024"])
    200.0
    """
    return _quotient(value, price_index) * 100


@formula(
    "change",
    expression="100 × (value − value₋years) ÷ value₋years",
    years_read=lambda years: range(0, years + 1, years),
)
def change(value: pd.DataFrame, *, years: int = 1) -> pd.DataFrame:
    """Change against ``years`` before, in per cent: ``100 × (v − v₋ₙ) ÷ v₋ₙ``.

    Source: Rowland (2003), Demographic Methods and Concepts, ch. 2: percentage change.

    >>> change(pd.DataFrame({"2023": [200.0], "2024": [190.0]})).loc[0].tolist()
    [nan, -5.0]
    """
    before = years_before(value, years)
    return _quotient(value - before, before) * 100


@formula(
    "cagr",
    expression="100 × ((value ÷ value₋years)^(1 ÷ years) − 1)",
    years_read=lambda years: range(0, years + 1, years),
)
def cagr(value: pd.DataFrame, *, years: int = 5) -> pd.DataFrame:
    """Compound annual growth rate, in per cent: ``100 × ((v ÷ v₋ₙ)^(1/n) − 1)``.

    Growth from zero, or to or from a negative value, has no rate: missing.

    Source: Rowland (2003), Demographic Methods and Concepts, ch. 2: geometric growth.

    >>> cagr(pd.DataFrame({"2022": [100.0], "2024": [121.0]}), years=2).loc[0].round(6).tolist()
    [nan, 10.0]
    """
    before = years_before(value, years)
    growth = _quotient(value.where(value >= 0), before.where(before > 0))
    return (growth ** (1 / years) - 1) * 100


@formula("moving_mean", expression="(value₋years₊₁ + … + value) ÷ years", years_read=range)
def moving_mean(value: pd.DataFrame, *, years: int = 3) -> pd.DataFrame:
    """Mean of the last ``years`` years, the present one included; missing unless all are there.

    Source: Regulation (EU) 2021/1060, art. 108, reads GDP per head as such a three-year mean.

    >>> moving_mean(pd.DataFrame({"2022": [1.0], "2023": [2.0], "2024": [6.0]})).loc[0].tolist()
    [nan, nan, 3.0]
    """
    total = value.copy()
    for lag in range(1, years):
        total = total + years_before(value, lag)
    return total / years


def period_before(period: str, years: int) -> str:
    """Return the same part of the year ``years`` earlier.

    >>> period_before("2023-Q3", 1)
    '2022-Q3'
    """
    return f"{int(period[:4]) - years:04d}{period[4:]}"


def years_before(value: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return for every period of ``value`` what was ``years`` earlier, missing where that period is absent.

    >>> years_before(pd.DataFrame({"2022-Q3": [1.0], "2023-Q2": [2.0], "2023-Q3": [3.0]}), 1).loc[0].tolist()
    [nan, nan, 1.0]
    """
    earlier = value.reindex(columns=[period_before(period, years) for period in value.columns])
    return earlier.set_axis(value.columns, axis="columns")


def _quotient(numerator: pd.DataFrame, denominator: pd.DataFrame) -> pd.DataFrame:
    quotient = numerator / denominator.reindex_like(numerator)
    return quotient.where(np.isfinite(quotient))
