"""Word documents of headings, paragraphs and tables; the same bytes for the same content."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import _Row as TableRow

from dashboard.export.office import readable, timeless

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_WIDTH_MM, PAGE_HEIGHT_MM, MARGIN_MM = 297, 210, 15
"""A4 on its side."""
TEXT_WIDTH_MM = PAGE_WIDTH_MM - 2 * MARGIN_MM
LONGEST_PROPERTY = 255
"""Characters that Word keeps of a document's title."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or an item of a list."""

    text: str
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table whose headings are repeated on every page."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths_mm: Sequence[int]
    """Of the columns, together at most :data:`TEXT_WIDTH_MM`."""


Block = Heading | Paragraph | WordTable


def word_bytes(blocks: Sequence[Block], *, title: str, language: str, made_at: datetime) -> bytes:
    """Return a document on A4 pages turned on their side.

    Args:
        blocks: what stands below the title.
        title: the heading of the document.
        language: that it is written in.
        made_at: when, with its time zone; the only time the file knows.
    """
    document = Document()
    _set_properties(document, title, language, made_at)
    _lay_out(document)
    document.add_heading(readable(title), level=1)
    for block in blocks:
        _add(document, block)
    content = io.BytesIO()
    document.save(content)
    return timeless(content.getvalue())


def _set_properties(document: WordDocument, title: str, language: str, made_at: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author = readable(title)[:LONGEST_PROPERTY], "Aimak"
    properties.comments = properties.last_modified_by = ""
    properties.language = language
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _lay_out(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)


def _add(document: WordDocument, block: Block) -> None:
    match block:
        case Heading(text):
            document.add_heading(readable(text), level=2)
        case Paragraph(text, is_listed):
            document.add_paragraph(readable(text), style="List Bullet" if is_listed else None)
        case WordTable():
            _add_table(document, block)


def _add_table(document: WordDocument, content: WordTable) -> None:
    table = document.add_table(rows=0, cols=len(content.headings), style="Table Grid")
    table.autofit = False
    for texts in (content.headings, *content.rows):
        _fill(table.add_row(), texts, content.widths_mm)
    _repeat_on_every_page(table.rows[0])


def _fill(row: TableRow, texts: Sequence[str], widths_mm: Sequence[int]) -> None:
    for cell, text, width in zip(row.cells, texts, widths_mm, strict=True):
        cell.text, cell.width = readable(text), Mm(width)


def _repeat_on_every_page(row: TableRow) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
