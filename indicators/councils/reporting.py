"""Whether councils report on time, meet as often as they have to, and publish what they decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from config.i18n import N_
from geodata.councils.pack import CouncilPack
from geodata.councils.periods import YEAR_MONTHS, next_report_period, report_period_days
from indicators.councils.on_day import OnDay, held_within, months_before
from indicators.councils.shares import shares, summed
from indicators.councils.territory import Territory

STATE_TEXTS = {
    "on_time": N_("delivered on time"),
    "late": N_("delivered late"),
    "overdue": N_("overdue"),
    "awaited": N_("not due yet"),
    "delivered": N_("delivered; no term is stated"),
    "open": N_("not delivered; no term is stated"),
}
"""What a report can be on a day, in English."""


REPORT_COLUMNS = (
    *("body_id", "body_type", "area_code", "report_type", "period"),
    *("due_on", "delivered_on", "state", "days_late"),
)
"""Of the table that :func:`reports_on` returns."""


def reports_on(day: OnDay, councils: CouncilPack) -> pd.DataFrame:
    """Return the reports of the bodies of the day and what has become of each.

    A report that the register does not name although the pack asks for it every so many months, and although
    the register has an earlier one of the body and type, was not delivered. What a register has before its
    first report of a type says nothing.

    Returns:
        ``body_id, body_type, area_code, report_type, period, due_on, delivered_on, state, days_late``, the
        longest overdue first. ``due_on`` is that of the register, else by the pack's duty, missing where no
        term is stated; ``delivered_on`` is missing where that was after the day; ``state`` is a key of
        :data:`STATE_TEXTS`; ``days_late`` counts to the delivery or the day, missing where nothing is late.
    """
    bodies = day.bodies[["body_id", "body_type", "area_code"]]
    named = day.register.reports.merge(bodies, on="body_id", validate="many_to_one")
    keys = ["body_id", "body_type", "area_code", "report_type", "period"]
    table = pd.concat([named[keys], _unnamed(named, councils, day.on)], ignore_index=True)
    table = table.merge(named[["body_id", "report_type", "period", "due_on", "delivered_on"]], how="left")
    known = table[["body_type", "report_type", "period", "due_on", "delivered_on"]]
    told = [_told(councils, day.on, *row) for row in known.itertuples(index=False, name=None)]
    table = table[keys].join(pd.DataFrame(told, columns=list(REPORT_COLUMNS[len(keys) :]), dtype="object"))
    table = table.astype({"state": "str", "days_late": "Int64"})
    longest_first = table.sort_values(["days_late", "body_id", "period"], ascending=[False, True, True])
    is_overdue = longest_first["state"] == "overdue"
    return pd.concat([longest_first[is_overdue], longest_first[~is_overdue]], ignore_index=True)


def reports_on_time(
    reports: pd.DataFrame,
    day: OnDay,
    territory: Territory,
    report_type: str,
    *body_types: str,
    months: int = YEAR_MONTHS,
) -> pd.DataFrame:
    """Return reports delivered on time ÷ reports that were due in the months up to the day, in %.

    Args:
        reports: as :func:`reports_on` of the same day.
        day: whose bodies should have reported.
        territory: whose areas.
        report_type: which reports.
        body_types: of which bodies.
        months: how far back reports were due.

    Returns:
        As :func:`indicators.councils.shares.shares`; without a share where the register has no such report of
        a body that should make one.
    """
    since = months_before(day.on, months)
    of_duty = reports[(reports["report_type"] == report_type) & reports["body_type"].isin(body_types)]
    is_due = [each is not None and since < each <= day.on for each in of_duty["due_on"]]
    due = of_duty[np.asarray(is_due, dtype=np.bool_)]
    rows = pd.DataFrame({"numerator": due["state"] == "on_time", "denominator": 1.0}, index=due.index)
    counts = summed(rows, territory.homes(due["area_code"]), territory.codes).assign(unknown=0.0)
    bodies = day.bodies_of(*body_types)
    without_term = of_duty.loc[of_duty["due_on"].isna(), "body_id"]
    missing = pd.DataFrame(
        {
            "n": 1.0,
            "reports": ~bodies["body_id"].isin(of_duty["body_id"]),
            "term": bodies["body_id"].isin(without_term),
        }
    )
    of_bodies = summed(missing, territory.homes(bodies["area_code"]), territory.codes)
    without = of_bodies["n"] == 0
    lacks = {key: of_bodies[key] > 0 for key in ("reports", "term")}
    counts["denominator"] = counts["denominator"].mask(lacks["reports"] | lacks["term"])
    return shares(counts.mask(without), lacks={"no_body": without, **lacks})


def sessions_held(day: OnDay, councils: CouncilPack, *body_types: str) -> pd.DataFrame:
    """Return how often bodies met in the twelve months up to the day, and how often they had to.

    Returns:
        ``body_id, body_type, area_code, required, held, is_enough`` by body. ``required`` is missing where
        the pack states no number for the type, ``held`` without a list of meetings. ``is_enough`` is missing
        where one of them is, and for a body that is not a year old yet and has not met so often.
    """
    bodies = day.bodies_of(*body_types)[["body_id", "body_type", "area_code", "founded_on"]]
    duties = {key: each.sessions for key, each in councils.body_types.items() if each.sessions is not None}
    per_year = {key: float(duty.per_year) for key, duty in duties.items()}
    kinds = {(key, kind) for key, duty in duties.items() for kind in duty.meeting_kinds}
    meetings = held_within(day.register.meetings, months=YEAR_MONTHS, on=day.on)
    types = meetings["body_id"].map(bodies.set_index("body_id")["body_type"])
    counts = [pair in kinds for pair in zip(types, meetings["kind"], strict=True)]
    n_held = bodies["body_id"].map(meetings.loc[counts, "body_id"].value_counts()).fillna(0.0)
    bodies["required"] = bodies["body_type"].map(per_year).astype("float64")
    bodies["held"] = n_held.astype("float64").where(day.has_meetings(bodies["body_id"]))
    bodies["is_enough"] = _is_enough(bodies, since=months_before(day.on, YEAR_MONTHS))
    return bodies.drop(columns="founded_on")


def sessions_as_required(sessions: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return bodies that met as often as they had to ÷ bodies, in %, by area of the level.

    Args:
        sessions: as :func:`sessions_held`.
        territory: whose areas.

    Returns:
        As :func:`indicators.councils.shares.shares`.
    """
    is_enough, required, held = sessions["is_enough"], sessions["required"], sessions["held"]
    rows = pd.DataFrame(
        {
            "numerator": is_enough.fillna(value=False),
            "unknown": is_enough.isna(),
            "denominator": 1.0,
            "requirement": required.isna(),
            "meetings": held.isna(),
            "too_young": is_enough.isna() & required.notna() & held.notna(),
        },
        index=sessions.index,
    )
    counts = summed(rows, territory.homes(sessions["area_code"]), territory.codes)
    without = counts["denominator"] == 0
    counts["denominator"] = counts["denominator"].mask(counts["requirement"] > 0)
    lacks = {key: counts[key] > 0 for key in ("requirement", "meetings", "too_young")}
    return shares(counts.mask(without), lacks={"no_body": without, **lacks})


def decisions_published(day: OnDay, territory: Territory, *body_types: str) -> pd.DataFrame:
    """Return decisions published ÷ decisions taken in the twelve months up to the day, in %.

    Returns:
        As :func:`indicators.councils.shares.shares`; all decisions of a meeting of which nobody said how many
        were published are ``unknown``.
    """
    bodies = day.bodies_of(*body_types)[["body_id", "area_code"]]
    held = held_within(day.register.meetings, months=YEAR_MONTHS, on=day.on).merge(bodies, on="body_id")
    decided, published = held["decisions"].astype("float64"), held["decisions_published"].astype("float64")
    rows = pd.DataFrame(
        {
            "numerator": published.fillna(0.0),
            "unknown": decided.where(published.isna(), 0.0),
            "denominator": decided,
            "decisions": decided.isna(),
            "published": published.isna() & (decided != 0),
        },
        index=held.index,
    )
    counts = summed(rows, territory.homes(held["area_code"]), territory.codes)
    lists = pd.DataFrame({"n": 1.0, "meetings": ~day.has_meetings(bodies["body_id"])})
    of_bodies = summed(lists, territory.homes(bodies["area_code"]), territory.codes)
    without, unlisted = of_bodies["n"] == 0, of_bodies["meetings"] > 0
    counts["denominator"] = counts["denominator"].mask(unlisted)
    lacks = {"meetings": unlisted, **{key: counts[key] > 0 for key in ("decisions", "published")}}
    return shares(counts.mask(without), lacks={"no_body": without, **lacks})


def _is_enough(bodies: pd.DataFrame, *, since: date) -> pd.Series[bool]:
    is_enough = (bodies["held"] >= bodies["required"]).astype("boolean")
    is_young = pd.Series([each is not None and each > since for each in bodies["founded_on"]], bodies.index)
    is_open = bodies["held"].isna() | bodies["required"].isna() | (is_young & ~is_enough)
    return is_enough.mask(is_open)


def _unnamed(named: pd.DataFrame, councils: CouncilPack, on: date) -> pd.DataFrame:
    """Return the reports that should follow the first one of a body and type and are not in the register."""
    keys = ["body_id", "body_type", "area_code", "report_type"]
    rows = []
    for _, listed in named.groupby(keys):
        own = tuple(str(each) for each in listed[keys].iloc[0])
        duty = councils.duty(own[1], own[3])
        if duty is not None and duty.every_months is not None:
            first = min(listed["period"], key=report_period_days)
            later = set(_periods_since(first, duty.every_months, until=on)) - set(listed["period"])
            rows += [(*own, period) for period in sorted(later)]
    return pd.DataFrame(rows, columns=[*keys, "period"], dtype="str")


def _periods_since(period: str, months: int, *, until: date) -> Iterator[str]:
    """Yield the periods of so many months that follow on one and end before a day; none if it is no such."""
    following = next_report_period(period, months)
    while following is not None and report_period_days(following)[1] < until:
        yield following
        following = next_report_period(following, months)


def _told(
    councils: CouncilPack, on: date, body_type: str, report_type: str, period: str, *dates: object
) -> tuple[date | None, date | None, str, int | None]:
    """Return when a report was due and delivered, its state, and the days it was late."""
    due, given = (each if isinstance(each, date) else None for each in dates)
    duty = councils.duty(body_type, report_type)
    if due is None and duty is not None:
        due = duty.due_on(period)
    if given is not None and given > on:
        given = None
    if due is None:
        return due, given, "open" if given is None else "delivered", None
    if (given or on) <= due:
        return due, given, "awaited" if given is None else "on_time", None
    return due, given, "overdue" if given is None else "late", ((given or on) - due).days
