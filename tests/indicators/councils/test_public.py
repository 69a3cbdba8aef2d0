"""Coverage for the public: no small group of members, whichever way a reader computes."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.councils.coverage import coverage
from indicators.councils.public import NUMBERS, public_coverage

from .nation import AREAS, council, council_pack, deputy, on_day, territory

MEASURES = ["seats_filled", "deputies_per_1000", "women", "youth"]


def rows_of(members: list[dict[str, object]], *levels: str) -> pd.DataFrame:
    bodies = [council(statutory_seats=60), council("t", "T", statutory_seats=60)]
    day = on_day(bodies=bodies, members=members)
    told = partial(coverage, day, council_pack(), body_types=["council"], measures=[*MEASURES, "sessions"])
    tables = [told(territory(level)) for level in levels]
    return pd.concat(tables, ignore_index=True)


def members_of(body_id: str, women: int, men: int) -> list[dict[str, object]]:
    sexes = [*["f"] * women, *["m"] * men]
    return [deputy(body_id, sex=sex, birth_year=1980) for sex in sexes]


def of(rows: pd.DataFrame, measure: str, area_code: str) -> pd.Series:
    found = rows[(rows["measure"] == measure) & (rows["area_code"] == area_code)]
    return found[found["body_type"] == "council"].iloc[0]


def test_two_women_are_not_told_in_any_way() -> None:
    rows = rows_of(members_of("c", 2, 12) + members_of("t", 9, 20), "municipality")
    public = public_coverage(rows, AREAS)
    assert of(rows, "women", "V")["numerator"] == 2
    assert of(public, "women", "V")[list(NUMBERS)].isna().all()
    assert of(public, "women", "V")["lacks"] == "small"
    assert of(public, "women", "T")["numerator"] == 9
    assert of(public, "seats_filled", "V")["numerator"] == 14


def test_two_men_are_not_told_as_what_the_women_leave() -> None:
    rows = rows_of(members_of("c", 12, 2) + members_of("t", 9, 20), "municipality")
    assert of(rows, "women", "V")[["numerator", "denominator"]].tolist() == [12, 14]
    assert of(public_coverage(rows, AREAS), "women", "V")[list(NUMBERS)].isna().all()


def test_a_count_is_told_where_only_those_not_known_are_few() -> None:
    unknown = [deputy("c", birth_year=1980)] * 2
    rows = rows_of(members_of("c", 12, 9) + unknown + members_of("t", 9, 20), "municipality")
    told = of(public_coverage(rows, AREAS), "women", "V")
    assert (told["numerator"], told["denominator"], told["lacks"]) == (12, 23, "small")
    assert told[["unknown", "value", "highest"]].isna().all()


def test_nor_by_the_country_and_the_other_municipality() -> None:
    rows = rows_of(members_of("c", 2, 12) + members_of("t", 9, 20), "country", "municipality")
    public = public_coverage(rows, AREAS)
    # 11 women in the country less 9 in T are 2.
    told = [pd.notna(of(public, "women", area)["numerator"]) for area in ("X", "T")]
    assert not all(told)


def test_nor_where_a_third_municipality_has_no_council() -> None:
    third = AREAS[AREAS["area_code"] == "V"].assign(area_code="U")
    areas = pd.concat([AREAS, third], ignore_index=True)
    day = on_day(
        bodies=[council(), council("t", "T")], members=members_of("c", 2, 12) + members_of("t", 9, 20)
    )
    tables = [
        coverage(day, council_pack(), territory(level, areas=areas), measures=MEASURES)
        for level in ("country", "municipality")
    ]
    public = public_coverage(pd.concat(tables, ignore_index=True), areas)
    assert of(public, "women", "U")["lacks"] == "no_body"
    told = [pd.notna(of(public, "women", area)["numerator"]) for area in ("X", "T")]
    assert not all(told)


def test_a_small_council_is_hidden_in_every_measure_that_shows_it() -> None:
    rows = rows_of(members_of("c", 0, 3) + members_of("t", 9, 20), "municipality")
    public = public_coverage(rows, AREAS)
    for measure in MEASURES:
        assert of(public, measure, "V")[list(NUMBERS)].isna().all(), measure


def test_other_measures_stay_as_they_are() -> None:
    rows = rows_of(members_of("c", 2, 12), "country", "municipality")
    public = public_coverage(rows, AREAS)
    others = ~rows["measure"].isin(MEASURES)
    pd.testing.assert_frame_equal(rows[others], public[others])
    pd.testing.assert_frame_equal(rows, rows_of(members_of("c", 2, 12), "country", "municipality"))


def test_nothing_small_nothing_hidden() -> None:
    rows = rows_of(members_of("c", 7, 8) + members_of("t", 6, 9), "country", "municipality")
    pd.testing.assert_frame_equal(rows, public_coverage(rows, AREAS))


@settings(max_examples=25)
@given(st.lists(st.integers(0, 8), min_size=4, max_size=4))
def test_differences_of_published_numbers_give_no_small_one(groups: list[int]) -> None:
    rows = rows_of(members_of("c", *groups[:2]) + members_of("t", *groups[2:]), "country", "municipality")
    public = public_coverage(rows, AREAS)
    shown = {area: of(public, "women", area)["numerator"] for area in ("X", "V", "T")}
    known = {area: of(rows, "women", area)["numerator"] for area in ("X", "V", "T")}
    for area in ("V", "T"):
        other = "T" if area == "V" else "V"
        if 1 <= known[area] <= 4:
            assert np.isnan(shown[area])
            assert np.isnan(shown["X"] - shown[other])


@pytest.mark.parametrize("threshold", [3, 5])
def test_the_threshold_is_given(threshold: int) -> None:
    rows = rows_of(members_of("c", 3, 12), "municipality")
    public = public_coverage(rows, AREAS, small_below=threshold)
    assert np.isnan(of(public, "women", "V")["numerator"]) == (threshold == 5)


def test_what_one_measure_hides_no_other_tells() -> None:
    """Members of V are X less T less U; those of U are hidden in its groups, and stand in its seats."""
    third = AREAS[AREAS["area_code"] == "V"].assign(area_code="U")
    areas = pd.concat([AREAS, third], ignore_index=True)
    bodies = [council(each, each, statutory_seats=60) for each in "VTU"]
    young = [deputy("U", sex="f", birth_year=2003)] * 2
    members = members_of("V", 0, 3) + members_of("T", 0, 20) + members_of("U", 0, 19) + young
    day = on_day(bodies=bodies, members=members)
    tables = [
        coverage(
            day, council_pack(), territory(level, areas=areas), measures=MEASURES, body_types=["council"]
        )
        for level in ("country", "municipality")
    ]
    public = public_coverage(pd.concat(tables, ignore_index=True), areas)
    seated = public[public["measure"].isin(["seats_filled", "deputies_per_1000"])]
    groups = public[public["measure"].isin(["women", "youth"])]
    told = {
        *seated.loc[seated["numerator"].notna(), "area_code"],
        *groups.loc[groups["denominator"].notna(), "area_code"],
    }
    assert "V" not in told
    assert not {"X", "T", "U"} <= told


@pytest.mark.parametrize("own", [1, 3, 4])
def test_nor_by_the_parts_where_the_area_has_a_body_of_its_own(own: int) -> None:
    """Members of V less those of V1 and V2 are those of the court of V itself, which no row shows."""
    bodies = [
        {"body_id": each, "body_type": "court", "area_code": each, "statutory_seats": 9}
        for each in ("V", "V1", "V2")
    ]
    sizes = {"V": own, "V1": 7, "V2": 8}
    members = [
        {"body_id": each, "seat_type": "elected", "sex": "m", "birth_year": 1970}
        for each, size in sizes.items()
        for _ in range(size)
    ]
    tables = [
        coverage(
            on_day(bodies=bodies, members=members),
            council_pack(),
            territory(level),
            measures=["seats_filled", "women"],
            body_types=["court"],
        )
        for level in ("municipality", "settlement")
    ]
    public = public_coverage(pd.concat(tables, ignore_index=True), AREAS)
    for measure, column in (("seats_filled", "numerator"), ("women", "denominator")):
        told = public[(public["measure"] == measure) & public[column].notna()]
        assert not {"V", "V1", "V2"} <= set(told["area_code"])


def test_few_residents_are_not_told() -> None:
    people = {"V": 3, "T": 30_000}
    day = on_day(bodies=[council(), council("t", "T")])
    rows = coverage(day, council_pack(), territory(people=people), measures=["people_covered"])
    public = public_coverage(rows[rows["body_type"] == "council"], AREAS)
    assert of(public, "people_covered", "V")["lacks"] == "small"
    assert of(public, "people_covered", "T")["numerator"] == 30_000
