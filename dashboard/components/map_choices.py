"""The choices above the map."""

from __future__ import annotations

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.availability import Availability
from dashboard.components.area_map.view import Breaks, MapChoices
from dashboard.components.words import Words
from dashboard.i18n import in_language
from indicators.catalogue import Catalogue
from indicators.classes import Scheme

SCHEMES: dict[Scheme, str] = {
    "quantiles": N_("Equal counts (quantiles)"),
    "equal_interval": N_("Equal intervals"),
    "fisher_jenks": N_("Natural breaks (Fisher–Jenks)"),
    "pretty_breaks": N_("Round numbers"),
}
BREAKS: dict[Breaks, str] = {
    "common": N_("Same for all periods"),
    "own": N_("Own for each period"),
}
CLASS_COUNTS = tuple(range(2, 10))
DEFAULT_CLASS_COUNT = 5


def map_choices(words: Words, available: Availability, *, version: str) -> MapChoices:
    """Show level, indicator and class choices; return what is chosen, with the period of the address."""
    tell, pack, catalogue = words.translate, words.pack, words.catalogue
    columns = iter(st.columns([4, 5, 3, 2, 3], vertical_alignment="bottom"))
    mapped = [level for level in available.levels if pack.level(level).geometry != "none" and level > 0]
    with next(columns):
        level = state.select(
            "level",
            tell("Level"),
            mapped,
            default=available.fullest_level if available.fullest_level in mapped else mapped[-1],
            words=lambda number: in_language(pack.level(number).plural, words.language),
        )
    indicators = available.indicators(level)
    with next(columns):
        indicator_id = state.select(
            "indicator",
            tell("Indicator"),
            indicators,
            default=_most_telling(catalogue, indicators),
            words=words.title,
        )
    with next(columns):
        scheme = state.select(
            "scheme",
            tell("Classes by"),
            tuple(SCHEMES),
            default=catalogue[indicator_id].scheme,
            words=lambda each: tell(SCHEMES[each]),
        )
    with next(columns):
        k = state.select("k", tell("Classes"), CLASS_COUNTS, default=DEFAULT_CLASS_COUNT, words=str)
    with next(columns):
        breaks = state.select(
            "breaks",
            tell("Class breaks"),
            tuple(BREAKS),
            default="common",
            words=lambda each: tell(BREAKS[each]),
        )
    periods = available.periods(indicator_id, level)
    return MapChoices(
        country=pack.code,
        version=version,
        level=level,
        indicator_id=indicator_id,
        period=state.choice("period", periods, periods[-1]),
        scheme=scheme,
        k=k,
        breaks=breaks,
    )


def _most_telling(catalogue: Catalogue, indicator_ids: list[str]) -> str:
    """Return the first relative indicator: totals mostly show how large an area is."""
    relative = (each for each in indicator_ids if catalogue[each].aggregation != "sum")
    return next(relative, indicator_ids[0])
