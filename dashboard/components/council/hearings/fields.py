"""The fields of a planned hearing, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from config.loader import ConfigError, validate
from dashboard.components.council.desk import Desk
from dashboard.components.council.hearings.planned import hearing_type_title
from dashboard.components.council.hearings.planning import fitting, offered_channels
from dashboard.components.council.question import DATE_FORM, LAST_DAY
from dashboard.components.data.form import Form
from dashboard.i18n import in_language
from dashboard.names import area_labels
from geodata.councils.pack import CouncilPack
from planning.participation.hearings import PlannedHearing, earliest_hearing_day

DONE = "done."
"""Before the id of a task, in the name of the field with the day on which it was done."""
OPEN = "…"
"""Stands for what is not written yet."""


def answers_of(hearing: PlannedHearing) -> dict[str, Any]:
    """Return what the fields answer for a hearing."""
    about = hearing.model_dump(exclude={"done", "channels"})
    done = {f"{DONE}{task}": day for task, day in hearing.done.items()}
    return {**about, "channels": list(hearing.channels), **done}


def blank_answers(desk: Desk) -> dict[str, Any]:
    """Return what the fields of a new hearing answer: the first type, on the first day that is possible."""
    hearing_type = next(iter(desk.councils.hearing_types))
    rule = desk.councils.hearing_rule(hearing_type)
    held_on = desk.today
    if rule is not None:
        held_on = earliest_hearing_day(rule, on=desk.today, calendar=desk.councils.calendar)
    return {"hearing_type": hearing_type, "held_on": held_on}


def hearing_of(answers: Mapping[str, Any], councils: CouncilPack) -> tuple[PlannedHearing | None, list[str]]:
    """Return the hearing that the fields say, or what keeps them from being one.

    What is only still open keeps it, too, but is no fault. Channels and tasks are those of its type.
    """
    stated = _stated(answers)
    if not all(stated.get(name) for name in ("hearing_type", "area_code", "topic", "held_on")):
        return None, []
    try:
        return fitting(validate(stated, PlannedHearing, name="hearing"), councils), []
    except ConfigError as error:
        return None, error.faults


def sketch_of(answers: Mapping[str, Any], councils: CouncilPack) -> PlannedHearing | None:
    """Return the hearing as far as it is told, with marks for what is open; None without type or day."""
    stated = _stated(answers)
    open_ = {name: stated.get(name) or OPEN for name in ("area_code", "topic")}
    try:
        return fitting(validate({**stated, **open_}, PlannedHearing, name="hearing"), councils)
    except ConfigError:
        return None


def ask_fields(desk: Desk, form: Form) -> None:
    """Show the fields of what is planned, with a hint of the first day that is possible."""
    tell = desk.words.translate
    labels = area_labels(desk.areas, desk.words.language)
    type_column, area_column, day_column = st.columns([2, 3, 2])
    with type_column:
        form.select(
            "hearing_type",
            tell("Type of hearing"),
            list(desk.councils.hearing_types),
            words=lambda key: hearing_type_title(desk, key),
        )
    with area_column:
        form.select(
            "area_code",
            tell("Area"),
            list(labels.index),
            words=labels.__getitem__,
            placeholder=tell("Choose an area"),
        )
    with day_column:
        form.day("held_on", tell("Day of the hearing"), highest=LAST_DAY, written=DATE_FORM)
    form.text("topic", tell("Topic"))
    _ask_place(desk, form)


def _ask_place(desk: Desk, form: Form) -> None:
    tell = desk.words.translate
    offered = offered_channels(desk.councils, form.answers["hearing_type"])
    venue_column, channel_column = st.columns(2)
    with venue_column:
        form.text("venue", tell("Venue"))
    with channel_column:
        form.several(
            "channels",
            tell("Channels of the notices"),
            offered,
            words=lambda key: in_language(desk.councils.channels[key].title, desk.words.language),
            placeholder=tell("Not decided yet"),
        )


def _stated(answers: Mapping[str, Any]) -> dict[str, Any]:
    names = ("hearing_type", "area_code", "topic", "held_on", "venue", "channels")
    about = {name: answers[name] for name in names if answers.get(name)}
    done = {name.removeprefix(DONE): day for name, day in answers.items() if name.startswith(DONE) and day}
    return {**about, "done": done}
