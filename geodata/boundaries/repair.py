"""Make drawn polygons a coverage: valid, without overlaps, neighbours sharing their border point for point.

Everything is cleaned in ``STORAGE_CRS``, where the polygons are kept, so that no vertex that was right moves
and what is stored is exactly what was checked; areas and widths are measured in the equal-area CRS.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from config.i18n import N_
from geodata.boundaries.reporting import at_area, at_areas
from geodata.problems import Problem, Rule
from geodata.schemas import STORAGE_CRS

Geometries = npt.NDArray[np.object_]

GAP_WIDTH_M = 100.0
"""Widest gap that is taken for a drawing error and given to a neighbour; a lake or a missing area is wider.

The width of a gap is the diameter of the largest circle inside it. The bound holds exactly along a meridian;
along a parallel it shrinks with the cosine of the latitude (to 74 m at 42°), so nothing wider is ever closed.
"""

METRES_PER_DEGREE = 111_700.0
"""Longest degree of latitude on WGS84, at the poles."""

NOISE_KM2 = 1e-6
"""Overlaps and gaps below one square metre are rounding, not drawing."""

CHANGE_TO_REPORT_PCT = 1.0

POLYGONAL = ("Polygon", "MultiPolygon")
"""Geometry types an area with an outline may have."""

NOT_A_POLYGON = Rule(
    "not_a_polygon",
    N_("Expected a polygon, got {got} with no area; the area is taken without geometry."),
    N_("Draw the area as a polygon."),
)
AREA_VANISHED = Rule(
    "area_vanished",
    N_("The polygon is wholly covered by its neighbours and vanishes when overlaps are removed."),
    N_("Check whether the same polygon was given two codes."),
)
GEOMETRY_REPAIRED = Rule(
    "geometry_repaired",
    N_("The polygon was not valid ({fault}) and was repaired."),
    N_("Nothing to do; compare the outline with the source if it matters."),
    severity="note",
)
PIECES_DROPPED = Rule(
    "pieces_dropped",
    N_("{count} pieces without area (lines or points, {length_km} km) were dropped from the polygon."),
    N_("Nothing to do; compare the outline with the source if it matters."),
    severity="note",
)
AREAS_OVERLAP = Rule(
    "areas_overlap",
    N_("The polygon overlaps {other} by {area_km2} km²; the smaller of the two keeps that land."),
    N_("Correct the border in the source file if the other should have it."),
    severity="warning",
)
GAP_CLOSED = Rule(
    "gap_closed",
    N_("A gap of {area_km2} km² between neighbours, {width_m} m wide, was closed."),
    N_("Nothing to do; draw the border in the source file if it matters."),
    severity="note",
)
GAP_LEFT = Rule(
    "gap_left",
    N_("A gap of {area_km2} km², {width_m} m wide, was left open between these areas."),
    N_("If it is no lake or foreign territory, an area is missing in the file."),
    severity="warning",
)
COVERAGE_INVALID = Rule(
    "coverage_invalid",
    N_("The borders could not be made to match: neighbours still overlap or miss each other."),
    N_("Repair the polygons in a GIS (topology check) and import them again."),
)
AREA_CHANGED = Rule(
    "area_changed",
    N_("Repair changed the area from {before_km2} to {after_km2} km² ({change_pct} %)."),
    N_("Compare the outline with the source."),
    severity="warning",
)


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What repair changed, by area and in all; every area in km² of the equal-area CRS."""

    areas: pd.DataFrame
    """``area_code, fault`` (missing if valid), ``before_km2`` (as drawn), ``after_km2``, their change."""
    dropped: pd.DataFrame
    """Pieces that were no polygons: ``area_code, piece, length_km``."""
    overlaps: pd.DataFrame
    """``area_code, other_code, area_km2``."""
    gaps: pd.DataFrame
    """Holes before cleaning: ``area_codes`` around (joined by comma), ``area_km2, width_m, is_closed``."""
    is_valid_coverage: bool
    problems: tuple[Problem, ...]

    @property
    def change_km2(self) -> float:
        """Change of the total area."""
        return float(self.areas["change_km2"].sum())

    @property
    def change_pct(self) -> float:
        """Change of the total area in per cent of what was drawn."""
        return float(self.change_km2 / self.areas["before_km2"].sum() * 100)

    def account(self) -> dict[str, float | int]:
        """Return the changes in a few figures, to keep with the dataset."""
        return {
            "change_km2": round(self.change_km2, 3),
            "change_pct": round(self.change_pct, 4),
            "overlaps": len(self.overlaps),
            "gaps": len(self.gaps),
            "invalid": int(self.areas["fault"].notna().sum()),
        }


def repair_coverage(
    areas: GeoDataFrame, *, equal_area_crs: str, gap_width_m: float = GAP_WIDTH_M
) -> tuple[GeoDataFrame, RepairReport]:
    """Return the areas of one level as a valid coverage in ``STORAGE_CRS``, and what was changed.

    Invalid polygons are rebuilt from their rings, pieces without area dropped, overlaps given to the smaller
    area (so a city inside its district keeps its land), and gaps up to ``gap_width_m`` closed. A coverage
    that is already valid comes back as it was. Areas without geometry stay as they are, and so does a gap
    that opens to the outside, as an inlet does.

    Args:
        areas: ``area_code`` (unique) and polygons, in any CRS.
        equal_area_crs: For all measures; in metres.
        gap_width_m: Widest gap to close, see :data:`GAP_WIDTH_M`.
    """
    stored = areas.to_crs(STORAGE_CRS)
    drawn = stored[stored.geometry.notna()]
    codes, original = drawn["area_code"].to_numpy(), drawn.geometry.to_numpy()
    polygons, dropped = _polygons(codes, original, equal_area_crs)
    holes, gaps = _gaps(codes, polygons, equal_area_crs)
    has_narrow_gap = bool((gaps["width_m"] <= gap_width_m).any())
    is_clean = is_valid_coverage(polygons) and not has_narrow_gap
    cleaned = polygons if is_clean else _clean(polygons, gap_width_m)
    gaps["is_closed"] = _are_covered(holes, cleaned)
    changes = _changes(codes, original, cleaned, equal_area_crs)
    overlaps = _overlaps(codes, polygons, equal_area_crs)
    is_valid = is_valid_coverage(cleaned)
    failures = _failures(codes, original, polygons, cleaned, is_valid_coverage=is_valid)
    report = RepairReport(
        areas=changes,
        dropped=dropped,
        overlaps=overlaps,
        gaps=gaps,
        is_valid_coverage=is_valid,
        problems=(*failures, *_change_problems(changes), *_drawing_problems(dropped, overlaps, gaps)),
    )
    kept = gpd.GeoSeries(cleaned, drawn.index, crs=STORAGE_CRS)[~shapely.is_empty(cleaned)]
    return stored.set_geometry(kept.reindex(stored.index)), report


def is_valid_coverage(polygons: Geometries) -> bool:
    """Whether polygons of one CRS are valid, do not overlap and share borders point for point."""
    return bool(shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons))


def polygonal_parts(geometries: Geometries) -> tuple[Geometries, Geometries, npt.NDArray[np.intp]]:
    """Split geometries into what has an area and what has not.

    Returns:
        A Polygon or MultiPolygon for each geometry (empty if it has no area); all pieces without area; and
        the position of the geometry each of these pieces comes from.
    """
    parts, owner = shapely.get_parts(geometries, return_index=True)
    parts, within = shapely.get_parts(parts, return_index=True)  # a collection may hold a MultiPolygon
    owner, is_flat = owner[within], shapely.get_dimensions(parts) == 2
    polygons = np.full(len(geometries), shapely.Polygon(), dtype=object)
    shapely.multipolygons(parts[is_flat], indices=owner[is_flat], out=polygons)
    is_single = shapely.get_num_geometries(polygons) == 1
    polygons[is_single] = shapely.get_geometry(polygons[is_single], 0)
    return polygons, parts[~is_flat], owner[~is_flat]


def measured(geometries: Geometries, equal_area_crs: str) -> gpd.GeoSeries:
    """Return geometries of ``STORAGE_CRS`` in the equal-area CRS, where they have a size in metres."""
    return gpd.GeoSeries(geometries, crs=STORAGE_CRS).to_crs(equal_area_crs)


def area_km2(geometries: Geometries, equal_area_crs: str) -> npt.NDArray[np.floating]:
    """Return the area of geometries of ``STORAGE_CRS``, measured in the equal-area CRS."""
    areas: npt.NDArray[np.floating] = measured(geometries, equal_area_crs).area.to_numpy() / 1e6
    return areas


def _polygons(codes: Geometries, drawn: Geometries, equal_area_crs: str) -> tuple[Geometries, pd.DataFrame]:
    polygons, pieces, owner = polygonal_parts(_valid(drawn))
    dropped = pd.DataFrame(
        {
            "area_code": codes[owner],
            "piece": [piece.geom_type for piece in pieces],
            "length_km": measured(pieces, equal_area_crs).length.to_numpy() / 1000,
        }
    )
    is_fine = shapely.is_valid(drawn) & gpd.GeoSeries(drawn).geom_type.isin(POLYGONAL)
    return np.where(is_fine, drawn, polygons), dropped


def _valid(drawn: Geometries) -> Geometries:
    # "structure" keeps what overlaps within one area, where "linework" would punch holes; but an edge that is
    # drawn there and back defeats it (GEOS 3.14), so what is left goes through "linework" too.
    valid = shapely.make_valid(drawn, method="structure", keep_collapsed=True)
    is_left = ~shapely.is_valid(valid)
    valid[is_left] = shapely.make_valid(valid[is_left])
    return valid


def _clean(polygons: Geometries, gap_width_m: float) -> Geometries:
    cleaned: Geometries = shapely.coverage_clean(  # type: ignore[attr-defined] # newer than its stubs
        polygons, gap_width=gap_width_m / METRES_PER_DEGREE, merge_strategy="min_area"
    )
    return cleaned


def _changes(codes: Geometries, drawn: Geometries, cleaned: Geometries, equal_area_crs: str) -> pd.DataFrame:
    before, after = area_km2(drawn, equal_area_crs), area_km2(cleaned, equal_area_crs)
    changes = pd.DataFrame(
        {
            "area_code": codes,
            "fault": pd.Series(shapely.is_valid_reason(drawn), dtype="str").mask(shapely.is_valid(drawn)),
            "before_km2": before,
            "after_km2": after,
            "change_km2": after - before,
        }
    )
    return changes.assign(change_pct=100 * changes["change_km2"] / changes["before_km2"].where(before > 0))


def _overlaps(codes: Geometries, polygons: Geometries, equal_area_crs: str) -> pd.DataFrame:
    faulty = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(polygons)))
    one, other = shapely.STRtree(polygons[faulty]).query(polygons[faulty], predicate="intersects")
    one, other = faulty[one[one < other]], faulty[other[one < other]]
    shared = shapely.intersection(polygons[one], polygons[other])
    overlaps = pd.DataFrame(
        {
            "area_code": codes[one],
            "other_code": codes[other],
            "area_km2": area_km2(shared, equal_area_crs),
        }
    )
    return overlaps[overlaps["area_km2"] > NOISE_KM2].reset_index(drop=True)


def _gaps(codes: Geometries, polygons: Geometries, equal_area_crs: str) -> tuple[Geometries, pd.DataFrame]:
    """Return the holes of a coverage and, row by row, their neighbours and size."""
    union = shapely.union_all(polygons)
    outline = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(union))))
    holes = shapely.get_parts(shapely.difference(outline, union))
    holes = holes[area_km2(holes, equal_area_crs) > NOISE_KM2]
    radius = shapely.length(shapely.maximum_inscribed_circle(measured(holes, equal_area_crs).to_numpy()))
    hole, neighbour = shapely.STRtree(polygons).query(holes, predicate="intersects")
    around = pd.Series(codes[neighbour]).groupby(hole).agg(lambda names: ", ".join(sorted(names)))
    gaps = pd.DataFrame(
        {
            "area_codes": around.reindex(range(len(holes))),
            "area_km2": area_km2(holes, equal_area_crs),
            "width_m": 2 * radius,
        }
    )
    return holes, gaps


def _are_covered(holes: Geometries, cleaned: Geometries) -> npt.NDArray[np.bool_]:
    covered = shapely.STRtree(cleaned).query(shapely.point_on_surface(holes), predicate="within")[0]
    return np.isin(np.arange(len(holes)), covered)


def _failures(
    codes: Geometries,
    drawn: Geometries,
    polygons: Geometries,
    cleaned: Geometries,
    *,
    is_valid_coverage: bool,
) -> list[Problem]:
    is_flat, is_kept = ~shapely.is_empty(polygons), ~shapely.is_empty(cleaned)
    others = zip(codes[~is_flat], drawn[~is_flat], strict=True)
    problems = [at_area(NOT_A_POLYGON, code, got=geometry.geom_type) for code, geometry in others]
    problems += [at_area(AREA_VANISHED, code) for code in codes[is_flat & ~is_kept]]
    return problems if is_valid_coverage else [*problems, Problem(COVERAGE_INVALID)]


def _change_problems(changes: pd.DataFrame) -> list[Problem]:
    faulty = changes.loc[changes["fault"].notna(), ["area_code", "fault"]]
    changed = changes[changes["change_pct"].abs() > CHANGE_TO_REPORT_PCT].drop(
        columns=["fault", "change_km2"]
    )
    return at_areas(GEOMETRY_REPAIRED, faulty) + at_areas(AREA_CHANGED, changed.round(3))


def _drawing_problems(dropped: pd.DataFrame, overlaps: pd.DataFrame, gaps: pd.DataFrame) -> list[Problem]:
    pieces = dropped.groupby("area_code").agg(count=("piece", "size"), length_km=("length_km", "sum"))
    overlaps = overlaps.rename(columns={"other_code": "other"})
    gaps = gaps.rename(columns={"area_codes": "area_code"}).round({"area_km2": 3, "width_m": 0})
    rows = (
        (PIECES_DROPPED, pieces.reset_index().round(3)),
        (AREAS_OVERLAP, overlaps.round(6)),
        (GAP_CLOSED, gaps[gaps["is_closed"]]),
        (GAP_LEFT, gaps[~gaps["is_closed"]]),
    )
    return [problem for rule, table in rows for problem in at_areas(rule, table)]
