import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame

from geodata.boundaries.hierarchy import (
    ParentResolution,
    check_disagreement,
    check_hierarchy,
    derive_parents,
    parent_disagreement,
    resolve_parents,
    with_dissolved_geometry,
)
from geodata.boundaries.repair import area_km2
from geodata.packs import Pack

from .conftest import EQUAL_AREA_CRS, MakeAreas

WEST, EAST = (0, 0, 10, 10), (10, 0, 20, 10)


@pytest.fixture
def provinces(make_areas: MakeAreas) -> GeoDataFrame:
    return make_areas({"01": WEST, "02": EAST}, area_name=["Түн облусу", "Күн"], name_en=["Night", "Day"])


@pytest.fixture
def areas(make_areas: MakeAreas) -> GeoDataFrame:
    """Two areas inside the west, one inside the east and one across."""
    rectangles = {"a": (0, 0, 5, 10), "b": (5, 0, 8, 10), "c": (15, 0, 20, 10), "d": (8, 0, 15, 10)}
    unknown = pd.array([None] * 4, dtype="str")
    return make_areas(rectangles, parent_code=unknown, parent_name=unknown)


def parent_of(resolution: ParentResolution) -> dict[str, tuple[str | None, str]]:
    table = resolution.parents.astype(object).where(resolution.parents.notna(), None)
    return {row.area_code: (row.parent_code, row.method) for row in table.itertuples()}


def reported(resolution: ParentResolution) -> list[tuple[str, str | None]]:
    return [(problem.rule.id, problem.where.feature) for problem in resolution.problems]


def test_a_stated_code_comes_first(areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack) -> None:
    stated = areas.assign(parent_code=["02"] * 4, parent_name="Night")
    assert set(parent_of(resolve_parents(stated, provinces, pack=pack)).values()) == {("02", "code")}


def test_a_name_is_found_in_any_language_and_spelling(
    areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack
) -> None:
    stated = areas.assign(parent_name=["түн prov.", "NIGHT", "Күн", "day"])
    resolution = resolve_parents(stated, provinces, pack=pack)
    assert [code for code, _ in parent_of(resolution).values()] == ["01", "01", "02", "02"]
    assert {method for _, method in parent_of(resolution).values()} == {"name"}
    assert resolution.problems == ()


def test_without_a_statement_location_decides_and_doubt_is_said(
    areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack
) -> None:
    resolution = resolve_parents(areas, provinces, pack=pack)
    assert parent_of(resolution) == {
        "a": ("01", "location"),
        "b": ("01", "location"),
        "c": ("02", "location"),
        "d": ("02", "location"),
    }
    assert resolution.parents["share_pct"].round(1).tolist() == [100, 100, 100, 71.4]
    assert reported(resolution) == [("parent_by_location", "d")]
    assert "71.4 % of the area lie in 02" in resolution.problems[0].message()


def test_a_point_belongs_where_it_lies(areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack) -> None:
    points = areas.set_geometry(shapely.centroid(areas.geometry.to_numpy()), crs=areas.crs)
    resolution = resolve_parents(points, provinces, pack=pack)
    assert [code for code, _ in parent_of(resolution).values()] == ["01", "01", "02", "02"]
    assert resolution.problems == ()


def test_a_wrong_statement_is_never_replaced_by_a_guess(
    areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack
) -> None:
    stated = areas.assign(parent_code=["1", None, None, None], parent_name=[None, "Dusk", None, None])
    resolution = resolve_parents(stated, provinces, pack=pack)
    assert parent_of(resolution)["a"] == (None, "none")
    assert parent_of(resolution)["b"] == (None, "none")
    assert reported(resolution)[:2] == [("parent_code_unknown", "a"), ("parent_name_unknown", "b")]
    assert "'1'" in resolution.problems[0].message()


def test_a_name_of_two_parents_needs_a_code(areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack) -> None:
    stated = areas.assign(parent_name="Ак-Суу")
    resolution = resolve_parents(stated, provinces.assign(area_name="Ак-Суу"), pack=pack)
    assert {rule for rule, _ in reported(resolution)} == {"parent_name_ambiguous"}
    assert resolution.problems[0].params["codes"] == "01, 02"


def test_a_city_and_a_province_of_one_name_are_told_apart(
    areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack
) -> None:
    parents = provinces.assign(area_name=["Ош облусу", "Ош ш."], name_en=["Osh", "Osh (city)"])
    stated = areas.assign(parent_name=["Ош облусу", "ош шаар", "Osh", "Osh city"])
    resolution = resolve_parents(stated, parents, pack=pack)
    assert [code for code, _ in parent_of(resolution).values()] == ["01", "02", "01", "02"]


def test_what_lies_nowhere_has_no_parent(areas: GeoDataFrame, make_areas: MakeAreas, pack: Pack) -> None:
    far = make_areas({"01": (50, 0, 60, 10), "02": (60, 0, 70, 10)}, area_name=["x", "y"])
    beside = areas.copy()
    beside.loc[0, "geometry"] = None
    resolution = resolve_parents(beside, far, pack=pack)
    assert [rule for rule, _ in reported(resolution)] == ["parent_not_found"] * 4


def test_touching_is_not_lying_in(make_areas: MakeAreas, pack: Pack) -> None:
    parents = make_areas({"01": WEST, "02": (30, 0, 40, 10)}, area_name=["x", "y"])
    unknown = pd.array([None], dtype="str")
    beside = make_areas({"a": EAST}, parent_code=unknown, parent_name=unknown)
    assert parent_of(resolve_parents(beside, parents, pack=pack)) == {"a": (None, "none")}


def test_the_only_area_above_is_everybodys_parent(
    areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack
) -> None:
    resolution = resolve_parents(areas, provinces.iloc[[1]], pack=pack)
    assert set(parent_of(resolution).values()) == {("02", "only")}


def test_row_order_is_irrelevant(areas: GeoDataFrame, provinces: GeoDataFrame, pack: Pack) -> None:
    mixed = areas.assign(parent_code=["01", None, None, None], parent_name=[None, "Night", None, None])
    straight = resolve_parents(mixed, provinces, pack=pack)
    turned = resolve_parents(mixed.iloc[::-1], provinces.iloc[::-1], pack=pack)
    assert parent_of(straight) == parent_of(turned)
    assert turned.parents.index.tolist() == [3, 2, 1, 0]


class TestDerivedLevels:
    def test_the_country_comes_from_the_pack(self, areas: GeoDataFrame, pack: Pack) -> None:
        country, problems = derive_parents(areas, admin_level=0, pack=pack)
        assert country[["area_code", "area_name", "name_en"]].to_numpy().tolist() == [
            ["SQ", "Катталия", "Squareland"]
        ]
        assert problems == []

    def test_codes_and_names_of_parents_make_areas(self, areas: GeoDataFrame, pack: Pack) -> None:
        stated = areas.assign(parent_code=["01", "01", "02", None], parent_name=["Night", None, None, "Dusk"])
        derived, problems = derive_parents(stated, admin_level=1, pack=pack)
        assert derived[["area_code", "area_name"]].to_numpy().tolist() == [
            ["01", "Night"],
            ["02", "02"],
            ["Dusk", "Dusk"],
        ]
        assert [(problem.rule.id, problem.where.feature) for problem in problems] == [
            ("parent_code_from_name", "Dusk"),
            ("name_blank", "02"),
        ]

    def test_nothing_stated_is_a_problem(self, areas: GeoDataFrame, pack: Pack) -> None:
        derived, (problem,) = derive_parents(areas, admin_level=1, pack=pack)
        assert derived.empty
        assert problem.message().startswith("Nothing says to which province")

    def test_geometry_is_dissolved_along_the_childrens_borders(
        self, areas: GeoDataFrame, provinces: GeoDataFrame
    ) -> None:
        bare = provinces.set_geometry([None, None], crs=provinces.crs)
        linked = areas.assign(parent_code=["01", "01", "02", "01"])
        parents, problems = with_dissolved_geometry(bare, linked)
        assert area_km2(parents.geometry.to_numpy(), EQUAL_AREA_CRS).round(3).tolist() == [150, 50]
        assert shapely.coverage_is_valid(parents.geometry.to_numpy())
        assert problems == []

    def test_a_drawn_parent_keeps_its_polygon(self, areas: GeoDataFrame, provinces: GeoDataFrame) -> None:
        parents, _ = with_dissolved_geometry(provinces, areas.assign(parent_code="01"))
        assert parents.geometry.tolist() == provinces.geometry.tolist()

    def test_a_parent_with_children_missing_is_said_to_be_partial(
        self, areas: GeoDataFrame, provinces: GeoDataFrame
    ) -> None:
        bare = provinces.set_geometry([None, None], crs=provinces.crs)
        linked = areas.assign(parent_code=["01", "01", "02", "02"])
        linked.loc[[0, 2, 3], "geometry"] = None
        parents, (problem,) = with_dissolved_geometry(bare, linked)
        assert parents.geometry.isna().tolist() == [False, True]
        assert problem.params == {"drawn": 1, "count": 2}


class TestDisagreement:
    def test_drawn_parents_are_compared_with_their_children(
        self, areas: GeoDataFrame, provinces: GeoDataFrame
    ) -> None:
        linked = areas.assign(parent_code=["01", "01", "02", "01"])  # d lies across, 2 km in the west
        table = parent_disagreement(linked, provinces, equal_area_crs=EQUAL_AREA_CRS)
        assert table.round(3).to_dict("records") == [
            {"area_code": "01", "outside_km2": 50, "uncovered_km2": 0, "disagreement_pct": 50},
            {"area_code": "02", "outside_km2": 0, "uncovered_km2": 50, "disagreement_pct": 50},
        ]
        assert [problem.where.feature for problem in check_disagreement(table)] == ["01", "02"]

    def test_agreement_is_silent(self, make_areas: MakeAreas, provinces: GeoDataFrame) -> None:
        linked = make_areas({"a": WEST, "b": EAST}, parent_code=["01", "02"])
        table = parent_disagreement(linked, provinces, equal_area_crs=EQUAL_AREA_CRS)
        assert check_disagreement(table) == []


class TestTree:
    def tree(self, **changes: object) -> pd.DataFrame:
        codes = ["SQ", "01", "02", "a"]
        parents = pd.array([None, "SQ", "SQ", "01"], dtype="str")
        levels = {"area_code": codes, "parent_code": parents, "admin_level": [0, 1, 1, 2]}
        return pd.DataFrame(levels | changes)

    def test_a_sound_one_passes(self) -> None:
        assert check_hierarchy(self.tree()) == []

    def test_a_code_of_two_levels_is_a_problem(self) -> None:
        problem = check_hierarchy(self.tree(area_code=["SQ", "01", "02", "02"]))[0]
        assert problem.message() == "The code 02 is used at levels 1, 2."

    def test_a_parent_that_does_not_exist_is_a_problem(self) -> None:
        (problem,) = check_hierarchy(self.tree(parent_code=[None, "SQ", "XX", "01"]))
        assert (problem.rule.id, problem.where.feature) == ("parent_code_unknown", "02")

    @pytest.mark.parametrize(
        "parents", [["SQ", "SQ", "SQ", "01"], [None, "02", "01", "01"], ["a", "SQ", "SQ", "01"]]
    )
    def test_circles_are_problems(self, parents: list[str | None]) -> None:
        problems = check_hierarchy(self.tree(parent_code=parents))
        assert {problem.rule.id for problem in problems} == {"parent_not_above"}
