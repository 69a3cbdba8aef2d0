"""Every version of an own rule: who saved it, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from config.i18n import N_
from dashboard.components.data.loaded import moment
from dashboard.components.data.plain import plain
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.editor.bench import Bench
from dashboard.components.designation.editor.saving import download_text
from dashboard.profiles import PROFILE_KIND

STATUS_WORDS = {"saved": N_("saved"), "withdrawn": N_("withdrawn")}


def history(desk: Desk, bench: Bench) -> None:
    """List the versions, the newest first, each to download or to go back to."""
    tell = desk.words.translate
    if bench.base_version is None:
        st.info(tell("This rule has not been saved yet."))
        return
    versions = desk.store.document_versions(desk.words.pack.code, PROFILE_KIND, bench.name)
    for version in versions.to_dict("records")[::-1]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(version_line(version, desk)))
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


def version_line(version: Mapping[Any, Any], desk: Desk) -> str:
    """Return a version in a line: ``2 · 04.03.2026, 05:06 UTC · Planner · saved · threshold raised``."""
    words = desk.words
    told = [
        str(version["version"]),
        moment(version["created_at"], words.language),
        version["author"],
        words.translate(STATUS_WORDS[version["status"]]),
        version["note"],
    ]
    return " · ".join(part for part in told if part)
