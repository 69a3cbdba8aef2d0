"""The choices above the map."""

from __future__ import annotations

import pandas as pd
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


def map_choices(words: Words, available: Availability, layers: pd.DataFrame, *, version: str) -> MapChoices:
    """Show level, indicator and class choices; return what is chosen, with the period of the address.

    Args:
        words: how the visit reads.
        available: what there is to show.
        layers: the display layers: the levels that can be drawn.
        version: of the country's data.
    """
    tell, pack, catalogue = words.translate, words.pack, words.catalogue
    level_column, indicator_column, classes_column = st.columns([4, 6, 2], vertical_alignment="bottom")
    mapped = sorted(int(level) for level in layers["admin_level"].unique() if level > 0)
    with level_column:
        level = state.select(
            "level",
            tell("Level"),
            mapped,
            default=available.fullest_level if available.fullest_level in mapped else mapped[-1],
            words=lambda number: in_language(pack.level(number).plural, words.language),
        )
    indicators = [each for each in available.indicators(level) if catalogue[each].stage is None]
    with indicator_column:
        indicator_id = state.select(
            "indicator",
            tell("Indicator"),
            indicators,
            default=_most_telling(catalogue, indicators),
            words=words.title,
        )
    with classes_column, st.popover(tell("Classes"), icon=":material/palette:", width="stretch"):
        scheme, k, breaks = class_choices(words, catalogue[indicator_id].scheme)
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


def class_choices(words: Words, default_scheme: Scheme) -> tuple[Scheme, int, Breaks]:
    """Show how values are put into classes; return scheme, number of classes and whose breaks."""
    tell = words.translate
    scheme = state.select(
        "scheme",
        tell("Classes by"),
        tuple(SCHEMES),
        default=default_scheme,
        words=lambda each: tell(SCHEMES[each]),
    )
    k = state.select("k", tell("Number of classes"), CLASS_COUNTS, default=DEFAULT_CLASS_COUNT, words=str)
    breaks = state.select(
        "breaks", tell("Class breaks"), tuple(BREAKS), default="common", words=lambda each: tell(BREAKS[each])
    )
    return scheme, k, breaks


def _most_telling(catalogue: Catalogue, indicator_ids: list[str]) -> str:
    """Return the first relative indicator: totals mostly show how large an area is."""
    relative = (each for each in indicator_ids if catalogue[each].aggregation != "sum")
    return next(relative, indicator_ids[0])
