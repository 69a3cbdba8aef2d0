from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geodata.councils.register import Register
from indicators.councils.hearings import hearing_counts, hearings_held, proposal_shares, published_shares

ON = date(2026, 6, 1)
AREAS = pd.Index(["A", "B", "C"], dtype="str")


def hearing(area_code: str, held_on: date, **more: object) -> dict[str, object]:
    return {"area_code": area_code, "hearing_type": "public", "topic": "Budget", "held_on": held_on} | more


def told(area_code: str, day: int, voiced: int, accepted: int | None, **more: object) -> dict[str, object]:
    stated = {"proposals_voiced": voiced, "proposals_accepted": accepted, "proposals_answered": voiced}
    return hearing(area_code, date(2026, 1, day)) | stated | more


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return Register.from_rows(hearings=rows).hearings


def accepted(*rows: dict[str, object]) -> pd.DataFrame:
    hearings = table(*rows)
    shares = proposal_shares(hearings, hearings["area_code"], AREAS, of="proposals_accepted")
    return shares.set_index("area_code")


def published(*rows: dict[str, object], on: date = ON) -> pd.DataFrame:
    hearings = table(*rows)
    return published_shares(hearings, hearings["area_code"], AREAS, on=on).set_index("area_code")


def test_proposals_add_up_over_the_hearings_of_an_area() -> None:
    found = accepted(told("A", 1, 10, 4), told("A", 2, 6, 4), told("B", 1, 3, 3))
    assert found["value"].tolist()[:2] == [50.0, 100.0]
    assert found.loc["A", ["numerator", "denominator"]].tolist() == [8.0, 16.0]
    assert found["lacks"].isna().tolist() == [True, True, False]


def test_an_area_without_hearings_has_no_share() -> None:
    found = accepted(told("A", 1, 10, 4))
    assert pd.isna(found.loc["C", "value"])
    assert found.loc["C", "lacks"] == "nobody"


def test_what_a_hearing_does_not_tell_leaves_bounds() -> None:
    found = accepted(told("A", 1, 10, 4), told("A", 2, 5, None)).loc["A"]
    assert pd.isna(found["value"])
    assert (found["lowest"], found["highest"]) == (pytest.approx(400 / 15), pytest.approx(60.0))
    assert found["lacks"] == "proposals_told"


def test_without_the_proposals_voiced_there_is_no_denominator() -> None:
    found = accepted(told("A", 1, 10, 4), hearing("A", date(2026, 2, 1), proposals_accepted=1)).loc["A"]
    assert pd.isna(found[["denominator", "value", "lowest", "highest"]].astype(float)).all()
    assert found["lacks"] == "proposals_voiced"
    assert found["numerator"] == 5


def test_more_accepted_than_voiced_is_no_share() -> None:
    found = accepted(told("A", 1, 3, 4), told("A", 2, 10, 1)).loc["A"]
    assert pd.isna(found[["value", "lowest", "highest"]].astype(float)).all()
    assert found["lacks"] == "proposals_exceed"


def test_answered_proposals_are_counted_apart() -> None:
    hearings = table(told("A", 1, 10, 4))
    shares = proposal_shares(hearings, hearings["area_code"], AREAS, of="proposals_answered")
    assert shares["value"].iloc[0] == 100.0


def test_hearings_made_public_by_a_day() -> None:
    rows = [
        hearing("A", date(2026, 1, 1), published_on=date(2026, 2, 1)),
        hearing("A", date(2026, 1, 2), published_on=date(2026, 7, 1)),
        hearing("A", date(2026, 1, 3)),
        hearing("B", date(2026, 1, 1)),
    ]
    assert published(*rows)["value"].tolist()[:2] == [pytest.approx(100 / 3), 0.0]
    assert published(*rows, on=date(2026, 7, 1)).loc["A", "value"] == pytest.approx(200 / 3)


def test_publications_that_are_nowhere_kept_are_not_told() -> None:
    found = published(hearing("A", date(2026, 1, 1)))
    assert pd.isna(found.loc["A", "value"])
    assert (found.loc["A", "lowest"], found.loc["A", "highest"]) == (0.0, 100.0)
    assert found["lacks"].tolist() == ["publications", "nobody", "nobody"]


def test_counts_are_missing_where_a_hearing_does_not_tell() -> None:
    rows = table(told("A", 1, 10, 4), told("A", 2, 5, None), told("B", 1, 1, 0, published_on=ON))
    counts = hearing_counts(rows, rows["area_code"], AREAS, on=ON)
    assert counts["n_hearings"].tolist() == [2.0, 1.0, 0.0]
    assert counts["n_published"].tolist() == [0.0, 1.0, 0.0]
    assert counts["proposals_voiced"].tolist() == [15.0, 1.0, 0.0]
    assert pd.isna(counts.loc["A", "proposals_accepted"])


def test_hearings_of_a_type_and_time() -> None:
    rows = table(
        hearing("A", date(2025, 6, 1)),
        hearing("A", date(2025, 6, 2)),
        hearing("A", ON, hearing_type="budget"),
        hearing("A", date(2026, 6, 2)),
    )
    assert hearings_held(rows, on=ON)["held_on"].tolist() == [date(2025, 6, 1), date(2025, 6, 2), ON]
    assert hearings_held(rows, on=ON, months=12)["held_on"].tolist() == [date(2025, 6, 2), ON]
    assert hearings_held(rows, on=ON, hearing_type="budget")["held_on"].tolist() == [ON]


def test_a_register_without_hearings_is_told_like_any_other() -> None:
    empty = hearings_held(Register.empty().hearings, on=ON, months=12, hearing_type="public")
    homes = empty["area_code"]
    assert hearing_counts(empty, homes, AREAS, on=ON)["n_hearings"].tolist() == [0.0, 0.0, 0.0]
    assert published_shares(empty, homes, AREAS, on=ON)["value"].isna().all()
    assert set(proposal_shares(empty, homes, AREAS, of="proposals_accepted")["lacks"]) == {"nobody"}


def test_a_hearing_of_no_area_of_the_level_counts_nowhere() -> None:
    rows = table(told("A", 1, 10, 4), told("Z", 1, 10, 10))
    homes = rows["area_code"].where(rows["area_code"] == "A")
    assert proposal_shares(rows, homes, AREAS, of="proposals_accepted")["value"].tolist()[0] == 40.0
