"""The rule that is being made in this visit: one of each country."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from config.loader import ConfigError
from dashboard.components.data.form import Form
from dashboard.components.designation.editor.draft import (
    Items,
    Path,
    Table,
    changed,
    draft_from_text,
    draft_of,
    draft_text,
    found,
)
from geodata.store import Document, StaleDocumentError
from indicators.designation.profile import Profile


@dataclass(frozen=True)
class Grid:
    """A table that is being edited: the rows it began with, and the items of the draft it has led to."""

    begun: pd.DataFrame
    items: Items
    key: str


@dataclass
class Bench:
    """A draft, or a text that is none yet, and where it comes from."""

    name: str
    """The id it is saved under, or what errors call a text that came as a file."""
    draft: Table | None = None
    base_version: int | None = None
    """The saved version it starts from; None for a new rule."""
    text: str | None = None
    """A text with faults that waits to be put right; the draft is as it was before."""
    faults: tuple[str, ...] = ()
    """Of that text, each with its key."""
    begun: Table | None = None
    """The draft as it was opened or last saved."""
    conflict: StaleDocumentError | None = None
    note: str = ""
    """Proposed for the log."""
    message: str = ""
    """What has just been done."""
    form: Form = field(default_factory=lambda: Form(f"rule.{secrets.token_hex(4)}"))
    """Answers that are no part of the draft; its scope is that of every widget."""
    opened: set[str] = field(default_factory=set)
    """Keys of the items that are shown open."""
    grids: dict[Path, Grid] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether it is not saved yet under the id it has."""
        return self.base_version is None or found(self.draft, ("id",)) != self.name

    @property
    def is_saved(self) -> bool:
        """Whether nothing has been changed since it was opened or saved."""
        return self.text is None and self.draft == self.begun

    def at(self, path: Path) -> Any:
        """Return what stands at a path of the draft, None where nothing does."""
        return found(self.draft, path)

    def change(self, path: Path, change: Callable[[Any], Any]) -> None:
        """Change what stands at a path of the draft."""
        self.draft, self.message = changed(self.draft, path, change), ""

    def take_text(self, text: str) -> None:
        """Take a text for the draft if it is sound; else keep it, with its faults, beside the draft."""
        self.message = ""
        try:
            self.draft, self.text, self.faults = draft_from_text(text, name=self.name), None, ()
        except ConfigError as error:
            self.text, self.faults = text, tuple(error.faults)

    def give_up_text(self) -> None:
        """Return to the draft as it was before a text with faults."""
        self.text, self.faults = None, ()

    def saved(self, profile: Profile, version: int) -> None:
        """Go on from what has just been saved."""
        self.draft = self.begun = draft_of(profile)
        self.name, self.base_version, self.conflict, self.note = profile.id, version, None, ""
        self.form.answers.pop("note", None)

    def start_from(self, document: Document) -> None:
        """Take the draft for a change of another saved version than the one it was begun with."""
        self.name, self.base_version = document.document_id, document.version
        self.conflict = self.begun = None

    @property
    def shown_text(self) -> str:
        """The text that waits, else the draft's."""
        return self.text if self.text is not None else draft_text(self.draft or {})


def current_bench(country: str) -> Bench | None:
    """Return what this visit is making for a country."""
    bench: Bench | None = st.session_state.get(_key(country))
    return bench


def put_on_bench(country: str, bench: Bench) -> None:
    """Begin with a draft or a text."""
    st.session_state[_key(country)] = bench


def clear_bench(country: str) -> None:
    """Give up what is being made."""
    st.session_state.pop(_key(country), None)


def bench_of(profile: Profile, *, base_version: int | None = None, note: str = "") -> Bench:
    """Return a bench to change a saved profile, or without a version to make a new one."""
    draft = draft_of(profile)
    return Bench(profile.id, draft, base_version, begun=draft if base_version else None, note=note)


def bench_of_text(text: str, *, name: str, base_version: int | None = None) -> Bench:
    """Return a bench with a text that was sent or saved, whatever is wrong with it."""
    bench = Bench(name, base_version=base_version)
    bench.take_text(text)
    return bench


def _key(country: str) -> str:
    return f"rule.{country}"
