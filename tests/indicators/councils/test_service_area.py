"""How far it is to a body: along the equator and meridians, where it can be told by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point

from indicators.councils.service_area import body_places, service_area

from .nation import AREAS, PACK, PEOPLE, council, on_day, row_of, territory

COURT = {"body_type": "court"}
GEOD = Geod(ellps="WGS84")
KM_V1_V2 = GEOD.inv(74.1, 41, 74.5, 41)[2] / 1000
KM_V3_T1 = GEOD.inv(74.9, 41, 75.5, 41)[2] / 1000


def courts(*area_codes: str) -> list[dict[str, object]]:
    return [{"body_id": f"b{n}", "area_code": code, **COURT} for n, code in enumerate(area_codes)]


def test_people_beyond_a_distance() -> None:
    area = service_area(on_day(bodies=courts("V1", "T1")), territory(), PACK, "court", distance_km=30)
    table = area.settlements.set_index("area_code")
    assert table["distance_km"].to_dict() == pytest.approx(
        {"V1": 0, "V2": KM_V1_V2, "V3": KM_V3_T1, "T1": 0}, abs=0.01
    )
    assert table["body_id"].to_dict() == {"V1": "b0", "V2": "b0", "V3": "b1", "T1": "b1"}
    assert table.index.tolist() == ["V3", "V2", "T1", "V1"]
    told = row_of(area.people, "V")
    assert (told["numerator"], told["denominator"], told["value"]) == (3000, 6000, 50)
    assert row_of(area.people, "T")["value"] == 0


def test_exactly_so_far_is_not_farther() -> None:
    day = on_day(bodies=courts("V1"))
    for distance, is_beyond in ((KM_V1_V2, False), (KM_V1_V2 - 1e-6, True)):
        table = service_area(day, territory(), PACK, "court", distance_km=distance).settlements
        assert row_of(table, "V2")["is_beyond"] == is_beyond


def test_a_body_of_a_municipality_sits_in_its_most_populous_settlement() -> None:
    day = on_day(bodies=[council()])
    assert body_places(day, territory(), "council").geometry.tolist() == [Point(74.1, 41)]
    people = {**PEOPLE, "V3": 5000}
    assert body_places(day, territory(people=people), "council").geometry.tolist() == [Point(74.9, 41)]


def test_without_settlements_it_sits_within_the_municipality() -> None:
    place = territory(areas=AREAS[AREAS["admin_level"] < 4])
    point = body_places(on_day(bodies=[council()]), place, "council").geometry.item()
    assert AREAS.set_index("area_code").loc["V", "geometry"].contains(point)


def test_a_body_of_unknown_place_may_be_nearer() -> None:
    area = service_area(on_day(bodies=courts("V1", "?")), territory(), PACK, "court", distance_km=30)
    assert area.unplaced == ("b1",)
    assert area.settlements.set_index("area_code")["is_beyond"].isna().to_dict() == {
        "T1": True,
        "V3": True,
        "V2": True,
        "V1": False,
    }
    told = row_of(area.people, "V")
    assert (told["numerator"], told["unknown"], told["value"], told["lacks"]) == (0, 3000, None, "places")


def test_a_settlement_of_unknown_place_is_told_so() -> None:
    areas = AREAS.copy()
    areas.loc[areas["area_code"] == "V2", "geometry"] = None
    area = service_area(on_day(bodies=courts("V1")), territory(areas=areas), PACK, "court", distance_km=100)
    assert row_of(area.settlements, "V2")["distance_km"] is None
    told = row_of(area.people, "V")
    assert (told["unknown"], told["lowest"], told["lacks"]) == (2000, 0, "places")


def test_where_all_bodies_are_dissolved_everybody_is_beyond() -> None:
    gone = [{**each, "dissolved_on": pd.Timestamp("2020-01-01").date()} for each in courts("V1")]
    area = service_area(on_day(bodies=gone), territory(), PACK, "court", distance_km=100)
    assert np.isinf(area.settlements["distance_km"]).all()
    assert row_of(area.people, "V")["value"] == 100


def test_a_register_that_never_had_such_a_body_says_nothing() -> None:
    area = service_area(on_day(bodies=[council()]), territory(), PACK, "court", distance_km=100)
    assert area.settlements["is_beyond"].isna().all()
    assert set(area.people["lacks"]) == {"no_body"}


def test_residents_that_are_not_known() -> None:
    place = territory(people={"V1": 3000})
    area = service_area(on_day(bodies=courts("V1")), place, PACK, "court", distance_km=100)
    assert row_of(area.people, "V")["lacks"] == "population"


def test_no_settlements_no_people() -> None:
    place = territory(areas=AREAS[AREAS["admin_level"] < 4])
    area = service_area(on_day(bodies=courts("V")), place, PACK, "court", distance_km=100)
    assert area.settlements.empty
    assert set(area.people["lacks"]) == {"settlements"}


degrees = st.tuples(st.floats(60, 90), st.floats(30, 55))


@settings(max_examples=25)
@given(st.lists(degrees, min_size=1, max_size=6), st.lists(degrees, min_size=1, max_size=6))
def test_the_nearest_is_the_nearest_on_the_ellipsoid(homes, seats) -> None:
    """The projection is a thousand kilometres off its centre: its distances err by far more than rounding."""
    codes = [f"h{n}" for n in range(len(homes))] + [f"s{n}" for n in range(len(seats))]
    points = gpd.GeoDataFrame(
        {"area_code": codes, "parent_code": "X", "admin_level": 4, "area_type": None},
        geometry=[Point(*each) for each in [*homes, *seats]],
        crs="EPSG:4326",
    )
    areas = pd.concat([AREAS[AREAS["area_code"] == "X"], points], ignore_index=True)
    day = on_day(bodies=courts(*(code for code in codes if code.startswith("s"))))
    table = service_area(day, territory(areas=areas), PACK, "court", distance_km=1).settlements
    for n, (east, north) in enumerate(homes):
        nearest = min(GEOD.inv(east, north, *seat)[2] for seat in seats) / 1000
        assert row_of(table, f"h{n}")["distance_km"] == pytest.approx(nearest, abs=1e-6)


def test_the_plane_is_not_believed() -> None:
    """Far off its centre the projection shows ways north too long and ways east too short."""
    places = {"home": (115.0, 41.0), "north": (115.0, 41.9), "east": (116.22, 41.0)}
    points = gpd.GeoDataFrame(
        {"area_code": list(places), "parent_code": "X", "admin_level": 4, "area_type": None},
        geometry=[Point(*each) for each in places.values()],
        crs="EPSG:4326",
    )
    plane = points.to_crs(PACK.equal_area_crs).geometry
    on_plane, on_earth = (
        {name: measure(number) for number, name in ((1, "north"), (2, "east"))}
        for measure in (
            lambda number: plane[0].distance(plane[number]),
            lambda number: GEOD.inv(*places["home"], *list(places.values())[number])[2],
        )
    )
    assert (min(on_plane, key=on_plane.get), min(on_earth, key=on_earth.get)) == ("east", "north")
    areas = pd.concat([AREAS[AREAS["area_code"] == "X"], points], ignore_index=True)
    area = service_area(
        on_day(bodies=courts("north", "east")), territory(areas=areas), PACK, "court", distance_km=1
    )
    assert row_of(area.settlements, "home")["body_id"] == "b0"
