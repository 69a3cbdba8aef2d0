"""Worked cases in ``cases/coverage.toml``, and what holds of every table of coverage."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import Field

from config.loader import ConfigModel
from geodata.councils import load_council_pack
from geodata.packs import pack_folders
from indicators.councils.coverage import COLUMNS, MEASURES, coverage, printed_counts
from indicators.councils.norms import OnePer
from indicators.councils.representation import settlement_deputies
from indicators.councils.seats import body_seats
from indicators.councils.shares import LACKS_TEXTS

from .nation import AREAS, LAW, PEOPLE, TEXT, TODAY, council, council_pack, deputy, on_day, row_of, territory

CASES = Path(__file__).with_name("cases") / "coverage.toml"
NUMBERS = ("numerator", "unknown", "denominator", "value", "lowest", "highest", "lacks")


class Case(ConfigModel):
    title: str
    measure: str
    body_type: str | None = None
    level: str = "municipality"
    one_per: OnePer = "settlement"
    people: dict[str, float] = Field(default_factory=lambda: dict(PEOPLE))
    maps: tuple[str, ...] = ()
    without_seats: bool = False
    bodies: tuple[dict[str, Any], ...] = ()
    members: tuple[dict[str, Any], ...] = ()
    meetings: tuple[dict[str, Any], ...] = ()
    reports: tuple[dict[str, Any], ...] = ()
    expect: dict[str, dict[str, float | str]]


def cases() -> dict[str, Case]:
    file = tomllib.loads(CASES.read_text(encoding="utf-8"))
    loaded = [Case.model_validate(each) for each in file["cases"]]
    by_title = {each.title: each for each in loaded}
    assert len(by_title) == len(loaded)
    return by_title


def rows_of(case: Case) -> pd.DataFrame:
    members = [dict(row) for row in case.members for _ in range(row.get("n", 1))]
    for row in members:
        row.pop("n", None)
    day = on_day(bodies=case.bodies, members=members, meetings=case.meetings, reports=case.reports)
    numbers = AREAS["area_code"].where(AREAS["area_code"].isin(case.maps))
    place = territory(case.level, areas=AREAS.assign(map_registration_number=numbers), people=case.people)
    councils = council_pack(statutory_seats=[]) if case.without_seats else council_pack()
    return coverage(
        day,
        councils,
        place,
        measures=[case.measure],
        body_types=[case.body_type or "council"],
        one_per=case.one_per,
    )


@pytest.mark.parametrize("case", cases().values(), ids=cases())
def test_a_case_comes_out_as_by_hand(case: Case) -> None:
    rows = rows_of(case)
    assert set(rows["area_code"]) == set(case.expect)
    for area_code, expected in case.expect.items():
        told = {key: value for key, value in row_of(rows, area_code).items() if key in NUMBERS}
        assert {key: value for key, value in told.items() if value is not None} == {
            key: value if isinstance(value, str) else pytest.approx(value) for key, value in expected.items()
        }


def test_every_measure_has_cases() -> None:
    assert {case.measure for case in cases().values()} == set(MEASURES)


@pytest.mark.parametrize("level", ["country", "oblast", "district", "municipality", "settlement"])
def test_nothing_known_is_told_as_nothing(level: str) -> None:
    rows = coverage(on_day(), council_pack(), territory(level, people={}))
    assert tuple(rows) == COLUMNS
    assert rows["value"].isna().all()
    assert rows["lacks"].notna().all()
    assert set(rows["lacks"].str.split(",").explode()) <= set(LACKS_TEXTS)


def test_only_types_that_come_apart_at_the_level_are_told() -> None:
    rows = coverage(on_day(), council_pack(), territory("settlement"))
    assert set(rows["body_type"].dropna()) == {"court"}


def test_a_percentage_stands_where_its_denominator_does_and_nothing_lacks() -> None:
    for case in cases().values():
        rows = rows_of(case)
        assert (rows["value"].notna() == rows["lacks"].isna()).all()
        assert rows.loc[rows["value"].notna(), "denominator"].gt(0).all()
        known = rows.dropna(subset=["lowest", "highest"])
        assert (known["lowest"] <= known["highest"]).all()


def test_bodies_are_counted_without_a_percentage_where_areas_are_not_loaded() -> None:
    numbers = {"village_council": 23, "city_council": 4, "district_council": 8}
    kinds = {key: {"title": TEXT, "levels": ["municipality"], **LAW} for key in numbers}
    changes = {"body_types": kinds, "report_duties": [], "statutory_seats": [], "norms": []}
    bodies = [
        {"body_id": f"{kind}{n}", "body_type": kind, "area_code": f"{kind}{n}"}
        for kind, count in numbers.items()
        for n in range(count)
    ]
    place = territory("country", areas=AREAS[AREAS["area_code"] == "X"])
    rows = coverage(on_day(bodies=bodies), council_pack(**changes), place)
    covered = rows[rows["measure"] == "areas_covered"].set_index("body_type")
    assert covered["numerator"].to_dict() == numbers
    assert covered["numerator"].sum() == 35
    assert covered[["denominator", "value"]].isna().all(axis=None)
    assert set(covered["lacks"]) == {"areas"}


@pytest.mark.parametrize(
    ("table_id", "figures"),
    [("small_public_councils", [23, 4, 8, 35]), ("deputies", [256, 1082, 480, 6473, 8291])],
)
def test_printed_figures_add_up_and_have_no_percentage(table_id: str, figures: list[int]) -> None:
    councils = load_council_pack(pack_folders()["kgz"])
    assert councils is not None
    table = next(each for each in councils.printed if each.id == table_id)
    rows = printed_counts(table, *table.columns)
    assert rows["numerator"].tolist() == figures
    assert rows["numerator"].iloc[-1] == sum(table.totals.values())
    assert rows["value"].isna().all()
    assert set(rows["lacks"]) == {"areas"}


def test_shares_of_a_printed_survey_are_not_added_up() -> None:
    councils = load_council_pack(pack_folders()["kgz"])
    assert councils is not None
    table = next(each for each in councils.printed if each.id == "roles_survey")
    assert len(printed_counts(table, "deputies")) == len(table.rows)


def test_rows_in_another_order_say_the_same() -> None:
    bodies = [council(), council("t", "T", statutory_seats=5)]
    members = [deputy(settlement_code="V1", sex="f"), deputy("t", "T1", sex="m"), deputy("t")]
    one = coverage(on_day(bodies=bodies, members=members), council_pack(), territory())
    shuffled = territory(areas=AREAS.iloc[::-1])
    other = coverage(on_day(bodies=bodies[::-1], members=members[::-1]), council_pack(), shuffled)
    pd.testing.assert_frame_equal(one, other)


def test_no_name_and_no_year_of_birth_is_in_any_table() -> None:
    told = {"name": "Planted Name", "birth_year": 1913, "settlement_code": "V1"}
    day = on_day(bodies=[council()], members=[deputy(**told)])
    councils, place = council_pack(), territory()
    tables = [
        coverage(day, councils, place),
        body_seats(day, councils, place, "council"),
        settlement_deputies(day, councils, place),
    ]
    text = "".join(each.to_csv() for each in tables)
    assert "V1" in text
    assert "Planted" not in text
    assert "1913" not in text


def test_a_body_is_there_from_its_founding_to_the_day_before_its_dissolution() -> None:
    founded, dissolved = date(2025, 1, 10), date(2025, 1, 12)
    bodies = [council(founded_on=founded, dissolved_on=dissolved)]
    there = [
        not on_day(on, bodies=bodies).bodies.empty
        for on in (founded + timedelta(days=n) for n in (-1, 0, 1, 2))
    ]
    assert there == [False, True, True, False]
    assert not on_day(TODAY, bodies=[council()]).bodies.empty
