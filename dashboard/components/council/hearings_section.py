"""Hearings: planned, prepared, held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.hearings.held import show_held
from dashboard.components.council.hearings.planned import show_planned
from dashboard.components.council.hearings.planner import show_planner
from dashboard.components.council.hearings.planning import by_urgency
from dashboard.components.council.saving import say_unreadable

Section = Literal["planned", "held"]


def hearings_section(desk: Desk) -> None:
    """Show the hearings that are planned, or those that were held."""
    tell = desk.words.translate
    section = state.segments(
        "section", tell("Section"), list(SECTIONS), words=lambda each: tell(SECTIONS[each][0])
    )
    SECTIONS[section][1](desk)


def _show_plans(desk: Desk) -> None:
    tell = desk.words.translate
    if not desk.councils.hearing_types:
        st.info(tell("The pack of this country says nothing of hearings."))
        return
    saved = desk.hearings()
    say_unreadable(tell, saved.unreadable)
    standings = by_urgency(saved.by_id, desk.councils, on=desk.today)
    show_planned(desk, standings)
    st.subheader(tell("Plan a hearing"), anchor=False)
    show_planner(desk, standings)


SECTIONS: dict[Section, tuple[str, Callable[[Desk], None]]] = {
    "planned": (N_("Planned hearings"), _show_plans),
    "held": (N_("Hearings held"), show_held),
}
