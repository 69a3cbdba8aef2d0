"""Who has no council, no deputy, or one that is far away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.absent import show_absent
from dashboard.components.council.gaps.compositions import show_compositions
from dashboard.components.council.gaps.deputies import show_deputies
from dashboard.components.council.gaps.distance import show_distance
from dashboard.components.council.gaps.norms import show_norms
from dashboard.components.council.gaps.places import ask_area
from dashboard.components.council.gaps.registrations import show_charters, show_maps
from dashboard.components.council.gaps.seats import show_seats

Gap = Literal["deputies", "seats", "absent", "distance", "composition", "norm", "maps", "charters"]


class _Shown(NamedTuple):
    """One list: its title, what it is and why it matters, in English, and how it is shown."""

    title: str
    about: str
    show: Callable[[Desk, str], None]


GAPS: dict[Gap, _Shown] = {
    "deputies": _Shown(
        N_("Settlements without a deputy"),
        N_(
            "Settlements for which no elected deputy stands in their council: nobody was elected to speak "
            "for those who live there when the budget and services are decided."
        ),
        show_deputies,
    ),
    "seats": _Shown(
        N_("Councils under strength"),
        N_(
            "Bodies in which fewer members sit than there are seats by law: fewer people decide for all, and "
            "sessions without a quorum come easily."
        ),
        show_seats,
    ),
    "absent": _Shown(
        N_("Areas without a body"),
        N_(
            "Areas that such a body may serve and that have none that is active: it was never founded, it "
            "was dissolved, or it no longer meets. Residents have nobody of this kind to turn to."
        ),
        show_absent,
    ),
    "distance": _Shown(
        N_("Too far from a body"),
        N_(
            "People who live farther than so many kilometres from the nearest body of a type: the longer the "
            "way, the fewer take part."
        ),
        show_distance,
    ),
    "composition": _Shown(
        N_("Unbalanced compositions"),
        N_(
            "Bodies whose members are not those that the rules demand: a part of the residents is not heard "
            "in them, and what they decide can be contested."
        ),
        show_compositions,
    ),
    "norm": _Shown(
        N_("Fewer bodies than the norm asks for"),
        N_(
            "Areas with fewer bodies than a norm asks for by residents or settlements: those there are have "
            "to serve more people than they are meant for."
        ),
        show_norms,
    ),
    "maps": _Shown(
        N_("Maps not registered"),
        N_(
            "Areas whose map is not registered with the state: land can hardly be planned or defended "
            "without a boundary that holds."
        ),
        show_maps,
    ),
    "charters": _Shown(
        N_("Charters not registered"),
        N_("Bodies whose charter is not registered: it is open what rules they work by."),
        show_charters,
    ),
}
"""In the order in which they are offered."""


def gaps_section(desk: Desk) -> None:
    """Show the choice of a list and of an area, and the list."""
    tell = desk.words.translate
    gap_column, area_column = st.columns(2)
    with gap_column:
        gap: Gap = state.select(
            "gap",
            tell("What is missing"),
            list(GAPS),
            default="deputies",
            words=lambda each: tell(GAPS[each].title),
        )
    with area_column:
        area = ask_area(desk)
    st.write(tell(GAPS[gap].about))
    if desk.book.register.bodies.empty and gap != "maps":
        st.info(tell("Cannot be told: no register of councils is loaded."))
        return
    GAPS[gap].show(desk, area)
