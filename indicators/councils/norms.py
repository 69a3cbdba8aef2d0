"""How many bodies of a type an area has to have, and how many it is short of."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from geodata.councils.pack import BodyNorm, CouncilPack
from indicators.councils.on_day import OnDay
from indicators.councils.shares import shares, summed
from indicators.councils.territory import Territory

OnePer = Literal["settlement", "area"]


def bodies_by_population(residents: float, residents_per_body: int) -> float:
    """Return how many bodies there have to be for so many residents: one for every number of them begun.

    n = ⌈residents ÷ residents per body⌉: at 25 000 per body one up to 25 000, two from 25 001 to 50 000.

    Args:
        residents: NaN where not known.
        residents_per_body: as a :class:`geodata.councils.pack.BodyNorm` states.

    >>> [bodies_by_population(residents, 25_000) for residents in (25_000, 25_001, 50_000, 50_001)]
    [1.0, 2.0, 2.0, 3.0]
    """
    return float(np.ceil(residents / residents_per_body))


def norm_shortfall(
    day: OnDay,
    councils: CouncilPack,
    territory: Territory,
    body_type: str,
    *,
    one_per: OnePer = "settlement",
) -> pd.DataFrame:
    """Hold areas against the norm for a type of body, such as that for aksakal courts.

    The norm is one for the areas of :meth:`indicators.councils.territory.Territory.units_of`: it asks for so
    many in each, and what one has too many no other has. Where it asks for one per settlement, several bodies
    of one settlement count as one; one that serves the whole area counts for one settlement.

    Args:
        day: whose bodies.
        councils: with the norms.
        territory: whose areas and residents.
        body_type: a key of ``councils.body_types``.
        one_per: what a norm that leaves it open is taken to mean.

    Returns:
        As :func:`indicators.councils.shares.shares` by area of the level (``numerator`` the bodies that
        count, at most as many as have to be; ``denominator`` how many those are), and ``n_bodies`` there are
        and ``shortfall``; missing where it cannot be told, with what ``lacks``.
    """
    units = territory.units_of(councils.body_types[body_type])
    bodies = _bodies(day, territory, units, body_type)
    demands = _demands(councils, territory, units, body_type, one_per)
    present = bodies["n_served"].where(demands["is_by_settlement"], bodies["n_bodies"])
    rows = pd.DataFrame(
        {
            "numerator": np.minimum(present, demands["required"]),
            "unknown": 0.0,
            "denominator": demands["required"],
            "n": 1.0,
            "n_bodies": bodies["n_bodies"],
            **{key: demands["lacks"] == key for key in _DEMAND_LACKS},
        }
    )
    counts = summed(rows, territory.homes(units), territory.codes)
    unheard_of = pd.Series(data=not day.knows_type(body_type), index=counts.index)
    counts[["numerator", "n_bodies"]] = counts[["numerator", "n_bodies"]].mask(unheard_of)
    without = counts["n"] == 0
    counts = counts.mask(without)
    lacks = {key: counts[key] > 0 for key in _DEMAND_LACKS}
    told = shares(counts, lacks={"no_body": unheard_of, "areas": without, **lacks})
    told["n_bodies"] = counts["n_bodies"].to_numpy()
    told["shortfall"] = told["denominator"] - told["numerator"]
    return told


_DEMAND_LACKS = ("area_type", "requirement", "population", "settlements")


class _Demand(NamedTuple):
    """How many bodies an area has to have, or why that cannot be told."""

    required: float = np.nan
    is_by_settlement: bool = False
    lacks: str | None = None


def _demands(
    councils: CouncilPack, territory: Territory, units: pd.Series[str], body_type: str, one_per: OnePer
) -> pd.DataFrame:
    settlements = territory.settlements
    n_settlements = territory.nearest_of(settlements, units).value_counts()
    known = zip(
        territory.area_types(units),
        territory.people(units),
        units.map(n_settlements).fillna(0),
        strict=True,
    )
    demands = [
        _demand(councils.norm(body_type, area_type), residents, n_parts, one_per)
        if isinstance(area_type, str)
        else _Demand(lacks="area_type")
        for area_type, residents, n_parts in known
    ]
    table = pd.DataFrame(demands, columns=list(_Demand._fields), index=units.index)
    return table.astype({"required": "float64", "is_by_settlement": "bool", "lacks": "str"})


def _demand(norm: BodyNorm | None, residents: float, n_settlements: int, one_per: OnePer) -> _Demand:
    if norm is None:
        return _Demand(lacks="requirement")
    if norm.residents_per_body is not None:
        required = bodies_by_population(residents, norm.residents_per_body)
        return _Demand(required, lacks="population" if np.isnan(required) else None)
    if (one_per if one_per in norm.one_per else norm.one_per[0]) == "area":
        return _Demand(1.0)
    if n_settlements == 0:
        return _Demand(lacks="settlements")
    return _Demand(n_settlements, is_by_settlement=True)


def _bodies(day: OnDay, territory: Territory, units: pd.Series[str], body_type: str) -> pd.DataFrame:
    """Return by unit how many bodies there are, and how many settlements they can be the bodies of."""
    served = day.bodies_of(body_type)["area_code"]
    is_again = served.duplicated() & served.isin(territory.settlements)
    rows = pd.DataFrame({"n_bodies": 1.0, "n_served": ~is_again}, index=served.index)
    return summed(rows, territory.nearest_of(served, units), pd.Index(units))
