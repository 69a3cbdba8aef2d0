"""The greeting of an empty workspace."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def welcome(translate: Callable[[str], str]) -> None:
    """Say what to do when no country is loaded yet."""
    st.info(translate("This workspace is empty. Load a country to begin:"), icon=":material/waving_hand:")
    st.markdown(translate("The demonstration country, invented for trying things out:"))
    st.code("aimak demo", language="shell")
    st.markdown(
        translate("A real country from a pack, with its files in a folder or from their pinned addresses:")
    )
    st.code("aimak pack list\naimak pack install CODE --from FOLDER", language="shell")
    st.markdown(translate("Then reload this page."))
