"""Every version of a body: who saved it, when and why; an older one is looked at and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.changes import register_changes
from dashboard.components.council.body.editing.bench import bench_of
from dashboard.components.council.body.editing.changes_table import changes_html
from dashboard.components.council.body.editing.saving import save
from dashboard.components.council.body.version import version_html
from dashboard.components.council.desk import Desk
from dashboard.components.data.form import Form
from dashboard.components.data.loaded import STATUS_WORDS
from dashboard.components.data.problems_table import problems_html
from dashboard.components.html_table import Cell, table_html
from dashboard.components.signing import author_field
from dashboard.i18n import moment
from dashboard.register_keeping import KeptBody, load_for_editing


def body_history(desk: Desk, body_id: str) -> None:
    """Show the versions of a body, one of them closely.

    What was withdrawn is seen, and anything brought back, only where the register is kept.
    """
    tell = desk.words.translate
    history = desk.store.register_history(desk.country, body_id).iloc[::-1]
    st.html(history_html(desk, history))
    offered = history if desk.keeps else history[history["status"] == "published"]
    lines = {int(row["dataset_id"]): _line(desk, row) for row in offered.to_dict("records")}
    form = Form(f"history.{desk.country}.{body_id}")
    chosen = form.select(
        "version", tell("Version"), list(lines), words=lines.__getitem__, placeholder=tell("Choose")
    )
    if chosen is None:
        return
    version = load_for_editing(desk.store, desk.country, body_id, version=chosen)
    st.html(version_html(CellWords(desk), version.register, with_members=desk.keeps))
    if not desk.keeps:
        st.caption(tell("Of the members nothing is shown: small numbers of people are not published."))
    elif chosen != version.base:
        _restoring(desk, version, form)


def history_html(desk: Desk, history: pd.DataFrame) -> str:
    """Return the versions as an HTML table; how many members they have only for who keeps the register.

    Args:
        desk: of the page.
        history: as :meth:`geodata.store.Store.register_history`, the newest first.
    """
    tell = desk.words.translate
    head = [
        Cell(tell("Dataset")),
        Cell(tell("By whom and when")),
        Cell(tell("What was changed, and why"), is_long=True),
        Cell(tell("Status")),
    ]
    if desk.keeps:
        head.append(Cell(tell("Rows of members"), is_number=True))
    rows = [_row(desk, row) for row in history.to_dict("records")]
    return table_html(tell("Versions: {count}").format(count=len(rows)), head, {"": rows})


def _row(desk: Desk, version: Mapping[Any, Any]) -> list[Cell]:
    tell = desk.words.translate
    cells = [
        Cell(f"{version['dataset_id']} · {version['title']}"),
        Cell(version["author"], remark=moment(version["created_at"], desk.words.language)),
        Cell(version["note"] or "–"),
        Cell(
            tell(STATUS_WORDS[version["status"]]),
            remark=tell("the one that is seen") if version["is_visible"] else "",
        ),
    ]
    if desk.keeps:
        cells.append(Cell(desk.words.whole(version["member_count"]), is_number=True))
    return cells


def _line(desk: Desk, version: Mapping[Any, Any]) -> str:
    told = [
        str(version["dataset_id"]),
        moment(version["created_at"], desk.words.language),
        version["author"],
        desk.words.translate(STATUS_WORDS[version["status"]]),
    ]
    return " · ".join(told)


def _restoring(desk: Desk, version: KeptBody, form: Form) -> None:
    """Show what bringing a version back would change, and the button that does it."""
    tell = desk.words.translate
    current = load_for_editing(desk.store, desk.country, version.body_id).register
    bench = bench_of(version, current)
    draft = bench.draft(desk)
    st.html(changes_html(CellWords(desk), register_changes(current, draft.register), tell("What changes")))
    if draft.problems:
        st.html(problems_html(draft.problems, tell))
    author_column, note_column = st.columns([1, 2])
    with author_column:
        author = author_field(desk.words)
    with note_column:
        note = form.text("note", tell("Why is it brought back?"))
    is_ready = bool(author and note and draft.is_publishable)
    label = tell("Bring this version back as the newest")
    if st.button(label, icon=":material/history:", disabled=not is_ready):
        save(desk, bench, draft, author=author, note=note)
