"""A body that was filled in, and what the rules say of it, as files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

import streamlit as st

from dashboard.components.badges import map_badge
from dashboard.components.council.checker.controls import SEX_LABELS
from dashboard.components.council.checker.judgement import MARKS, Judgement
from dashboard.components.council.checker.made import MadeBody, made_to_toml
from dashboard.components.council.desk import Desk
from dashboard.components.file_button import TOML, file_button
from dashboard.export.word import MEDIA_TYPE, Block, Heading, Paragraph, WordTable, word_bytes
from dashboard.i18n import in_language

COLUMN_WIDTHS_MM = (20, 245)
"""Of the verdicts."""


def downloads(desk: Desk, made: MadeBody, judged: Judgement) -> None:
    """Offer the result as a document, and the body as a file that asks again."""
    tell = desk.words.translate
    name = f"{desk.country}-{made.body_type}-{judged.on}"
    dated = made.model_copy(update={"on": judged.on})
    with st.popover(tell("Download"), icon=":material/download:"):
        file_button(
            tell("Result (Word)"), lambda: outcome_docx(desk, made, judged), f"{name}.docx", MEDIA_TYPE
        )
        file_button(tell("This body (TOML)"), lambda: made_to_toml(dated).encode(), f"{name}.toml", TOML)
        st.caption(tell("The file is what aimak council check takes."))


def outcome_docx(desk: Desk, made: MadeBody, judged: Judgement) -> bytes:
    """Return what was filled in and what the rules say of it as a Word document."""
    words = desk.words
    title = words.translate("Composition check: {body}").format(
        body=in_language(judged.form.title, words.language)
    )
    made_at = datetime.combine(desk.today, time.min, tzinfo=UTC)
    blocks = [*_facts(desk, made, judged), *_verdicts(desk, judged)]
    return word_bytes(blocks, title=title, language=words.language, made_at=made_at)


def _facts(desk: Desk, made: MadeBody, judged: Judgement) -> Iterator[Block]:
    tell, form, language = desk.words.translate, judged.form, desk.words.language
    is_demonstration = desk.words.pack.is_demonstration
    if badge := map_badge(is_demonstration=is_demonstration, is_schematic=False, translate=tell):
        yield Paragraph(badge)
    told = {tell("As of"): desk.day(judged.on), tell("Members"): desk.words.whole(made.n)}
    if len(form.seat_types) > 1:
        counted = {key: made.members.get(key, 0) for key in form.seat_types}
        told |= {
            in_language(form.seat_titles[key], language): desk.words.whole(n) for key, n in counted.items()
        }
    if form.asks_sex:
        told |= {tell(label): desk.words.whole(getattr(made, field)) for field, label in SEX_LABELS.items()}
    if form.asks_chair:
        told[tell("Chair in office since")] = desk.day(made.chair_since)
    if form.asks_seats:
        seats = judged.composition.statutory_seats
        told[tell("Seats by law")] = "–" if seats is None else desk.words.whole(seats)
    for label, text in told.items():
        yield Paragraph(f"{label}: {text}")


def _verdicts(desk: Desk, judged: Judgement) -> Iterator[Block]:
    tell, language = desk.words.translate, desk.words.language
    yield Heading(tell(judged.verdict_text))
    yield WordTable(
        [tell("Verdict"), tell("Rule")],
        [
            (MARKS[result.is_met], sentence)
            for result, sentence in zip(judged.results, judged.sentences(language), strict=True)
        ],
        COLUMN_WIDTHS_MM,
    )
    if told := judged.change_sentence(language):
        yield Heading(tell("The smallest change that makes it right"))
        yield Paragraph(told)
    for note in judged.form.rules.notes:
        yield Paragraph(in_language(note, language), is_listed=True)
