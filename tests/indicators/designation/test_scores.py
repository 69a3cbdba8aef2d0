import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gmean, zscore

from indicators.designation.scores import NORMALISATIONS, composite, min_max, rank, ratio_to_mean, z_score

from .building import NAN

ROW = np.array([1.0, 3.0, NAN, 8.0])
WORST = ["highest", "lowest"]


def listed(scores):
    return scores.tolist()


def approx(*numbers):
    return pytest.approx(list(numbers), nan_ok=True)


def test_z_scores_are_those_of_scipy_and_turn_with_the_worst_end():
    expected = zscore(ROW, nan_policy="omit")
    assert listed(z_score(ROW, "lowest")) == approx(*expected)
    assert listed(z_score(ROW, "highest")) == approx(*-expected)


def test_min_max_runs_from_the_worst_to_the_best():
    assert listed(min_max(ROW, "lowest")) == approx(0, 2 / 7, NAN, 1)
    assert listed(min_max(ROW, "highest")) == approx(1, 5 / 7, NAN, 0)


def test_ranks_count_from_the_worst_and_are_shared():
    row = np.array([5.0, 7.0, 7.0, NAN, 9.0])
    assert listed(rank(row, "lowest")) == approx(1, 2.5, 2.5, NAN, 4)
    assert listed(rank(row, "highest")) == approx(4, 2.5, 2.5, NAN, 1)


def test_the_ratio_to_the_mean_is_above_one_for_the_better():
    assert listed(ratio_to_mean(ROW, "lowest")) == approx(0.25, 0.75, NAN, 2)
    assert listed(ratio_to_mean(ROW, "highest")) == approx(4, 4 / 3, NAN, 0.5)


@pytest.mark.parametrize("worst", WORST)
def test_a_ratio_that_says_nothing_is_missing(worst):
    assert np.isnan(ratio_to_mean(np.array([-3.0, 1.0]), worst)).all()
    assert listed(ratio_to_mean(np.array([0.0, 4.0]), "highest")) == approx(NAN, 0.5)


@pytest.mark.parametrize("worst", WORST)
@pytest.mark.parametrize("normalise", NORMALISATIONS.values())
def test_all_missing_or_no_areas_have_no_scores(normalise, worst):
    assert np.isnan(normalise(np.array([NAN, NAN]), worst)).all()
    assert np.isnan(normalise(np.array([[NAN, NAN], [1.0, NAN]]), worst)).sum() == 3
    assert normalise(np.empty(0), worst).size == 0


@pytest.mark.parametrize("worst", WORST)
@pytest.mark.parametrize(
    ("name", "expected"), [("z_score", 0), ("min_max", 1), ("rank", 2), ("ratio_to_mean", 1)]
)
def test_equal_areas_have_equal_scores(name, expected, worst):
    rows = np.array([[0.1, 0.1, 0.1], [(0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3), 0.6]])
    scores = composite([rows], worst=[worst], weights=[1], normalisation=name, aggregation="weighted_mean")
    assert listed(scores) == [[expected] * 3] * 2


def test_weights_are_shares():
    parts = [np.array([0.0, 5.0, 10.0]), np.array([4.0, 2.0, 0.0])]
    scores = composite(
        parts,
        worst=["lowest", "highest"],
        weights=[30, 10],
        normalisation="min_max",
        aggregation="weighted_mean",
    )
    assert listed(scores) == [0.0, 0.5, 1.0]
    twice = composite(
        parts,
        worst=["lowest", "lowest"],
        weights=[3, 1],
        normalisation="min_max",
        aggregation="weighted_mean",
    )
    assert listed(twice) == [0.25, 0.5, 0.75]


def test_a_geometric_mean_is_that_of_scipy():
    parts = [np.array([1.0, 2.0, 6.0]), np.array([5.0, 3.0, 1.0])]
    scores = composite(
        parts,
        worst=["lowest", "lowest"],
        weights=[2, 1],
        normalisation="ratio_to_mean",
        aggregation="geometric_mean",
    )
    normalised = [ratio_to_mean(part, "lowest") for part in parts]
    expected = gmean(normalised, axis=0, weights=np.array([[2.0], [1.0]]))
    assert listed(scores) == approx(*expected)


def test_the_worst_area_scores_zero_in_a_geometric_mean_and_one_below_zero_has_none():
    def score(row, normalisation):
        return composite(
            [np.array(row), np.array([1.0, 2.0, 3.0])],
            worst=["lowest", "lowest"],
            weights=[1, 1],
            normalisation=normalisation,
            aggregation="geometric_mean",
        )

    assert listed(score([5.0, 6.0, 7.0], "min_max")) == [0.0, 0.5, 1.0]
    assert np.isnan(score([-1.0, 2.0, 8.0], "ratio_to_mean")).tolist() == [True, False, False]


def test_an_area_that_lacks_a_part_has_no_score():
    scores = composite(
        [np.array([1.0, 2.0, 3.0]), np.array([NAN, 2.0, 3.0])],
        worst=WORST,
        weights=[1, 1],
        normalisation="rank",
        aggregation="weighted_mean",
    )
    assert np.isnan(scores).tolist() == [True, False, False]


@given(
    st.lists(st.integers(1, 50).map(float) | st.just(NAN), min_size=1, max_size=6),
    st.sampled_from(list(NORMALISATIONS)),
    st.sampled_from(WORST),
    st.sampled_from([1e3, 1e-6]),
    st.randoms(use_true_random=False),
)
def test_unit_and_order_change_no_score(row, name, worst, unit, random):
    def scores(values):
        return composite(
            [np.array(values)], worst=[worst], weights=[1], normalisation=name, aggregation="weighted_mean"
        )

    order = random.sample(range(len(row)), len(row))
    plain = scores(row)
    assert listed(scores([one * unit for one in row])) == approx(*plain)
    assert listed(scores([row[n] for n in order])) == approx(*plain[order])
