"""The fields of a plan of involvement, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from config.loader import ConfigError, validate
from dashboard.components.council.desk import Desk
from dashboard.components.council.question import DATE_FORM
from dashboard.components.data.form import Form
from geodata.councils.participation import InvolvementTemplate
from planning.participation.involvement import InvolvementEntry, InvolvementPlan

ADOPTED, REVISED = "adopted_on", "revised_on"
PLANNED, RESPONSIBLE, REFRESHED = "planned.", "responsible.", "refreshed_on."
"""Before the id of a line, in the names of its fields."""
OTHERS = "others"
"""Among the answers: entries that the fields have no place for."""


def answers_of(plan: InvolvementPlan, template: InvolvementTemplate) -> dict[str, Any]:
    """Return what the fields answer for a plan.

    Args:
        plan: as :func:`dashboard.components.council.involvement.plans.normal_plan` returns it.
        template: the typical plan of the country.
    """
    n_lines = len(template.items)
    answers: dict[str, Any] = {ADOPTED: plan.adopted_on, REVISED: sorted(plan.revised_on)}
    for entry in plan.entries[:n_lines]:
        answers |= {
            PLANNED + entry.item: entry.planned,
            RESPONSIBLE + entry.item: entry.responsible,
            REFRESHED + entry.item: sorted(entry.refreshed_on),
        }
    return answers | {OTHERS: plan.entries[n_lines:]}


def plan_of(
    answers: Mapping[str, Any], template: InvolvementTemplate, *, area_code: str
) -> tuple[InvolvementPlan | None, list[str]]:
    """Return the plan that the fields say, or what keeps them from being one."""
    entries = [
        {
            "item": item,
            "planned": answers.get(PLANNED + item) or "",
            "responsible": answers.get(RESPONSIBLE + item) or "",
            "refreshed_on": sorted(answers.get(REFRESHED + item) or ()),
        }
        for item in template.items
    ]
    others: tuple[InvolvementEntry, ...] = answers.get(OTHERS) or ()
    stated = {
        "area_code": area_code,
        ADOPTED: answers.get(ADOPTED),
        REVISED: sorted(answers.get(REVISED) or ()),
        "entries": [*entries, *(entry.model_dump() for entry in others)],
    }
    try:
        return validate(stated, InvolvementPlan, name="plan"), []
    except ConfigError as error:
        return None, error.faults


def ask_days(desk: Desk, form: Form, name: str, label: str, *, add_label: str) -> None:
    """Show the days of a list, each to be taken out, beside a field for one more.

    Args:
        desk: of the page.
        form: that the list belongs to.
        name: of the list.
        label: above its days.
        add_label: above the field for one more.
    """
    key = f"{form.scope}.{name}.add"

    def add() -> None:
        day = st.session_state[key]
        if day is not None:
            form.answers[name] = sorted({*form.answers.get(name, ()), day})
        st.session_state[key] = None

    list_column, add_column = st.columns([3, 2])
    with list_column:
        days = sorted(form.answers.get(name) or ())
        form.several(name, label, days, words=desk.day, placeholder="–")
    with add_column:
        st.date_input(add_label, value=None, max_value=desk.today, format=DATE_FORM, key=key, on_change=add)
