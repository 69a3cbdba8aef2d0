"""The lists on the sheet of a body: sessions, reports, hearings, settlements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from config.i18n import N_
from dashboard.components.council.body.people import People
from dashboard.components.council.body.sheet import Listing
from dashboard.components.council.calendar.periods import period_title
from dashboard.components.council.desk import Desk
from dashboard.i18n import in_language
from geodata.councils.pack import Titled
from geodata.councils.periods import YEAR_MONTHS
from indicators.councils.hearings import hearings_held
from indicators.councils.on_day import held_within
from indicators.councils.reporting import STATE_TEXTS, sessions_held
from indicators.councils.representation import ADVISORY_VOTE, settlement_deputies

NONE_LISTED = N_("There are none in the register.")


def body_listings(desk: Desk, body: pd.Series, people: People | None) -> Iterator[Listing]:
    """Yield what a body did and whom it represents, the latest first.

    Args:
        desk: of the page.
        body: its row of the register.
        people: its members; None where there is no such body on the day.
    """
    yield _sessions(desk, body, people)
    yield _reports(desk, str(body["body_id"]))
    yield _hearings(desk, str(body["body_id"]))
    kind = desk.councils.body_types.get(str(body["body_type"]))
    if people is not None and kind is not None and kind.is_elected_council and kind.represents_settlements:
        yield _settlements(desk, str(body["area_code"]))


def _sessions(desk: Desk, body: pd.Series, people: People | None) -> Listing:
    tell, meetings = desk.words.translate, desk.on.register.meetings
    held = held_within(meetings[meetings["body_id"] == body["body_id"]], months=YEAR_MONTHS, on=desk.on.on)
    shows_present = people is not None and people.tells_members
    rows = [
        (
            desk.day(each["held_on"]),
            _title(desk, desk.councils.meeting_kinds, each["kind"]),
            _count(desk, each["decisions"]),
            _count(desk, each["decisions_published"]),
            _present(desk, each["n_present"]) if shows_present else "–",
        )
        for each in _latest_first(held, "held_on")
    ]
    return Listing(
        "sessions",
        tell("Meetings in twelve months"),
        (tell("Held on"), tell("Kind"), tell("Decisions"), tell("Published"), tell("Present")),
        ("held_on", "kind", "decisions", "decisions_published", "n_present"),
        tuple(rows),
        tuple(_session_notes(desk, body, has_rows=bool(rows), shows_present=shows_present)),
    )


def _session_notes(desk: Desk, body: pd.Series, *, has_rows: bool, shows_present: bool) -> Iterator[str]:
    tell = desk.words.translate
    sessions = sessions_held(desk.on, desk.councils, str(body["body_type"])).set_index("body_id")
    if body["body_id"] in sessions.index and pd.notna(sessions.loc[body["body_id"], "required"]):
        told = sessions.loc[body["body_id"]]
        held = "–" if pd.isna(told["held"]) else desk.words.whole(told["held"])
        text = tell("Sessions held in twelve months: {held}; required: {required}.")
        yield text.format(held=held, required=desk.words.whole(told["required"]))
    if not has_rows:
        yield tell(NONE_LISTED)
    elif not shows_present:
        yield tell("How many were present is not shown where the number of members is not public.")


def _reports(desk: Desk, body_id: str) -> Listing:
    tell, reports = desk.words.translate, desk.reports()
    own = reports[reports["body_id"] == body_id].sort_values("period", ascending=False)
    rows = [
        (
            _title(desk, desk.councils.report_types, each["report_type"]),
            period_title(each["period"], desk.words),
            desk.day(each["due_on"]),
            desk.day(each["delivered_on"]),
            tell(state),
        )
        for each, state in zip(own.to_dict("records"), own["state"].map(STATE_TEXTS), strict=True)
    ]
    return Listing(
        "reports",
        tell("Reports"),
        (tell("Report"), tell("Period"), tell("Due on"), tell("Delivered on"), tell("State")),
        ("report_type", "period", "due_on", "delivered_on", "state"),
        tuple(rows),
        () if rows else (tell(NONE_LISTED),),
    )


def _hearings(desk: Desk, body_id: str) -> Listing:
    tell, hearings = desk.words.translate, desk.on.register.hearings
    held = hearings_held(hearings[hearings["body_id"] == body_id], on=desk.on.on)
    rows = [
        (
            desk.day(each["held_on"]),
            _title(desk, desk.councils.hearing_types, each["hearing_type"]),
            each["topic"],
            _count(desk, each["proposals_voiced"]),
            _count(desk, each["proposals_accepted"]),
            _count(desk, each["proposals_answered"]),
        )
        for each in _latest_first(held, "held_on")
    ]
    headings = (
        *(tell("Held on"), tell("Type"), tell("Topic")),
        *(tell("Proposals voiced"), tell("Taken into account"), tell("Answered")),
    )
    columns = ("held_on", "hearing_type", "topic")
    proposals = ("proposals_voiced", "proposals_accepted", "proposals_answered")
    notes = () if rows else (tell(NONE_LISTED),)
    return Listing("hearings", tell("Hearings"), headings, (*columns, *proposals), tuple(rows), notes)


def _settlements(desk: Desk, area_code: str) -> Listing:
    """Return which settlements have a deputy; of how many is not told."""
    tell = desk.words.translate
    words = {True: tell("has a deputy"), False: tell("without a deputy")}
    told = settlement_deputies(desk.on, desk.councils, desk.book.territory(desk.on.on, 0))
    own = told[told["council_area"] == area_code]
    states = [None if pd.isna(each) else bool(each) for each in own["has_deputy"]]
    rows = [
        (str(desk.names[code]), words[state] if state is not None else tell("cannot be told"))
        for code, state in zip(own["area_code"], states, strict=True)
    ]
    notes = [tell(ADVISORY_VOTE)] if False in states else []
    return Listing(
        "settlements",
        tell("Settlements of the area"),
        (tell("Settlement"), tell("Represented")),
        ("settlement", "has_deputy"),
        tuple(sorted(rows)),
        tuple(notes) if rows else (tell("The settlements are not loaded."),),
    )


def _latest_first(table: pd.DataFrame, column: str) -> list[Mapping[Any, Any]]:
    return [*table.sort_values(column, ascending=False).to_dict("records")]


def _title(desk: Desk, titled: Mapping[str, Titled], key: str) -> str:
    return in_language(titled[key].title, desk.words.language) if key in titled else key


def _count(desk: Desk, number: float) -> str:
    return "–" if pd.isna(number) else desk.words.whole(number)


def _present(desk: Desk, number: float) -> str:
    return "–" if pd.isna(number) else desk.people(number)
