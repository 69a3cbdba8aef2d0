from datetime import date

import pytest

from geodata.periods import (
    PeriodError,
    frequency,
    last_day,
    parse_period,
    periods_between,
    periods_up_to,
    select_periods,
)


@pytest.mark.parametrize(
    ("period", "its_frequency", "ends"),
    [
        ("2023", "A", date(2023, 12, 31)),
        ("2023-Q2", "Q", date(2023, 6, 30)),
        ("2024-02", "M", date(2024, 2, 29)),
        ("1000", "A", date(1000, 12, 31)),
        ("9999-Q4", "Q", date(9999, 12, 31)),
    ],
)
def test_a_period_has_a_frequency_and_a_last_day(period, its_frequency, ends):
    assert parse_period(f" {period} ") == period
    assert frequency(period) == its_frequency
    assert last_day(period) == ends


def test_periods_between_two_are_all_there_with_both():
    assert periods_between("2021", "2023") == ["2021", "2022", "2023"]
    assert periods_between("2022-Q4", "2023-Q2") == ["2022-Q4", "2023-Q1", "2023-Q2"]
    assert periods_between("2023-12", "2023-12") == ["2023-12"]


def test_periods_run_back_over_the_turn_of_the_year():
    assert periods_up_to("2023", 3) == ["2021", "2022", "2023"]
    assert periods_up_to("2023-Q1", 2) == ["2022-Q4", "2023-Q1"]
    assert periods_up_to("2023-01", 2) == ["2022-12", "2023-01"]


@pytest.mark.parametrize(
    "text", ["", "0000", "0999", "23", "2023-Q5", "2023-13", "2023-1", "2023-Q", "２０２３", "2０２３"]
)
def test_what_is_no_period_is_refused_and_quoted(text):
    with pytest.raises(PeriodError, match=f"got '{text}'"):
        parse_period(text)


def test_a_range_has_both_its_ends():
    available = ["2024", "2021", "2022", "2023"]
    assert select_periods(available, "2022..2024") == ["2022", "2023", "2024"]
    assert select_periods(available, "2022") == ["2022"]
    with pytest.raises(PeriodError, match="ends after it starts"):
        select_periods(available, "2024..2022")
