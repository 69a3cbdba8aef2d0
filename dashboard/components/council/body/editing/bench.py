"""The body that is being changed in this visit: one draft of each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from dashboard.components.council.body.changes import RowChange, register_changes
from dashboard.components.council.body.editing.tables import body_cells, editable_lists, entered_tables
from dashboard.components.council.desk import Desk
from dashboard.components.data.form import Form
from dashboard.register_keeping import BodyDraft, KeptBody, after_version, draft_body
from geodata.councils.private import without_private
from geodata.councils.register import Register
from geodata.store import StaleRegisterError


@dataclass(frozen=True)
class Grid:
    """A table as the editor on screen began with it."""

    begun: pd.DataFrame
    key: str


@dataclass
class Bench:
    """A draft and what it starts from."""

    kept: KeptBody
    begun: Register
    """What the change is a change of: the visible version; nothing of a new body."""
    cells: dict[str, object]
    """Of the body itself, as entered."""
    lists: dict[str, pd.DataFrame]
    """As entered, by field of :class:`Register`."""
    conflict: StaleRegisterError | None = None
    form: Form = field(default_factory=lambda: Form(f"body.{secrets.token_hex(4)}"))
    """Its scope is that of every widget."""
    grids: dict[str, Grid] = field(default_factory=dict)

    def draft(self, desk: Desk) -> BodyDraft:
        """Return what was entered as a register, with its problems."""
        return draft_body(
            self.kept,
            entered_tables(self.cells, self.lists),
            pack=desk.words.pack,
            councils=desk.councils,
            areas=desk.areas.drop(columns="geometry"),
            language=desk.words.language,
        )

    def changes(self, draft: BodyDraft) -> list[RowChange]:
        """Return what the draft changes."""
        return register_changes(self.begun, draft.register)

    def is_untouched(self, draft: BodyDraft) -> bool:
        """Whether nothing was entered that is not in the register already."""
        return not draft.n_incomplete and not self.changes(draft)

    def go_on(self, desk: Desk, conflict: StaleRegisterError) -> None:
        """Take the draft for a change of the version that came between."""
        self.kept = after_version(desk.store, desk.country, self.kept, conflict.current_dataset_id)
        self.begun, self.conflict = without_private(conflict.current), None


def bench_of(kept: KeptBody, begun: Register | None = None) -> Bench:
    """Return a bench for a body as it was read.

    Args:
        kept: the rows to begin with.
        begun: what they are a change of, if it is not those rows.
    """
    return Bench(
        kept,
        kept.register if begun is None else begun,
        body_cells(kept.register),
        editable_lists(kept.register),
    )


def kept_bench(country: str, body_id: str) -> Bench | None:
    """Return what this visit is changing of a body."""
    bench: Bench | None = st.session_state.get(_key(country, body_id))
    return bench


def keep_bench(country: str, bench: Bench) -> None:
    """Go on with a bench from now on."""
    st.session_state[_key(country, bench.kept.body_id)] = bench


def clear_bench(country: str, body_id: str) -> None:
    """Give up what is being changed of a body."""
    st.session_state.pop(_key(country, body_id), None)


def _key(country: str, body_id: str) -> str:
    return f"body.{country}.{body_id}"
