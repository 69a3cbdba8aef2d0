"""What is done after the criteria are counted: lists, neighbours, enclosure, grace."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.plain import plain
from dashboard.components.designation.editor.draft import Items, Table
from dashboard.components.designation.editor.edits import (
    ADJUSTMENTS,
    new_adjustment,
    short_title,
    with_listed,
)
from dashboard.components.designation.editor.fields import Fields
from dashboard.names import area_labels

RULE_WORDS = {
    "include": N_("List: designated in any case"),
    "exclude": N_("List: never designated"),
    "neighbours": N_("Only groups of neighbours"),
    "enclosed": N_("Enclosed areas as well"),
    "grace": N_("Some years of grace"),
}


def adjustments_form(fields: Fields, areas: pd.DataFrame, *, level: int) -> None:
    """Show the adjustments of a draft, in the order in which they are applied.

    Args:
        fields: of the whole draft.
        areas: all of the country, indexed by code.
        level: of those that a list may name.
    """
    tell, adjustments = fields.words.translate, fields / "adjustments"
    items: Items = adjustments.table or []
    classes: Items = fields.value("classes")
    st.caption(tell("They are applied one after the other, once the criteria are counted."))
    for place, each in enumerate(items):
        with st.container(border=True):
            st.markdown(f"**{place + 1}. {tell(RULE_WORDS[each['rule']])}**")
            _adjustment(adjustments / place, classes, areas, level)
            adjustments.order(place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rule = fields.bench.form.select(
            "new_adjustment",
            tell("New adjustment"),
            list(ADJUSTMENTS),
            words=lambda each: tell(RULE_WORDS[each]),
            placeholder=tell("Choose"),
        )
        adjustments.add(
            tell("Add"),
            lambda items: [*(items or []), new_adjustment(rule, classes)] if rule else items,
            disabled=rule is None,
        )


def _adjustment(fields: Fields, classes: Items, areas: pd.DataFrame, level: int) -> None:
    tell, adjustment = fields.words.translate, fields.table
    titles = {
        each["id"]: short_title(each, fields.words.language) for each in classes if each["is_designated"]
    }
    match adjustment["rule"]:
        case "include" | "exclude":
            _areas(fields, adjustment, areas, level)
        case "neighbours":
            fields.whole("minimum_areas", tell("So many neighbours at least"), default=1)
        case "enclosed":
            fields.tick("state_border", tell("The state border may be part of the enclosure"), default=True)
        case "grace":
            fields.whole("years", tell("Years"), highest=50, default=1)
    class_column, from_column, to_column = st.columns(3)
    with class_column:
        fields.select("designation", tell("Class"), list(titles), words=titles.__getitem__)
    with from_column:
        fields.day("valid_from", tell("From"))
    with to_column:
        fields.day("valid_to", tell("To, this day included"))
    fields.text("reference", tell("As it is written"))


def _areas(fields: Fields, adjustment: Table, areas: pd.DataFrame, level: int) -> None:
    tell, listed = fields.words.translate, adjustment.get("areas", [])
    labels = area_labels(areas, fields.words.language)[areas["admin_level"] == level].to_dict()
    shown = {each["code"]: each["name"] for each in listed if "code" in each} | labels
    names = areas["area_name"].to_dict()
    fields.several(
        "areas",
        tell("Areas"),
        list(shown),
        words=lambda code: f"{shown[code]} ({code})",
        shown=[each["code"] for each in listed if "code" in each],
        change=lambda table, codes: {**table, "areas": with_listed(table.get("areas"), codes, names)},
        placeholder=tell("Choose areas, or type to search"),
    )
    if without_code := [each["name"] for each in listed if "code" not in each]:
        text = tell("Also on the list, without a code: {names}")
        st.caption(plain(text.format(names=", ".join(without_code))))
