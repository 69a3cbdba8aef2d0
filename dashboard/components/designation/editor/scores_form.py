"""Composite scores: several indicators made comparable and added up."""

from __future__ import annotations

from typing import Any

import streamlit as st

from config.i18n import N_
from dashboard.components.designation.editor.criteria_form import WORST_WORDS, indicator_ids, window_form
from dashboard.components.designation.editor.draft import Table
from dashboard.components.designation.editor.edits import new_score, short_title
from dashboard.components.designation.editor.fields import Fields
from dashboard.components.words import Words

NORMALISATION_WORDS = {
    "z_score": N_("standard deviations from the mean"),
    "min_max": N_("place between the worst area (0) and the best (1)"),
    "rank": N_("place counted from the worst"),
    "ratio_to_mean": N_("ratio to the mean of the areas"),
}
AGGREGATION_WORDS = {
    "weighted_mean": N_("weighted arithmetic mean"),
    "geometric_mean": N_("weighted geometric mean"),
}
COMPONENT_KEYS = {"indicator": "str", "weight": "float64", "worst": "str"}


def scores_form(fields: Fields) -> None:
    """Show the scores of a draft; ``fields`` are those of the whole draft."""
    tell, scores = fields.words.translate, fields / "scores"
    items: dict[str, Table] = scores.table or {}
    st.caption(
        tell("A score sums up several indicators; higher is better. Make a criterion that measures it.")
    )
    for key, each in items.items():
        shown = scores.item(key, short_title({"id": key, **each}, fields.words.language))
        if shown.open:
            with shown:
                _score(scores / key)
                scores.remove(key)
    fresh = new_score(items)
    scores.add(tell("Add a score"), new_score, opens=next(key for key in fresh if key not in items))


def _score(fields: Fields) -> None:
    tell = fields.words.translate
    fields.texts("title", tell("Title"))
    label = tell("Parts with their weights, which need not sum to 1; a new part is a new row below")
    fields.grid("components", label, component_columns(fields.words), COMPONENT_KEYS)
    left, right = st.columns(2)
    with left:
        fields.select(
            "normalisation",
            tell("Made comparable as"),
            list(NORMALISATION_WORDS),
            words=lambda each: tell(NORMALISATION_WORDS[each]),
        )
    with right:
        fields.select(
            "aggregation",
            tell("Added up as"),
            list(AGGREGATION_WORDS),
            words=lambda each: tell(AGGREGATION_WORDS[each]),
        )
    window_form(fields / "window", is_mean=True)


def component_columns(words: Words) -> dict[str, Any]:
    """Return how the parts of a score are shown."""
    tell, columns = words.translate, st.column_config
    return {
        "indicator": columns.SelectboxColumn(
            tell("Indicator"),
            options=indicator_ids(words),
            format_func=words.title,
            required=True,
            width="medium",
        ),
        "weight": columns.NumberColumn(tell("Weight"), default=1, min_value=0, required=True, width="small"),
        "worst": columns.SelectboxColumn(
            tell("Ranking"),
            options=list(WORST_WORDS),
            format_func=lambda each: tell(WORST_WORDS[each]),
            default="lowest",
            required=True,
            width="medium",
        ),
    }
