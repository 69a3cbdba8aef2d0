"""Keep a draft as the user's own rule, take one out of the offer, or send it away as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import state
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.editor.bench import Bench, bench_of_text, clear_bench, put_on_bench
from dashboard.components.documents import conflict_view, download_text
from dashboard.components.signing import changed, save_button, sign, withdrawal
from dashboard.components.words import Words
from dashboard.profiles import PROFILES, save_profile
from geodata.store import Document, StaleDocumentError
from indicators.designation.profile import Profile


def saving_form(desk: Desk, bench: Bench, profile: Profile | None) -> None:
    """Ask for name and note; show the buttons that save, send and withdraw.

    Args:
        desk: of the page.
        bench: what is being made.
        profile: what the draft is; None while it has faults.
    """
    tell = desk.words.translate
    with st.container(border=True):
        author, note = sign(desk.words, bench.form, note=bench.note)
        with st.container(horizontal=True):
            is_ready = profile is not None and bool(author) and not bench.is_saved
            pressed = save_button(desk.words, bench.form.scope, is_ready=is_ready)
            download_text(tell("Download (TOML)"), bench.shown_text, name=bench.name, key=bench.form.scope)
            if bench.base_version is not None:
                _withdrawing(desk, bench, author)
        if profile is not None and not author:
            st.caption(tell("To save it, your name is needed."))
    if pressed and profile is not None:
        _save(desk, bench, profile, author=author, note=note)


def _save(desk: Desk, bench: Bench, profile: Profile, *, author: str, note: str) -> None:
    words, tell = desk.words, desk.words.translate

    def save() -> None:
        version = save_profile(
            desk.store,
            words.pack.code,
            profile,
            base_version=None if bench.is_new else bench.base_version,
            author=author,
            at=datetime.now(UTC),
            note=note,
        )
        bench.saved(profile, version)
        text = tell("Saved as version {number}; it is the rule chosen above.")
        bench.message = text.format(number=version)
        state.remember("profile", profile.id)
        state.remember("vary", "")

    changed(save, partial(setattr, bench, "conflict"))


def _withdrawing(desk: Desk, bench: Bench, author: str) -> None:
    if (reason := withdrawal(desk.words, bench.form.scope, author=author)) is None:
        return
    country = desk.words.pack.code

    def withdraw() -> None:
        PROFILES.withdraw(
            desk.store,
            country,
            bench.name,
            base_version=bench.base_version or 0,
            author=author,
            at=datetime.now(UTC),
            note=reason,
        )
        clear_bench(country)

    changed(withdraw, partial(setattr, bench, "conflict"))


def show_conflict(words: Words, bench: Bench, conflict: StaleDocumentError) -> None:
    """Show the version that came between, the draft beside it, and the ways on."""
    country = words.pack.code
    conflict_view(
        words,
        conflict,
        bench.shown_text,
        keep=bench.start_from,
        give_up=lambda current: _open_current(country, current),
    )


def _open_current(country: str, current: Document) -> None:
    bench = bench_of_text(current.content, name=current.document_id, base_version=current.version)
    put_on_bench(country, bench)
