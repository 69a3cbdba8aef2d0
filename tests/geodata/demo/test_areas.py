import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.demo import DemoCountry
from geodata.packs import Pack
from geodata.schemas import AREAS, STORAGE_CRS

REAL_OBLASTS = {
    "Баткен", "Жалал-Абад", "Нарын", "Ош", "Талас", "Чүй", "Ысык-Көл",
    "Джалал-Абад", "Чуй", "Иссык-Куль", "Batken", "Jalal-Abad", "Naryn", "Osh", "Talas", "Chui", "Issyk-Kul",
}  # fmt: skip


@pytest.fixture(scope="module")
def areas(country: DemoCountry) -> gpd.GeoDataFrame:
    return country.areas


def at(areas: gpd.GeoDataFrame, level: int) -> gpd.GeoDataFrame:
    return areas[areas["admin_level"] == level]


def test_the_country_is_labelled_as_a_demonstration(pack: Pack) -> None:
    assert pack.is_demonstration
    assert "көрсөтмө" in pack.name["ky"]
    assert "демонстрационная" in pack.name["ru"]
    assert "demonstration" in pack.name["en"]


def test_areas_follow_the_schema_in_the_storage_crs(areas: gpd.GeoDataFrame) -> None:
    assert len(AREAS.validate(areas)) == len(areas)
    assert areas.crs == STORAGE_CRS


def test_there_are_as_many_areas_as_asked_for(areas: gpd.GeoDataFrame) -> None:
    assert areas.groupby("admin_level").size().to_dict() == {0: 1, 1: 7, 2: 40, 3: 450, 4: 1800}
    assert at(areas, 3)["area_type"].value_counts().to_dict() == {"rural_municipality": 425, "city": 25}
    assert at(areas, 3)["urban_rural"].value_counts().to_dict() == {"rural": 425, "urban": 25}


@pytest.mark.parametrize(("level", "pattern"), [(1, r"\d{2}"), (2, r"\d{4}"), (3, r"\d{7}"), (4, r"\d{11}")])
def test_codes_have_leading_zeros_and_begin_with_the_parents(
    areas: gpd.GeoDataFrame, level: int, pattern: str
) -> None:
    here = at(areas, level)
    assert here["area_code"].str.fullmatch(pattern).all()
    assert here["area_code"].str.startswith("0").all()
    assert set(here["parent_code"]) == set(at(areas, level - 1)["area_code"])
    if level > 1:
        assert all(
            code.startswith(parent)
            for code, parent in zip(here["area_code"], here["parent_code"], strict=True)
        )


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_each_level_is_a_coverage_of_polygons(areas: gpd.GeoDataFrame, level: int) -> None:
    geometry = at(areas, level).geometry
    assert set(geometry.geom_type) == {"Polygon"}
    assert geometry.is_valid.all()
    assert shapely.coverage_is_valid(geometry.to_numpy())


@pytest.mark.parametrize("level", [0, 1, 2])
def test_an_area_is_the_union_of_its_children(areas: gpd.GeoDataFrame, level: int) -> None:
    children = at(areas, level + 1).dissolve("parent_code", method="coverage").geometry
    parents = at(areas, level).set_index("area_code").geometry
    assert children.loc[parents.index].geom_equals(parents).all()


def test_areas_add_up(areas: gpd.GeoDataFrame) -> None:
    totals = areas.groupby("admin_level")["area_km2"].sum(min_count=1)
    np.testing.assert_allclose(totals[[1, 2, 3]], totals[0], rtol=1e-9)
    assert 150_000 < totals[0] < 350_000
    assert np.isnan(totals[4])


def test_one_large_lake_belongs_to_no_municipality(areas: gpd.GeoDataFrame, pack: Pack) -> None:
    [outline] = at(areas, 0).to_crs(pack.equal_area_crs).geometry
    [shore] = outline.interiors
    assert 2_000 < shapely.Polygon(shore).area / 1e6 < 12_000


def test_the_country_lies_in_the_open_ocean(areas: gpd.GeoDataFrame) -> None:
    west, south, east, north = areas.total_bounds
    assert -140 < west < east < -110
    assert -55 < south < north < -35


def test_settlements_stand_inside_their_municipality(areas: gpd.GeoDataFrame) -> None:
    settlements = at(areas, 4)
    homes = at(areas, 3).set_index("area_code").geometry.loc[settlements["parent_code"]]
    assert settlements.geometry.within(homes.set_axis(settlements.index)).all()


@pytest.mark.parametrize("column", ["area_name", "name_ru", "name_en"])
def test_names_are_unique_among_siblings_and_shared_across_districts(
    areas: gpd.GeoDataFrame, column: str
) -> None:
    assert not areas.duplicated(["parent_code", column]).any()
    assert at(areas, 3)[column].duplicated().any()
    assert not set(areas[column]) & REAL_OBLASTS


def test_a_district_shares_its_name_with_its_centre(areas: gpd.GeoDataFrame) -> None:
    districts = at(areas, 2).set_index("area_code")["area_name"]
    centres = at(areas, 3).groupby("parent_code")["area_name"].first()
    assert (centres == districts).all()


def test_mountains_have_larger_municipalities(areas: gpd.GeoDataFrame) -> None:
    rural = at(areas, 3).query("urban_rural == 'rural'")
    assert rural["elevation_m"].max() > 2500
    assert rural["elevation_m"].corr(rural["area_km2"], method="spearman") > 0.2
