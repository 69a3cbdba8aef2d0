"""Bodies in which fewer members sit than there are seats by law."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, show_figures, show_listing
from dashboard.components.council.gaps.places import is_within
from dashboard.components.long_table import Heading
from dashboard.councils import seats_of
from indicators.councils.seats import body_seats


def show_seats(desk: Desk, area: str) -> None:
    """Show the choice of a type of bodies and those under strength."""
    tell = desk.words.translate
    offered = types_with_seats(desk)
    if not offered:
        st.info(tell("Cannot be told: no number of seats by law is known, of no body."))
        return
    body_type = state.select(
        "body_type", tell("Type of body"), offered, default=offered[0], words=desk.type_title
    )
    with st.spinner(tell("It is being worked out which numbers may be published …")):
        rows = desk.public_rows(body_type, "settlement")
    seats = seats_of(desk.book, desk.on, rows, body_type)
    own = seats[is_within(desk, seats["area_code"], area)]
    listing = seats_listing(desk, own, body_type)
    show_figures(
        {
            tell("Under strength"): tell("{n} of {total}").format(
                n=desk.words.whole(len(listing.rows)), total=desk.words.whole(len(own))
            ),
            tell("Vacant seats"): desk.words.whole(listing.rows["vacant"].sum()),
            tell("Cannot be told"): desk.words.whole(listing.n_untold),
        },
    )
    _say_what_is_left_out(desk, listing)
    show_listing(desk, area, listing)


def types_with_seats(desk: Desk) -> list[str]:
    """Return the types of which the seats by law of some body are known, elected councils first."""
    territory = desk.book.territory(desk.on.on, 0)
    seats = body_seats(desk.on, desk.councils, territory, *desk.councils.body_types)
    known = set(seats.loc[seats["statutory_seats"].notna(), "body_type"])
    types = desk.councils.body_types
    return sorted(
        (each for each in types if each in known), key=lambda each: not types[each].is_elected_council
    )


def seats_listing(desk: Desk, seats: pd.DataFrame, body_type: str) -> Listing:
    """Return the bodies under strength, those with most vacant seats first."""
    tell = desk.words.translate
    under = seats[seats["is_under_strength"].fillna(value=False).astype(bool)]
    ordered = under.sort_values(["vacant", "statutory_seats", "body_id"], ascending=[False, False, True])
    return Listing(
        key=f"under-strength-{body_type}",
        title=tell("Councils under strength"),
        of="body",
        rows=ordered.reset_index(drop=True),
        headings={
            "statutory_seats": Heading(tell("Seats by law"), decimals=0),
            "n_sitting": Heading(tell("Sitting"), decimals=0),
            "vacant": Heading(tell("Vacant"), decimals=0),
        },
        missing=tell("not published"),
        stated={"body_type": desk.type_title(body_type)},
        n_untold=int(seats["is_under_strength"].isna().sum()),
    )


def _say_what_is_left_out(desk: Desk, listing: Listing) -> None:
    tell = desk.words.translate
    n_hidden = int(listing.rows["vacant"].isna().sum())
    if n_hidden:
        text = tell(
            "Bodies of which only that they are under strength is published: {n}. Few people sit in them, "
            "or several bodies share the numbers of an area."
        )
        st.caption(text.format(n=desk.words.whole(n_hidden)))
    if listing.n_untold:
        st.caption(
            tell(
                "It cannot be told of bodies without a list of members or without a known number of seats, "
                "and it is not published where small numbers of members could be computed from it."
            )
        )
