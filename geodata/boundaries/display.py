"""Areas as small GeoJSON files for the map (RFC 7946), neighbours keeping one border."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from geodata.boundaries.repair import METRES_PER_DEGREE, POLYGONAL, Geometries, is_valid_coverage, measured
from geodata.schemas import STORAGE_CRS
from geodata.store.records import DisplayLayer

TOLERANCES_M = (100.0, 500.0, 2000.0)
"""Roughly a municipality, a country and a thumbnail filling the screen."""

DEFAULT_TOLERANCE_M = 500.0

GRID_PER_TOLERANCE = 5
"""Coordinates are rounded to a grid this much finer than the tolerance."""

POINT_DECIMALS = 5
"""About one metre: finer than any point of a settlement, and than any tolerance needs."""

FINEST_DECIMALS = 9


def display_layers(
    areas: GeoDataFrame, *, equal_area_crs: str, tolerances_m: Iterable[float] = TOLERANCES_M
) -> list[DisplayLayer]:
    """Return each level at each tolerance as a gzip-compressed GeoJSON FeatureCollection.

    Borders are simplified once for both neighbours (Visvalingam–Whyatt on the coverage) and rounded alike, so
    no slivers open. The same areas give the same bytes, in whatever order they come. A feature's ``id`` is
    its area code; its properties are the names, ``parent_code``, ``geometry_status`` and the place of a label
    (``lon``, ``lat``). An area without geometry has no feature, a level without any no layer.

    Args:
        areas: ``geodata.schemas.AREAS`` of any levels, each a valid coverage, in ``STORAGE_CRS``.
        equal_area_crs: In which to simplify; in metres.
        tolerances_m: Side of the square as large as the smallest bend that is kept.
    """
    drawn = areas[areas.geometry.notna()].sort_values("area_code")
    levels = {
        int(level): drawn[drawn["admin_level"] == level] for level in sorted(drawn["admin_level"].unique())
    }
    tolerances = sorted(tolerances_m)
    return [
        _layer(level_areas, tolerance_m, level, equal_area_crs)
        for level, level_areas in levels.items()
        for tolerance_m in tolerances
    ]


def _layer(areas: GeoDataFrame, tolerance_m: float, admin_level: int, equal_area_crs: str) -> DisplayLayer:
    is_polygon = areas.geom_type.isin(POLYGONAL).to_numpy()
    geometries = _round(areas.geometry.to_numpy(), POINT_DECIMALS)
    outlines = areas.geometry.to_numpy()[is_polygon]
    geometries[is_polygon] = _simplified(outlines, tolerance_m, equal_area_crs)
    content = gzip.compress(_collection(areas, geometries), mtime=0)
    return DisplayLayer(
        admin_level=admin_level, tolerance_m=tolerance_m, feature_count=len(areas), content=content
    )


def _simplified(outlines: Geometries, tolerance_m: float, equal_area_crs: str) -> Geometries:
    simplified = shapely.coverage_simplify(measured(outlines, equal_area_crs).to_numpy(), tolerance_m)
    stored = gpd.GeoSeries(simplified, crs=equal_area_crs).to_crs(STORAGE_CRS).to_numpy()
    decimals = _decimals(tolerance_m)
    rounded = _round(stored, decimals)
    # Rounding can make two borders cross that run closer than the grid: then the grid is made finer.
    while decimals < FINEST_DECIMALS and not is_valid_coverage(rounded):
        decimals += 1
        rounded = _round(stored, decimals)
    oriented: Geometries = shapely.orient_polygons(rounded)
    return oriented


def _decimals(tolerance_m: float) -> int:
    if tolerance_m <= 0:
        return POINT_DECIMALS
    return min(POINT_DECIMALS, math.ceil(math.log10(METRES_PER_DEGREE * GRID_PER_TOLERANCE / tolerance_m)))


def _round(geometries: Geometries, decimals: int) -> Geometries:
    rounded: Geometries = shapely.transform(geometries, lambda places: np.round(places, decimals))
    return rounded


def _collection(areas: GeoDataFrame, geometries: Geometries) -> bytes:
    collection = {
        "type": "FeatureCollection",
        "bbox": shapely.total_bounds(geometries).tolist(),
        "features": [
            {"type": "Feature", "id": properties["area_code"], "properties": properties, "geometry": shape}
            for properties, shape in zip(
                _properties(areas), map(shapely.geometry.mapping, geometries), strict=True
            )
        ],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _properties(areas: GeoDataFrame) -> list[dict[str, object]]:
    names = [column for column in areas.columns if column.startswith("name_")]
    kept = pd.DataFrame(areas[["area_code", "area_name", *names, "parent_code", "geometry_status"]])
    labels = shapely.point_on_surface(areas.geometry.to_numpy())
    kept["lon"], kept["lat"] = (
        shapely.get_x(labels).round(POINT_DECIMALS),
        shapely.get_y(labels).round(POINT_DECIMALS),
    )
    cells = kept.astype(object).where(kept.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in cells.to_dict("records")]
