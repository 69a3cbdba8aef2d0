"""The periods reports are on: those of observations, and half-years and several years."""

from __future__ import annotations

import re
from datetime import date

from geodata.councils.schemas import REPORT_PERIOD_PATTERN
from geodata.periods import PeriodError, first_day, last_day

_HALVES = {"H1": ("Q1", "Q2"), "H2": ("Q3", "Q4")}


def report_period_days(period: str) -> tuple[date, date]:
    """Return the first and the last day of the period of a report.

    >>> report_period_days("2025-H1")
    (datetime.date(2025, 1, 1), datetime.date(2025, 6, 30))
    >>> report_period_days("2024..2025")
    (datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))

    Raises:
        PeriodError: it is none, or ends before it begins.
    """
    if not re.fullmatch(REPORT_PERIOD_PATTERN, period):
        raise PeriodError(f"expected a period such as 2025, 2025-H1, 2025-Q1 or 2024..2025, got {period!r}")
    start, end = _ends(period)
    if end < start:
        raise PeriodError(f"expected years of which the last is not before the first, got {period!r}")
    return first_day(start), last_day(end)


def _ends(period: str) -> tuple[str, str]:
    if ".." in period:
        start, _, end = period.partition("..")
        return start, end
    year, _, part = period.partition("-")
    if part in _HALVES:
        first, last = _HALVES[part]
        return f"{year}-{first}", f"{year}-{last}"
    return period, period
