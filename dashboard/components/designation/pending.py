"""A rule that is known by name, and whose numbers are not at hand."""

from __future__ import annotations

import streamlit as st

from dashboard.components.file_button import TOML, file_button
from dashboard.components.words import Words
from indicators.designation.profile import Profile
from indicators.designation.profile_text import profile_to_toml


def show_pending(words: Words, profile: Profile) -> None:
    """Say that the rule cannot be run, and offer its text for whoever has the numbers."""
    tell = words.translate
    st.info(tell("The numbers of this rule are pending: it cannot be run."))
    st.caption(
        tell("If you have them, fill them into its text and bring it under “Own rule” of any other rule.")
    )
    file_button(
        tell("Text of the rule (TOML)"),
        lambda: profile_to_toml(profile).encode(),
        f"{profile.id}.toml",
        TOML,
    )
