"""A pool handed out to the last hundredth."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.budget import equalization, pool, shared_taxes
from indicators.budget.equalization import GrantBounds
from indicators.budget.pool import closed, fit_to_pool, is_too_large_to_close, totals_of

CENT = 1e-5


def within(lowest, highest) -> GrantBounds:
    return GrantBounds(np.asarray(lowest, dtype=float), np.asarray(highest, dtype=float))


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20), st.integers(0, 80)), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_the_one_rate_hands_out_the_pool_within_the_bounds(areas, share):
    shares, lowest, room = np.array(areas, dtype=float).T
    bounds = within(lowest, lowest + room)
    most = np.where(shares > 0, lowest + room, lowest).sum()
    total = lowest.sum() + share * (most - lowest.sum())
    fit = fit_to_pool(shares, bounds, total=total)
    assert fit.amount.sum() == pytest.approx(total, rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(fit.amount, np.clip(fit.rate * shares, lowest, lowest + room), rtol=1e-12)


def test_areas_that_all_reach_their_gap_at_once_get_just_that():
    gap = np.array([0.0, 80.0, 1e-7, 152.0])
    for shortage in (1e-3, 0.0, -1e-3):
        fit = fit_to_pool(gap / gap.sum(), within([0, 0.007, 0, 0], gap), total=gap.sum() - shortage)
        assert fit.amount.sum() == pytest.approx(gap.sum() - max(shortage, 0), rel=1e-14)


def test_many_pools_are_handed_out_at_once():
    shares = np.array([1.0, 3.0])
    fit = fit_to_pool(shares, within([0, 0], [np.inf, 60]), total=np.array([[40.0], [100.0]]))
    np.testing.assert_allclose(fit.amount, [[10, 30], [40, 60]])
    assert fit.is_free.tolist() == [[True, True], [True, False]]


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 10**12))
def test_thousands_of_areas_close_too(seed, hundredths):
    rng = np.random.default_rng(seed)
    gap = rng.uniform(0, 1e4, 5000)
    total = hundredths * CENT
    bounds = within(gap / 10 * (total / gap.sum()), np.full(5000, 5 * total))
    amount = closed(fit_to_pool(gap, bounds, total=total).amount, round_to=0.01)
    assert totals_of(amount, round_to=0.01)[0] == hundredths / 1e5


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.sampled_from([0.01, 1, 1000]))
def test_no_amount_moves_by_more_than_the_smallest(amounts, round_to):
    exact, smallest = np.array(amounts), round_to / 1000
    rounded = closed(exact, round_to=round_to)
    assert (np.abs(rounded - exact) <= smallest * 1.001).all()
    assert (rounded * exact >= 0).all()
    paid, withdrawn = totals_of(rounded, round_to=round_to)
    assert paid == pytest.approx(np.maximum(exact, 0).sum(), abs=0.501 * smallest)
    assert withdrawn == pytest.approx(np.maximum(-exact, 0).sum(), abs=0.501 * smallest)


def test_a_scale_that_numbers_cannot_tell_to_a_hundredth_is_seen():
    amounts = np.array([[1.0, 1.0], [2e9, 2e9]])
    assert not is_too_large_to_close(amounts[:1], round_to=0.01)
    assert is_too_large_to_close(amounts, round_to=0.01)
    assert not is_too_large_to_close(amounts, round_to=1)


@pytest.mark.parametrize("module", [equalization, pool, shared_taxes], ids=lambda module: module.__name__)
def test_the_examples_are_right(module):
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0
