"""Hearings that are planned and plans of involvement, as entries of the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from config.i18n import N_
from dashboard.components.council.calendar.entries import Span, State, entry_table
from dashboard.components.council.calendar.tasks import task_facts
from dashboard.components.words import Words
from dashboard.i18n import in_language
from geodata.councils.pack import CouncilPack
from geodata.councils.participation import InvolvementTemplate
from planning.participation.errors import ParticipationError
from planning.participation.hearings import PlannedHearing, hearing_tasks
from planning.participation.involvement import InvolvementPlan, refresh_due_on
from planning.participation.sentences import task_title

Row = dict[str, Any]


@dataclass(frozen=True)
class Planned:
    """What is planned, as far as the rules of the country know it."""

    entries: pd.DataFrame
    """:data:`dashboard.components.council.calendar.entries.ENTRY_COLUMNS`."""
    faults: tuple[str, ...]
    """Why a hearing has no tasks, its topic in front."""


def planned_entries(
    hearings: Mapping[str, PlannedHearing],
    plans: Mapping[str, InvolvementPlan],
    councils: CouncilPack,
    words: Words,
    *,
    span: Span,
) -> Planned:
    """Return the tasks of hearings, the days of those, and when information is to be refreshed.

    Args:
        hearings: those that are kept, by id.
        plans: those that are kept, by id.
        councils: hearing rules and the typical plan.
        words: in which entries are told.
        span: around the day: planning looks at the present.
    """
    rows: list[Row] = []
    faults: list[str] = []
    for document_id, hearing in hearings.items():
        try:
            rows += _of_hearing(document_id, hearing, councils, words, span)
        except ParticipationError as error:
            faults.append(f"{hearing.topic}: {error}")
    if councils.involvement is not None:
        for plan in plans.values():
            rows += _of_plan(plan, councils.involvement, words, span)
    shown = [row for row in rows if span.shows(row["state"], due_on=row["due_on"], done_on=row["done_on"])]
    return Planned(entry_table(shown), tuple(faults))


def _of_hearing(
    document_id: str, hearing: PlannedHearing, councils: CouncilPack, words: Words, span: Span
) -> Iterator[Row]:
    rule = councils.hearing_rule(hearing.hearing_type)
    if rule is None:
        text = words.translate(N_("no rule is stated for hearings of the type {type}"))
        raise ParticipationError([text.format(type=hearing.hearing_type)])
    opens = urlencode({"part": "hearings", "section": "planned", "hearing": document_id})
    shared = {"kind": "planned", "area_code": hearing.area_code, "opens": opens}
    for task in hearing_tasks(hearing, rule, on=span.on, calendar=councils.calendar):
        title = f"{task_title(task, language=words.language)} · {hearing.topic}"
        yield {**shared, **task_facts(task, words, on=span.on), "title": title}
    if hearing.held_on >= span.on:
        kind = in_language(councils.hearing_types[hearing.hearing_type].title, words.language)
        facts: Row = {"state": "awaited", "due_on": hearing.held_on, "done_on": None}
        yield {**shared, **facts, "title": f"{kind} · {hearing.topic}", "reference": rule.reference}


def _of_plan(plan: InvolvementPlan, template: InvolvementTemplate, words: Words, span: Span) -> Iterator[Row]:
    entries = {entry.item: entry for entry in plan.entries}
    text = words.translate(N_("Information to be refreshed: {title}"))
    for item in template.items.values():
        if item.refreshed_every_months is None:
            continue
        due_on = refresh_due_on(entries[item.id], template) if item.id in entries else None
        yield {
            "kind": "involvement",
            "state": _refresh_state(due_on, span.on),
            "days_late": (span.on - due_on).days if due_on is not None and due_on < span.on else None,
            "due_on": due_on,
            "done_on": None,
            "title": text.format(title=in_language(item.title, words.language)),
            "area_code": plan.area_code,
            "reference": item.reference,
            "opens": urlencode({"part": "involvement", "section": "plan", "area": plan.area_code}),
        }


def _refresh_state(due_on: date | None, on: date) -> State:
    if due_on is None:
        return "unknown"
    return "overdue" if due_on < on else "awaited"
