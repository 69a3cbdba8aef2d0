"""The calendar as files: what is due for a calendar program, and everything as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pandas as pd

from dashboard.components.badges import map_badge
from dashboard.components.council.calendar.agenda import Agenda
from dashboard.components.council.calendar.entries import (
    KIND_TEXTS,
    STATE_TEXTS,
    overdue,
    recent,
    untimed,
    upcoming,
)
from dashboard.components.council.calendar.question import Question
from dashboard.components.council.desk import Desk
from dashboard.export.about import in_every_row
from dashboard.export.calendar_file import Entry, calendar_bytes
from dashboard.export.csv import csv_text
from dashboard.i18n import in_language

CSV_COLUMNS = (
    *("kind", "kind_title", "state", "state_title", "days_late", "due_on", "done_on", "title", "who"),
    *("name", "area_code", "body_id", "body_type", "reference"),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class CalendarReport:
    """A calendar as it was shown, ready to be written to a file. It names no person."""

    desk: Desk
    question: Question
    agenda: Agenda
    made_at: datetime
    """With its time zone; the only time the files know."""

    @property
    def title(self) -> str:
        """Calendar of an area."""
        text = self.desk.words.translate("Calendar of councils: {area}")
        return text.format(area=self.desk.names[self.question.area_code])

    @property
    def warning(self) -> str:
        """Whether the country is invented, in words; else empty."""
        words = self.desk.words
        return map_badge(
            is_demonstration=words.pack.is_demonstration, is_schematic=False, translate=words.translate
        )


def calendar_ics(report: CalendarReport) -> bytes:
    """Return what is due next as a calendar, a whole day for each entry."""
    rows = upcoming(report.agenda.entries)
    return calendar_bytes(
        [_entry(report, row) for row in rows.to_dict("records")],
        title=report.title,
        uid=_uid(report, "calendar", report.question.area_code),
        made_at=report.made_at,
    )


def calendar_csv(report: CalendarReport) -> bytes:
    """Return every entry, in the order of the page; what was asked, and of which day, is in every row."""
    tell, shown = report.desk.words.translate, report.agenda.entries
    entries = pd.concat([part(shown) for part in (overdue, upcoming, recent, untimed)])
    told = entries.assign(
        kind_title=entries["kind"].map({key: tell(text) for key, text in KIND_TEXTS.items()}),
        state_title=entries["state"].map({key: tell(text) for key, text in STATE_TEXTS.items()}),
    )
    stated = {key: value for key, value in _stated(report).items() if key not in CSV_COLUMNS}
    return csv_text(in_every_row(stated, told[list(CSV_COLUMNS)])).encode()


def _stated(report: CalendarReport) -> dict[str, object]:
    desk, question, agenda = report.desk, report.question, report.agenda
    pack = desk.words.pack
    return {
        "country": in_language(pack.name, desk.words.language),
        "warning": report.warning,
        "of_area": question.area_code,
        "of_kind": question.kind or "",
        "of_body_type": question.body_type or "",
        "as_of": agenda.told.on.isoformat(),
        "plans_as_of": agenda.planned.on.isoformat(),
        "months_ahead": question.months,
        "years_without_holidays": " ".join(map(str, agenda.years_without_holidays)),
        "data_version": desk.data_version,
        "made_at": report.made_at.isoformat(timespec="seconds"),
    }


def _entry(report: CalendarReport, row: Mapping[str, object]) -> Entry:
    said = [row[key] for key in ("title", "name", "who", "reference")]
    title, name, *others = (None if pd.isna(each) else str(each) for each in said)
    of_row = [str(row[key]) for key in ("kind", "area_code", "body_id", "opens", "title", "due_on")]
    return Entry(
        uid=_uid(report, *of_row),
        summary=f"{title} · {name}",
        first=row["due_on"],
        last=row["due_on"],
        lines=[report.warning, *(each for each in others if each)],
    )


def _uid(report: CalendarReport, *named: str) -> UUID:
    """Return an id that is the same as long as it is the same entry of the same country."""
    return uuid5(NAMESPACE_URL, "\n".join((report.desk.country, *named)))
