"""Choose a body of the register, among those of a type and of an area."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.names import area_labels
from indicators.hierarchy import areas_above

ALL = ""
"""The choice of every type."""
NARROWED = "body.narrowed"
"""Of the visit: by what the list was narrowed when it was last seen."""


def choose_body(desk: Desk) -> str | None:
    """Show the choices of type, area and body; return the body, None where there is none of them."""
    tell, bodies = desk.words.translate, desk.book.register.bodies
    type_column, area_column, body_column = st.columns([1, 1, 2])
    with type_column:
        present = [key for key in desk.councils.body_types if bodies["body_type"].eq(key).any()]
        body_type = state.select(
            "body_type",
            tell("Type of body"),
            [ALL, *present],
            default=ALL,
            words=lambda key: desk.type_title(key) if key else tell("All types"),
        )
    with area_column:
        area_code = _choose_area(desk, bodies)
    narrowed = narrowed_bodies(desk, body_type, area_code)
    with body_column:
        return _choose(desk, narrowed, (body_type, area_code))


def narrowed_bodies(desk: Desk, body_type: str, area_code: str) -> pd.Index[str]:
    """Return the ids of the bodies of a type within an area, in the order of their titles.

    Args:
        desk: of the page.
        body_type: a key of the pack; empty for all types.
        area_code: the area that they serve, or serve a part of; that of the country for all.
    """
    bodies = desk.book.register.bodies
    fits = pd.Series(data=True, index=bodies.index)
    if body_type:
        fits &= bodies["body_type"] == body_type
    if (level := int(desk.areas["admin_level"].get(area_code, 0))) > 0:
        fits &= areas_above(bodies["area_code"], desk.areas, level=level) == area_code
    return desk.titles.index[desk.titles.index.isin(bodies.loc[fits, "body_id"])]


def _choose_area(desk: Desk, bodies: pd.DataFrame) -> str:
    """Ask for an area that bodies serve, or that lies above one."""
    above: set[str] = set()
    for level in desk.words.pack.levels:
        above |= set(areas_above(bodies["area_code"], desk.areas, level=level.number).dropna())
    labels = area_labels(desk.areas, desk.words.language)
    country = desk.words.pack.area_code
    return state.select(
        "area",
        desk.words.translate("Area"),
        [country, *(code for code in labels.index if code in above and code != country)],
        default=country,
        words=lambda code: str(labels.get(code, code)),
    )


def _choose(desk: Desk, narrowed: pd.Index[str], by: tuple[str, str]) -> str | None:
    """Ask for one of some bodies; one that a link names is among them until the list is narrowed anew."""
    tell = desk.words.translate
    options = list(narrowed)
    asked = st.query_params.get("body", "")
    if asked in desk.titles.index and asked not in options and st.session_state.get(NARROWED, by) == by:
        options = [asked, *options]
    st.session_state[NARROWED] = by
    if not options:
        st.info(tell("The register has no such body here."))
        return None
    there = set(desk.on.bodies["body_id"])

    def title(body_id: str) -> str:
        if body_id in there:
            return str(desk.titles[body_id])
        return tell("{body} (not there on this day)").format(body=desk.titles[body_id])

    return state.select("body", tell("Body"), options, default=options[0], words=title)
