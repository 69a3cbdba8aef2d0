"""Plans of involvement: the typical plan of the country, filled in, and what its rules object to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pandas as pd
import tomli_w
from pydantic import Field

from config.i18n import N_
from config.loader import ConfigModel, parse_toml
from geodata.councils.participation import Day, InvolvementTemplate, RevisionLimit
from geodata.problems import Problem, Rule, Where
from planning.participation.errors import refuse_too_long

UNKNOWN_LINE = Rule(
    id="involvement_line_unknown",
    message=N_("The typical plan has no line {line}."),
    remedy=N_("Use a line of the typical plan: {known}."),
)
REPEATED_LINE = Rule(
    id="involvement_line_repeated",
    message=N_("The line {line} is filled in more than once."),
    remedy=N_("Put everything about it in one entry."),
)
EMPTY_LINE = Rule(
    id="involvement_line_empty",
    message=N_("Nothing is planned in this line of the typical plan."),
    remedy=N_("Say what is planned and who does it."),
    severity="warning",
)
NOBODY_RESPONSIBLE = Rule(
    id="involvement_without_responsible",
    message=N_("Nobody is responsible for this line."),
    remedy=N_("Name the role of whoever does it."),
    severity="warning",
)
NEVER_REFRESHED = Rule(
    id="involvement_never_refreshed",
    message=N_(
        "It is not known when this information was last refreshed. It is to be at least every {months} "
        "months: {reference}."
    ),
    remedy=N_("Enter the day when it was last refreshed."),
    severity="warning",
)
NOT_REFRESHED = Rule(
    id="involvement_not_refreshed",
    message=N_(
        "This information was last refreshed on {refreshed_on} and was due again on {due_on}. It is to be at "
        "least every {months} months: {reference}."
    ),
    remedy=N_("Refresh it and enter the day."),
)
REVISED_TOO_SOON = Rule(
    id="involvement_revised_too_soon",
    message=N_(
        "The plan was revised on {first} and again on {second}. Revisions are to be at least {months} months "
        "apart: {reference}."
    ),
    remedy=N_("Leave the next revision until {allowed_from}."),
)
REVISED_BEFORE_ADOPTION = Rule(
    id="involvement_revised_before_adoption",
    message=N_("The plan was revised on {revised_on}, before it was adopted on {adopted_on}."),
    remedy=N_("Correct one of the two days."),
)
IN_FUTURE = Rule(
    id="involvement_in_future",
    message=N_("The day {day} is still to come on {on}."),
    remedy=N_("Enter only what has taken place."),
)


class InvolvementEntry(ConfigModel):
    """A filled-in line of the plan."""

    item: str
    """Id of the line in the typical plan."""
    planned: str = Field(default="", max_length=10_000)
    """What is going to be done, in the words of the municipality."""
    responsible: str = Field(default="", max_length=1000)
    """A role, not a person."""
    refreshed_on: tuple[Day, ...] = ()


class InvolvementPlan(ConfigModel):
    """A municipality's plan of involvement."""

    area_code: str = Field(min_length=1, max_length=64)
    adopted_on: Day | None = None
    """None for a draft."""
    revised_on: tuple[Day, ...] = ()
    entries: tuple[InvolvementEntry, ...] = ()


def blank_plan(template: InvolvementTemplate, *, area_code: str) -> InvolvementPlan:
    """Return the typical plan, to be filled in: an empty entry for every line."""
    entries = tuple(InvolvementEntry(item=item) for item in template.items)
    return InvolvementPlan(area_code=area_code, entries=entries)


def plan_from_toml(text: str, *, name: str) -> InvolvementPlan:
    """Read a plan as :func:`plan_to_toml` writes it.

    Raises:
        ConfigError: it is too long or no TOML, or has missing, unknown or ill-typed keys; all are listed.
    """
    refuse_too_long(text, name=name)
    return parse_toml(text, InvolvementPlan, name=name)


def plan_to_toml(plan: InvolvementPlan) -> str:
    """Return a plan as TOML, without what is left open; reading it gives the same."""
    return tomli_w.dumps(plan.model_dump(exclude_none=True))


def check_plan(plan: InvolvementPlan, template: InvolvementTemplate, *, on: date) -> list[Problem]:
    """Return everything in a plan that its rules object to on a day; lines are the places.

    Args:
        plan: what is filled in.
        template: the typical plan of the country.
        on: the day, as a rule today.
    """
    checks = (
        _lines(plan, template),
        _fill(plan, template),
        _refreshing(plan, template, on),
        _revisions(plan, template.revision),
        _future(plan, on),
    )
    return [problem for check in checks for problem in check]


def refresh_due_on(entry: InvolvementEntry, template: InvolvementTemplate) -> date | None:
    """Return by when a line's information is to be refreshed again.

    The last refreshing + ``refreshed_every_months``, that day included; None where the line is not refreshed
    or never has been.
    """
    months = template.items[entry.item].refreshed_every_months
    if months is None or not entry.refreshed_on:
        return None
    return _months_after(max(entry.refreshed_on), months)


def next_revision_from(plan: InvolvementPlan, limit: RevisionLimit) -> date | None:
    """Return the first day on which the plan may be revised again, None where it never has been revised.

    The last revision + ``months_apart``. The adoption is no revision.
    """
    return _months_after(max(plan.revised_on), limit.months_apart) if plan.revised_on else None


def _lines(plan: InvolvementPlan, template: InvolvementTemplate) -> Iterator[Problem]:
    known = ", ".join(template.items)
    seen: set[str] = set()
    for entry in plan.entries:
        if entry.item not in template.items:
            yield Problem(UNKNOWN_LINE, Where(feature=entry.item), {"line": entry.item, "known": known})
        elif entry.item in seen:
            yield Problem(REPEATED_LINE, Where(feature=entry.item), {"line": entry.item})
        seen.add(entry.item)


def _fill(plan: InvolvementPlan, template: InvolvementTemplate) -> Iterator[Problem]:
    planned = {entry.item for entry in plan.entries if entry.planned.strip()}
    led = {entry.item for entry in plan.entries if entry.responsible.strip()}
    for item in template.items:
        if item not in planned:
            yield Problem(EMPTY_LINE, Where(feature=item))
        elif item not in led:
            yield Problem(NOBODY_RESPONSIBLE, Where(feature=item))


def _refreshing(plan: InvolvementPlan, template: InvolvementTemplate, on: date) -> Iterator[Problem]:
    entries = {entry.item: entry for entry in plan.entries}
    for item in template.items.values():
        if item.refreshed_every_months is None:
            continue
        said: dict[str, object] = {"months": item.refreshed_every_months, "reference": item.reference}
        due_on = refresh_due_on(entries[item.id], template) if item.id in entries else None
        if due_on is None:
            yield Problem(NEVER_REFRESHED, Where(feature=item.id), said)
        elif due_on < on:
            said |= {"refreshed_on": max(entries[item.id].refreshed_on), "due_on": due_on}
            yield Problem(NOT_REFRESHED, Where(feature=item.id), said)


def _revisions(plan: InvolvementPlan, limit: RevisionLimit | None) -> Iterator[Problem]:
    revisions = sorted(plan.revised_on)
    for revised_on in revisions:
        if plan.adopted_on is not None and revised_on < plan.adopted_on:
            yield Problem(
                REVISED_BEFORE_ADOPTION, params={"revised_on": revised_on, "adopted_on": plan.adopted_on}
            )
    if limit is None:
        return
    for first, second in pairwise(revisions):
        allowed_from = _months_after(first, limit.months_apart)
        if second < allowed_from:
            said: dict[str, object] = {"first": first, "second": second, "allowed_from": allowed_from}
            said |= {"months": limit.months_apart, "reference": limit.reference}
            yield Problem(REVISED_TOO_SOON, params=said)


def _future(plan: InvolvementPlan, on: date) -> Iterator[Problem]:
    for entry in plan.entries:
        for day in entry.refreshed_on:
            if day > on:
                yield Problem(IN_FUTURE, Where(feature=entry.item), {"day": day, "on": on})
    stated = [plan.adopted_on] if plan.adopted_on else []
    for day in (*stated, *plan.revised_on):
        if day > on:
            yield Problem(IN_FUTURE, params={"day": day, "on": on})


def _months_after(day: date, months: int) -> date:
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
