import pytest
from pydantic import ValidationError

from indicators.designation.assess import assess, judge
from indicators.designation.measure import measure
from indicators.designation.variation import Variation, VariationError, vary

from .building import NONE, ON, criterion, one_class, profile, tables

CLASSES = [
    one_class("lagging", is_designated=True, at_least=2),
    one_class("rough", is_designated=False, at_least=1, of=("z",), required=("x",)),
    NONE,
]
DATED = [{"value": 5, "valid_to": "2020-12-31"}, {"value": 6, "valid_from": "2021-01-01"}]
TRIED = profile(criterion("x", thresholds=DATED), criterion("y"), criterion("z"), classes=CLASSES)


def test_a_changed_threshold_takes_the_place_of_all_dated_ones():
    varied = vary(TRIED, Variation(thresholds={"x": 4}))
    assert varied.criterion("x").threshold_on(ON) == 4
    assert [each.value for each in varied.criterion("x").thresholds] == [4]
    assert varied.criterion("y") == TRIED.criterion("y")
    assert TRIED.criterion("x").threshold_on(ON) == 6


def test_a_class_may_take_more_or_fewer_criteria():
    varied = vary(TRIED, Variation(at_least={"lagging": 3}))
    assert [each.at_least for each in varied.classes] == [3, 1, None]


def test_a_criterion_that_is_left_out_is_out_of_every_class():
    varied = vary(TRIED, Variation(without=("x",)))
    assert [each.id for each in varied.criteria] == ["y", "z"]
    assert (varied.classes[1].of, varied.classes[1].required) == (("z",), ())


def test_a_varied_profile_is_judged_on_what_was_measured_before():
    given = tables({"x": [5, 7], "y": [0, 0], "z": [1, 1]})
    variation = Variation(thresholds={"x": 4}, without=("y",))
    varied = vary(TRIED, variation)
    again, afresh = judge(varied, measure(TRIED, given, on=ON)), assess(varied, given, on=ON)
    assert assess(TRIED, given, on=ON).outcome.designated.surely.tolist() == [False, True]
    assert again.outcome.designated.surely.tolist() == [True, True]
    assert again.areas().equals(afresh.areas())


def test_no_change_is_none():
    assert not Variation()
    assert vary(TRIED, Variation()) == TRIED
    for each in (
        Variation(thresholds={"x": 1}),
        Variation(at_least={"lagging": 1}),
        Variation(without=("x",)),
    ):
        assert each


@pytest.mark.parametrize(
    ("variation", "message"),
    [
        (Variation(thresholds={"v": 1}, without=("w",)), "expected criteria of x, y, z, got v, w"),
        (Variation(at_least={"none": 1}), "expected classes of lagging, rough, got none"),
        (Variation(at_least={"lagging": 4}), "the class lagging to count 1 to 3, got 4"),
        (Variation(without=("z",)), "at least one criterion of the class rough"),
        (Variation(without=("x", "y", "z")), "the class lagging to stay; .* the class rough to stay"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused(variation, message):
    with pytest.raises(VariationError, match=message):
        vary(TRIED, variation)


@pytest.mark.parametrize(
    "fields",
    [
        {"thresholds": {"x": float("nan")}},
        {"thresholds": {"x": float("inf")}},
        {"at_least": {"lagging": 0}},
        {"thresholds": {"X Y": 1}},
        {"weights": {}},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        Variation(**fields)
