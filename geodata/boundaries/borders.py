"""Who borders on whom: the common borders of the areas of one level, and what is left to the outside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from geodata.boundaries.repair import METRES_PER_DEGREE, POLYGONAL, Geometries, measured

NOISE_M = 1.0
"""Borders as short, and gaps as narrow, as one metre are rounding, not drawing.

Boundary files round to five or six decimals of a degree, a metre or less. So far apart may lie borders drawn
as one, and a corner of four areas may come as two corners side by side; no real border is so short.
"""

ENDS = ["low", "high"]
"""Columns of the two ends of a side, ordered so that both neighbours name it alike."""

PAIR = ["area_code", "neighbour_code"]


def shared_borders(areas: GeoDataFrame, *, equal_area_crs: str) -> pd.DataFrame:
    """Return which areas of one level share a border, and how long it is.

    Only a common line counts: areas that merely touch in a point are no neighbours. What parts borders by no
    more than :data:`NOISE_M` is overlooked; across a wider gap each area borders on the outside, as it does
    on a hole that is no area.

    Args:
        areas: ``area_code`` (unique) and geometry of one level in ``STORAGE_CRS``, without overlaps. An area
            without polygon (a point, no geometry) has no border and so no row.
        equal_area_crs: For the lengths; in metres. It keeps areas, not distances: the lengths tell a border
            from none and compare roughly, but are no survey.

    Returns:
        ``area_code, neighbour_code, length_km``, each border both ways round with the same length, ordered by
        both codes. ``neighbour_code`` is missing, after an area's neighbours, for the part of its border that
        no other area shares: the state border, a coast or the shore of a lake.
    """
    drawn = areas[areas.geom_type.isin(POLYGONAL)]
    sides = _sides(_matched(drawn.geometry.to_numpy()), equal_area_crs)
    sides["area_code"] = drawn["area_code"].to_numpy()[sides.pop("area")]
    beyond = sides[[*ENDS, "area_code"]].rename(columns={"area_code": "neighbour_code"})
    common = sides.merge(beyond, on=ENDS).query("area_code != neighbour_code")
    outer = sides[~sides.duplicated(ENDS, keep=False)]
    borders = pd.concat([common, outer]).groupby(PAIR, dropna=False)[["length_km"]].sum()
    is_drawn = borders["length_km"] > NOISE_M / 1000
    return borders[is_drawn].reset_index().astype(dict.fromkeys(PAIR, "str"))


def _matched(polygons: Geometries) -> Geometries:
    """Give both sides of every border the same vertices, unless they have."""
    noise = NOISE_M / METRES_PER_DEGREE
    if shapely.coverage_is_valid(polygons, gap_width=noise):
        return polygons
    matched: Geometries = shapely.coverage_clean(  # type: ignore[attr-defined] # newer than its stubs
        polygons, snapping_distance=noise
    )
    return matched


def _sides(polygons: Geometries, equal_area_crs: str) -> pd.DataFrame:
    """Return the straight pieces of all rings: ``low, high`` (its ends), ``area`` (position), ``length_km``.

    They are ordered by place, so that sums agree to the last digit both ways round and in any order of areas.
    """
    rings, area = shapely.get_parts(shapely.boundary(polygons), return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    metres = shapely.get_coordinates(measured(rings, equal_area_crs).to_numpy())
    vertex = np.unique(places.view(np.complex128).ravel(), return_inverse=True)[1]
    sides = pd.DataFrame(np.sort(np.column_stack([vertex[:-1], vertex[1:]]), axis=1), columns=ENDS)
    sides["area"] = area[ring[:-1]]
    sides["length_km"] = np.hypot(*np.diff(metres, axis=0).T) / 1000
    return sides.iloc[np.flatnonzero(np.diff(ring) == 0)].sort_values(ENDS)
