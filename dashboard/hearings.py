"""Hearings that are planned and plans of involvement: those that the users of a country keep."""

from __future__ import annotations

import re

from dashboard.kept_documents import Kept, KeptDocuments, Shelf
from geodata.store import Store
from planning.participation.hearings import PlannedHearing, hearing_from_toml, hearing_to_toml
from planning.participation.involvement import InvolvementPlan, plan_from_toml, plan_to_toml

SavedHearing = Kept[PlannedHearing]
SavedPlan = Kept[InvolvementPlan]

HEARINGS: Shelf[PlannedHearing] = Shelf(
    kind="hearing",
    noun="hearing",
    read=hearing_from_toml,
    write=hearing_to_toml,
    title=lambda hearing: hearing.topic,
)
"""By ids of their own."""

PLANS: Shelf[InvolvementPlan] = Shelf(
    kind="involvement",
    noun="involvement",
    read=plan_from_toml,
    write=plan_to_toml,
    title=lambda plan: plan.area_code,
)
"""By :func:`plan_id` of their area: each has one."""


def saved_hearings(store: Store, country: str) -> KeptDocuments[SavedHearing]:
    """Return the hearings that are planned in a country, by id."""
    return HEARINGS.saved(store, country)


def saved_plans(store: Store, country: str) -> KeptDocuments[SavedPlan]:
    """Return the plans of involvement of a country, by id; each names its area."""
    return PLANS.saved(store, country)


def plan_id(area_code: str) -> str:
    """Return the id that the plan of an area is kept by: another one for every code.

    >>> plan_id("417-02"), plan_id("А")
    ('area-417-02', 'code-d090')
    """
    is_plain = re.fullmatch(r"[a-z0-9-]+", area_code)
    return f"area-{area_code}" if is_plain else f"code-{area_code.encode().hex()}"
