"""How exact the catalogue says values are."""

import pytest

from indicators.designation.robustness.relative_errors import RelativeError, relative_errors


def with_errors(catalogue, **percents):
    changed = {
        each: catalogue[each].model_copy(update={"relative_error_pct": percent})
        for each, percent in percents.items()
    }
    return {**catalogue, **changed}


def test_a_stated_error_comes_with_the_range_of_the_values(catalogue):
    tried = with_errors(catalogue, unemployment_rate=10)
    assert relative_errors(tried, ["unemployment_rate"]) == {"unemployment_rate": RelativeError(10, 0, 100)}


def test_the_errors_of_a_quotient_add_up_in_squares(catalogue):
    tried = with_errors(catalogue, population=3, land_area_km2=4)
    assert relative_errors(tried, ["population_density"])["population_density"].percent == 5.0


def test_the_stated_error_of_a_quotient_wins(catalogue):
    tried = with_errors(catalogue, population=3, land_area_km2=4, population_density=1)
    assert relative_errors(tried, ["population_density"])["population_density"].percent == 1


@pytest.mark.parametrize(
    ("indicator_id", "percents"),
    [
        ("land_area_km2", {"land_area_km2": None}),
        ("population_density", {"population": 3, "land_area_km2": None}),
        ("natural_growth_rate", {"births": 1, "deaths": 1, "population": 1}),
        ("population_change", {"population": 1}),
    ],
    ids=["not stated", "not stated of an input", "a difference", "over time"],
)
def test_what_has_no_error_is_absent(catalogue, indicator_id, percents):
    assert relative_errors(with_errors(catalogue, **percents), [indicator_id]) == {}
