"""Which areas count: municipalities, and cities on the levels above that have none below."""

import pandas as pd
import pytest

from geodata.councils.pack import BodyType
from indicators.councils.presence import areas_covered, people_covered

from .nation import AREAS, LAW, TEXT, council_pack, on_day, row_of, territory

CAPITAL = pd.DataFrame(
    [("C", "X", 1, "city")], columns=["area_code", "parent_code", "admin_level", "area_type"]
)
WITH_CAPITAL = pd.concat([AREAS.drop(columns="geometry"), CAPITAL], ignore_index=True)
ALL_LEVELS = ["oblast", "district", "municipality", "settlement"]


def body_type(*levels: str, area_types: tuple[str, ...] = ()) -> BodyType:
    return BodyType.model_validate({"title": TEXT, "levels": levels, "area_types": area_types, **LAW})


@pytest.mark.parametrize(
    ("levels", "area_types", "units"),
    [
        (["municipality"], (), {"V", "T"}),
        (["oblast", "district", "municipality"], (), {"V", "T", "C"}),
        (ALL_LEVELS, (), {"V", "T", "C"}),
        (["oblast", "district", "municipality"], ("city",), {"T", "C"}),
        (["oblast"], (), {"O", "C"}),
        (["settlement"], (), {"V1", "V2", "V3", "T1"}),
    ],
)
def test_units_of_a_type(levels: list[str], area_types: tuple[str, ...], units: set[str]) -> None:
    place = territory("country", areas=WITH_CAPITAL)
    assert set(place.units_of(body_type(*levels, area_types=area_types))) == units


def test_settlements_count_on_their_own_level() -> None:
    place = territory("settlement", areas=WITH_CAPITAL)
    assert {"V1", "T1", "C"} <= set(place.units_of(body_type(*ALL_LEVELS)))


def test_districts_are_no_units_where_their_municipalities_are_not_loaded() -> None:
    place = territory("country", areas=WITH_CAPITAL[WITH_CAPITAL["admin_level"] < 3])
    assert place.units_of(body_type(*ALL_LEVELS)).empty


def test_a_body_of_a_part_counts_for_the_unit_and_one_of_the_whole_for_none() -> None:
    courts = council_pack(
        body_types=council_pack().model_dump()["body_types"] | {"court": body_type(*ALL_LEVELS).model_dump()}
    )
    bodies = [{"body_id": code, "body_type": "court", "area_code": code} for code in ("V1", "V3", "D")]
    day, place = on_day(bodies=bodies), territory("country", areas=WITH_CAPITAL)
    covered = row_of(areas_covered(day, courts, place, "court"), "X")
    assert (covered["numerator"], covered["denominator"], covered["lacks"]) == (1, 3, "larger")
    people = row_of(people_covered(day, courts, place, "court"), "X")
    assert (people["numerator"], people["lacks"]) == (6000, "population,larger")


def test_where_only_districts_have_a_body_districts_are_counted() -> None:
    kinds = council_pack().model_dump()["body_types"] | {"court": body_type(*ALL_LEVELS).model_dump()}
    day = on_day(bodies=[{"body_id": "1", "body_type": "court", "area_code": "D"}])
    covered = areas_covered(day, council_pack(body_types=kinds), territory("country"), "court")
    assert (row_of(covered, "X")["numerator"], row_of(covered, "X")["value"]) == (1, 100)
    assert territory("country").units_of(body_type("municipality"), pd.Series(["D"])).tolist() == ["V", "T"]


def test_a_body_of_an_area_that_is_not_loaded_is_counted_and_leaves_no_share() -> None:
    bodies = [{"body_id": code, "body_type": "court", "area_code": code} for code in ("V1", "Z")]
    covered = row_of(areas_covered(on_day(bodies=bodies), council_pack(), territory("country"), "court"), "X")
    assert (covered["numerator"], covered["value"], covered["lacks"]) == (2, None, "areas")


def test_one_active_body_is_enough_whatever_is_not_known_of_another() -> None:
    bodies = [{"body_id": each, "body_type": "public", "area_code": "V"} for each in "pq"]
    met = [{"body_id": "p", "held_on": on_day().on, "kind": "visit"}]
    covered = areas_covered(on_day(bodies=bodies, meetings=met), council_pack(), territory(), "public")
    assert row_of(covered, "V")["value"] == 100
    met[0]["held_on"] = met[0]["held_on"].replace(year=2020)
    covered = areas_covered(on_day(bodies=bodies, meetings=met), council_pack(), territory(), "public")
    assert row_of(covered, "V")["lacks"] == "meetings"


def test_areas_lie_in_those_of_the_level() -> None:
    codes = pd.Series(["V1", "T", "D", "?"])
    assert territory().homes(codes).fillna("").tolist() == ["V", "T", "", ""]
    assert territory("country").homes(codes).tolist() == ["X"] * 4
    assert territory().nearest_of(codes, ["V", "D"]).fillna("").tolist() == ["V", "D", "D", ""]
