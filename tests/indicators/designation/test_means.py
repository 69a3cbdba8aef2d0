import numpy as np
import pytest

from indicators.designation.means import known_mean

from .building import NAN


def test_only_known_values_count():
    values = np.array([[1.0, NAN, 3.0], [NAN, NAN, NAN]])
    assert known_mean(values, axis=-1).tolist() == [[2.0], [pytest.approx(NAN, nan_ok=True)]]


def test_too_few_values_give_no_mean():
    values = np.array([[1.0, NAN, 3.0]])
    assert known_mean(values, axis=-1, at_least=2) == 2.0
    assert np.isnan(known_mean(values, axis=-1, at_least=3))


def test_what_has_no_weight_does_not_count():
    values, weights = np.array([[10.0], [20.0], [90.0]]), np.array([[1.0], [3.0], [NAN]])
    assert known_mean(values, axis=-2, weights=weights) == 17.5
    assert np.isnan(known_mean(values, axis=-2, weights=np.zeros((3, 1))))


def test_nothing_has_no_mean():
    assert np.isnan(known_mean(np.empty((2, 0)), axis=-1)).all()
    assert np.isnan(known_mean(np.empty((0, 3)), axis=-2)).all()
