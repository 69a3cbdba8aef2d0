"""Reports and sessions that are still to come, as the duties of a country ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from geodata.councils.pack import CouncilPack, ReportDuty
from geodata.councils.periods import next_report_period, report_period_at, report_period_days
from indicators.councils.on_day import OnDay
from indicators.councils.reporting import REPORT_COLUMNS

SESSION_COLUMNS = ("body_id", "body_type", "area_code", "due_on", "required", "held")
"""Of the table that :func:`sessions_to_come` returns."""


def reports_to_come(day: OnDay, councils: CouncilPack, reports: pd.DataFrame, *, until: date) -> pd.DataFrame:
    """Return the reports on the periods that follow those already told of, due up to a day.

    A body that has to report every so many months goes on from the latest period of ``reports``. One of which
    the register has no such report begins with the period of the day, unless that is longer than a year: then
    nobody knows where it begins. A duty without a stated term is not here: nothing of it is ever due.

    Args:
        day: whose bodies report.
        councils: with their duties.
        reports: as :func:`indicators.councils.reporting.reports_on` of the same day.
        until: the last day on which they are due.

    Returns:
        :data:`indicators.councils.reporting.REPORT_COLUMNS`, the first due first; all are ``awaited``.
    """
    tables = [
        _of_duty(day, duty, reports, until)
        for duty in councils.report_duties
        if duty.every_months is not None and duty.has_term
    ]
    empty = pd.DataFrame({name: [] for name in REPORT_COLUMNS}, dtype="str")
    told = pd.concat([empty, *(each for each in tables if len(each))], ignore_index=True)
    told = told.assign(
        due_on=told["due_on"].astype("object"),
        delivered_on=pd.Series(None, index=told.index, dtype="object"),
        state=pd.Series("awaited", index=told.index, dtype="str"),
        days_late=pd.Series(pd.NA, index=told.index, dtype="Int64"),
    )
    return told[list(REPORT_COLUMNS)].sort_values(["due_on", "body_id", "report_type"], ignore_index=True)


def sessions_to_come(day: OnDay, councils: CouncilPack) -> pd.DataFrame:
    """Return how often bodies still have to meet by the end of the year, where the pack states a number.

    The number is read as one of calendar years. A body that was founded in the year, or of which the register
    has no list of meetings, is not here.

    Returns:
        ``body_id, body_type, area_code, due_on, required, held``: the last day of the year, how many meetings
        it asks for and how many there were; only bodies that have not met so often yet.
    """
    duties = {key: each.sessions for key, each in councils.body_types.items() if each.sessions is not None}
    bodies = day.bodies_of(*duties)[["body_id", "body_type", "area_code", "founded_on"]]
    is_told = [
        (founded_on is None or founded_on.year < day.on.year) and is_listed
        for founded_on, is_listed in zip(
            bodies["founded_on"], day.has_meetings(bodies["body_id"]), strict=True
        )
    ]
    bodies = bodies.loc[is_told].drop(columns="founded_on")
    counted = {(key, kind) for key, duty in duties.items() for kind in duty.meeting_kinds}
    meetings = day.register.meetings.merge(bodies[["body_id", "body_type"]], on="body_id")
    is_counted = [
        (body_type, kind) in counted and held_on.year == day.on.year and held_on <= day.on
        for body_type, kind, held_on in meetings[["body_type", "kind", "held_on"]].itertuples(index=False)
    ]
    held = bodies["body_id"].map(meetings.loc[is_counted, "body_id"].value_counts()).fillna(0)
    required = bodies["body_type"].map({key: duty.per_year for key, duty in duties.items()})
    table = bodies.assign(
        due_on=date(day.on.year, 12, 31), required=required.astype("int64"), held=held.astype("int64")
    )
    return table.loc[table["held"] < table["required"], list(SESSION_COLUMNS)].reset_index(drop=True)


def _of_duty(day: OnDay, duty: ReportDuty, reports: pd.DataFrame, until: date) -> pd.DataFrame:
    """Return ``body_id, body_type, area_code, report_type, period, due_on`` of what follows of a duty."""
    bodies = day.bodies_of(*duty.body_types)[["body_id", "body_type", "area_code"]]
    own = reports[reports["report_type"] == duty.report_type]
    ends = {period: report_period_days(period)[1] for period in own["period"].unique()}
    in_order = own.assign(ends_on=own["period"].map(ends)).sort_values("ends_on")
    latest = bodies["body_id"].map(in_order.groupby("body_id")["period"].last()).astype("str").fillna("")
    to_come = [
        (period, following, due_on)
        for period in latest.unique()
        for following, due_on in _following(duty, period, day.on, until)
    ]
    periods = pd.DataFrame(to_come, columns=["latest", "period", "due_on"])
    rows = bodies.assign(report_type=duty.report_type, latest=latest)
    return rows.merge(periods, on="latest").drop(columns="latest")


def _following(duty: ReportDuty, latest: str, on: date, until: date) -> Iterator[tuple[str, date]]:
    """Yield the periods that follow on the latest one and when reports on them are due, up to a day."""
    months = duty.every_months or 0
    period = next_report_period(latest, months) if latest else report_period_at(on, months)
    while period is not None and (due_on := duty.due_on(period)) is not None and due_on <= until:
        yield period, due_on
        period = next_report_period(period, months)
