"""Whom councils are made of: settlements with a deputy of their own, women and young people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from config.i18n import N_
from geodata.councils.pack import CouncilPack
from geodata.councils.schemas import AGE_GROUPS
from indicators.councils.on_day import OnDay
from indicators.councils.seats import seated
from indicators.councils.shares import shares, summed
from indicators.councils.territory import Territory

ADVISORY_VOTE = N_(
    "The head of a village without a deputy of its own takes part in the council with an advisory vote."
)
"""What a settlement without a deputy has instead."""


def settlement_deputies(day: OnDay, councils: CouncilPack, territory: Territory) -> pd.DataFrame:
    """Return for every settlement that is loaded whether an elected deputy stands for it.

    The council of a settlement is that of the nearest area above for which the register has ever had an
    elected council whose members stand for settlements. Where some of its deputies' settlements are not
    known, it is not known of the other settlements whether they have one; where it has been dissolved, they
    have none.

    Returns:
        ``area_code`` of the settlement, ascending, ``council_area`` (missing without any council),
        ``population, n_deputies, n_unplaced, has_deputy``. ``n_unplaced`` is how many deputies of its council
        may stand for it as well, infinite where nobody listed them; ``has_deputy`` is missing where that
        leaves it open.
    """
    types = [
        key
        for key, each in councils.body_types.items()
        if each.is_elected_council and each.represents_settlements
    ]
    settlements = territory.settlements
    ever = day.register.bodies
    served = territory.nearest_of(settlements, set(ever.loc[ever["body_type"].isin(types), "area_code"]))
    deputies = seated(day, councils)
    deputies = deputies[deputies["body_type"].isin(types)]
    n_deputies = settlements.map(deputies["settlement_code"].value_counts()).fillna(0).astype("int64")
    n_unplaced = served.map(_unplaced(day, types, deputies)).mask(served.isna(), np.inf).fillna(0.0)
    is_open = (n_deputies == 0) & (n_unplaced > 0)
    columns = {
        "area_code": settlements,
        "council_area": served,
        "population": territory.people(settlements),
        "n_deputies": n_deputies,
        "n_unplaced": n_unplaced,
        "has_deputy": (n_deputies > 0).astype("boolean").mask(is_open),
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def settlements_represented(deputies: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return settlements with an elected deputy ÷ settlements, in %, by area of the level.

    Deputies whose settlement is not known stand for at most one further settlement each.

    Args:
        deputies: as :func:`settlement_deputies`.
        territory: whose areas.

    Returns:
        As :func:`indicators.councils.shares.shares`.
    """
    homes = territory.homes(deputies["area_code"])
    has_deputy = deputies["has_deputy"]
    open_by_council = (
        deputies.assign(home=homes, n_open=has_deputy.isna(), council=deputies["council_area"].fillna(""))
        .groupby(["home", "council"], as_index=False)
        .agg(n_open=("n_open", "sum"), n_unplaced=("n_unplaced", "max"))
    )
    unknown = open_by_council[["n_open", "n_unplaced"]].min(axis=1).groupby(open_by_council["home"]).sum()
    rows = pd.DataFrame({"numerator": has_deputy.fillna(value=False), "denominator": 1.0})
    counts = summed(rows, homes, territory.codes)
    counts["unknown"] = unknown.reindex(territory.codes, fill_value=0.0)
    without = counts["denominator"] == 0
    lacks = {"settlements": without, "represented": counts["unknown"] > 0}
    return shares(counts.mask(without), lacks=lacks)


def without_deputy(deputies: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`settlement_deputies` without a deputy, the most populous first.

    Those of which it cannot be told are not among them.
    """
    alone = deputies[~deputies["has_deputy"].fillna(value=True)]
    return alone.sort_values(["population", "area_code"], ascending=[False, True]).reset_index(drop=True)


def women_share(day: OnDay, territory: Territory, *body_types: str) -> pd.DataFrame:
    """Return women ÷ members sitting, in %, by area of the level.

    Args:
        day: whose members.
        territory: whose areas.
        body_types: those that are added up.

    Returns:
        As :func:`indicators.councils.shares.shares`; a member whose sex is not given is ``unknown``.
    """
    is_woman = (day.members["sex"] == "f").astype("boolean").mask(day.members["sex"].isna())
    return _member_shares(day, territory, body_types, is_woman, unknown_key="sex")


def youth_share(day: OnDay, councils: CouncilPack, territory: Territory, *body_types: str) -> pd.DataFrame:
    """Return members below the pack's age of youth ÷ members sitting, in %, by area of the level.

    Args:
        day: whose members; their ages are those on the day.
        councils: says until when one is young.
        territory: whose areas.
        body_types: those that are added up.

    Returns:
        As :func:`indicators.councils.shares.shares`; see :func:`is_young` for who is ``unknown``.
    """
    is_youth = is_young(day.members, year=day.on.year, below=councils.ages.youth_below)
    return _member_shares(day, territory, body_types, is_youth, unknown_key="age")


def is_young(members: pd.DataFrame, *, year: int, below: int) -> pd.Series[bool]:
    """Return which members are young on any day of a year, as far as it can be told.

    Who was born ``below`` years before is that old or a year younger, depending on the birthday, which no
    register has: not known. The age group counts only where there is no year of birth.

    Args:
        members: ``birth_year, age_group`` as in a register.
        year: of the day.
        below: the age from which one is no longer young.

    Returns:
        True, False or NA, labelled as ``members``.

    >>> born = pd.DataFrame({"birth_year": [1999, 1997, 1996], "age_group": None})
    >>> is_young(born, year=2025, below=28).tolist()
    [True, <NA>, False]
    """
    reached = (year - members["birth_year"]).astype("Float64")
    by_year = (reached < below).astype("boolean").mask((reached == below).fillna(value=False))
    by_group = (members["age_group"] == AGE_GROUPS[0]).astype("boolean").mask(members["age_group"].isna())
    return by_year.where(members["birth_year"].notna(), by_group)


def _unplaced(day: OnDay, types: list[str], deputies: pd.DataFrame) -> pd.Series[float]:
    """Return by area of a council how many deputies may stand for any settlement; without a list, all may."""
    bodies = day.bodies_of(*types)
    unplaced = deputies.loc[deputies["settlement_code"].isna(), "body_id"].value_counts()
    n_unplaced = bodies["body_id"].map(unplaced).fillna(0.0).astype("float64")
    return n_unplaced.where(day.has_members(bodies["body_id"]), np.inf).groupby(bodies["area_code"]).sum()


def _member_shares(
    day: OnDay,
    territory: Territory,
    body_types: tuple[str, ...],
    counts: pd.Series[bool],
    *,
    unknown_key: str,
) -> pd.DataFrame:
    bodies = day.bodies_of(*body_types)
    of_types = day.members["body_type"].isin(body_types)
    members = pd.DataFrame(
        {"numerator": counts.fillna(value=False), "unknown": counts.isna(), "denominator": 1.0}
    )[of_types]
    sums = summed(members, territory.homes(day.members.loc[of_types, "served_code"]), territory.codes)
    lists = pd.DataFrame({"n_bodies": 1.0, "members": ~day.has_members(bodies["body_id"])})
    of_bodies = summed(lists, territory.homes(bodies["area_code"]), territory.codes)
    without = of_bodies["n_bodies"] == 0
    unlisted = of_bodies["members"] > 0
    sums["denominator"] = sums["denominator"].mask(unlisted)
    lacks = {"no_body": without, "members": unlisted, unknown_key: sums["unknown"] > 0}
    return shares(sums.mask(without), lacks=lacks)
