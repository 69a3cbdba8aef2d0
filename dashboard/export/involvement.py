"""Download of a plan of involvement, filled in or to be filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.i18n import day
from dashboard.components.badges import map_badge
from dashboard.components.words import Words
from dashboard.export.word import Block, Heading, Paragraph, WordTable, word_bytes
from dashboard.i18n import in_language
from geodata.councils.participation import InvolvementItem, InvolvementTemplate
from geodata.problems import Problem
from planning.participation.involvement import InvolvementEntry, InvolvementPlan, refresh_due_on

COLUMN_WIDTHS_MM = (55, 72, 40, 25, 25, 50)


@dataclass(frozen=True, eq=False, kw_only=True)
class InvolvementReport:
    """A plan of involvement, ready to be written to a file."""

    words: Words
    template: InvolvementTemplate
    plan: InvolvementPlan
    area_name: str
    problems: Sequence[Problem] = ()
    """As :func:`planning.participation.involvement.check_plan` returns them."""
    made_at: datetime
    """With its time zone; the only time the file knows."""

    def day(self, moment: date | None) -> str:
        """Return a day in words, empty if there is none."""
        return "" if moment is None else day(moment, code=self.words.language)


def involvement_docx(report: InvolvementReport) -> bytes:
    """Return the plan as a Word document: a table for each section, then what its rules object to."""
    words = report.words
    blocks = [*_facts(report), *_sections(report), *_objections(report)]
    title = words.translate("Plan of involvement of residents")
    return word_bytes(blocks, title=title, language=words.language, made_at=report.made_at)


def _facts(report: InvolvementReport) -> Iterator[Paragraph]:
    tell, plan = report.words.translate, report.plan
    is_demonstration = report.words.pack.is_demonstration
    if warning := map_badge(is_demonstration=is_demonstration, is_schematic=False, translate=tell):
        yield Paragraph(warning)
    yield Paragraph(report.area_name)
    adopted, revised = tell("Adopted"), tell("Revised")
    yield Paragraph(f"{adopted}: {report.day(plan.adopted_on) or '…'}")
    yield Paragraph(f"{revised}: {'; '.join(map(report.day, sorted(plan.revised_on))) or '…'}")


def _sections(report: InvolvementReport) -> Iterator[Block]:
    tell = report.words.translate
    entries = {entry.item: entry for entry in report.plan.entries}
    headings = [
        tell("Line of the plan"),
        tell("What is planned"),
        tell("Responsible"),
        tell("Last refreshed"),
        tell("Refresh by"),
        tell("Source"),
    ]
    for section in report.template.sections:
        yield Heading(in_language(section.title, report.words.language))
        lines = [(item, entries.get(item.id, InvolvementEntry(item=item.id))) for item in section.items]
        yield WordTable(headings, [_row(report, item, entry) for item, entry in lines], COLUMN_WIDTHS_MM)


def _row(report: InvolvementReport, item: InvolvementItem, entry: InvolvementEntry) -> tuple[str, ...]:
    is_refreshed = item.refreshed_every_months is not None
    return (
        in_language(item.title, report.words.language),
        entry.planned,
        entry.responsible,
        report.day(max(entry.refreshed_on, default=None)) if is_refreshed else "–",
        report.day(refresh_due_on(entry, report.template)) if is_refreshed else "–",
        item.reference,
    )


def _objections(report: InvolvementReport) -> Iterator[Block]:
    if report.problems:
        yield Heading(report.words.translate("What the rules object to"))
    for problem in report.problems:
        yield Paragraph(_told(report, problem), is_listed=True)


def _told(report: InvolvementReport, problem: Problem) -> str:
    tell = report.words.translate
    item = report.template.items.get(problem.where.feature or "")
    said = f"{problem.message(tell)} {problem.remedy(tell)}"
    return said if item is None else f"{in_language(item.title, report.words.language)}: {said}"
