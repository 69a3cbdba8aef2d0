from datetime import date

import pytest

from config.i18n import LANGUAGES
from geodata.councils.composition_rules import BodyComposition
from indicators.councils.composition import Composition, Group, check_composition
from indicators.councils.composition_change import Change, smallest_change
from indicators.councils.composition_sentences import (
    RULE_TITLES,
    change_sentence,
    requirement_sentence,
    rule_sentence,
)

ON = date(2025, 6, 1)
SEATS = {"a": {"en": "Deputies", "ru": "Депутаты"}, "b": {"en": "Community"}, "c": {"en": "Officials"}}


def said(rule: dict, composition: Composition, language: str = "en", **how: bool) -> str:
    body = BodyComposition.model_validate(
        {"title": {"en": "b"}, "rules": [{"reference": "Law 1, § 2.", **rule}]}
    )
    (result,) = check_composition(body, composition, on=ON)
    return rule_sentence(result, language=language, seat_titles=SEATS, **how)


def of(n: int, women: int, unknown: int = 0, **fields: object) -> Composition:
    return Composition(n, {"a": n}, {"f": women, "m": n - women - unknown}, unknown_sex=unknown, **fields)


def test_a_broken_balance() -> None:
    assert said({"kind": "sex_share", "at_most_pct": 70}, of(5, 4)) == (
        "Balance of women and men: not met. Required: at most 70 % women and at most 70 % men. "
        "Women: 4. Required: from 2 to 3. Men: 1. Required: from 2 to 3. Source: Law 1, § 2."
    )


def test_a_balance_that_cannot_be_told() -> None:
    assert said({"kind": "sex_share", "at_least_pct": 30}, of(5, 3, unknown=1)) == (
        "Balance of women and men: cannot be told. Required: at least 30 % women and at least 30 % men. "
        "Women: from 3 to 4. Required: from 2 to 3. Men: from 1 to 2. Required: from 2 to 3. "
        "Members whose sex is not known: 1. Source: Law 1, § 2."
    )


def test_without_counts_nobody_is_counted() -> None:
    assert said({"kind": "sex_share", "at_least_pct": 30}, of(5, 3, unknown=1), with_counts=False) == (
        "Balance of women and men: cannot be told. Required: at least 30 % women and at least 30 % men. "
        "Source: Law 1, § 2."
    )


def test_without_counts_it_is_still_said_what_is_required() -> None:
    assert said({"kind": "members", "at_least": 5, "at_most": 9}, of(4, 2), with_counts=False) == (
        "Number of members: not met. Required: from 5 to 9. Source: Law 1, § 2."
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "members", "at_least": 7}, "Required: at least 7."),
        ({"kind": "members", "at_least": 5, "at_most": 9}, "Required: from 5 to 9."),
        ({"kind": "statutory_seats"}, "Required: as many members as there are statutory seats."),
        (
            {"kind": "statutory_seats", "seat_type": "a"},
            "Required: as many as there are statutory seats; who: Deputies.",
        ),
        (
            {"kind": "seat_share", "seat_type": "b", "at_least_pct": 50},
            "Required: at least 50 % of the members; who: Community.",
        ),
        ({"kind": "chair_term", "years": 1}, "Required: a term of the chair, in years, of at most 1."),
    ],
)
def test_what_a_rule_requires_of_any_body(rule: dict, expected: str) -> None:
    body = BodyComposition.model_validate({"title": {"en": "b"}, "rules": [{"reference": "Law 1", **rule}]})
    assert requirement_sentence(body.rules[0], language="en", seat_titles=SEATS) == expected


def test_equal_parts_with_a_note() -> None:
    rule = {
        "kind": "equal_parts",
        "seat_types": ["a", "b"],
        "rounding": "even",
        "note": {"en": "Read so.", "ru": "Читается так."},
    }
    members = Composition(5, {"a": 2, "b": 2, "c": 1}, {"f": 5})
    assert said(rule, members) == (
        "Equal parts: not met. Required: 2 equal parts; where they cannot be equal, they differ by at most "
        "one person. Deputies: 2. Required: from 2 to 3. Community: 2. Required: from 2 to 3. "
        "Officials: 1. Required: 0. Read so. Source: Law 1, § 2."
    )
    assert "Читается так." in said(rule, members, "ru")
    assert "Депутаты: 2." in said(rule, members, "ru")


def test_a_share_of_a_kind() -> None:
    assert said({"kind": "seat_share", "seat_type": "b", "at_least_pct": 50}, of(5, 5)) == (
        "Share of a kind of members: not met. Required: at least 50 % of the members; who: Community. "
        "Community: 0. Required: at least 3. Source: Law 1, § 2."
    )


@pytest.mark.parametrize(
    ("limits", "required"),
    [
        ({"at_least": 7}, "Required: at least 7."),
        ({"at_least": 5, "at_most": 9}, "Required: from 5 to 9."),
        ({"at_least": 5, "at_most": 5}, "Required: 5."),
    ],
)
def test_a_number_of_members(limits: dict, required: str) -> None:
    assert said({"kind": "members", **limits}, of(4, 4)) == (
        f"Number of members: not met. Members: 4. {required} Source: Law 1, § 2."
    )


def test_a_chair() -> None:
    rule = {"kind": "chair_term", "years": 1}
    assert said(rule, of(1, 1, chair_since=date(2024, 3, 1))) == (
        "Term of the chair: not met. Required: a term of the chair, in years, of at most 1. "
        "The chair is in office since March 1, 2024. A new election is due by March 1, 2025. "
        "Source: Law 1, § 2."
    )
    assert "It is not known since when the chair is in office." in said(rule, of(1, 1))


def test_why_nothing_can_be_told() -> None:
    nobody = Composition(0, {}, {})
    assert "The number of statutory seats is not known." in said({"kind": "statutory_seats"}, of(3, 3))
    assert "There are no members." in said({"kind": "sex_share", "at_most_pct": 70}, nobody)


def test_a_change_is_said() -> None:
    change = Change(
        joining=3,
        leaving=1,
        difference={
            Group("seat_type", "b"): 2,
            Group("seat_type"): 1,
            Group("seat_type", "a"): -1,
            Group("sex", "f"): 2,
            Group("sex"): 1,
            Group("sex", "m"): -1,
        },
        elects_chair=True,
    )
    assert change_sentence(change, language="en", seat_titles=SEATS) == (
        "Members to take in: 3. Members to part with: 1. Community: 2 more. Members of any kind: 1 more. "
        "Deputies: 1 fewer. Women: 2 more. Of either sex: 1 more. Men: 1 fewer. "
        "The chair has to be elected anew."
    )
    assert change_sentence(Change(), language="en", seat_titles=SEATS) == "Nothing has to change."
    none = change_sentence(None, language="en", seat_titles=SEATS)
    assert none == "No number of members meets all the rules at once."
    unknown_leaves = Change(leaving=1, difference={Group("sex"): -1})
    assert "Of unknown sex: 1 fewer." in change_sentence(unknown_leaves, language="en", seat_titles=SEATS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_said_in_every_language(language: str) -> None:
    rules = [
        {"kind": "members", "at_least": 9},
        {"kind": "statutory_seats"},
        {"kind": "equal_parts", "seat_types": ["a", "b"], "rounding": "floor"},
        {"kind": "seat_share", "seat_type": "a", "at_least_pct": 50},
        {"kind": "sex_share", "at_least_pct": 30},
        {"kind": "chair_term", "years": 1},
    ]
    assert [rule["kind"] for rule in rules] == list(RULE_TITLES)
    for rule in rules:
        text = said(rule, of(5, 5, chair_since=ON, statutory_seats=5), language)
        assert "{" not in text
        assert "Law 1, § 2." in text
    body = BodyComposition.model_validate(
        {"title": {"en": "b"}, "rules": [{"reference": "r", **rule} for rule in rules[:1]]}
    )
    change = smallest_change(body, of(5, 5), on=ON)
    assert "4" in change_sentence(change, language=language, seat_titles=SEATS)
