import gzip
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from shapely import Point

from geodata.boundaries.display import DEFAULT_TOLERANCE_M, TOLERANCES_M, display_layers
from geodata.boundaries.repair import is_valid_coverage
from geodata.schemas import STORAGE_CRS
from geodata.store.records import DisplayLayer

from .conftest import EQUAL_AREA_CRS, MakeAreas


def layers(areas: GeoDataFrame, *tolerances_m: float) -> list[DisplayLayer]:
    return display_layers(
        areas, equal_area_crs=EQUAL_AREA_CRS, tolerances_m=tolerances_m or (DEFAULT_TOLERANCE_M,)
    )


def unpacked(layer: DisplayLayer) -> dict[str, object]:
    document: dict[str, object] = json.loads(gzip.decompress(layer.content))
    return document


def outlines(layer: DisplayLayer) -> np.ndarray:
    return gpd.GeoDataFrame.from_features(unpacked(layer)).geometry.to_numpy()


@pytest.fixture
def areas(make_areas: MakeAreas) -> GeoDataFrame:
    return make_areas(
        {"b": (10, 0, 20, 10), "a": (0, 0, 10, 10)},
        area_name=["<script>", "Ысык-Көл"],
        name_en=["Script", None],
        parent_code="01",
        admin_level=2,
        geometry_status="official",
    )


@pytest.fixture
def ragged(areas: GeoDataFrame) -> GeoDataFrame:
    """Two areas with a ragged common border of a vertex every 20 m."""
    rng = np.random.default_rng(1)
    y = np.linspace(0, 10_000, 500)
    x = 10_000 + np.cumsum(rng.normal(0, 30, 500))
    border = np.column_stack([x, y])
    west = shapely.Polygon(np.vstack([[0, 0], border, [0, 10_000]]))
    east = shapely.Polygon(np.vstack([[30_000, 0], border, [30_000, 10_000]]))
    return areas.set_geometry(gpd.GeoSeries([east, west], crs=EQUAL_AREA_CRS).to_crs(STORAGE_CRS))


def test_a_feature_carries_its_code_names_and_label(areas: GeoDataFrame) -> None:
    (layer,) = layers(areas)
    document = unpacked(layer)
    assert [feature["id"] for feature in document["features"]] == ["a", "b"]
    first = document["features"][0]["properties"]
    label = Point(first.pop("lon"), first.pop("lat"))
    assert first == {
        "area_code": "a",
        "area_name": "Ысык-Көл",
        "name_en": None,
        "parent_code": "01",
        "geometry_status": "official",
    }
    assert label.within(areas.geometry[1])
    assert document["bbox"] == pytest.approx(areas.total_bounds, abs=1e-4)
    assert (layer.admin_level, layer.tolerance_m, layer.feature_count) == (2, DEFAULT_TOLERANCE_M, 2)


def test_the_same_areas_give_the_same_bytes_in_any_order(ragged: GeoDataFrame) -> None:
    (layer,), (turned,) = layers(ragged), layers(ragged.iloc[::-1])
    assert layer.content == turned.content
    assert layer.content[4:8] == bytes(4)  # the time in the gzip header


def test_every_level_comes_at_every_tolerance(areas: GeoDataFrame) -> None:
    both = pd.concat([areas, areas.head(1).assign(admin_level=1, area_code="01")])
    made = display_layers(both, equal_area_crs=EQUAL_AREA_CRS)
    assert [(layer.admin_level, layer.tolerance_m) for layer in made] == [
        (level, tolerance_m) for level in (1, 2) for tolerance_m in TOLERANCES_M
    ]


@pytest.mark.parametrize("tolerance_m", [0, 20, 100, 500, 2000, 5000])
def test_neighbours_keep_one_border(ragged: GeoDataFrame, tolerance_m: float) -> None:
    (layer,) = layers(ragged, tolerance_m)
    assert is_valid_coverage(outlines(layer))
    west, east = outlines(layer)
    assert shapely.intersection(west, east).length > 0.078  # the border of 10 km, in degrees


def test_a_coarser_tolerance_is_smaller_and_stays_near(ragged: GeoDataFrame) -> None:
    fine, coarse = (outlines(layer) for layer in layers(ragged, 50, 500))
    assert shapely.get_num_coordinates(coarse).sum() < shapely.get_num_coordinates(fine).sum() < 1000
    original = ragged.sort_values("area_code").geometry.to_numpy()
    assert shapely.area(shapely.symmetric_difference(coarse, original)).max() < 0.02 * original[0].area


def test_rounding_gives_way_where_borders_would_cross(areas: GeoDataFrame) -> None:
    """A strip of 30 m between two areas, on a map whose coordinates are otherwise rounded to 100 m."""
    strip = shapely.box(10_000, 0, 10_030, 10_000)
    sides = [shapely.box(0, 0, 10_000, 10_000), strip, shapely.box(10_030, 0, 20_000, 10_000)]
    geometry = gpd.GeoSeries(sides, crs=EQUAL_AREA_CRS).to_crs(STORAGE_CRS)
    three = GeoDataFrame(
        pd.concat([areas.drop(columns="geometry"), areas.drop(columns="geometry").head(1)]).assign(
            area_code=["a", "b", "c"]
        ),
        geometry=geometry.to_numpy(),
        crs=STORAGE_CRS,
    )
    (layer,) = layers(three, 2000)
    assert is_valid_coverage(outlines(layer))
    assert shapely.area(outlines(layer)).min() > 0


def test_shells_run_anticlockwise_as_the_standard_says(ragged: GeoDataFrame) -> None:
    assert shapely.is_ccw(shapely.get_exterior_ring(outlines(layers(ragged)[0]))).all()


def test_settlements_are_points(areas: GeoDataFrame) -> None:
    points = areas.set_geometry([Point(74.123456789, 42), Point(75, 43)], crs=STORAGE_CRS)
    (layer,) = layers(points)
    feature = unpacked(layer)["features"][1]
    assert feature["geometry"] == {"type": "Point", "coordinates": [74.12346, 42]}
    assert (feature["properties"]["lon"], feature["properties"]["lat"]) == (74.12346, 42)


def test_an_area_without_geometry_has_no_feature(areas: GeoDataFrame) -> None:
    areas.loc[0, "geometry"] = None
    assert [layer.feature_count for layer in layers(areas)] == [1]
    areas.loc[1, "geometry"] = None
    assert layers(areas) == []
