"""Classes against every completion of what is missing."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.designation.classes import ClassSets, class_sets
from indicators.designation.profile import Profile
from indicators.designation.truth import Truth

from .building import NONE, criterion, one_class, profile
from .test_truth import FALSE, MISSING, STATES, TRUE, bounds_of, completions, truth

IDS = ("p", "q", "r", "s")
CRITERIA = [criterion(each) for each in IDS]
STATEMENTS = st.lists(STATES, min_size=len(IDS), max_size=len(IDS))
SOME = st.lists(st.sampled_from(IDS), unique=True).map(tuple)


@st.composite
def conditions(draw):
    of = draw(SOME)
    if draw(st.booleans()):
        return {"required": draw(SOME.filter(bool))}
    return {"at_least": draw(st.integers(1, len(of or IDS))), "of": of, "required": draw(SOME)}


@st.composite
def profiles(draw, *, overlapping=None, designated_first=False):
    given_conditions = draw(st.lists(conditions(), min_size=1, max_size=3))
    flags = draw(st.lists(st.booleans(), min_size=3, max_size=3))
    flags = sorted(flags, reverse=True) if designated_first else flags
    classes = [
        one_class(f"class-{n}", is_designated=flags[n], **each) for n, each in enumerate(given_conditions)
    ]
    return profile(
        *CRITERIA,
        classes=[*classes, NONE],
        overlapping=draw(st.booleans()) if overlapping is None else overlapping,
    )


@st.composite
def nested_profiles(draw):
    """Ever fewer of the same criteria, as in "5 or more, 2 to 4, 0 or 1"."""
    counts = sorted(draw(st.sets(st.integers(1, 4), min_size=1, max_size=3)), reverse=True)
    classes = [one_class(f"at-least-{k}", is_designated=draw(st.booleans()), at_least=k) for k in counts]
    return profile(*CRITERIA, classes=[*classes, NONE])


def plain_classes(tried: Profile, met: tuple[bool, ...]) -> set[str]:
    """Read the conditions of the classes one by one, as a person would."""
    is_met = dict(zip(IDS, met, strict=True))
    found = []
    for each in tried.classes[:-1]:
        enough = sum(is_met[name] for name in each.of or IDS) >= (each.at_least or 0)
        if enough and all(is_met[name] for name in each.required):
            found.append(each.id)
    return set(found if tried.overlapping else found[:1]) or {tried.classes[-1].id}


def is_designated(tried: Profile, ids: set[str]) -> bool:
    return any(each.is_designated for each in tried.classes if each.id in ids)


def one_area(tried: Profile, statements: list[tuple[bool, bool]]) -> ClassSets:
    states = truth(*statements)
    return class_sets(tried, Truth(states.surely[None, :], states.possibly[None, :]))


def designated(found: ClassSets) -> tuple[bool, bool]:
    return bool(found.designated.surely[0]), bool(found.designated.possibly[0])


def labels(tried: Profile, found: ClassSets) -> dict[str, tuple[bool, bool]]:
    truths = {each.id: found.truth(each.id) for each in tried.classes}
    return {key: (bool(each.surely[0]), bool(each.possibly[0])) for key, each in truths.items()}


def label_bounds(tried: Profile, outcomes: list[set[str]]) -> dict[str, tuple[bool, bool]]:
    return {each.id: bounds_of([each.id in ids for ids in outcomes]) for each in tried.classes}


@given(st.one_of(nested_profiles(), profiles(overlapping=True)), STATEMENTS)
def test_an_area_may_be_in_just_the_classes_of_its_completions(tried, statements):
    found = one_area(tried, statements)
    outcomes = [plain_classes(tried, met) for met in completions(*statements)]
    assert labels(tried, found) == label_bounds(tried, outcomes)
    assert designated(found) == bounds_of([is_designated(tried, ids) for ids in outcomes])


@given(profiles(designated_first=True), STATEMENTS)
def test_an_area_is_designated_as_in_its_completions_whatever_the_classes_ask_for(tried, statements):
    outcomes = [plain_classes(tried, met) for met in completions(*statements)]
    expected = bounds_of([is_designated(tried, ids) for ids in outcomes])
    assert designated(one_area(tried, statements)) == expected


@given(profiles(), STATEMENTS)
def test_nothing_is_said_that_a_completion_denies(tried, statements):
    found = one_area(tried, statements)
    outcomes = [plain_classes(tried, met) for met in completions(*statements)]
    said = {**labels(tried, found), "designated": designated(found)}
    true = label_bounds(tried, outcomes)
    true["designated"] = bounds_of([is_designated(tried, ids) for ids in outcomes])
    for key, (surely, possibly) in true.items():
        assert said[key][0] <= surely
        assert possibly <= said[key][1]


@given(profiles(), st.lists(st.booleans(), min_size=4, max_size=4))
def test_what_is_known_is_told(tried, met):
    found = one_area(tried, [TRUE if each else FALSE for each in met])
    expected = plain_classes(tried, tuple(met))
    assert found.names().tolist() == ["+".join(each.id for each in tried.classes if each.id in expected)]


@given(nested_profiles(), STATEMENTS, STATES, st.sampled_from(["promoted", "demoted"]), st.data())
def test_lifting_and_taking_out_are_those_of_every_completion(tried, statements, where, change, data):
    class_id = data.draw(
        st.sampled_from([each.id for each in tried.classes[:-1] if each.is_designated] or [None])
    )
    if class_id is None:
        return
    outcomes = []
    for met, applies in product(completions(*statements), sorted(set(where))):
        ids = plain_classes(tried, met)
        if change == "promoted" and applies and not is_designated(tried, ids):
            ids = {class_id}
        elif change == "demoted" and applies and class_id in ids:
            ids = {tried.classes[-1].id}
        outcomes.append(ids)
    found = getattr(one_area(tried, statements), change)(truth(where), class_id)
    assert labels(tried, found) == label_bounds(tried, outcomes)


@given(profiles(overlapping=True), STATEMENTS, STATES)
def test_overlapping_classes_are_given_and_taken_one_by_one(tried, statements, where):
    first, before = tried.classes[0].id, one_area(tried, statements)
    lifted, taken = before.promoted(truth(where), first), before.demoted(truth(where), first)
    for after, expected in (
        (lifted, before.truth(first) | truth(where)),
        (taken, before.truth(first) & ~truth(where)),
    ):
        assert after.truth(first).surely.tolist() == expected.surely.tolist()
        assert after.truth(first).possibly.tolist() == expected.possibly.tolist()
        for other in tried.classes[1:-1]:
            assert after.truth(other.id).possibly.tolist() == before.truth(other.id).possibly.tolist()


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        ([TRUE, TRUE, FALSE, FALSE], "type-a"),
        ([TRUE, TRUE, TRUE, FALSE], "type-a+type-b"),
        ([TRUE, TRUE, MISSING, FALSE], None),
        ([FALSE, FALSE, FALSE, MISSING], "none"),
    ],
)
def test_an_area_in_two_overlapping_classes_has_both_names(statements, name):
    tried = profile(
        *CRITERIA,
        classes=[
            one_class("type-a", is_designated=True, required=("p", "q")),
            one_class("type-b", is_designated=True, required=("q", "r")),
            NONE,
        ],
        overlapping=True,
    )
    assert one_area(tried, statements).names().tolist() == [name]


def test_of_classes_that_ask_for_different_things_an_area_is_in_the_first():
    tried = profile(
        *CRITERIA,
        classes=[
            one_class("rural", is_designated=True, required=("p",), at_least=2, of=("q", "r", "s")),
            one_class("other", is_designated=True, at_least=3),
            NONE,
        ],
    )
    both, second_only, open_to_both = [TRUE] * 4, [FALSE, TRUE, TRUE, TRUE], [MISSING, TRUE, TRUE, TRUE]
    assert one_area(tried, both).names().tolist() == ["rural"]
    assert one_area(tried, second_only).names().tolist() == ["other"]
    found = one_area(tried, open_to_both)
    assert found.names().tolist() == [None]
    assert labels(tried, found) == {"rural": MISSING, "other": MISSING, "none": FALSE}
    assert designated(found) == TRUE


def test_areas_of_which_more_or_less_can_be_told_differ():
    tried = profile(*CRITERIA)
    surely, maybe = one_area(tried, [TRUE] * 4), one_area(tried, [MISSING, FALSE, FALSE, FALSE])
    assert surely.differs_from(maybe).tolist() == [True]
    assert surely.differs_from(one_area(tried, [TRUE, FALSE, FALSE, FALSE])).tolist() == [False]


def test_a_change_applies_to_every_draw():
    tried = profile(*CRITERIA)
    drawn = class_sets(tried, Truth.known(np.zeros((2, 3, 4), dtype=bool)))
    lifted = drawn.promoted(Truth.known(np.array([True, False, False])), "lagging")
    assert lifted.designated.surely.tolist() == [[True, False, False]] * 2
    assert (
        lifted.demoted(Truth.known(np.array([True, True, False])), "lagging").designated.possibly.sum() == 0
    )
