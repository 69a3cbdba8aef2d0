import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.budget.errors import BudgetError
from indicators.budget.inequality import (
    MEASURE_TEXTS,
    coefficient_of_variation,
    concentration,
    gini,
    inequality,
    lorenz,
    max_min_ratio,
    theil,
)

EVEN = np.full(4, 10.0)
GROUPS = pd.Index([*"AABB"])


@st.composite
def distributions(draw: st.DrawFn, *, lowest: float = 0.5) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    count = draw(st.integers(1, 10))
    # Amounts to the hundredth: next to nothing per head has no mean that a computer can hold.
    amounts = st.floats(lowest, 1e4).map(lambda amount: round(amount, 2))
    values = draw(arrays(float, count, elements=amounts))
    population = draw(arrays(float, count, elements=st.floats(1, 1e5)))
    groups = draw(st.lists(st.sampled_from(["A", "B", "C", None]), min_size=count, max_size=count))
    return values, population, pd.Index(groups, dtype="object")


def naive_gini(values: np.ndarray, population: np.ndarray) -> float:
    """Half the relative mean difference, pair by pair."""
    total = sum(
        p * q * abs(x - y)
        for x, p in zip(values, population, strict=True)
        for y, q in zip(values, population, strict=True)
    )
    return total / (2 * np.average(values, weights=population) * population.sum() ** 2)


def naive_theil(values: np.ndarray, population: np.ndarray) -> float:
    relative = values / np.average(values, weights=population)
    return float(np.average(relative * np.log(relative), weights=population))


def all_measures(values: np.ndarray, population: np.ndarray, groups: pd.Index) -> list[float]:
    found = inequality(values, population, groups=groups)
    return [float(getattr(found, name)) for name in MEASURE_TEXTS]


def test_by_hand():
    # Shares of people ¼, ¾; mean 2: deviations −1 (×¾) and 3 (×¼).
    values, population = np.array([5.0, 1.0]), np.array([10.0, 30.0])
    assert gini(values, population) == pytest.approx(0.25 * 0.75 * 4 / 2)
    assert coefficient_of_variation(values, population) == pytest.approx(np.sqrt(0.75 * 1 + 0.25 * 9) / 2)
    assert max_min_ratio(values, population) == 5.0
    curve = lorenz(values, population)
    assert curve.population_share == pytest.approx([0, 0.75, 1])
    assert curve.amount_share == pytest.approx([0, 0.375, 1])
    assert curve.order.tolist() == [1, 0]


def test_theil_by_hand():
    # Means 2 and 6 of the groups, 4 of the nation.
    parts = theil(np.array([1.0, 3.0, 6.0, 6.0]), EVEN, groups=GROUPS)
    assert parts.between == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert parts.within == pytest.approx(0.25 * (0.25 * np.log(0.5) + 0.75 * np.log(1.5)))
    assert parts.total == pytest.approx(parts.between + parts.within)


@given(distributions())
def test_as_pair_by_pair(distribution):
    values, population, groups = distribution
    assert gini(values, population) == pytest.approx(naive_gini(values, population), abs=1e-9)
    assert theil(values, population, groups=groups).total == pytest.approx(
        naive_theil(values, population), abs=1e-9
    )


@given(distributions(lowest=0.0))
def test_theil_is_the_sum_of_its_parts(distribution):
    values, population, groups = distribution
    parts = theil(values, population, groups=groups)
    if np.average(values, weights=population) > 0:
        assert parts.total == pytest.approx(parts.between + parts.within, abs=1e-9)
        assert min(parts.total, parts.between, parts.within) >= 0
    else:
        assert np.isnan([parts.total, parts.between, parts.within]).all()


@given(st.floats(0.01, 1e6), arrays(float, 5, elements=st.floats(1, 1e5)))
def test_equals_are_equal(value, population):
    found = inequality(np.full(5, value), population, groups=pd.Index([*"AABBB"]))
    assert found.gini == 0
    assert found.max_min_ratio == pytest.approx(1)
    others = [found.theil, found.theil_between, found.theil_within, found.coefficient_of_variation]
    assert others == pytest.approx([0] * 4, abs=1e-7)


@given(distributions(), st.floats(0.01, 1e3))
def test_scaling_all_money_changes_no_measure(distribution, factor):
    values, population, groups = distribution
    scaled = all_measures(values * factor, population, groups)
    assert scaled == pytest.approx(all_measures(values, population, groups), abs=1e-9)


@given(distributions(), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_changes_nothing(distribution, random):
    values, population, groups = distribution
    order = list(range(values.size))
    random.shuffle(order)
    shuffled = all_measures(values[order], population[order], groups[order])
    assert shuffled == pytest.approx(all_measures(values, population, groups), abs=1e-9)


@given(distributions(), st.integers(2, 4))
def test_a_country_repeated_is_as_unequal(distribution, times):
    values, population, groups = distribution
    again = groups.append([groups] * (times - 1))
    repeated = all_measures(np.tile(values, times), np.tile(population, times), again)
    assert repeated == pytest.approx(all_measures(values, population, groups), abs=1e-9)


@given(distributions())
def test_an_area_parted_in_two_alike_changes_nothing(distribution):
    values, population, groups = distribution
    halved = np.append(population, population[0] / 2)
    halved[0] /= 2
    parted = all_measures(np.append(values, values[0]), halved, groups.append(groups[:1]))
    assert parted == pytest.approx(all_measures(values, population, groups), abs=1e-9)


@given(distributions())
def test_gini_is_what_the_lorenz_curve_leaves(distribution):
    values, population, _ = distribution
    curve = lorenz(values, population)
    area = np.trapezoid(curve.amount_share, curve.population_share)
    assert gini(values, population) == pytest.approx(1 - 2 * area, abs=1e-9)
    assert (np.diff(curve.population_share) >= 0).all()


@given(distributions())
def test_concentration_in_its_own_order_is_gini(distribution):
    values, population, _ = distribution
    own = gini(values, population)
    assert concentration(values, population, ranked_by=values) == pytest.approx(own, abs=1e-9)
    assert concentration(values, population, ranked_by=-values) == pytest.approx(-own, abs=1e-9)
    assert concentration(values, population, ranked_by=np.zeros_like(values)) == pytest.approx(own, abs=1e-9)


def test_what_is_missing_is_left_out_and_counted():
    values = np.array([5.0, np.nan, 1.0, 9.0, 7.0])
    population = np.array([10.0, 10.0, 30.0, np.nan, 0.0])
    groups = pd.Index([*"ABBAA"])
    found = inequality(values, population, groups=groups)
    assert found.n_counted == 2
    known = inequality(values[[0, 2]], population[[0, 2]], groups=groups[[0, 2]])
    for name in MEASURE_TEXTS:
        assert getattr(found, name) == pytest.approx(getattr(known, name)), name
    curve = lorenz(values, population)
    assert curve.order[:2].tolist() == [2, 0]
    assert curve.amount_share == pytest.approx([0, 0.375, 1, 1, 1, 1])


def test_an_area_without_a_rank_is_left_out():
    values, ranks = np.array([1.0, 3.0, 9.0]), np.array([1.0, 2.0, np.nan])
    assert concentration(values, np.ones(3), ranked_by=ranks) == pytest.approx(gini(values[:2], np.ones(2)))


def test_nothing_known_nothing_said():
    found = inequality(np.full(3, np.nan), np.ones(3), groups=pd.Index([*"AAB"]))
    assert np.isnan([getattr(found, name) for name in MEASURE_TEXTS]).all()
    assert found.n_counted == 0
    assert np.isnan(lorenz(np.full(3, np.nan), np.ones(3)).amount_share[1:]).all()


def test_without_groups_nothing_is_said_of_them():
    found = inequality(np.array([1.0, 3.0]), np.ones(2))
    assert found.theil > 0
    assert np.isnan([found.theil_between, found.theil_within]).all()


def test_zero_and_negative_amounts():
    with_zero = inequality(np.array([0.0, 0.0, 2.0, 4.0]), EVEN, groups=GROUPS)
    assert with_zero.theil == pytest.approx(with_zero.theil_between + with_zero.theil_within)
    assert with_zero.theil_between == pytest.approx(np.log(2))
    assert np.isnan(with_zero.max_min_ratio)
    with_negative = inequality(np.array([-1.0, 1.0, 1.0, 3.0]), EVEN, groups=GROUPS)
    assert with_negative.gini == pytest.approx(naive_gini(np.array([-1.0, 1.0, 1.0, 3.0]), EVEN))
    assert np.isnan([with_negative.theil, with_negative.theil_within, with_negative.max_min_ratio]).all()
    nothing = inequality(np.array([-1.0, 1.0]), np.ones(2))
    assert np.isnan([nothing.gini, nothing.theil, nothing.coefficient_of_variation]).all()


def test_many_scenarios_are_as_one_by_one():
    values = np.random.default_rng(5).uniform(0.1, 9, (3, 2, 7))
    values[1, 0, 2] = np.nan
    population = np.arange(1.0, 8.0)
    groups = pd.Index([*"ABABCCC"])
    together = inequality(values, population, groups=groups)
    for place in np.ndindex(3, 2):
        alone = inequality(values[place], population, groups=groups)
        for name in (*MEASURE_TEXTS, "n_counted"):
            assert getattr(together, name)[place] == pytest.approx(getattr(alone, name)), name


def test_a_negative_population_is_refused():
    with pytest.raises(BudgetError, match=r"not negative, not so in 1 \(-2\)"):
        gini(np.ones(2), np.array([1.0, -2.0]))
