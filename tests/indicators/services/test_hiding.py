import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.services import hiding
from indicators.services.hiding import hidden_parts, hidden_rows


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(hiding).failed == 0


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([5, 9, 20], []),
        ([4, 9, 20], [0, 1]),
        ([0, 9, 20], []),
        ([0, 4, 20], [1, 2]),
        ([1, 1, 1, 9, 20], [0, 1, 2, 3]),
        ([2, 3, 20], [0, 1]),
        ([4], [0]),
        ([1, 2], [0, 1]),
        ([7, 4, 7], [0, 1]),
        ([], []),
    ],
)
def test_which_parts_are_hidden(counts: list[int], hidden: list[int]) -> None:
    assert np.flatnonzero(hidden_parts(np.array(counts, dtype=np.int64))).tolist() == hidden


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(0, 7))
def test_the_whole_less_what_is_shown_is_of_no_few_people(counts: list[int], small_below: int) -> None:
    parts = np.array(counts, dtype=np.int64)
    hidden = hidden_parts(parts, small_below=small_below)
    assert not ((parts > 0) & (parts < small_below) & ~hidden).any()
    assert not hidden[parts == 0].any()
    together = parts[hidden].sum()
    assert together == 0 or together >= small_below or together == parts.sum()


@given(st.lists(st.integers(0, 12), max_size=8), st.randoms())
def test_no_more_is_hidden_than_must_be(counts: list[int], random) -> None:
    """Without the largest part that is hidden on top, too few people would be left hidden."""
    parts = np.array(counts, dtype=np.int64)
    hidden = hidden_parts(parts)
    on_top = parts[hidden & (parts >= 5)]
    assert on_top.size <= 1
    if on_top.size:
        assert 0 < parts[hidden].sum() - on_top[0] < 5
        assert on_top[0] == parts[parts >= 5].min()


def test_each_whole_is_hidden_by_itself() -> None:
    n = pd.Series([4, 9, 4, 1], index=[3, 2, 1, 0])
    wholes = pd.DataFrame({"area_code": ["A", "A", "B", "B"]}, index=n.index)
    assert hidden_rows(n, wholes).to_dict() == {3: True, 2: True, 1: True, 0: True}
    assert hidden_rows(n, wholes, small_below=4).to_dict() == {3: False, 2: False, 1: True, 0: True}
    nothing = hidden_rows(n.iloc[:0], wholes.iloc[:0])
    assert nothing.empty
