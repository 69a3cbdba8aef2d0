"""Bring a file, step by step."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.components.data.check_step import check_step
from dashboard.components.data.columns_step import columns_step
from dashboard.components.data.file_step import file_step
from dashboard.components.data.publish_step import done_step, publish_step
from dashboard.components.data.wizard import current_wizard, progress_line, restart
from dashboard.components.words import Words
from dashboard.imports import Target
from geodata.readers.limits import load_limits
from geodata.workspace import Workspace


def bring_file(words: Words, target: Target, open_dataset: Callable[[int], None]) -> None:
    """Show the step at hand of this visit's file; ``open_dataset`` shows what it became."""
    wizard = current_wizard(target.pack.code)
    progress_line(wizard, words.translate)
    match wizard.step:
        case "file":
            file_step(wizard, words, target, Workspace.find(), load_limits())
        case "columns":
            columns_step(wizard, words, target)
        case "check":
            check_step(wizard, words, target)
        case "publish":
            publish_step(wizard, words, target)
        case "done":
            done_step(wizard, words, open_dataset)
    if wizard.upload and wizard.step != "done":
        label = words.translate("Give this file up")
        st.button(label, type="tertiary", on_click=restart, args=(target.pack.code,), icon=":material/close:")
