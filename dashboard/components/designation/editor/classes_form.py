"""The classes, from the worst to the rest."""

from __future__ import annotations

import streamlit as st

from dashboard.components.designation.editor.draft import Items, Table
from dashboard.components.designation.editor.edits import new_class, short_title
from dashboard.components.designation.editor.fields import Fields


def classes_form(fields: Fields) -> None:
    """Show the classes of a draft; ``fields`` are those of the whole draft."""
    tell, classes = fields.words.translate, fields / "classes"
    items: Items = classes.table
    st.caption(tell("An area is in the first class whose conditions it meets, and else in the last."))
    criteria = {
        each["id"]: short_title(each, fields.words.language) for each in fields.value("criteria") or []
    }
    for place, each in enumerate(items):
        with st.container(border=True):
            if place < len(items) - 1:
                _class(classes / place, each, criteria)
                classes.order(place, last_stays=True)
            else:
                (classes / place).texts("title", tell("All other areas"))
    classes.add(tell("Add a class"), new_class)
    if len(items) > 2:
        fields.tick("overlapping", tell("An area is in every class whose conditions it meets"))


def _class(fields: Fields, each: Table, criteria: dict[str, str]) -> None:
    tell = fields.words.translate
    title_column, count_column = st.columns([3, 1], vertical_alignment="bottom")
    with title_column:
        fields.texts("title", tell("Class"))
    n_counted = len(each.get("of") or criteria)
    with count_column:
        fields.whole("at_least", tell("At least"), highest=max(n_counted, 1), placeholder=tell("–"))
    fields.tick("is_designated", tell("Is a designation"))
    of_column, required_column = st.columns(2)
    with of_column:
        fields.several(
            "of",
            tell("of the criteria"),
            list(criteria),
            words=criteria.__getitem__,
            placeholder=tell("all of them"),
        )
    with required_column:
        fields.several(
            "required",
            tell("which must be met in any case"),
            list(criteria),
            words=criteria.__getitem__,
            placeholder=tell("none in particular"),
        )
