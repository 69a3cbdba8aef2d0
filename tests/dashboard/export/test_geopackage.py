"""GeoPackages, read back."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from dashboard.export.geopackage import Layer, geopackage_bytes

MADE_AT = dt.datetime(2026, 1, 2, 9, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=6)))
SQUARE = box(0, 0, 1, 1)


def layers(shapes: Sequence[BaseGeometry | None], crs: str = "EPSG:4326") -> list[Layer]:
    names = ["Өзөн", "=1+1", None][: len(shapes)]
    met = pd.array([True, False, None][: len(shapes)], dtype="boolean")
    areas = gpd.GeoDataFrame({"name": names, "met": met}, geometry=shapes, crs=crs)
    about = pd.DataFrame({"key": ["what"], "value": ["two\nlines"]})
    metadata = {"on": "2025-06-01"}
    return [
        Layer(name="areas", table=areas, title="Areas", description="All of them", metadata=metadata),
        Layer(name="about", table=about, title="About"),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "read.gpkg"


def write(path: Path, shapes: Sequence[BaseGeometry | None], crs: str = "EPSG:4326") -> Path:
    path.write_bytes(geopackage_bytes(layers(shapes, crs), made_at=MADE_AT))
    return path


def test_features_and_tables_are_read_back(path: Path) -> None:
    areas = gpd.read_file(write(path, [SQUARE, SQUARE, SQUARE]), layer="areas")
    assert areas["name"].tolist()[:2] == ["Өзөн", "=1+1"]
    assert areas["name"].isna().tolist() == [False, False, True]
    assert areas["met"].tolist()[:2] == [1, 0]
    assert areas["met"].isna().tolist() == [False, False, True]
    about = gpd.read_file(path, layer="about")
    assert about.to_dict("records") == [{"key": "what", "value": "two\nlines"}]


def test_a_layer_says_what_it_is(path: Path) -> None:
    info = pyogrio.read_info(write(path, [SQUARE]), layer="areas")
    assert info["layer_metadata"] == {"on": "2025-06-01", "IDENTIFIER": "Areas", "DESCRIPTION": "All of them"}


def test_shapes_are_in_longitude_and_latitude(path: Path) -> None:
    projected = gpd.GeoSeries([SQUARE], crs="EPSG:4326").to_crs("EPSG:6933")
    areas = gpd.read_file(write(path, projected.tolist(), crs="EPSG:6933"), layer="areas")
    assert areas.crs.to_epsg() == 4326
    assert areas.geometry[0].bounds == pytest.approx((0, 0, 1, 1))


@pytest.mark.parametrize(
    "shapes",
    [
        [SQUARE, None],
        [None, None],
        [SQUARE, Point(2, 2)],
        [SQUARE, MultiPolygon([SQUARE])],
        [Point(1, 1), None],
    ],
)
def test_shapes_of_any_kind_or_none_are_written(path: Path, shapes: list[BaseGeometry | None]) -> None:
    read = gpd.read_file(write(path, shapes), layer="areas").geometry
    assert read.isna().tolist() == [each is None for each in shapes]
    assert all(each is None or each.equals(found) for each, found in zip(shapes, read, strict=True))


def test_equal_content_gives_equal_bytes_and_another_day_others() -> None:
    first, second = (geopackage_bytes(layers([SQUARE, None]), made_at=MADE_AT) for _ in range(2))
    assert first == second
    later = MADE_AT + dt.timedelta(days=1)
    assert geopackage_bytes(layers([SQUARE, None]), made_at=later) != first
    assert b"2026-01-02T03:04:05" in first


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    geopackage_bytes(layers([SQUARE]), made_at=MADE_AT)
    assert list(tmp_path.iterdir()) == []
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None
