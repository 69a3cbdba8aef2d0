"""Composition rules on bodies of people."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.loader import CONFIG_DIR
from geodata.councils.composition_rules import (
    BodyComposition,
    CompositionPack,
    load_composition_pack,
)
from indicators.councils.composition import (
    Composition,
    CompositionError,
    Finding,
    Group,
    Limits,
    check_composition,
    is_composed,
)
from indicators.councils.composition_change import smallest_change

FILE = tomllib.loads((Path(__file__).parent / "cases" / "composition.toml").read_text("utf-8"))
CASES = {case["title"]: case for case in FILE["cases"]}
ON = FILE["on"]
EITHER = Group("sex"), Group("seat_type")
PEOPLE = {
    "women": Group("sex", "f"),
    "men": Group("sex", "m"),
    "either_sex": EITHER[0],
    "seats_any": EITHER[1],
}


@pytest.fixture(scope="module")
def rules() -> CompositionPack:
    pack = load_composition_pack(CONFIG_DIR / "countries" / "kgz")
    assert pack is not None
    return pack


def composition(case: dict) -> Composition:
    return Composition(
        sum(case["seats"].values()),
        case["seats"],
        {"f": case.get("women", 0), "m": case.get("men", 0)},
        unknown_sex=case.get("unknown", 0),
        chair_since=case.get("chair_since"),
        statutory_seats=case.get("statutory_seats"),
    )


def body(*rules: dict) -> BodyComposition:
    return BodyComposition.model_validate(
        {"title": {"en": "b"}, "rules": [{"reference": "a law", **rule} for rule in rules]}
    )


def sexes(women: int, men: int, unknown: int = 0) -> Composition:
    n = women + men + unknown
    return Composition(n, {"member": n}, {"f": women, "m": men}, unknown_sex=unknown)


def verdict(of: BodyComposition, members: Composition, on: date = ON) -> bool | None:
    return is_composed(check_composition(of, members, on=on))


@pytest.mark.parametrize("title", CASES)
def test_the_rules_say_of_a_body(rules: CompositionPack, title: str) -> None:
    case = CASES[title]
    results = check_composition(rules.bodies[case["body"]], composition(case), on=ON)
    told = {result.rule.kind: result.is_met for result in results}
    expected = dict.fromkeys(case.get("met", ()), True) | dict.fromkeys(case.get("broken", ()), False)
    assert told == dict.fromkeys(told) | expected


@pytest.mark.parametrize("title", CASES)
def test_the_least_that_has_to_change(rules: CompositionPack, title: str) -> None:
    case = CASES[title]
    change = smallest_change(rules.bodies[case["body"]], composition(case), on=ON)
    assert change is not None
    expected = dict(case["change"])
    moves = (expected.pop("joining", 0), expected.pop("leaving", 0), expected.pop("elects_chair", False))
    assert (change.joining, change.leaving, change.elects_chair) == moves
    groups = {PEOPLE.get(who, Group("seat_type", who)): more for who, more in expected.items()}
    assert change.difference == groups
    assert change.is_empty == (not case["change"])


@pytest.mark.parametrize(("n", "lowest", "highest"), [(7, 2, 3), (8, 2, 3), (9, 3, 3)])
def test_thirds_are_rounded_down_or_up(n: int, lowest: int, highest: int) -> None:
    thirds = body({"kind": "equal_parts", "seat_types": ["a", "b", "c"], "rounding": "even"})
    for a in range(n + 1):
        for b in range(n + 1 - a):
            parts = {"a": a, "b": b, "c": n - a - b}
            fits = all(lowest <= part <= highest for part in parts.values())
            (result,) = check_composition(thirds, Composition(n, parts, {}, unknown_sex=n), on=ON)
            assert {each.required for each in result.findings} == {Limits(lowest, highest)}
            assert result.is_met is fits


def test_thirds_may_leave_the_rest_to_anybody() -> None:
    thirds = body({"kind": "equal_parts", "seat_types": ["a", "b", "c"], "rounding": "floor"})
    for parts, fits in [((2, 2, 4), True), ((2, 2, 3), True), ((1, 3, 4), False)]:
        members = Composition(8, {**dict(zip("abc", parts, strict=True)), "d": 8 - sum(parts)}, {"f": 8})
        assert verdict(thirds, members) is fits


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 5))
def test_unknown_sexes_decide_nothing_that_both_do_not(women: int, men: int, unknown: int) -> None:
    balanced = body({"kind": "sex_share", "at_least_pct": 30})
    told = {verdict(balanced, sexes(women + more, men + unknown - more)) for more in range(unknown + 1)}
    expected = told.pop() if len(told) == 1 else None
    assert verdict(balanced, sexes(women, men, unknown)) is expected


@given(st.integers(1, 60), st.integers(0, 60))
def test_at_least_30_and_at_most_70_per_cent_are_one_rule(n: int, women: int) -> None:
    members = sexes(min(women, n), n - min(women, n))
    least, most = ({"kind": "sex_share", f"at_{end}_pct": pct} for end, pct in (("least", 30), ("most", 70)))
    assert verdict(body(least), members) is verdict(body(most), members)
    assert verdict(body(least), members) is (10 * max(members.by_sex.values()) <= 7 * n)


def test_nobody_alone_is_balanced() -> None:
    """Of one person some sex is all: whichever it is, the rule is broken."""
    balanced = body({"kind": "sex_share", "at_most_pct": 70})
    assert verdict(balanced, sexes(0, 0, 1)) is False


def test_of_no_members_no_share_is_told() -> None:
    shares = [
        {"kind": "sex_share", "at_least_pct": 30},
        {"kind": "seat_share", "seat_type": "a", "at_least_pct": 50},
        {"kind": "equal_parts", "seat_types": ["a", "b"], "rounding": "even"},
    ]
    nobody = Composition(0, {}, {})
    assert [each.is_met for each in check_composition(body(*shares), nobody, on=ON)] == [None] * 3
    assert verdict(body(*shares, {"kind": "members", "at_least": 1}), nobody) is False


def test_a_finding_names_requirement_and_what_there_is(rules: CompositionPack) -> None:
    case = CASES["five with four women and one man: 80 % is above 70 %; a second man makes it 67 %"]
    results = check_composition(rules.bodies["services_commission"], composition(case), on=ON)
    broken = next(result for result in results if result.is_met is False)
    assert broken.findings == (
        Finding(Group("sex", "f"), Limits(2, 3), 4, 4),
        Finding(Group("sex", "m"), Limits(2, 3), 1, 1),
    )
    assert "services" in broken.rule.reference


def test_the_rules_of_the_day_are_applied() -> None:
    dated = body(
        {"kind": "sex_share", "at_most_pct": 80, "effective_to": date(2019, 12, 31)},
        {"kind": "sex_share", "at_most_pct": 70, "effective_from": date(2020, 1, 1)},
    )
    four_to_one = sexes(4, 1)
    assert verdict(dated, four_to_one, date(2019, 12, 31)) is True
    assert verdict(dated, four_to_one, date(2020, 1, 1)) is False
    assert len(check_composition(dated, four_to_one, on=date(2020, 1, 1))) == 1


def test_a_term_that_began_on_a_leap_day_ends_with_february() -> None:
    yearly = body({"kind": "chair_term", "years": 1})
    chaired = Composition(1, {"a": 1}, {"f": 1}, chair_since=date(2024, 2, 29))
    (result,) = check_composition(yearly, chaired, on=date(2025, 2, 27))
    assert (result.is_met, result.elect_by) == (True, date(2025, 2, 28))


def test_a_chair_of_tomorrow_is_refused() -> None:
    yearly = body({"kind": "chair_term", "years": 1})
    chaired = Composition(1, {"a": 1}, {"f": 1}, chair_since=date(2025, 6, 2))
    with pytest.raises(CompositionError, match="in office on 2025-06-01, got one from 2025-06-02"):
        check_composition(yearly, chaired, on=date(2025, 6, 1))


def test_counts_that_do_not_add_up_are_refused_all_at_once() -> None:
    with pytest.raises(CompositionError) as caught:
        Composition(5, {"a": 3}, {"f": 7, "m": -1})
    assert "got -1 for m" in str(caught.value)
    assert "seat types that add up to 5 members, got 3" in str(caught.value)
    assert "sexes that add up to 5 members, got 6" in str(caught.value)
