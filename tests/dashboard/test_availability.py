import pandas as pd
import pytest

from dashboard.availability import Availability


@pytest.fixture
def available() -> Availability:
    rows = [
        ("rate", 1, "2022", 5.0),
        ("rate", 1, "2021", 4.0),
        ("rate", 2, "2022", 3.0),
        ("rate", 2, "2022", 7.0),
        ("rate", 2, "2023", None),
        ("count", 1, "2020", 1.0),
    ]
    return Availability.of(pd.DataFrame(rows, columns=["indicator_id", "admin_level", "period", "value"]))


def test_a_missing_value_counts_as_none(available: Availability) -> None:
    assert available.periods("rate", 2) == ["2022"]


def test_periods_ascend(available: Availability) -> None:
    assert available.periods("rate", 1) == ["2021", "2022"]


def test_indicators_of_a_level(available: Availability) -> None:
    assert available.indicators(1) == ["rate", "count"]
    assert available.indicators(2) == ["rate"]


def test_a_level_without_values_offers_what_other_levels_have(available: Availability) -> None:
    assert available.indicators(3) == ["rate", "count"]
    assert available.periods("count", 3) == ["2020"]


def test_the_fullest_level_has_most_values(available: Availability) -> None:
    assert available.fullest_level == 1
    assert available.levels_of("rate") == [1, 2]


def test_nothing_is_empty() -> None:
    empty = pd.DataFrame({"indicator_id": [], "admin_level": [], "period": [], "value": []})
    assert Availability.of(empty).is_empty
