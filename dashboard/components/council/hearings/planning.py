"""Planned hearings as they stand on a day: their tasks, or why none can be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.hearings import SavedHearing
from geodata.councils.pack import CouncilPack
from planning.participation.errors import ParticipationError
from planning.participation.hearings import PlannedHearing, Task, hearing_tasks, overdue_tasks


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A planned hearing on a day."""

    hearing: PlannedHearing
    tasks: tuple[Task, ...] = ()
    """In order of their last days; none where the pack states nothing of such hearings."""
    faults: tuple[str, ...] = ()
    """Why it does not fit the pack or the day; then its channels and what is done are left out of tasks."""

    @property
    def late(self) -> tuple[Task, ...]:
        """Tasks whose last day has passed without them, the longest overdue first."""
        return overdue_tasks(self.tasks)

    @property
    def to_do(self) -> tuple[Task, ...]:
        """Tasks that are not done, the most urgent first."""
        return tuple(task for task in self.tasks if task.done_on is None)


def standing(hearing: PlannedHearing, councils: CouncilPack, *, on: date) -> Standing:
    """Return how far the preparation of a hearing is on a day."""
    rule = councils.hearing_rule(hearing.hearing_type)
    if rule is None:
        return Standing(hearing=hearing)
    try:
        return Standing(
            hearing=hearing, tasks=hearing_tasks(hearing, rule, on=on, calendar=councils.calendar)
        )
    except ParticipationError as error:
        plain = hearing.model_copy(update={"channels": (), "done": {}})
        tasks = hearing_tasks(plain, rule, on=on, calendar=councils.calendar)
        return Standing(hearing=hearing, tasks=tasks, faults=error.faults)


def fitting(hearing: PlannedHearing, councils: CouncilPack) -> PlannedHearing:
    """Return a hearing without channels and tasks that its type does not have."""
    bare = hearing.model_copy(update={"channels": (), "done": {}})
    ids = {task.id for task in standing(bare, councils, on=hearing.held_on).tasks}
    offered = offered_channels(councils, hearing.hearing_type)
    return bare.model_copy(
        update={
            "channels": tuple(key for key in hearing.channels if key in offered),
            "done": {key: day for key, day in hearing.done.items() if key in ids},
        }
    )


def offered_channels(councils: CouncilPack, hearing_type: str | None) -> list[str]:
    """Return by which channels the notices of a type of hearing can go."""
    rule = None if hearing_type is None else councils.hearing_rule(hearing_type)
    return list(dict.fromkeys(key for task in rule.tasks for key in task.channels)) if rule else []


def by_urgency(saved: Mapping[str, SavedHearing], councils: CouncilPack, *, on: date) -> dict[str, Standing]:
    """Return planned hearings by id: those with overdue tasks first, the longest overdue in front.

    Then come those that are still to be held, the next one first, then those that were held, the last one
    first.
    """
    standings = {key: standing(each.content, councils, on=on) for key, each in saved.items()}

    def order(item: tuple[str, Standing]) -> tuple[int, int, str]:
        key, each = item
        if each.late:
            return 0, min((task.latest or on).toordinal() for task in each.late), key
        day = each.hearing.held_on
        return (1, day.toordinal(), key) if day >= on else (2, -day.toordinal(), key)

    return dict(sorted(standings.items(), key=order))
