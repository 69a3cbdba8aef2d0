"""Every version of an own rule: who saved it, when and why."""

from __future__ import annotations

import streamlit as st

from dashboard.components.data.plain import plain
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.editor.bench import Bench
from dashboard.components.documents import download_text, version_line
from dashboard.profiles import PROFILE_KIND


def history(desk: Desk, bench: Bench) -> None:
    """List the versions, the newest first, each to download or to go back to."""
    tell = desk.words.translate
    if bench.base_version is None:
        st.info(tell("This rule has not been saved yet."))
        return
    versions = desk.store.document_versions(desk.words.pack.code, PROFILE_KIND, bench.name)
    for version in versions.to_dict("records")[::-1]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(version_line(version, desk.words)))
            key = f"{bench.form.scope}.version.{version['version']}"
            download_text(
                tell("Download"), version["content"], name=f"{bench.name}-{version['version']}", key=key
            )
            st.button(
                tell("Go back to it"),
                icon=":material/history:",
                key=f"{key}.open",
                on_click=bench.take_text,
                args=(version["content"],),
            )
