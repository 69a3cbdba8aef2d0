"""The map of a fiscal indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import state
from dashboard.components.area_map import area_map
from dashboard.components.area_map.view import MapChoices, map_view
from dashboard.components.budget.break_notes import show_break_notes
from dashboard.components.budget.desk import Desk
from dashboard.components.map_choices import class_choices
from dashboard.components.method_note import method_note
from indicators.catalogue import Catalogue

GROUPS = ("finance", "budget_items")
"""The groups of the catalogue that budgets are in."""
FIRST_SHOWN = "own_revenue_pc"


def map_section(desk: Desk) -> None:
    """Show the choice of an indicator and its map; an area that is clicked opens its budget."""
    words, question = desk.words, desk.question
    offered = fiscal_indicators(words.catalogue, desk.available.indicators(question.level))
    if not offered:
        st.info(words.translate("No budgets of areas are loaded: bring a table of budgets on the Data page."))
        return
    choices = _ask(desk, offered)
    values = desk.level_values(choices.indicator_id, choices.level)
    view = map_view(choices, words, values=values, areas=desk.areas, layers=desk.layers)
    budget_page = state.link("area", "part") + "&part=structure"
    opened = area_map(replace(view, link_url=budget_page), key="budgets.map")
    periods = desk.available.periods(choices.indicator_id, choices.level)
    show_break_notes(words, desk.breaks[choices.indicator_id], periods)
    st.html(method_note(words, choices.indicator_id, values, desk.sources))
    if opened:
        state.remember("area", opened["area"])
        state.remember("period", opened["period"])
        state.remember("part", "structure")
        st.rerun()


def fiscal_indicators(catalogue: Catalogue, known: Sequence[str]) -> list[str]:
    """Return the indicators of budgets to choose from: ratios, then amounts, then stages before execution.

    Args:
        catalogue: what the indicators are.
        known: those with values.
    """
    fiscal = [each for each in known if catalogue[each].group in GROUPS]

    def order(indicator_id: str) -> tuple[bool, bool]:
        return catalogue[indicator_id].stage is not None, catalogue[indicator_id].kind == "base"

    return sorted(fiscal, key=order)


def _ask(desk: Desk, offered: Sequence[str]) -> MapChoices:
    words, question = desk.words, desk.question
    indicator_column, classes_column = st.columns([10, 2], vertical_alignment="bottom")
    with indicator_column:
        indicator_id = state.select(
            "indicator",
            words.translate("Indicator"),
            offered,
            default=FIRST_SHOWN if FIRST_SHOWN in offered else offered[0],
            words=words.title,
        )
    with classes_column, st.popover(words.translate("Classes"), icon=":material/palette:", width="stretch"):
        scheme, k, breaks = class_choices(words, words.catalogue[indicator_id].scheme)
    periods = desk.available.periods(indicator_id, question.level)
    return MapChoices(
        country=question.country,
        version=question.version,
        level=question.level,
        indicator_id=indicator_id,
        period=question.period if question.period in periods else periods[-1],
        scheme=scheme,
        k=k,
        breaks=breaks,
        scale=question.money.scale,
    )
