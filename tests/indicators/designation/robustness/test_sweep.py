"""A threshold moved over a range."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.designation.assess import Assessment, assess, judge
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.robustness import batches
from indicators.designation.robustness.sweep import STATES, NoThresholdError, default_range, sweep_threshold
from indicators.designation.variation import Variation, vary

from ..building import LAGGING, NAN, NONE, ON, criterion, profile, tables

ABOVE = profile(criterion("x"))
NUMBERS = st.one_of(st.just(NAN), st.integers(1, 6).map(float))
STATISTICS = [
    {},
    {"operator": "<"},
    {"operator": ">="},
    {"operator": "<=", "window": {"periods": 3}},
    {"window": {"periods": 3, "take": "each", "at_least": 1}},
    {"operator": "<=", "window": {"periods": 3, "take": "each", "at_least": 1}},
    {"operator": ">=", "window": {"periods": 3, "take": "each", "at_least": 2}},
    {"statistic": "ratio", "reference": {"to": "nation", "mean": "simple"}},
    {"statistic": "rank", "worst": "highest", "operator": "<="},
    {"statistic": "rank_share", "worst": "lowest", "operator": "<="},
    {"statistic": "halves", "worst": "lowest", "reference": {"to": "constant", "value": 3, "source": "-"}},
    {"statistic": "population_quota", "worst": "highest", "operator": "<"},
]


ROWS = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=5, max_size=5)
PAIRS = {"rule": "neighbours", "designation": "lagging", "minimum_areas": 2}


def name_of(fields: dict[str, object]) -> str:
    return "-".join(map(str, fields.values())) or "plain"


def in_a_row(n_areas: int) -> Neighbourhood:
    """Areas side by side from one edge of the country to the other."""
    codes = list("abcdefgh"[:n_areas])
    shared = [pair for left, right in pairwise(codes) for pair in ((left, right), (right, left))]
    at_edge = [(code, None) for code in codes]
    borders = pd.DataFrame([*shared, *at_edge], columns=["area_code", "neighbour_code"], dtype="str")
    return Neighbourhood.from_borders(borders, pd.Index(codes, dtype="str"))


def test_the_curve_counts_areas_and_people_at_least_and_at_most():
    tried = tables({"x": [1, 2, 3, NAN], "population": [10, 20, 40, 80]})
    curve = sweep_threshold(assess(ABOVE, tried, on=ON), "x", [2.5, 0, 2]).curve
    assert curve.to_dict("list") == {
        "threshold": [0.0, 2.0, 2.5],
        "designated": [3, 1, 1],
        "designated_at_most": [4, 2, 2],
        "population": [70.0, 40.0, 40.0],
        "population_at_most": [150.0, 120.0, 120.0],
    }


def test_people_that_are_not_counted_leave_the_most_missing():
    tried = tables({"x": [1, 2, 3], "population": [10, NAN, 40]})
    curve = sweep_threshold(assess(ABOVE, tried, on=ON), "x", [0, 2]).curve
    assert curve["population"].tolist() == [50.0, 40.0]
    assert curve["population_at_most"].tolist() == [pytest.approx(NAN, nan_ok=True), 40.0]


@pytest.mark.parametrize(("operator", "becomes"), [(">", "not_designated"), ("<=", "designated")])
def test_an_area_switches_at_its_own_statistic(operator, becomes):
    tried = tables({"x": [0.1 + 0.2, 2, 3, NAN, 0, 2.5, -1]})
    rule = profile(criterion("x", operator=operator))
    switches = sweep_threshold(assess(rule, tried, on=ON), "x", [0, 2.5]).switch_points
    assert switches.to_dict("list") == {
        "area_code": ["a", "b", "e", "f"],
        "threshold": [0.1 + 0.2, 2.0, 0.0, 2.5],
        "becomes": [becomes] * 4,
    }


def test_a_place_that_missing_data_may_move_switches_twice():
    tried = tables({"x": [3, NAN, 1]})
    rule = profile(criterion("x", statistic="rank", worst="highest", operator="<="))
    switches = sweep_threshold(assess(rule, tried, on=ON), "x", [0.5, 3.5]).switch_points
    known = switches[switches["area_code"] != "b"]
    assert known.to_dict("list") == {
        "area_code": ["a", "a", "c", "c"],
        "threshold": [1.0, 2.0, 2.0, 3.0],
        "becomes": ["cannot_be_told", "designated"] * 2,
    }


def test_other_criteria_stay_as_they_are():
    tried = tables({"x": [1, 1, 1], "y": [1, -1, NAN]})
    rule = profile(criterion("x"), criterion("y"), classes=[{**LAGGING, "at_least": 2}, NONE])
    swept = sweep_threshold(assess(rule, tried, on=ON), "x", [0, 2])
    assert swept.curve["designated"].tolist() == [1, 0]
    assert swept.switch_points["area_code"].tolist() == ["a", "c"]


def test_with_neighbours_areas_switch_at_each_others_values():
    tried = tables({"x": [4, 2, 3, 9]}, neighbourhood=in_a_row(4))
    rule = profile(criterion("x"), adjustments=[PAIRS])
    switches = sweep_threshold(assess(rule, tried, on=ON), "x", [0, 10]).switch_points
    assert switches.to_dict("list") == {
        "area_code": ["a", "b", "c", "d"],
        "threshold": [2.0, 2.0, 3.0, 3.0],
        "becomes": ["not_designated"] * 4,
    }


def test_an_enclosed_area_leaves_when_what_encloses_it_does():
    tried = tables({"x": [4, -1, 3]}, neighbourhood=in_a_row(3))
    rule = profile(criterion("x"), adjustments=[{"rule": "enclosed", "designation": "lagging"}])
    switches = sweep_threshold(assess(rule, tried, on=ON), "x", [0, 10]).switch_points
    assert switches.set_index("area_code")["threshold"].to_dict() == {"a": 4.0, "b": 3.0, "c": 3.0}


def test_what_an_area_was_before_stays_as_it_is():
    tried = tables({"x": [[NAN, 2, -1], [NAN, -1, 2]]})
    rule = profile(criterion("x"), adjustments=[{"rule": "grace", "designation": "lagging", "years": 1}])
    swept = sweep_threshold(assess(rule, tried, on=ON), "x", [-2, 0, 5])
    assert swept.curve["designated"].tolist() == [2, 2, 1]
    assert swept.switch_points["area_code"].tolist() == ["b"]


def test_batches_change_nothing(monkeypatch):
    assessment = assess(ABOVE, tables({"x": [1, 2, 3, NAN]}), on=ON)
    thresholds = np.linspace(0, 4, 9)
    whole = sweep_threshold(assessment, "x", thresholds)
    monkeypatch.setattr(batches, "CELLS_AT_ONCE", 8)
    parts = sweep_threshold(assessment, "x", thresholds)
    assert whole.curve.equals(parts.curve)
    assert whole.switch_points.equals(parts.switch_points)


def test_the_default_range_has_the_threshold_in_force_in_its_middle():
    dated = [{"value": 9, "valid_to": "2020-12-31"}, {"value": 1.05, "valid_from": "2021-01-01"}]
    rule = profile(criterion("x", thresholds=dated))
    values = default_range(assess(rule, tables({"x": [1]}), on=ON), "x", range_pct=20)
    assert values[len(values) // 2] == 1.05
    assert values[[0, -1]].tolist() == pytest.approx([0.84, 1.26])


def test_zero_has_no_range_in_per_cent():
    assessment = assess(ABOVE, tables({"x": [1]}), on=ON)
    assert default_range(assessment, "x", range_pct=20).tolist() == [0.0]


def test_there_is_no_range_where_no_threshold_is_in_force():
    rule = profile(criterion("x", thresholds=[{"value": 9, "valid_to": "2020-12-31"}]))
    assessment = assess(rule, tables({"x": [1]}), on=ON)
    with pytest.raises(NoThresholdError, match="of x that is in force on 2025-01-01, got none"):
        default_range(assessment, "x", range_pct=20)


def designated(assessment: Assessment, threshold: float) -> list[str]:
    varied = vary(assessment.profile, Variation(thresholds={"x": threshold}))
    found = judge(varied, assessment.measurement).outcome.designated
    return [STATES[n] for n in found.surely.astype(int) + found.possibly]


@pytest.mark.parametrize("fields", STATISTICS, ids=name_of)
@settings(max_examples=20)
@given(values=ROWS, has_neighbours=st.booleans())
def test_areas_change_at_their_switch_points_and_nowhere_else(fields, has_neighbours, values):
    rule = profile(criterion("x", **fields), adjustments=[PAIRS] if has_neighbours else [])
    assessment = assess(rule, tables({"x": values}, neighbourhood=in_a_row(5)), on=ON)
    switches = sweep_threshold(assessment, "x", [0.05, 6.5]).switch_points
    said = designated(assessment, 0.05)
    for threshold, group in switches.groupby("threshold"):
        before, after = (designated(assessment, threshold * (1 + step)) for step in (-1e-9, 1e-9))
        assert before == said
        said = after
        assert [(code, now) for code, was, now in zip("abcde", before, after, strict=True) if was != now] == [
            *group[["area_code", "becomes"]].itertuples(index=False, name=None)
        ]
    assert said == designated(assessment, 6.5)


@pytest.mark.parametrize("fields", STATISTICS, ids=name_of)
@settings(max_examples=20)
@given(values=ROWS, at_least=st.integers(1, 2))
def test_a_tighter_threshold_never_adds_an_area(fields, values, at_least):
    rule = profile(
        criterion("x", **fields),
        criterion("y"),
        classes=[{**LAGGING, "at_least": at_least}, NONE],
        adjustments=[
            {"rule": "include", "designation": "lagging", "areas": [{"code": "a", "name": "A"}]},
            PAIRS,
            {"rule": "enclosed", "designation": "lagging"},
            {"rule": "exclude", "designation": "lagging", "areas": [{"code": "b", "name": "B"}]},
        ],
    )
    tried = tables({"x": values, "y": [1, -1, 1, NAN, 1]}, neighbourhood=in_a_row(5))
    curve = sweep_threshold(assess(rule, tried, on=ON), "x", np.linspace(0, 7, 29)).curve
    tightening = curve if fields.get("operator", ">").startswith(">") else curve.iloc[::-1]
    counts = tightening[["designated", "designated_at_most", "population", "population_at_most"]]
    assert (counts.diff().iloc[1:] <= 0).all(axis=None)


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_the_areas_changes_nothing(order):
    values = [3.0, NAN, 1.0, 5.0, 3.0, 2.0]
    rule = profile(criterion("x", statistic="rank", worst="highest", operator="<="))
    plain, mixed = (
        sweep_threshold(assess(rule, tables({"x": each}), on=ON), "x", [0.5, 6.5])
        for each in (values, [values[n] for n in order])
    )
    assert plain.curve.equals(mixed.curve)
    renamed = mixed.switch_points["area_code"].map(
        {"abcdef"[n]: "abcdef"[old] for n, old in enumerate(order)}
    )
    moved = mixed.switch_points.assign(area_code=renamed).sort_values(["area_code", "threshold"])
    assert moved.to_numpy().tolist() == plain.switch_points.to_numpy().tolist()
