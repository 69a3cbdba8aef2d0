"""Downloads of a hearing's plan: a calendar file and a checklist to tick."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from config.i18n import day
from dashboard.components.badges import map_badge
from dashboard.components.words import Words
from dashboard.export.calendar_file import Entry, calendar_bytes, in_a_line
from dashboard.export.word import Block, Heading, Paragraph, WordTable, word_bytes
from dashboard.i18n import in_language
from geodata.councils.pack import CouncilPack
from planning.participation.hearings import PlannedHearing, Task
from planning.participation.sentences import state_text, task_title, window_text

BOXES = {False: "☐", True: "☑"}
"""By whether a task is done."""
COLUMN_WIDTHS_MM = (10, 50, 45, 35, 32, 35, 60)
"""Of the checklist."""


@dataclass(frozen=True, eq=False, kw_only=True)
class HearingReport:
    """A hearing's plan as it was shown, ready to be written to a file."""

    words: Words
    councils: CouncilPack
    hearing: PlannedHearing
    area_name: str
    tasks: Sequence[Task]
    """As :func:`planning.participation.hearings.hearing_tasks` returns them."""
    remarks: Sequence[str] = ()
    """As :func:`planning.participation.sentences.plan_remarks` yields them."""
    on: date
    """The day that the states of the tasks are of."""
    made_at: datetime
    """With its time zone; the only time the files know."""

    @property
    def title(self) -> str:
        """The type of hearing and its topic."""
        hearing_type = self.councils.hearing_types[self.hearing.hearing_type]
        return f"{self.text(hearing_type.title)}: {in_a_line(self.hearing.topic)}"

    @property
    def warning(self) -> str:
        """Whether the country is invented, in words; else empty."""
        is_demonstration = self.words.pack.is_demonstration
        return map_badge(
            is_demonstration=is_demonstration, is_schematic=False, translate=self.words.translate
        )

    def text(self, texts: Mapping[str, str]) -> str:
        """Return a text of the pack in the language of the report."""
        return in_language(texts, self.words.language)

    def day(self, moment: date) -> str:
        """Return a day in words."""
        return day(moment, code=self.words.language)

    def channels(self, task: Task) -> str:
        """Return the ways to do a task, with commas between; empty where it is no notice."""
        return ", ".join(self.text(self.councils.channels[key].title) for key in task.channels)

    def when(self, task: Task) -> str:
        """Return the days of a task in words."""
        return window_text(task, language=self.words.language)

    def task_title(self, task: Task) -> str:
        """Return what is to be done."""
        return task_title(task, language=self.words.language)

    def state(self, task: Task) -> str:
        """Return how far a task is."""
        return state_text(task, language=self.words.language)

    def uid(self, part: str) -> UUID:
        """Return the id of a part of the plan, the same as long as it is the same hearing.

        A hearing is the same in the same area, of the same type and topic, on the same day.
        """
        hearing = self.hearing
        named = (hearing.area_code, hearing.hearing_type, hearing.topic, hearing.held_on.isoformat(), part)
        return uuid5(NAMESPACE_URL, json.dumps([self.words.pack.code, *named]))


def hearing_ics(report: HearingReport) -> bytes:
    """Return the plan as a calendar: the hearing and every task that has a day, as whole days.

    What has no day stands in the description of the hearing.
    """
    entries = [_hearing_entry(report), *_task_entries(report)]
    return calendar_bytes(entries, title=report.title, uid=report.uid("calendar"), made_at=report.made_at)


def hearing_docx(report: HearingReport) -> bytes:
    """Return the plan as a Word document: a line to tick for each task, then what must be known."""
    blocks = [*_facts(report), _checklist(report), *_remarks(report)]
    return word_bytes(blocks, title=report.title, language=report.words.language, made_at=report.made_at)


def _hearing_entry(report: HearingReport) -> Entry:
    hearing = report.hearing
    undated = [task for task in report.tasks if not (task.earliest or task.latest)]
    lines = [f"{report.task_title(task)}: {report.when(task)}" for task in undated]
    return Entry(
        uid=report.uid("hearing"),
        summary=report.title,
        first=hearing.held_on,
        last=hearing.held_on,
        lines=[report.warning, report.area_name, *lines, *report.remarks],
        location=hearing.venue,
    )


def _task_entries(report: HearingReport) -> Iterator[Entry]:
    for task in report.tasks:
        if days := [each for each in (task.earliest, task.latest) if each is not None]:
            yield Entry(
                uid=report.uid(task.id),
                summary=report.task_title(task),
                first=min(days),
                last=max(days),
                lines=_task_lines(report, task),
            )


def _task_lines(report: HearingReport, task: Task) -> list[str]:
    tell = report.words.translate
    return [
        report.warning,
        report.title,
        _labelled(tell("When"), report.when(task)),
        _labelled(tell("Responsible"), report.text(task.rule.responsible)),
        _labelled(tell("Channels"), report.channels(task)),
        _labelled(tell("State"), f"{report.state(task)} ({report.day(report.on)})"),
        _labelled(tell("Source"), task.rule.reference),
    ]


def _facts(report: HearingReport) -> Iterator[Paragraph]:
    tell, hearing = report.words.translate, report.hearing
    if report.warning:
        yield Paragraph(report.warning)
    yield Paragraph(report.area_name)
    yield Paragraph(_labelled(tell("Day of the hearing"), report.day(hearing.held_on)))
    yield Paragraph(_labelled(tell("Venue"), hearing.venue or "…"))
    yield Paragraph(_labelled(tell("As of"), report.day(report.on)))


def _checklist(report: HearingReport) -> WordTable:
    tell = report.words.translate
    headings = [
        "✓",
        tell("Task"),
        tell("When"),
        tell("Channels"),
        tell("Responsible"),
        tell("State"),
        tell("Source"),
    ]
    rows = [
        (
            BOXES[task.done_on is not None],
            report.task_title(task),
            report.when(task),
            report.channels(task),
            report.text(task.rule.responsible),
            report.state(task),
            task.rule.reference,
        )
        for task in report.tasks
    ]
    return WordTable(headings, rows, COLUMN_WIDTHS_MM)


def _remarks(report: HearingReport) -> Iterator[Block]:
    if report.remarks:
        yield Heading(report.words.translate("What must be known of the days"))
    for remark in report.remarks:
        yield Paragraph(remark, is_listed=True)


def _labelled(label: str, text: str) -> str:
    """Return a text behind its label, nothing where there is no text."""
    return f"{label}: {text}" if text else ""
