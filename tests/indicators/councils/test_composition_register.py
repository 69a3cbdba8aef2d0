from datetime import date

import pandas as pd
import pytest

from geodata.councils.composition_rules import CompositionPack
from geodata.councils.register import Register
from indicators.councils.composition_register import check_register, compositions
from indicators.councils.on_day import OnDay

ON = date(2025, 6, 1)
PACK = CompositionPack.model_validate(
    {
        "chair_role": "chair",
        "bodies": {
            "commission": {
                "title": {"en": "Commission"},
                "body_types": ["services_commission"],
                "rules": [
                    {"kind": "members", "at_least": 3, "reference": "r"},
                    {"kind": "sex_share", "at_most_pct": 70, "reference": "r"},
                    {"kind": "statutory_seats", "reference": "r"},
                ],
            }
        },
    }
)


def member(body_id: str, number: int, sex: str | None = None, **fields: object) -> dict[str, object]:
    return {"body_id": body_id, "member_no": number, "seat_type": "elected", "sex": sex, **fields}


@pytest.fixture
def on_day() -> OnDay:
    bodies = [
        {"body_id": "full", "statutory_seats": 3},
        {"body_id": "broken", "statutory_seats": 3},
        {"body_id": "untold"},
        {"body_id": "unlisted"},
        {"body_id": "other", "body_type": "kurultai"},
        {"body_id": "gone", "dissolved_on": date(2025, 6, 1)},
    ]
    members = [
        member("full", 1, "f", role="chair", term_from=date(2025, 1, 1)),
        member("full", 2, "f", seat_type="community"),
        member("full", 3, "m"),
        member("full", 4, "m", term_to=date(2025, 5, 31)),
        *(member("broken", number, "m") for number in (1, 2)),
        *(member("untold", number) for number in (1, 2, 3)),
        member("other", 1),
        member("gone", 1),
    ]
    bodies = [{"body_type": "services_commission", "area_code": "A", **each} for each in bodies]
    return OnDay.of(Register.from_rows(bodies=bodies, members=members), ON)


def test_members_who_sit_are_counted(on_day: OnDay) -> None:
    composed = compositions(on_day, chair_role="chair")
    assert set(composed) == {"full", "broken", "untold", "other"}
    full = composed["full"]
    assert (full.n, dict(full.by_seat_type), dict(full.by_sex)) == (
        3,
        {"elected": 2, "community": 1},
        {"f": 2, "m": 1},
    )
    assert (full.unknown_sex, full.chair_since, full.statutory_seats) == (0, date(2025, 1, 1), 3)
    assert (composed["untold"].unknown_sex, composed["untold"].statutory_seats) == (3, None)


def test_a_chair_is_known_only_if_there_is_one(on_day: OnDay) -> None:
    two = on_day.members.assign(role="chair", term_from=date(2025, 1, 1))
    both = OnDay(on_day.on, on_day.register, on_day.bodies, two)
    assert compositions(both, chair_role="chair")["full"].chair_since is None


def test_the_bodies_of_a_register_are_checked(on_day: OnDay) -> None:
    table = check_register(PACK, on_day).set_index("body_id")
    assert list(table.index) == ["full", "broken", "untold", "unlisted"]
    assert table["is_composed"].tolist() == [True, False, pd.NA, pd.NA]
    counts = table[["n_members", "n_met", "n_broken", "n_untold"]]
    assert counts.loc["full"].tolist() == [3, 3, 0, 0]
    assert counts.loc["broken"].tolist() == [2, 0, 3, 0]
    assert counts.loc["untold"].tolist() == [3, 1, 0, 2]
    assert counts.loc["unlisted"].isna().all()
    assert set(table["rules"]) == {"commission"}


def test_seats_by_law_may_come_from_elsewhere(on_day: OnDay) -> None:
    table = check_register(PACK, on_day, statutory_seats={"full": 4, "untold": 3}).set_index("body_id")
    assert table.loc["full", ["n_met", "n_broken", "n_untold"]].tolist() == [2, 1, 0]
    assert table.loc["untold", ["n_met", "n_broken", "n_untold"]].tolist() == [2, 0, 1]
    assert table.loc["broken", "n_untold"] == 1


def test_a_register_without_such_bodies_has_no_rows() -> None:
    table = check_register(PACK, OnDay.of(Register.empty(), ON))
    assert table.empty
    assert "is_composed" in table
