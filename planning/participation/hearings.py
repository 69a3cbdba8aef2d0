"""The dated tasks of a hearing: what its rule asks for, by when, and how far it is.

A day comes from the rule only: where the source states none, a task has none and is never late.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal

import tomli_w
from pydantic import Field

from config.i18n import N_
from config.loader import ConfigModel, parse_toml
from geodata.councils.pack import Calendar, HearingRule, HearingTask
from geodata.councils.participation import Day, DecisionRule
from indicators.councils.working_days import (
    ONE_DAY,
    add_working_days,
    next_working_day,
    previous_working_day,
    years_without_holidays,
)
from planning.participation.errors import ParticipationError, refuse_too_long

TaskState = Literal["too_late", "overdue", "due", "upcoming", "undated", "out_of_time", "done"]

STATE_TEXTS: dict[TaskState, str] = {
    "too_late": N_("can no longer be done in time"),
    "overdue": N_("overdue"),
    "due": N_("to be done now"),
    "upcoming": N_("not yet"),
    "undated": N_("no day is stated"),
    "out_of_time": N_("done, but not in time"),
    "done": N_("done"),
}
"""In English; ``too_late`` is what the hearing must be moved for, ``overdue`` what can still follow it."""

LATE_STATES: tuple[TaskState, ...] = ("too_late", "overdue")


class PlannedHearing(ConfigModel):
    """A hearing as somebody plans it, with what has been done for it."""

    area_code: str = Field(min_length=1, max_length=64)
    hearing_type: str
    """A key of the pack's ``hearing_types``."""
    topic: str = Field(min_length=1, max_length=1000)
    held_on: Day
    venue: str = Field(default="", max_length=1000)
    channels: tuple[str, ...] = ()
    """In which the notices appear, keys of the pack's ``channels``; empty while it is not decided."""
    done: dict[str, Day] = Field(default_factory=dict)
    """When a task was done, by the id of :class:`Task`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be done for a hearing, once."""

    id: str
    """That of the rule's task; with a number behind it, ``notice-2``, where it is done several times."""
    rule: HearingTask
    number: int
    """From 1 up to ``rule.times``."""
    earliest: date | None
    latest: date | None
    suggested_on: date | None
    """The first working day from now within the window; None where an end is open or no such day is left."""
    channels: tuple[str, ...]
    """Those decided on; where nothing is decided, all of which one is needed."""
    done_on: date | None
    state: TaskState
    unknown_years: tuple[int, ...]
    """Years it reaches into whose public holidays are not loaded: only their weekends are counted."""

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed without it."""
        return self.state in LATE_STATES


def hearing_tasks(
    hearing: PlannedHearing, rule: HearingRule, *, on: date, calendar: Calendar
) -> tuple[Task, ...]:
    """Return what is to be done for a hearing, in order of the last days; what has no day comes last.

    Args:
        hearing: what is planned.
        rule: of its type of hearing.
        on: the day it is looked at, as a rule today.
        calendar: of the pack.

    Raises:
        ParticipationError: the rule is of other hearings, or a channel or a task marked as done is not of it,
            or something was done after ``on``.
    """
    if faults := [*_faults(hearing, rule, on)]:
        raise ParticipationError(faults)
    tasks = [
        _task(hearing, each, number, on=on, calendar=calendar)
        for each in rule.tasks
        for number in range(1, each.times + 1)
    ]
    return tuple(sorted(tasks, key=lambda task: task.latest or task.earliest or date.max))


def overdue_tasks(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Return the tasks whose last day has passed without them, the longest overdue first."""
    return tuple(task for task in tasks if task.is_late)


def earliest_hearing_day(
    rule: HearingRule, *, on: date, calendar: Calendar, done: Container[str] = ()
) -> date:
    """Return the first day, not before ``on``, for which all that precedes a hearing can be done in time.

    Args:
        rule: of the type of hearing.
        on: the day from which there is time.
        calendar: of the pack.
        done: ids of tasks that are done.
    """
    to_do = [task for task in rule.tasks if not all(id_ in done for id_ in _ids(task))]

    def is_possible(held_on: date) -> bool:
        last_days = (_latest(task, held_on, calendar) for task in to_do if _precedes(task))
        return all(last is not None and last >= on for last in last_days)

    return next(day for days in count() if is_possible(day := on + timedelta(days=days)))


def is_carried(rule: DecisionRule, *, votes_for: int, votes: int) -> bool | None:
    """Return whether a hearing decided for something: ``votes_for`` ÷ ``votes`` is above the rule's share.

    None where nobody voted.

    Raises:
        ParticipationError: there are more votes for it than votes, or fewer than none.
    """
    if not 0 <= votes_for <= votes:
        raise ParticipationError([f"expected votes for it from 0 to {votes}, got {votes_for}"])
    return 100 * votes_for > rule.more_than_pct * votes if votes else None


def hearing_from_toml(text: str, *, name: str) -> PlannedHearing:
    """Read a planned hearing as :func:`hearing_to_toml` writes it.

    Raises:
        ConfigError: it is too long or no TOML, or has missing, unknown or ill-typed keys; all are listed.
    """
    refuse_too_long(text, name=name)
    return parse_toml(text, PlannedHearing, name=name)


def hearing_to_toml(hearing: PlannedHearing) -> str:
    """Return a planned hearing as TOML, without what says no more than the default."""
    return tomli_w.dumps(hearing.model_dump(exclude_defaults=True))


def _faults(hearing: PlannedHearing, rule: HearingRule, on: date) -> Iterator[str]:
    if hearing.hearing_type not in rule.hearing_types:
        known = ", ".join(rule.hearing_types)
        yield f"expected a hearing of the types {known} for the rule {rule.id}, got {hearing.hearing_type!r}"
    offered = list(dict.fromkeys(channel for task in rule.tasks for channel in task.channels))
    for channel in hearing.channels:
        if channel not in offered:
            yield f"expected a channel of {', '.join(offered)}, got {channel!r}"
    ids = [id_ for task in rule.tasks for id_ in _ids(task)]
    for id_, day in hearing.done.items():
        if id_ not in ids:
            yield f"expected a task of {', '.join(ids)} to be done, got {id_!r}"
        if day > on:
            yield f"expected {id_} to be done by {on}, got {day}"


def _ids(task: HearingTask) -> list[str]:
    return [_id(task, number) for number in range(1, task.times + 1)]


def _id(task: HearingTask, number: int) -> str:
    return task.id if task.times == 1 else f"{task.id}-{number}"


def _task(hearing: PlannedHearing, rule: HearingTask, number: int, *, on: date, calendar: Calendar) -> Task:
    earliest = _shifted(hearing.held_on, rule.earliest_days, rule, calendar)
    latest = _latest(rule, hearing.held_on, calendar)
    done_on = hearing.done.get(_id(rule, number))
    window = [day for day in (earliest, latest) if day is not None]
    reached = [hearing.held_on, *window]
    return Task(
        id=_id(rule, number),
        rule=rule,
        number=number,
        earliest=earliest,
        latest=latest,
        suggested_on=None if done_on else _suggested(earliest, latest, on, calendar),
        channels=tuple(key for key in rule.channels if key in hearing.channels) or rule.channels,
        done_on=done_on,
        state=_state(rule, earliest, latest, done_on, on),
        unknown_years=years_without_holidays(min(reached), max(reached), calendar) if window else (),
    )


def _latest(task: HearingTask, held_on: date, calendar: Calendar) -> date | None:
    latest = _shifted(held_on, task.latest_days, task, calendar)
    if latest is None or task.moves_to is None:
        return latest
    move = next_working_day if task.moves_to == "next_working_day" else previous_working_day
    return move(latest, calendar)


def _shifted(held_on: date, days: int | None, task: HearingTask, calendar: Calendar) -> date | None:
    if days is None:
        return None
    is_in_working_days = task.day_count == "working"
    return add_working_days(held_on, days, calendar) if is_in_working_days else held_on + days * ONE_DAY


def _suggested(earliest: date | None, latest: date | None, on: date, calendar: Calendar) -> date | None:
    if earliest is None or latest is None:
        return None
    day = next_working_day(max(earliest, on), calendar)
    return day if day <= latest else None


def _precedes(task: HearingTask) -> bool:
    return task.latest_days is not None and task.latest_days <= 0


def _state(
    rule: HearingTask, earliest: date | None, latest: date | None, done_on: date | None, on: date
) -> TaskState:
    if done_on is not None:
        is_in_time = (earliest or date.min) <= done_on <= (latest or date.max)
        return "done" if is_in_time else "out_of_time"
    if earliest is None and latest is None:
        return "undated"
    if on > (latest or date.max):
        return "too_late" if _precedes(rule) else "overdue"
    return "upcoming" if on < (earliest or date.min) else "due"
