"""A hearing's plan as a calendar and as a checklist, read back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from icalendar import Calendar

from config.i18n import LANGUAGES, translations
from dashboard.components.words import Words
from dashboard.export.hearing import HearingReport, hearing_docx, hearing_ics
from geodata.councils.pack import CouncilPack, load_council_pack
from geodata.packs import load_pack, pack_folders
from indicators.catalogue import load_catalogue
from planning.participation.hearings import PlannedHearing, hearing_tasks

DEMO = pack_folders()["demo"]
HELD_ON = dt.date(2026, 4, 10)
ON = dt.date(2026, 4, 1)
MADE_AT = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=6)))
HOSTILE_TOPIC = "Roads; schools, water\r\nEND:VEVENT\x07 <b>"
READABLE_TOPIC = "Roads; schools, water END:VEVENT\ufffd <b>"


def councils() -> CouncilPack:
    loaded = load_council_pack(DEMO)
    assert loaded is not None
    return loaded


def report(language: str = "en", *, made_at: dt.datetime = MADE_AT, **fields: Any) -> HearingReport:
    stated = {"area_code": "A1", "hearing_type": "public", "topic": HOSTILE_TOPIC, "held_on": HELD_ON}
    hearing = PlannedHearing.model_validate(stated | fields)
    rule = councils().hearing_rule(hearing.hearing_type)
    assert rule is not None
    return HearingReport(
        words=Words(language, translations(language).gettext, load_pack(DEMO), load_catalogue()),
        councils=councils(),
        hearing=hearing,
        area_name="Ак-Талаа",
        tasks=hearing_tasks(hearing, rule, on=ON, calendar=councils().calendar),
        remarks=["Mind the days."],
        on=ON,
        made_at=made_at,
    )


def events(**fields: Any) -> dict[str, Any]:
    calendar = Calendar.from_ical(hearing_ics(report(**fields)))
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def checklist(**fields: Any) -> list[list[str]]:
    document = docx.Document(io.BytesIO(hearing_docx(report(**fields))))
    (table,) = document.tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_tasks_are_whole_days_from_the_first_to_the_last() -> None:
    notice = events()["Notice of the hearing (1 of 3)"]
    assert notice.decoded("DTSTART") == dt.date(2026, 3, 27)
    assert notice.decoded("DTEND") == dt.date(2026, 4, 8)  # the first day after it: the last is the 7th
    assert notice["DTSTART"].params["VALUE"] == "DATE"


def test_a_task_with_one_end_stands_on_that_day() -> None:
    venue = events()["Venue made ready"]
    assert (venue.decoded("DTSTART"), venue.decoded("DTEND")) == (dt.date(2026, 4, 9), dt.date(2026, 4, 10))


def test_the_hearing_stands_in_the_calendar_with_its_venue() -> None:
    hearing = events(venue="School, hall")[f"Public hearing: {READABLE_TOPIC}"]
    assert hearing.decoded("DTSTART") == HELD_ON
    assert str(hearing["LOCATION"]) == "School, hall"
    assert "Demonstration data" in hearing["DESCRIPTION"]


def test_a_topic_cannot_break_out_of_its_line() -> None:
    lines = hearing_ics(report()).split(b"\r\n")
    assert lines.count(b"END:VEVENT") == lines.count(b"BEGIN:VEVENT") == 9


def test_lines_are_no_longer_than_75_octets() -> None:
    assert max(map(len, hearing_ics(report("ky")).split(b"\r\n"))) <= 75


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert hearing_ics(report()) == hearing_ics(report())
    assert hearing_docx(report()) == hearing_docx(report())


def test_ids_stay_when_tasks_are_done_and_change_with_the_hearing() -> None:
    def ids(**fields: Any) -> set[str]:
        return {str(event["UID"]) for event in events(**fields).values()}

    assert len(ids()) == 9
    assert ids(done={"notice-1": ON}, made_at=MADE_AT + dt.timedelta(days=3)) == ids()
    assert ids(topic="Another").isdisjoint(ids())


def test_the_only_time_is_the_given_one() -> None:
    calendar = Calendar.from_ical(hearing_ics(report()))
    stamps = {event.decoded("DTSTAMP") for event in calendar.walk("VEVENT")}
    assert stamps == {MADE_AT.astimezone(dt.UTC)}
    archive = ZipFile(io.BytesIO(hearing_docx(report())))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(hearing_docx(report()))).core_properties
    assert properties.created == properties.modified == MADE_AT


def test_the_checklist_has_a_line_for_every_task() -> None:
    heading, *lines = checklist(done={"notice-1": dt.date(2026, 3, 30)}, channels=("radio",))
    assert heading[1:] == ["Task", "When", "Channels", "Responsible", "State", "Source"]
    assert len(lines) == len(report().tasks) == 8
    done = next(line for line in lines if line[0] == "☑")
    assert done[1:6] == [
        "Notice of the hearing (1 of 3)",
        "from March 27, 2026 to April 7, 2026",
        "Radio",
        "Secretary",
        "done on March 30, 2026",
    ]
    assert [line[0] for line in lines].count("☐") == 7


def test_the_checklist_says_what_must_be_known() -> None:
    document = docx.Document(io.BytesIO(hearing_docx(report())))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:3] == [f"Public hearing: {READABLE_TOPIC}", "Demonstration data", "Ак-Талаа"]
    assert "Mind the days." in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_written_in_every_language(language: str) -> None:
    title = councils().hearing_types["public"].title[language]
    assert any(summary.startswith(title) for summary in events(language=language))
    rule = councils().hearing_rule("public")
    assert rule is not None
    assert checklist(language=language)[1][1] == rule.tasks[0].title[language]
