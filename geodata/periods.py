"""Periods of observation as text: ``2023``, ``2023-Q2`` or ``2023-07`` (SDMX calendar and quarter codes)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

import pandas as pd

from config.errors import AimakError

PERIOD_PATTERN = r"[1-9][0-9]{3}(?:-Q[1-4]|-(?:0[1-9]|1[0-2]))?"

Frequency = Literal["A", "Q", "M"]
"""SDMX codes: annual, quarterly, monthly."""


class PeriodError(AimakError, ValueError):
    """A text that names no period or no range of periods."""


def parse_period(text: str) -> str:
    """Return ``text`` trimmed if it is a period.

    Raises:
        PeriodError: it is none.
    """
    period = text.strip()
    if not re.fullmatch(PERIOD_PATTERN, period):
        raise PeriodError(f"expected a period such as 2023, 2023-Q2 or 2023-07, got {text!r}")
    return period


def select_periods(available: Iterable[str], text: str) -> list[str]:
    """Return those of ``available`` that ``text`` names: one period, or ``first..last`` with both ends in.

    >>> select_periods(["2021", "2022", "2023"], "2022..2023")
    ['2022', '2023']

    Raises:
        PeriodError: ``text`` is no period and no range, or its end lies before its start.
    """
    first, _, last = text.partition("..")
    start, end = parse_period(first), parse_period(last or first)
    if end < start:
        raise PeriodError(f"expected a range that ends after it starts, got {text!r}")
    return sorted(period for period in set(available) if start <= period <= end)


def frequency(period: str) -> Frequency:
    """Return how long a period is: a year, a quarter or a month."""
    if len(period) == len("2023"):
        return "A"
    return "Q" if "Q" in period else "M"


def first_day(period: str) -> date:
    """Return the day on which a period begins.

    >>> first_day("2023-Q2")
    datetime.date(2023, 4, 1)
    """
    return _calendar(period).start_time.date()


def last_day(period: str) -> date:
    """Return the day on which a period ends.

    >>> last_day("2023-Q2")
    datetime.date(2023, 6, 30)
    """
    return _calendar(period).end_time.date()


def periods_up_to(period: str, count: int) -> list[str]:
    """Return ``count`` periods in a row, ascending, of which ``period`` is the last.

    >>> periods_up_to("2023-Q2", 3)
    ['2022-Q4', '2023-Q1', '2023-Q2']
    """
    last = _calendar(period)
    form = _FORMS[frequency(period)]
    return [(last - steps).strftime(form) for steps in reversed(range(count))]


def periods_between(first: str, last: str) -> list[str]:
    """Return all periods from ``first`` to ``last``, both in, of the frequency of the last.

    >>> periods_between("2022-11", "2023-02")
    ['2022-11', '2022-12', '2023-01', '2023-02']
    """
    return periods_up_to(last, _calendar(last).ordinal - _calendar(first).ordinal + 1)


def _calendar(period: str) -> pd.Period:
    return pd.Period(period, freq={"A": "Y", "Q": "Q", "M": "M"}[frequency(period)])


_FORMS: dict[Frequency, str] = {"A": "%Y", "Q": "%Y-Q%q", "M": "%Y-%m"}
