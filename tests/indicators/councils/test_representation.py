import pandas as pd
import pytest

from indicators.councils.representation import is_young, settlement_deputies, without_deputy

from .nation import council, council_pack, deputy, on_day, territory


def deputies(*members: dict[str, object], bodies: list[dict[str, object]] | None = None) -> pd.DataFrame:
    day = on_day(bodies=bodies or [council(), council("t", "T")], members=list(members))
    return settlement_deputies(day, council_pack(), territory())


def test_settlements_without_a_deputy_are_listed_the_most_populous_first() -> None:
    table = deputies(deputy(settlement_code="V2"), deputy("t", "T1"))
    assert without_deputy(table)["area_code"].tolist() == ["V1", "V3"]
    assert without_deputy(table)["population"].tolist() == [3000, 1000]


def test_those_of_which_it_cannot_be_told_are_not_listed() -> None:
    table = deputies(deputy(settlement_code="V2"), deputy())
    told = table.dropna(subset="has_deputy")
    assert told["area_code"].tolist() == ["V2"]
    assert without_deputy(table).empty


def test_a_council_of_its_own_is_nearer_than_that_of_the_municipality() -> None:
    table = deputies(
        deputy(settlement_code="V2"),
        deputy("own"),
        bodies=[council(), council("own", "V3")],
    )
    assert table.set_index("area_code")["council_area"].dropna().to_dict() == {
        "V1": "V",
        "V2": "V",
        "V3": "V3",
    }
    assert without_deputy(table)["area_code"].tolist() == ["V1"]


def test_a_village_head_is_no_deputy() -> None:
    head = {"body_id": "c", "seat_type": "ex_officio", "settlement_code": "V3"}
    table = deputies(deputy(settlement_code="V1"), head)
    assert without_deputy(table)["area_code"].tolist() == ["V2", "V3"]


@pytest.mark.parametrize(
    ("birth_year", "group", "expected"),
    [
        (1998, None, True),
        (1997, None, pd.NA),
        (1996, None, False),
        (1996, "young", False),
        (None, "young", True),
        (None, "old", False),
        (None, None, pd.NA),
    ],
)
def test_who_is_young(birth_year: int | None, group: str | None, expected: object) -> None:
    members = on_day(bodies=[council()], members=[deputy(birth_year=birth_year, age_group=group)]).members
    found = is_young(members, year=2025, below=28)
    assert found.tolist() == [expected] or (found.isna().all() and expected is pd.NA)
