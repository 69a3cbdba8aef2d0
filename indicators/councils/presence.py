"""Whether there is a body that is active, and what areas and bodies have registered."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from geodata.councils.pack import CouncilPack
from indicators.councils.on_day import OnDay, held_within
from indicators.councils.shares import Lacks, shares, summed
from indicators.councils.territory import Territory


def is_active(day: OnDay, councils: CouncilPack, *body_types: str) -> pd.DataFrame:
    """Return whether the bodies of some types are active on the day.

    A body is active if it is there and, where the pack asks for that of its type, has met within so many
    months, at a meeting of any kind. Without a list of meetings that cannot be told.

    Returns:
        ``body_id, body_type, area_code, is_active`` of those that are there; the last may be missing.
    """
    bodies = day.bodies_of(*body_types)[["body_id", "body_type", "area_code"]]
    active = pd.Series(data=True, index=bodies.index, dtype="boolean")
    for body_type in body_types:
        if (months := councils.body_types[body_type].active_within_months) is not None:
            meetings = held_within(day.register.meetings, months=months, on=day.on)
            has_met = bodies["body_id"].isin(meetings["body_id"]).astype("boolean")
            told = has_met.mask(~day.has_meetings(bodies["body_id"]))
            active = active.where(bodies["body_type"] != body_type, told)
    return bodies.assign(is_active=active)


def areas_covered(day: OnDay, councils: CouncilPack, territory: Territory, body_type: str) -> pd.DataFrame:
    """Return areas with an active body ÷ areas such bodies may serve, in %, by area of the level.

    The areas are those of :meth:`indicators.councils.territory.Territory.units_of`; a body that serves a part
    of one counts for it. Where there are bodies of larger areas, too, which count for none, where the areas
    are not loaded, or a body serves one that is not, the areas with a body are counted and no share is told.

    Returns:
        As :func:`indicators.councils.shares.shares`.
    """
    cover = _cover(day, councils, territory, body_type)
    codes = cover.is_covered.index.to_series()
    with_body = pd.DataFrame(
        {
            "numerator": cover.is_covered.fillna(value=False),
            "unknown": cover.is_covered.isna(),
            "strays": ~codes.isin(cover.units),
        }
    )
    counts = summed(with_body, territory.homes(codes), territory.codes)
    units = pd.DataFrame({"n": 1.0}, index=cover.units)
    n_units = summed(units, territory.homes(cover.units), territory.codes)["n"]
    not_loaded = (n_units == 0) | (counts["strays"] > 0)
    counts["denominator"] = n_units.mask(not_loaded)
    lacks = {"areas": not_loaded, "larger": cover.has_larger, "meetings": counts["unknown"] > 0}
    return _told(day, counts, body_type, lacks)


def people_covered(day: OnDay, councils: CouncilPack, territory: Territory, body_type: str) -> pd.DataFrame:
    """Return people in areas with an active body ÷ people in areas such bodies may serve, in %.

    Returns:
        As :func:`indicators.councils.shares.shares`, of the areas of :func:`areas_covered`; without a share
        where the residents of one are not known.
    """
    cover = _cover(day, councils, territory, body_type)
    units, covered = cover.units, cover.is_covered
    state = covered.reindex(units).set_axis(units).where(units.isin(covered.index), other=False)
    people = territory.people(units)
    rows = pd.DataFrame(
        {
            "numerator": people.where(state.fillna(value=False), 0.0).fillna(0.0),
            "unknown": people.where(state.isna(), 0.0),
            "denominator": people,
            "n": 1.0,
            "population": people.isna(),
            "meetings": state.isna(),
        }
    )
    counts = summed(rows, territory.homes(units), territory.codes)
    lacks = {key: counts[key] > 0 for key in ("population", "meetings")}
    without = counts["n"] == 0
    lacks |= {"areas": without, "larger": cover.has_larger}
    return _told(day, counts.mask(without), body_type, lacks)


def maps_registered(territory: Territory) -> pd.DataFrame:
    """Return areas whose map is registered ÷ areas, in %: those of the level itself.

    Boundaries that come with at least one registration are taken to come with all.

    Returns:
        As :func:`indicators.councils.shares.shares`.
    """
    numbers = territory.areas.reindex(columns=["area_code", "map_registration_number"]).set_index("area_code")
    registered = numbers["map_registration_number"].reindex(territory.codes).notna()
    counts = pd.DataFrame({"numerator": registered, "unknown": 0.0, "denominator": 1.0}, dtype="float64")
    is_open = pd.Series(data=not registered.any(), index=counts.index)
    counts["numerator"] = counts["numerator"].mask(is_open)
    return shares(counts, lacks={"maps": is_open})


def charters_registered(day: OnDay, territory: Territory, *body_types: str) -> pd.DataFrame:
    """Return bodies whose charter was registered by the day ÷ bodies, in %, by area of the level.

    A register that states at least one registration for a body of these types is taken to state all.

    Returns:
        As :func:`indicators.councils.shares.shares`.
    """
    bodies = day.bodies_of(*body_types)
    ever = day.register.bodies
    is_kept = bool(ever.loc[ever["body_type"].isin(body_types), "charter_registered_on"].notna().any())
    registered = [each is not None and each <= day.on for each in bodies["charter_registered_on"]]
    rows = pd.DataFrame({"numerator": registered, "denominator": 1.0}, index=bodies.index)
    counts = summed(rows, territory.homes(bodies["area_code"]), territory.codes).assign(unknown=0.0)
    without = counts["denominator"] == 0
    is_open = ~without & (not is_kept)
    counts["numerator"] = counts["numerator"].mask(is_open)
    return shares(counts.mask(without), lacks={"no_body": without, "charters": is_open})


class _Cover(NamedTuple):
    """Which areas have a body of a type."""

    units: pd.Series[str]
    """The areas that are counted."""
    is_covered: pd.Series[bool]
    """By area with a body whether one of them is active: True, False or NA. Besides units, areas of bodies of
    which it is not known to which unit they belong."""
    has_larger: pd.Series[bool]
    """By area of the level whether it has bodies of areas that are larger than a unit."""


def _cover(day: OnDay, councils: CouncilPack, territory: Territory, body_type: str) -> _Cover:
    ever = day.register.bodies
    served = ever.loc[ever["body_type"] == body_type, "area_code"]
    units = territory.units_of(councils.body_types[body_type], served)
    active = is_active(day, councils, body_type)
    own, state = active["area_code"], active["is_active"]
    is_stray = units.empty | ~territory.has(own)
    places = territory.nearest_of(own, units).fillna(own.where(is_stray))
    found = pd.DataFrame({"is_active": state.fillna(value=False), "is_open": state.isna()})
    by_place = found.groupby(places).any()
    is_covered = by_place["is_active"].astype("boolean").mask(by_place["is_open"] & ~by_place["is_active"])
    larger = pd.DataFrame({"n": places.isna()})
    return _Cover(units, is_covered, summed(larger, territory.homes(own), territory.codes)["n"] > 0)


def _told(day: OnDay, counts: pd.DataFrame, body_type: str, lacks: Lacks) -> pd.DataFrame:
    """Return shares; none of a type that the register has never had a body of."""
    if day.knows_type(body_type):
        return shares(counts, lacks=lacks)
    nothing = counts.assign(numerator=float("nan"), unknown=float("nan"))
    return shares(nothing, lacks={"no_body": pd.Series(data=True, index=counts.index), **lacks})
