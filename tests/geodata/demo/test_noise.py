import numpy as np
import pytest

from geodata.demo.noise import fractal_noise, smooth_noise


def test_noise_has_unit_variance_and_the_promised_correlation_at_its_range() -> None:
    pair = np.array([[0.0, 0.0], [50.0, 0.0]])
    fields = np.array(
        [smooth_noise(pair, range_km=50, rng=np.random.default_rng(seed)) for seed in range(2000)]
    )
    assert fields.mean() == pytest.approx(0, abs=0.05)
    assert fields.var() == pytest.approx(1, abs=0.08)
    assert np.corrcoef(fields.T)[0, 1] == pytest.approx(np.exp(-0.5), abs=0.05)


def test_noise_depends_on_place_and_stream_only() -> None:
    xy = np.random.default_rng(0).uniform(0, 500, (40, 2))
    whole = smooth_noise(xy, range_km=30, rng=np.random.default_rng(1))
    part = smooth_noise(xy[10:20], range_km=30, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(whole[10:20], part)


def test_octaves_make_a_field_rougher_but_no_larger() -> None:
    line = np.stack([np.arange(0, 2000, 1.0), np.zeros(2000)], axis=1)
    smooth = fractal_noise(line, range_km=60, rng=np.random.default_rng(2), octaves=1)
    rough = fractal_noise(line, range_km=60, rng=np.random.default_rng(2), octaves=6)
    assert np.abs(np.diff(rough)).mean() > 2 * np.abs(np.diff(smooth)).mean()
    assert rough.std() == pytest.approx(1, abs=0.35)
