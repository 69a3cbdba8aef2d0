"""Settlements for which no elected deputy stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.area_map import Category, category_map
from dashboard.components.area_map.palette import LAGGING, NOT_LAGGING, UNTOLD
from dashboard.components.area_map.view import Classification, Column, category_view
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, profile_url, show_figures, show_listing
from dashboard.components.council.gaps.people import is_hidden, left_out, told_sum
from dashboard.components.council.gaps.places import is_within
from dashboard.components.long_table import Heading
from indicators.councils.representation import ADVISORY_VOTE, settlement_deputies, without_deputy
from indicators.councils.shares import LACKS_TEXTS

STATES = ("without", "untold", "with")
STATE_TEXTS = {
    "with": N_("Has a deputy"),
    "without": N_("Without a deputy"),
    "untold": N_("Cannot be told"),
}
STATE_COLORS = {"with": NOT_LAGGING, "without": LAGGING, "untold": UNTOLD}


def show_deputies(desk: Desk, area: str) -> None:
    """Show settlements without a deputy on a map and as a list."""
    tell = desk.words.translate
    deputies = settlements_of(desk, area)
    if deputies.empty:
        lacking = LACKS_TEXTS["settlements"]
        st.info(tell(lacking))
        return
    n_untold = int(deputies["has_deputy"].isna().sum())
    if n_untold == len(deputies):
        st.info(
            tell("Cannot be told: the register has no council here whose deputies stand for settlements.")
        )
        return
    listing = deputies_listing(desk, deputies)
    people = listing.rows["population"]
    show_figures(
        {
            tell("Settlements without a deputy"): tell("{n} of {total}").format(
                n=desk.words.whole(len(people)), total=desk.words.whole(len(deputies))
            ),
            tell("People living there"): told_sum(desk, people),
            tell("Cannot be told"): desk.words.whole(n_untold),
        },
    )
    st.caption(
        " ".join(filter(None, [tell(ADVISORY_VOTE), left_out(desk, people), _why_untold(desk, n_untold)]))
    )
    _show_map(desk, deputies)
    show_listing(desk, area, listing)


def settlements_of(desk: Desk, area: str) -> pd.DataFrame:
    """Return the settlements of an area, as ``representation.settlement_deputies``, and their ``body_id``.

    That is the council of each that there is on the day, the first by id where there are several.
    """
    territory = desk.book.territory(desk.on.on, 0)
    deputies = settlement_deputies(desk.on, desk.councils, territory)
    types = [
        key
        for key, each in desk.councils.body_types.items()
        if each.is_elected_council and each.represents_settlements
    ]
    councils = desk.on.bodies_of(*types).sort_values("body_id").drop_duplicates("area_code")
    body_of = councils.set_index("area_code")["body_id"]
    own = deputies[is_within(desk, deputies["area_code"], area)]
    return own.assign(body_id=own["council_area"].map(body_of))


def deputies_listing(desk: Desk, deputies: pd.DataFrame) -> Listing:
    """Return the settlements without a deputy, the most populous first."""
    tell = desk.words.translate
    alone = without_deputy(deputies)
    return Listing(
        key="settlements-without-deputy",
        title=tell("Settlements without a deputy"),
        of="area",
        rows=alone.assign(council=_councils_of(desk, alone)),
        headings={
            "population": Heading(tell("People")),
            "council": Heading(tell("Council")),
        },
        people=("population",),
        n_untold=int(deputies["has_deputy"].isna().sum()),
    )


def classification(desk: Desk, deputies: pd.DataFrame) -> Classification:
    """Return the settlements in classes: with a deputy, without, and those that cannot be told."""
    tell = desk.words.translate
    told = deputies.set_index("area_code")
    has_deputy = told["has_deputy"]
    places = has_deputy.map({True: "with", False: "without"}).fillna("untold").map(STATES.index)
    people = told["population"].mask(is_hidden(desk, told["population"]))
    return Classification(
        title=tell("Settlements and their deputies"),
        heading=tell("Deputy"),
        categories=[
            Category(label=tell(STATE_TEXTS[each]), color=STATE_COLORS[each], is_marked=each == "without")
            for each in STATES
        ],
        classes=places,
        columns=[
            Column(key="council", title=tell("Council"), by_area=_councils_of(desk, told)),
            Column(key="population", title=tell("People"), by_area=people),
        ],
    )


def _councils_of(desk: Desk, deputies: pd.DataFrame) -> pd.Series[str]:
    """Return what the council of each settlement is called; missing where it cannot be told."""
    is_told = deputies["has_deputy"].notna()
    none = pd.Series(desk.words.translate("There is no council"), index=deputies.index, dtype="str")
    return deputies["body_id"].map(desk.titles).fillna(none.where(is_told))


def _show_map(desk: Desk, deputies: pd.DataFrame) -> None:
    level = int(desk.areas.loc[deputies["area_code"].iloc[0], "admin_level"])
    view = category_view(
        classification(desk, deputies),
        desk.words,
        version=desk.version,
        level=level,
        areas=desk.areas,
        layers=desk.layers,
        link_url=profile_url(desk),
    )
    category_map(view, key="gaps.deputies.map")


def _why_untold(desk: Desk, n_untold: int) -> str:
    if n_untold == 0:
        return ""
    return desk.words.translate(
        "It cannot be told where a council has no list of members, where it is not known for which "
        "settlements its deputies stand, and where no council has deputies who stand for settlements."
    )
