"""Calendar files (RFC 5545) of whole days; the same bytes for the same entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from icalendar import TRANSP, Calendar, Event

from dashboard.export.office import readable

MEDIA_TYPE = "text/calendar"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that takes whole days, and leaves whoever keeps the calendar free on them."""

    uid: UUID
    """A calendar that has an entry of this id replaces it."""
    summary: str
    first: date
    last: date
    """Included."""
    lines: Sequence[str] = ()
    """Of the description; empty ones are left out."""
    location: str = ""


def calendar_bytes(entries: Sequence[Entry], *, title: str, uid: UUID, made_at: datetime) -> bytes:
    """Return a calendar file.

    Args:
        entries: in the order they are written.
        title: what programs call the calendar.
        uid: of the calendar.
        made_at: when, with its time zone; the only time the file knows.
    """
    calendar = Calendar.new(
        prodid="-//Aimak//Aimak//EN",
        name=in_a_line(title),
        uid=uid,
        subcomponents=[_event(entry, made_at) for entry in entries],
    )
    content: bytes = calendar.to_ical()
    return content


def in_a_line(text: str) -> str:
    """Return a text without breaks and without characters that files cannot carry."""
    return " ".join(readable(text).split())


def _event(entry: Entry, made_at: datetime) -> Event:
    return Event.new(
        uid=entry.uid,
        stamp=made_at,
        start=entry.first,
        end=entry.last + ONE_DAY,
        summary=in_a_line(entry.summary),
        description="\n".join(in_a_line(line) for line in entry.lines if line),
        location=in_a_line(entry.location) or None,
        transparency=TRANSP.TRANSPARENT,
    )
