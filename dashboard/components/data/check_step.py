"""Third step: what would be published, every problem, and corrections in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.drafting import draft_table, renew
from dashboard.components.data.figures import figures
from dashboard.components.data.fix_form import fix_buttons, fix_form
from dashboard.components.data.preview_map import preview_map
from dashboard.components.data.problems_table import problems_table
from dashboard.components.data.register_check import register_check
from dashboard.components.data.services_check import services_check
from dashboard.components.data.wizard import Wizard, navigation
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language, number
from dashboard.imports import Target, matches_by_method, parents_by_method
from geodata.boundaries.draft import AreaDraft
from geodata.tables.draft import TableDraft
from geodata.tables.unpivot import (
    REASON_FILTERED,
    REASON_NOT_TAKEN,
    REASON_RAGGED,
    REASON_SECTION,
    REASON_STAGE,
    REASON_TEXT,
    REASON_TOTALS,
)

METHOD_WORDS = {
    "confirmed": N_("confirmed by you"),
    "code": N_("by code"),
    "code_zeros_restored": N_("by code, leading zeros restored"),
    "name": N_("by name"),
    "name_tolerant": N_("by name in another spelling"),
    "unknown": N_("unknown"),
    "ambiguous": N_("several possible"),
    "location": N_("by location"),
    "only": N_("the only one"),
    "none": N_("none found"),
}
REASON_WORDS = {
    REASON_FILTERED: N_("excluded by a filter"),
    REASON_RAGGED: N_("of another length than the header"),
    REASON_TOTALS: N_("a total"),
    REASON_SECTION: N_("a heading"),
    REASON_TEXT: N_("a text without values"),
    REASON_STAGE: N_("of a stage that is not kept"),
    REASON_NOT_TAKEN: N_("of an indicator that is not taken"),
}
MOST_ROWS = 100


def check_step(wizard: Wizard, words: Words, target: Target) -> None:
    """Show the draft with its problems; turn to publishing when no error is left."""
    tell = words.translate
    renew(wizard, tell, target)
    _draft(wizard, words, target)
    problems = wizard.draft_problems
    st.subheader(tell("Problems"))
    problems_table(problems, wizard.form, tell, name="problems")
    if wizard.table:
        _fix(wizard, words, target, wizard.table)
    severities = Counter(problem.severity for problem in problems)
    if severities["error"]:
        st.error(tell("Errors must be put right before the file can be published."))
    is_read = True
    if severities["warning"]:
        is_read = wizard.form.tick(f"read.{wizard.round}", tell("I have read the warnings"))
    is_ready = not severities["error"] and is_read
    if navigation(wizard, tell, label=tell("Continue"), is_ready=is_ready, back=wizard.before("check")):
        wizard.go("publish")
        st.rerun()


def _draft(wizard: Wizard, words: Words, target: Target) -> None:
    """Show what the file would become."""
    if wizard.areas:
        _boundaries(wizard.areas, words, target)
    if wizard.table:
        _table(wizard.table, words)
    if wizard.register:
        register_check(wizard, wizard.register, words, target)
    if wizard.services:
        services_check(wizard.services, words, target)


def _fix(wizard: Wizard, words: Words, target: Target, draft: TableDraft) -> None:
    fixes = fix_form(wizard, words, target, draft)
    if fix_buttons(wizard, words, fixes):
        wizard.indicator_ids |= fixes.indicator_ids
        wizard.periods |= fixes.periods
        wizard.round += 1
        choices = fixes.applied_to(wizard.choices)
        draft_table(wizard, words.translate, target, wizard.layouts, choices)
        st.rerun()


def _table(draft: TableDraft, words: Words) -> None:
    tell = words.translate
    found = matches_by_method(draft)
    figures(
        {
            tell("Rows in the file"): draft.rows_in,
            tell("Values to publish"): len(draft.observations),
            tell("Areas found"): sum(found.values()) - found.get("unknown", 0) - found.get("ambiguous", 0),
            tell("Rows set apart"): len(draft.dropped),
        },
        words,
    )
    _methods(tell("How the areas were found"), found, words)
    if len(draft.totals_check):
        with st.expander(tell("Totals in the file against the sum of their rows")):
            st.html(_totals_html(draft.totals_check, words))
    if len(draft.dropped):
        with st.expander(tell("Rows set apart: totals, headings, filtered or left out")):
            st.html(_dropped_html(draft.dropped, words))


def _methods(title: str, counts: Mapping[str, int], words: Words) -> None:
    said = [f"{words.translate(METHOD_WORDS[method])}: {count}" for method, count in counts.items()]
    if said:
        st.caption(f"{title} – " + ", ".join(said))


def _totals_html(totals: pd.DataFrame, words: Words) -> str:
    tell = words.translate
    rows = [
        [
            Cell(str(total.label), remark=f"{total.sheet}!{total.column}{total.row}"),
            Cell(words.title(total.indicator_id) if total.indicator_id in words.catalogue else ""),
            Cell(str(total.period)),
            *(
                Cell(number(value, decimals=2, code=words.language), is_number=True)
                for value in (total.printed, total.computed, total.difference)
            ),
        ]
        for total in totals.head(MOST_ROWS).itertuples()
    ]
    head = [
        Cell(tell("Total")),
        Cell(tell("Indicator")),
        Cell(tell("Period")),
        Cell(tell("Printed"), is_number=True),
        Cell(tell("Sum of rows"), is_number=True),
        Cell(tell("Difference"), is_number=True),
    ]
    return table_html(tell("Totals compared: {count}").format(count=len(totals)), head, {"": rows})


def _dropped_html(dropped: pd.DataFrame, words: Words) -> str:
    tell = words.translate
    rows = [
        [Cell(f"{row.sheet}, {row.row}"), Cell(tell(REASON_WORDS.get(row.reason, row.reason)))]
        for row in dropped.head(MOST_ROWS).itertuples()
    ]
    caption = tell("Rows set apart: {count}").format(count=len(dropped))
    return table_html(caption, [Cell(tell("Row")), Cell(tell("Reason"))], {"": rows})


def _boundaries(draft: AreaDraft, words: Words, target: Target) -> None:
    tell = words.translate
    counts = Counter(int(level) for level in draft.areas["admin_level"])
    figures(
        {in_language(words.pack.level(each).plural, words.language): counts[each] for each in sorted(counts)},
        words,
    )
    _methods(tell("How the areas above were found"), parents_by_method(draft), words)
    report, drawing = st.columns(2)
    with report:
        st.html(_repairs_html(draft, words))
    with drawing:
        level = max(counts)
        st.caption(tell("The areas as they would be published; repaired ones are darker"))
        st.plotly_chart(preview_map(draft, target.pack, level, words.language), key="preview_map")


def _repairs_html(draft: AreaDraft, words: Words) -> str:
    tell = words.translate
    titles = {
        "change_km2": tell("Area changed, km²"),
        "change_pct": tell("Area changed, %"),
        "invalid": tell("Invalid polygons repaired"),
        "overlaps": tell("Overlaps removed"),
        "gaps": tell("Gaps between neighbours"),
    }
    groups = {}
    for level, repair in draft.repairs.items():
        account = repair.account()
        groups[in_language(words.pack.level(level).plural, words.language)] = [
            [
                Cell(title),
                Cell(
                    number(account[name], decimals=2 if "change" in name else 0, code=words.language),
                    is_number=True,
                ),
            ]
            for name, title in titles.items()
        ]
    head = [Cell(tell("What")), Cell(tell("How much"), is_number=True)]
    return table_html(tell("What the repair changed"), head, groups)
