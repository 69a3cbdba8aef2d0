"""Coast, lake and mountains of the demonstration country, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from geodata.demo.cells import BoolArray, Cells, IntArray, make_cells
from geodata.demo.noise import FloatArray, fractal_noise, smooth_noise
from geodata.demo.settings import Lake, Terrain, Territory

METRES_PER_FRICTION_STEP = 1000

HIGHEST_NOISE = 1.5
"""Bound of the coast's noise, so that there is sea all around."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """The land and its properties, each of shape (n,) over all cells.

    ``friction`` is the cost of travel per km, ``habitability`` the relative number of people a cell carries;
    both mean nothing outside of the land.
    """

    cells: Cells
    is_land: BoolArray
    elevation_m: FloatArray
    friction: FloatArray
    habitability: FloatArray

    @property
    def land(self) -> IntArray:
        """Numbers of the land cells."""
        return np.flatnonzero(self.is_land)


def make_landscape(territory: Territory, rng: np.random.Generator) -> Landscape:
    """Return coast, lake and mountains; the land is connected and has one hole, the lake."""
    terrain = territory.terrain
    frame = 1 + HIGHEST_NOISE * territory.coast_roughness
    cells = make_cells(
        frame * territory.length_km, frame * territory.width_km, cell_km=territory.cell_km, rng=rng
    )
    is_land = _land(cells, territory, rng)
    elevation = np.full(len(cells.xy), terrain.valley_m)
    elevation[is_land] = _elevation(cells.xy[is_land], terrain, rng)
    rise = elevation - terrain.valley_m
    winding = fractal_noise(cells.xy, range_km=terrain.border_range_km, rng=rng, octaves=3)
    fertility = smooth_noise(cells.xy, range_km=terrain.fertility_range_km, rng=rng)
    return Landscape(
        cells=cells,
        is_land=is_land,
        elevation_m=elevation,
        friction=np.exp(
            terrain.border_roughness * winding + terrain.border_friction * rise / METRES_PER_FRICTION_STEP
        ),
        habitability=np.exp(terrain.fertility_spread * fertility - rise / terrain.habitability_m),
    )


def _land(cells: Cells, territory: Territory, rng: np.random.Generator) -> BoolArray:
    reach = _ellipse_radius(cells.xy, territory.length_km, territory.width_km)
    noise = fractal_noise(cells.xy, range_km=territory.width_km / 4, rng=rng)
    coast = 1 + territory.coast_roughness * HIGHEST_NOISE * np.tanh(noise / HIGHEST_NOISE)
    sea = cells.largest_component(reach > coast)
    country = cells.largest_component(~sea)
    water = country.copy()
    water[country] = _lake_basin(cells.xy[country], territory.lake, rng)
    return cells.largest_component(country & ~cells.largest_component(water))


def _lake_basin(xy: FloatArray, lake: Lake, rng: np.random.Generator) -> BoolArray:
    reach = _ellipse_radius(xy - [lake.east_km, lake.north_km], lake.length_km, lake.width_km)
    shore = fractal_noise(xy, range_km=lake.width_km / 2, rng=rng)
    return np.asarray(reach < 1 + lake.shore_roughness * shore)


def _ellipse_radius(xy: FloatArray, length_km: float, width_km: float) -> FloatArray:
    return np.asarray(np.hypot(xy[:, 0] / (length_km / 2), xy[:, 1] / (width_km / 2)))


def _elevation(xy: FloatArray, terrain: Terrain, rng: np.random.Generator) -> FloatArray:
    """Ridged noise (Musgrave 1993, *Methods for Realistic Landscape Imaging*): crests at its zeros."""
    stretched = xy / [terrain.elongation, 1]
    noise = fractal_noise(stretched, range_km=terrain.range_km, rng=rng)
    crest = np.clip(1 - np.abs(noise), 0, 1) ** terrain.sharpness
    height = expit(2 * smooth_noise(stretched, range_km=2 * terrain.range_km, rng=rng))
    massif = terrain.lowest_massif + (1 - terrain.lowest_massif) * height
    return np.asarray(terrain.valley_m + terrain.relief_m * massif * crest)
