import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.missing import NOWHERE, carried_from, latest_known

PERIODS = ["2018", "2018-Q4", "2019", "2019-Q1", "2020", "2024"]


def test_a_value_is_not_carried_beyond_its_years():
    known = np.array([[True, False, False]])
    assert latest_known(known, ["2020", "2022", "2023"], max_years=2).tolist() == [[0, 0, NOWHERE]]
    assert latest_known(known, ["2020", "2022", "2023"]).tolist() == [[0, 0, 0]]


def test_the_latest_value_counts():
    known = np.array([[True, True, False, False, True]])
    periods = ["2019", "2020", "2021", "2022", "2023"]
    assert latest_known(known, periods).tolist() == [[0, 1, 1, 1, 4]]


def test_yearly_values_do_not_stand_in_for_quarters():
    known = np.array([[True, False, False, False, False, False]])
    assert carried_from(known, PERIODS).tolist() == [[0, NOWHERE, 0, NOWHERE, 0, 0]]


@given(arrays(bool, (3, len(PERIODS))), st.none() | st.integers(1, 5))
def test_nothing_comes_from_the_future_or_from_nothing(known, max_years):
    origin = carried_from(known, PERIODS, max_years=max_years)
    assert (origin <= np.arange(len(PERIODS))).all()
    assert (origin[known] == np.nonzero(known)[1]).all()
    rows, columns = np.nonzero(origin != NOWHERE)
    assert known[rows, origin[rows, columns]].all()
    assert (origin[~known.any(axis=1)] == NOWHERE).all()
