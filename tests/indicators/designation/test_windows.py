from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from indicators.designation.windows import Dated, Window, in_force, window_periods, years_before

from .building import NAN

YEARS = ("2019", "2020", "2021", "2022", "2023")


def read(window: Window, on: date, known: str = "", periods: tuple[str, ...] = YEARS) -> list[str]:
    """The periods of a window; ``known`` lists those with data, all if empty."""
    return window_periods(window, on, periods, np.array([not known or each in known for each in periods]))


def test_the_window_ends_with_the_latest_period_that_is_over():
    three = Window(periods=3)
    assert read(three, date(2022, 12, 30)) == ["2019", "2020", "2021"]
    assert read(three, date(2022, 12, 31)) == ["2020", "2021", "2022"]
    assert read(three, date(2030, 1, 1)) == ["2021", "2022", "2023"]
    assert read(three, date(2019, 6, 1)) == []


def test_the_window_ends_with_the_latest_period_that_has_data():
    assert read(Window(periods=2), date(2024, 1, 1), known="2019 2021") == ["2020", "2021"]


def test_a_year_that_no_table_has_keeps_its_place():
    assert read(Window(periods=3), date(2024, 1, 1), periods=("2019", "2023")) == ["2021", "2022", "2023"]


def test_frequencies_are_kept_apart():
    mixed = ("2022", "2022-Q1", "2022-Q2", "2022-07", "2023", "2023-Q1")
    found = {
        each: read(Window(periods=2, frequency=each), date(2023, 12, 31), periods=mixed) for each in "AQM"
    }
    assert found == {"A": ["2022", "2023"], "Q": ["2022-Q4", "2023-Q1"], "M": ["2022-06", "2022-07"]}


@pytest.mark.parametrize(
    ("latest", "frequency", "on", "is_read"),
    [
        ("2021", "A", date(2023, 12, 31), True),
        ("2021", "A", date(2024, 1, 1), False),
        ("2021-Q1", "Q", date(2023, 3, 31), True),
        ("2021-Q1", "Q", date(2023, 4, 1), False),
    ],
)
def test_outdated_data_are_not_read(latest, frequency, on, is_read):
    window = Window(frequency=frequency, maximum_age_years=2)
    assert read(window, on, periods=(latest,)) == ([latest] if is_read else [])


@pytest.mark.parametrize(
    ("minimum", "expected"), [(None, [2.0, NAN, NAN]), (2, [2.0, 2.5, NAN]), (1, [2.0, 2.5, 9.0])]
)
def test_a_mean_needs_as_many_periods_as_the_window_says(minimum, expected):
    rows = np.array([[1.0, 2.0, 3.0], [2.0, NAN, 3.0], [NAN, NAN, 9.0]])
    mean = Window(periods=3, minimum_periods=minimum).mean(rows)
    assert mean.shape == (3, 1)
    assert mean[:, 0].tolist() == pytest.approx(expected, nan_ok=True)


def test_a_shorter_window_asks_for_the_same_share():
    nine_of_twelve = Window(periods=12, frequency="Q", take="each", at_least=9)
    assert nine_of_twelve.shortened_to(8).at_least == 6
    assert nine_of_twelve.shortened_to(5).at_least == 4
    assert Window(periods=3, minimum_periods=2).shortened_to(2).minimum_periods == 2
    assert nine_of_twelve.shortened_to(0) == Window(frequency="Q")


@pytest.mark.parametrize(
    "fields",
    [
        {"take": "each"},
        {"at_least": 1},
        {"periods": 2, "take": "each", "at_least": 3},
        {"periods": 2, "minimum_periods": 3},
        {"periods": 2, "take": "each", "at_least": 1, "minimum_periods": 1},
    ],
)
def test_a_window_that_contradicts_itself_is_refused(fields):
    with pytest.raises(ValidationError, match=r"at_least|minimum_periods"):
        Window(**fields)


def test_a_number_is_in_force_from_its_first_to_its_last_day():
    before, after = (
        Dated(valid_to=date(2018, 3, 31)),
        Dated(valid_from=date(2018, 4, 1), valid_to=date(2020, 1, 1)),
    )
    assert in_force([before, after], date(2018, 3, 31)) is before
    assert in_force([before, after], date(2018, 4, 1)) is after
    assert in_force([before, after], date(2020, 1, 1)) is after
    assert in_force([before, after], date(2020, 1, 2)) is None


def test_what_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="not before 2020-01-01"):
        Dated(valid_from=date(2020, 1, 1), valid_to=date(2019, 12, 31))


def test_a_year_before_a_leap_day_is_the_last_of_february():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
