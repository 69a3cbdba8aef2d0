"""Change what is kept: who does it and why, the buttons for it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from config.errors import AimakError
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.words import Words
from geodata.store import StaleDocumentError

VISIT = Form("visit")
"""Answers that hold for everything that is done in a visit."""


def author_field(words: Words) -> str:
    """Ask who changes something; the answer holds for the whole visit."""
    return VISIT.text("author", words.translate("Your name, for the log"))


def known_author() -> str:
    """Return who said to be there, empty where nobody did."""
    return str(VISIT.answers.get("author") or "")


def sign(words: Words, form: Form, *, note: str = "") -> tuple[str, str]:
    """Ask who changes something, and what was changed and why.

    Args:
        words: how the visit reads.
        form: keeps the note.
        note: what stands there until another is written.
    """
    author_column, note_column = st.columns([1, 2])
    with author_column:
        author = author_field(words)
    with note_column:
        return author, form.text("note", words.translate("What was changed, and why"), default=note)


def save_button(words: Words, scope: str, *, is_ready: bool) -> bool:
    """Show the button that saves; return whether it was pressed."""
    return st.button(
        words.translate("Save"),
        type="primary",
        icon=":material/save:",
        disabled=not is_ready,
        key=f"{scope}.save",
    )


def withdrawal(words: Words, scope: str, *, author: str) -> str | None:
    """Offer to take a document out of the offer; return the reason once that is asked for.

    Args:
        words: how the visit reads.
        scope: of the document; the reason that was written stays with it.
        author: who is there; nobody withdraws anything without a name.
    """
    tell, form = words.translate, Form(f"{scope}.withdraw")
    with st.popover(tell("Withdraw"), icon=":material/undo:"):
        st.markdown(tell("It is shown to nobody any more; every version of it stays in the store."))
        reason = form.text("reason", tell("Why is it withdrawn?"))
        pressed = st.button(tell("Withdraw"), disabled=not (reason and author), key=f"{form.scope}.do")
        if not author:
            st.caption(tell("Your name is needed."))
    if not pressed:
        return None
    form.answers.clear()
    return reason


def changed(act: Callable[[], None], on_conflict: Callable[[StaleDocumentError], None]) -> None:
    """Do something to the store and show the page anew; or say why it was refused.

    Args:
        act: changes the store, and what the visit has on the screen.
        on_conflict: takes what tells that somebody else was faster.
    """
    try:
        act()
    except StaleDocumentError as conflict:
        on_conflict(conflict)
    except AimakError as error:
        st.error(plain(error))
        return
    st.rerun()
