from __future__ import annotations

from datetime import date

import pytest

from config.i18n import LANGUAGES
from planning.participation.hearings import Task, hearing_tasks
from planning.participation.sentences import plan_remarks, state_text, task_title, window_text

from .made import CALENDAR, RULE, hearing, rule, task


def planned(on: date = date(2026, 5, 20), **more: object) -> dict[str, Task]:
    tasks = hearing_tasks(hearing(**more), RULE, on=on, calendar=CALENDAR)
    return {each.id: each for each in tasks}


@pytest.mark.parametrize(
    ("task_id", "expected"),
    [
        ("working_group", "from May 9, 2026 to May 14, 2026"),
        ("notice-1", "by May 28, 2026"),
        ("minutes", "from May 29, 2026, no last day is stated"),
        ("publication", "no day is stated"),
    ],
)
def test_windows_in_words(task_id: str, expected: str) -> None:
    assert window_text(planned()[task_id], language="en") == expected


def test_a_window_of_one_day() -> None:
    (only,) = hearing_tasks(hearing(), rule(task("vote", 0, 0)), on=date(2026, 5, 1), calendar=CALENDAR)
    assert window_text(only, language="en") == "on May 29, 2026"


def test_repeated_tasks_are_numbered() -> None:
    assert task_title(planned()["notice-2"], language="en") == "Notice (2 of 2)"
    assert task_title(planned()["minutes"], language="en") == "Minutes"


def test_a_title_without_the_language_is_in_english() -> None:
    assert task_title(planned()["minutes"], language="ky") == "Minutes"


def test_states_in_words() -> None:
    tasks = planned(done={"working_group": date(2026, 5, 8), "notice-1": date(2026, 5, 20)})
    assert state_text(tasks["working_group"], language="en") == "done on May 8, 2026, which is not in time"
    assert state_text(tasks["notice-1"], language="en") == "done on May 20, 2026"
    assert state_text(tasks["notice-2"], language="en") == "to be done now"


def test_too_little_time_is_remarked_with_the_day_that_would_do() -> None:
    tasks = tuple(planned().values())
    assert [*plan_remarks(tasks, earliest_day=date(2026, 6, 4), language="en")] == [
        "Working group: can no longer be done in time, the last day was May 14, 2026.",
        "First day of the hearing for which everything can be done in time: June 4, 2026.",
    ]


def test_with_enough_time_there_is_nothing_to_remark() -> None:
    tasks = tuple(planned(date(2026, 4, 1)).values())
    assert [*plan_remarks(tasks, earliest_day=date(2026, 5, 1), language="en")] == []


def test_years_without_holidays_and_notes_are_remarked_once() -> None:
    noted = rule(*(task(id_, -20, 10, note={"en": "Read so."}) for id_ in ("one", "two")))
    tasks = hearing_tasks(hearing(held_on=date(2027, 1, 8)), noted, on=date(2026, 12, 1), calendar=CALENDAR)
    assert [*plan_remarks(tasks, earliest_day=None, language="en")] == [
        "Public holidays are not loaded, only weekends are counted; years: 2027.",
        "Read so.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_whole_sentences(language: str) -> None:
    for each in planned(done={"notice-1": date(2026, 5, 20)}).values():
        said = f"{window_text(each, language=language)} {state_text(each, language=language)}"
        assert "{" not in said
        assert said.strip()
