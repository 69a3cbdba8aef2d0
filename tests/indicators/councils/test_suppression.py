"""No hidden count can be computed from what is published: asked of a solver that knows only that."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from indicators.councils.suppression import TOTAL, Sum, hidden_cells, publishable

UNBOUNDED = 3

counts = st.one_of(st.integers(0, 6), st.integers(0, 60)).map(float)


def possible_range(cell: int, published: np.ndarray, sums: Sequence[Sum]) -> tuple[float, float]:
    """The least and the most a cell can be in tables that agree with what is published (NaN: it is not)."""
    relations = np.zeros((len(sums), published.size))
    for row, each in enumerate(sums):
        relations[row, each.total] = -1
        relations[row, list(each.parts)] = 1
    bounds = [(0, None) if np.isnan(value) else (value, value) for value in published]
    ends = []
    for sign in (1, -1):
        goal = np.zeros(published.size)
        goal[cell] = sign
        found = linprog(goal, A_eq=relations, b_eq=np.zeros(len(sums)), bounds=bounds)
        assert found.status in (0, UNBOUNDED)
        ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
    return ends[0], ends[1]


def assert_nothing_is_given_away(values: np.ndarray, hidden: np.ndarray, sums: Sequence[Sum]) -> None:
    published = np.where(hidden, np.nan, values)
    for cell in np.flatnonzero(hidden):
        least, most = possible_range(int(cell), published, sums)
        # In whole people: a cell that can be one of two numbers.
        assert most - least > 1 - 1e-6


def sums_of_table(n_rows: int, n_columns: int) -> list[Sum]:
    cells = np.arange((n_rows + 1) * (n_columns + 1)).reshape(n_rows + 1, n_columns + 1)
    return [Sum(int(line[-1]), tuple(int(each) for each in line[:-1])) for line in [*cells, *cells.T]]


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    n_rows, n_columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    cells = draw(st.lists(counts, min_size=n_rows * n_columns, max_size=n_rows * n_columns))
    return pd.DataFrame(np.reshape(cells, (n_rows, n_columns)))


@settings(max_examples=60)
@given(tables())
def test_no_hidden_cell_of_a_table_can_be_computed(table: pd.DataFrame) -> None:
    public, hidden = publishable(table)
    whole = np.pad(table.to_numpy(), ((0, 1), (0, 1)))
    whole[-1] = whole.sum(axis=0)
    whole[:, -1] = whole[:, :-1].sum(axis=1)
    is_small = (whole > 0) & (whole < 5)
    assert hidden.to_numpy()[is_small].all()
    assert hidden.any(axis=None) == is_small.any()
    assert public.isna().equals(hidden)
    assert_nothing_is_given_away(whole.ravel(), hidden.to_numpy().ravel(), sums_of_table(*table.shape))


@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(counts, counts), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_hidden_cell_of_nested_areas_can_be_computed(districts: list[list[tuple[float, float]]]) -> None:
    """Women, men and members of municipalities, districts and the country, all published together."""
    values: list[float] = []
    sums: list[Sum] = []

    def add(women: float, men: float) -> int:
        first = len(values)
        values.extend([women, men, women + men])
        sums.append(Sum(first + 2, (first, first + 1)))
        return first

    def add_above(parts: list[int]) -> int:
        women, men = (sum(values[part + offset] for part in parts) for offset in (0, 1))
        above = add(women, men)
        sums.extend(Sum(above + offset, tuple(part + offset for part in parts)) for offset in range(3))
        return above

    add_above([add_above([add(*each) for each in district]) for district in districts])
    known = np.array(values)
    hidden = hidden_cells(known, sums)
    assert hidden[(known > 0) & (known < 5)].all()
    assert_nothing_is_given_away(known, hidden, sums)


def test_one_small_cell_takes_three_others_with_it() -> None:
    table = pd.DataFrame(
        {"f": [2.0, 20, 30], "m": [40.0, 50, 60], "x": [70.0, 80, 90]}, index=["A", "B", "C"]
    )
    public, hidden = publishable(table)
    assert hidden.sum().sum() == 4
    assert hidden.loc["A", "f"]
    # The totals stay, and of the others the smallest go.
    assert not hidden[TOTAL].any()
    assert not hidden.loc[TOTAL].any()
    assert hidden.loc[["A", "B"], ["f", "m"]].all(axis=None)
    assert public.loc["C"].tolist() == [30, 60, 90, 180]


def test_zeros_hide_nothing() -> None:
    # With m of A and B and f of B hidden instead, f of A would still be 3: all m are nought.
    table = pd.DataFrame({"f": [3.0, 0], "m": [0.0, 0]}, index=["A", "B"])
    _, hidden = publishable(table)
    assert hidden.loc["A", "f"]
    assert hidden.loc["A", TOTAL]
    assert hidden.loc[TOTAL, TOTAL]


def test_large_counts_and_zeros_are_published() -> None:
    public, hidden = publishable(pd.DataFrame({"f": [5.0, 0], "m": [9.0, 12]}))
    assert not hidden.any(axis=None)
    assert public.loc[TOTAL, TOTAL] == 26


def test_what_is_not_known_is_missing_and_not_hidden() -> None:
    public, hidden = publishable(pd.DataFrame({"f": [2.0, np.nan], "m": [9.0, 12]}, index=["A", "B"]))
    assert public.loc["B"].isna().tolist() == [True, False, True]
    assert not hidden.loc["B"].any()
    assert hidden.loc["A"].sum() == 2


def test_the_threshold_is_the_packs() -> None:
    relations = [Sum(2, (0, 1))]
    values = np.array([6.0, 30.0, 36.0])
    assert not hidden_cells(values, relations).any()
    assert hidden_cells(values, relations, small_below=7).tolist() == [True, True, False]


@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_every_small_count_is_hidden_on_its_own(small: int) -> None:
    assert hidden_cells(np.array([float(small)]), []).tolist() == [True]
