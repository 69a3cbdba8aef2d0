import datetime as dt

import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame
from shapely import Point

from geodata.boundaries.columns import BoundaryColumns
from geodata.boundaries.standard import standard_areas
from geodata.packs import Pack
from geodata.problems import Problem
from geodata.schemas import STORAGE_CRS


def standard(frame: pd.DataFrame, pack: Pack, **columns: object) -> tuple[GeoDataFrame, list[Problem]]:
    chosen = BoundaryColumns(**{"area_code": "id", **columns})  # type: ignore[arg-type]
    return standard_areas(frame, chosen, pack=pack, admin_level=1)


def found(problems: list[Problem]) -> list[tuple[str, str | None]]:
    return [(problem.rule.id, problem.where.feature) for problem in problems]


def test_texts_are_trimmed_and_otherwise_left_alone(pack: Pack) -> None:
    frame = pd.DataFrame({"id": [" 007 "], "name": [" <script>alert('1')</script> "]})
    areas, problems = standard(frame, pack, area_name="name")
    assert areas["area_code"].tolist() == ["007"]
    assert areas["area_name"].tolist() == ["<script>alert('1')</script>"]
    assert problems == []


@pytest.mark.parametrize("codes", [[1, 2], [1.0, 2.0], np.array([1, 2], dtype="int16"), ["1", "2"]])
def test_numbers_as_codes_have_no_decimals(codes: list[object], pack: Pack) -> None:
    assert standard(pd.DataFrame({"id": codes}), pack)[0]["area_code"].tolist() == ["1", "2"]


def test_blank_long_and_repeated_codes_are_reported_together(pack: Pack) -> None:
    frame = pd.DataFrame({"id": ["A", None, "B", "A", "  ", "C" * 65], "name": list("uvwxyz")})
    areas, problems = standard(frame, pack, area_name="name")
    assert areas["area_code"].tolist() == ["A", "B"]
    assert areas["area_name"].tolist() == ["u", "w"]
    assert found(problems) == [
        ("code_blank", "2"),
        ("code_blank", "5"),
        ("code_too_long", "6"),
        ("code_duplicate", "A"),
    ]


def test_the_first_language_is_the_name_and_others_stand_beside(pack: Pack) -> None:
    frame = pd.DataFrame({"id": ["A", "B", "C"], "s": ["Ак", None, None], "e": ["White", "Blue", None]})
    areas, problems = standard(frame, pack, names={"sq": "s", "en": "e"})
    assert areas["area_name"].tolist() == ["Ак", "Blue", "C"]
    assert areas["name_en"].tolist()[:2] == ["White", "Blue"]
    assert "name_sq" not in areas
    assert found(problems) == [("name_blank", "C")]


def test_a_file_without_names_is_said_once(pack: Pack) -> None:
    areas, problems = standard(pd.DataFrame({"id": ["A", "B"]}), pack)
    assert areas["area_name"].tolist() == ["A", "B"]
    assert found(problems) == [("names_missing", None)]


def test_a_long_name_is_cut_with_a_warning(pack: Pack) -> None:
    areas, problems = standard(pd.DataFrame({"id": ["A"], "name": ["x" * 300]}), pack, area_name="name")
    assert areas["area_name"].str.len().tolist() == [256]
    assert found(problems) == [("name_too_long", "A")]


def test_unknown_columns_are_all_named(pack: Pack) -> None:
    areas, problems = standard(pd.DataFrame({"code": ["A"]}), pack, area_name="name")
    assert areas.empty
    assert [problem.params["column"] for problem in problems] == ["id", "name"]
    assert "it has: code." in problems[0].message()


def test_dates_of_both_kinds_are_read_and_others_reported(pack: Pack) -> None:
    days = ["2024-12-31", "31.12.2024", "2018-11-19 00:00:00", "9999-12-31", "soon", None]
    frame = pd.DataFrame({"id": list("ABCDEF"), "since": days})
    areas, problems = standard(frame, pack, area_name="id", valid_from="since")
    assert areas["valid_from"].tolist() == [
        dt.date(2024, 12, 31),
        dt.date(2024, 12, 31),
        dt.date(2018, 11, 19),
        dt.date(9999, 12, 31),
        None,
        None,
    ]
    assert found(problems) == [("date_unreadable", "E")]
    assert "'soon'" in problems[0].message()


def test_kinds_get_the_id_of_the_pack(pack: Pack) -> None:
    frame = pd.DataFrame({"id": list("ABCD"), "kind": ["Шаар ", "CITY", "hamlet", None]})
    areas, _ = standard(frame, pack, area_name="id", area_type="kind")
    assert areas["area_type"].fillna("?").tolist() == ["city", "city", "hamlet", "?"]
    assert areas["urban_rural"].fillna("?").tolist() == ["urban", "urban", "?", "?"]


def test_points_of_a_table(pack: Pack) -> None:
    frame = pd.DataFrame({"id": list("ABCD"), "x": ["74.5", "x", "74", None], "y": [42.5, 42, 95, None]})
    areas, problems = standard(frame, pack, area_name="id", lon="x", lat="y")
    assert areas.geometry[0] == Point(74.5, 42.5)
    assert areas.geometry.isna().tolist() == [False, True, True, True]
    assert found(problems) == [("coordinate_unreadable", "B"), ("coordinate_unreadable", "C")]


def test_any_crs_ends_in_the_one_that_is_stored(pack: Pack) -> None:
    frame = GeoDataFrame({"id": ["A"]}, geometry=[Point(500000, 0)], crs="EPSG:32643", index=[7])
    areas, _ = standard(frame, pack, area_name="id")
    assert areas.crs == STORAGE_CRS
    assert areas.geometry.iloc[0].distance(Point(75, 0)) < 1e-9
