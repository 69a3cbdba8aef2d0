from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.compute import compute
from indicators.designation.assess import assess, judge
from indicators.designation.measure import measure
from indicators.designation.tables import LevelTables
from indicators.designation.trace import criteria_table, trace, trace_sources
from indicators.designation.variation import Variation, vary
from indicators.explain import NothingKnownError

from .building import NAN, ON, PERIODS, criterion, one_class, profile, tables

TO_NATION = {"statistic": "ratio", "reference": {"to": "nation"}, "thresholds": [{"value": 1.05}]}
THREE_YEARS = {"window": {"periods": 3}}
TWO_OF_THREE = {"window": {"periods": 3, "take": "each", "at_least": 2}}


def traced(rows, area_code="a", nation=(5, 5, 5), **fields):
    tried = profile(criterion("x", **fields))
    return trace(assess(tried, tables({"x": rows}, nation={"x": nation}), on=ON), area_code, "x")


def test_a_mean_is_compared_with_the_mean_of_the_nation():
    told = traced([[7, 8, 9], [1, 1, 1]], nation=(4, 5, 6), **TO_NATION, **THREE_YEARS)
    assert (told.value, told.reference, told.statistic) == (8.0, 5.0, 1.6)
    assert (told.threshold, told.threshold_value) == (1.05, 5.25)
    assert told.is_met is True
    assert told.margin == 2.75
    assert told.margin_pct == pytest.approx(100 * 2.75 / 5.25)
    assert (told.periods_met_lowest, told.periods_met_highest, told.n_periods) == (1, 1, 1)
    assert [each.period for each in told.periods] == list(PERIODS)
    assert [each.value for each in told.periods] == [7, 8, 9]
    assert [each.threshold_value for each in told.periods] == pytest.approx([4.2, 5.25, 6.3])
    assert {(each.statistic, each.is_met) for each in told.periods} == {(None, None)}


def test_short_of_the_threshold_is_below_zero_whichever_way_it_points():
    below = {"operator": "<", "thresholds": [{"value": 70}]}
    above = {"operator": ">=", "thresholds": [{"value": 70}]}
    assert traced([60], **below).margin == 10.0
    assert traced([80], **below).margin == -10.0
    assert traced([80], **above).margin == 10.0
    assert traced([60], **above).margin == -10.0


@pytest.mark.parametrize(("operator", "is_met"), [("<", False), ("<=", True), (">", False), (">=", True)])
def test_equality_has_no_margin_though_a_mean_is_not_exact(operator, is_met):
    told = traced([[0.1, 0.2, 0.3]], operator=operator, thresholds=[{"value": 0.2}], **THREE_YEARS)
    assert told.value != 0.2
    assert (told.is_met, told.margin, told.margin_pct) == (is_met, 0.0, 0.0)


def test_of_a_threshold_of_zero_there_is_no_share():
    told = traced([3])
    assert (told.margin, told.margin_pct) == (3.0, None)


def test_missing_stays_missing():
    told = traced([[7, None, 9]], **TO_NATION, **THREE_YEARS)
    assert (told.value, told.statistic, told.is_met, told.margin) == (None, None, None, None)
    assert (told.reference, told.threshold_value) == (5.0, 5.25)
    assert (told.periods_met_lowest, told.periods_met_highest) == (0, 1)
    assert [each.value for each in told.periods] == [7, None, 9]


def test_without_data_in_time_there_are_no_periods():
    told = traced([[None, None, None]], **TWO_OF_THREE)
    assert (told.periods, told.is_met, told.value) == ((), None, None)


def test_where_each_period_is_tested_it_turns_on_the_decisive_one():
    told = traced([[9, 5, 6]], **TO_NATION, **TWO_OF_THREE)
    assert (told.decisive_period, told.value, told.margin) == ("2024", 6.0, 0.75)
    assert (told.periods_met_lowest, told.periods_needed, told.n_periods) == (2, 2, 3)
    assert [each.is_met for each in told.periods] == [True, False, True]
    assert [each.statistic for each in told.periods] == pytest.approx([1.8, 1.0, 1.2])
    assert traced([[9, 5, 4]], **TO_NATION, **TWO_OF_THREE).margin == -0.25


@pytest.mark.parametrize(
    ("values", "is_met", "margin"),
    [([9, None, 6], True, 0.75), ([4, None, 5], False, -0.25), ([9, None, 5], None, None)],
)
def test_a_missing_period_matters_only_where_it_could_decide(values, is_met, margin):
    told = traced([values], **TO_NATION, **TWO_OF_THREE)
    assert (told.is_met, told.margin) == (is_met, margin)
    assert told.periods_met_highest == told.periods_met_lowest + 1


@pytest.mark.parametrize(
    ("worst", "operator", "margins"),
    [
        ("highest", "<=", [-5.0, 3.0, -3.0, 5.0]),
        ("lowest", ">", [-5.0, 3.0, -3.0, 5.0]),
        ("lowest", "<=", [5.0, -3.0, 3.0, -5.0]),
        ("highest", ">", [5.0, -3.0, 3.0, -5.0]),
    ],
)
def test_in_a_ranking_the_margin_reaches_to_the_nearest_area_across_the_line(worst, operator, margins):
    half = {"statistic": "rank", "worst": worst, "operator": operator, "thresholds": [{"value": 2}]}
    assessed = assess(profile(criterion("x", **half)), tables({"x": [1, 6, 3, 8]}), on=ON)
    table = criteria_table(assessed)
    assert table["margin"].tolist() == margins
    assert table["is_met"].tolist() == [margin > 0 for margin in margins]


def test_in_a_ranking_with_a_gap_no_margin_is_sure():
    half = {"statistic": "rank", "worst": "highest", "operator": "<=", "thresholds": [{"value": 2}]}
    assessed = assess(profile(criterion("x", **half)), tables({"x": [1, 6, 3, None]}), on=ON)
    told = trace(assessed, "b", "x")
    assert (told.is_met, told.margin, told.statistic) == (True, None, None)
    assert (told.statistic_lowest, told.statistic_highest) == (1.0, 2.0)


def test_a_moved_threshold_moves_the_margin():
    tried = profile(criterion("x", thresholds=[{"value": 4, "reference": "as printed"}]))
    measured = measure(tried, tables({"x": [6]}), on=ON)
    told = trace(judge(vary(tried, Variation(thresholds={"x": 5})), measured), "a", "x")
    assert (told.threshold, told.margin, told.threshold_reference) == (5.0, 1.0, "")
    assert trace(judge(tried, measured), "a", "x").threshold_reference == "as printed"


def test_a_score_is_told_without_periods():
    score = {
        "title": {"ky": "s", "ru": "s", "en": "s"},
        "components": [{"indicator": "x", "worst": "lowest"}],
        "normalisation": "min_max",
        "aggregation": "weighted_mean",
    }
    tried = profile(criterion("s", score="s", operator="<", thresholds=[{"value": 0.4}]), scores={"s": score})
    told = trace(assess(tried, tables({"x": [0, 5, 10]}), on=ON), "b", "s")
    assert (told.value, told.is_met, told.periods) == (0.5, False, ())
    assert told.margin == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("reference", "basis"),
    [
        ({"to": "constant", "value": 5, "source": "a law"}, {"to": "constant", "source": "a law"}),
        (
            {
                "to": "series",
                "values": {"2024": 5},
                "source": "Eurostat",
                "title": dict.fromkeys(("ky", "ru", "en"), "t"),
            },
            {"to": "series", "source": "Eurostat"},
        ),
        ({"to": "nation", "mean": "simple"}, {"to": "areas", "n_areas": 2}),
        (
            {"to": "nation", "mean": "weighted", "weight": "population"},
            {"to": "areas", "n_areas": 2, "weight": "population"},
        ),
        ({"to": "nation"}, {"to": "nation"}),
    ],
)
def test_the_reference_says_how_it_was_made(reference, basis):
    told = traced([4, 6, None], statistic="ratio", reference=reference, thresholds=[{"value": 1}])
    assert told.reference == 5.0
    assert {key: value for key, value in asdict(told.reference_basis).items() if value} == basis


@pytest.fixture
def computed_tables(catalogue, areas, observe):
    observations = pd.concat(
        [
            observe("unemployment_rate", {"A1": 12, "B1": 4, "B2": 8}, "2023"),
            observe("unemployment_rate", {"X": 6, "A1": 12, "B1": 5, "B2": 8}, "2024"),
            observe("population", dict.fromkeys(areas["area_code"][3:], 100) | {"B1": 300}, "2023"),
        ]
    )
    asked = ["unemployment_rate", "population"]
    return LevelTables.from_computed(compute(catalogue, observations, areas, asked), level=2)


def test_the_country_was_published_or_computed_from_its_parts(computed_tables):
    tried = profile(criterion("unemployment_rate", **TO_NATION, window={"periods": 2}))
    told = trace(assess(tried, computed_tables, on=ON), "B1", "unemployment_rate")
    assert told.reference_basis.area_code == "X"
    assert told.reference_basis.methods == ("observed", "weighted_mean")
    assert told.reference_basis.n_areas is None


def test_the_area_above_is_named_with_how_many_it_is_made_of(computed_tables):
    to_parent = {**TO_NATION, "reference": {"to": "parent"}}
    assessed = assess(profile(criterion("unemployment_rate", **to_parent)), computed_tables, on=ON)
    basis = trace(assessed, "B1", "unemployment_rate").reference_basis
    assert (basis.to, basis.area_code, basis.methods, basis.n_areas) == ("parent", "B", ("weighted_mean",), 2)


def test_sources_are_the_rows_behind_the_values(computed_tables, catalogue):
    tried = profile(criterion("unemployment_rate", **TO_NATION, window={"periods": 2}))
    assessed = assess(tried, computed_tables, on=ON)
    sources = trace_sources(assessed, "B2", "unemployment_rate", catalogue=catalogue)
    assert sources[["period", "value", "source_ref", "dataset_id"]].to_numpy().tolist() == [
        ["2023", 8.0, "row 4", 7],
        ["2024", 8.0, "row 5", 7],
    ]


def test_sources_of_a_score_are_those_of_its_parts(computed_tables, catalogue):
    score = {
        "title": {"ky": "s", "ru": "s", "en": "s"},
        "components": [
            {"indicator": "unemployment_rate", "worst": "highest"},
            {"indicator": "population", "worst": "lowest"},
        ],
        "normalisation": "rank",
        "aggregation": "weighted_mean",
    }
    assessed = assess(profile(criterion("s", score="s"), scores={"s": score}), computed_tables, on=ON)
    sources = trace_sources(assessed, "B1", "s", catalogue=catalogue)
    assert sources["indicator_id"].tolist() == ["unemployment_rate", "population"]
    assert sources["value"].tolist() == [5.0, 300.0]


def test_bare_numbers_have_no_sources(catalogue):
    assessed = assess(profile(criterion("x")), tables({"x": [1]}), on=ON)
    with pytest.raises(NothingKnownError, match="expected tables that were computed"):
        trace_sources(assessed, "a", "x", catalogue=catalogue)


@pytest.mark.parametrize(
    ("place", "message"), [(("z", "x"), "expected an area .* got 'z'"), (("a", "y"), "of x, got 'y'")]
)
def test_an_unknown_place_is_refused(place, message):
    assessed = assess(profile(criterion("x")), tables({"x": [1]}), on=ON)
    with pytest.raises(NothingKnownError, match=message):
        trace(assessed, *place)


def test_a_profile_that_is_a_list_has_an_empty_table():
    listed = profile(
        classes=[one_class("listed", is_designated=True), one_class("none", is_designated=False)]
    )
    table = criteria_table(assess(listed, tables({"x": [1, 2]}), on=ON))
    assert table.empty
    assert table.dtypes["is_met"] == "boolean"


numbers = st.one_of(st.none(), st.integers(0, 9))


@settings(max_examples=50)
@example(rows=[[0, 0, 1], [1, 0, 0], [1, None, 1]], nation=[None, None, None])
@given(
    rows=st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=5),
    nation=st.lists(numbers, min_size=3, max_size=3),
)
def test_table_and_trace_agree_and_the_sign_of_the_margin_tells_the_criterion(rows, nation):
    rank = {"indicator": "x", "statistic": "rank", "worst": "highest", "operator": "<="}
    tried = profile(
        criterion("x", **THREE_YEARS, operator=">=", thresholds=[{"value": 4}]),
        criterion("ratio", indicator="x", **TO_NATION, **TWO_OF_THREE),
        criterion("rank", **rank, thresholds=[{"value": 2}], **TWO_OF_THREE),
        criterion("open", indicator="x", thresholds=[{"value": 1, "valid_to": "1999-12-31"}]),
    )
    given_nation = [NAN if each is None else each for each in nation]
    assessed = assess(tried, tables({"x": rows}, nation={"x": given_nation}), on=ON)
    table = criteria_table(assessed)
    assert len(table) == 4 * len(rows)
    for row in table.itertuples():
        told = trace(assessed, row.area_code, row.criterion_id)
        for name in table.columns.difference(["area_code", "criterion_id", "ratio", "is_met"]):
            cell = getattr(row, name)
            assert getattr(told, name) == (None if np.isnan(cell) else cell), name
        assert told.is_met is (None if row.is_met is pd.NA else bool(row.is_met))
        if told.margin is not None:
            assert told.is_met == (told.margin >= 0 if told.criterion.operator == ">=" else told.margin > 0)
