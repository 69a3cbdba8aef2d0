import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.designation.bounds import Bounds, to_twelve_digits

from .building import NAN
from .test_truth import FALSE, MISSING, TRUE, states

OPERATORS = ["<", "<=", ">", ">="]
BELOW, EQUAL, ABOVE = 0.69, 0.70, 0.71


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("<", [TRUE, FALSE, FALSE]),
        ("<=", [TRUE, TRUE, FALSE]),
        (">", [FALSE, FALSE, TRUE]),
        (">=", [FALSE, TRUE, TRUE]),
    ],
)
def test_a_number_is_below_at_or_above_its_threshold(operator, expected):
    assert states(Bounds.of(np.array([BELOW, EQUAL, ABOVE])).compare(operator, 0.70)) == expected


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_mean_of_three_equal_numbers_is_the_number(operator):
    mean = (0.1 + 0.1 + 0.1) / 3
    assert mean != 0.1
    assert states(Bounds.of(np.array([mean])).compare(operator, 0.1)) == [TRUE if "=" in operator else FALSE]


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("threshold", [0.0, -5.0, 1e9])
def test_a_missing_number_is_neither(operator, threshold):
    assert states(Bounds.of(np.array([NAN])).compare(operator, threshold)) == [MISSING]


@pytest.mark.parametrize("operator", OPERATORS)
def test_without_a_threshold_nothing_can_be_told(operator):
    assert states(Bounds.of(np.array([1.0, NAN])).compare(operator, NAN)) == [MISSING, MISSING]
    drawn = Bounds.of(np.array([1.0, 3.0])).compare(operator, np.array([[2.0], [NAN]]))
    assert drawn.is_missing.tolist() == [[False, False], [True, True]]


@given(
    st.floats(-10, 10),
    st.floats(0, 5),
    st.sampled_from(OPERATORS),
    st.floats(-10, 10),
    st.lists(st.floats(0, 1), min_size=1),
)
def test_what_holds_between_the_bounds_is_never_more_or_less_than_they_say(
    low, width, operator, threshold, places
):
    found = Bounds(np.array([low]), np.array([low + width])).compare(operator, threshold)
    between = Bounds.of(np.clip(low + width * np.array(places), low, low + width))
    for is_met, _ in states(between.compare(operator, threshold)):
        assert found.surely[0] <= is_met <= found.possibly[0]


def test_a_point_is_known_only_where_the_bounds_meet():
    assert Bounds(np.array([1.0, 1.0, -np.inf]), np.array([1.0, 2.0, np.inf])).point.tolist() == (
        pytest.approx([1.0, NAN, NAN], nan_ok=True)
    )


@given(st.floats(-1e12, 1e12), st.sampled_from([1.0, 1e3, 1e6]))
def test_rounding_keeps_twelve_digits(number, unit):
    assert to_twelve_digits(np.array([number * unit])) == pytest.approx(number * unit, rel=1e-11, abs=1e-200)


def test_rounding_makes_sums_equal_in_any_order_and_leaves_the_missing():
    forth, back = (0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3)
    assert forth != back
    rounded = to_twelve_digits(np.array([forth, back, NAN, 0.0, -1e15, 5e-324]))
    assert rounded.tolist() == pytest.approx([0.6, 0.6, NAN, 0.0, -1e15, 0.0], nan_ok=True, rel=1e-15)
    assert rounded[0] == rounded[1]
