"""Stand-in polygons for areas of which only a point is known.

Each point gets the part of its parent's polygon that is nearest to it: its cell of the Voronoi diagram
(Okabe et al. 2000, Spatial Tessellations, ch. 2). The cells show where an area lies, not where it ends.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from scipy.spatial import Voronoi

from config.i18n import N_
from geodata.boundaries.repair import POLYGONAL, Geometries, is_valid_coverage, measured, polygonal_parts
from geodata.boundaries.reporting import at_areas
from geodata.problems import Problem, Rule
from geodata.schemas import STORAGE_CRS

INSET_M = 100.0
"""How far inside its parent's border a point is put that was found outside."""

FAR_IN_EXTENTS = 10
"""How far around a parent the diagram reaches, in extents of the parent."""

SPREAD_M = 10.0
"""How far points of the same place are moved apart, so that each has a cell."""

POINT_OUTSIDE_PARENT = Rule(
    "point_outside_parent",
    N_(
        "The point lies {distance_km} km outside its parent {parent_code}; its nearest place inside was used."
    ),
    N_("Check the coordinates and the parent."),
    severity="warning",
)
POINTS_COINCIDE = Rule(
    "points_coincide",
    N_("{count} areas of {parent_code} have the same point; their schematic polygons were split there."),
    N_("Give each area a point of its own."),
    severity="warning",
)
PARENT_HAS_NO_POLYGON = Rule(
    "parent_has_no_polygon",
    N_("The parent {parent_code} has no polygon, so none can be drawn for this area: it stays a point."),
    N_("Import the boundary of the parent."),
    severity="warning",
)
PARENT_HAS_NO_POINT = Rule(
    "parent_has_no_point",
    N_("No point belongs to this area: it stays undivided, with nothing below it."),
    N_("Nothing to do if it has no areas below; else add their points."),
    severity="note",
)
CELL_EMPTY = Rule(
    "cell_empty",
    N_("No part of {parent_code} is nearest to the point: the area stays a point."),
    N_("Check the coordinates."),
    severity="warning",
)
CELLS_NOT_MATCHING = Rule(
    "cells_not_matching",
    N_("Some schematic polygons do not share their borders point for point."),
    N_("Nothing to do; the map may show hairlines between them."),
    severity="warning",
)


def schematic_polygons(
    points: GeoDataFrame, parents: GeoDataFrame, *, equal_area_crs: str
) -> tuple[GeoDataFrame, tuple[Problem, ...]]:
    """Divide each parent's polygon among the points of its areas.

    The cells of one parent tile it without gap or overlap; a parent with one point goes to it whole; cells
    on both sides of a border between parents meet there vertex to vertex. The cells are computed from
    distances in the equal-area CRS and cut in ``STORAGE_CRS``, so that parents' borders stay as they are.

    Args:
        points: ``area_code, parent_code`` and Point geometry in ``STORAGE_CRS``.
        parents: ``area_code`` and polygons in ``STORAGE_CRS``.
        equal_area_crs: For distances; in metres.

    Returns:
        The areas in the given order with ``geometry_status`` ``schematic``; one whose parent has no polygon
        stays a point. And what had to be assumed.
    """
    outlines = parents[parents.geom_type.isin(POLYGONAL)].set_index("area_code").geometry
    has_outline = points["parent_code"].isin(outlines.index)
    places = points[has_outline].sort_values("area_code")
    outline_of = np.asarray(outlines.reindex(places["parent_code"]))
    seeds, moved = _seeds(places, measured(outline_of, equal_area_crs).to_numpy(), equal_area_crs)
    cells = np.full(len(places), shapely.Polygon(), dtype=object)
    for rows in places.groupby("parent_code").indices.values():
        cells[rows] = _cells(seeds[rows], outline_of[rows[0]], equal_area_crs)
    cells = _matched(cells)
    is_cell = ~shapely.is_empty(cells)
    drawn = gpd.GeoSeries(cells[is_cell], places.index[is_cell], crs=STORAGE_CRS)
    geometry = drawn.reindex(points.index).fillna(points.geometry)
    problems = [
        *at_areas(PARENT_HAS_NO_POLYGON, points.loc[~has_outline, ["area_code", "parent_code"]]),
        *at_areas(PARENT_HAS_NO_POINT, _codes_without(outlines.index, points["parent_code"])),
        *moved,
        *at_areas(CELL_EMPTY, places.loc[~is_cell, ["area_code", "parent_code"]]),
    ]
    if not is_valid_coverage(cells):
        problems.append(Problem(CELLS_NOT_MATCHING))
    return points.set_geometry(geometry).assign(geometry_status="schematic"), tuple(problems)


def _codes_without(parents: pd.Index, stated: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"area_code": parents.difference(pd.Index(stated.dropna()))})


def _seeds(
    places: GeoDataFrame, outlines: Geometries, equal_area_crs: str
) -> tuple[Geometries, list[Problem]]:
    """Return the points in metres, those outside moved in and those of one place moved apart."""
    seeds = measured(places.geometry.to_numpy(), equal_area_crs).to_numpy()
    is_outside = ~shapely.covers(outlines, seeds)
    distance_m = shapely.distance(outlines, seeds)
    seeds[is_outside] = _nearest_inside(seeds[is_outside], outlines[is_outside])
    table = places[["area_code", "parent_code"]].assign(distance_km=(distance_m / 1000).round(3))
    apart, coinciding = _apart(seeds, table)
    return apart, at_areas(POINT_OUTSIDE_PARENT, table[is_outside]) + coinciding


def _nearest_inside(points: Geometries, outlines: Geometries) -> Geometries:
    inner = shapely.buffer(outlines, -INSET_M)
    inner = np.where(shapely.is_empty(inner), shapely.point_on_surface(outlines), inner)
    nearest: Geometries = shapely.get_point(shapely.shortest_line(points, inner), 1)
    return nearest


def _apart(seeds: Geometries, table: pd.DataFrame) -> tuple[Geometries, list[Problem]]:
    """Put points of one place on a small circle around it, in the order of their codes."""
    x, y = shapely.get_x(seeds), shapely.get_y(seeds)
    place = [table["parent_code"].to_numpy(), x.round(), y.round()]
    groups = table.groupby(place)["area_code"]
    count, turn = groups.transform("size").to_numpy(), groups.cumcount().to_numpy()
    angle, radius = 2 * np.pi * turn / count, np.where(count > 1, SPREAD_M, 0.0)
    first = table.assign(count=count)[(count > 1) & (turn == 0)][["area_code", "parent_code", "count"]]
    apart = shapely.points(x + radius * np.cos(angle), y + radius * np.sin(angle))
    return apart, at_areas(POINTS_COINCIDE, first)


def _cells(seeds: Geometries, outline: shapely.Geometry, equal_area_crs: str) -> Geometries:
    if len(seeds) == 1:
        return np.array([outline], dtype=object)
    west, south, east, north = measured(np.array([outline]), equal_area_crs).total_bounds
    extent, centre = max(east - west, north - south), np.array([west + east, south + north]) / 2
    sites = shapely.get_coordinates(seeds) - centre
    far = FAR_IN_EXTENTS * extent * np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]])  # to close the outer cells
    # Qhull, as GEOS 3.14 draws overlapping cells where four points lie nearly on a circle.
    diagram = Voronoi(np.vstack([sites, far]))
    corners = [diagram.vertices[diagram.regions[diagram.point_region[n]]] + centre for n in range(len(sites))]
    # The far ends may be off the map. The box is large because its straight edges are bent in degrees.
    box = shapely.box(west - extent, south - extent, east + extent, north + extent)
    hulls = [shapely.MultiPoint(ring).convex_hull.intersection(box) for ring in corners]
    cells = gpd.GeoSeries(hulls, crs=equal_area_crs).to_crs(STORAGE_CRS).to_numpy()
    return polygonal_parts(shapely.intersection(cells, outline))[0]


def _matched(cells: Geometries) -> Geometries:
    """Put the vertices where a cell's edge meets a border between parents into the polygon beyond it too."""
    matched: Geometries = shapely.coverage_clean(cells)  # type: ignore[attr-defined] # newer than its stubs
    return matched
