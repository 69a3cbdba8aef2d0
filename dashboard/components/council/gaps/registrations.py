"""Maps of areas and charters of bodies that are not registered, where registrations are kept."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, show_figures, show_listing
from dashboard.components.council.gaps.places import is_within, polygon_levels
from dashboard.components.long_table import Heading
from indicators.councils.shares import LACKS_TEXTS


def show_maps(desk: Desk, area: str) -> None:
    """Show the choice of a level and its areas whose map is not registered."""
    tell = desk.words.translate
    numbers = desk.areas.reindex(columns=["area_code", "admin_level", "map_registration_number"])
    kept = set(numbers.loc[numbers["map_registration_number"].notna(), "admin_level"])
    offered = [each for each in polygon_levels(desk) if each in kept]
    if not offered:
        lacking = LACKS_TEXTS["maps"]
        st.info(tell(lacking))
        return
    level = state.select(
        "level",
        tell("Level"),
        offered,
        default=offered[-1],
        words=desk.words.level_title,
    )
    of_level = numbers[numbers["admin_level"] == level]
    own = of_level[is_within(desk, of_level["area_code"], area)]
    missing = own[own["map_registration_number"].isna()]
    listing = Listing(
        key="maps-not-registered",
        title=tell("Maps not registered"),
        of="area",
        rows=missing[["area_code"]].assign(body_id=None).reset_index(drop=True),
        headings={},
    )
    _show(desk, area, listing, n=len(own))


def show_charters(desk: Desk, area: str) -> None:
    """Show the choice of a type of bodies and those whose charter is not registered."""
    tell = desk.words.translate
    offered = types_with_charters(desk)
    if not offered:
        lacking = LACKS_TEXTS["charters"]
        st.info(tell(lacking))
        return
    body_type = state.select(
        "body_type", tell("Type of body"), offered, default=offered[0], words=desk.type_title
    )
    bodies = desk.on.bodies_of(body_type)
    own = bodies[is_within(desk, bodies["area_code"], area)]
    listing = charters_listing(desk, own, body_type)
    _show(desk, area, listing, n=len(own))


def types_with_charters(desk: Desk) -> list[str]:
    """Return the types of which the register has a registered charter: it is taken to have all then."""
    ever = desk.on.register.bodies
    kept = set(ever.loc[ever["charter_registered_on"].notna(), "body_type"])
    return [each for each in desk.councils.body_types if each in kept]


def charters_listing(desk: Desk, bodies: pd.DataFrame, body_type: str) -> Listing:
    """Return the bodies whose charter is not registered on the day."""
    tell = desk.words.translate
    days = bodies["charter_registered_on"]
    is_missing = [each is None or each > desk.on.on for each in days]
    missing = bodies[pd.Series(is_missing, index=days.index, dtype="bool")]
    return Listing(
        key=f"charters-not-registered-{body_type}",
        title=tell("Charters not registered"),
        of="body",
        rows=missing[["area_code", "body_id", "founded_on"]].reset_index(drop=True),
        headings={"founded_on": Heading(tell("Founded"), written=desk.day)},
        stated={"body_type": desk.type_title(body_type)},
    )


def _show(desk: Desk, area: str, listing: Listing, *, n: int) -> None:
    tell = desk.words.translate
    told = tell("{n} of {total}").format(n=desk.words.whole(len(listing.rows)), total=desk.words.whole(n))
    show_figures({listing.title: told})
    show_listing(desk, area, listing)
