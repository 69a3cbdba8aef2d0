"""Which periods a test reads, and which dated number is in force."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeVar

import pandas as pd
from pydantic import Field, model_validator

from config.loader import ConfigModel
from geodata.periods import Frequency, frequency, last_day, periods_up_to
from indicators.cells import Floats
from indicators.designation.means import known_mean
from indicators.hierarchy import Bools


class Dated(ConfigModel):
    """Something that holds from one day to another, both included; open where none is given."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies within."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Dated:
        if (self.valid_from or date.min) > (self.valid_to or date.max):
            raise ValueError(f"expected valid_to not before {self.valid_from}, got {self.valid_to}")
        return self


DatedT = TypeVar("DatedT", bound=Dated)


def in_force(dated: Sequence[DatedT], day: date) -> DatedT | None:
    """Return the one that holds on a day, None where none does."""
    return next((each for each in dated if each.holds_on(day)), None)


class Window(ConfigModel):
    """The last periods before the day of an assessment."""

    periods: int = Field(default=1, ge=1)
    frequency: Frequency = "A"
    take: Literal["mean", "each"] = "mean"
    """``mean``: their mean is tested; ``each``: every period is, and ``at_least`` of them must be met."""
    minimum_periods: int | None = Field(default=None, ge=1)
    """How many periods a mean needs, of the area and likewise of its reference; without, all of them."""
    at_least: int | None = Field(default=None, ge=1)
    """How many periods must be met."""

    maximum_age_years: int | None = Field(default=None, ge=0)
    """Data that end more years before the day of the assessment count as missing."""

    @model_validator(mode="after")
    def _counts_fit(self) -> Window:
        if (self.at_least is not None) != (self.take == "each"):
            raise ValueError("expected at_least with take = 'each' and with no other")
        if self.minimum_periods is not None and self.take == "each":
            raise ValueError("expected minimum_periods with take = 'mean' and with no other")
        if max(self.at_least or 1, self.minimum_periods or 1) > self.periods:
            raise ValueError(f"expected at_least and minimum_periods of at most {self.periods} periods")
        return self

    def shortened_to(self, periods: int) -> Window:
        """Return the window with fewer periods, of which the same share must be known or met."""
        if periods == 0:
            return Window(frequency=self.frequency)
        scaled = {
            name: math.ceil(number * periods / self.periods)
            for name, number in (("minimum_periods", self.minimum_periods), ("at_least", self.at_least))
            if number is not None
        }
        return self.model_copy(update={"periods": periods, **scaled})

    def mean(self, values: Floats) -> Floats:
        """Return the mean along the last axis, of length 1; missing where too few periods are known."""
        return known_mean(values, axis=-1, at_least=self.minimum_periods or self.periods)


def window_periods(window: Window, on: date, periods: Sequence[str], is_known: Bools) -> list[str]:
    """Return the calendar periods of a window, ascending; the last is the latest one with data by ``on``.

    Args:
        window: how many periods of which frequency.
        on: the day of the assessment; a period counts when it has ended by then.
        periods: those of a table.
        is_known: for each of ``periods``, whether the table has any value.

    Returns:
        Periods, also such as the table lacks; empty where there is no data in time.
    """
    candidates = [
        period
        for period, known in zip(periods, is_known, strict=True)
        if known and frequency(period) == window.frequency and last_day(period) <= on
    ]
    if not candidates:
        return []
    latest = max(candidates)
    years = window.maximum_age_years
    is_outdated = years is not None and last_day(latest) < years_before(on, years)
    return [] if is_outdated else periods_up_to(latest, window.periods)


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier, 28 February for a leap day."""
    return (pd.Timestamp(day) - pd.DateOffset(years=years)).date()
