"""The section in which a rule of one's own is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from config.i18n import N_
from dashboard.components.data.plain import plain
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.editor.adjustments_form import adjustments_form
from dashboard.components.designation.editor.basics_form import basics_form
from dashboard.components.designation.editor.bench import Bench, clear_bench, current_bench
from dashboard.components.designation.editor.classes_form import classes_form
from dashboard.components.designation.editor.criteria_form import criteria_form
from dashboard.components.designation.editor.edits import short_title
from dashboard.components.designation.editor.faults import Checked, check
from dashboard.components.designation.editor.fields import Fields
from dashboard.components.designation.editor.history import history
from dashboard.components.designation.editor.saving import saving_form, show_conflict
from dashboard.components.designation.editor.scores_form import scores_form
from dashboard.components.designation.editor.start import start, taken_ids
from dashboard.components.designation.editor.status import show_faults, show_status
from dashboard.components.designation.editor.text_form import text_form
from dashboard.components.words import Words

Part = Literal["basics", "criteria", "scores", "classes", "adjustments", "text", "versions"]

PARTS: dict[Part, tuple[str, Callable[[Desk, Bench, Fields], None]]] = {
    "basics": (
        N_("Name and legal basis"),
        lambda desk, _bench, fields: basics_form(fields, taken_ids(desk)),
    ),
    "criteria": (N_("Criteria"), lambda _desk, _bench, fields: criteria_form(fields)),
    "scores": (N_("Scores"), lambda _desk, _bench, fields: scores_form(fields)),
    "classes": (N_("Classes"), lambda _desk, _bench, fields: classes_form(fields)),
    "adjustments": (
        N_("Adjustments"),
        lambda desk, _bench, fields: adjustments_form(
            fields, desk.answer.areas, level=desk.answer.question.level
        ),
    ),
    "text": (N_("As text (TOML)"), lambda _desk, bench, fields: text_form(fields.words, bench)),
    "versions": (N_("Versions"), lambda desk, bench, _fields: history(desk, bench)),
}


def editor_section(desk: Desk) -> None:
    """Show where a rule of one's own is begun, or the one that is being made."""
    bench = current_bench(desk.words.pack.code)
    if bench is None:
        start(desk)
    else:
        _workplace(desk, bench)


def _workplace(desk: Desk, bench: Bench) -> None:
    words = desk.words
    _head(words, bench)
    checked = Checked(None)
    if bench.draft is not None and bench.text is None:
        checked = check(bench.draft)
        show_status(desk, checked)
        _parts(desk, bench)
        show_faults(words, bench.draft, checked)
    else:
        text_form(words, bench)
    # Beside the button that was pressed: on a long page the top is out of sight.
    if bench.conflict:
        show_conflict(words, bench, bench.conflict)
    if bench.message:
        st.success(bench.message, icon=":material/check_circle:")
    saving_form(desk, bench, checked.profile)


def _parts(desk: Desk, bench: Bench) -> None:
    tell = desk.words.translate
    part = bench.form.segments(
        "part", tell("Part of the rule"), list(PARTS), words=lambda each: tell(PARTS[each][0])
    )
    PARTS[part][1](desk, bench, Fields(bench, desk.words))


def _head(words: Words, bench: Bench) -> None:
    tell = words.translate
    state = tell("new") if bench.is_new else tell("version {number}").format(number=bench.base_version)
    if not bench.is_saved:
        state += ", " + tell("not saved yet") if bench.is_new else ", " + tell("changed")
    title = short_title(bench.draft or {}, words.language) or bench.name
    title_column, close_column = st.columns([5, 1], vertical_alignment="center")
    with title_column:
        st.subheader(f"{plain(title)} ({state})", anchor=False)
    with close_column:
        _closing(words, bench)


def _closing(words: Words, bench: Bench) -> None:
    tell = words.translate
    give_up = {"on_click": clear_bench, "args": (words.pack.code,), "key": f"{bench.form.scope}.close"}
    if bench.is_saved:
        st.button(tell("Close"), icon=":material/close:", **give_up)
        return
    with st.popover(tell("Close"), icon=":material/close:"):
        st.markdown(tell("What is not saved will be lost."))
        st.button(tell("Close without saving"), **give_up)
