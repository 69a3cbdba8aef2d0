import pytest

from indicators.councils.norms import norm_shortfall

from .nation import AREAS, council_pack, on_day, row_of, territory

COURT = {"body_type": "court"}


@pytest.mark.parametrize(
    ("residents", "required"),
    [(1, 1), (25_000, 1), (25_001, 2), (50_000, 2), (50_001, 3), (0, 0)],
)
def test_a_city_needs_a_court_for_every_25_000_residents_begun(residents: int, required: int) -> None:
    day = on_day(bodies=[{"body_id": "1", "area_code": "T", **COURT}])
    rows = norm_shortfall(day, council_pack(), territory(people={"T": residents}), "court")
    told = row_of(rows, "T")
    assert told["denominator"] == required
    assert told["shortfall"] == max(0, required - 1)


@pytest.mark.parametrize(("one_per", "shortfall"), [("settlement", 2), ("area", 0)])
def test_a_rural_municipality_needs_one_per_village_or_one(one_per, shortfall: int) -> None:
    day = on_day(bodies=[{"body_id": "1", "area_code": "V", **COURT}])
    told = row_of(norm_shortfall(day, council_pack(), territory(), "court", one_per=one_per), "V")
    assert (told["n_bodies"], told["shortfall"]) == (1, shortfall)


def test_a_second_court_of_a_village_serves_no_other() -> None:
    courts = [{"body_id": str(n), "area_code": code, **COURT} for n, code in enumerate(["V1", "V1", "V2"])]
    told = row_of(norm_shortfall(on_day(bodies=courts), council_pack(), territory(), "court"), "V")
    assert (told["n_bodies"], told["numerator"], told["shortfall"]) == (3, 2, 1)


def test_more_courts_than_needed_are_no_shortfall() -> None:
    courts = [{"body_id": str(n), "area_code": "T", **COURT} for n in range(9)]
    told = row_of(norm_shortfall(on_day(bodies=courts), council_pack(), territory(), "court"), "T")
    assert (told["n_bodies"], told["numerator"], told["shortfall"], told["value"]) == (9, 2, 0, 100)


def test_villages_that_are_not_loaded_leave_it_open() -> None:
    place = territory(areas=AREAS[AREAS["admin_level"] < 4])
    day = on_day(bodies=[{"body_id": "1", "area_code": "V", **COURT}])
    told = row_of(norm_shortfall(day, council_pack(), place, "court"), "V")
    assert (told["shortfall"], told["lacks"]) == (None, "settlements")


def test_a_kind_of_area_without_a_norm_and_one_of_no_known_kind() -> None:
    rows = norm_shortfall(on_day(), council_pack(norms=[]), territory(), "court")
    assert set(rows["lacks"]) == {"no_body,requirement"}
    day = on_day(bodies=[{"body_id": "1", "area_code": "V", **COURT}])
    rows = norm_shortfall(day, council_pack(), territory(areas=AREAS.drop(columns="area_type")), "court")
    assert set(rows["lacks"]) == {"area_type"}
    assert rows["shortfall"].isna().all()
