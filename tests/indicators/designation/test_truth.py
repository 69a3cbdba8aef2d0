from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from indicators.designation.truth import Truth, counts, stacked

TRUE, FALSE, MISSING = (True, True), (False, False), (False, True)
STATES = st.sampled_from([TRUE, FALSE, MISSING])


def truth(*states: tuple[bool, bool]) -> Truth:
    surely, possibly = np.array(states).reshape(-1, 2).T
    return Truth(surely, possibly)


def completions(*states: tuple[bool, bool]) -> list[tuple[bool, ...]]:
    return list(product(*(sorted(set(state)) for state in states)))


def states(truth: Truth) -> list[tuple[bool, bool]]:
    return list(zip(truth.surely.tolist(), truth.possibly.tolist(), strict=True))


def bounds_of(outcomes: list[bool]) -> tuple[bool, bool]:
    return all(outcomes), any(outcomes)


@given(STATES, STATES)
def test_and_or_not_say_what_holds_in_every_completion(a, b):
    found = completions(a, b)
    assert states(truth(a) & truth(b)) == [bounds_of([x and y for x, y in found])]
    assert states(truth(a) | truth(b)) == [bounds_of([x or y for x, y in found])]
    assert states(~truth(a)) == [bounds_of([not x for (x,) in completions(a)])]


@given(st.lists(STATES, max_size=5), st.integers(0, 6))
def test_at_least_and_counts_say_what_holds_in_every_completion(statements, k):
    sums = [sum(each) for each in completions(*statements)]
    reached = truth(*statements).at_least(k)
    assert (bool(reached.surely), bool(reached.possibly)) == bounds_of([each >= k for each in sums])
    assert tuple(map(int, counts(truth(*statements)))) == (min(sums), max(sums))


def test_statements_of_shapes_that_broadcast_stand_side_by_side():
    drawn = Truth.known(np.array([[True, False], [False, False]]))
    side_by_side = stacked([drawn, truth(MISSING, TRUE)])
    assert side_by_side.surely.tolist() == [[[1, 0], [0, 1]], [[0, 0], [0, 1]]]
    assert side_by_side.is_missing.tolist() == [[[0, 1], [0, 0]], [[0, 1], [0, 0]]]


def test_missing_is_na_in_pandas():
    series = truth(TRUE, FALSE, MISSING).to_pandas(pd.Index(["a", "b", "c"]))
    assert series.tolist() == [True, False, pd.NA]
    assert series.dtype == "boolean"
