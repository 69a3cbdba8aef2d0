"""Change a body: fields, lists, problems at their rows, what changes, saving."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.editing.bench import Bench, bench_of, keep_bench, kept_bench
from dashboard.components.council.body.editing.changes_table import changes_html
from dashboard.components.council.body.editing.facts_form import facts_form
from dashboard.components.council.body.editing.grids import grid
from dashboard.components.council.body.editing.saving import conflict_view, saving_form
from dashboard.components.council.body.editing.tables import LISTS
from dashboard.components.council.desk import Desk
from dashboard.components.data.problems_table import SEVERITY_WORDS
from dashboard.components.html_table import Cell, table_html
from dashboard.register_keeping import load_for_editing
from geodata.councils.register import SCHEMAS
from geodata.problems import Problem


def change_body(desk: Desk, body_id: str) -> None:
    """Show the editor of a body of the register."""
    bench = kept_bench(desk.country, body_id)
    if bench is None or _is_behind(desk, bench):
        bench = bench_of(load_for_editing(desk.store, desk.country, body_id))
        keep_bench(desk.country, bench)
    editor(CellWords(desk), bench)


def editor(words: CellWords, bench: Bench) -> None:
    """Show the editor of a draft.

    Args:
        words: of the visit.
        bench: with the draft.
    """
    tell = words.desk.words.translate
    above = st.container()
    st.caption(tell("Names of members are not shown; each stays with the number of its row."))
    facts_form(words, bench)
    below = {"bodies": st.container()}
    for name in LISTS:
        st.subheader(words.table(name))
        grid(words, bench, name)
        below[name] = st.container()
    draft = bench.draft(words.desk)
    for name in SCHEMAS:
        of_table = [each for each in draft.problems if each.where.sheet == name]
        if of_table:
            below[name].html(_problems_html(words, of_table))
    changes = bench.changes(draft)
    if bench.conflict is not None:
        with above:
            conflict_view(words, bench, bench.conflict, draft)
    elif changes:
        st.html(changes_html(words, changes, tell("What changes")))
    elif bench.is_untouched(draft):
        st.caption(tell("Nothing has been changed yet."))
    saving_form(words, bench, draft, changes)


def _problems_html(words: CellWords, problems: Sequence[Problem]) -> str:
    """Return problems of one table, the row first."""
    tell = words.desk.words.translate
    rows = [
        [
            Cell(str(each.where.row)),
            Cell(tell(SEVERITY_WORDS[each.severity])),
            Cell(each.message(tell), remark=each.remedy(tell)),
        ]
        for each in problems
    ]
    head = [
        Cell(tell("Row")),
        Cell(tell("Severity")),
        Cell(tell("What is wrong and what to do"), is_long=True),
    ]
    return table_html(tell("Problems: {count}").format(count=len(rows)), head, {"": rows})


def _is_behind(desk: Desk, bench: Bench) -> bool:
    """Whether a bench without changes is of another version than the visible one."""
    bodies = desk.book.register.bodies.set_index("body_id")
    visible = bodies["dataset_id"].get(bench.kept.body_id)
    return visible != bench.kept.base and bench.is_untouched(bench.draft(desk))
