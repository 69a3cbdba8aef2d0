"""A hearing's plan as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.council.hearings.planned import area_name
from dashboard.components.file_button import file_button
from dashboard.export.calendar_file import MEDIA_TYPE as CALENDAR
from dashboard.export.hearing import HearingReport, hearing_docx, hearing_ics
from dashboard.export.word import MEDIA_TYPE as WORD
from planning.participation.hearings import PlannedHearing, Task


def hearing_report(
    desk: Desk, hearing: PlannedHearing, tasks: Sequence[Task], remarks: Sequence[str]
) -> HearingReport:
    """Return a hearing's plan with all that its files say."""
    return HearingReport(
        words=desk.words,
        councils=desk.councils,
        hearing=hearing,
        area_name=area_name(desk, hearing.area_code),
        tasks=tasks,
        remarks=remarks,
        on=desk.today,
        made_at=datetime.now(UTC),
    )


def hearing_downloads(
    desk: Desk, hearing: PlannedHearing, tasks: Sequence[Task], remarks: Sequence[str]
) -> None:
    """Offer calendar and checklist; a file is made when it is asked for."""
    tell = desk.words.translate
    name = f"{desk.country}-hearing-{hearing.held_on.isoformat()}"

    def report() -> HearingReport:
        return hearing_report(desk, hearing, tasks, remarks)

    with st.container(horizontal=True):
        file_button(tell("Calendar (ICS)"), lambda: hearing_ics(report()), f"{name}.ics", CALENDAR)
        file_button(tell("Checklist (Word)"), lambda: hearing_docx(report()), f"{name}.docx", WORD)
