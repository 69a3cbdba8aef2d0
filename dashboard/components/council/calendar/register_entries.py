"""What the register of councils tells of reports, sessions and hearings, as entries of the calendar."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from config.i18n import N_
from dashboard.components.council.calendar.entries import ENTRY_COLUMNS, Span, State, entry_table
from dashboard.components.council.calendar.periods import period_title
from dashboard.components.council.calendar.tasks import task_facts
from dashboard.components.words import Words
from dashboard.i18n import day as day_text
from dashboard.i18n import in_language
from geodata.councils.pack import CouncilPack
from indicators.councils.hearings import hearings_held
from indicators.councils.on_day import OnDay
from indicators.councils.reporting import sessions_held
from indicators.councils.upcoming import reports_to_come, sessions_to_come
from planning.participation.hearings import PlannedHearing, Task, hearing_tasks
from planning.participation.sentences import task_title

HANDING_OVER, PUBLICATION = "handing_over", "publication"
"""Ids of the tasks of hearing rules of which the register tells something."""

Row = dict[str, object]

_REPORT_STATES: dict[str, State] = {"delivered": "done"}


def register_entries(
    day: OnDay, councils: CouncilPack, reports: pd.DataFrame, words: Words, *, span: Span
) -> pd.DataFrame:
    """Return everything that the register and the duties of the pack tell.

    Args:
        day: the register on the day of the calendar.
        councils: duties and hearing rules.
        reports: as :func:`indicators.councils.reporting.reports_on` of the day.
        words: in which entries are told.
        span: around the day.

    Returns:
        :data:`dashboard.components.council.calendar.entries.ENTRY_COLUMNS`.
    """
    tables = (
        report_entries(day, councils, reports, words, span=span),
        session_entries(day, councils, words, span=span),
        hearing_entries(day, councils, words, span=span),
    )
    return pd.concat(tables, ignore_index=True)


def report_entries(
    day: OnDay, councils: CouncilPack, reports: pd.DataFrame, words: Words, *, span: Span
) -> pd.DataFrame:
    """Return the reports of the register, those it should have, and those that come next."""
    to_come = reports_to_come(day, councils, reports, until=span.until)
    told = pd.concat([each for each in (reports, to_come) if len(each)] or [reports], ignore_index=True)
    told["state"] = told["state"].replace(_REPORT_STATES)
    shown = [
        span.shows(state, due_on=due_on, done_on=done_on)
        for state, due_on, done_on in told[["state", "due_on", "delivered_on"]].itertuples(index=False)
    ]
    told = told.loc[shown].reset_index(drop=True)
    periods = {each: period_title(each, words) for each in told["period"].unique()}
    types = {key: in_language(each.title, words.language) for key, each in councils.report_types.items()}
    duties = _duty_facts(councils, words)
    keys = list(zip(told["body_type"], told["report_type"], strict=True))
    facts = pd.DataFrame([duties.get(key, ("", "")) for key in keys], columns=["who", "reference"])
    told = told.rename(columns={"delivered_on": "done_on"}).assign(
        kind="report",
        title=told["report_type"].map(types).astype("str").fillna(told["report_type"])
        + ": "
        + told["period"].map(periods),
        opens="part=body&body=" + told["body_id"],
        **facts,
    )
    return entry_table(told[list(ENTRY_COLUMNS)].to_dict("records"))


def session_entries(day: OnDay, councils: CouncilPack, words: Words, *, span: Span) -> pd.DataFrame:
    """Return the bodies that met too rarely in twelve months, and what is left to meet this year.

    A body of which the register has no list of meetings is ``unknown``; nothing is told of one that is not a
    year old yet, nor of a type for which no number of meetings is stated.
    """
    duties = [key for key, each in councils.body_types.items() if each.sessions is not None]
    held = sessions_held(day, councils, *duties)
    meetings = day.register.meetings
    is_past = [each <= day.on for each in meetings["held_on"]]
    last = meetings.loc[is_past].groupby("body_id")["held_on"].max()
    rows = [*_rare(held, last, words), *_unlisted(held, words)]
    due = sessions_to_come(day, councils)
    rows += [_to_come(row, words) for row in due.to_dict("records") if row["due_on"] <= span.until]
    for row in rows:
        duty = councils.body_types[str(row["body_type"])].sessions
        row["reference"] = "" if duty is None else duty.reference
    return entry_table(rows)


def hearing_entries(day: OnDay, councils: CouncilPack, words: Words, *, span: Span) -> pd.DataFrame:
    """Return what is left to do after hearings that were held, and whether it was done in time.

    The register tells when an outcome was made public, and how many proposals were answered, not when they
    were handed over: those not all answered count from the last day of handing over, and of those all
    answered nobody knows whether that was in time.
    """
    body_types = day.register.bodies.set_index("body_id")["body_type"]
    held = hearings_held(day.register.hearings, on=day.on)
    rows = [
        row
        for hearing in held.assign(body_type=held["body_id"].map(body_types)).to_dict("records")
        for row in _of_hearing(hearing, councils, words, span)
    ]
    return entry_table(rows)


def _duty_facts(councils: CouncilPack, words: Words) -> dict[tuple[str, str], tuple[str, str]]:
    """Return who reports to whom and where that is stated, by types of body and report."""
    return {
        (body_type, duty.report_type): (
            f"{in_language(duty.reporter, words.language)} → {in_language(duty.recipient, words.language)}",
            duty.reference,
        )
        for duty in councils.report_duties
        for body_type in duty.body_types
    }


def _rare(held: pd.DataFrame, last: pd.Series[date], words: Words) -> Iterator[Row]:
    text = words.translate(N_("Sessions in twelve months: {held} of {required}"))
    told, never = words.translate(N_("the last on {day}")), words.translate(N_("none is known"))
    is_rare = ~held["is_enough"].fillna(value=True).astype(bool)
    for row in held[is_rare].to_dict("records"):
        met = last.get(row["body_id"])
        counts = text.format(held=words.whole(row["held"]), required=words.whole(row["required"]))
        when = never if met is None else told.format(day=day_text(met, code=words.language))
        yield _session(row, state="overdue", title=f"{counts}, {when}")


def _unlisted(held: pd.DataFrame, words: Words) -> Iterator[Row]:
    title = words.translate(N_("Sessions: the register has no list of them"))
    for row in held[held["held"].isna() & held["required"].notna()].to_dict("records"):
        yield _session(row, state="unknown", title=title)


def _to_come(row: Mapping[Hashable, Any], words: Words) -> Row:
    text = words.translate(N_("Sessions still to be held by the end of the year: {n}"))
    title = text.format(n=words.whole(row["required"] - row["held"]))
    return _session(row, state="awaited", title=title) | {"due_on": row["due_on"]}


def _session(row: Mapping[Hashable, Any], *, state: State, title: str) -> Row:
    of_body = {key: row[key] for key in ("body_id", "body_type", "area_code")}
    opens = f"part=body&body={row['body_id']}"
    return {"kind": "session", "state": state, "title": title, "opens": opens, **of_body}


def _of_hearing(
    hearing: Mapping[Hashable, Any], councils: CouncilPack, words: Words, span: Span
) -> Iterator[Row]:
    rule = councils.hearing_rule(hearing["hearing_type"])
    if rule is None:
        return
    published_on = hearing["published_on"]
    is_public = published_on is not None and published_on <= span.on
    has_task = any(task.id == PUBLICATION for task in rule.tasks)
    held = PlannedHearing(
        area_code=hearing["area_code"],
        hearing_type=hearing["hearing_type"],
        topic=hearing["topic"],
        held_on=hearing["held_on"],
        done={PUBLICATION: published_on} if is_public and has_task else {},
    )
    for task in hearing_tasks(held, rule, on=span.on, calendar=councils.calendar):
        row = _task_row(task, hearing, words, span)
        if row is not None and span.shows(row["state"], due_on=row["due_on"], done_on=row["done_on"]):
            yield row


def _task_row(task: Task, hearing: Mapping[Hashable, Any], words: Words, span: Span) -> dict[str, Any] | None:
    if task.rule.id not in (HANDING_OVER, PUBLICATION):
        return None
    told: dict[str, Any] = {"title": task_title(task, language=words.language)}
    if task.rule.id == HANDING_OVER:
        voiced, answered = hearing["proposals_voiced"], hearing["proposals_answered"]
        if pd.isna(voiced) or pd.isna(answered):
            told |= {"state": "unknown", "days_late": None}
        elif answered >= voiced:
            return None
        else:
            text = words.translate(N_("answered: {n} of {all}"))
            counts = text.format(n=words.whole(answered), all=words.whole(voiced))
            told["title"] += f" ({counts})"
    topic = {"title": f"{told['title']} · {hearing['topic']}"}
    of_hearing = {key: hearing[key] for key in ("area_code", "body_id", "body_type")}
    where = {"opens": f"part=hearings&section=held&area={hearing['area_code']}"}
    return {"kind": "hearing", **task_facts(task, words, on=span.on), **of_hearing, **where, **told, **topic}
