"""The plans of involvement of municipalities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.involvement.editor import show_editor
from dashboard.components.council.involvement.glance import show_glance
from dashboard.components.council.saving import say_unreadable
from geodata.councils.participation import InvolvementTemplate

Section = Literal["plan", "plans"]


def involvement_section(desk: Desk) -> None:
    """Show the plan of a municipality, or how all of them stand."""
    tell = desk.words.translate
    template = desk.councils.involvement
    if template is None:
        st.info(tell("The pack of this country has no typical plan of involvement."))
        return
    section = state.segments(
        "section", tell("Section"), list(SECTIONS), words=lambda each: tell(SECTIONS[each][0])
    )
    say_unreadable(tell, desk.plans().unreadable)
    SECTIONS[section][1](desk, template)


SECTIONS: dict[Section, tuple[str, Callable[[Desk, InvolvementTemplate], None]]] = {
    "plan": (N_("Plan of a municipality"), show_editor),
    "plans": (N_("Plans at a glance"), show_glance),
}
