"""The public sheet of a body, as pages and files show it: no names, no contacts, no small numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Color = Literal["green", "orange", "red", "gray", "blue"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How the body stands on the day, in a word or two."""

    key: str
    """For programs."""
    text: str
    color: Color


@dataclass(frozen=True, slots=True)
class Line:
    """A fact: what it is of, what it says, where it comes from or why it is not told."""

    key: str
    """For programs."""
    title: str
    text: str
    remark: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind."""

    key: str
    """For programs."""
    title: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    """Their names for programs."""
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """What is said below; why it is empty where it is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule on the composition and whether it is met, as far as that may be told."""

    rule: str
    """Its kind, for programs."""
    is_met: bool | None
    text: str


@dataclass(frozen=True)
class BodySheet:
    """Everything that is public of a body on a day."""

    body_id: str
    title: str
    area_code: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    listings: tuple[Listing, ...]
    notes: tuple[str, ...]
