"""Squareland: areas drawn as squares of whole kilometres, where every measure is known."""

from collections.abc import Callable, Mapping

import geopandas as gpd
import pytest
from geopandas import GeoDataFrame
from shapely import box

from geodata.packs import AreaType, Level, Pack
from geodata.schemas import STORAGE_CRS

# Cylindrical equal-area (EASE-Grid 2.0): what is a rectangle in its metres is one in degrees too.
EQUAL_AREA_CRS = "EPSG:6933"

MakeAreas = Callable[..., GeoDataFrame]


@pytest.fixture(scope="session")
def pack() -> Pack:
    def level(number: int, word: str, geometry: str = "polygon") -> Level:
        return Level.model_validate(
            {"number": number, "id": word, "name": {"en": word}, "plural": {"en": word}, "geometry": geometry}
        )

    return Pack(
        code="sq",
        area_code="SQ",
        name={"sq": "Катталия", "en": "Squareland"},
        languages=("sq", "en"),
        currency="SQR",
        equal_area_crs=EQUAL_AREA_CRS,
        levels=(
            level(0, "country"),
            level(1, "province"),
            level(2, "municipality"),
            level(3, "settlement", "point"),
        ),
        area_types=(AreaType(id="city", name={"en": "city", "sq": "шаар"}, urban_rural="urban"),),
        synonyms={"облусу": "province", "prov": "province", "ш": "city"},
    )


@pytest.fixture(scope="session")
def make_areas() -> MakeAreas:
    """Return areas in degrees from rectangles ``(west, south, east, north)`` in kilometres, by code."""

    def make(rectangles: Mapping[str, tuple[float, float, float, float]], **columns: object) -> GeoDataFrame:
        outlines = [box(*(1000 * side for side in sides)) for sides in rectangles.values()]
        geometry = gpd.GeoSeries(outlines, crs=EQUAL_AREA_CRS).to_crs(STORAGE_CRS)
        return GeoDataFrame({"area_code": list(rectangles), **columns}, geometry=geometry)

    return make
