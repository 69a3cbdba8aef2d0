from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.budget.reranking import n_overtaking, overtaking_pairs, reranking_index

few_levels = st.sampled_from([np.nan, 1.0, 2.0, 3.0, 4.0])


@st.composite
def moves(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    count = draw(st.integers(0, 12))
    before, after = (draw(arrays(float, count, elements=few_levels)) for _ in range(2))
    return before, after


def naive_pairs(before: np.ndarray, after: np.ndarray) -> set[tuple[int, int]]:
    """(who overtakes, who is overtaken), pair by pair."""
    pairs = [*combinations(range(before.size), 2)]
    pairs += [(two, one) for one, two in pairs]
    return {(one, two) for one, two in pairs if before[one] < before[two] and after[one] > after[two]}


def codes(count: int) -> pd.Index:
    return pd.Index([f"A{n:02}" for n in range(count)], dtype="str")


@given(moves())
def test_as_pair_by_pair(move):
    before, after = move
    expected = naive_pairs(before, after)
    assert n_overtaking(before, after) == len(expected)
    listed = overtaking_pairs(before, after, codes(before.size), limit=1000)
    found = {(int(one[1:]), int(two[1:])) for one, two in listed[["area_code", "overtaken_code"]].to_numpy()}
    assert found == expected
    assert len(listed) == len(expected)


@given(moves(), st.integers(0, 5))
def test_the_list_ends_at_its_limit(move, limit):
    before, after = move
    listed = overtaking_pairs(before, after, codes(before.size), limit=limit)
    everything = overtaking_pairs(before, after, codes(before.size), limit=1000)
    pd.testing.assert_frame_equal(listed, everything.head(limit))


def test_the_list_shows_both_sides():
    before, after = np.array([1.0, 3.0, 2.0]), np.array([2.5, 2.0, 5.0])
    listed = overtaking_pairs(before, after, pd.Index([*"ABC"]))
    assert listed.to_dict("records") == [
        {
            "area_code": one,
            "overtaken_code": "B",
            "before": was,
            "overtaken_before": 3.0,
            "after": is_now,
            "overtaken_after": 2.0,
        }
        for one, was, is_now in [("A", 1.0, 2.5), ("C", 2.0, 5.0)]
    ]


@given(arrays(float, st.integers(1, 30), elements=st.floats(0.1, 3)), st.floats(0.1, 3))
def test_lifted_to_one_level_nobody_overtakes(before, criterion):
    noise = np.linspace(-1, 1, before.size) * 1e-15
    after = np.maximum(before, criterion) + noise
    assert n_overtaking(before, after) == 0
    assert overtaking_pairs(before, after, codes(before.size)).empty


def test_reversing_all_makes_every_pair():
    before = np.arange(100.0)
    assert n_overtaking(before, -before) == 100 * 99 / 2


def test_many_scenarios_are_as_one_by_one():
    random = np.random.default_rng(3)
    before, after = random.normal(size=9), random.normal(size=(4, 2, 9))
    together = n_overtaking(before, after)
    assert together.shape == (4, 2)
    assert together.tolist() == [[int(n_overtaking(before, each)) for each in row] for row in after]


@given(arrays(float, 6, elements=st.floats(1, 9)), arrays(float, 6, elements=st.floats(1, 9)))
def test_the_index_is_zero_without_overtaking_and_never_below(before, after):
    index = reranking_index(before, after, np.arange(1.0, 7.0))
    assert index >= -1e-12
    ranked = np.sort(after)[np.argsort(np.argsort(before, kind="stable"))]
    assert reranking_index(before, ranked, np.arange(1.0, 7.0)) == pytest.approx(0, abs=1e-12)


def test_the_index_leaves_out_who_was_not_there():
    before, after = np.array([1.0, 3.0, np.nan]), np.array([3.0, 1.0, 50.0])
    assert reranking_index(before, after, np.ones(3)) == pytest.approx(0.5)
