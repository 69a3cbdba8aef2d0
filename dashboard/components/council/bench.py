"""A document while it is being written: its fields in this visit, and what they were begun with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import streamlit as st

from dashboard.components.data.form import Form
from dashboard.kept_documents import Kept, Shelf
from geodata.store import StaleDocumentError

ContentT = TypeVar("ContentT")

NEW = ""
"""Stands for the id of a document that is not kept yet."""


@dataclass(frozen=True)
class Begun(Generic[ContentT]):
    """What the fields were filled with."""

    content: ContentT | None
    """None where that was no document."""
    version: int | None
    """Which version it was; None for what is not kept."""


@dataclass(eq=False, kw_only=True)
class Bench(Generic[ContentT]):
    """Where a document is written; one of another id has fields of its own."""

    shelf: Shelf[ContentT]
    country: str
    document_id: str
    answers_of: Callable[[ContentT], Mapping[str, Any]]
    """What the fields answer for a content."""
    content_of: Callable[[Mapping[str, Any]], ContentT | None]
    """What answers say; None while they say no document."""

    @property
    def form(self) -> Form:
        """Its fields."""
        return Form(f"{self.shelf.kind}.{self.country}.{self.document_id}")

    @property
    def begun(self) -> Begun[ContentT]:
        """What its fields were filled with."""
        known: Begun[ContentT] = st.session_state[self._key("begun")]
        return known

    @property
    def conflict(self) -> StaleDocumentError | None:
        """Why it was not saved, if it was not."""
        known: StaleDocumentError | None = st.session_state.get(self._key("conflict"))
        return known

    @conflict.setter
    def conflict(self, conflict: StaleDocumentError | None) -> None:
        st.session_state[self._key("conflict")] = conflict

    def other(self, document_id: str) -> Bench[ContentT]:
        """Return the bench of another document of the kind."""
        return replace(self, document_id=document_id)

    def start(self, kept: Kept[ContentT] | None, blank: Mapping[str, Any]) -> None:
        """Fill the fields for the first time, or with a newer version while nothing is written in them.

        Args:
            kept: the current version, None where none is kept.
            blank: what the fields answer where none is.
        """
        if self._key("begun") not in st.session_state:
            self._answer(blank if kept is None else self.answers_of(kept.content))
            self.rebase(kept.content if kept else self.content_of(blank), kept and kept.version)
        elif kept is not None and kept.version != self.begun.version and self._is_untouched:
            self.begin(kept.content, kept.version)

    def begin(self, content: ContentT, version: int | None) -> None:
        """Fill the fields with what is kept as a version, or with what is not kept."""
        self.rebase(content, version)
        self.fill(content)

    def fill(self, content: ContentT) -> None:
        """Fill the fields with a content, as a change of what they were begun with."""
        self._answer(self.answers_of(content))

    def rebase(self, content: ContentT | None, version: int | None) -> None:
        """Keep the fields as they are, as a change of another version or as something new."""
        st.session_state[self._key("begun")] = Begun(content, version)

    def forget(self) -> None:
        """Give up the fields."""
        st.session_state.pop(self._key("begun"), None)
        self.form.answers.clear()
        self.conflict = None

    @property
    def _is_untouched(self) -> bool:
        return self.content_of(self.form.answers) == self.begun.content

    def _answer(self, answers: Mapping[str, Any]) -> None:
        self.form.answers.clear()
        self.form.answers.update(answers)

    def _key(self, name: str) -> str:
        return f"{name}.{self.form.scope}"
