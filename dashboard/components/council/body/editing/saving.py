"""Keep a draft as the new version of a body; say so if somebody else was faster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from config.errors import AimakError
from dashboard import state
from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.changes import RowChange, register_changes
from dashboard.components.council.body.editing.bench import Bench, clear_bench
from dashboard.components.council.body.editing.changes_table import changes_html
from dashboard.components.council.body.version import version_html
from dashboard.components.council.desk import Desk
from dashboard.components.data.plain import plain
from dashboard.components.signing import save_button, sign
from dashboard.i18n import moment
from dashboard.register_keeping import BodyDraft, save_body
from geodata.councils.private import without_private
from geodata.store import StaleRegisterError

MESSAGE = "body.message"
"""Of the visit: what has just been done."""


def saving_form(words: CellWords, bench: Bench, draft: BodyDraft, changes: Sequence[RowChange]) -> None:
    """Ask for name and reason; show the buttons that save and give up.

    Args:
        words: of the visit.
        bench: with the draft.
        draft: what was entered.
        changes: what that changes.
    """
    desk, tell = words.desk, words.desk.words.translate
    with st.container(border=True):
        author, note = sign(desk.words, bench.form)
        is_ready = bool(changes and draft.is_publishable and author and note)
        with st.container(horizontal=True):
            pressed = save_button(desk.words, bench.form.scope, is_ready=is_ready)
            st.button(
                tell("Give up my changes"),
                icon=":material/undo:",
                disabled=bench.is_untouched(draft),
                key=f"{bench.form.scope}.give_up",
                on_click=clear_bench,
                args=(desk.country, bench.kept.body_id),
            )
        if changes and not (author and note):
            st.caption(tell("To save it, your name and the reason are needed."))
    if pressed:
        save(desk, bench, draft, author=author, note=note)


def save(desk: Desk, bench: Bench, draft: BodyDraft, *, author: str, note: str) -> None:
    """Save a draft and show the page anew; or say why it was refused, with the draft as it was."""
    body_id = bench.kept.body_id
    title = str(desk.titles.get(body_id, body_id))
    try:
        number = save_body(
            desk.store, desk.country, draft, title=title, author=author, at=datetime.now(UTC), note=note
        )
    except StaleRegisterError as conflict:
        bench.conflict = conflict
    except AimakError as error:
        st.error(plain(error))
        return
    else:
        clear_bench(desk.country, body_id)
        text = desk.words.translate("Saved as dataset {number}.")
        st.session_state[MESSAGE] = text.format(number=number)
        state.remember("body", body_id)
        state.remember("section", "sheet")
    st.rerun()


def show_message() -> None:
    """Say what has just been done, once."""
    if message := st.session_state.pop(MESSAGE, ""):
        st.success(message, icon=":material/check_circle:")


def conflict_view(words: CellWords, bench: Bench, conflict: StaleRegisterError, draft: BodyDraft) -> None:
    """Show the version that came between, the draft beside it, and the ways on.

    Args:
        words: of the visit.
        bench: with the draft.
        conflict: why the draft was not saved.
        draft: what was entered.
    """
    desk, tell = words.desk, words.desk.words.translate
    st.warning(plain(_who_and_when(desk, conflict)))
    theirs = without_private(conflict.current)
    caption = tell("Your draft against the saved version")
    st.html(changes_html(words, register_changes(theirs, draft.register), caption))
    for title, shown in ((tell("Saved version"), theirs), (tell("Your draft"), draft.register)):
        with st.expander(title):
            st.html(version_html(words, shown, with_members=True))
    text = tell(
        "A saved draft is the whole body: what only the other version says stays in the history alone."
    )
    st.caption(text)
    with st.container(horizontal=True):
        st.button(
            tell("Keep my draft, to save it after that version"),
            on_click=bench.go_on,
            args=(desk, conflict),
            icon=":material/merge:",
        )
        st.button(
            tell("Give up my draft and open that version"),
            on_click=clear_bench,
            args=(desk.country, bench.kept.body_id),
            icon=":material/folder_open:",
        )


def _who_and_when(desk: Desk, conflict: StaleRegisterError) -> str:
    tell = desk.words.translate
    if conflict.current_dataset_id is None:
        return tell("Not saved: the body was withdrawn meanwhile. Your draft is as it was.")
    history = desk.store.register_history(desk.country, conflict.body_id).set_index("dataset_id")
    theirs = history.loc[conflict.current_dataset_id]
    text = tell(
        "Not saved: {author} saved this body at {time}, as dataset {number}. Your draft is as it was. "
        "Compare both, then go on."
    )
    return text.format(
        author=theirs["author"],
        time=moment(theirs["created_at"], desk.words.language),
        number=conflict.current_dataset_id,
    )
