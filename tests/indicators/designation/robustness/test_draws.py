"""The probability of a designation."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.designation.assess import assess
from indicators.designation.robustness import batches
from indicators.designation.robustness.draws import FIRMNESS_TEXTS, probability
from indicators.designation.robustness.relative_errors import RelativeError

from ..building import LAGGING, NAN, NONE, ON, criterion, profile, tables

BOTH = [{**LAGGING, "at_least": 2}, NONE]
ABOVE_100 = {"thresholds": [{"value": 100}]}
TEN_PERCENT = {"x": RelativeError(10), "y": RelativeError(10)}
VALUES = st.lists(
    st.lists(st.one_of(st.just(NAN), st.integers(95, 105).map(float)), min_size=3, max_size=3),
    min_size=4,
    max_size=4,
)
STATISTICS = [
    {"window": {"periods": 3}},
    {"window": {"periods": 3, "take": "each", "at_least": 2}},
    {"statistic": "ratio", "reference": {"to": "nation", "mean": "simple"}, "thresholds": [{"value": 1}]},
    {"statistic": "rank", "worst": "highest", "operator": "<=", "thresholds": [{"value": 2}]},
    {"statistic": "population_quota", "worst": "highest", "operator": "<", "thresholds": [{"value": 0.5}]},
]


def drawn(rule, tried, errors=TEN_PERCENT, **options) -> pd.DataFrame:
    given_options = {"seed": 1, "draws": 2000, "threshold_range_pct": 0, **options}
    return probability(assess(rule, tried, on=ON), errors=errors, **given_options)


def probabilities(*args, **options) -> list[float]:
    return drawn(*args, **options)["probability"].tolist()


@pytest.mark.parametrize("fields", STATISTICS, ids=["mean", "each", "ratio", "rank", "quota"])
@settings(max_examples=25)
@given(values=VALUES)
def test_without_errors_it_is_the_plain_result(fields, values):
    rule = profile(criterion("x", **{**ABOVE_100, **fields}), criterion("y", **ABOVE_100), classes=BOTH)
    tried = tables({"x": values, "y": [101, 101, 99, NAN]})
    found = drawn(rule, tried, {"x": RelativeError(0)}, draws=3)
    plain = assess(rule, tried, on=ON).outcome.designated
    assert found["probability"].tolist() == plain.surely.astype(float).tolist()
    assert found["probability_at_most"].tolist() == plain.possibly.astype(float).tolist()


def test_an_error_is_a_standard_error_relative_to_the_value():
    rule = profile(criterion("x", **ABOVE_100))
    values = [80.0, 95, 100, 110, 150]
    expected = [1 - NormalDist(value, value * 0.1).cdf(100) for value in values]
    assert probabilities(rule, tables({"x": values}), draws=20_000) == pytest.approx(expected, abs=0.01)


def test_each_year_errs_on_its_own():
    rule = profile(criterion("x", **ABOVE_100, window={"periods": 3}))
    expected = 1 - NormalDist(96, 96 * 0.1 / np.sqrt(3)).cdf(100)
    found = probabilities(rule, tables({"x": [[96, 96, 96]]}), draws=20_000)
    assert found == [pytest.approx(expected, abs=0.01)]


def test_thresholds_are_drawn_evenly():
    rule = profile(criterion("x", **ABOVE_100))
    found = probabilities(
        rule, tables({"x": [89, 95, 100, 105, 111]}), {}, draws=20_000, threshold_range_pct=10
    )
    assert found == pytest.approx([0, 0.25, 0.5, 0.75, 1], abs=0.01)


def test_far_from_the_threshold_it_is_certain():
    rule = profile(criterion("x", **ABOVE_100))
    assert probabilities(rule, tables({"x": [1, 900]}), threshold_range_pct=20) == [0.0, 1.0]


def test_all_areas_face_the_same_threshold():
    first = {"statistic": "value", **ABOVE_100}
    rule = profile(criterion("x", **first))
    tried = tables({"x": [100, 100]})
    one, other = probabilities(rule, tried, {}, draws=99, threshold_range_pct=10)
    assert one == other
    assert 0 < one < 1


def test_criteria_on_one_indicator_read_the_same_value():
    above = criterion("above", indicator="x", **ABOVE_100)
    below = criterion("below", indicator="x", operator="<=", **ABOVE_100)
    never = profile(above, below, classes=BOTH)
    always = profile(above, below)
    assert probabilities(never, tables({"x": [100]})) == [0.0]
    assert probabilities(always, tables({"x": [100]})) == [1.0]


def test_windows_of_other_lengths_read_the_same_value():
    latest = criterion("latest", indicator="x", **ABOVE_100)
    each = {"periods": 2, "take": "each", "at_least": 2}
    two = criterion("two", indicator="x", operator="<=", window=each, **ABOVE_100)
    assert probabilities(profile(latest, two, classes=BOTH), tables({"x": [[100, 90, 100]]})) == [0.0]


def test_a_mean_of_the_areas_moves_with_them_and_a_published_one_does_not():
    fields = {"statistic": "ratio", "operator": ">=", "thresholds": [{"value": 1}]}
    nation = {"x": [100, 100, 100]}
    own = criterion("x", **fields, reference={"to": "nation", "mean": "simple"})
    published = criterion("x", **fields, reference={"to": "nation"})
    tried = tables({"x": [100]}, nation=nation)
    assert probabilities(profile(own), tried) == [1.0]
    assert probabilities(profile(published), tried) == [pytest.approx(0.5, abs=0.05)]


def test_values_stay_within_the_range_of_their_indicator():
    rule = profile(criterion("x", **ABOVE_100))
    tried = tables({"x": [99]})
    assert probabilities(rule, tried, {"x": RelativeError(50, 0, 100)}) == [0.0]
    assert probabilities(rule, tried, {"x": RelativeError(50)})[0] > 0.4


def test_parts_of_a_score_err_though_one_is_exact():
    score = {
        "title": LAGGING["title"],
        "components": [{"indicator": each, "worst": "lowest"} for each in "xy"],
        "normalisation": "rank",
        "aggregation": "weighted_mean",
    }
    rule = profile(criterion("s", score="s", thresholds=[{"value": 1.5}]), scores={"s": score})
    tried = tables({"x": [100, 100], "y": [1, 2]})
    found = probabilities(rule, tried, {"x": RelativeError(10)})
    assert found == [0.0, pytest.approx(0.5, abs=0.05)]


def test_a_list_is_certain():
    listed = {"rule": "include", "designation": "listed", "areas": [{"code": "b", "name": "B"}]}
    named = {"id": "listed", "title": LAGGING["title"], "is_designated": True}
    rule = profile(classes=[named, NONE], adjustments=[listed])
    found = drawn(rule, tables({"x": [1, 1]}))
    assert found["probability"].tolist() == [0.0, 1.0]
    assert found["firmness"].tolist() == ["firm", "firm"]


def test_firm_fragile_or_open():
    rule = profile(criterion("x", **ABOVE_100), criterion("y", **ABOVE_100), classes=BOTH)
    tried = tables({"x": [200, 20, 100, 200, 100, 20], "y": [200, 200, 200, NAN, NAN, NAN]})
    found = drawn(rule, tried)
    assert found["firmness"].tolist() == [
        "firm", "firm", "fragile", "cannot_be_told", "cannot_be_told", "firm",
    ]  # fmt: skip
    assert set(found["firmness"]) == set(FIRMNESS_TEXTS)
    assert found["probability"].iloc[3:].tolist() == [0.0, 0.0, 0.0]
    half = pytest.approx(0.5, abs=0.05)
    assert found["probability_at_most"].tolist() == [1.0, 0.0, half, 1.0, half, 0.0]


@pytest.mark.parametrize(("firm_from", "firmness"), [(0.75, "firm"), (0.8, "fragile")])
def test_a_profile_says_from_where_it_is_firm(firm_from, firmness):
    rule = profile(criterion("x", **ABOVE_100), robustness={"firm_from": firm_from})
    found = drawn(rule, tables({"x": [105.2]}), {}, threshold_range_pct=10)
    assert found["firmness"].tolist() == [firmness]


def test_the_profile_says_how_much_is_drawn_unless_told():
    settings_ = {"draws": 7, "threshold_range_pct": 0}
    rule = profile(criterion("x", **ABOVE_100), robustness=settings_)
    assessment = assess(rule, tables({"x": [100]}), on=ON)
    (found,) = probability(assessment, errors=TEN_PERCENT, seed=1)["probability"]
    assert found * 7 == pytest.approx(round(found * 7))
    (exact,) = probability(assessment, errors={}, seed=1)["probability"]
    assert exact == 0.0


@given(values=VALUES)
@settings(max_examples=25)
def test_an_area_without_data_is_never_designated(values):
    rule = profile(
        *(criterion("x", **{**ABOVE_100, **each}) | {"id": f"c{n}"} for n, each in enumerate(STATISTICS))
    )
    found = drawn(rule, tables({"x": [[NAN] * 3, *values]}), draws=20, threshold_range_pct=5)
    assert found["probability"].iloc[0] == 0.0


TRIED = tables({"x": [96, 99, 102, NAN], "y": [104, 101, 98, 100]})
RULE = profile(criterion("x", **ABOVE_100), criterion("y", **ABOVE_100))


def test_the_same_seed_gives_the_same_table():
    first = drawn(RULE, TRIED, threshold_range_pct=5)
    pd.testing.assert_frame_equal(first, drawn(RULE, TRIED, threshold_range_pct=5), check_exact=True)
    assert not first.equals(drawn(RULE, TRIED, threshold_range_pct=5, seed=2))


def test_batches_change_nothing(monkeypatch):
    whole = drawn(RULE, TRIED, threshold_range_pct=5)
    monkeypatch.setattr(batches, "CELLS_AT_ONCE", 4 * 7)
    pd.testing.assert_frame_equal(whole, drawn(RULE, TRIED, threshold_range_pct=5), check_exact=True)


def test_neither_the_order_of_the_criteria_nor_the_unit_of_money_nor_names_change_anything():
    first = drawn(RULE, TRIED, threshold_range_pct=5).drop(columns="area_code")
    x, y = (criterion(each, **ABOVE_100) for each in "xy")
    thousands = {**x, "thresholds": [{"value": 100_000}]}
    tried = tables({"x": [96_000, 99_000, 102_000, NAN], "y": [104, 101, 98, 100]})
    renamed = replace(tried, area_codes=pd.Index(["KA", "KB", "KC", "KD"], dtype="str"))
    found = drawn(profile(y, thousands), renamed, threshold_range_pct=5)
    assert found["area_code"].tolist() == ["KA", "KB", "KC", "KD"]
    pd.testing.assert_frame_equal(first, found.drop(columns="area_code"), check_exact=True)
