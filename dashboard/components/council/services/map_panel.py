"""The map of an indicator of services monitoring, with the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.area_map import area_map
from dashboard.components.area_map.view import MapChoices, map_view
from dashboard.components.council.desk import Desk
from dashboard.components.map_choices import class_choices
from dashboard.components.method_note import method_note
from dashboard.i18n import in_language

MONITORED = N_(
    "Areas with a value in {period}: {n} of {all}. Elsewhere services were not monitored, or too few people "
    "answered."
)


def map_panel(desk: Desk, known: Sequence[str]) -> None:
    """Show the choices and the map; an area that is clicked is told of below it.

    Args:
        desk: of the page.
        known: indicators with any value.
    """
    choices = _ask(desk, known)
    values = desk.level_values(choices.indicator_id, choices.level)
    view = map_view(choices, desk.words, values=values, areas=desk.areas, layers=desk.layers)
    opened = area_map(replace(view, link_url=state.link("area")), key="council.services.map")
    told = values[(values["period"] == choices.period) & values["value"].notna()]
    text = desk.words.translate(MONITORED)
    n_all = int((desk.areas["admin_level"] == choices.level).sum())
    st.caption(text.format(period=choices.period, n=desk.words.whole(len(told)), all=desk.words.whole(n_all)))
    st.html(method_note(desk.words, choices.indicator_id, values, desk.sources))
    if opened:
        state.remember("area", opened["area"])
        state.remember("period", opened["period"])
        st.rerun()


def offered_levels(desk: Desk, known: Sequence[str]) -> list[int]:
    """Return the levels that can be drawn and have any of the indicators, from the largest areas down."""
    drawn = {int(level) for level in desk.layers["admin_level"].unique() if level > 0}
    told = {level for each in known for level in desk.available.levels_of(each)}
    return sorted(drawn & told)


def _ask(desk: Desk, known: Sequence[str]) -> MapChoices:
    words = desk.words
    tell, levels = words.translate, offered_levels(desk, known)
    level_column, indicator_column, classes_column = st.columns([4, 6, 2], vertical_alignment="bottom")
    with level_column:
        level = state.select(
            "level",
            tell("Level"),
            levels,
            default=levels[-1],
            words=lambda number: in_language(words.pack.level(number).plural, words.language),
        )
    offered = [each for each in known if level in desk.available.levels_of(each)]
    with indicator_column:
        indicator_id = state.select(
            "service", tell("Indicator"), offered, default=offered[0], words=words.title
        )
    with classes_column, st.popover(tell("Classes"), icon=":material/palette:", width="stretch"):
        scheme, k, breaks = class_choices(words, words.catalogue[indicator_id].scheme)
    periods = desk.available.periods(indicator_id, level)
    return MapChoices(
        country=desk.country,
        version=desk.version,
        level=level,
        indicator_id=indicator_id,
        period=state.choice("period", periods, periods[-1]),
        scheme=scheme,
        k=k,
        breaks=breaks,
    )
