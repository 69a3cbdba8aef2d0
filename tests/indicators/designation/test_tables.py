import numpy as np
import pandas as pd
import pytest

from indicators.compute import compute
from indicators.designation.tables import LevelTables

from .building import NAN, tables


@pytest.fixture
def level_tables(catalogue, areas, observe) -> LevelTables:
    observations = pd.concat(
        [
            observe("unemployment_rate", {"A1": 4, "B1": 10, "B2": 20}, "2023"),
            observe("unemployment_rate", {"X": 7, "A": 5, "B1": 12}, "2024"),
            observe("population", {"A1": 100, "B1": 300, "B2": 100}, "2023"),
        ]
    )
    computed = compute(catalogue, observations, areas, ["unemployment_rate", "population"])
    return LevelTables.from_computed(computed, level=2)


def test_the_areas_of_a_level_stand_with_their_country_and_parents(level_tables):
    assert level_tables.area_codes.tolist() == [*(f"A{n}" for n in range(1, 10)), "B1", "B2"]
    years = ["2023", "2024"]
    of_areas = level_tables.of_areas("unemployment_rate", years)
    assert of_areas[9].tolist() == [10, 12]
    assert np.isnan(of_areas[1]).all()
    assert level_tables.of_parents("unemployment_rate", years)[[0, 9, 10]].tolist() == [
        [4, 5],
        [12.5, 12],
        [12.5, 12],
    ]
    assert level_tables.of_nation("unemployment_rate", years).tolist() == [[10.8, 7]]


def test_periods_that_no_table_has_are_missing(level_tables):
    years = ["2022", "2023", "2025"]
    assert level_tables.of_areas("unemployment_rate", years)[9].tolist() == pytest.approx(
        [NAN, 10, NAN], nan_ok=True
    )
    assert level_tables.of_areas("unemployment_rate", []).shape == (11, 0)
    assert level_tables.of_nation("unemployment_rate", []).shape == (1, 0)


def test_several_countries_have_no_national_value(catalogue, areas, observe):
    other = pd.DataFrame([("Y", None, 0, 1.0), ("C", "Y", 2, 1.0)], columns=areas.columns)
    observations = observe("population", {"A1": 1, "C": 2})
    computed = compute(catalogue, observations, pd.concat([areas, other]), ["population"])
    found = LevelTables.from_computed(computed, level=2)
    assert np.isnan(found.of_nation("population", ["2024"])).all()
    assert found.of_parents("population", ["2024"])[found.area_codes.get_loc("C")].tolist() == [2]


def test_an_area_at_the_top_has_no_parent(catalogue, areas, observe):
    computed = compute(catalogue, observe("population", {"X": 5}), areas, ["population"])
    found = LevelTables.from_computed(computed, level=0)
    assert np.isnan(found.of_parents("population", ["2024"])).all()


def test_no_data_at_all_make_empty_tables(catalogue, areas, observe):
    computed = compute(catalogue, observe("population", {}), areas, ["population"])
    found = LevelTables.from_computed(computed, level=2)
    assert found.periods == ()
    assert found.of_areas("population", ["2024"]).tolist() == pytest.approx(
        np.full((11, 1), NAN), nan_ok=True
    )


def test_tables_are_selected_in_the_order_asked():
    assert tables({"x": [[1, 2, 3]]}).of_areas("x", ["2024", "2022"]).tolist() == [[3, 1]]
