"""What is still to come: the next periods of duties, and sessions by the end of the year."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import pytest

from indicators.councils.reporting import REPORT_COLUMNS, reports_on
from indicators.councils.upcoming import SESSION_COLUMNS, reports_to_come, sessions_to_come

from .nation import LAW, TEXT, TODAY, council, council_pack, on_day

HALF_YEAR = {"body_id": "c", "report_type": "half_year"}


def to_come(
    *rows: Mapping[str, object], until: date = date(2026, 12, 31), on: date = TODAY, **duty: object
) -> list[tuple[str, date]]:
    stated = {
        "report_type": "half_year",
        "body_types": ["council"],
        "reporter": TEXT,
        "recipient": TEXT,
        "every_months": 6,
        "due_days": 31,
        **LAW,
    }
    pack = council_pack(report_duties=[stated | duty])
    day = on_day(on, bodies=[council()], reports=rows)
    table = reports_to_come(day, pack, reports_on(day, pack), until=until)
    assert list(table.columns) == list(REPORT_COLUMNS)
    assert set(table["state"]) <= {"awaited"}
    return list(zip(table["period"], table["due_on"], strict=True))


def test_periods_follow_on_the_latest_one() -> None:
    expected = [("2025-H2", date(2026, 1, 31)), ("2026-H1", date(2026, 7, 31))]
    assert to_come({**HALF_YEAR, "period": "2025-H1"}) == expected
    # What the register does not name although it was due is told of by reports_on, not here.
    assert to_come({**HALF_YEAR, "period": "2024-H1"}) == expected


@pytest.mark.parametrize(
    ("until", "count"), [(date(2026, 1, 30), 0), (date(2026, 1, 31), 1), (date(2026, 7, 31), 2)]
)
def test_the_last_day_counts(until: date, count: int) -> None:
    assert len(to_come({**HALF_YEAR, "period": "2025-H1"}, until=until)) == count


def test_a_period_told_of_before_its_end_is_not_repeated() -> None:
    told = to_come({**HALF_YEAR, "period": "2025-H2"})
    assert [period for period, _ in told] == ["2026-H1"]


def test_without_an_earlier_report_it_begins_with_the_period_of_the_day() -> None:
    assert to_come() == [("2025-H2", date(2026, 1, 31)), ("2026-H1", date(2026, 7, 31))]


def test_periods_of_several_years_need_one_to_follow_on() -> None:
    two_years = {"every_months": 24, "until": date(2029, 12, 31)}
    assert to_come(**two_years) == []
    assert to_come({**HALF_YEAR, "period": "2023..2024"}, **two_years) == [
        ("2025..2026", date(2027, 1, 31)),
        ("2027..2028", date(2029, 1, 31)),
    ]


def test_nothing_is_due_without_a_term_and_nothing_follows_on_a_single_report() -> None:
    assert to_come({**HALF_YEAR, "period": "2025-H1"}, due_days=None) == []
    assert to_come({**HALF_YEAR, "period": "2025-H1"}, every_months=None) == []


def sessions(
    *meetings: Mapping[str, object], bodies: Sequence[Mapping[str, object]] | None = None
) -> pd.DataFrame:
    day = on_day(TODAY, bodies=bodies or [council()], meetings=meetings)
    return sessions_to_come(day, council_pack())


def held(*days: date, kind: str = "session") -> list[dict[str, object]]:
    return [{"body_id": "c", "held_on": day, "kind": kind} for day in days]


def test_sessions_of_the_year_are_counted() -> None:
    meetings = held(date(2024, 12, 30), date(2025, 2, 1), TODAY, date(2025, 9, 2))
    told = sessions(*meetings, *held(date(2025, 3, 1), kind="visit"))
    assert told[["due_on", "required", "held"]].to_numpy().tolist() == [[date(2025, 12, 31), 4, 2]]


def test_who_has_met_often_enough_is_left_out() -> None:
    assert sessions(*held(*(date(2025, month, 1) for month in (1, 3, 5, 7)))).empty


def test_of_new_and_unlisted_bodies_nothing_is_told() -> None:
    assert sessions().empty
    new = [council(founded_on=date(2025, 1, 1))]
    assert sessions(*held(TODAY), bodies=new).empty
    old = [council(founded_on=date(2024, 12, 31))]
    assert len(sessions(*held(TODAY), bodies=old)) == 1


def test_a_register_without_bodies_has_nothing_to_come() -> None:
    day, pack = on_day(TODAY), council_pack()
    assert tuple(sessions_to_come(day, pack).columns) == SESSION_COLUMNS
    to_come = reports_to_come(day, pack, reports_on(day, pack), until=date(2026, 12, 31))
    assert tuple(to_come.columns) == REPORT_COLUMNS
    assert to_come.empty
