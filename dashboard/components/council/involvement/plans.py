"""Which municipalities have a plan of involvement, and how each stands on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from config.i18n import N_
from dashboard.councils import CouncilBook
from dashboard.hearings import SavedPlan
from geodata.councils.participation import InvolvementTemplate
from geodata.problems import Problem
from planning.participation.involvement import (
    NEVER_REFRESHED,
    NOT_REFRESHED,
    InvolvementEntry,
    InvolvementPlan,
    check_plan,
    refresh_due_on,
)

PlanState = Literal["stale", "draft", "objections", "fine", "none"]

STATE_TEXTS: dict[PlanState, str] = {
    "stale": N_("information to be refreshed"),
    "draft": N_("not adopted yet"),
    "objections": N_("the rules object to something"),
    "fine": N_("nothing to object to"),
    "none": N_("no plan"),
}
"""In English, the most urgent first; an adopted plan is stale once some of its information is."""

_STALE = {NOT_REFRESHED.id, NEVER_REFRESHED.id}


@dataclass(frozen=True, kw_only=True)
class PlanStanding:
    """A plan on a day."""

    plan: InvolvementPlan
    problems: Sequence[Problem]
    state: PlanState
    refresh_by: date | None
    """The first day by which some information is to be refreshed; None where none ever was or need be."""


def municipalities(book: CouncilBook, on: date) -> list[str]:
    """Return the codes of the areas that make plans of involvement: those of the lowest elected councils.

    All areas below the country where the pack has no elected councils, or not their areas.
    """
    elected = [each for each in book.councils.body_types.values() if each.is_elected_council]
    if elected:
        levels = tuple(dict.fromkeys(level for each in elected for level in each.levels))
        lowest = elected[0].model_copy(update={"levels": levels, "area_types": ()})
        if (codes := book.territory(on, 0).units_of(lowest)).size:
            return codes.tolist()
    return book.areas.loc[book.areas["admin_level"] > 0, "area_code"].tolist()


def normal_plan(plan: InvolvementPlan, template: InvolvementTemplate) -> InvolvementPlan:
    """Return a plan with an entry for each line of the typical one, in its order, then what it has beside."""
    first: dict[str, InvolvementEntry] = {}
    others: list[InvolvementEntry] = []
    for entry in plan.entries:
        if entry.item in template.items and entry.item not in first:
            first[entry.item] = entry
        else:
            others.append(entry)
    lines = (first.get(item, InvolvementEntry(item=item)) for item in template.items)
    return plan.model_copy(update={"entries": (*lines, *others)})


def plan_standing(plan: InvolvementPlan, template: InvolvementTemplate, *, on: date) -> PlanStanding:
    """Return how a plan stands on a day."""
    problems = check_plan(plan, template, on=on)
    known = (entry for entry in plan.entries if entry.item in template.items)
    due = [day for entry in known if (day := refresh_due_on(entry, template)) is not None]
    state = _state(plan, problems)
    return PlanStanding(plan=plan, problems=problems, state=state, refresh_by=min(due, default=None))


def plans_table(
    area_codes: Iterable[str], saved: Iterable[SavedPlan], template: InvolvementTemplate, *, on: date
) -> pd.DataFrame:
    """Return how the plans of areas stand, the most urgent first.

    Args:
        area_codes: which areas.
        saved: the plans that are kept.
        template: the typical plan of the country.
        on: the day.

    Returns:
        ``state, adopted_on, revised_on`` (the last time), ``refresh_by, n_errors, n_warnings`` by area code;
        areas without a plan come last.
    """
    by_area = {each.content.area_code: each for each in saved}
    rows = {code: _row(by_area.get(code), template, on) for code in area_codes}
    columns = ["state", *_COLUMNS]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("area_code")
    order = {state: number for number, state in enumerate(STATE_TEXTS)}
    return table.sort_values("state", key=lambda states: states.map(order), kind="stable")


_COLUMNS = ("adopted_on", "revised_on", "refresh_by", "n_errors", "n_warnings")


def _row(saved: SavedPlan | None, template: InvolvementTemplate, on: date) -> dict[str, object]:
    if saved is None:
        return {"state": "none"} | dict.fromkeys(_COLUMNS)
    told = plan_standing(saved.content, template, on=on)
    counts = Counter(problem.severity for problem in told.problems)
    return {
        "state": told.state,
        "adopted_on": saved.content.adopted_on,
        "revised_on": max(saved.content.revised_on, default=None),
        "refresh_by": told.refresh_by,
        "n_errors": counts["error"],
        "n_warnings": counts["warning"],
    }


def _state(plan: InvolvementPlan, problems: Sequence[Problem]) -> PlanState:
    if plan.adopted_on is None:
        return "draft"
    if any(problem.rule.id in _STALE for problem in problems):
        return "stale"
    return "objections" if problems else "fine"
