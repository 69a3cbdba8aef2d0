"""The legal text of a profile, its dates, and what a reader must know before trusting the result."""

from __future__ import annotations

from datetime import date
from html import escape

from config.i18n import N_
from dashboard.components.designation.question import Question
from dashboard.components.words import Words
from dashboard.i18n import day, in_language

NOTE_WORDS = {
    "assumption": N_("Assumption"),
    "as_printed": N_("As printed"),
    "pending": N_("Pending"),
    "scope": N_("Scope"),
}
STYLE = """<style>
.rule { font-size: 0.9rem; }
.rule p { margin: 0.25rem 0; }
.rule ul { margin: 0.25rem 0; padding-left: 1.25rem; font-size: 0.8rem; columns: 26rem; }
.rule li { break-inside: avoid; }
.rule .mark { background: #fff4d6; color: #5c4300; border-radius: 0.25rem; padding: 0 0.35rem; }
</style>"""


def basis_html(words: Words, question: Question) -> str:
    """Return description, legal basis with its dates, and notes, as HTML."""
    profile, tell = question.saved, words.translate
    basis = profile.legal_basis
    title = escape(basis.title)
    if basis.link:
        title = f'<a href="{escape(basis.link)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    lines = [
        escape(in_language(profile.description, words.language)),
        f"<b>{escape(tell('Legal basis'))}:</b> {title}. {escape(_dates(words, question))}",
    ]
    notes = "".join(
        f'<li><span class="mark">{escape(tell(NOTE_WORDS[note.kind]))}</span> '
        f"{escape(in_language(note.text, words.language))}</li>"
        for note in profile.notes
    )
    return f'{STYLE}<div class="rule">{"".join(f"<p>{line}</p>" for line in lines)}<ul>{notes}</ul></div>'


def _dates(words: Words, question: Question) -> str:
    basis, tell = question.saved.legal_basis, words.translate

    def written(moment: date) -> str:
        return day(moment, code=words.language)

    told = []
    if basis.effective_from:
        told.append(tell("In force from {day}.").format(day=written(basis.effective_from)))
    if basis.effective_to:
        told.append(tell("In force until {day}.").format(day=written(basis.effective_to)))
    if basis.status_until:
        told.append(
            tell("Designations made until then last until {day}.").format(day=written(basis.status_until))
        )
    if basis.replaced_by:
        told.append(tell("Replaced by {rule}.").format(rule=basis.replaced_by))
    return " ".join(told)
