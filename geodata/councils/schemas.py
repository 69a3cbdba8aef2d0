"""The five tables of a register of councils and other bodies, as pandera schemas.

Types, roles and kinds are keys of the country's ``councils.toml``. A body is named by ``body_id``, which is
given by whoever keeps the register and is unique in the country. Dates are ``datetime.date``. A missing cell
says that nothing is known, never zero and never no. ``source_ref`` is the place in the source file.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import pandera.pandas as pa

from geodata.periods import PERIOD_PATTERN

Sex = Literal["f", "m"]
AgeGroup = Literal["young", "middle", "old"]

SEXES: Final[tuple[Sex, ...]] = ("f", "m")
AGE_GROUPS: Final[tuple[AgeGroup, ...]] = ("young", "middle", "old")
"""Between the ages that the country's pack states: for members whose year of birth is not given."""

NAME_COLUMN = "name"
"""Of a member: it stays in the store unless it is asked for."""

TITLE_PREFIX = "title_"
"""Before the language, in the columns with the titles of bodies."""

REPORT_PERIOD_PATTERN = rf"(?:{PERIOD_PATTERN}|[1-9][0-9]{{3}}-H[12]|[1-9][0-9]{{3}}\.\.[1-9][0-9]{{3}})"
"""A period of observation, a half-year (``2025-H1``) or years (``2024..2025``)."""


def _is_date(value: object) -> bool:
    return type(value) is date


def _key(*, nullable: bool = False) -> pa.Column:
    return pa.Column(str, pa.Check.str_matches(r"^[a-z][a-z0-9_]*$"), nullable=nullable)


def _code(*, nullable: bool = False) -> pa.Column:
    return pa.Column(str, pa.Check.str_length(1, 64), nullable=nullable)


def _date(*, nullable: bool = True) -> pa.Column:
    return pa.Column(object, pa.Check(_is_date, element_wise=True, error="a date"), nullable=nullable)


def _count(*, at_least: int = 0) -> pa.Column:
    return pa.Column("Int64", pa.Check.ge(at_least), nullable=True)


def _text() -> pa.Column:
    return pa.Column(str, nullable=True)


BODIES = pa.DataFrameSchema(
    {
        "body_id": _code(),
        "body_type": _key(),
        "area_code": _code(),
        rf"^{TITLE_PREFIX}[a-z]{{2,3}}$": pa.Column(str, nullable=True, regex=True, required=False),
        "legal_basis": _text(),
        "founded_on": _date(),
        "dissolved_on": _date(),
        "statutory_seats": _count(at_least=1),
        "charter_registered_on": _date(),
        "source_ref": _text(),
    },
    unique=["body_id"],
    name="bodies",
    strict=False,
)
"""One row per body; ``area_code`` is the area it serves, ``dissolved_on`` the first day without it."""

MEMBERS = pa.DataFrameSchema(
    {
        "body_id": _code(),
        "member_no": pa.Column(int, pa.Check.ge(1)),
        "seat_type": _key(),
        "sex": pa.Column(str, pa.Check.isin(SEXES), nullable=True),
        "birth_year": pa.Column("Int64", pa.Check.in_range(1900, 2200), nullable=True),
        "age_group": pa.Column(str, pa.Check.isin(AGE_GROUPS), nullable=True),
        "settlement_code": _code(nullable=True),
        "role": _key(nullable=True),
        "term_from": _date(),
        "term_to": _date(),
        NAME_COLUMN: pa.Column(str, nullable=True, required=False),
        "source_ref": _text(),
    },
    unique=["body_id", "member_no"],
    name="members",
    strict=False,
)
"""One row per member and term; ``settlement_code`` is the settlement represented.

``term_to`` is the last day of the term. The ``name`` is optional and never public.
"""

MEETINGS = pa.DataFrameSchema(
    {
        "body_id": _code(),
        "held_on": _date(nullable=False),
        "kind": _key(),
        "n_present": _count(),
        "decisions": _count(),
        "decisions_published": _count(),
        "source_ref": _text(),
    },
    unique=["body_id", "held_on", "kind"],
    name="meetings",
    strict=False,
)
"""One row per meeting held, with how many members were present and what was decided."""

REPORTS = pa.DataFrameSchema(
    {
        "body_id": _code(),
        "report_type": _key(),
        "period": pa.Column(str, pa.Check.str_matches(rf"^{REPORT_PERIOD_PATTERN}$")),
        "due_on": _date(),
        "delivered_on": _date(),
        "source_ref": _text(),
    },
    unique=["body_id", "report_type", "period"],
    name="reports",
    strict=False,
)
"""One row per report and the period it is on, delivered or not.

``due_on`` is missing where it follows from the pack's duty.
"""

HEARINGS = pa.DataFrameSchema(
    {
        "body_id": _code(nullable=True),
        "area_code": _code(),
        "hearing_type": _key(),
        "topic": pa.Column(str, pa.Check.str_length(1, 1000)),
        "held_on": _date(nullable=False),
        "proposals_voiced": _count(),
        "proposals_accepted": _count(),
        "proposals_answered": _count(),
        "published_on": _date(),
        "source_ref": _text(),
    },
    unique=["area_code", "hearing_type", "held_on", "topic"],
    name="hearings",
    strict=False,
)
"""One row per hearing held in an area, with what became of the proposals; ``body_id`` is who held it."""
