"""The periods reports are on: those of observations, and half-years and several years."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from geodata.councils.schemas import REPORT_PERIOD_PATTERN
from geodata.periods import PeriodError, first_day, last_day

YEAR_MONTHS = 12

_HALVES = {"H1": ("Q1", "Q2"), "H2": ("Q3", "Q4")}


@lru_cache(maxsize=1024)
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


def report_period_at(day: date, months: int) -> str | None:
    """Return the month, quarter, half-year or year that a day is in; None for any other number of months.

    >>> report_period_at(date(2025, 8, 31), 6)
    '2025-H2'
    """
    if months not in (1, 3, 6, YEAR_MONTHS):
        return None
    return _period_from(date(day.year, (day.month - 1) // months * months + 1, 1), months)


def next_report_period(period: str, months: int) -> str | None:
    """Return the period that follows on one of so many months; None for a period of another length.

    >>> next_report_period("2025-H2", 6)
    '2026-H1'
    >>> next_report_period("2023..2024", 24)
    '2025..2026'

    Raises:
        PeriodError: ``period`` is none.
    """
    first, last = report_period_days(period)
    return _period_from(last + timedelta(days=1), months) if _period_from(first, months) == period else None


def _period_from(first: date, months: int) -> str | None:
    year, month = first.year, first.month
    if months % YEAR_MONTHS == 0:
        return f"{year}" if months == YEAR_MONTHS else f"{year}..{year + months // YEAR_MONTHS - 1}"
    number = (month - 1) // months + 1
    return {1: f"{year}-{month:02}", 3: f"{year}-Q{number}", 6: f"{year}-H{number}"}.get(months)


def _ends(period: str) -> tuple[str, str]:
    if ".." in period:
        start, _, end = period.partition("..")
        return start, end
    year, _, part = period.partition("-")
    if part in _HALVES:
        first, last = _HALVES[part]
        return f"{year}-{first}", f"{year}-{last}"
    return period, period
