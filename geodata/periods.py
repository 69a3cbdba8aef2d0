"""Periods of observation as text: ``2023``, ``2023-Q2`` or ``2023-07`` (SDMX calendar and quarter codes)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from config.errors import AimakError

PERIOD_PATTERN = r"\d{4}(?:-Q[1-4]|-(?:0[1-9]|1[0-2]))?"


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
