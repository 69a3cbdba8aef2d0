"""The lines of a plan of involvement, section by section, with what the rules object to at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.council.involvement.fields import (
    ADOPTED,
    OTHERS,
    PLANNED,
    REFRESHED,
    RESPONSIBLE,
    REVISED,
    ask_days,
)
from dashboard.components.council.question import DATE_FORM
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.i18n import in_language
from geodata.councils.participation import InvolvementItem, InvolvementTemplate, RevisionLimit
from geodata.problems import Problem
from planning.participation.involvement import (
    InvolvementEntry,
    InvolvementPlan,
    next_revision_from,
    refresh_due_on,
)

Objections = Mapping[str | None, Sequence[Problem]]
"""What the rules object to, by line; those of the plan as a whole by None."""


def objections_of(problems: Sequence[Problem]) -> dict[str | None, list[Problem]]:
    """Return problems by the line that they are at."""
    found: dict[str | None, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.where.feature, []).append(problem)
    return found


def ask_plan(
    desk: Desk, form: Form, template: InvolvementTemplate, plan: InvolvementPlan, objections: Objections
) -> None:
    """Show the fields of a plan."""
    _ask_adoption(desk, form, template.revision, plan)
    _object(desk, objections.get(None, ()))
    entries = {entry.item: entry for entry in plan.entries}
    for section in template.sections:
        st.subheader(in_language(section.title, desk.words.language), anchor=False)
        for item in section.items:
            with st.container(border=True):
                _ask_line(desk, form, item)
                if item.refreshed_every_months is not None:
                    _ask_refreshing(desk, form, item, refresh_due_on(entries[item.id], template))
                _object(desk, objections.get(item.id, ()))
    if others := plan.entries[len(template.items) :]:
        _show_others(desk, form, others, objections)


def _ask_adoption(desk: Desk, form: Form, limit: RevisionLimit | None, plan: InvolvementPlan) -> None:
    tell = desk.words.translate
    adopted_column, revised_column = st.columns([1, 3])
    with adopted_column:
        form.day(ADOPTED, tell("Adopted on"), highest=desk.today, written=DATE_FORM)
    with revised_column:
        ask_days(desk, form, REVISED, tell("Revised on"), add_label=tell("Add a revision"))
    if limit is None:
        return
    said = [tell("Revisions are to be at least {months} months apart.").format(months=limit.months_apart)]
    if (day := next_revision_from(plan, limit)) is not None:
        said.append(tell("The next revision is possible from {day}.").format(day=desk.day(day)))
    if limit.note is not None:
        said.append(in_language(limit.note, desk.words.language))
    said.append(tell("Source: {reference}").format(reference=limit.reference))
    st.caption(plain(" ".join(said)))


def _ask_line(desk: Desk, form: Form, item: InvolvementItem) -> None:
    tell = desk.words.translate
    st.markdown(f"**{plain(in_language(item.title, desk.words.language))}**")
    st.caption(plain(tell("Source: {reference}").format(reference=item.reference)))
    planned_column, responsible_column = st.columns([3, 2])
    with planned_column:
        form.long_text(PLANNED + item.id, tell("What is planned"))
    with responsible_column:
        form.text(
            RESPONSIBLE + item.id,
            tell("Responsible: a role, never a name"),
            placeholder=tell("For example: secretary of the council"),
        )


def _ask_refreshing(desk: Desk, form: Form, item: InvolvementItem, due_on: date | None) -> None:
    tell = desk.words.translate
    ask_days(desk, form, REFRESHED + item.id, tell("Refreshed on"), add_label=tell("Add a refreshing"))
    said = [
        tell("To be refreshed at least every {months} months.").format(months=item.refreshed_every_months)
    ]
    if due_on is not None:
        said.append(tell("Next by {day}.").format(day=desk.day(due_on)))
    st.caption(" ".join(said))


def _show_others(desk: Desk, form: Form, others: Sequence[InvolvementEntry], objections: Objections) -> None:
    """Show entries that the typical plan has no place for, and offer to take them out."""
    tell = desk.words.translate
    st.subheader(tell("Beside the typical plan"), anchor=False)
    for entry in others:
        with st.container(border=True):
            told = (entry.item, entry.planned, entry.responsible, *map(desk.day, entry.refreshed_on))
            st.markdown(" · ".join(plain(each) for each in told if each))
            _object(desk, objections.get(entry.item, ()))
    st.button(
        tell("Take these out"),
        icon=":material/delete:",
        key=f"{form.scope}.others",
        on_click=lambda: form.answers.pop(OTHERS),
    )


def _object(desk: Desk, problems: Sequence[Problem]) -> None:
    tell = desk.words.translate
    for problem in problems:
        told = _with_days(problem)
        text = plain(f"{told.message(tell)} {told.remedy(tell)}")
        if problem.severity == "error":
            st.error(text, icon=":material/error:")
        else:
            st.caption(f":material/warning: {text}")


def _with_days(problem: Problem) -> Problem:
    """Return a problem whose days are written as in the fields."""
    params = {
        name: f"{each:%d.%m.%Y}" if isinstance(each, date) else each for name, each in problem.params.items()
    }
    return replace(problem, params=params)
