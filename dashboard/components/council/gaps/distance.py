"""People who live too far from the nearest body of a type."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.area_map import Category, category_map
from dashboard.components.area_map.palette import LAGGING, NOT_LAGGING, UNTOLD
from dashboard.components.area_map.view import Classification, Column, category_view
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, profile_url, show_figures, show_listing
from dashboard.components.council.gaps.people import is_hidden, shown_people
from dashboard.components.council.gaps.places import ask_level, is_within
from dashboard.components.long_table import Heading, long_table
from dashboard.i18n import number
from indicators.councils.service_area import ServiceArea, service_area
from indicators.councils.shares import LACKS_TEXTS

FIRST_KM, LEAST_KM, STEP_KM = 10.0, 0.5, 5.0

STATES = ("beyond", "untold", "within")
STATE_TEXTS = {
    "within": N_("Within the distance"),
    "beyond": N_("Beyond the distance"),
    "untold": N_("Cannot be told"),
}
STATE_COLORS = {"within": NOT_LAGGING, "beyond": LAGGING, "untold": UNTOLD}


def show_distance(desk: Desk, area: str) -> None:
    """Show how many people live beyond a distance from bodies of a type, where, and in which settlements."""
    tell = desk.words.translate
    body_type, km, level = _ask(desk, area)
    if not desk.on.knows_type(body_type):
        st.info(tell("Cannot be told: the register has never had a body of this type."))
        return
    whole = reached(desk, int(desk.areas.loc[area, "admin_level"]), body_type, km)
    settlements = whole.settlements[is_within(desk, whole.settlements["area_code"], area)]
    if settlements.empty:
        lacking = LACKS_TEXTS["settlements"]
        st.info(tell(lacking))
        return
    _show_people(desk, whole.people.set_index("area_code").loc[area], settlements)
    _name_unplaced(desk, whole.unplaced)
    _show_map(desk, settlements, km)
    _show_areas(desk, reached(desk, level, body_type, km).people, area)
    show_listing(desk, area, beyond_listing(desk, settlements, body_type, km))


def reached(desk: Desk, level: int, body_type: str, km: float) -> ServiceArea:
    """Return who lives beyond a distance, by area of a level."""
    territory = desk.book.territory(desk.on.on, level)
    return service_area(desk.on, territory, desk.words.pack, body_type, distance_km=km)


def beyond_listing(desk: Desk, settlements: pd.DataFrame, body_type: str, km: float) -> Listing:
    """Return the settlements beyond the distance, the farthest first.

    Args:
        desk: of the page.
        settlements: as ``ServiceArea.settlements``, those of the asked area.
        body_type: of the bodies.
        km: the distance.
    """
    tell = desk.words.translate
    beyond = settlements[settlements["is_beyond"].fillna(value=False).astype(bool)]
    rows = beyond.reset_index(drop=True)
    far = rows["distance_km"].replace(np.inf, np.nan)
    nearest = rows["body_id"].map(desk.titles).fillna(tell("There is none in the country"))
    return Listing(
        key=f"too-far-{body_type}",
        title=tell("Settlements beyond the distance"),
        of="area",
        rows=rows.assign(distance_km=far, nearest=nearest),
        headings={
            "distance_km": Heading(tell("Distance, km"), decimals=1),
            "population": Heading(tell("People")),
            "nearest": Heading(tell("Nearest body")),
        },
        people=("population",),
        stated={"body_type": desk.type_title(body_type), "farther_than_km": km},
        n_untold=int(settlements["is_beyond"].isna().sum()),
    )


def area_rows(desk: Desk, people: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return who lives beyond the distance by area, with no share of a number that is not told.

    Args:
        desk: of the page.
        people: as ``ServiceArea.people``.
        area: those that are part of it.

    Returns:
        ``name, numerator, highest_count, denominator, lowest, highest``, by area code.
    """
    own = people[is_within(desk, people["area_code"], area)].set_index("area_code")
    most = own["numerator"] + own["unknown"]
    hidden = is_hidden(desk, own["numerator"]) | is_hidden(desk, most)
    rows = own.assign(
        name=own.index.map(desk.names),
        numerator=shown_people(desk, own["numerator"]),
        highest_count=shown_people(desk, most),
        lowest=own["lowest"].mask(hidden),
        highest=own["highest"].mask(hidden),
    )
    return rows.sort_values(["lowest", "name"], ascending=[False, True])


def share_words(desk: Desk, people: pd.Series) -> str:
    """Return a share as it is told: a percentage, its bounds, or that there is none."""
    lowest, highest = people["lowest"], people["highest"]
    most = people["numerator"] + people["unknown"]
    counts = pd.Series([people["numerator"], most])
    if pd.isna(lowest) or is_hidden(desk, counts).any():
        return desk.words.translate("no data")
    ends = [
        number(each, decimals=1, code=desk.words.language) for each in (lowest, highest) if pd.notna(each)
    ]
    return " – ".join(dict.fromkeys(ends)) + " %"


def classification(desk: Desk, settlements: pd.DataFrame, km: float) -> Classification:
    """Return the settlements in classes: within the distance, beyond it, and those that cannot be told."""
    tell = desk.words.translate
    told = settlements.set_index("area_code")
    places = told["is_beyond"].map({False: "within", True: "beyond"}).fillna("untold").map(STATES.index)
    text = tell("Settlements farther than {km} km from the nearest body")
    return Classification(
        title=text.format(km=number(km, decimals=1, code=desk.words.language)),
        heading=tell("Distance"),
        categories=[
            Category(label=tell(STATE_TEXTS[each]), color=STATE_COLORS[each], is_marked=each == "beyond")
            for each in STATES
        ],
        classes=places,
        columns=[
            Column(
                key="km",
                title=tell("Distance, km"),
                by_area=told["distance_km"].replace(np.inf, np.nan),
                decimals=1,
            ),
            Column(key="nearest", title=tell("Nearest body"), by_area=told["body_id"].map(desk.titles)),
        ],
    )


def _ask(desk: Desk, area: str) -> tuple[str, float, int]:
    tell = desk.words.translate
    offered = list(desk.councils.body_types)
    known = [each for each in offered if desk.on.knows_type(each)]
    type_column, km_column, level_column = st.columns([6, 3, 3])
    with type_column:
        body_type = state.select(
            "body_type", tell("Type of body"), offered, default=(known or offered)[0], words=desk.type_title
        )
    with km_column:
        km = state.number_field(
            "km", tell("Farther than, km"), default=FIRST_KM, lowest=LEAST_KM, step=STEP_KM
        )
    with level_column:
        return body_type, km, ask_level(desk, area)


def _show_people(desk: Desk, people: pd.Series, settlements: pd.DataFrame) -> None:
    tell = desk.words.translate
    beyond = settlements["is_beyond"]
    show_figures(
        {
            tell("People beyond the distance"): _people_words(desk, people),
            tell("Of all people"): share_words(desk, people),
            tell("Settlements beyond it"): desk.words.whole(beyond.fillna(value=False).sum()),
            tell("Cannot be told"): desk.words.whole(beyond.isna().sum()),
        },
    )
    if isinstance(people["lacks"], str):
        st.caption(" ".join(tell(LACKS_TEXTS[each]) for each in people["lacks"].split(",")))
    st.caption(
        tell(
            "As the crow flies, from settlement to settlement: a body of a larger area is taken to sit in "
            "its most populous settlement, as no register says where it sits."
        )
    )


def _people_words(desk: Desk, people: pd.Series) -> str:
    ends = [people["numerator"], people["numerator"] + people["unknown"]]
    return " – ".join(dict.fromkeys(desk.people(each) for each in ends))


def _name_unplaced(desk: Desk, unplaced: tuple[str, ...]) -> None:
    if unplaced:
        text = desk.words.translate(
            "Where these bodies sit is not known, so that they may be nearer than all others: {bodies}."
        )
        st.warning(text.format(bodies=", ".join(desk.titles[each] for each in unplaced)))


def _show_map(desk: Desk, settlements: pd.DataFrame, km: float) -> None:
    view = category_view(
        classification(desk, settlements, km),
        desk.words,
        version=desk.version,
        level=int(desk.areas.loc[settlements["area_code"].iloc[0], "admin_level"]),
        areas=desk.areas,
        layers=desk.layers,
        link_url=profile_url(desk),
    )
    category_map(view, key="gaps.distance.map")


def _show_areas(desk: Desk, people: pd.DataFrame, area: str) -> None:
    tell = desk.words.translate
    rows = area_rows(desk, people, area)
    headings = {
        "name": Heading(tell("Area")),
        "numerator": Heading(tell("People beyond the distance"), written=desk.people),
        "highest_count": Heading(tell("At most"), written=desk.people),
        "denominator": Heading(tell("All people"), written=desk.people),
        "lowest": Heading(tell("Of all people, %"), decimals=1),
        "highest": Heading(tell("At most, %"), decimals=1),
    }
    is_bounded = bool((rows["unknown"] != 0).any())
    long_table(
        desk.words,
        rows,
        {
            key: each
            for key, each in headings.items()
            if is_bounded or key not in ("highest_count", "highest")
        },
        key="gaps.distance.areas",
        label=tell("People beyond the distance by area"),
    )
