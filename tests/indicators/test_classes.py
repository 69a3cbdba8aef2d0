import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import classes
from indicators.classes import classify

SCHEMES = ["quantiles", "equal_interval", "fisher_jenks", "pretty_breaks"]

numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
anything = st.lists(st.none() | numbers, max_size=40).map(lambda values: pd.Series(values, dtype=float))


def test_quantiles_share_the_areas_out():
    result = classify(pd.Series(range(1, 11), dtype=float), scheme="quantiles", k=5)
    assert result.counts == (2, 2, 2, 2, 2)
    assert result.codes.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_equal_intervals_keep_their_empty_classes():
    result = classify(pd.Series([0.0, 1, 2, 3, 4, 100]), scheme="equal_interval", k=5)
    assert result.edges == (0, 20, 40, 60, 80, 100)
    assert result.counts == (5, 0, 0, 0, 1)


@pytest.mark.parametrize("shift", [0, 1e6])
def test_fisher_jenks_finds_the_clusters_of_small_and_large_values(shift):
    values = pd.Series([1.0, 1.1, 1.2, 5.0, 5.1, 9.0, 9.1, 9.2]) + shift
    assert classify(values, scheme="fisher_jenks", k=3).counts == (3, 2, 3)


def test_fisher_jenks_of_many_values_is_the_same_each_time(monkeypatch):
    monkeypatch.setattr(classes, "FISHER_JENKS_SAMPLE", 50)
    values = pd.Series(np.random.default_rng(1).gamma(2, 5, 1000))
    first = classify(values, scheme="fisher_jenks", k=4)
    again = classify(values.sample(frac=1, random_state=2), scheme="fisher_jenks", k=4)
    assert first.edges == again.edges
    assert first.edges[0] == values.min()
    assert first.edges[-1] == values.max()


def test_pretty_breaks_are_round():
    assert classify(pd.Series(np.linspace(3, 97, 30)), scheme="pretty_breaks", k=5).bins == (
        20,
        40,
        60,
        80,
        100,
    )


def test_own_breaks_are_kept_and_a_class_is_added_for_what_is_above():
    result = classify(pd.Series([5.0, 15, 30]), scheme="user_defined", bins=[0, 10, 20])
    assert result.bins == (0, 10, 20, 30)
    assert result.counts == (0, 1, 1, 1)


@pytest.mark.parametrize("bins", [None, [], [3, 2], [1, 1]])
def test_own_breaks_must_ascend(bins):
    with pytest.raises(ValueError, match="ascending"):
        classify(pd.Series([1.0, 2.0]), scheme="user_defined", bins=bins)


def test_no_classes_at_all_are_refused():
    with pytest.raises(ValueError, match="k = 0"):
        classify(pd.Series([1.0, 2.0]), k=0)


def test_years_share_their_breaks_when_asked():
    years = pd.DataFrame({"2023": [1.0, 2, 3, 4], "2024": [3.0, 4, 7, 8]})
    pooled = years.melt()["value"]
    first, second = (
        classify(years[year], scheme="equal_interval", k=4, breaks_from=pooled) for year in years
    )
    assert first.bins == second.bins == (2.75, 4.5, 6.25, 8)
    assert first.counts == (2, 2, 0, 0)
    assert second.codes.tolist() == [1, 1, 3, 3]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_fewer_distinct_values_make_fewer_classes(scheme):
    result = classify(pd.Series([2.0, 2.0, 7.0, np.nan]), scheme=scheme, k=5)
    assert (result.k, result.bins, result.counts) == (2, (2, 7), (2, 1))
    assert result.codes.tolist() == [0, 0, 1, -1]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_equal_values_make_one_class(scheme):
    result = classify(pd.Series([4.0, 4.0]), scheme=scheme, k=5)
    assert (result.edges, result.counts) == ((4, 4), (2,))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_missing_values_make_no_class(scheme):
    result = classify(pd.Series([np.nan, np.nan]), scheme=scheme, k=5)
    assert (result.k, result.counts, result.codes.tolist()) == (0, (), [-1, -1])


def test_a_year_without_values_keeps_the_shared_classes():
    result = classify(pd.Series([np.nan]), k=2, breaks_from=pd.Series([1.0, 2.0, 3.0, 4.0]))
    assert (result.k, result.counts, len(result.edges)) == (2, (0, 0), 3)


@pytest.mark.parametrize("scheme", SCHEMES)
@given(values=anything, k=st.integers(1, 9))
def test_every_value_falls_into_the_class_whose_edges_hold_it(scheme, values, k):
    result = classify(values, scheme=scheme, k=k)
    assert result.codes.index.equals(values.index)
    assert (result.codes == -1).equals(values.isna())
    assert sum(result.counts) == values.notna().sum()
    assert list(result.bins) == sorted(set(result.bins))
    for value, code in zip(values.dropna(), result.codes[values.notna()], strict=True):
        lower = -np.inf if code == 0 else result.edges[code]
        assert lower < value <= result.edges[code + 1]
    if scheme != "pretty_breaks":
        assert result.k <= k
