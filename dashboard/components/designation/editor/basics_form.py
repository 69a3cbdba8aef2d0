"""What a rule is called, what it says of itself, and where it comes from."""

from __future__ import annotations

from collections.abc import Container
from functools import partial

import streamlit as st

from dashboard.components.designation.basis import NOTE_WORDS
from dashboard.components.designation.editor.draft import Table
from dashboard.components.designation.editor.fields import Fields
from dashboard.components.designation.editor.naming import with_title
from dashboard.i18n import in_language


def basics_form(fields: Fields, taken: Container[str]) -> None:
    """Show title, id, level, description, legal basis and notes.

    Args:
        fields: of the whole draft.
        taken: ids that other rules have.
    """
    tell, words, is_new = fields.words.translate, fields.words, fields.bench.is_new
    fields.texts("title", tell("Title"), change=partial(_title, taken=taken) if is_new else None)
    id_column, level_column = st.columns(2)
    with id_column:
        hint = tell("Small Latin letters, digits and hyphens; it stays once the rule is saved.")
        fields.text("id", tell("Id"), hint=hint, disabled=not is_new)
    with level_column:
        levels = {level.id: in_language(level.plural, words.language) for level in words.pack.levels[1:]}
        fields.select(
            "level",
            tell("Level"),
            ["", *levels],
            words=lambda each: levels.get(each, tell("any")),
            shown=fields.value("level") or "",
        )
    fields.texts("description", tell("Description"), is_long=True)
    _legal_basis(fields / "legal_basis")
    _notes(fields / "notes")


def _title(draft: Table, titles: dict[str, str], taken: Container[str]) -> Table:
    return with_title(draft, titles, taken)


def _legal_basis(fields: Fields) -> None:
    tell = fields.words.translate
    st.subheader(tell("Legal basis"))
    fields.text("title", tell("Law, paper or programme"))
    fields.text("link", tell("Link"))
    from_column, to_column, status_column = st.columns(3)
    with from_column:
        fields.day("effective_from", tell("In force from"))
    with to_column:
        fields.day("effective_to", tell("Last day in force"))
    with status_column:
        fields.day("status_until", tell("Last day of what was designated until then"))
    fields.text("replaced_by", tell("Replaced by"))


def _notes(fields: Fields) -> None:
    tell = fields.words.translate
    st.subheader(tell("Notes for whoever reads the result"))
    for place in range(len(fields.table or [])):
        with st.container(border=True):
            note = fields / place
            note.select("kind", tell("Kind"), list(NOTE_WORDS), words=lambda each: tell(NOTE_WORDS[each]))
            note.texts("text", tell("Text"), is_long=True)
            fields.order(place)
    fields.add(tell("Add a note"), lambda notes: [*(notes or []), {"kind": "assumption"}])
