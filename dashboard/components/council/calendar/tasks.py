"""The tasks of a hearing as facts of entries of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.components.council.calendar.entries import State
from dashboard.components.words import Words
from dashboard.i18n import in_language
from planning.participation.hearings import Task


def task_state(task: Task) -> State:
    """Return what a task is on the day its state is of; one that was done too early is not late."""
    if task.latest is None:
        return "open" if task.done_on is None else "done"
    if task.done_on is not None:
        return "late" if task.done_on > task.latest else "on_time"
    return "overdue" if task.is_late else "awaited"


def task_facts(task: Task, words: Words, *, on: date) -> dict[str, Any]:
    """Return ``state, days_late, due_on, done_on, who, reference`` of a task.

    Args:
        task: as :func:`planning.participation.hearings.hearing_tasks` returns it for ``on``.
        words: in which it is told who does it.
        on: the day up to which lateness is counted.
    """
    state = task_state(task)
    is_late = task.latest is not None and state in ("overdue", "late")
    return {
        "state": state,
        "days_late": ((task.done_on or on) - task.latest).days if is_late and task.latest else None,
        "due_on": task.latest,
        "done_on": task.done_on,
        "who": in_language(task.rule.responsible, words.language),
        "reference": task.rule.reference,
    }
