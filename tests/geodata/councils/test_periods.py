"""Periods of reports and their days."""

from datetime import date

import pytest

from geodata.councils.periods import report_period_days
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
