"""The draft as TOML: the other view of the same rule."""

from __future__ import annotations

import streamlit as st

from dashboard.components.data.plain import plain
from dashboard.components.designation.editor.bench import Bench
from dashboard.components.words import Words

HEIGHT = 560
STYLE = "<style>.st-key-rule-text textarea { font-family: monospace; font-size: 0.85rem; }</style>"


def text_form(words: Words, bench: Bench) -> None:
    """Show the text; a sound one becomes the draft, another is kept with all its faults."""
    tell, key = words.translate, f"{bench.form.scope}.text"
    if bench.text is not None:
        lead = tell("The text cannot be used yet. To be put right: {count}").format(count=len(bench.faults))
        st.error("\n".join([lead, "", *(f"- {plain(fault)}" for fault in bench.faults)]))
        if bench.draft is not None:
            st.button(
                tell("Give up the changes to the text"), icon=":material/undo:", on_click=bench.give_up_text
            )
    st.session_state[key] = bench.shown_text
    st.html(STYLE)
    with st.container(key="rule-text"):
        st.text_area(
            tell("The rule as text (TOML); leave the field to have it checked"),
            height=HEIGHT,
            key=key,
            on_change=lambda: bench.take_text(st.session_state[key]),
        )
