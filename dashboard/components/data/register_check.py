"""What a workbook would change in the register of councils; names of members are never shown."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.figures import figures
from dashboard.components.data.wizard import Wizard
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language
from dashboard.imports import Target
from dashboard.keeping import keeps_registers
from dashboard.names import area_names
from geodata.councils.comparison import RegisterComparison
from geodata.councils.workbook import RegisterDraft, sheet_titles

MOST_BODIES = 200
"""A page with thousands of rows helps nobody."""

NAMES_KEPT = N_(
    "Names of members are stored but never shown. A name or a year of birth that the workbook leaves out "
    "stays as it is for the same member: of the same body and number, with the same beginning of the term."
)
MEMBERS_NOT_COMPARED = N_(
    "Members are not compared here: who they are is told only where registers are kept. They are published "
    "with their bodies."
)
OTHERS_STAY = N_("Each body is replaced whole. Bodies that are not in the workbook stay as they are.")


def register_check(wizard: Wizard, draft: RegisterDraft, words: Words, target: Target) -> None:
    """Show what the workbook holds, and which bodies would be new or changed."""
    tell = words.translate
    with st.spinner(tell("Comparing with the register …")):
        compared = compare(wizard, draft, target)
    figures(
        {
            tell("New bodies"): len(compared.new),
            tell("Changed bodies"): len(compared.changed),
            tell("Unchanged bodies"): len(compared.unchanged),
            tell("Rows set apart"): draft.left_out,
        },
        words,
    )
    st.caption(" ".join(tell(text) for text in _remarks()))
    sheets, bodies = st.columns([1, 2])
    with sheets:
        st.html(sheets_html(draft, words, small_below=target.small_below))
    with bodies:
        st.html(bodies_html(draft, compared, words, target))


def compare(wizard: Wizard, draft: RegisterDraft, target: Target) -> RegisterComparison:
    """Return the draft beside the published register as it is at this data version.

    It is kept with the wizard: whatever changes after it was shown is refused when the draft is published.
    """
    if wizard.comparison is None or wizard.compared_at != (wizard.drafted_at, target.version):
        wizard.comparison = target.compare_register(draft, with_members=keeps_registers())
        wizard.compared_at = (wizard.drafted_at, target.version)
    return wizard.comparison


def _remarks() -> list[str]:
    return [OTHERS_STAY, NAMES_KEPT, *([] if keeps_registers() else [MEMBERS_NOT_COMPARED])]


def sheets_html(draft: RegisterDraft, words: Words, *, small_below: int) -> str:
    """Return how many rows each sheet has, fit to publish; few members are not counted."""
    tell, titles = words.translate, sheet_titles(words.language)
    few = f"1–{small_below - 1}"
    rows = [
        [
            Cell(titles[name]),
            Cell(
                few if name == "members" and 0 < len(table) < small_below else words.whole(len(table)),
                is_number=True,
            ),
        ]
        for name, table in draft.register.tables()
    ]
    head = [Cell(tell("Sheet")), Cell(tell("Rows"), is_number=True)]
    return table_html(tell("Rows by sheet"), head, {"": rows})


def bodies_html(draft: RegisterDraft, compared: RegisterComparison, words: Words, target: Target) -> str:
    """Return the new and the changed bodies, with the sheets in which they differ."""
    tell, titles = words.translate, sheet_titles(words.language)
    kinds = target.councils.body_types if target.councils else {}
    names = area_names(target.areas, words.language)
    differing = dict.fromkeys(compared.new, tell("new")) | {
        body_id: ", ".join(titles[name] for name in tables) for body_id, tables in compared.changed.items()
    }
    listed = draft.register.bodies[draft.register.bodies["body_id"].isin(list(differing))]
    rows = [
        [
            Cell(body_id),
            Cell(in_language(kinds[body_type].title, words.language) if body_type in kinds else body_type),
            Cell(str(names.get(area_code, area_code))),
            Cell(differing[body_id]),
        ]
        for body_id, body_type, area_code in _keys(listed.head(MOST_BODIES))
    ]
    head = [Cell(tell(text)) for text in (N_("Body"), N_("Type"), N_("Area"), N_("What is different"))]
    caption = tell("New and changed bodies: {shown} of {count}").format(shown=len(rows), count=len(differing))
    return table_html(caption, head, {"": rows})


def _keys(bodies: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(bodies[["body_id", "body_type", "area_code"]].itertuples(index=False, name=None))
