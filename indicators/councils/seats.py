"""How many of the seats of councils are filled, and how many deputies speak for how many residents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.councils.pack import CouncilPack
from indicators.councils.on_day import OnDay
from indicators.councils.shares import shares, summed
from indicators.councils.territory import Territory

PER_1000 = 1000.0


def body_seats(day: OnDay, councils: CouncilPack, territory: Territory, *body_types: str) -> pd.DataFrame:
    """Return the seats of the bodies of some types.

    Seats by law are those that the register states of a body, else those that the pack's table has for as
    many residents as its area has. In an elected council only elected members fill seats: who takes part by
    office, such as a village head with an advisory vote, does not.

    Returns:
        ``body_id, body_type, area_code, statutory_seats, n_sitting, vacant`` by body, floats; ``n_sitting``
        is missing without a list of members, ``vacant`` (never below zero) where one of the others is.
    """
    bodies = day.bodies_of(*body_types)[["body_id", "body_type", "area_code", "statutory_seats"]]
    counted = seated(day, councils)["body_id"].value_counts()
    stated = bodies["statutory_seats"].astype("float64")
    bodies["statutory_seats"] = stated.fillna(_seats_by_population(day, councils, territory, bodies))
    n_sitting = bodies["body_id"].map(counted).fillna(0.0).astype("float64")
    bodies["n_sitting"] = n_sitting.where(day.has_members(bodies["body_id"]))
    bodies["vacant"] = (bodies["statutory_seats"] - bodies["n_sitting"]).clip(lower=0)
    return bodies


def seats_filled(seats: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return members sitting ÷ seats by law, in %, by area of the level.

    Of bodies without a list of members all seats may be filled, or none: the share is then told as bounds.

    Args:
        seats: as :func:`body_seats`, of types that are to be added up.
        territory: whose areas.

    Returns:
        As :func:`indicators.councils.shares.shares`; above 100 where more sit than there are seats.
    """
    is_listed = seats["n_sitting"].notna()
    rows = pd.DataFrame(
        {
            "numerator": seats["n_sitting"].fillna(0.0),
            "unknown": seats["statutory_seats"].mask(is_listed, 0.0),
            "denominator": seats["statutory_seats"],
            "n_bodies": 1.0,
            "members": ~is_listed,
            "statutory_seats": seats["statutory_seats"].isna(),
        }
    )
    counts = summed(rows, territory.homes(seats["area_code"]), territory.codes)
    return _shares_of_bodies(counts, "members", "statutory_seats")


def deputies_per_1000(seats: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return deputies per 1 000 residents by area of the level.

    Args:
        seats: as :func:`body_seats`, of elected councils.
        territory: whose areas and residents.

    Returns:
        As :func:`indicators.councils.shares.shares`, with ``value`` per 1 000 and not in %.
    """
    is_listed = seats["n_sitting"].notna()
    rows = pd.DataFrame(
        {
            "numerator": seats["n_sitting"].fillna(0.0),
            "unknown": seats["statutory_seats"].mask(is_listed, 0.0),
            "n_bodies": 1.0,
            "members": ~is_listed,
        }
    )
    counts = summed(rows, territory.homes(seats["area_code"]), territory.codes)
    counts["denominator"] = territory.people(territory.codes.to_series())
    counts["population"] = counts["denominator"].isna()
    return _shares_of_bodies(counts, "members", "population", per=PER_1000)


def seated(day: OnDay, councils: CouncilPack) -> pd.DataFrame:
    """Return the members of ``day`` who fill a seat: in an elected council only those who are elected."""
    elected_councils = [key for key, each in councils.body_types.items() if each.is_elected_council]
    elected_seats = [key for key, each in councils.seat_types.items() if each.is_elected]
    members = day.members
    is_by_office = members["body_type"].isin(elected_councils) & ~members["seat_type"].isin(elected_seats)
    return members[~is_by_office]


def _seats_by_population(
    day: OnDay, councils: CouncilPack, territory: Territory, bodies: pd.DataFrame
) -> pd.Series[float]:
    people = territory.people(bodies["area_code"])
    area_types = territory.area_types(bodies["area_code"])
    found = [
        None
        if np.isnan(residents)
        else councils.seats_for(
            body_type, residents, on=day.on, area_type=None if pd.isna(area_type) else area_type
        )
        for body_type, residents, area_type in zip(bodies["body_type"], people, area_types, strict=True)
    ]
    return pd.Series(
        [np.nan if each is None else each.seats for each in found], index=bodies.index, dtype="float64"
    )


def _shares_of_bodies(counts: pd.DataFrame, *lacking: str, per: float = 100.0) -> pd.DataFrame:
    """Return shares of sums over bodies; where there is no body nothing is told."""
    without = counts["n_bodies"] == 0
    numbers = counts[["numerator", "unknown", "denominator"]].mask(without)
    lacks = {"no_body": without, **{key: (counts[key] > 0) & ~without for key in lacking}}
    return shares(numbers, lacks=lacks, per=per)
