"""Who wins and who loses, area by area; and which areas have no result, with what they lack."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.picking import NO_AREA
from dashboard.components.budget.simulator.run import Run
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.html_table import Cell, table_html
from dashboard.components.long_table import Heading, long_table
from dashboard.names import area_labels, area_names
from indicators.budget.inputs import NUMBER_TEXTS

INDEX_DECIMALS = 3
MOST_MISSING = 200
AMOUNTS = ("grant", "current_grant", "change")
PICKED = "simulator.picked"
"""Key of the row that was picked last: the table keeps it when another area is chosen elsewhere."""


def area_rows(desk: Desk, run: Run) -> pd.DataFrame:
    """Return a row per area, by code, the biggest losers first: amounts in the scale of the visit."""
    names = area_names(desk.areas, desk.words.language)
    rows = run.areas.assign(
        area=run.areas.index.map(names), parent=run.areas["parent_code"].map(names).to_numpy()
    )
    rows[list(AMOUNTS)] *= desk.money.factor
    return rows.sort_values(["change", "grant"], ascending=[True, False], kind="stable")


def area_headings(desk: Desk) -> Mapping[str, Heading]:
    """Return the columns of :func:`area_rows` that are shown."""
    tell, money = desk.words.translate, desk.money
    per_head = per_head_unit(desk.words)
    return {
        "area": Heading(tell("Area")),
        "parent": Heading(tell("Part of")),
        "change": Heading(tell("Change, {unit}").format(unit=money.unit), money.decimals),
        "grant": Heading(tell("New grant, {unit}").format(unit=money.unit), money.decimals),
        "current_grant": Heading(tell("Current grant, {unit}").format(unit=money.unit), money.decimals),
        "grant_pc": Heading(tell("New grant, {unit}").format(unit=per_head), 0),
        "provision_before": Heading(tell("БО before any grant"), INDEX_DECIMALS),
        "provision_current": Heading(tell("БО with the current grant"), INDEX_DECIMALS),
        "provision_after": Heading(tell("БО with the new grant"), INDEX_DECIMALS),
        "population": Heading(tell("Residents"), 0),
        "marginal_loss": Heading(tell("Grant lost per unit of own revenue"), 2),
    }


def show_areas(desk: Desk, run: Run) -> None:
    """Show winners and losers to sort and to search; a selected row becomes the area looked at."""
    tell = desk.words.translate
    st.subheader(tell("Winners and losers"), anchor=False)
    if run.told["change"].isna().all():
        st.caption(tell("No current grant is known: who wins and who loses cannot be told."))
    picked = long_table(
        desk.words,
        area_rows(desk, run),
        area_headings(desk),
        key="simulator.areas",
        label=tell("Winners and losers"),
        is_selectable=True,
    )
    hint = tell(
        "The biggest losers stand first. Click a heading to sort, the magnifier to search, a row to see how "
        "its grant comes about."
    )
    st.caption(hint)
    if picked != st.session_state.get(PICKED):
        st.session_state[PICKED] = picked
        state.remember("area", picked or NO_AREA)
        st.rerun()


def missing_html(desk: Desk, missing: pd.DataFrame) -> str:
    """Return the areas without a result and what each lacks, as an HTML table.

    Args:
        desk: of the page.
        missing: see :class:`indicators.budget.simulate.SimulationResult`.
    """
    tell, labels = desk.words.translate, area_labels(desk.areas, desk.words.language)
    lacks = missing.groupby("area_code", sort=True)["input"].agg(list)
    rows = [
        [Cell(str(labels[code])), Cell(", ".join(tell(NUMBER_TEXTS[each]) for each in inputs))]
        for code, inputs in lacks.head(MOST_MISSING).items()
    ]
    caption = tell("Areas without a result: {shown} of {total}").format(shown=len(rows), total=len(lacks))
    return table_html(caption, [Cell(tell("Area")), Cell(tell("What is missing"))], {"": rows})


def show_missing(desk: Desk, run: Run) -> None:
    """Name the areas without a result, where there are some."""
    if len(run.result.missing):
        with st.expander(desk.words.translate("Areas without a result"), icon=":material/help:"):
            st.html(missing_html(desk, run.result.missing))
