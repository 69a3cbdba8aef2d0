"""Periods of reports and their days."""

from datetime import date

import pytest

from geodata.councils.periods import next_report_period, report_period_at, report_period_days
from geodata.periods import PeriodError


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023..2024", date(2023, 1, 1), date(2024, 12, 31)),
        ("2024..2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: date, last: date) -> None:
    assert report_period_days(period) == (first, last)


@pytest.mark.parametrize(
    "period", ["", "24", "2024-H3", "2024-13", "2024..2023", "2024..", "2024-H1..2025", " 2024"]
)
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(PeriodError, match=f"got '{period}'"):
        report_period_days(period)


@pytest.mark.parametrize(
    ("months", "period"),
    [(1, "2024-05"), (3, "2024-Q2"), (6, "2024-H1"), (12, "2024"), (4, None), (24, None)],
)
def test_a_day_is_in_a_period(months: int, period: str | None) -> None:
    assert report_period_at(date(2024, 5, 31), months) == period


@pytest.mark.parametrize(
    ("period", "months", "following"),
    [
        ("2024-12", 1, "2025-01"),
        ("2024-Q4", 3, "2025-Q1"),
        ("2024-H1", 6, "2024-H2"),
        ("2024", 12, "2025"),
        ("2023..2024", 24, "2025..2026"),
        ("2024-H1", 12, None),
        ("2024", 24, None),
        ("2024-05", 4, None),
    ],
)
def test_periods_follow_on_those_of_their_length(period: str, months: int, following: str | None) -> None:
    assert next_report_period(period, months) == following
