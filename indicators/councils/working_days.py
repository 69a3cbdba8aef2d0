"""Counting working days on the calendar of a pack: weekends, public holidays, days moved.

Of a year whose holidays are not loaded only the weekends are known; :func:`years_without_holidays` tells
which those are, so that whoever shows a day can say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from geodata.councils.pack import Calendar

ONE_DAY = timedelta(days=1)


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether a day is worked, as far as the calendar knows its year."""
    year = calendar.year(day.year)
    if year is not None and day in year.working_days:
        return True
    is_holiday = year is not None and any(holiday.on == day for holiday in year.holidays)
    return not is_holiday and day.isoweekday() not in calendar.weekend


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """Return the ``count``-th working day after ``day``, before it where ``count`` is negative.

    The day itself is not counted, and is the answer for zero, worked or not.
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Return how many working days lead from ``first``, not counted, to ``last``, counted.

    Backwards it is negative, the earlier day counted and the later not. For a working day ``last`` it is the
    number that :func:`add_working_days` gets there with.
    """
    if last < first:
        return -sum(is_working_day(day, calendar) for day in _days(last, first - ONE_DAY))
    return sum(is_working_day(day, calendar) for day in _days(first + ONE_DAY, last))


def next_working_day(day: date, calendar: Calendar) -> date:
    """Return ``day`` if it is worked, else the next day that is."""
    return day if is_working_day(day, calendar) else add_working_days(day, 1, calendar)


def previous_working_day(day: date, calendar: Calendar) -> date:
    """Return ``day`` if it is worked, else the last day before that is."""
    return day if is_working_day(day, calendar) else add_working_days(day, -1, calendar)


def years_without_holidays(first: date, last: date, calendar: Calendar) -> tuple[int, ...]:
    """Return the years from one day to another, in either order, whose holidays are not known."""
    start, end = sorted((first.year, last.year))
    return tuple(year for year in range(start, end + 1) if calendar.year(year) is None)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=days) for days in range((last - first).days + 1))
