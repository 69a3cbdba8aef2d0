"""Smooth random functions of place: the terrain and every spatially correlated value come from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

WAVES = 64
"""Waves summed into one field: enough for a nearly Gaussian distribution at every place."""


def smooth_noise(xy: FloatArray, *, range_km: float, rng: np.random.Generator) -> FloatArray:
    """Return a stationary random field of mean 0 and variance 1 at the places ``xy``.

    The field is a sum of random cosine waves whose correlation falls as ``exp(-d² / (2 range²))`` with the
    distance ``d`` (Rahimi & Recht 2007, *Random Features for Large-Scale Kernel Machines*).

    Args:
        xy: places, shape (n, 2), in km.
        range_km: distance at which the correlation has fallen to 0.61.
        rng: the source of randomness; the same state gives the same field.

    Returns:
        The field at each place, shape (n,).
    """
    frequency = rng.standard_normal((2, WAVES)) / range_km
    phase = rng.uniform(0, 2 * np.pi, WAVES)
    east, north = np.ascontiguousarray(xy.T)
    field = np.zeros(len(xy))
    for of_east, of_north, shift in zip(*frequency, phase, strict=True):
        field += np.cos(of_east * east + of_north * north + shift)
    return np.asarray(np.sqrt(2 / WAVES) * field)


def fractal_noise(
    xy: FloatArray, *, range_km: float, rng: np.random.Generator, octaves: int = 5, roughness: float = 0.5
) -> FloatArray:
    """Return a rough random field of mean 0 and variance 1: octaves of ever shorter, ever lower noise.

    Args:
        xy: places, shape (n, 2), in km.
        range_km: range of the longest octave; each further one has half of it.
        rng: the source of randomness.
        octaves: number of summed fields.
        roughness: amplitude of an octave as a share of the one before.
    """
    amplitudes = roughness ** np.arange(octaves)
    field = sum(
        amplitude * smooth_noise(xy, range_km=range_km / 2**octave, rng=rng)
        for octave, amplitude in enumerate(amplitudes)
    )
    return np.asarray(field / np.linalg.norm(amplitudes))
