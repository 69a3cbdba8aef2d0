"""What ``aimak hearing plan`` answers with: the tasks of a hearing, and files of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from config.loader import read_text, validate
from dashboard.commands.console import table_rows
from dashboard.commands.council_place import NoCouncilsError, Registry
from dashboard.export.hearing import HearingReport, hearing_docx, hearing_ics
from planning.participation.hearings import (
    PlannedHearing,
    Task,
    earliest_hearing_day,
    hearing_from_toml,
    hearing_tasks,
    hearing_to_toml,
    overdue_tasks,
)
from planning.participation.sentences import plan_remarks, state_text, task_title

DAYS = ("earliest", "latest", "suggested_on")


@dataclass(frozen=True, eq=False)
class Plan:
    """A hearing and what it takes."""

    registry: Registry
    hearing: PlannedHearing
    on: date
    tasks: tuple[Task, ...]
    """In the order of their days."""
    earliest_day: date
    """The first day of the hearing for which everything can be done in time."""

    def ordered(self) -> list[Task]:
        """Return the tasks, those first whose last day has passed without them."""
        late = overdue_tasks(self.tasks)
        return [*late, *(task for task in self.tasks if task not in late)]

    def remarks(self, language: str) -> list[str]:
        """Return what must be known of the days."""
        return [*plan_remarks(self.tasks, earliest_day=self.earliest_day, language=language)]


def told(
    hearing_type: str | None, area: str | None, topic: str | None, held_on: date | None
) -> PlannedHearing:
    """Return a hearing as the options tell it.

    Raises:
        ConfigError: they are none of a hearing, such as a day far off.
    """
    facts = {"hearing_type": hearing_type, "area_code": area, "topic": topic, "held_on": held_on}
    return validate(facts, PlannedHearing, name="hearing")


def read(file: Path) -> PlannedHearing:
    """Return a hearing as a file tells it.

    Raises:
        ConfigError: the file has faults.
    """
    return hearing_from_toml(read_text(file), name=file.name)


def plan(country: str | None, hearing: PlannedHearing, *, on: date) -> Plan:
    """Return what a hearing takes.

    Args:
        country: a code; without, the active country.
        hearing: what is planned.
        on: the day it is looked at.

    Raises:
        AimakError: the area or the type is not there, or the rule and the hearing do not fit.
    """
    registry = Registry.of(country)
    councils = registry.book.councils
    if hearing.area_code not in registry.areas.index:
        raise NoCouncilsError(
            f"expected the code of an area of {registry.country}, got {hearing.area_code!r}"
        )
    rule = councils.hearing_rule(hearing.hearing_type)
    if rule is None:
        known = ", ".join(key for each in councils.hearing_rules for key in each.hearing_types)
        raise NoCouncilsError(
            f"expected a type of hearing of {known or 'none'}, got {hearing.hearing_type!r}"
        )
    return Plan(
        registry,
        hearing,
        on,
        hearing_tasks(hearing, rule, on=on, calendar=councils.calendar),
        earliest_hearing_day(rule, on=on, calendar=councils.calendar, done=hearing.done),
    )


def record(planned: Plan) -> dict[str, object]:
    """Return a plan for JSON."""
    return {
        "hearing": planned.hearing.model_dump(),
        "today": planned.on,
        "earliest_day": planned.earliest_day,
        "too_late": [task.id for task in planned.tasks if task.state == "too_late"],
        "tasks": table_rows(_table(planned)),
        "remarks": planned.remarks(SOURCE_LANGUAGE),
    }


def written(planned: Plan) -> pd.DataFrame:
    """Return the tasks as a person reads them."""
    table = _table(planned)
    days = {name: table[name].map(str, na_action="ignore").fillna("") for name in DAYS}
    return table.assign(**days)[["state", "task", *DAYS, "channels", "responsible"]]


def remarks(planned: Plan) -> Iterator[str]:
    """Yield what the hearing is, and what must be known of the days."""
    hearing, councils = planned.hearing, planned.registry.book.councils
    title = councils.hearing_types[hearing.hearing_type].title[SOURCE_LANGUAGE]
    area = planned.registry.names(SOURCE_LANGUAGE)[hearing.area_code]
    yield f"{title}: {hearing.topic}; {area}, {hearing.held_on}, looked at on {planned.on}"
    yield from planned.remarks(SOURCE_LANGUAGE)


def calendar(planned: Plan, language: str) -> bytes:
    """Return the plan as a calendar file."""
    return hearing_ics(_report(planned, language))


def checklist(planned: Plan, language: str) -> bytes:
    """Return the plan as a Word document."""
    return hearing_docx(_report(planned, language))


def toml(planned: Plan) -> str:
    """Return the plan as TOML, to be read back."""
    return hearing_to_toml(planned.hearing)


def _table(planned: Plan) -> pd.DataFrame:
    rows = [
        {
            "id": task.id,
            "task": task_title(task, language=SOURCE_LANGUAGE),
            "state": state_text(task, language=SOURCE_LANGUAGE),
            "is_late": task.is_late,
            "earliest": task.earliest,
            "latest": task.latest,
            "suggested_on": task.suggested_on,
            "channels": ", ".join(task.channels),
            "responsible": task.rule.responsible[SOURCE_LANGUAGE],
            "reference": task.rule.reference,
        }
        for task in planned.ordered()
    ]
    return pd.DataFrame(rows, dtype="object")


def _report(planned: Plan, language: str) -> HearingReport:
    return HearingReport(
        words=planned.registry.words(language),
        councils=planned.registry.book.councils,
        hearing=planned.hearing,
        area_name=planned.registry.names(language)[planned.hearing.area_code],
        tasks=planned.tasks,
        remarks=planned.remarks(language),
        on=planned.on,
        made_at=datetime.combine(planned.on, time.min, tzinfo=UTC),
    )
