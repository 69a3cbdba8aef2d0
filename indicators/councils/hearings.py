"""What hearings come to: proposals voiced, taken into account and answered, and hearings made public."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pandas as pd

from indicators.councils.on_day import held_within
from indicators.councils.shares import shares, summed

ProposalMeasure = Literal["proposals_accepted", "proposals_answered"]

PROPOSAL_COLUMNS = ("proposals_voiced", "proposals_accepted", "proposals_answered")


def hearings_held(
    hearings: pd.DataFrame, *, on: date, months: int | None = None, hearing_type: str | None = None
) -> pd.DataFrame:
    """Return the hearings held up to a day.

    Args:
        hearings: as :data:`geodata.councils.schemas.HEARINGS`.
        on: the last day, included.
        months: how far back; None for all.
        hearing_type: only those of a type.
    """
    is_held = pd.Series([day <= on for day in hearings["held_on"]], index=hearings.index, dtype="bool")
    held = hearings[is_held]
    if months is not None:
        held = held_within(held, months=months, on=on)
    return held if hearing_type is None else held[held["hearing_type"] == hearing_type]


def hearing_counts(
    hearings: pd.DataFrame, homes: pd.Series[str], area_codes: pd.Index[str], *, on: date
) -> pd.DataFrame:
    """Return how many hearings there were in each area and what became of their proposals.

    Args:
        hearings: as :func:`hearings_held` returns them.
        homes: the area of the level that each hearing counts in, labelled as ``hearings``; see
            :func:`indicators.councils.on_day.home_areas`.
        area_codes: which areas, in which order.
        on: a hearing made public later counts as not public.

    Returns:
        ``n_hearings, n_published`` and :data:`PROPOSAL_COLUMNS` by area code; proposals are NaN where a
        hearing does not tell them.
    """
    is_public = [day is not None and day <= on for day in hearings["published_on"]]
    rows = hearings[list(PROPOSAL_COLUMNS)].astype("float64").assign(n_hearings=1.0, n_published=is_public)
    return summed(rows, homes, area_codes)[["n_hearings", "n_published", *PROPOSAL_COLUMNS]]


def proposal_shares(
    hearings: pd.DataFrame, homes: pd.Series[str], area_codes: pd.Index[str], *, of: ProposalMeasure
) -> pd.DataFrame:
    """Return the share of proposals voiced that were taken into account, or answered.

    share = Σ ``of`` ÷ Σ ``proposals_voiced`` · 100 over the hearings of an area. A hearing that does not tell
    ``of`` may have accepted, or answered, none or all that it heard: then there are bounds. One that does not
    tell what was voiced leaves no denominator, neither does one with more of them than were voiced.

    Args:
        hearings: as :func:`hearings_held` returns them.
        homes: the area of the level that each hearing counts in, labelled as ``hearings``.
        area_codes: which areas, in which order.
        of: the column of the numerator.

    Returns:
        :data:`indicators.councils.shares.COLUMNS`.
    """
    counted, voiced = (hearings[name].astype("float64") for name in (of, "proposals_voiced"))
    exceeds = counted > voiced
    rows = pd.DataFrame(
        {
            "numerator": counted.fillna(0.0),
            "unknown": voiced.where(counted.isna(), 0.0),
            "denominator": voiced.where(~exceeds),
            "voiced": voiced.isna(),
            "told": counted.isna(),
            "exceeds": exceeds,
        }
    )
    sums = summed(rows, homes, area_codes)
    lacks = {
        "proposals_voiced": sums["voiced"] > 0,
        "proposals_told": sums["told"] > 0,
        "proposals_exceed": sums["exceeds"] > 0,
    }
    return shares(sums[["numerator", "unknown", "denominator"]], lacks=lacks)


def published_shares(
    hearings: pd.DataFrame, homes: pd.Series[str], area_codes: pd.Index[str], *, on: date
) -> pd.DataFrame:
    """Return the share of hearings whose outcome is public.

    share = hearings with a day of publication up to ``on`` ÷ hearings · 100. A hearing without that day
    counts as not public, as a report without a day of delivery is not delivered; where no hearing at all has
    one, the register does not keep them and nothing is told.

    Args:
        hearings: as :func:`hearings_held` returns them.
        homes: the area of the level that each hearing counts in, labelled as ``hearings``.
        area_codes: which areas, in which order.
        on: the day.

    Returns:
        :data:`indicators.councils.shares.COLUMNS`.
    """
    counts = hearing_counts(hearings, homes, area_codes, on=on)
    is_kept = bool(hearings["published_on"].notna().any())
    n_hearings, n_public = counts["n_hearings"], counts["n_published"]
    table = pd.DataFrame(
        {"numerator": n_public, "unknown": n_hearings * (not is_kept), "denominator": n_hearings}
    )
    return shares(table, lacks={"publications": (n_hearings > 0) & (not is_kept)})
