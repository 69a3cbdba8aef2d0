"""Texts that users keep: to download, to compare with another version, to put right after a conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import unified_diff
from typing import Any

import streamlit as st

from config.i18n import N_
from dashboard.components.data.loaded import moment
from dashboard.components.data.plain import plain
from dashboard.components.file_button import TOML
from dashboard.components.words import Words
from geodata.store import Document, StaleDocumentError

STATUS_WORDS = {"saved": N_("saved"), "withdrawn": N_("withdrawn")}
DIFFERENCE_HEIGHT = 400
"""Pixels; a long list must not push the ways on off the screen."""


def download_text(label: str, text: str, *, name: str, key: str) -> None:
    """Show a button that downloads a text."""
    st.download_button(
        label,
        text,
        file_name=f"{name}.toml",
        mime=TOML,
        icon=":material/download:",
        on_click="ignore",
        key=f"{key}.download",
    )


def version_line(version: Mapping[Any, Any], words: Words) -> str:
    """Return a version in a line: ``2 · 04.03.2026, 05:06 UTC · Planner · saved · threshold raised``."""
    told = [
        str(version["version"]),
        moment(version["created_at"], words.language),
        version["author"],
        words.translate(STATUS_WORDS[version["status"]]),
        version["note"],
    ]
    return " · ".join(part for part in told if part)


def conflict_view(
    words: Words,
    conflict: StaleDocumentError,
    offered: str,
    *,
    keep: Callable[[Document], None],
    give_up: Callable[[Document], None],
) -> None:
    """Show the version that came between, the draft beside it, and the ways on.

    Args:
        words: how the visit reads.
        conflict: why the draft was not saved.
        offered: its text.
        keep: goes on with the draft, to be saved after that version.
        give_up: opens that version instead.
    """
    tell, current = words.translate, conflict.current
    text = tell(
        "Not saved: version {number} of {name} was saved by {author} at {time} UTC. Your draft is as it was. "
        "Compare both, then go on."
    )
    st.warning(
        plain(
            text.format(
                number=current.version,
                name=current.document_id,
                author=current.author,
                time=f"{current.created_at:%Y-%m-%d %H:%M}",
            )
        )
    )
    st.code(difference(current, offered), language="diff", wrap_lines=True, height=DIFFERENCE_HEIGHT)
    theirs, mine = st.columns(2)
    for column, title, shown in (
        (theirs, tell("Saved version"), current.content),
        (mine, tell("Your draft"), offered),
    ):
        with column, st.expander(title):
            st.code(shown, language="toml", wrap_lines=True)
    with st.container(horizontal=True):
        st.button(
            tell("Keep my draft, to save it after that version"),
            on_click=keep,
            args=(current,),
            icon=":material/merge:",
        )
        st.button(
            tell("Give up my draft and open that version"),
            on_click=give_up,
            args=(current,),
            icon=":material/folder_open:",
        )


def difference(current: Document, offered: str) -> str:
    """Return the lines in which a text differs from a saved version, as a unified diff."""
    lines = unified_diff(
        current.content.splitlines(), offered.splitlines(), f"version {current.version}", "draft", lineterm=""
    )
    return "\n".join(lines)
