"""What can be wrong with a register of councils, each said with its place, what was expected and what came.

The tables fit their schemas already; here they are held against each other, against the country's areas and
against what its pack knows. An empty cell breaks no rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from config.i18n import N_
from geodata.councils.pack import CouncilPack
from geodata.councils.periods import report_period_days
from geodata.councils.register import SCHEMAS, Register
from geodata.packs import Pack
from geodata.periods import PeriodError
from geodata.problems import Problem, Rule, Where

_KNOWN = N_("Correct it; known are: {known}.")

BODY_TYPE_UNKNOWN = Rule(
    "body_type_unknown", N_("Expected a type of body of the country, got {got}."), _KNOWN
)
SEAT_TYPE_UNKNOWN = Rule(
    "seat_type_unknown", N_("Expected a type of seat of the country, got {got}."), _KNOWN
)
ROLE_UNKNOWN = Rule("role_unknown", N_("Expected a role of the country, got {got}."), _KNOWN)
MEETING_KIND_UNKNOWN = Rule(
    "meeting_kind_unknown", N_("Expected a kind of meeting of the country, got {got}."), _KNOWN
)
REPORT_TYPE_UNKNOWN = Rule(
    "report_type_unknown", N_("Expected a type of report of the country, got {got}."), _KNOWN
)
HEARING_TYPE_UNKNOWN = Rule(
    "hearing_type_unknown", N_("Expected a type of hearing of the country, got {got}."), _KNOWN
)
BODY_AREA_UNKNOWN = Rule(
    "body_area_unknown",
    N_("Expected a code of a known area, got {got}."),
    N_("Correct the code, or bring the boundaries that have the area first."),
)
BODY_AREA_UNFIT = Rule(
    "body_area_unfit",
    N_("Body {body} is of type {body_type}, which does not serve an area such as {area}."),
    N_("Check the type and the code of the area."),
    "warning",
)
BODY_UNKNOWN = Rule(
    "body_unknown",
    N_("Expected a body of this register, got {got}."),
    N_("Correct the body, or add it to the sheet of bodies."),
)
BODY_LIFE_REVERSED = Rule(
    "body_life_reversed",
    N_("Body {body} was dissolved on {dissolved_on}, before it was founded on {founded_on}."),
    N_("Correct one of the two dates."),
)
TERM_REVERSED = Rule(
    "term_reversed",
    N_("The term of member {member} of body {body} ends on {term_to}, before it begins on {term_from}."),
    N_("Correct one of the two dates."),
)
TERM_OUTSIDE_LIFE = Rule(
    "term_outside_life",
    N_("The term of member {member} ({term_from} to {term_to}) is outside the life of body {body}."),
    N_("Correct the term, or the dates on which the body was founded and dissolved."),
)
MEETING_OUTSIDE_LIFE = Rule(
    "meeting_outside_life",
    N_("The meeting of body {body} on {held_on} is outside the life of the body."),
    N_("Correct the day, or the dates on which the body was founded and dissolved."),
)
SEAT_TYPE_UNFIT = Rule(
    "seat_type_unfit",
    N_("Member {member} of body {body} has a seat of type {seat_type}, which such a body does not have."),
    N_("Check the type of the seat and that of the body."),
    "warning",
)
SETTLEMENT_UNKNOWN = Rule(
    "settlement_unknown",
    N_("Expected a code of a known settlement, got {got}."),
    N_("Correct the code, or leave the cell empty."),
)
SETTLEMENT_OUTSIDE = Rule(
    "settlement_outside",
    N_("Member {member} of body {body} represents {settlement}, which is not inside {area}."),
    N_("Correct the settlement, or the area that the body serves."),
)
REPORT_PERIOD_BAD = Rule(
    "report_period_bad",
    N_("Expected a period such as 2025, 2025-H1, 2025-Q1 or 2024..2025, got {got}."),
    N_("Correct the period."),
)
REPORT_TOO_EARLY = Rule(
    "report_too_early",
    N_("The report of body {body} on {period} was delivered on {delivered_on}, before the period ended."),
    N_("Check the day and the period."),
    "warning",
)
MORE_THAN_WHOLE = Rule(
    "more_than_whole",
    N_("There are {part} in {part_column}, but only {whole} in {whole_column}."),
    N_("Correct one of the two numbers."),
)
REGISTER_ROW_REPEATED = Rule(
    "register_row_repeated",
    N_("There are {count} rows with the same {columns}: {got}."),
    N_("Keep one of them, or give each its own."),
)

_CELL = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{0,3})(?P<row>[0-9]{1,7})")

_OF_BODY = ["body_type", "area_code", "founded_on", "dissolved_on"]
_PARTS = (
    ("meetings", "decisions_published", "decisions"),
    ("hearings", "proposals_accepted", "proposals_voiced"),
    ("hearings", "proposals_answered", "proposals_voiced"),
)


@dataclass(frozen=True)
class _Case:
    """A register and what it is held against."""

    register: Register
    pack: Pack
    councils: CouncilPack
    areas: pd.DataFrame
    """By ``area_code``."""

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """The bodies by ``body_id``, the first of those with the same."""
        return self.register.bodies.drop_duplicates("body_id").set_index("body_id")

    def with_bodies(self, name: str) -> pd.DataFrame:
        """Return those rows of members or meetings whose body is known, with type, area and life of it."""
        table: pd.DataFrame = getattr(self.register, name)
        return table.join(self.bodies[_OF_BODY], on="body_id", how="inner")


def check_register(
    register: Register, *, pack: Pack, councils: CouncilPack, areas: pd.DataFrame
) -> list[Problem]:
    """Return everything that is wrong with a register.

    Args:
        register: its tables fit their schemas, apart from rows that repeat a key.
        pack: levels of the country.
        councils: types, roles and kinds it has.
        areas: of all levels, as ``schemas.AREAS``; geometry is not needed.

    Returns:
        All problems at once, table by table; a place is known where ``source_ref`` is a cell.
    """
    case = _Case(register, pack, councils, areas.set_index("area_code"))
    return [problem for check in _CHECKS for problem in check(case)]


def _repeated_rows(case: _Case) -> Iterator[Problem]:
    for name, table in case.register.tables():
        key = list(SCHEMAS[name].unique or ())
        repeated = table[table.duplicated(key, keep=False)]
        for values, rows in repeated.groupby(key, dropna=False):
            got = ", ".join(str(value) for value in values)
            params = {"count": len(rows), "columns": ", ".join(key), "got": got}
            yield Problem(REGISTER_ROW_REPEATED, _where(rows.iloc[-1]), params)


def _unknown_keys(case: _Case) -> Iterator[Problem]:
    register, councils = case.register, case.councils
    keys: list[tuple[Rule, pd.DataFrame, str, Iterable[str]]] = [
        (BODY_TYPE_UNKNOWN, register.bodies, "body_type", councils.body_types),
        (SEAT_TYPE_UNKNOWN, register.members, "seat_type", councils.seat_types),
        (ROLE_UNKNOWN, register.members, "role", councils.roles),
        (MEETING_KIND_UNKNOWN, register.meetings, "kind", councils.meeting_kinds),
        (REPORT_TYPE_UNKNOWN, register.reports, "report_type", councils.report_types),
        (HEARING_TYPE_UNKNOWN, register.hearings, "hearing_type", councils.hearing_types),
    ]
    for rule, table, column, known in keys:
        yield from _strangers(rule, table, column, known, {"known": ", ".join(known)})


def _unknown_bodies(case: _Case) -> Iterator[Problem]:
    for name, table in case.register.tables():
        if name != "bodies":
            yield from _strangers(BODY_UNKNOWN, table, "body_id", case.bodies.index)


def _unknown_areas(case: _Case) -> Iterator[Problem]:
    for table in (case.register.bodies, case.register.hearings):
        yield from _strangers(BODY_AREA_UNKNOWN, table, "area_code", case.areas.index)
    yield from _strangers(SETTLEMENT_UNKNOWN, case.register.members, "settlement_code", case.areas.index)


def _unfit_areas(case: _Case) -> Iterator[Problem]:
    level_ids = {level.number: level.id for level in case.pack.levels}
    facts = case.areas.reindex(columns=["admin_level", "area_type"])
    served = case.register.bodies.join(facts, on="area_code", how="inner")
    levels = served["admin_level"].map(level_ids)
    types = (case.councils.body_types.get(key) for key in served["body_type"])
    is_fit = [
        body_type is None or body_type.may_serve(level, area_type)
        for body_type, level, area_type in zip(types, levels, served["area_type"], strict=True)
    ]
    for body in _rows(served[~np.array(is_fit, dtype=bool)]):
        params = {"body": body["body_id"], "body_type": body["body_type"], "area": body["area_code"]}
        yield Problem(BODY_AREA_UNFIT, _where(body), params)


def _unfit_seats(case: _Case) -> Iterator[Problem]:
    members = case.with_bodies("members")
    known = members[members["seat_type"].isin(case.councils.seat_types)]
    allowed = {key: body_type.seat_types for key, body_type in case.councils.body_types.items()}
    is_fit = [
        not allowed.get(body_type) or seat_type in allowed[body_type]
        for body_type, seat_type in zip(known["body_type"], known["seat_type"], strict=True)
    ]
    for member in _rows(known[~np.array(is_fit, dtype=bool)]):
        yield _of_member(SEAT_TYPE_UNFIT, member, seat_type=member["seat_type"])


def _reversed_lives(case: _Case) -> Iterator[Problem]:
    bodies = case.register.bodies
    for body in _rows(bodies[_days(bodies["dissolved_on"]) < _days(bodies["founded_on"])]):
        params = {"body": body["body_id"], **_said(body, "founded_on", "dissolved_on")}
        yield Problem(BODY_LIFE_REVERSED, _where(body), params)


def _terms(case: _Case) -> Iterator[Problem]:
    members = case.with_bodies("members")
    begins, ends = _days(members["term_from"]), _days(members["term_to"])
    is_reversed = ends < begins
    # Who is a member on the day of the dissolution is one no longer; the term may end on that day.
    founded, dissolved = _days(members["founded_on"]), _days(members["dissolved_on"])
    is_outside = (begins < founded) | (ends < founded) | (begins >= dissolved) | (ends > dissolved)
    for member in _rows(members[is_reversed]):
        yield _of_member(TERM_REVERSED, member, **_said(member, "term_from", "term_to"))
    for member in _rows(members[is_outside & ~is_reversed]):
        yield _of_member(TERM_OUTSIDE_LIFE, member, **_said(member, "term_from", "term_to"))


def _meetings_outside(case: _Case) -> Iterator[Problem]:
    meetings = case.with_bodies("meetings")
    held = _days(meetings["held_on"])
    is_outside = (held < _days(meetings["founded_on"])) | (held >= _days(meetings["dissolved_on"]))
    for meeting in _rows(meetings[is_outside]):
        params = {"body": meeting["body_id"], **_said(meeting, "held_on")}
        yield Problem(MEETING_OUTSIDE_LIFE, _where(meeting), params)


def _settlements_outside(case: _Case) -> Iterator[Problem]:
    members = case.with_bodies("members").rename(columns={"settlement_code": "settlement"})
    is_known = members["settlement"].isin(case.areas.index) & members["area_code"].isin(case.areas.index)
    located = members[is_known]
    is_inside = _lies_in(
        located["settlement"], located["area_code"], case.areas["parent_code"], len(case.pack.levels)
    )
    for member in _rows(located[~is_inside]):
        params = {"settlement": member["settlement"], "area": member["area_code"]}
        yield _of_member(SETTLEMENT_OUTSIDE, member, **params)


def _reports(case: _Case) -> Iterator[Problem]:
    reports = case.register.reports
    ends = {period: _end(period) for period in reports["period"].unique()}
    is_bad = reports["period"].map(ends).isna()
    for report in _rows(reports[is_bad]):
        yield Problem(REPORT_PERIOD_BAD, _where(report), {"got": report["period"]})
    made_once = {duty.report_type for duty in case.councils.report_duties if duty.every_months is None}
    periodic = reports[~is_bad & ~reports["report_type"].isin(made_once)]
    is_early = _days(periodic["delivered_on"]) < _days(periodic["period"].map(ends))
    for report in _rows(periodic[is_early]):
        params = {"body": report["body_id"], **_said(report, "period", "delivered_on")}
        yield Problem(REPORT_TOO_EARLY, _where(report), params)


def _parts_above_wholes(case: _Case) -> Iterator[Problem]:
    for name, part, whole in _PARTS:
        table: pd.DataFrame = getattr(case.register, name)
        for row in _rows(table[(table[part] > table[whole]).fillna(value=False).astype("bool")]):
            params = {"part": row[part], "part_column": part, "whole": row[whole], "whole_column": whole}
            yield Problem(MORE_THAN_WHOLE, _where(row), params)


_CHECKS: tuple[Callable[[_Case], Iterator[Problem]], ...] = (
    _repeated_rows,
    _unknown_keys,
    _unknown_bodies,
    _unknown_areas,
    _unfit_areas,
    _reversed_lives,
    _unfit_seats,
    _terms,
    _settlements_outside,
    _meetings_outside,
    _reports,
    _parts_above_wholes,
)


def _strangers(
    rule: Rule,
    table: pd.DataFrame,
    column: str,
    known: Iterable[object],
    also: dict[str, object] | None = None,
) -> Iterator[Problem]:
    is_strange = table[column].notna() & ~table[column].isin(list(known))
    for row in _rows(table[is_strange]):
        yield Problem(rule, _where(row), {"got": row[column], **(also or {})})


def _of_member(rule: Rule, member: pd.Series, **params: object) -> Problem:
    return Problem(rule, _where(member), {"body": member["body_id"], "member": member["member_no"], **params})


def _lies_in(
    codes: pd.Series[str], area_codes: pd.Series[str], parents: pd.Series[str], n_levels: int
) -> pd.Series[bool]:
    """Return whether each code is that of the area beside it or of a part of it."""
    lies_in, ancestors = codes == area_codes, codes
    for _ in range(n_levels):
        ancestors = ancestors.map(parents)
        lies_in |= ancestors == area_codes
    return lies_in


def _end(period: str) -> pd.Timestamp | None:
    try:
        return pd.Timestamp(report_period_days(period)[1])
    except PeriodError:
        return None


def _days(column: pd.Series) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(column)


def _rows(table: pd.DataFrame) -> Iterator[pd.Series]:
    for _, row in table.iterrows():
        yield row


def _said(row: pd.Series, *columns: str) -> dict[str, object]:
    return {name: "…" if pd.isna(row[name]) else str(row[name]) for name in columns}


def _where(row: pd.Series) -> Where:
    found = _CELL.fullmatch(str(row["source_ref"]))
    if found is None:
        return Where(feature=None if pd.isna(row["body_id"]) else str(row["body_id"]))
    return Where(sheet=found["sheet"], row=int(found["row"]), column=found["column"] or None)
