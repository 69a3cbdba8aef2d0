"""The smallest change, against all changes there are."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.councils.composition_rules import BodyComposition
from indicators.councils.composition import Composition, Group, check_composition, is_composed
from indicators.councils.composition_change import Change, smallest_change

ON = date(2025, 6, 1)
SEATS = ("a", "b", "c")

members = st.builds(
    lambda at_least, more: {"kind": "members", "at_least": at_least, "at_most": more and at_least + more},
    st.integers(1, 6),
    st.one_of(st.none(), st.integers(1, 3)),
)
parts = st.builds(
    lambda k, rounding: {"kind": "equal_parts", "seat_types": SEATS[:k], "rounding": rounding},
    st.integers(2, 3),
    st.sampled_from(["even", "floor"]),
)
seat_share = st.builds(
    lambda pct: {"kind": "seat_share", "seat_type": "a", "at_least_pct": pct}, st.integers(0, 60)
)
sex_share = st.builds(lambda pct: {"kind": "sex_share", "at_least_pct": pct}, st.integers(0, 50))
bodies = st.lists(
    st.one_of(members, parts, seat_share, sex_share),
    min_size=1,
    max_size=3,
    unique_by=lambda rule: rule["kind"],
)


def body(rules: list[dict]) -> BodyComposition:
    return BodyComposition.model_validate(
        {"title": {"en": "b"}, "rules": [{"reference": "a law", **rule} for rule in rules]}
    )


@st.composite
def compositions(draw: st.DrawFn) -> Composition:
    seats = {seat: draw(st.integers(0, 3)) for seat in SEATS}
    n = sum(seats.values())
    women = draw(st.integers(0, n))
    unknown = draw(st.integers(0, min(2, n - women)))
    return Composition(n, seats, {"f": women, "m": n - women - unknown}, unknown_sex=unknown)


def outcomes(change: Change, to: Composition, rules: list[dict]) -> Iterator[Composition]:
    """The bodies that may come of a change: those who may be of either sex are women or men in any number.

    What no rule asks is not told apart: then all have the seat type ``d``, or an unknown sex.
    """
    n = to.n + change.joining - change.leaving
    kinds = {rule["kind"] for rule in rules}
    seats = {"d": n}
    if kinds & {"equal_parts", "seat_share"}:
        named = {
            seat: to.by_seat_type[seat] + change.difference.get(Group("seat_type", seat), 0) for seat in SEATS
        }
        seats = named | {"d": n - sum(named.values())}
    if "sex_share" not in kinds:
        yield Composition(n, seats, {}, unknown_sex=n)
        return
    women, men = (to.by_sex[sex] + change.difference.get(Group("sex", sex), 0) for sex in ("f", "m"))
    for more in range(n - women - men + 1):
        yield Composition(n, seats, {"f": women + more, "m": n - women - more})


@given(bodies, compositions())
def test_after_the_change_all_rules_are_met_whoever_the_others_are(
    rules: list[dict], now: Composition
) -> None:
    of = body(rules)
    change = smallest_change(of, now, on=ON)
    assume(change is not None)
    then = list(outcomes(change, now, rules))
    assert then
    assert all(is_composed(check_composition(of, each, on=ON)) is True for each in then)


def all_bodies(n_most: int) -> Iterator[Composition]:
    for seats in product(range(n_most + 1), repeat=4):
        n = sum(seats)
        if 0 < n <= n_most:
            for women in range(n + 1):
                by_seat = dict(zip((*SEATS, "d"), seats, strict=True))
                yield Composition(n, by_seat, {"f": women, "m": n - women})


def moves(now: Composition, then: Composition) -> int:
    """The fewest people who come or go from one body to another."""
    growth = then.n - now.n
    seats = sum(max(n - now.by_seat_type.get(seat, 0), 0) for seat, n in then.by_seat_type.items())
    sexes = sum(max(n - now.by_sex[sex], 0) for sex, n in then.by_sex.items())
    joining = max(seats, sexes, growth, 0)
    return 2 * joining - growth


@settings(max_examples=40)
@given(bodies, compositions())
def test_no_other_body_is_nearer(rules: list[dict], now: Composition) -> None:
    assume(now.unknown_sex == 0)
    of = body(rules)
    change = smallest_change(of, now, on=ON)
    near = [each for each in all_bodies(6) if is_composed(check_composition(of, each, on=ON)) is True]
    if change is None:
        assert near == []
    else:
        assert all(change.n_moves <= moves(now, each) for each in near)


@pytest.mark.parametrize("rounding", ["even", "floor"])
def test_rules_that_contradict_each_other_have_no_answer(rounding: str) -> None:
    of = body(
        [
            {"kind": "members", "at_least": 3, "at_most": 4},
            {"kind": "seat_share", "seat_type": "a", "at_least_pct": 60},
            {"kind": "equal_parts", "seat_types": ["b", "c"], "rounding": rounding},
        ]
    )
    assert smallest_change(of, Composition(3, {"a": 1, "b": 1, "c": 1}, {"f": 3}), on=ON) is None


def test_a_new_body_is_planned_from_nothing() -> None:
    of = body(
        [
            {"kind": "members", "at_least": 7},
            {"kind": "equal_parts", "seat_types": ["a", "b", "c"], "rounding": "even"},
            {"kind": "sex_share", "at_least_pct": 30},
        ]
    )
    change = smallest_change(of, Composition(0, {}, {}), on=ON)
    assert change is not None
    assert (change.joining, change.leaving) == (7, 0)
    assert change.difference[Group("sex", "f")] == change.difference[Group("sex", "m")] == 3
    assert sorted(change.difference[Group("seat_type", seat)] for seat in SEATS) == [2, 2, 3]
