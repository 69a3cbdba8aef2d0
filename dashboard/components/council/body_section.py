"""One body: its sheet, its history, and how it is changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.body.choosing import choose_body
from dashboard.components.council.body.editing.editor import change_body
from dashboard.components.council.body.editing.founding import found_body_form
from dashboard.components.council.body.editing.saving import show_message
from dashboard.components.council.body.history import body_history
from dashboard.components.council.body.showing import show_sheet
from dashboard.components.council.desk import Desk

SECTIONS: dict[str, tuple[str, Callable[[Desk, str], None]]] = {
    "sheet": (N_("About the body"), show_sheet),
    "change": (N_("Change it"), change_body),
    "history": (N_("History"), body_history),
}
FOUND = "found"
FOUND_TITLE = N_("Found a body")
PUBLIC = ("sheet", "history")
KEEPERS = ("sheet", "change", "history", FOUND)


def body_section(desk: Desk) -> None:
    """Show the choice of a body and what is seen of it; changes only where the register is kept."""
    tell = desk.words.translate
    show_message()
    titles = {key: title for key, (title, _) in SECTIONS.items()} | {FOUND: FOUND_TITLE}
    section = state.segments(
        "section",
        tell("Section"),
        KEEPERS if desk.keeps else PUBLIC,
        words=lambda each: tell(titles[each]),
    )
    if section == FOUND:
        found_body_form(desk)
        return
    # Where nothing is loaded, the head of the page says so.
    body_id = None if desk.book.register.bodies.empty else choose_body(desk)
    if body_id is not None:
        SECTIONS[section][1](desk, body_id)
    if not desk.keeps:
        st.caption(
            tell(
                "The register is changed on a server started with --keep-registers, "
                "or by a workbook on the Data page."
            )
        )
