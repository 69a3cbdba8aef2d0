"""Downloads of a body's public sheet: a document to print and a table for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.components.council.body.sheet import BodySheet, Listing
from dashboard.export.about import Report, data_facts, in_every_row, place_facts, with_provenance
from dashboard.export.csv import csv_text
from dashboard.export.word import TEXT_WIDTH_MM, Block, Heading, Paragraph, WordTable, word_bytes

LINE_WIDTHS_MM = (60, 80, 120)
"""Of the table of facts."""

CSV_COLUMNS = ("section", "row", "key", "title", "value", "remark")


@dataclass(frozen=True, eq=False, kw_only=True)
class BodyReport(Report):
    """The public sheet of a body, ready to be written to a file."""

    sheet: BodySheet
    on: date
    """The day the sheet is of."""

    @property
    def level_number(self) -> int:
        """Of the area that the body serves; the country where that is not loaded."""
        return served_level(self.areas, self.sheet.area_code)

    @property
    def area_codes(self) -> pd.Index[str]:
        """The area that the body serves."""
        return pd.Index([self.sheet.area_code])


def served_level(areas: pd.DataFrame, area_code: str) -> int:
    """Return the number of the level that an area is of, 0 where it is not loaded."""
    return int(areas["admin_level"].get(area_code, 0))


def body_docx(report: BodyReport) -> bytes:
    """Return the sheet as a Word document."""
    words = report.words
    return word_bytes(
        list(_blocks(report)), title=report.sheet.title, language=words.language, made_at=report.made_at
    )


def body_csv(report: BodyReport) -> bytes:
    """Return a row per fact, rule and cell of a list; what holds for all stands in every row, in front."""
    sheet = report.sheet
    stated = with_provenance(report, {"day": report.on, "body_id": sheet.body_id, "body": sheet.title})
    rows = pd.DataFrame(list(_csv_rows(sheet)), columns=list(CSV_COLUMNS))
    return csv_text(in_every_row(stated, rows)).encode()


def _blocks(report: BodyReport) -> Iterator[Block]:
    tell, sheet = report.words.translate, report.sheet
    if report.warning:
        yield Paragraph(report.warning)
    yield Paragraph(f"{tell('As of')}: {report.on.isoformat()}")
    if sheet.marks:
        yield Paragraph(" · ".join(each.text for each in sheet.marks))
    rows = [(each.title, each.text, each.remark) for each in sheet.lines]
    yield WordTable((tell("Fact"), tell("What is known"), tell("Source or reason")), rows, LINE_WIDTHS_MM)
    if sheet.verdicts:
        yield Heading(tell("Composition"))
        for verdict in sheet.verdicts:
            yield Paragraph(verdict.text, is_listed=True)
    for listing in sheet.listings:
        yield from _listed(listing)
    for note in sheet.notes:
        yield Paragraph(note)
    for fact in (*place_facts(report), *data_facts(report)):
        yield Paragraph(f"{fact.title}: {fact.value}", is_listed=True)


def _listed(listing: Listing) -> Iterator[Block]:
    yield Heading(listing.title)
    if listing.rows:
        width = TEXT_WIDTH_MM // len(listing.headings)
        yield WordTable(listing.headings, listing.rows, [width] * len(listing.headings))
    for note in listing.notes:
        yield Paragraph(note)


def _csv_rows(sheet: BodySheet) -> Iterator[tuple[object, ...]]:
    for number, mark in enumerate(sheet.marks, 1):
        yield "state", number, mark.key, mark.text, "", ""
    for number, line in enumerate(sheet.lines, 1):
        yield "facts", number, line.key, line.title, line.text, line.remark
    for number, verdict in enumerate(sheet.verdicts, 1):
        yield "composition", number, verdict.rule, "", verdict.text, ""
    for listing in sheet.listings:
        for number, row in enumerate(listing.rows, 1):
            for key, title, cell in zip(listing.columns, listing.headings, row, strict=True):
                yield listing.key, number, key, title, cell, ""
