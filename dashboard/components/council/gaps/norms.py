"""Areas with fewer bodies than the norm asks for."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, show_figures, show_listing
from dashboard.components.council.gaps.places import is_within
from dashboard.components.long_table import Heading
from indicators.councils.norms import OnePer, norm_shortfall
from indicators.councils.shares import LACKS_TEXTS

ONE_PER_TEXTS: dict[OnePer, str] = {
    "settlement": N_("One per settlement"),
    "area": N_("One per municipality"),
}


def show_norms(desk: Desk, area: str) -> None:
    """Show the choice of a type with a norm, of how it is read, and the areas that fall short of it."""
    tell = desk.words.translate
    types = list(dict.fromkeys(each.body_type for each in desk.councils.norms))
    if not types:
        st.info(tell("The pack of this country has no norm for how many bodies there have to be."))
        return
    body_type, one_per = _ask(desk, types)
    held = held_to_norm(desk, body_type, one_per)
    own = held[is_within(desk, held["area_code"], area)]
    told = own[own["shortfall"].notna()]
    if told.empty:
        reasons = dict.fromkeys(key for each in own["lacks"].dropna() for key in each.split(","))
        st.info(
            " ".join([tell("Cannot be told:"), *(tell(LACKS_TEXTS[each]) for each in reasons or ["areas"])])
        )
        return
    listing = norms_listing(desk, own, body_type, one_per)
    show_figures(
        {
            tell("Bodies short of the norm"): tell("{n} of {total}").format(
                n=desk.words.whole(told["shortfall"].sum()), total=desk.words.whole(told["denominator"].sum())
            ),
            tell("Areas that fall short"): tell("{n} of {total}").format(
                n=desk.words.whole(len(listing.rows)), total=desk.words.whole(len(own))
            ),
            tell("Cannot be told"): desk.words.whole(listing.n_untold),
        },
    )
    st.caption(_norm_words(desk, body_type))
    show_listing(desk, area, listing)


def held_to_norm(desk: Desk, body_type: str, one_per: OnePer) -> pd.DataFrame:
    """Return every area that the norm is one for, on whichever level, as ``norms.norm_shortfall``."""
    territories = [
        desk.book.territory(desk.on.on, each.number) for each in desk.words.pack.levels if each.number
    ]
    tables = [
        norm_shortfall(desk.on, desk.councils, each, body_type, one_per=one_per)
        for each in territories
        if each.level != each.settlement_level
    ]
    units = territories[0].units_of(desk.councils.body_types[body_type])
    held = pd.concat(tables, ignore_index=True)
    return held[held["area_code"].isin(units)].reset_index(drop=True)


def norms_listing(desk: Desk, held: pd.DataFrame, body_type: str, one_per: OnePer) -> Listing:
    """Return the areas that are short of bodies, those short of most first.

    Args:
        desk: of the page.
        held: as :func:`held_to_norm`.
        body_type: of the bodies.
        one_per: how a norm that leaves it open is read.
    """
    tell = desk.words.translate
    short = held[held["shortfall"] > 0].sort_values(["shortfall", "area_code"], ascending=[False, True])
    return Listing(
        key=f"short-of-norm-{body_type}",
        title=tell("Fewer bodies than the norm asks for"),
        of="area",
        rows=short.assign(body_id=None).reset_index(drop=True),
        headings={
            "shortfall": Heading(tell("Short of"), decimals=0),
            "denominator": Heading(tell("By the norm"), decimals=0),
            "n_bodies": Heading(tell("There are"), decimals=0),
            "numerator": Heading(tell("Of them count"), decimals=0),
        },
        stated={"body_type": desk.type_title(body_type), "one_per": tell(ONE_PER_TEXTS[one_per])},
        n_untold=int(held["shortfall"].isna().sum()),
    )


def _ask(desk: Desk, types: list[str]) -> tuple[str, OnePer]:
    tell = desk.words.translate
    type_column, reading_column = st.columns([7, 5])
    with type_column:
        body_type = state.select(
            "body_type", tell("Type of body"), types, default=types[0], words=desk.type_title
        )
    stated = [each.one_per for each in desk.councils.norms if each.body_type == body_type]
    offered = [each for each in get_args(OnePer) if any(each in one_per for one_per in stated)]
    if len(offered) < 2:
        return body_type, (offered or get_args(OnePer))[0]
    with reading_column:
        one_per: OnePer = state.select(
            "one_per",
            tell("How the norm is read"),
            offered,
            default=offered[0],
            words=lambda each: tell(ONE_PER_TEXTS[each]),
        )
    return body_type, one_per


def _norm_words(desk: Desk, body_type: str) -> str:
    tell = desk.words.translate
    stated = [each for each in desk.councils.norms if each.body_type == body_type]
    per_body = [each.residents_per_body for each in stated if each.residents_per_body is not None]
    text = tell("One body for every {n} residents begun.")
    said = [text.format(n=desk.words.whole(each)) for each in dict.fromkeys(per_body)]
    references = "; ".join(dict.fromkeys(each.reference for each in stated))
    return " ".join([*said, tell("Source: {reference}.").format(reference=references.rstrip("."))])
