from datetime import date

import pandas as pd
import pytest

from indicators.councils.reporting import STATE_TEXTS, reports_on, sessions_held

from .nation import LAW, TEXT, TODAY, council, council_pack, on_day, row_of

HALF_YEAR = {"body_id": "c", "report_type": "half_year"}


def reports(*rows: dict[str, object], on: date = TODAY, **duty: object) -> pd.DataFrame:
    stated = {
        "report_type": "half_year",
        "body_types": ["council"],
        "reporter": TEXT,
        "recipient": TEXT,
        "every_months": 6,
        "due_days": 31,
        **LAW,
    }
    day = on_day(on, bodies=[council()], reports=rows)
    return reports_on(day, council_pack(report_duties=[stated | duty]))


def states(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["period"], table["state"], strict=True))


@pytest.mark.parametrize(
    ("delivered_on", "on", "state", "days_late"),
    [
        (date(2025, 7, 31), TODAY, "on_time", None),
        (date(2025, 8, 1), TODAY, "late", 1),
        (None, TODAY, "overdue", 32),
        (None, date(2025, 7, 31), "awaited", None),
        (None, date(2025, 8, 1), "overdue", 1),
        # What is delivered tomorrow is not delivered today.
        (date(2025, 9, 2), TODAY, "overdue", 32),
    ],
)
def test_what_has_become_of_a_report(delivered_on, on: date, state: str, days_late: int | None) -> None:
    told = row_of(reports({**HALF_YEAR, "period": "2025-H1", "delivered_on": delivered_on}, on=on), "V")
    assert (told["state"], told["days_late"]) == (state, days_late)
    assert told["due_on"] == date(2025, 7, 31)


def test_the_term_of_the_register_goes_before_that_of_the_pack() -> None:
    told = row_of(reports({**HALF_YEAR, "period": "2025-H1", "due_on": date(2025, 10, 1)}), "V")
    assert (told["state"], told["due_on"]) == ("awaited", date(2025, 10, 1))


def test_without_a_term_nothing_is_late() -> None:
    table = reports(
        {**HALF_YEAR, "period": "2024-H2", "delivered_on": date(2025, 8, 1)},
        {**HALF_YEAR, "period": "2025-H1"},
        due_days=None,
    )
    assert states(table) == {"2024-H2": "delivered", "2025-H1": "open"}
    assert table["due_on"].isna().all()


def test_reports_that_follow_the_first_one_and_are_not_named_were_not_delivered() -> None:
    table = reports({**HALF_YEAR, "period": "2023-H2", "delivered_on": date(2024, 1, 5)})
    assert states(table) == {
        "2024-H1": "overdue",
        "2024-H2": "overdue",
        "2025-H1": "overdue",
        "2023-H2": "on_time",
    }
    assert table["days_late"].iloc[0] == (TODAY - date(2024, 7, 31)).days


@pytest.mark.parametrize(
    ("months", "first", "later"),
    [
        (1, "2025-06", ["2025-07", "2025-08"]),
        (3, "2024-Q4", ["2025-Q1", "2025-Q2"]),
        (12, "2022", ["2023", "2024"]),
        (24, "2019..2020", ["2021..2022", "2023..2024"]),
        # Another length than the duty's says nothing on what should follow.
        (12, "2024-H1", []),
    ],
)
def test_periods_of_every_length_follow(months: int, first: str, later: list[str]) -> None:
    table = reports({**HALF_YEAR, "period": first, "delivered_on": TODAY}, every_months=months)
    assert sorted(set(table["period"]) - {first}) == later


def test_a_body_without_any_report_has_none_that_are_missing() -> None:
    assert reports().empty


def test_a_report_that_no_duty_asks_for_is_listed_too() -> None:
    table = reports({"body_id": "c", "report_type": "kurultai", "period": "2024..2025"})
    assert states(table) == {"2024..2025": "open"}


def test_every_state_is_said() -> None:
    assert set(STATE_TEXTS) == {"on_time", "late", "overdue", "awaited", "delivered", "open"}


def test_sessions_of_each_body() -> None:
    held = [date(2025, 1, 1), date(2025, 2, 1)]
    meetings = [{"body_id": "c", "held_on": each, "kind": "session"} for each in held]
    day = on_day(bodies=[council(), council("t", "T")], meetings=meetings)
    table = sessions_held(day, council_pack(), "council")
    told = {area: row_of(table, area) for area in ("V", "T")}
    assert (told["V"]["required"], told["V"]["held"], told["V"]["is_enough"]) == (4, 2, False)
    assert (told["T"]["required"], told["T"]["held"], told["T"]["is_enough"]) == (4, None, None)
