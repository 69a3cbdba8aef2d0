"""What a profile may say, and what is refused with a reason."""

from datetime import date

import pandas as pd
import pytest
from pydantic import ValidationError

from config.loader import ConfigError
from indicators.catalogue import load_catalogue
from indicators.designation.adjustments import Include, listed_elsewhere
from indicators.designation.profile import LegalBasis, load_profiles, unknown_indicators

from .building import LAGGING, NONE, criterion, one_class, profile, texts

SIMPLE = {"to": "nation", "mean": "simple"}


def index(**fields) -> dict:
    given = {
        "title": texts("index"),
        "components": [{"indicator": "p", "worst": "highest"}],
        "normalisation": "rank",
        "aggregation": "weighted_mean",
    }
    return {"index": {**given, **fields}}


def series(values) -> dict:
    return {"to": "series", "title": texts("union"), "source": "s", "values": values}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"indicator": "p", "score": "index"}, "either an indicator or a score"),
        ({"indicator": None}, "either an indicator or a score"),
        ({"statistic": "median"}, "statistic of value, ratio, rank, .*got 'median'"),
        ({"statistic": "ratio"}, "a reference for ratio only where"),
        ({"reference": SIMPLE}, "a reference for value only where"),
        ({"statistic": "rank"}, "worst"),
        ({"worst": "highest"}, "worst"),
        (
            {"statistic": "ratio", "reference": {"to": "nation", "mean": "weighted"}},
            "a weight with a weighted",
        ),
        ({"statistic": "ratio", "reference": {**SIMPLE, "weight": "population"}}, "a weight with a weighted"),
        ({"statistic": "ratio", "reference": series({"2020-Q7": 1})}, "expected a period"),
        ({"statistic": "ratio", "reference": series({"2020": float("nan")})}, "finite number"),
        ({"thresholds": [{"value": float("nan")}]}, "finite number"),
        ({"thresholds": [{"value": float("inf")}]}, "finite number"),
        ({"thresholds": [{"value": 1}, {"value": 2, "valid_from": "2020-01-01"}]}, "before the next begins"),
        ({"thresholds": [{"value": 1, "valid_from": "2020-01-02", "valid_to": "2020-01-01"}]}, "not before"),
        ({"operator": "=="}, "operator"),
    ],
)
def test_a_criterion_that_contradicts_itself_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        profile(criterion("x", **fields))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"window": {"periods": 3}}, "window of a score on the score itself"),
        ({"statistic": "ratio", "reference": {"to": "nation"}}, "a constant or the simple mean"),
        ({"statistic": "ratio", "reference": {"to": "parent"}}, "a constant or the simple mean"),
        ({"statistic": "ratio", "reference": series({"2020": 1})}, "a constant or the simple mean"),
    ],
)
def test_a_score_has_neither_periods_nor_a_country(fields, message):
    with pytest.raises(ValidationError, match=message):
        profile(criterion("x", score="index", **fields), scores=index())


@pytest.mark.parametrize("reference", [SIMPLE, {"to": "constant", "value": 100, "source": "printed"}])
def test_a_score_is_compared_with_a_number_or_the_mean_of_the_areas(reference):
    tried = profile(criterion("x", score="index", statistic="ratio", reference=reference), scores=index())
    assert tried.criterion("x").reference is not None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"normalisation": "z_score", "aggregation": "geometric_mean"}, "another normalisation"),
        ({"window": {"periods": 2, "take": "each", "at_least": 1}}, "take = 'mean'"),
        ({"components": []}, "components"),
        ({"components": [{"indicator": "p", "worst": "highest", "weight": 0}]}, "greater than 0"),
        ({"components": [{"indicator": "p", "worst": "highest", "weight": float("inf")}]}, "finite"),
    ],
)
def test_a_score_that_cannot_be_formed_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        profile(criterion("x", score="index"), scores=index(**fields))


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ([LAGGING, LAGGING, NONE], "classes with an id of their own"),
        ([{**LAGGING, "of": ("v",)}, NONE], r"name criteria of x, y, got \['v'\]"),
        ([{**LAGGING, "required": ("v",)}, NONE], r"name criteria of x, y, got \['v'\]"),
        ([{**LAGGING, "at_least": 3}, NONE], "at_least of at most 2 for lagging, got 3"),
        ([{**LAGGING, "at_least": 2, "of": ("x",)}, NONE], "at_least of at most 1 for lagging, got 2"),
        ([{**LAGGING, "of": ("x", "x")}, NONE], "every criterion once, got x, x"),
        ([one_class("lagging", is_designated=True, of=("x",)), NONE], "expected at_least"),
        ([LAGGING, one_class("none", is_designated=True)], "the last class to be the rest"),
        ([LAGGING, {**LAGGING, "id": "more"}], "the last class to be the rest"),
        ([one_class("lagging", is_designated=True), NONE], "expected conditions"),
        ([NONE], "at least 2 items"),
    ],
)
def test_classes_that_cannot_be_told_apart_are_refused(classes, message):
    with pytest.raises(ValidationError, match=message):
        profile(criterion("x"), criterion("y"), classes=classes)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"criteria": [criterion("x"), criterion("x")]}, "criteria with an id of their own"),
        ({"criteria": [criterion("x", thresholds=[])]}, 'or source = "pending"'),
        ({"criteria": [criterion("x", score="index")]}, r"scores of the profile, got \['index'\]"),
        (
            {"adjustments": [{"rule": "enclosed", "designation": "none"}]},
            r"class of \['lagging'\], got \['none'\]",
        ),
        ({"adjustments": [{"rule": "include", "designation": "lagging", "areas": []}]}, "areas"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_profile_that_names_what_is_not_there_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        profile(**{"criteria": [criterion("x")], **fields})


def test_a_pending_profile_needs_no_numbers():
    tried = profile(
        criterion("x", thresholds=[]), source="pending", classes=[{**LAGGING, "at_least": 5}, NONE]
    )
    assert not tried.can_be_run


def test_a_profile_names_every_indicator_it_reads_once():
    weighted = {"to": "nation", "mean": "weighted", "weight": "households"}
    support = {"measure": "roads", "quantity": {"of": "settlements_total", "unit": "settlement"}}
    tried = profile(
        criterion("x", statistic="ratio", reference=weighted),
        criterion("again", indicator="x", support=support),
        criterion("i", score="index"),
        scores=index(),
    )
    assert tried.indicator_ids == ["x", "households", "settlements_total", "p", "population"]
    faults = list(unknown_indicators(tried, load_catalogue()))
    assert [fault.rpartition(" ")[2] for fault in faults] == ["'x'", "'households'", "'p'"]


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2019-12-31", False), ("2020-01-01", True), ("2021-01-01", True), ("2021-01-02", False)],
)
def test_a_law_holds_from_its_first_to_its_last_day(day, holds):
    basis = LegalBasis(title="act", effective_from=date(2020, 1, 1), effective_to=date(2021, 1, 1))
    assert basis.holds_on(date.fromisoformat(day)) == holds
    assert LegalBasis(title="act").holds_on(date.fromisoformat(day))


def test_all_faults_of_all_files_are_named(tmp_path):
    shipped = next(iter(load_profiles().values()))
    given = shipped.model_dump(mode="json", exclude_none=True)
    assert given["id"] == shipped.id
    (tmp_path / "one.toml").write_text('id = "one"\ncolour = "red"\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_profiles(tmp_path)
    assert "one.toml" in str(raised.value)
    assert "colour" in str(raised.value)
    assert "two.toml" in str(raised.value)


def test_what_a_list_names_elsewhere_is_told():
    listed = Include.model_validate(
        {
            "rule": "include",
            "designation": "lagging",
            "areas": [{"code": "1", "name": "A"}, {"code": "77", "name": "B"}, {"name": "C"}],
        }
    )
    assert [each.name for each in listed_elsewhere([listed], pd.Index(["1", "2"]))] == ["B", "C"]
