from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.loader import ConfigError
from geodata.councils.pack import Calendar
from planning.participation.errors import ParticipationError
from planning.participation.hearings import (
    PlannedHearing,
    Task,
    earliest_hearing_day,
    hearing_from_toml,
    hearing_tasks,
    hearing_to_toml,
    is_carried,
    overdue_tasks,
)

from .made import CALENDAR, HELD_ON, RULE, hearing, rule, task

LONG_BEFORE = date(2026, 4, 1)


def planned(on: date = LONG_BEFORE, **more: object) -> dict[str, Task]:
    tasks = hearing_tasks(hearing(**more), RULE, on=on, calendar=CALENDAR)
    return {each.id: each for each in tasks}


def windows(calendar: Calendar = CALENDAR, *tasks: object) -> list[tuple[date | None, date | None]]:
    dated = hearing_tasks(hearing(), rule(*tasks), on=LONG_BEFORE, calendar=calendar)  # type: ignore[arg-type]
    return [(each.earliest, each.latest) for each in dated]


def test_the_first_meeting_is_15_to_20_days_before() -> None:
    first = planned()["working_group"]
    assert (first.earliest, first.latest) == (date(2026, 5, 9), date(2026, 5, 14))
    assert first.suggested_on == date(2026, 5, 11)  # 9 and 10 May are a weekend
    assert first.state == "upcoming"


def test_tasks_come_in_order_of_their_days_and_those_without_come_last() -> None:
    assert list(planned()) == [
        "working_group",
        "notice-1",
        "notice-2",
        "minutes",
        "handing_over",
        "publication",
    ]


def test_a_day_that_no_rule_states_is_not_made_up() -> None:
    tasks = planned(date(2027, 1, 1))
    assert (tasks["publication"].earliest, tasks["publication"].latest) == (None, None)
    assert tasks["publication"].state == "undated"
    assert (tasks["minutes"].earliest, tasks["minutes"].latest) == (HELD_ON, None)
    assert tasks["minutes"].state == "due"
    assert tasks["notice-1"].suggested_on is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 8), "upcoming"),
        (date(2026, 5, 9), "due"),
        (date(2026, 5, 14), "due"),
        (date(2026, 5, 15), "too_late"),
    ],
)
def test_both_ends_of_a_window_are_in_it(on: date, expected: str) -> None:
    assert planned(on)["working_group"].state == expected


def test_what_follows_a_hearing_is_overdue_rather_than_too_late() -> None:
    assert planned(date(2026, 6, 8))["handing_over"].state == "due"
    assert planned(date(2026, 6, 9))["handing_over"].state == "overdue"


def test_the_longest_overdue_comes_first() -> None:
    tasks = hearing_tasks(hearing(done={"notice-1": HELD_ON}), RULE, on=date(2026, 7, 1), calendar=CALENDAR)
    assert [each.id for each in overdue_tasks(tasks)] == ["working_group", "notice-2", "handing_over"]


def test_what_is_done_is_done_in_time_or_not() -> None:
    done = {
        "working_group": date(2026, 5, 8),
        "notice-1": date(2026, 5, 28),
        "publication": date(2026, 6, 30),
    }
    tasks = planned(date(2026, 6, 30), done=done)
    assert tasks["working_group"].state == "out_of_time"  # a day too early
    assert tasks["notice-1"].state == "done"
    assert tasks["publication"].state == "done"


def test_what_is_done_needs_no_day_any_more() -> None:
    on = date(2026, 5, 12)
    assert planned(on)["working_group"].suggested_on == on
    assert planned(on, done={"working_group": date(2026, 5, 11)})["working_group"].suggested_on is None


def test_a_last_day_goes_before_a_first_one() -> None:
    tasks = rule(task("long", -20, -1), task("short", None, -10))
    found = hearing_tasks(hearing(), tasks, on=LONG_BEFORE, calendar=CALENDAR)
    assert [each.id for each in found] == ["short", "long"]


def test_a_suggested_day_is_worked_and_not_past() -> None:
    assert planned(date(2026, 5, 12))["working_group"].suggested_on == date(2026, 5, 12)
    assert planned(date(2026, 5, 14))["working_group"].suggested_on is None  # a holiday, and the last day


def test_working_days_skip_weekends_and_holidays_and_count_moved_days() -> None:
    counted = task("counted", -10, -5, day_count="working")
    # Back from 29 May: 28 27 26 25, 22 | 21 20 19 18, 16 (a Saturday that is worked).
    assert windows(CALENDAR, counted) == [(date(2026, 5, 16), date(2026, 5, 22))]
    # Without the holidays of the year, the tenth day back is Friday 15 May.
    assert windows(Calendar(weekend=(6, 7)), counted) == [(date(2026, 5, 15), date(2026, 5, 22))]


def test_a_last_day_off_moves_where_the_rule_says_so() -> None:
    # 15 days before the hearing is the holiday, 10 May a Sunday.
    assert windows(CALENDAR, task("kept", None, -15)) == [(None, date(2026, 5, 14))]
    forward = task("forward", None, -15, moves_to="next_working_day")
    back = task("back", None, -15, moves_to="previous_working_day")
    assert windows(CALENDAR, forward) == [(None, date(2026, 5, 15))]
    assert windows(CALENDAR, back) == [(None, date(2026, 5, 13))]
    assert windows(CALENDAR, task("forward", None, -19, moves_to="next_working_day"))[0][1] == date(
        2026, 5, 11
    )


def test_a_year_without_holidays_is_told() -> None:
    tasks = planned(date(2026, 12, 1), held_on=date(2027, 1, 8))
    assert tasks["working_group"].unknown_years == (2027,)
    assert tasks["handing_over"].unknown_years == (2027,)
    assert tasks["publication"].unknown_years == ()
    assert planned()["working_group"].unknown_years == ()


def test_too_little_time_names_the_first_day_that_would_do() -> None:
    on = date(2026, 5, 20)
    assert planned(on)["working_group"].state == "too_late"
    first_day = earliest_hearing_day(RULE, on=on, calendar=CALENDAR)
    assert first_day == date(2026, 6, 4)  # the first meeting today, 15 days before
    assert earliest_hearing_day(RULE, on=on, calendar=CALENDAR, done={"working_group"}) == date(2026, 5, 21)
    done = {"working_group", "notice-1", "notice-2"}
    assert earliest_hearing_day(RULE, on=on, calendar=CALENDAR, done=done) == on
    assert earliest_hearing_day(RULE, on=on, calendar=CALENDAR, done={"notice-1", "working_group"}) > on


@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)))
def test_the_first_day_that_would_do_is_the_first(on: date) -> None:
    counted = rule(
        *RULE.tasks, task("counted", None, -12, day_count="working", moves_to="previous_working_day")
    )

    def too_late(day: date) -> bool:
        tasks = hearing_tasks(hearing(held_on=day), counted, on=on, calendar=CALENDAR)
        return any(each.state == "too_late" for each in tasks)

    first_day = earliest_hearing_day(counted, on=on, calendar=CALENDAR)
    assert not too_late(first_day)
    assert too_late(first_day - timedelta(days=1))


def test_channels_are_those_decided_on() -> None:
    assert planned()["notice-1"].channels == ("press", "radio")
    assert planned(channels=("radio",))["notice-2"].channels == ("radio",)
    assert planned(channels=("radio",))["working_group"].channels == ()


def test_all_faults_of_a_hearing_are_told_at_once() -> None:
    faulty = hearing(
        hearing_type="kurultai",
        channels=("television",),
        done={"notice": date(2026, 3, 1), "working_group": date(2026, 5, 10)},
    )
    with pytest.raises(ParticipationError) as raised:
        hearing_tasks(faulty, RULE, on=LONG_BEFORE, calendar=CALENDAR)
    assert raised.value.faults == (
        "expected a hearing of the types public, budget for the rule hearing, got 'kurultai'",
        "expected a channel of press, radio, got 'television'",
        "expected a task of publication, working_group, notice-1, notice-2, minutes, handing_over to be "
        "done, got 'notice'",
        "expected working_group to be done by 2026-04-01, got 2026-05-10",
    )


@pytest.mark.parametrize(
    ("votes_for", "votes", "expected"),
    [(5, 10, False), (6, 10, True), (3, 5, True), (2, 5, False), (0, 0, None)],
)
def test_exactly_half_decides_nothing(votes_for: int, votes: int, *, expected: bool | None) -> None:
    assert RULE.decision is not None
    assert is_carried(RULE.decision, votes_for=votes_for, votes=votes) is expected


@pytest.mark.parametrize(("votes_for", "votes"), [(6, 5), (-1, 5)])
def test_more_votes_for_it_than_votes_are_refused(votes_for: int, votes: int) -> None:
    assert RULE.decision is not None
    with pytest.raises(ParticipationError, match="votes for it from 0 to 5"):
        is_carried(RULE.decision, votes_for=votes_for, votes=votes)


def test_a_hearing_survives_being_written() -> None:
    full = hearing(venue="School", channels=("radio",), done={"notice-1": date(2026, 5, 2)})
    assert hearing_from_toml(hearing_to_toml(full), name="hearing") == full
    assert hearing_from_toml(hearing_to_toml(hearing()), name="hearing") == hearing()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused(day: str) -> None:
    text = f'area_code = "A"\nhearing_type = "public"\ntopic = "t"\nheld_on = {day}\n'
    with pytest.raises(ConfigError, match="held_on"):
        hearing_from_toml(text, name="hearing")


def test_a_topic_is_needed() -> None:
    with pytest.raises(ValueError, match="topic"):
        PlannedHearing(area_code="A", hearing_type="public", topic="", held_on=HELD_ON)


def test_a_text_longer_than_any_plan_is_refused() -> None:
    with pytest.raises(ConfigError, match="at most 500,000 characters"):
        hearing_from_toml("#" * 500_001, name="plan")
