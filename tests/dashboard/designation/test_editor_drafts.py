"""Drafts of rules: changed by path, checked in words, named in any script."""

import datetime as dt
from itertools import permutations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.i18n import LANGUAGES
from dashboard.components.designation.editor import edits
from dashboard.components.designation.editor.criteria_form import DATED_KEYS
from dashboard.components.designation.editor.draft import (
    Path,
    Table,
    changed,
    draft_from_text,
    draft_of,
    draft_text,
    found,
    moved,
    put,
    without,
)
from dashboard.components.designation.editor.faults import check, fault_words
from dashboard.components.designation.editor.fields import rows_to_items
from dashboard.components.designation.editor.naming import (
    free_id,
    in_every_language,
    slug,
    with_text,
    with_title,
)
from dashboard.components.documents import difference
from geodata.store import Document
from indicators.catalogue import load_catalogue
from indicators.designation.adjustments import Grace
from indicators.designation.profile import Criterion, Profile, Score, load_profiles
from indicators.designation.statistics import STATISTICS
from indicators.designation.windows import Window
from tests.dashboard.designations import AT, jobless

RUNNABLE = [profile for profile in load_profiles().values() if profile.can_be_run]
LEAVES, TABLES = st.sampled_from("xyz"), st.sampled_from("abc")
VALUES = st.one_of(st.integers(), st.booleans(), st.text(min_size=1))
DRAFTS = st.recursive(
    st.dictionaries(LEAVES, VALUES), lambda inner: st.dictionaries(TABLES, inner), max_leaves=8
)


def draft(**other: Any) -> Table:
    return draft_of(jobless()) | other


def faults(table: Table) -> list[str]:
    return [fault_words(each, table, str, "en") for each in check(table).faults]


def own(profile: Profile) -> Profile:
    return profile.model_copy(update={"id": "own-copy", "source": "own"})


@pytest.mark.parametrize("profile", RUNNABLE, ids=lambda each: each.id)
def test_a_copy_says_what_the_rule_says(profile: Profile) -> None:
    assert check(draft_of(own(profile))).profile == own(profile)
    assert draft_from_text(draft_text(draft_of(own(profile))), name="copy") == draft_of(own(profile))


@given(table=DRAFTS, tables=st.lists(TABLES, max_size=3), leaf=LEAVES, value=VALUES)
def test_what_is_put_is_found_and_the_draft_before_is_as_it_was(
    table: Table, tables: list[str], leaf: str, value: object
) -> None:
    path, before = (*tables, leaf), repr(table)
    after = put(table, path, value)
    assert found(after, path) == value
    assert repr(table) == before
    assert {**after, path[0]: None} == {**table, path[0]: None}


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_a_key_left_with_nothing_is_left_out_but_zero_and_no_are_not(nothing: object) -> None:
    table = {"window": {"periods": 3}, "items": [{"a": 1}]}
    assert put(table, ("window", "periods"), nothing) == {"items": [{"a": 1}]}
    assert put(table, ("items", 0, "a"), nothing)["items"] == [{}]
    assert put({}, ("n",), 0) == {"n": 0}
    assert put({}, ("n",), value=False) == {"n": False}


def test_nothing_is_found_where_nothing_is() -> None:
    paths: list[Path] = [("criteria", 0, "title"), ("classes",)]
    assert [found({}, path) for path in paths] == [None, None]
    assert found(None, ("id",)) is None
    assert changed({}, ("notes",), lambda notes: [*(notes or []), 1]) == {"notes": [1]}


@given(items=st.lists(st.integers(), unique=True, min_size=1, max_size=6), data=st.data())
def test_an_item_is_moved_past_others_that_keep_their_order(items: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(items) - 1))
    target = data.draw(st.integers(0, len(items) - 1))
    after: list[Any] = moved(items, place, target - place)
    assert after[target] == items[place]
    assert without(after, target) == without(items, place)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Өнүгүү борборлору, 2-топ", "onuguu-borborloru-2-top"),
        ("Щёлочь и объём", "shcheloch-i-obem"),
        ("Štúrovo & Żywiec", "sturovo-zywiec"),
        ("  !!  ", ""),
        ("地区", ""),
        ("a" * 200, "a" * 60),
    ],
)
def test_a_title_becomes_an_id(title: str, said: str) -> None:
    assert slug(title) == said


@given(st.text(max_size=80))
def test_an_id_can_always_be_saved(title: str) -> None:
    proposed = free_id(title, {"rule", "rule-2"})
    assert Profile.model_validate(draft(id=proposed)).id == proposed
    assert "_" not in proposed
    assert proposed not in {"rule", "rule-2"}


def test_a_taken_id_gets_a_number() -> None:
    assert free_id("Rule of mine", {"rule-of-mine", "rule-of-mine-2"}) == "rule-of-mine-3"
    assert free_id("wage", {"wage"}, separator="_") == "wage_2"


def test_one_field_is_enough_and_no_translation_is_lost() -> None:
    first = with_text(None, "ru", "Правило")
    assert first == dict.fromkeys(LANGUAGES, "Правило")
    translated = first | {"en": "Rule"}
    assert with_text(translated, "ru", "Закон") == {"ky": "Закон", "ru": "Закон", "en": "Rule"}
    assert with_text(translated, "en", "Law") == {"ky": "Правило", "ru": "Правило", "en": "Law"}
    assert with_text(first, "ky", "") == {}


def test_an_id_follows_the_title_until_it_is_given() -> None:
    taken = {"lagging"}
    assert with_title({}, {"en": "Lagging"}, taken)["id"] == "lagging-2"
    begun = with_title({"id": free_id("One", taken), "title": {"en": "One"}}, {"en": "Lagging"}, taken)
    assert begun["id"] == "lagging-2"
    given_id = with_title(begun | {"id": "mine"}, {"en": "Two"}, taken)
    assert given_id["id"] == "mine"


def test_a_copy_is_titled_in_every_language() -> None:
    assert edits.titles_of_copy(jobless())["en"] == "Copy of Unemployed"
    assert set(in_every_language("Lagging")) == set(LANGUAGES)


SCORE = {
    "title": dict.fromkeys(LANGUAGES, "Mine"),
    "components": [{"indicator": "population", "worst": "lowest"}],
    "normalisation": "min_max",
    "aggregation": "weighted_mean",
}
CRITERIA = {
    "indicator": draft()["criteria"][0],
    "score": {
        **{key: value for key, value in draft()["criteria"][0].items() if key != "indicator"},
        "score": "index",
        "reference": {"to": "nation", "mean": "simple"},
    },
}


@pytest.mark.parametrize("measured", CRITERIA)
@pytest.mark.parametrize(("before", "after"), list(permutations(STATISTICS, 2)))
def test_a_criterion_of_another_statistic_has_what_it_needs(measured: str, before: str, after: str) -> None:
    begun = edits.with_statistic(CRITERIA[measured], before)
    assert Criterion.model_validate(begun)
    assert Criterion.model_validate(edits.with_statistic(begun, after)).statistic == after


def test_a_ranking_counts_from_the_worst() -> None:
    ranked = edits.with_statistic(CRITERIA["indicator"], "rank_share")
    assert (ranked["worst"], ranked["operator"]) == ("highest", "<=")


@pytest.mark.parametrize("reference", [*edits.REFERENCES.values(), None])
def test_a_criterion_measures_a_score_instead(reference: Table | None) -> None:
    begun = put(CRITERIA["indicator"], ("reference",), reference)
    begun = begun | {"window": {"periods": 3}, "support": {"measure": "jobs", "quantity": {"unit": "job"}}}
    scored = edits.with_measured(begun, ("score", "index"))
    scored = put(scored, ("statistic",), "ratio" if "reference" in scored else "value")
    if scored.get("reference") == {"to": "constant"}:
        scored = put(scored, ("reference",), {"to": "constant", "value": 1, "source": "law"})
    assert Criterion.model_validate(scored).score == "index"
    assert scored["support"] == {"measure": "jobs"}
    back = edits.with_measured(scored, ("indicator", "population"))
    assert Criterion.model_validate(back).indicator == "population"


@pytest.mark.parametrize("kind", edits.REFERENCES)
def test_every_reference_is_known_by_its_kind(kind: str) -> None:
    assert edits.reference_kind(edits.REFERENCES[kind]) == kind
    assert edits.reference_kind({"to": "series"}) == edits.SERIES


def test_windows_need_no_more_periods_than_they_have() -> None:
    each = edits.with_take({"periods": 12, "minimum_periods": 9, "frequency": "Q"}, "each")
    assert Window.model_validate(each).at_least == 12
    fewer = edits.with_periods(each | {"at_least": 9}, 4)
    assert Window.model_validate(fewer).at_least == 4
    assert edits.with_take(fewer, "mean") == {"periods": 4, "frequency": "Q"}
    assert edits.with_periods(None, 3) == {"periods": 3}


def test_a_new_criterion_lacks_nothing_but_its_threshold() -> None:
    rate = load_catalogue()["unemployment_rate"]
    criterion = edits.new_criterion(rate, [{"id": "unemployment_rate"}])
    assert (criterion["id"], criterion["operator"]) == ("unemployment_rate_2", ">")
    table = draft(criteria=[criterion], id="mine")
    assert faults(table) == ["Criterion 1 “Unemployment rate”, Threshold: is not filled in"]
    table["criteria"] = [edits.with_threshold(criterion, 1.2)]
    assert check(table).profile


def test_a_threshold_is_changed_and_given_up() -> None:
    first = {"value": 1.0, "valid_to": dt.date(2020, 1, 1), "reference": "as the law writes it"}
    dated = {"thresholds": [first, {"value": 2.0}]}
    assert edits.with_threshold(dated, 1.5)["thresholds"][0] == {
        "value": 1.5,
        "valid_to": dt.date(2020, 1, 1),
    }
    assert edits.with_threshold({"thresholds": [{"value": 1.0}]}, None) == {}


def test_a_criterion_taken_out_is_counted_by_no_class() -> None:
    counting = {"id": "some", "at_least": 1, "of": ["rate"], "required": ["rate", "other"]}
    table = draft(criteria=[{"id": "rate"}, {"id": "other"}], classes=[counting, {"id": "none"}])
    after = edits.without_criterion(table, 0)
    # Without "of", at_least would now count all criteria: that is another rule, so it goes, too.
    assert after["classes"] == [{"id": "some", "required": ["other"]}, {"id": "none"}]
    assert edits.without_criterion(after, 0)["classes"][0] == {"id": "some"}


def test_classes_are_added_before_the_rest() -> None:
    classes = edits.new_class(draft()["classes"])
    assert [each["id"] for each in classes] == ["lagging", "class", "none"]
    assert check(draft(classes=classes)).profile
    assert not edits.can_move(classes, 1, 1, last_stays=True)
    assert edits.can_move(classes, 1, -1, last_stays=True)


def test_a_new_score_waits_for_its_parts() -> None:
    scores = edits.new_score(edits.new_score(None))
    assert list(scores) == ["score", "score_2"]
    assert "Score “New score”, Parts: is not filled in" in faults(draft(scores=scores))
    part = {"indicator": "population", "worst": "lowest"}
    assert Score.model_validate(scores["score"] | {"components": [part]})


@pytest.mark.parametrize("rule", edits.ADJUSTMENTS)
def test_adjustments_begin_with_the_first_designated_class(rule: str) -> None:
    added = edits.new_adjustment(rule, draft()["classes"])
    if rule in ("include", "exclude"):
        added["areas"] = edits.with_listed(None, ["01"], {"01": "First"})
    checked = check(draft(adjustments=[added])).profile
    assert checked
    assert checked.adjustments[0].designation == "lagging"
    assert (rule == "grace") == isinstance(checked.adjustments[0], Grace)


def test_places_without_a_code_stay_on_a_list() -> None:
    listed = [{"name": "Nowhere"}, {"code": "01", "name": "As printed"}, {"code": "02", "name": "Second"}]
    after = edits.with_listed(listed, ["03", "01"], {"03": "Third", "01": "First"})
    assert after == [
        {"code": "03", "name": "Third"},
        {"code": "01", "name": "As printed"},
        {"name": "Nowhere"},
    ]


def test_all_faults_are_told_at_once_with_their_places() -> None:
    table = draft(id="bgr-art6", legal_basis={"link": "x"}, adjustments=[{"rule": "grace", "years": 1}])
    table["criteria"] = [each | {"thresholds": []} for each in table["criteria"]]
    table["classes"][0] = table["classes"][0] | {"at_least": 2}
    table["criteria"][0]["reference"] = {"to": "constant"}
    told = faults(table)
    assert told == [
        "Id: a rule that comes with the program has it; choose another",
        "Criterion 1 “Unemployed”, Threshold: is not filled in",
        "Class 1 “Unemployed”, At least: at most 1 criteria can be counted",
        "Adjustment 1, Class: choose a class that is a designation",
        "Legal basis, Title: is not filled in",
        "Criterion 1 “Unemployed”, Reference, Number: is not filled in",
        "Criterion 1 “Unemployed”, Reference, Source: is not filled in",
    ]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("id",), "with_line", "Id: use small Latin letters, digits and hyphens"),
        (("title",), {"en": "Only"}, "Title: must be given in every language"),
        (
            ("criteria", 0, "thresholds"),
            [{"value": 1}, {"value": 2}],
            "Criterion 1 “Unemployed”: each threshold must end before the next one begins",
        ),
        (
            ("scores",),
            {"mine": SCORE | {"normalisation": "z_score", "aggregation": "geometric_mean"}},
            "Score “Mine”: with a geometric mean choose another normalisation: half of these are below zero",
        ),
        (
            ("scores",),
            {"mine": SCORE | {"components": [{"indicator": "births", "worst": "lowest", "weight": 0}]}},
            "Score “Mine”, Parts, Weight: must be above 0",
        ),
        (("classes", 0, "at_least"), None, "Class 1 “Unemployed”: say how many criteria it takes"),
        (("criteria", 0, "score"), "index", "Criterion 1 “Unemployed”, Score: choose a score of this rule"),
        (("criteria", 0, "indicator"), "luck", "expected an indicator of the catalogue, got 'luck'"),
    ],
)
def test_what_a_profile_would_refuse_is_said_in_place(path: Path, value: object, said: str) -> None:
    told = faults(put(draft(), path, value))
    assert any(said in text for text in told)


def test_a_rule_that_is_a_list_needs_no_criteria() -> None:
    listed = edits.new_adjustment("include", draft()["classes"]) | {
        "areas": [{"code": "01", "name": "First"}]
    }
    table = edits.without_criterion(draft(adjustments=[listed]), 0)
    table["classes"][0].pop("at_least")
    assert check(table).profile


def test_a_blank_draft_becomes_a_rule() -> None:
    blank: Any = with_title(edits.blank_draft(), dict.fromkeys(LANGUAGES, "Mine"), set())
    assert any(text.startswith("Legal basis") for text in faults(blank))
    rate = edits.with_threshold(edits.new_criterion(load_catalogue()["unemployment_rate"], []), 1.1)
    full = blank | {
        "description": blank["title"],
        "legal_basis": {"title": "Draft"},
        "criteria": [rate],
    }
    assert check(full).profile


def test_rows_of_a_table_become_toml_without_what_is_empty() -> None:
    items = [
        {"value": 1.5, "valid_to": dt.date(2018, 3, 31), "reference": "law"},
        {"value": 2.0, "valid_from": dt.date(2018, 4, 1)},
    ]
    rows = pd.DataFrame(items, columns=list(DATED_KEYS)).astype(DATED_KEYS)
    assert rows_to_items(rows) == items
    blank = pd.DataFrame([{"value": None, "reference": ""}])
    assert rows_to_items(pd.concat([rows, blank.astype({"value": float})])) == items


def test_two_versions_are_told_apart_line_by_line() -> None:
    text = draft_text(draft())
    document = Document(
        country="squares",
        kind="profile",
        document_id="jobless",
        version=3,
        title="Theirs",
        content=text,
        author="Somebody",
        created_at=AT,
        note="",
        status="saved",
    )
    assert difference(document, text) == ""
    lines = difference(document, text.replace("1.05", "1.25")).splitlines()
    assert [line for line in lines if line.startswith(("-", "+"))] == [
        "--- version 3",
        "+++ draft",
        "-    { value = 1.05 },",
        "+    { value = 1.25 },",
    ]
