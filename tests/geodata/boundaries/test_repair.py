import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon, box

from geodata.boundaries.repair import (
    GAP_WIDTH_M,
    RepairReport,
    area_km2,
    is_valid_coverage,
    polygonal_parts,
    repair_coverage,
)

from .conftest import EQUAL_AREA_CRS, MakeAreas


def repair(areas: GeoDataFrame, **options: float) -> tuple[GeoDataFrame, RepairReport]:
    return repair_coverage(areas, equal_area_crs=EQUAL_AREA_CRS, **options)


def sizes(areas: GeoDataFrame) -> dict[str, float]:
    measured = area_km2(areas.geometry.to_numpy(), EQUAL_AREA_CRS).round(3)
    return dict(zip(areas["area_code"], measured.tolist(), strict=True))


def rules(report: RepairReport) -> list[str]:
    return [problem.rule.id for problem in report.problems]


def test_a_valid_coverage_comes_back_untouched(make_areas: MakeAreas) -> None:
    areas = make_areas({"A": (0, 0, 10, 10), "B": (10, 0, 20, 10)})
    repaired, report = repair(areas)
    assert repaired.geometry.geom_equals_exact(areas.geometry, tolerance=0).all()
    assert report.problems == ()
    assert report.is_valid_coverage
    assert report.change_km2 == 0


def test_any_crs_comes_back_in_degrees(make_areas: MakeAreas) -> None:
    repaired, _ = repair(make_areas({"A": (0, 0, 10, 10)}).to_crs(EQUAL_AREA_CRS))
    assert repaired.crs == "EPSG:4326"
    assert sizes(repaired) == {"A": 100}


def test_a_bow_tie_keeps_both_halves(make_areas: MakeAreas) -> None:
    areas = make_areas({"A": (0, 0, 10, 10)})
    west, south, east, north = areas.total_bounds
    bow_tie = Polygon([(west, south), (east, north), (east, south), (west, north)])
    repaired, report = repair(areas.set_geometry([bow_tie], crs=areas.crs))
    assert sizes(repaired) == {"A": pytest.approx(50, abs=0.01)}
    assert report.areas["fault"].str.startswith("Self-intersection").tolist() == [True]
    assert "geometry_repaired" in rules(report)


def test_parts_of_one_area_that_overlap_are_joined_not_punched_out(make_areas: MakeAreas) -> None:
    one, other = make_areas({"1": (0, 0, 6, 10), "2": (4, 0, 10, 10)}).geometry
    areas = make_areas({"A": (0, 0, 1, 1)}).set_geometry([MultiPolygon([one, other])], crs="EPSG:4326")
    repaired, report = repair(areas)
    assert sizes(repaired) == {"A": 100}
    assert report.areas[["before_km2", "after_km2"]].round(3).to_numpy().tolist() == [[120, 100]]
    assert "area_changed" in rules(report)


def test_an_edge_drawn_twice_is_removed_at_once() -> None:
    """Two triangles hanging together by an edge that is drawn there, back and there again."""
    ring = [(2, 1), (1, 1), (2, 0), (2, 1), (1, 1), (0, 3)]
    areas = GeoDataFrame({"area_code": ["A"]}, geometry=[Polygon(ring)], crs="EPSG:4326")
    repaired, report = repair(areas)
    assert repaired.is_valid.all()
    assert repaired.geometry[0].area == 1.5
    assert report.dropped["piece"].tolist() == ["LineString"]


def test_a_ring_that_winds_over_itself_keeps_what_it_covers_twice() -> None:
    ring = [
        (0, 0),
        (10, 0),
        (10, 6),
        (4, 6),
        (4, 4),
        (8, 4),
        (8, 8),
        (2, 8),
        (2, 2),
        (6, 2),
        (6, 10),
        (0, 10),
    ]
    areas = GeoDataFrame({"area_code": ["A"]}, geometry=[Polygon(ring)], crs="EPSG:4326")
    repaired, _ = repair(areas)
    assert repaired.geometry[0].area == 88  # 64 if what is covered twice became holes


def test_pieces_without_area_are_dropped_and_listed(make_areas: MakeAreas) -> None:
    square = make_areas({"A": (0, 0, 10, 10)})
    west, south, east, _ = square.total_bounds
    line = LineString([(west, south), (east, south)])
    areas = square.set_geometry([shapely.geometrycollections([square.geometry[0], line])], crs=square.crs)
    repaired, report = repair(areas)
    assert repaired.geom_type.tolist() == ["Polygon"]
    assert report.dropped.round(3).to_dict("records") == [
        {"area_code": "A", "piece": "LineString", "length_km": 10}
    ]
    assert rules(report) == ["pieces_dropped"]


def test_the_smaller_of_two_keeps_what_both_claim(make_areas: MakeAreas) -> None:
    areas = make_areas({"A": (0, 0, 10, 10), "B": (9, 0, 12, 10)})
    repaired, report = repair(areas)
    assert sizes(repaired) == {"A": 90, "B": 30}
    assert report.overlaps.round(3).to_dict("records") == [
        {"area_code": "A", "other_code": "B", "area_km2": 10}
    ]
    assert report.change_km2 == pytest.approx(-10)
    assert report.change_pct == pytest.approx(-100 * 10 / 130)
    assert rules(report) == ["area_changed", "areas_overlap"]


def test_a_city_inside_its_district_keeps_its_land(make_areas: MakeAreas) -> None:
    repaired, _ = repair(make_areas({"district": (0, 0, 10, 10), "city": (4, 4, 5, 5)}))
    assert sizes(repaired) == {"district": 99, "city": 1}


def test_a_polygon_given_twice_is_an_error(make_areas: MakeAreas) -> None:
    repaired, report = repair(make_areas({"A": (0, 0, 10, 10), "B": (0, 0, 10, 10)}))
    assert repaired.geometry.isna().sum() == 1
    assert [problem.rule.id for problem in report.problems if problem.severity == "error"] == [
        "area_vanished"
    ]


def test_a_line_is_no_area(make_areas: MakeAreas) -> None:
    areas = make_areas({"A": (0, 0, 10, 10), "B": (10, 0, 20, 10)})
    areas.loc[1, "geometry"] = LineString([(0, 0), (1, 1)])
    repaired, report = repair(areas)
    assert repaired.geometry.isna().tolist() == [False, True]
    assert "Expected a polygon, got LineString" in report.problems[0].message()


def test_an_area_without_geometry_stays(make_areas: MakeAreas) -> None:
    areas = make_areas({"A": (0, 0, 10, 10), "B": (10, 0, 20, 10)})
    areas.loc[0, "geometry"] = None
    repaired, report = repair(areas)
    assert repaired.geometry.isna().tolist() == [True, False]
    assert report.areas["area_code"].tolist() == ["B"]


@pytest.fixture
def with_gap(make_areas: MakeAreas) -> GeoDataFrame:
    """Four areas around a gap of 50 m by 10 km: 0.5 km²."""
    return make_areas({"W": (0, 0, 5, 10), "E": (5.05, 0, 10, 10), "N": (0, 10, 10, 12), "S": (0, -2, 10, 0)})


def test_a_narrow_gap_is_closed_and_listed(with_gap: GeoDataFrame) -> None:
    repaired, report = repair(with_gap)
    assert is_valid_coverage(repaired.geometry.to_numpy())
    assert sum(sizes(repaired).values()) == pytest.approx(140)
    (gap,) = report.gaps.round({"area_km2": 3, "width_m": 0}).to_dict("records")
    assert gap == {"area_codes": "E, N, S, W", "area_km2": 0.5, "width_m": 50, "is_closed": True}
    assert rules(report)[-1] == "gap_closed"


def test_a_gap_wider_than_the_tolerance_remains(with_gap: GeoDataFrame) -> None:
    repaired, report = repair(with_gap, gap_width_m=40)
    assert sum(sizes(repaired).values()) == pytest.approx(139.5)
    assert report.gaps["is_closed"].tolist() == [False]
    assert rules(report) == ["gap_left"]


def test_a_lake_remains(make_areas: MakeAreas) -> None:
    lake = make_areas({"lake": (2, 2, 2 + 1.5 * GAP_WIDTH_M / 1000, 8)}).geometry[0]
    land = make_areas({"A": (0, 0, 10, 10)})
    shore = land.set_geometry(land.geometry.difference(lake))
    repaired, report = repair(shore)
    assert repaired.geometry.geom_equals_exact(shore.geometry, tolerance=0).all()
    assert report.gaps["is_closed"].tolist() == [False]


def test_rows_keep_their_order_and_columns(make_areas: MakeAreas) -> None:
    areas = make_areas({"B": (9, 0, 20, 10), "A": (0, 0, 10, 10)}, population=[2, 1])
    repaired, _ = repair(areas.set_index(np.array([7, 3])))
    assert repaired.drop(columns="geometry").to_dict("index") == {
        7: {"area_code": "B", "population": 2},
        3: {"area_code": "A", "population": 1},
    }


sides = st.integers(0, 40).map(lambda tenths: tenths / 2)


@settings(max_examples=50)
@given(st.lists(st.tuples(sides, sides, st.integers(1, 10), st.integers(1, 10)), min_size=1, max_size=12))
def test_any_rectangles_become_a_coverage_of_the_same_land(
    make_areas: MakeAreas, rectangles: list[tuple[float, float, int, int]]
) -> None:
    areas = make_areas(
        {str(n): (x, y, x + width, y + height) for n, (x, y, width, height) in enumerate(rectangles)}
    )
    repaired, report = repair(areas, gap_width_m=0)
    land = area_km2(np.array([areas.geometry.union_all()]), EQUAL_AREA_CRS)[0]
    assert report.is_valid_coverage
    assert sum(size for size in sizes(repaired).values() if size == size) == pytest.approx(land, abs=0.01)
    assert report.areas["after_km2"].sum() == pytest.approx(land, abs=0.01)


def test_polygonal_parts_of_a_nested_collection() -> None:
    inner = MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])
    nested = shapely.geometrycollections([inner, LineString([(0, 0), (1, 0)])])
    polygons, pieces, owner = polygonal_parts(
        np.array([box(5, 5, 6, 6), nested, LineString([(0, 0), (1, 0)])])
    )
    assert [polygon.area for polygon in polygons] == [1, 2, 0]
    assert [piece.geom_type for piece in pieces] == ["LineString", "LineString"]
    assert owner.tolist() == [1, 2]
