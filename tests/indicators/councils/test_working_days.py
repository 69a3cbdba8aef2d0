from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.councils.pack import Calendar, CalendarYear, Holiday
from indicators.councils.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_between,
    years_without_holidays,
)

MAY_DAY, SATURDAY_WORKED = date(2026, 5, 1), date(2026, 5, 9)
"""A Friday off, and the Saturday of the week after, which is worked for it."""

CALENDAR = Calendar(
    weekend=(6, 7),
    years=(
        CalendarYear(
            year=2026,
            holidays=(Holiday(on=MAY_DAY, title={"en": "Holiday"}),),
            working_days=(SATURDAY_WORKED,),
            reference="a test",
        ),
    ),
)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(-60, 60)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 4, 24), 1, date(2026, 4, 27)),  # Friday: over the weekend
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # Thursday: over the holiday and the weekend
        (date(2026, 5, 4), -1, date(2026, 4, 30)),  # and back
        (date(2026, 5, 8), 1, SATURDAY_WORKED),  # Friday: the Saturday is worked
        (date(2026, 5, 8), 2, date(2026, 5, 11)),
        (MAY_DAY, 0, MAY_DAY),
        (date(2026, 4, 25), 10, date(2026, 5, 9)),  # Saturday: 27–30 April, 4–9 May
    ],
)
def test_working_days_skip_weekends_and_holidays(start: date, count: int, expected: date) -> None:
    assert add_working_days(start, count, CALENDAR) == expected


def test_between_counts_the_last_day_and_not_the_first() -> None:
    assert working_days_between(date(2026, 4, 30), date(2026, 5, 4), CALENDAR) == 1
    assert working_days_between(date(2026, 5, 4), date(2026, 4, 30), CALENDAR) == -1
    assert working_days_between(date(2026, 5, 4), date(2026, 5, 11), CALENDAR) == 6
    assert working_days_between(MAY_DAY, date(2026, 5, 3), CALENDAR) == 0


def test_a_holiday_of_another_year_says_nothing() -> None:
    assert is_working_day(date(2025, 5, 1), CALENDAR)
    assert not is_working_day(date(2025, 5, 3), CALENDAR)


def test_the_nearest_working_days() -> None:
    assert next_working_day(MAY_DAY, CALENDAR) == date(2026, 5, 4)
    assert previous_working_day(MAY_DAY, CALENDAR) == date(2026, 4, 30)
    assert next_working_day(SATURDAY_WORKED, CALENDAR) == SATURDAY_WORKED


def test_years_whose_holidays_are_not_loaded_are_told() -> None:
    assert years_without_holidays(date(2026, 12, 20), date(2027, 1, 5), CALENDAR) == (2027,)
    assert years_without_holidays(date(2027, 1, 5), date(2025, 12, 20), CALENDAR) == (2025, 2027)
    assert years_without_holidays(date(2026, 1, 1), date(2026, 12, 31), CALENDAR) == ()


@given(DAYS, COUNTS.filter(bool))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    reached = add_working_days(start, count, CALENDAR)
    assert is_working_day(reached, CALENDAR)
    assert working_days_between(start, reached, CALENDAR) == count


@given(DAYS, DAYS, DAYS)
def test_stretches_add_up(first: date, middle: date, last: date) -> None:
    first, middle, last = sorted((first, middle, last))
    parts = working_days_between(first, middle, CALENDAR) + working_days_between(middle, last, CALENDAR)
    assert working_days_between(first, last, CALENDAR) == parts
