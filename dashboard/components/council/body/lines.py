"""The facts on the sheet of a body."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pandas as pd

from config.i18n import N_
from dashboard.components.council.body.people import People
from dashboard.components.council.body.sheet import Line
from dashboard.components.council.desk import Desk
from dashboard.i18n import in_language
from indicators.councils.coverage import MEASURES

NOT_STATED = N_("not in the register")
NO_SEATS = N_("How many seats it has by law is not known.")
SHARES = ("women", "youth")


def body_lines(desk: Desk, body: pd.Series, people: People | None) -> Iterator[Line]:
    """Yield what is known of a body: what it is, since when, how many seats and members.

    Args:
        desk: of the page.
        body: its row of the register.
        people: its members; None where there is no such body on the day.
    """
    yield from _what_it_is(desk, body)
    yield from _days(desk, body)
    if people is not None:
        yield from _seats(desk, people)
        for measure in SHARES:
            text, reason = people.share(measure)
            yield Line(measure, desk.words.translate(MEASURES[measure].title), text, reason)


def _what_it_is(desk: Desk, body: pd.Series) -> Iterator[Line]:
    tell, code, key = desk.words.translate, str(body["area_code"]), str(body["body_type"])
    kind = desk.councils.body_types.get(key)
    address = {"country": desk.country, "lang": desk.words.language, "area": code}
    is_known = code in desk.areas.index
    yield Line("body_id", tell("Id of the body"), str(body["body_id"]))
    yield Line(
        "body_type",
        tell("Type of body"),
        key if kind is None else desk.type_title(key),
        "" if kind is None else kind.reference,
    )
    yield Line(
        "area_code",
        tell("Area"),
        str(desk.names.get(code, code)),
        href="/profile?" + urlencode(address) if is_known else None,
    )
    own = body["legal_basis"]
    of_type = None if kind is None or kind.legal_basis is None else kind.legal_basis
    general = "" if of_type is None else in_language(of_type, desk.words.language)
    yield Line("legal_basis", tell("Legal basis"), tell(NOT_STATED) if pd.isna(own) else str(own), general)


def _days(desk: Desk, body: pd.Series) -> Iterator[Line]:
    tell = desk.words.translate
    dated = {
        "founded_on": tell("Founded on"),
        "dissolved_on": tell("Dissolved on"),
        "charter_registered_on": tell("Charter registered on"),
    }
    for column, title in dated.items():
        moment = body[column]
        if moment is not None or column != "dissolved_on":
            yield Line(column, title, tell(NOT_STATED) if moment is None else desk.day(moment))


def _seats(desk: Desk, people: People) -> Iterator[Line]:
    tell, seats = desk.words.translate, people.seats
    by_law = seats["statutory_seats"]
    source = tell("from the register") if people.law is None else people.law.reference
    yield Line(
        "statutory_seats",
        tell("Seats by law"),
        "–" if pd.isna(by_law) else desk.words.whole(by_law),
        tell(NO_SEATS) if pd.isna(by_law) else source,
    )
    for column, title in (("n_sitting", tell("Members sitting")), ("vacant", tell("Vacant"))):
        number = seats[column]
        is_told = people.tells_members and pd.notna(number)
        reason = tell(NO_SEATS) if people.tells_members else people.reason
        yield Line(column, title, desk.words.whole(number) if is_told else "–", "" if is_told else reason)
