"""Designations without a criterion or a year."""

import pandas as pd
import pytest

from indicators.designation.assess import assess
from indicators.designation.robustness.leave_one_out import leave_one_criterion_out, leave_one_year_out

from ..building import LAGGING, NAN, NONE, ON, criterion, one_class, profile, tables, texts

THREE = tables({"x": [1, 1, 1, 1], "y": [1, 1, -1, -1], "z": [1, -1, -1, NAN]})
"""a meets all three criteria, b two, c one, and of the third criterion of d nothing is known."""


def of_three(at_least: int):
    classes = [{**LAGGING, "at_least": at_least}, NONE]
    return profile(*(criterion(each) for each in "xyz"), classes=classes)


def said(frame: pd.DataFrame, column: str) -> dict[object, list[object]]:
    return {
        left_out: [None if pd.isna(each) else each for each in rows[column]]
        for left_out, rows in frame.groupby("left_out")
    }


def test_a_criterion_is_left_out_and_the_number_it_takes_stays():
    left_out = leave_one_criterion_out(assess(of_three(2), THREE, on=ON))
    assert said(left_out, "is_designated") == {
        "x": [True, False, False, False],
        "y": [True, False, False, None],
        "z": [True, True, False, False],
    }
    assert said(left_out, "changes") == {
        "x": [False, True, False, None],
        "y": [False, True, False, None],
        "z": [False, False, False, None],
    }
    assert said(left_out, "class")["y"] == ["lagging", "none", "none", None]
    assert left_out["area_code"].tolist() == ["a", "b", "c", "d"] * 3


def test_a_class_that_takes_all_criteria_takes_all_that_are_left():
    left_out = leave_one_criterion_out(assess(of_three(3), THREE, on=ON))
    assert said(left_out, "is_designated")["z"] == [True, True, False, False]


@pytest.mark.parametrize(
    "condition", [{"at_least": 1, "of": ["x"]}, {"required": ["x"]}], ids=["counted", "required"]
)
def test_a_criterion_on_which_a_class_depends_cannot_be_left_out(condition):
    named = one_class("named", is_designated=True, **condition)
    rule = profile(criterion("x"), criterion("y"), classes=[named, LAGGING, NONE])
    left_out = leave_one_criterion_out(assess(rule, THREE, on=ON))
    assert set(left_out["left_out"]) == {"y"}


def test_the_only_criterion_leaves_a_table_without_rows():
    left_out = leave_one_criterion_out(assess(profile(criterion("x")), THREE, on=ON))
    some = leave_one_criterion_out(assess(profile(criterion("x"), criterion("y")), THREE, on=ON))
    assert left_out.empty
    assert left_out.dtypes.astype(str).to_dict() == some.dtypes.astype(str).to_dict()


def test_a_year_is_left_out_of_a_mean():
    tried = tables({"x": [[-1, -1, 5], [-1, 5, -1], [5, 5, 5]]})
    rule = profile(criterion("x", window={"periods": 3}))
    left_out = leave_one_year_out(assess(rule, tried, on=ON))
    assert said(left_out, "is_designated") == {
        2022: [True, True, True],
        2023: [True, False, True],
        2024: [False, True, True],
    }
    assert said(left_out, "changes")[2024] == [True, False, False]


def test_of_the_periods_that_are_left_the_same_share_must_be_met():
    tried = tables({"x": [[1, -1, 1], [1, 1, -1]]})
    rule = profile(criterion("x", window={"periods": 3, "take": "each", "at_least": 2}))
    left_out = leave_one_year_out(assess(rule, tried, on=ON))
    assert said(left_out, "is_designated") == {
        2022: [False, False],
        2023: [True, False],
        2024: [False, True],
    }


def test_a_window_of_which_nothing_is_left_moves_back():
    tried = tables({"x": [[1, -1, 1], [1, 1, -1]]})
    left_out = leave_one_year_out(assess(profile(criterion("x")), tried, on=ON))
    assert said(left_out, "is_designated") == {2024: [False, True]}


def test_a_criterion_with_data_of_no_other_year_is_missing_without_it():
    tried = tables({"x": [1, -1], "y": [[NAN, 1, 1], [NAN, -1, -1]]})
    rule = profile(
        criterion("x"), criterion("y", window={"periods": 2}), classes=[{**LAGGING, "at_least": 2}, NONE]
    )
    left_out = leave_one_year_out(assess(rule, tried, on=ON))
    assert said(left_out, "is_designated") == {2023: [True, False], 2024: [None, False]}


def test_the_years_of_a_score_are_left_out_too():
    score = {
        "title": texts("score"),
        "components": [{"indicator": "x", "worst": "lowest"}],
        "normalisation": "min_max",
        "aggregation": "weighted_mean",
        "window": {"periods": 2},
    }
    best = criterion("best", score="s", thresholds=[{"value": 0.5}])
    tried = tables({"x": [[NAN, 2, 1], [NAN, 1, 3]]})
    left_out = leave_one_year_out(assess(profile(best, scores={"s": score}), tried, on=ON))
    assert said(left_out, "is_designated") == {2023: [False, True], 2024: [True, False]}
