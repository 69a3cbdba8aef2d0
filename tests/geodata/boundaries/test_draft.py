import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame

from geodata.boundaries.columns import BoundaryColumns
from geodata.boundaries.draft import AreaDraft, draft_areas
from geodata.boundaries.repair import area_km2, is_valid_coverage
from geodata.packs import Pack
from geodata.problems import ImportRefused, refuse_on_errors
from geodata.schemas import AREAS, STORAGE_CRS

from .conftest import EQUAL_AREA_CRS, MakeAreas

COLUMNS = BoundaryColumns("area_code", "name", parent_code="province", parent_name="province_name")
POINTS = BoundaryColumns("code", "name", parent_code="parent", lon="lon", lat="lat")


@pytest.fixture
def municipalities(make_areas: MakeAreas) -> GeoDataFrame:
    """Three municipalities of two provinces; two of them have one name."""
    return make_areas(
        {"a": (0, 0, 5, 10), "b": (5, 0, 10, 10), "c": (10, 0, 20, 10)},
        name=["Ак-Суу", "<b>Көл</b>", "Ак-Суу"],
        province=["01", "01", "02"],
        province_name=["Түн", "Түн", "Күн"],
    ).to_crs(EQUAL_AREA_CRS)


def points(*places: tuple[str, str, float, float]) -> pd.DataFrame:
    """A plain table of points by code, parent and kilometres east and north."""
    table = pd.DataFrame(places, columns=["code", "parent", "x", "y"])
    degrees = gpd.GeoSeries.from_xy(1000 * table["x"], 1000 * table["y"], crs=EQUAL_AREA_CRS).to_crs(
        STORAGE_CRS
    )
    return table.assign(name="x", lon=degrees.x.astype(str), lat=degrees.y.astype(str))


def rules(draft: AreaDraft, severity: str = "error") -> list[tuple[str, str | None]]:
    return [(p.rule.id, p.where.feature) for p in draft.problems if p.severity == severity]


def test_levels_above_are_derived_up_to_the_country(municipalities: GeoDataFrame, pack: Pack) -> None:
    draft = draft_areas({2: (municipalities, COLUMNS)}, pack=pack, valid_from=dt.date(2024, 1, 1))
    areas = draft.areas.set_index("area_code")
    assert areas["area_name"].to_dict() == {
        "SQ": "Катталия",
        "01": "Түн",
        "02": "Күн",
        "a": "Ак-Суу",
        "b": "<b>Көл</b>",
        "c": "Ак-Суу",
    }
    assert areas["parent_code"].fillna("-").tolist() == ["-", "SQ", "SQ", "01", "01", "02"]
    assert areas["admin_level"].tolist() == [0, 1, 1, 2, 2, 2]
    assert areas["area_km2"].round(3).tolist() == [200, 100, 100, 50, 50, 100]
    assert set(areas["geometry_status"]) == {"official"}
    assert set(areas["valid_from"]) == {dt.date(2024, 1, 1)}
    assert draft.parents.groupby("method").size().to_dict() == {"code": 3, "only": 2}
    assert draft.problems == ()


def test_the_result_can_be_published(municipalities: GeoDataFrame, pack: Pack) -> None:
    draft = draft_areas({2: (municipalities, COLUMNS)}, pack=pack)
    AREAS.validate(draft.areas)
    assert draft.areas.crs == STORAGE_CRS
    extra = set(draft.areas.columns) - set(AREAS.columns)
    assert extra == {"geometry", "name_en"}
    refuse_on_errors(draft.problems)


def test_a_table_gives_names_where_polygons_are_dissolved(municipalities: GeoDataFrame, pack: Pack) -> None:
    provinces = pd.DataFrame({"id": ["01", "02", "03"], "n": ["Түн", "Күн", "Ай"]})
    draft = draft_areas({1: (provinces, BoundaryColumns("id", "n")), 2: (municipalities, COLUMNS)}, pack=pack)
    areas = draft.areas.set_index("area_code")
    assert areas.loc[["01", "02", "03"], "geometry_status"].tolist() == ["official", "official", "none"]
    assert areas.loc["03", "area_km2"] != areas.loc["03", "area_km2"]
    assert rules(draft, "warning") == [("partly_derived", "SQ"), ("area_not_drawn", "03")]


def test_points_become_schematic_polygons(municipalities: GeoDataFrame, pack: Pack) -> None:
    provinces = municipalities.dissolve("province").reset_index()
    towns = points(("t1", "01", 2, 5), ("t2", "01", 6, 5), ("t3", "02", 15, 5))
    draft = draft_areas(
        {1: (provinces, BoundaryColumns("province", "province_name")), 2: (towns, POINTS)}, pack=pack
    )
    cells = draft.areas[draft.areas["admin_level"] == 2]
    assert cells["geometry_status"].tolist() == ["schematic"] * 3
    assert cells["area_km2"].isna().all(), "a schematic cell says nothing about how much land there is"
    sizes = area_km2(cells.geometry.to_numpy(), pack.equal_area_crs)
    assert sizes.round(2).tolist() == [40, 60, 100]
    assert is_valid_coverage(cells.geometry.to_numpy())
    assert set(draft.areas.loc[draft.areas["admin_level"] < 2, "geometry_status"]) == {"official"}


def test_settlements_stay_points(municipalities: GeoDataFrame, pack: Pack) -> None:
    villages = points(("v1", "a", 1, 1), ("v2", "c", 15, 5))
    draft = draft_areas({2: (municipalities, COLUMNS), 3: (villages, POINTS)}, pack=pack)
    found = draft.areas[draft.areas["admin_level"] == 3]
    assert found.geom_type.tolist() == ["Point", "Point"]
    assert found["geometry_status"].tolist() == ["official", "official"]
    assert found["area_km2"].isna().all()


def test_areas_already_published_serve_as_parents(municipalities: GeoDataFrame, pack: Pack) -> None:
    existing = draft_areas({2: (municipalities, COLUMNS)}, pack=pack).areas
    villages = points(("v1", "a", 1, 1), ("v2", "z", 15, 5))
    draft = draft_areas({3: (villages, POINTS)}, pack=pack, existing=existing)
    assert draft.areas["area_code"].tolist() == ["v1", "v2"]
    assert draft.areas["parent_code"].fillna("-").tolist() == ["a", "-"]
    assert rules(draft) == [("parent_code_unknown", "v2")]


def test_a_level_that_is_given_replaces_the_published_one(municipalities: GeoDataFrame, pack: Pack) -> None:
    existing = draft_areas({2: (municipalities, COLUMNS)}, pack=pack).areas
    draft = draft_areas({2: (municipalities.iloc[:2], COLUMNS)}, pack=pack, existing=existing)
    assert draft.areas["area_code"].tolist() == ["a", "b"]
    assert rules(draft) == []


def test_all_problems_come_at_once(make_areas: MakeAreas, pack: Pack) -> None:
    wrong = make_areas(
        {"a": (0, 0, 5, 10), "b": (4, 0, 10, 10), "c": (10, 0, 20, 10), "d": (20, 0, 30, 10)},
        code=["a", "a", None, "SQ"],
        province=["01", "01", "02", "01"],
        since=["soon", None, None, None],
    )
    draft = draft_areas(
        {2: (wrong, BoundaryColumns("code", parent_code="province", valid_from="since"))}, pack=pack
    )
    assert rules(draft) == [
        ("code_blank", "3"),
        ("code_duplicate", "a"),
        ("date_unreadable", "a"),
        ("code_reused", "SQ"),
    ]
    with pytest.raises(ImportRefused):
        refuse_on_errors(draft.problems)


def test_a_parent_that_disagrees_with_its_children_is_reported(
    municipalities: GeoDataFrame, make_areas: MakeAreas, pack: Pack
) -> None:
    drawn = make_areas({"01": (0, 0, 9, 10), "02": (9, 0, 20, 10)}, n=["x", "y"])
    draft = draft_areas(
        {1: (drawn, BoundaryColumns("area_code", "n")), 2: (municipalities, COLUMNS)}, pack=pack
    )
    assert rules(draft, "warning") == [("parent_disagrees", "01"), ("parent_disagrees", "02")]


def test_repairs_are_kept_by_level(municipalities: GeoDataFrame, pack: Pack) -> None:
    overlapping = municipalities.copy()
    overlapping.loc[1, "geometry"] = shapely.box(4_000, 0, 10_000, 10_000)
    draft = draft_areas({2: (overlapping, COLUMNS)}, pack=pack)
    assert list(draft.repairs) == [2]
    assert draft.repairs[2].overlaps["area_km2"].round(3).tolist() == [10]
    assert ("areas_overlap", "a") in rules(draft, "warning")


def test_without_any_area_nothing_is_drafted(municipalities: GeoDataFrame, pack: Pack) -> None:
    with pytest.raises(ImportRefused, match=r"no column id[\s\S]*No area could be read"):
        draft_areas({2: (municipalities, BoundaryColumns("id"))}, pack=pack)
    with pytest.raises(ImportRefused, match="No area could be read"):
        draft_areas({}, pack=pack)


def test_a_level_without_named_parents_says_so(municipalities: GeoDataFrame, pack: Pack) -> None:
    draft = draft_areas({2: (municipalities, BoundaryColumns("area_code", "name"))}, pack=pack)
    assert rules(draft) == [("parents_unnamed", None)]
    assert len(draft.areas) == 3
