"""Worked cases: when what is to be done for a hearing, in ``cases/*.toml`` for a lawyer to read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import Field

from config.loader import ConfigModel, load_toml
from geodata.councils.pack import load_council_pack
from geodata.packs import pack_folders
from planning.participation.hearings import Task, TaskState, earliest_hearing_day, hearing_tasks

from .made import hearing


class Case(ConfigModel):
    """A hearing under the rules of a pack, and what must come out."""

    title: str
    pack: str
    held_on: date
    on: date
    done: dict[str, date] = Field(default_factory=dict)
    windows: dict[str, str] = Field(default_factory=dict)
    states: dict[str, TaskState] = Field(default_factory=dict)
    earliest_hearing_day: date | None = None


class Cases(ConfigModel):
    """A file of cases."""

    cases: tuple[Case, ...]


CASES = {
    case.title: case
    for path in sorted(Path(__file__).with_name("cases").glob("*.toml"))
    for case in load_toml(path, Cases).cases
}


def window(task: Task) -> str:
    return f"{task.earliest or ''} .. {task.latest or ''}"


@pytest.mark.parametrize("title", CASES)
def test_case(title: str) -> None:
    case = CASES[title]
    councils = load_council_pack(pack_folders()[case.pack])
    assert councils is not None
    rule = councils.hearing_rule("public")
    assert rule is not None
    planned = hearing(held_on=case.held_on, done=case.done)
    tasks = {task.id: task for task in hearing_tasks(planned, rule, on=case.on, calendar=councils.calendar)}
    assert {id_: window(tasks[id_]) for id_ in case.windows} == case.windows
    assert {id_: tasks[id_].state for id_ in case.states} == case.states
    if case.earliest_hearing_day is not None:
        first_day = earliest_hearing_day(rule, on=case.on, calendar=councils.calendar, done=case.done)
        assert first_day == case.earliest_hearing_day


def test_there_are_cases() -> None:
    assert len(CASES) >= 6
