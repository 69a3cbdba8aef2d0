"""Which municipalities have a plan of involvement, and which of the plans wait for something."""

from __future__ import annotations

import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.council.involvement.files import plans_download
from dashboard.components.council.involvement.plans import STATE_TEXTS, PlanState, municipalities, plans_table
from dashboard.components.long_table import Heading, long_table
from dashboard.names import area_labels
from geodata.councils.participation import InvolvementTemplate

COUNTED: tuple[PlanState, ...] = ("stale", "draft", "none")


def show_glance(desk: Desk, template: InvolvementTemplate) -> None:
    """Show counts and a line for each municipality, the most urgent first."""
    tell = desk.words.translate
    codes = municipalities(desk.book, desk.on.on)
    table = plans_table(codes, desk.plans().by_id.values(), template, on=desk.today)
    counts = table["state"].value_counts()
    with_plan, *columns = st.columns(4)
    n_with = len(table) - int(counts.get("none", 0))
    text = tell("{n} of {total}")
    with_plan.metric(
        tell("Municipalities with a plan"),
        text.format(n=desk.words.whole(n_with), total=desk.words.whole(len(table))),
    )
    for column, state in zip(columns, COUNTED, strict=True):
        column.metric(_sentence(tell(STATE_TEXTS[state])), desk.words.whole(int(counts.get(state, 0))))
    st.caption(tell("Looked at on {day}.").format(day=desk.day(desk.today)))
    labels = area_labels(desk.areas, desk.words.language)
    rows = table.assign(
        area=table.index.map(labels),
        state=table["state"].map(STATE_TEXTS).map(tell),
        **{
            name: [desk.day(each) for each in table[name]]
            for name in ("adopted_on", "revised_on", "refresh_by")
        },
    )
    headings = {
        "area": Heading(tell("Municipality")),
        "state": Heading(tell("State")),
        "adopted_on": Heading(tell("Adopted on")),
        "revised_on": Heading(tell("Last revised")),
        "refresh_by": Heading(tell("Refresh by")),
        "n_errors": Heading(tell("Errors"), 0),
        "n_warnings": Heading(tell("Warnings"), 0),
    }
    long_table(desk.words, rows, headings, key="involvement.plans", label=tell("Plans at a glance"))
    plans_download(desk, table)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
