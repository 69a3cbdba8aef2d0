"""The statistics against their definitions, written out as loops; bounds against all fillings of gaps."""

import inspect
import math
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.designation.bounds import Bounds
from indicators.designation.statistics import (
    STATISTICS,
    halves,
    population_quota,
    rank,
    rank_share,
    ratio,
    value,
)

from .building import NAN

Row = Sequence[float]

HALF_STEPS = [step / 2 for step in range(-1, 10)]
"""Around, at and between the values 0 to 4: as much variety as an order can take."""

KNOWN = st.integers(0, 4).map(float)
GAPPY = st.lists(KNOWN | st.just(NAN), min_size=1, max_size=4).filter(lambda row: np.isnan(row).sum() <= 2)
WORST = st.sampled_from(["highest", "lowest"])
CROSSING = st.sampled_from(["included", "excluded"])


def column(row: Row) -> np.ndarray:
    return np.array(row, dtype=float)[:, None]


def is_worse(one: float, other: float, worst: str) -> bool:
    return one > other if worst == "highest" else one < other


def plain_rank(row: Row, worst: str) -> list[float]:
    return [1 + sum(is_worse(other, one, worst) for other in row) for one in row]


def plain_halves(row: Row, worst: str, reference: float) -> list[float]:
    groups = {flag: [one for one in row if is_worse(one, reference, worst) == flag] for flag in (True, False)}
    found = []
    for one in row:
        in_worse_group = is_worse(one, reference, worst)
        group = groups[in_worse_group]
        place = 1 + sum(is_worse(other, one, worst) for other in group)
        found.append((1 if in_worse_group else 3) + (place > math.ceil(len(group) / 2)))
    return found


def plain_quota(row: Row, worst: str, crossing: str, people: Row) -> list[float]:
    """Go through the ranking group by group of equal areas, worst first."""
    shares, covered = {}, 0.0
    for key in sorted(set(row), reverse=worst == "highest"):
        before = covered
        covered += sum(n for one, n in zip(row, people, strict=True) if one == key)
        shares[key] = (before if crossing == "included" else covered) / sum(people)
    return [shares[one] for one in row]


def check(found: Bounds, row: Row, plain: Callable[[Row], list[float]]) -> None:
    """Assert that bounds are the least and the most over every filling, open where the area is missing."""
    gaps = [n for n, one in enumerate(row) if np.isnan(one)]
    outcomes = []
    for filling in product(HALF_STEPS, repeat=len(gaps)):
        filled = list(row)
        for gap, number in zip(gaps, filling, strict=True):
            filled[gap] = number
        outcomes.append(plain(filled))
    table = np.array(outcomes, dtype=float)
    lowest, highest = table.min(axis=0), table.max(axis=0)
    lowest[gaps], highest[gaps] = -np.inf, np.inf
    assert found.lowest[:, 0].tolist() == pytest.approx(lowest.tolist())
    assert found.highest[:, 0].tolist() == pytest.approx(highest.tolist())


@given(GAPPY, WORST)
def test_ranks_are_those_of_the_loop(row, worst):
    check(rank(column(row), worst), row, lambda filled: plain_rank(filled, worst))


@given(GAPPY, WORST)
def test_rank_shares_are_places_by_all_areas(row, worst):
    check(
        rank_share(column(row), worst),
        row,
        lambda filled: [place / len(filled) for place in plain_rank(filled, worst)],
    )


@given(GAPPY, WORST, st.sampled_from([1.5, 2.5]))
def test_halves_are_those_of_the_loop(row, worst, reference):
    found = halves(column(row), np.array([[reference]]), worst)
    check(found, row, lambda filled: plain_halves(filled, worst, reference))


@given(st.lists(KNOWN, min_size=1, max_size=6), WORST)
def test_an_area_at_the_reference_is_not_worse(row, worst):
    found = halves(column(row), np.array([[2.0]]), worst)
    check(found, row, lambda filled: plain_halves(filled, worst, 2.0))


@given(GAPPY, WORST, CROSSING, st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_quotas_are_those_of_the_loop(row, worst, crossing, people):
    people = people[: len(row)]
    found = population_quota(column(row), worst, np.array(people, float), sum(people), crossing)
    check(found, row, lambda filled: plain_quota(filled, worst, crossing, people))


@pytest.mark.parametrize("worst", ["highest", "lowest"])
def test_statistics_of_each_draw_and_period_are_those_of_it_alone(worst):
    drawn = np.random.default_rng(7).integers(0, 4, (3, 5, 2)).astype(float)
    drawn[drawn == 3] = NAN
    people, reference = np.arange(1.0, 6), np.array([[1.0, 2.0]])
    together = [
        rank(drawn, worst),
        halves(drawn, reference, worst),
        population_quota(drawn, worst, people, 15, "included"),
    ]
    for draw, period in product(range(3), range(2)):
        alone = drawn[draw, :, [period]].T
        parts = [
            rank(alone, worst),
            halves(alone, reference[:, [period]], worst),
            population_quota(alone, worst, people, 15, "included"),
        ]
        for whole, part in zip(together, parts, strict=True):
            assert whole.lowest[draw, :, period].tolist() == part.lowest[:, 0].tolist()
            assert whole.highest[draw, :, period].tolist() == part.highest[:, 0].tolist()


def test_equal_areas_share_a_place_and_the_next_one_is_skipped():
    assert rank(column([5, 7, 7, 9]), "highest").point[:, 0].tolist() == [4, 2, 2, 1]
    assert rank(column([5, 7, 7, 9]), "lowest").point[:, 0].tolist() == [1, 2, 2, 4]


def test_areas_that_differ_by_rounding_are_equal():
    forth, back = (0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3)
    assert rank(column([forth, back]), "highest").point[:, 0].tolist() == [1, 1]
    assert halves(column([forth, forth]), np.array([[back]]), "highest").point[:, 0].tolist() == [3, 3]


@pytest.mark.parametrize("function", [rank, rank_share])
@pytest.mark.parametrize("row", [[NAN], [NAN, NAN]])
def test_areas_without_data_have_no_place_however_far_the_threshold(function, row):
    met = function(column(row), "highest").compare("<=", 1000)
    assert met.is_missing.all()


@pytest.mark.parametrize("worst", ["highest", "lowest"])
def test_no_areas_have_no_statistics(worst):
    nothing, one = np.empty((0, 1)), np.ones((1, 1))
    found = [
        rank(nothing, worst),
        rank_share(nothing, worst),
        halves(nothing, one, worst),
        population_quota(nothing, worst, np.empty(0), 0.0, "included"),
    ]
    assert [each.lowest.shape for each in found] == [(0, 1)] * 4


def test_a_value_is_itself():
    assert value(column([3, NAN])).point[:, 0].tolist() == pytest.approx([3, NAN], nan_ok=True)


@pytest.mark.parametrize(("reference", "expected"), [(4, 1.5), (0, NAN), (-4, NAN), (NAN, NAN)])
def test_a_ratio_needs_a_reference_above_zero(reference, expected):
    found = ratio(column([6, NAN]), np.array([[reference]], dtype=float))
    assert found.point[:, 0].tolist() == pytest.approx([expected, NAN], nan_ok=True)


def test_the_middle_area_of_an_odd_half_is_worse():
    row = [9, 8, 7, 3, 2, 1]
    assert halves(column(row), np.array([[5.0]]), "highest").point[:, 0].tolist() == [1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize("worst", ["highest", "lowest"])
def test_without_a_reference_no_half_can_be_told(worst):
    found = halves(column([1, 2]), np.array([[NAN]]), worst)
    assert found.compare(">=", 1).is_missing.all()


ROW, PEOPLE = [9.0, 8.0, 7.0, 6.0], np.array([10.0, 15.0, 25.0, 50.0])


@pytest.mark.parametrize(
    ("crossing", "operator", "quota", "covered"),
    [
        ("included", "<", 0.25, 2),  # the second one reaches the line exactly
        ("included", "<=", 0.25, 3),
        ("included", "<", 0.26, 3),
        ("excluded", "<=", 0.25, 2),
        ("excluded", "<", 0.25, 1),
        ("excluded", "<=", 0.24, 1),
    ],
)
def test_the_area_that_crosses_the_line_counts_as_the_profile_says(crossing, operator, quota, covered):
    shares = population_quota(column(ROW), "highest", PEOPLE, 100.0, crossing)
    assert shares.compare(operator, quota).surely[:, 0].tolist() == [n < covered for n in range(4)]


def test_equal_areas_stand_or_fall_together():
    for crossing, expected in (("included", [0, 0.1, 0.1]), ("excluded", [0.1, 1, 1])):
        shares = population_quota(column([9, 8, 8]), "highest", np.array([10.0, 40.0, 50.0]), 100.0, crossing)
        assert shares.point[:, 0].tolist() == pytest.approx(expected)


def test_an_area_of_unknown_population_may_hold_anybody():
    people = np.array([10.0, NAN, 25.0, 50.0])
    shares = population_quota(column(ROW), "highest", people, 100.0, "included")
    assert shares.lowest[:, 0].tolist() == pytest.approx([0, 0.1, 0.1, 0.35])
    assert shares.highest[:, 0].tolist() == pytest.approx([0, 0.1, np.inf, np.inf])


@pytest.mark.parametrize("total", [NAN, 0.0])
def test_without_a_total_no_share_can_be_told(total):
    shares = population_quota(column(ROW), "highest", PEOPLE, total, "included")
    assert shares.compare("<", 0.25).is_missing.all()


@pytest.mark.parametrize("entry", STATISTICS.values(), ids=lambda entry: entry.id)
def test_every_statistic_says_what_it_returns(entry):
    assert entry.title
    assert (inspect.getdoc(entry.function) or "").startswith("Return ")
    assert set(inspect.signature(entry.function).parameters) <= {
        "values",
        "reference",
        "worst",
        "population",
        "total_population",
        "crossing",
    }


def test_a_statistic_says_what_a_criterion_must_give_it():
    needs = {key: (each.needs_reference, each.is_ranking) for key, each in STATISTICS.items()}
    assert needs == {
        "value": (False, False),
        "ratio": (True, False),
        "rank": (False, True),
        "rank_share": (False, True),
        "halves": (True, True),
        "population_quota": (False, True),
    }
