"""The simulator: a scenario, what it does, and what else could be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.downloads import simulation_downloads
from dashboard.components.budget.method import provision_method_note
from dashboard.components.budget.simulator.compare import show_compare
from dashboard.components.budget.simulator.computation import show_computation
from dashboard.components.budget.simulator.controls import controls
from dashboard.components.budget.simulator.equality import show_equality
from dashboard.components.budget.simulator.figures import show_figures
from dashboard.components.budget.simulator.maps import show_maps
from dashboard.components.budget.simulator.run import Run, unknown_of_all
from dashboard.components.budget.simulator.saving import show_saving
from dashboard.components.budget.simulator.start import Draft, choose_scenario
from dashboard.components.budget.simulator.sweep_chart import show_sweep
from dashboard.components.budget.simulator.tables import show_areas, show_missing
from dashboard.components.data.plain import plain
from dashboard.names import area_labels
from indicators.budget.errors import MOST_NAMED, BudgetError
from indicators.budget.inputs import NUMBER_TEXTS

Section = Literal["map", "equality", "sweep", "compare", "save"]


def simulator_section(desk: Desk) -> None:
    """Show the choice of a scenario, what it is made of, and what it does."""
    draft = choose_scenario(desk)
    controls(desk, draft)
    run = _applied(desk, draft)
    if run is not None:
        _show_result(desk, draft, run)
    else:
        show_saving(desk, draft)
    st.html(provision_method_note(desk.words))


def _applied(desk: Desk, draft: Draft) -> Run | None:
    """Return what the scenario does, or say why it does nothing."""
    try:
        return Run.of(desk, draft.scenario)
    except BudgetError as error:
        _say_why_not(desk, draft, error)
    return None


def _say_why_not(desk: Desk, draft: Draft, error: BudgetError) -> None:
    tell = desk.words.translate
    if unknown := unknown_of_all(draft.scenario, desk.inputs(draft.scenario)):
        text = tell(
            "At this level and in {period} nothing is known of: {numbers}. Choose another level or period, "
            "or bring a table of them on the Data page."
        )
        named = ", ".join(tell(NUMBER_TEXTS[each]) for each in unknown)
        st.info(text.format(period=draft.scenario.period, numbers=named))
        return
    st.error(plain(error))
    if error.area_codes:
        labels = area_labels(desk.areas, desk.words.language)
        st.caption(", ".join(str(labels[each]) for each in error.area_codes[:MOST_NAMED]))


def _show_result(desk: Desk, draft: Draft, run: Run) -> None:
    tell = desk.words.translate
    show_figures(desk, run)
    parts, files = st.columns([5, 1], vertical_alignment="center")
    with parts:
        section = state.segments(
            "section", tell("Section"), list(SECTIONS), words=lambda each: tell(SECTIONS[each][0])
        )
    with files:
        simulation_downloads(desk, run.result, draft.saved)
    SECTIONS[section][1](desk, draft, run)


def _show_areas(desk: Desk, _draft: Draft, run: Run) -> None:
    show_maps(desk, run)
    show_computation(desk, run)
    show_areas(desk, run)
    show_missing(desk, run)


SECTIONS: dict[Section, tuple[str, Callable[[Desk, Draft, Run], None]]] = {
    "map": (N_("Maps and areas"), _show_areas),
    "equality": (N_("How equal?"), lambda desk, _draft, run: show_equality(desk, run)),
    "sweep": (N_("Move a number"), lambda desk, _draft, run: show_sweep(desk, run)),
    "compare": (N_("Compare"), show_compare),
    "save": (N_("Keep and versions"), lambda desk, draft, _run: show_saving(desk, draft)),
}
