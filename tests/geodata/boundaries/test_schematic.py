import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from geodata.boundaries.repair import area_km2, is_valid_coverage
from geodata.boundaries.schematic import schematic_polygons
from geodata.problems import Problem
from geodata.schemas import STORAGE_CRS

from .conftest import EQUAL_AREA_CRS, MakeAreas

Place = tuple[str, str | None, float, float]


def draw(
    places: list[Place], parents: GeoDataFrame
) -> tuple[GeoDataFrame, list[tuple[str, str | None]], tuple[Problem, ...]]:
    """Draw areas given as code, parent and kilometres east and north."""
    codes, parent_codes, x, y = zip(*places, strict=True)
    metres = gpd.GeoSeries.from_xy(1000 * np.array(x), 1000 * np.array(y), crs=EQUAL_AREA_CRS)
    columns = {"area_code": codes, "parent_code": pd.array(parent_codes, dtype="str")}
    points = GeoDataFrame(columns, geometry=metres.to_crs(STORAGE_CRS))
    areas, problems = schematic_polygons(points, parents, equal_area_crs=EQUAL_AREA_CRS)
    return areas, [(problem.rule.id, problem.where.feature) for problem in problems], problems


def sizes(areas: GeoDataFrame) -> list[float]:
    return area_km2(areas.geometry.to_numpy(), EQUAL_AREA_CRS).round(2).tolist()


@pytest.fixture(scope="module")
def provinces(make_areas: MakeAreas) -> GeoDataFrame:
    return make_areas({"01": (0, 0, 10, 10), "02": (10, 0, 20, 10)})


def test_each_point_gets_what_is_nearest(provinces: GeoDataFrame) -> None:
    places = [("a", "01", 2, 5), ("b", "01", 6, 5), ("c", "02", 12, 2), ("d", "02", 12, 8)]
    areas, reported, _ = draw(places, provinces)
    assert sizes(areas) == [40, 60, 50, 50]
    assert set(areas["geometry_status"]) == {"schematic"}
    assert reported == []


def test_cells_on_both_sides_of_a_border_share_their_vertices(provinces: GeoDataFrame) -> None:
    places = [
        ("a", "01", 5, 2),
        ("b", "01", 5, 7),
        ("c", "02", 15, 3),
        ("d", "02", 15, 4),
        ("e", "02", 12, 9),
    ]
    areas, _, _ = draw(places, provinces)
    assert is_valid_coverage(areas.geometry.to_numpy())


def test_the_only_point_of_a_parent_gets_it_whole(provinces: GeoDataFrame) -> None:
    areas, reported, _ = draw([("a", "01", 2, 5)], provinces)
    assert areas.geometry[0].equals(provinces.geometry[0])
    assert reported == [("parent_has_no_point", "02")]


def test_a_point_outside_its_parent_is_moved_in_and_reported(provinces: GeoDataFrame) -> None:
    areas, reported, problems = draw([("a", "01", 13, 5), ("b", "01", 2, 5), ("c", "02", 15, 5)], provinces)
    assert sizes(areas) == [pytest.approx(40.5, abs=0.1), pytest.approx(59.5, abs=0.1), 100]
    assert reported == [("point_outside_parent", "a")]
    assert problems[0].params["distance_km"] == 3


def test_points_of_one_place_are_moved_apart_and_reported(provinces: GeoDataFrame) -> None:
    areas, reported, problems = draw([(code, "01", 5, 5) for code in "abc"] + [("d", "02", 15, 5)], provinces)
    assert min(sizes(areas)) > 10
    assert sum(sizes(areas)) == pytest.approx(200, abs=0.05)
    assert reported == [("points_coincide", "a")]
    assert problems[0].params["count"] == 3


def test_points_outside_by_the_same_corner_still_get_a_cell_each(provinces: GeoDataFrame) -> None:
    areas, reported, _ = draw([("a", "01", -5, -5), ("b", "01", -4, -4), ("c", "02", 15, 5)], provinces)
    assert min(sizes(areas)) > 0
    assert sum(sizes(areas)) == pytest.approx(200)
    assert [rule for rule, _ in reported] == ["point_outside_parent"] * 2 + ["points_coincide"]


def test_without_a_parents_polygon_the_area_stays_a_point(provinces: GeoDataFrame) -> None:
    bare = provinces.copy()
    bare.loc[1, "geometry"] = None
    areas, reported, _ = draw(
        [("a", "01", 2, 5), ("b", "02", 15, 5), ("c", "99", 1, 1), ("d", None, 1, 1)], bare
    )
    assert areas.geom_type.tolist() == ["Polygon", "Point", "Point", "Point"]
    assert reported == [("parent_has_no_polygon", code) for code in "bcd"]


def test_a_parent_of_several_islands_is_divided_too(make_areas: MakeAreas) -> None:
    islands = make_areas({"01": (0, 0, 10, 10), "02": (20, 0, 30, 10)}).geometry.union_all()
    parent = GeoDataFrame({"area_code": ["01"]}, geometry=[islands], crs=STORAGE_CRS)
    areas, _, _ = draw([("a", "01", 2, 5), ("b", "01", 8, 5)], parent)
    assert sizes(areas) == [50, 150]


def test_points_on_a_circle_divide_their_parent(provinces: GeoDataFrame) -> None:
    """Four points for which the Voronoi diagram of GEOS 3.14 has overlapping cells."""
    places = [("a", "01", 1, 2), ("b", "01", 2, 1), ("c", "01", 5, 1), ("d", "01", 6, 2)]
    areas, reported, _ = draw(places, provinces)
    assert sum(sizes(areas)) == pytest.approx(100, abs=0.05)
    assert min(sizes(areas)) > 5
    assert reported == [("parent_has_no_point", "02")]


def test_close_points_in_a_large_parent_divide_all_of_it() -> None:
    """Lines straight in a conic projection are bent in degrees: cells must reach beyond the parent."""
    conic = "+proj=aea +lat_1=40 +lat_2=43 +lat_0=41 +lon_0=75 +datum=WGS84 +units=m"
    parent = GeoDataFrame({"area_code": ["01"]}, geometry=[shapely.box(70, 39, 80, 43)], crs=STORAGE_CRS)
    points = GeoDataFrame(
        {"area_code": ["a", "b"], "parent_code": ["01", "01"]},
        geometry=shapely.points([[75, 42], [75.01, 42]]),
        crs=STORAGE_CRS,
    )
    areas, _ = schematic_polygons(points, parent, equal_area_crs=conic)
    assert areas.union_all().symmetric_difference(parent.geometry[0]).area == pytest.approx(0, abs=1e-9)


def test_a_parent_that_is_no_polygon_counts_as_none(provinces: GeoDataFrame) -> None:
    lines = provinces.set_geometry([LineString([(0, 0), (1, 1)])] * 2, crs=STORAGE_CRS)
    areas, reported, _ = draw([("a", "01", 2, 5)], lines)
    assert areas.geom_type.tolist() == ["Point"]
    assert reported == [("parent_has_no_polygon", "a")]


kilometres = st.floats(0, 20, allow_nan=False)


@settings(max_examples=50)
@given(st.lists(st.tuples(kilometres, kilometres.map(lambda y: y / 2)), min_size=1, max_size=20))
def test_cells_tile_their_parents_whatever_the_points(
    provinces: GeoDataFrame, places: list[tuple[float, float]]
) -> None:
    named = [(f"{n:02}", "01" if x < 10 else "02", x, y) for n, (x, y) in enumerate(places)]
    areas, _, _ = draw(named, provinces)
    parents = {parent for _, parent, _, _ in named}
    assert is_valid_coverage(areas.geometry.to_numpy())
    assert sum(sizes(areas)) == pytest.approx(100 * len(parents), abs=0.1)
    turned, _, _ = draw(named[::-1], provinces)
    assert sizes(turned)[::-1] == pytest.approx(sizes(areas), abs=0.02)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=2, max_size=15, unique=True))
def test_each_point_lies_in_its_own_cell(provinces: GeoDataFrame, places: list[tuple[int, int]]) -> None:
    areas, _, _ = draw([(f"{n:02}", "01", x, y) for n, (x, y) in enumerate(places)], provinces)
    metres = gpd.GeoSeries.from_xy(*(1000 * np.array(places, dtype=float)).T, crs=EQUAL_AREA_CRS)
    assert shapely.covers(areas.geometry.to_numpy(), metres.to_crs(STORAGE_CRS).to_numpy()).all()
