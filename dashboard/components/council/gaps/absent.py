"""Areas without any active body of a type."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, show_figures, show_listing
from dashboard.components.council.gaps.places import is_within
from dashboard.components.long_table import Heading
from geodata.councils.pack import CouncilPack
from indicators.councils.on_day import OnDay, exists_on
from indicators.councils.presence import is_active
from indicators.councils.shares import LACKS_TEXTS
from indicators.councils.territory import Territory

Presence = Literal["active", "untold", "inactive", "dissolved", "never"]
"""What an area has of a type, the best of its bodies: in this order."""

MISSING: dict[Presence, str] = {
    "never": N_("Never had one"),
    "dissolved": N_("Dissolved"),
    "inactive": N_("There, but not active"),
}
"""What the list holds, in English."""


def show_absent(desk: Desk, area: str) -> None:
    """Show the choice of a type of bodies and the areas that have none that is active."""
    tell = desk.words.translate
    offered = list(desk.councils.body_types)
    known = [each for each in offered if desk.on.knows_type(each)]
    body_type = state.select(
        "body_type", tell("Type of body"), offered, default=(known or offered)[0], words=desk.type_title
    )
    if not desk.on.knows_type(body_type):
        st.info(
            tell(
                "Cannot be told: the register has never had a body of this type, so it may not be kept in it."
            )
        )
        return
    territory = desk.book.territory(desk.on.on, 0)
    found = presence(desk.on, desk.councils, territory, body_type)
    own = found[is_within(desk, found["area_code"], area)]
    if own.empty:
        lacking = LACKS_TEXTS["areas"]
        st.info(tell(lacking))
        return
    listing = absent_listing(desk, own.assign(population=territory.people(own["area_code"])), body_type)
    counts = listing.rows["presence"].value_counts()
    show_figures(
        {tell(text): desk.words.whole(counts.get(tell(text), 0)) for text in MISSING.values()}
        | {tell("Cannot be told"): desk.words.whole(listing.n_untold)},
    )
    st.caption(what_counts(desk, body_type, own["area_code"], found["area_code"]))
    show_listing(desk, area, listing)


def presence(day: OnDay, councils: CouncilPack, territory: Territory, body_type: str) -> pd.DataFrame:
    """Return what each area that such bodies may serve has of them.

    An area has what the best of its bodies is, those that serve a part of it included; which areas are
    counted is that of :func:`indicators.councils.presence.areas_covered`.

    Returns:
        ``area_code, presence, body_id, since``: the body that decides, the last one of several, missing where
        there never was one; the day of its dissolution, or of its last meeting if it is not active.
    """
    ever = day.register.bodies
    ever = ever[ever["body_type"] == body_type]
    units = territory.units_of(councils.body_types[body_type], ever["area_code"])
    begun = ever[_has_come(ever["founded_on"], day.on)]
    bodies = begun.assign(
        unit=territory.nearest_of(begun["area_code"], units), rank=_ranks(day, councils, begun, body_type)
    )
    bodies["since"] = _since(day, bodies)
    ordered = bodies.sort_values(["rank", "since", "body_id"], ascending=[True, False, True])
    best = ordered.dropna(subset="unit").drop_duplicates("unit").set_index("unit").reindex(units)
    rank = best["rank"].fillna(get_args(Presence).index("never")).astype("int64")
    return pd.DataFrame(
        {
            "area_code": units.to_numpy(),
            "presence": [get_args(Presence)[each] for each in rank],
            "body_id": best["body_id"].to_numpy(),
            "since": best["since"].where(best["since"].notna(), None).to_numpy(),
        }
    ).sort_values("area_code", ignore_index=True)


def absent_listing(desk: Desk, found: pd.DataFrame, body_type: str) -> Listing:
    """Return the areas that lack an active body, the most populous first.

    Args:
        desk: of the page.
        found: as :func:`presence`, with ``population``.
        body_type: of the bodies.
    """
    tell = desk.words.translate
    missing = found[found["presence"].isin(MISSING)]
    words = missing["presence"].map({key: tell(text) for key, text in MISSING.items()})
    ordered = missing.assign(presence=words).sort_values(
        ["population", "area_code"], ascending=[False, True], ignore_index=True
    )
    return Listing(
        key=f"without-{body_type}",
        title=tell("Areas without a body"),
        of="area",
        rows=ordered,
        headings={
            "presence": Heading(tell("State")),
            "since": Heading(tell("Dissolved, or last met"), written=desk.day),
            "population": Heading(tell("People")),
        },
        people=("population",),
        missing="–",
        stated={"body_type": desk.type_title(body_type)},
        n_untold=int((found["presence"] == "untold").sum()),
    )


def what_counts(desk: Desk, body_type: str, asked: pd.Series[str], counted: pd.Series[str]) -> str:
    """Return which areas are counted, when a body is active, and how many bodies are not counted in.

    Args:
        desk: of the page.
        body_type: of the bodies.
        asked: the counted areas of the asked one.
        counted: all of the country.
    """
    tell = desk.words.translate
    said = [tell("Areas that such bodies may serve: {n}.").format(n=desk.words.whole(len(asked)))]
    if (months := desk.councils.body_types[body_type].active_within_months) is not None:
        said.append(tell("Not active is a body that has not met for {n} months.").format(n=months))
    served = desk.on.bodies_of(body_type)["area_code"]
    n_others = int(desk.book.territory(desk.on.on, 0).nearest_of(served, set(counted)).isna().sum())
    if n_others:
        text = tell("Bodies of larger areas, or of areas that are not loaded, are not counted in: {n}.")
        said.append(text.format(n=desk.words.whole(n_others)))
    return " ".join(said)


def _ranks(day: OnDay, councils: CouncilPack, bodies: pd.DataFrame, body_type: str) -> pd.Series[int]:
    active = is_active(day, councils, body_type).set_index("body_id")["is_active"]
    state_of = bodies["body_id"].map(active.map({True: "active", False: "inactive"}).fillna("untold"))
    states: tuple[Presence, ...] = get_args(Presence)
    return state_of.fillna("dissolved").map(states.index)


def _since(day: OnDay, bodies: pd.DataFrame) -> pd.Series:
    meetings = day.register.meetings
    held = meetings[_has_come(meetings["held_on"], day.on)]
    last = bodies["body_id"].map(held.groupby("body_id")["held_on"].max())
    return last.where(exists_on(bodies, day.on), bodies["dissolved_on"])


def _has_come(days: pd.Series, on: date) -> pd.Series[bool]:
    return pd.Series([each is None or each <= on for each in days], index=days.index, dtype="bool")
