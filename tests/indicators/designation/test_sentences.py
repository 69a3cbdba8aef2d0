import pandas as pd
import pytest

from indicators.designation.assess import assess
from indicators.designation.basis import ReferenceBasis
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.sentences import area_sentence, basis_text, criterion_sentence
from indicators.designation.trace import trace
from indicators.explain import NothingKnownError

from .building import LAGGING, NONE, ON, criterion, one_class, profile, tables

RATIO = {
    "indicator": "unemployment_rate",
    "statistic": "ratio",
    "reference": {"to": "nation"},
    "thresholds": [{"value": 1.05}],
}
THREE_YEARS = {"window": {"periods": 3}}
TWO_OF_THREE = {"window": {"periods": 3, "take": "each", "at_least": 2}}
DENSITY = {"indicator": "population_density", "operator": ">=", "thresholds": [{"value": 70}]}
RANKED = {
    "indicator": "population_density",
    "statistic": "rank",
    "worst": "lowest",
    "operator": "<=",
    "thresholds": [{"value": 1}],
}
SCORE = {
    "title": {"ky": "s", "ru": "s", "en": "s"},
    "components": [{"indicator": "population_density", "worst": "lowest"}],
    "normalisation": "min_max",
    "aggregation": "weighted_mean",
}


@pytest.fixture
def said(catalogue):
    def build(rows, language="en", **fields):
        tried = profile(
            criterion("c", title={"ky": "C", "ru": "C", "en": "C"}, **fields),
            scores={"s": SCORE} if "score" in fields else {},
        )
        indicator_id = fields.get("indicator", "population_density")
        data = tables({indicator_id: rows}, nation={indicator_id: [5, 5, 5]})
        told = trace(assess(tried, data, on=ON), "a", "c")
        return criterion_sentence(told, language=language, catalogue=catalogue, currency="XTS")

    return build


def test_a_ratio_that_is_met(said):
    assert said([[7, 8, 9]], **RATIO, **THREE_YEARS) == (
        "C: met. Mean of 2022–2024: 8.0 %. Reference: 5.0 % (national value). "
        "Ratio to the reference: 160.0 %. Rule: above 105 %. "
        "Beyond the threshold by 2.8 percentage points, 52.4 % of it."
    )


def test_a_difference_is_seen_however_small(said):
    assert said([69.9996], **DENSITY) == (
        "C: not met. Value in 2024: 69.9996 persons/km². Rule: at least 70 persons/km². "
        "Short of the threshold by 0.0004 persons/km², 0.0006 % of it."
    )
    assert "Ratio to the reference: 105.002 %" in said([5.2501], **RATIO)


def test_equality_is_said(said):
    assert said([70], **DENSITY).endswith("Rule: at least 70 persons/km². Exactly at the threshold.")


def test_a_threshold_of_zero_has_no_share(said):
    of_zero = {**DENSITY, "thresholds": [{"value": 0}]}
    assert said([3], **of_zero).endswith("Beyond the threshold by 3.0 persons/km².")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[None, None, None], [1, 2, 3]], "No value in 2022–2024."),
        ([[None, 8, 9], [1, 2, 3]], "Values are missing in 2022–2024."),
        ([[None, None, None]], "There are no data that are recent enough. The reference is missing."),
    ],
)
def test_what_is_missing_is_said(said, rows, reason):
    sentence = said(rows, **RATIO, **THREE_YEARS)
    assert sentence.startswith(f"C: cannot be told. {reason}")
    assert sentence.endswith("Rule: above 105 %.")


def test_periods_are_counted_and_the_decisive_one_named(said):
    assert said([[9, 5, 6]], **RATIO, **TWO_OF_THREE) == (
        "C: met. The rule turns on 2024: 6.0 %. Reference: 5.0 % (national value). "
        "Ratio to the reference: 120.0 %. Periods that meet the rule: 2 of 3; needed: 2. Rule: above 105 %. "
        "Beyond the threshold by 0.8 percentage points, 14.3 % of it."
    )
    assert "C: cannot be told. Periods that meet the rule: from 1 to 2 of 3; needed: 2." in said(
        [[9, None, 5]], **RATIO, **TWO_OF_THREE
    )


def test_a_place_in_a_ranking_may_be_a_range(said):
    assert said([4, 6], **RANKED) == (
        "C: met. Value in 2024: 4.0 persons/km². Place in the ranking, the worst first: 1. "
        "Rule: at most 1. Distance from the nearest area on the other side of the line: 2.0 persons/km²."
    )
    assert "Place in the ranking, the worst first: from 1 to 2." in said([4, None], **RANKED)


def test_a_score_has_no_unit(said):
    scored = {"score": "s", "operator": "<", "thresholds": [{"value": 0.5}]}
    assert said([0, 10], **scored) == (
        "C: met. Score: 0.00. Rule: below 0.5. Beyond the threshold by 0.50, 100.0 % of it."
    )
    assert "The score is missing" in said([None, 10], **scored)


def test_without_a_threshold_in_force_nothing_can_be_told(said):
    past = {**DENSITY, "thresholds": [{"value": 70, "valid_to": "1999-12-31"}]}
    assert said([3], **past) == (
        "C: cannot be told. Value in 2024: 3.0 persons/km². No threshold is in force on this day."
    )


def test_numbers_are_written_as_the_language_does(said):
    assert "1\xa0234,5" in said([1234.5], language="ru", **DENSITY)
    assert "1,234.5" in said([1234.5], **DENSITY)


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        (ReferenceBasis("nation"), "national value"),
        (ReferenceBasis("nation", "X", ("observed",)), "national value: published"),
        (
            ReferenceBasis("nation", "X", ("weighted_mean",), 265),
            "national value: weighted mean of its parts; areas: 265",
        ),
        (ReferenceBasis("parent", "P", ("sum",), 3), "value of the area above: sum of its parts; areas: 3"),
        (ReferenceBasis("areas", n_areas=3), "simple mean of the areas of the level: 3"),
        (
            ReferenceBasis("areas", n_areas=3, weight="population"),
            "weighted mean of the areas of the level: 3; weight: Population",
        ),
        (ReferenceBasis("constant", source="a law"), "fixed number; source: a law"),
        (ReferenceBasis("series", source="Eurostat"), "external series; source: Eurostat"),
    ],
)
def test_a_reference_is_told(basis, text, catalogue):
    assert basis_text(basis, language="en", catalogue=catalogue) == text


def told(tried, values, area_code="a", language="en", **fields):
    return area_sentence(assess(tried, tables(values, **fields), on=ON), area_code, language=language)


def test_the_class_of_an_area_is_told_with_the_count():
    tried = profile(criterion("x"), criterion("y"))
    assert told(tried, {"x": [1], "y": [0]}) == "Class: lagging. Criteria met: 1 of 2."
    assert told(tried, {"x": [1], "y": [None]}) == "Class: lagging. Criteria met: from 1 to 2 of 2."
    assert told(tried, {"x": [0], "y": [None]}) == (
        "The class cannot be told; possible are: lagging, none. Criteria met: from 0 to 1 of 2."
    )


def test_an_area_may_be_in_several_classes():
    second = one_class("second", is_designated=True, required=["y"])
    tried = profile(criterion("x"), criterion("y"), classes=(LAGGING, second, NONE), overlapping=True)
    assert told(tried, {"x": [1], "y": [1]}).startswith("Class: lagging, second.")


def test_a_rule_that_is_not_in_force_says_so():
    past = profile(criterion("x"), legal_basis={"title": "t", "effective_to": "2020-12-31"})
    assert told(past, {"x": [1]}).endswith(
        "The rule is not in force on this day, January 1, 2025: this is what it would say."
    )
    assert "1 января 2025" in told(past, {"x": [1]}, language="ru")


@pytest.mark.parametrize(
    ("adjustment", "values", "sentence"),
    [
        (
            {"rule": "include", "areas": [{"code": "a", "name": "A"}]},
            [0, 0, 0],
            "A list of the rule names the area.",
        ),
        (
            {"rule": "exclude", "areas": [{"code": "a", "name": "A"}]},
            [1, 0, 0],
            "A list of the rule excludes the area.",
        ),
        (
            {"rule": "neighbours", "minimum_areas": 2},
            [1, 0, 0],
            "in no group of 2 or more neighbours that qualify.",
        ),
        (
            {"rule": "neighbours", "minimum_areas": 2},
            [1, None, 0],
            "Whether enough neighbours qualify cannot be told; needed: 2.",
        ),
        ({"rule": "enclosed"}, [0, 1, 1], "The area is enclosed by designated areas."),
        (
            {"rule": "enclosed"},
            [0, 1, None],
            "Whether the area is enclosed by designated areas cannot be told.",
        ),
        (
            {"rule": "grace", "years": 1},
            [[1, 0], [0, 0], [0, 0]],
            "The area keeps an earlier designation; years of grace: 1.",
        ),
        (
            {"rule": "grace", "years": 1},
            [[None, 0], [0, 0], [0, 0]],
            "Whether the area keeps an earlier designation cannot be told; years of grace: 1.",
        ),
    ],
)
def test_what_a_later_rule_did_is_said(adjustment, values, sentence, everyone_is_near):
    tried = profile(criterion("x"), adjustments=[{"designation": "lagging", **adjustment}])
    text = told(tried, {"x": values}, neighbourhood=everyone_is_near, periods=("2023", "2024"))
    assert text.endswith(sentence)


@pytest.fixture
def everyone_is_near() -> Neighbourhood:
    pairs = [(one, other) for one in "abc" for other in "abc" if one != other]
    borders = pd.DataFrame(pairs, columns=["area_code", "neighbour_code"])
    return Neighbourhood.from_borders(borders, pd.Index(list("abc")))


def test_an_area_no_rule_touched_is_not_told_of_one(everyone_is_near):
    listed = {"rule": "include", "designation": "lagging", "areas": [{"code": "b", "name": "B"}]}
    assert told(profile(criterion("x"), adjustments=[listed]), {"x": [0, 0, 0]}) == (
        "Class: none. Criteria met: 0 of 1."
    )


def test_a_list_has_no_criteria_to_count():
    listed = profile(classes=[one_class("listed", is_designated=True), NONE])
    assert told(listed, {"x": [1]}) == "Class: none."


def test_an_unknown_area_is_refused():
    with pytest.raises(NothingKnownError, match="got 'z'"):
        told(profile(criterion("x")), {"x": [1]}, area_code="z")
