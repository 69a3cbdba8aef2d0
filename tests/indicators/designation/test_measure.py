"""What is measured before any threshold: windows, references and statistics of tables."""

from datetime import date

import numpy as np
import pytest

from indicators.designation.measure import Measurement, measure, years_read

from .building import NAN, ON, criterion, one_class, profile, tables, texts

NATION, SIMPLE, PARENT = {"to": "nation"}, {"to": "nation", "mean": "simple"}, {"to": "parent"}
WEIGHTED = {"to": "nation", "mean": "weighted", "weight": "weight"}
THREE_YEARS = {"periods": 3}


def measured(values, *, on=ON, without_year=None, perturb=None, given=None, **fields) -> Measurement:
    tried = profile(criterion("x", **fields))
    return measure(tried, tables(values, **(given or {})), on=on, without_year=without_year, perturb=perturb)


def points(measurement: Measurement) -> list[float]:
    return measurement.criteria["x"].bounds.point[..., 0].tolist()


def approx(*numbers):
    return pytest.approx(list(numbers), nan_ok=True)


def test_means_over_the_window_are_compared_with_the_mean_of_the_nation():
    found = measured(
        {"x": [[1, 2, 3], [4, 4, None], [None, None, None]]},
        given={"nation": {"x": [1, 2, 9]}},
        statistic="ratio",
        reference=NATION,
        window=THREE_YEARS,
    )
    assert points(found) == approx(0.5, NAN, NAN)
    assert found.criteria["x"].periods == ("2022", "2023", "2024")
    assert found.criteria["x"].reference.tolist() == [[1, 2, 9]]


def test_the_mean_of_the_nation_needs_as_many_periods_as_that_of_the_area():
    def ratios(nation, minimum):
        found = measured(
            {"x": [[2, None, 4], [6, 6, 6]]},
            given={"nation": {"x": nation}},
            statistic="ratio",
            reference=NATION,
            window={**THREE_YEARS, "minimum_periods": minimum},
        )
        return points(found)

    assert ratios([1, 1, 1], 2) == approx(3, 6)
    assert ratios([1, None, 1], 3) == approx(NAN, NAN)
    assert ratios([None, None, 2], 1) == approx(1.5, 3)
    assert ratios([None, None, 2], 2) == approx(NAN, NAN)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (NATION, [[10.0]]),
        (SIMPLE, [[4.0]]),
        (WEIGHTED, [[3.0]]),
        (PARENT, [[5.0], [NAN], [8.0]]),
        ({"to": "constant", "value": 75, "source": "printed"}, [[75.0]]),
        (
            {"to": "series", "title": texts("union"), "values": {"2024": 30, "2023": 1}, "source": "s"},
            [[30.0]],
        ),
        ({"to": "series", "title": texts("union"), "values": {"2023": 1}, "source": "s"}, [[NAN]]),
    ],
)
def test_a_reference_is_of_the_kind_the_criterion_names(reference, expected):
    given = {
        "nation": {"x": [None, None, 10]},
        "parents": {"x": np.array([[NAN, NAN, 5], [NAN, NAN, NAN], [NAN, NAN, 8]])},
    }
    values = {"x": [2, 6, None], "weight": [3, 1, 9]}
    found = measured(values, given=given, statistic="ratio", reference=reference)
    assert found.criteria["x"].reference == pytest.approx(np.array(expected), nan_ok=True)


@pytest.mark.parametrize("reference", [NATION, SIMPLE, WEIGHTED, PARENT])
@pytest.mark.parametrize("window", [{"periods": 3}, {"periods": 3, "take": "each", "at_least": 3}])
def test_without_data_in_time_everything_is_missing(reference, window):
    values = {"x": [1, 2], "weight": [1, 1]}
    given = {"parents": {"x": np.ones((2, 3))}}
    found = measured(
        values, on=date(2020, 1, 1), given=given, statistic="ratio", reference=reference, window=window
    )
    assert found.criteria["x"].periods == ()
    assert points(found) == approx(NAN, NAN)
    assert found.criteria["x"].window.at_least is None


def test_each_period_of_a_window_is_compared_with_its_own_reference():
    found = measured(
        {"x": [[2, 2, 2]]},
        given={"nation": {"x": [1, None, 4]}},
        statistic="ratio",
        reference=NATION,
        window={"periods": 3, "take": "each", "at_least": 2},
    )
    assert found.criteria["x"].bounds.point[0].tolist() == approx(2, NAN, 0.5)


def test_data_later_than_the_day_are_not_read():
    found = measured({"x": [[1, 2, 3]]}, on=date(2024, 12, 30))
    assert found.criteria["x"].periods == ("2023",)
    assert points(found) == [2]


def test_a_year_that_is_left_out_shortens_the_window():
    values = {"x": [[1, 2, 6], [1, None, 6]]}
    assert points(measured(values, window=THREE_YEARS)) == approx(3, NAN)
    without = measured(values, window=THREE_YEARS, without_year=2023)
    assert without.criteria["x"].periods == ("2022", "2024")
    assert points(without) == [3.5, 3.5]
    assert points(measured(values, without_year=2024)) == approx(2, NAN)
    assert years_read(profile(criterion("x", window=THREE_YEARS)), tables(values), on=ON) == [
        2022,
        2023,
        2024,
    ]


def test_draws_stand_in_front_even_where_there_is_nothing_to_draw_from():
    def doubled(indicator_id, periods, values):
        assert (indicator_id, values.shape[-1]) == ("x", len(periods))
        return np.stack([values, 2 * values])

    found = measured({"x": [1, 3]}, perturb=doubled, statistic="ratio", reference=SIMPLE)
    assert points(found) == [[0.5, 1.5]] * 2
    nothing = measured({"x": [1, 3]}, perturb=doubled, on=date(2020, 1, 1))
    assert np.isnan(points(nothing)).tolist() == [[True, True]] * 2


def test_the_latest_population_is_that_of_the_period_that_ended_last():
    periods = ("2022", "2023", "2023-01", "2023-Q1")
    given = {"periods": periods}
    population = [[1, 2, 3, 4], [1, None, 3, 4], [1, None, None, None], [None] * 4]
    found = measured({"x": [1] * 4, "population": population}, given=given, on=date(2023, 12, 31))
    assert found.population.tolist() == approx(2, 4, 1, NAN)
    before = measured({"x": [1] * 4, "population": population}, given=given, on=date(2023, 12, 30))
    assert before.population.tolist() == approx(4, 4, 1, NAN)


@pytest.mark.parametrize(
    ("population", "nation", "expected"),
    [
        ([10, 30, 60], None, [0, 0.1, 0.4]),
        ([10, 30, 60], 500, [0, 0.1, 0.4]),  # all areas together are the whole
        ([10, 30, None], 100, [0, 0.1, 0.4]),
        ([10, 30, None], 40, [NAN] * 3),  # added up from what is known
        ([10, 30, None], None, [NAN] * 3),
        ([0, 0, 0], None, [NAN] * 3),
    ],
)
def test_a_quota_is_of_all_people_or_cannot_be_told(population, nation, expected):
    found = measured(
        {"x": [9, 8, 7], "population": population},
        given={"nation": {"population": [None, None, nation]}},
        statistic="population_quota",
        worst="highest",
        operator="<",
    )
    assert points(found) == approx(*expected)


def test_a_score_is_made_of_the_windows_of_its_parts():
    tried = profile(
        criterion("x", score="index", operator="<"),
        scores={
            "index": {
                "title": texts("index"),
                "components": [{"indicator": "p", "worst": "highest"}, {"indicator": "q", "worst": "lowest"}],
                "normalisation": "min_max",
                "aggregation": "weighted_mean",
                "window": {"periods": 2},
            }
        },
        classes=[one_class("low", is_designated=True, at_least=1), one_class("none", is_designated=False)],
    )
    values = {"p": [[9, 1, 3], [9, 4, 4], [9, 6, 6]], "q": [[0, 5, None], [0, 7, None], [None, 6, None]]}
    found = measure(tried, tables(values), on=ON)
    assert points(found) == approx(0.5, 0.75, NAN)
    assert found.criteria["x"].periods == ()
    assert years_read(tried, tables(values), on=ON) == [2022, 2023, 2024]
    assert points(measure(tried, tables(values), on=date(2020, 1, 1))) == approx(NAN, NAN, NAN)
