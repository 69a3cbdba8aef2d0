from pathlib import Path
from random import Random

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import MultiPolygon, Point, Polygon, box

from geodata.boundaries.borders import NOISE_M, shared_borders
from geodata.boundaries.repair import repair_coverage
from geodata.packs import load_pack, pack_folders
from geodata.readers.limits import load_limits
from geodata.readers.vector import read_vector
from geodata.schemas import STORAGE_CRS

from .conftest import EQUAL_AREA_CRS, MakeAreas

Borders = dict[tuple[str, str | None], float]


def borders(areas: GeoDataFrame) -> Borders:
    """Return lengths in km, to the metre, in the order of the rows; the outside is None."""
    found = shared_borders(areas, equal_area_crs=EQUAL_AREA_CRS)
    beyond = found["neighbour_code"].astype(object).where(found["neighbour_code"].notna(), None)
    lengths = found["length_km"].round(3).tolist()
    return dict(zip(zip(found["area_code"], beyond, strict=True), lengths, strict=True))


def drawn(outlines: dict[str, shapely.Geometry | None]) -> GeoDataFrame:
    """Return areas in degrees from outlines in metres."""
    geometry = gpd.GeoSeries(list(outlines.values()), crs=EQUAL_AREA_CRS).to_crs(STORAGE_CRS)
    return GeoDataFrame({"area_code": list(outlines)}, geometry=geometry)


def perimeters_km(areas: GeoDataFrame, crs: str = EQUAL_AREA_CRS) -> pd.Series:
    return (areas.set_index("area_code").to_crs(crs).length / 1000).sort_index()


def test_squares_of_a_grid_border_on_those_beside_and_not_across_the_corner(make_areas: MakeAreas) -> None:
    """``a b c`` in the south, then ``d e f`` and ``g h i``, each of 10 km."""
    corners = {code: (10 * (n % 3), 10 * (n // 3)) for n, code in enumerate("abcdefghi")}
    grid = make_areas({code: (x, y, x + 10, y + 10) for code, (x, y) in corners.items()})
    found = borders(grid)
    assert set(found) == {
        *[("a", "b"), ("a", "d"), ("a", None)],
        *[("b", "a"), ("b", "c"), ("b", "e"), ("b", None)],
        *[("c", "b"), ("c", "f"), ("c", None)],
        *[("d", "a"), ("d", "e"), ("d", "g"), ("d", None)],
        *[("e", "b"), ("e", "d"), ("e", "f"), ("e", "h")],
        *[("f", "c"), ("f", "e"), ("f", "i"), ("f", None)],
        *[("g", "d"), ("g", "h"), ("g", None)],
        *[("h", "e"), ("h", "g"), ("h", "i"), ("h", None)],
        *[("i", "f"), ("i", "h"), ("i", None)],
    }
    assert found.pop(("a", None)) == found.pop(("c", None)) == 20
    assert found.pop(("g", None)) == found.pop(("i", None)) == 20
    assert set(found.values()) == {10}


def test_rows_are_ordered_and_the_outside_comes_last(make_areas: MakeAreas) -> None:
    row = make_areas({"c": (20, 0, 30, 10), "a": (0, 0, 10, 10), "b": (10, 0, 20, 10)})
    found = shared_borders(row, equal_area_crs=EQUAL_AREA_CRS)
    assert list(found.columns) == ["area_code", "neighbour_code", "length_km"]
    assert found["area_code"].tolist() == ["a", "a", "b", "b", "b", "c", "c"]
    assert found["neighbour_code"].fillna("-").tolist() == ["b", "-", "a", "c", "-", "b", "-"]
    assert found.index.tolist() == list(range(7))


def test_an_enclave_borders_on_what_surrounds_it_and_nothing_else() -> None:
    city = box(4_000, 4_000, 6_000, 6_000)
    areas = drawn({"district": box(0, 0, 10_000, 10_000) - city, "city": city})
    assert borders(areas) == {("city", "district"): 8, ("district", "city"): 8, ("district", None): 40}


def test_an_island_borders_on_the_outside_only(make_areas: MakeAreas) -> None:
    areas = make_areas({"mainland": (0, 0, 10, 10), "island": (11, 0, 12, 1)})
    assert borders(areas) == {("island", None): 4, ("mainland", None): 40}


def test_a_lake_that_is_no_area_is_outside() -> None:
    lake = box(4_000, 4_000, 6_000, 6_000)
    west, east = box(0, 0, 5_000, 10_000) - lake, box(5_000, 0, 10_000, 10_000) - lake
    shores = {("w", "e"): 8, ("w", None): 24, ("e", "w"): 8, ("e", None): 24}
    assert borders(drawn({"w": west, "e": east})) == shores


def test_a_border_in_several_parts_is_one_row() -> None:
    """A district in two parts, with a city across the gap between them."""
    parts = MultiPolygon([box(0, 0, 4_000, 5_000), box(6_000, 0, 10_000, 5_000)])
    areas = drawn({"city": box(4_000, 0, 6_000, 5_000), "district": parts})
    assert borders(areas) == {
        ("city", "district"): 10,
        ("city", None): 4,
        ("district", "city"): 10,
        ("district", None): 26,
    }


def test_a_long_side_borders_on_several_though_it_has_no_vertex_there(make_areas: MakeAreas) -> None:
    areas = make_areas({"long": (0, 10, 30, 20), "a": (0, 0, 10, 10), "b": (10, 0, 30, 10)})
    assert borders(areas) == {
        ("a", "b"): 10,
        ("a", "long"): 10,
        ("a", None): 20,
        ("b", "a"): 10,
        ("b", "long"): 20,
        ("b", None): 30,
        ("long", "a"): 10,
        ("long", "b"): 20,
        ("long", None): 50,
    }


@pytest.mark.parametrize("offset_m", [-0.4, -0.001, 0.001, 0.4])
def test_a_vertex_rounded_off_a_slanting_border_opens_no_gap(offset_m: float) -> None:
    """Two areas south of a border that rises by one in ten, their common corner beside that border."""
    corner = (4_000, 400 + offset_m)
    areas = drawn(
        {
            "north": Polygon([(0, 0), (10_000, 1_000), (10_000, 9_000), (0, 9_000)]),
            "west": Polygon([(0, 0), corner, (4_000, -5_000), (0, -5_000)]),
            "east": Polygon([corner, (10_000, 1_000), (10_000, -5_000), (4_000, -5_000)]),
        }
    )
    found = borders(areas)
    assert found["north", "west"] == pytest.approx(4 * np.hypot(1, 0.1), abs=0.002)
    assert found["north", "east"] == pytest.approx(6 * np.hypot(1, 0.1), abs=0.002)
    assert found["north", None] == pytest.approx(27, abs=0.002)


@pytest.mark.parametrize(("gap_m", "are_neighbours"), [(0.5 * NOISE_M, True), (3 * NOISE_M, False)])
def test_a_gap_parts_neighbours_only_if_it_is_wider_than_noise(gap_m: float, are_neighbours: bool) -> None:
    areas = drawn({"w": box(0, 0, 10_000, 10_000), "e": box(10_000 + gap_m, 0, 20_000, 10_000)})
    assert (("w", "e") in borders(areas)) is are_neighbours


@pytest.mark.parametrize(("width_m", "are_neighbours"), [(0.5 * NOISE_M, False), (3 * NOISE_M, True)])
def test_a_corner_of_four_with_two_corners_makes_no_neighbours(width_m: float, are_neighbours: bool) -> None:
    """In the middle the south-western and the north-eastern square meet along ``width_m``."""
    low, high = (10_000, 10_000), (10_000, 10_000 + width_m)
    areas = drawn(
        {
            "sw": Polygon([(0, 0), (10_000, 0), low, high, (0, 10_000)]),
            "se": Polygon([(10_000, 0), (20_000, 0), (20_000, 10_000), low]),
            "ne": Polygon([low, (20_000, 10_000), (20_000, 20_000), (10_000, 20_000), high]),
            "nw": Polygon([(0, 10_000), high, (10_000, 20_000), (0, 20_000)]),
        }
    )
    found = borders(areas)
    assert (("sw", "ne") in found) is (("ne", "sw") in found) is are_neighbours
    assert ("se", "nw") not in found


def test_what_is_no_polygon_has_no_row(make_areas: MakeAreas) -> None:
    squares = make_areas({"long": (0, 10, 30, 20), "a": (0, 0, 10, 10), "b": (10, 0, 30, 10)})
    others = drawn({"none": None, "point": Point(10_000, 10_000)})
    assert borders(pd.concat([others, squares])) == borders(squares)
    empty = shared_borders(others, equal_area_crs=EQUAL_AREA_CRS)
    assert empty.empty
    assert empty.dtypes.astype(str).to_dict() == {
        "area_code": "str",
        "neighbour_code": "str",
        "length_km": "float64",
    }


@st.composite
def divided(draw: st.DrawFn) -> GeoDataFrame:
    """Draw a land cut into rectangles again and again, some of them missing, in any order."""
    rectangles = [(0, 0, 16, 16)]
    for _ in range(draw(st.integers(0, 12))):
        west, south, east, north = rectangles.pop(draw(st.integers(0, len(rectangles) - 1)))
        if draw(st.booleans()) and east - west > 1:
            x = draw(st.integers(west + 1, east - 1))
            rectangles += [(west, south, x, north), (x, south, east, north)]
        elif north - south > 1:
            y = draw(st.integers(south + 1, north - 1))
            rectangles += [(west, south, east, y), (west, y, east, north)]
        else:
            rectangles.append((west, south, east, north))
    kept = draw(st.lists(st.sampled_from(rectangles), min_size=1, unique=True))
    return drawn({f"{n:02}": box(*(1000 * side for side in sides)) for n, sides in enumerate(kept)})


@settings(max_examples=100)
@given(divided())
def test_both_sides_of_a_border_are_equally_long(areas: GeoDataFrame) -> None:
    found = borders(areas)
    common = {pair: length for pair, length in found.items() if pair[1] is not None}
    assert {(two, one): length for (one, two), length in common.items()} == common
    assert all(one != two for one, two in common)


@settings(max_examples=100)
@given(divided())
def test_the_borders_of_an_area_add_up_to_its_perimeter(areas: GeoDataFrame) -> None:
    found = shared_borders(areas, equal_area_crs=EQUAL_AREA_CRS)
    sums = found.groupby("area_code")["length_km"].sum()
    assert sums.to_numpy() == pytest.approx(perimeters_km(areas).to_numpy(), abs=1e-3)
    assert sums.index.tolist() == sorted(areas["area_code"])


@settings(max_examples=100)
@given(divided(), st.randoms(use_true_random=False))
def test_the_order_of_areas_is_irrelevant(areas: GeoDataFrame, random: Random) -> None:
    order = list(range(len(areas)))
    random.shuffle(order)
    assert borders(areas.iloc[order]) == borders(areas)


@settings(max_examples=100)
@given(divided())
def test_rectangles_are_neighbours_if_they_meet_in_a_line(areas: GeoDataFrame) -> None:
    squares = (
        areas.to_crs(EQUAL_AREA_CRS)
        .set_index("area_code")
        .geometry.map(lambda outline: box(*np.round(outline.bounds, -3)))
    )
    expected = {
        (one, two): squares[one].intersection(squares[two]).length / 1000
        for one in squares.index
        for two in squares.index
        if one != two and squares[one].intersection(squares[two]).length > 0
    }
    assert {pair: km for pair, km in borders(areas).items() if pair[1] is not None} == expected


@pytest.fixture(scope="module")
def crs() -> str:
    return load_pack(pack_folders()["bgr"]).equal_area_crs


@pytest.fixture(scope="module")
def municipalities(real_data: Path, crs: str) -> GeoDataFrame:
    outlines, _ = read_vector(real_data / "bgr/municipalities.geojson", limits=load_limits())
    return repair_coverage(outlines.rename(columns={"nuts4": "area_code"}), equal_area_crs=crs)[0]


@pytest.fixture(scope="module")
def found(municipalities: GeoDataFrame, crs: str) -> pd.DataFrame:
    return shared_borders(municipalities, equal_area_crs=crs)


@pytest.mark.realdata
class TestBulgaria:
    def test_every_municipality_has_a_neighbour_and_can_be_reached(self, found: pd.DataFrame) -> None:
        common = found.dropna()
        position = common["area_code"].astype("category").cat
        neighbour = pd.Categorical(common["neighbour_code"], position.categories).codes
        graph = coo_array((common["length_km"], (position.codes, neighbour)), shape=(265, 265))
        assert common["area_code"].nunique() == 265
        assert connected_components(graph, return_labels=False) == 1

    def test_lengths_agree_both_ways_to_the_last_digit(self, found: pd.DataFrame) -> None:
        length = found.dropna().set_index(["area_code", "neighbour_code"])["length_km"]
        assert length.swaplevel().sort_index().tolist() == length.tolist()

    def test_the_outside_is_the_border_of_the_country(
        self, found: pd.DataFrame, municipalities: GeoDataFrame, crs: str
    ) -> None:
        country = gpd.GeoSeries([municipalities.union_all(method="coverage")], crs=STORAGE_CRS)
        outside = found.loc[found["neighbour_code"].isna(), "length_km"]
        assert outside.sum() == pytest.approx(country.to_crs(crs).length.sum() / 1000, rel=1e-9)
        assert outside.min() > 0.1  # nothing inland has crumbs of a state border

    def test_borders_add_up_to_perimeters(
        self, found: pd.DataFrame, municipalities: GeoDataFrame, crs: str
    ) -> None:
        sums = found.groupby("area_code")["length_km"].sum()
        assert sums.to_numpy() == pytest.approx(perimeters_km(municipalities, crs).to_numpy(), abs=1e-3)
