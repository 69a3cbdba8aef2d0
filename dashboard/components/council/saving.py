"""Keep what is written as a version, take it out of the offer, look at its versions, bring it from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Generic, TypeVar

import streamlit as st

from config.loader import ConfigError
from dashboard.components.council.bench import NEW, Bench
from dashboard.components.council.desk import Desk
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.documents import conflict_view, difference, download_text, version_line
from dashboard.components.signing import changed, save_button, sign, withdrawal
from dashboard.components.words import Translate
from dashboard.kept_documents import Shelf
from geodata.store import Document, StaleDocumentError

ContentT = TypeVar("ContentT")

LARGEST_MB = 1
SAVING = "saving"
"""Where it is said what has become of a document."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Keeping(Generic[ContentT]):
    """A document on the screen, and where it is kept."""

    desk: Desk
    bench: Bench[ContentT]
    content: ContentT | None
    """What its fields say; None while that is no document."""
    new_id: Callable[[ContentT], str]
    """The id that one which is not kept yet gets."""
    turn_to: Callable[[str], None]
    """Shows the document of an id, or a new one."""

    @property
    def is_kept(self) -> bool:
        """Whether a version of it says what is on the screen."""
        begun = self.bench.begun
        return begun.version is not None and begun.content == self.content


def say_next(place: str, text: str, *, is_warning: bool = False) -> None:
    """Have something said once at a place of the page, when it is drawn the next time."""
    st.session_state[f"said.{place}"] = (text, is_warning)


def say_now(place: str) -> None:
    """Say what has just been done at a place, or why it was not."""
    text, is_warning = st.session_state.pop(f"said.{place}", ("", False))
    if is_warning:
        st.warning(text, icon=":material/warning:")
    elif text:
        st.success(text, icon=":material/check_circle:")


def saving_form(keeping: Keeping[ContentT]) -> None:
    """Ask for name and note; show the buttons that save, send and withdraw, then the versions."""
    desk, bench, content = keeping.desk, keeping.bench, keeping.content
    tell, scope = desk.words.translate, bench.form.scope
    say_now(SAVING)
    if bench.conflict:
        _conflict(keeping, bench.conflict)
    with st.container(border=True):
        author, note = sign(desk.words, Form(f"{scope}.note"))
        with st.container(horizontal=True):
            is_ready = content is not None and bool(author) and not keeping.is_kept
            pressed = save_button(desk.words, scope, is_ready=is_ready)
            if content is not None:
                name = bench.document_id or keeping.new_id(content)
                download_text(tell("Download (TOML)"), bench.shelf.write(content), name=name, key=scope)
            if bench.begun.version is not None:
                _withdrawing(keeping, bench.begun.version, author)
        if not author:
            st.caption(tell("To save it, your name is needed."))
    if pressed and content is not None:
        _save(keeping, content, author=author, note=note)
    if bench.begun.version is not None:
        _versions(keeping)


def open_file(desk: Desk, shelf: Shelf[ContentT], label: str, take: Callable[[ContentT], list[str]]) -> None:
    """Offer to bring a document from a file.

    Args:
        desk: of the page.
        shelf: what it is to be.
        label: above the field.
        take: opens it, or returns why it cannot be used.
    """
    tell, key = desk.words.translate, f"{shelf.kind}.{desk.country}.file"
    refused = f"{key}.refused"

    def bring() -> None:
        upload = st.session_state[key]
        st.session_state[refused] = [] if upload is None else _taken(upload.name, upload.getvalue())

    def _taken(name: str, content: bytes) -> list[str]:
        try:
            return take(shelf.read(content.decode("utf-8-sig"), name=name))
        except UnicodeDecodeError:
            return [tell("The file is no text in UTF-8.")]
        except ConfigError as error:
            return error.faults

    with st.popover(tell("From a file"), icon=":material/upload_file:"):
        st.file_uploader(label, type=["toml"], max_upload_size=LARGEST_MB, key=key, on_change=bring)
        say_faults(tell("The file cannot be used:"), st.session_state.get(refused, []))


def say_faults(lead: str, faults: Sequence[str]) -> None:
    """List what keeps something from being used, if anything does."""
    if faults:
        st.error("\n".join([lead, "", *(f"- {plain(fault)}" for fault in faults)]))


def say_unreadable(tell: Translate, unreadable: Mapping[str, ConfigError]) -> None:
    """Name the kept documents that this program cannot use."""
    for document_id, error in unreadable.items():
        text = tell("{name} is kept, but cannot be used with this version of the program:")
        lines = [text.format(name=plain(document_id)), "", *(f"- {plain(each)}" for each in error.faults)]
        st.warning("\n".join(lines))


def _save(keeping: Keeping[ContentT], content: ContentT, *, author: str, note: str) -> None:
    desk, bench = keeping.desk, keeping.bench
    document_id = bench.document_id or keeping.new_id(content)

    def save() -> None:
        version = bench.shelf.save(
            desk.store,
            desk.country,
            document_id,
            content,
            base_version=bench.begun.version,
            author=author,
            at=datetime.now(UTC),
            note=note,
        )
        bench.other(document_id).begin(content, version)
        if bench.document_id == NEW:
            bench.forget()
        Form(f"{bench.form.scope}.note").answers.clear()
        keeping.turn_to(document_id)
        say_next(SAVING, desk.words.translate("Saved as version {number}.").format(number=version))

    changed(save, partial(setattr, bench, "conflict"))


def _withdrawing(keeping: Keeping[ContentT], version: int, author: str) -> None:
    desk, bench = keeping.desk, keeping.bench
    if (reason := withdrawal(desk.words, bench.form.scope, author=author)) is None:
        return

    def withdraw() -> None:
        bench.shelf.withdraw(
            desk.store,
            desk.country,
            bench.document_id,
            base_version=version,
            author=author,
            at=datetime.now(UTC),
            note=reason,
        )
        bench.forget()
        keeping.turn_to(NEW)
        say_next(SAVING, desk.words.translate("Withdrawn."))

    changed(withdraw, partial(setattr, bench, "conflict"))


def _conflict(keeping: Keeping[ContentT], conflict: StaleDocumentError) -> None:
    bench, offered = keeping.bench, keeping.content

    def keep(current: Document) -> None:
        target = bench.other(current.document_id)
        if offered is not None:
            target.fill(offered)
        target.rebase(_read(bench.shelf, current), current.version)
        _leave(current)

    def give_up(current: Document) -> None:
        bench.other(current.document_id).forget()
        _leave(current)

    def _leave(current: Document) -> None:
        if bench.document_id == NEW:
            bench.forget()
        bench.conflict = None
        keeping.turn_to(current.document_id if current.status == "saved" else NEW)

    text = conflict.offered if offered is None else bench.shelf.write(offered)
    conflict_view(keeping.desk.words, conflict, text, keep=keep, give_up=give_up)


def _read(shelf: Shelf[ContentT], document: Document) -> ContentT | None:
    try:
        return shelf.read(document.content, name=document.document_id)
    except ConfigError:
        return None


def _versions(keeping: Keeping[ContentT]) -> None:
    """Let one of the versions be looked at, with what differs on the screen, and gone back to."""
    desk, bench = keeping.desk, keeping.bench
    tell, kind, document_id = desk.words.translate, bench.shelf.kind, bench.document_id
    versions = desk.store.document_versions(desk.country, kind, document_id).to_dict("records")[::-1]
    lines = {int(each["version"]): version_line(each, desk.words) for each in versions}
    scope = f"{bench.form.scope}.versions"
    with st.expander(tell("Versions: {count}").format(count=len(lines)), icon=":material/history:"):
        chosen = Form(scope).select(
            "version", tell("Version"), list(lines), words=lines.__getitem__, default=next(iter(lines))
        )
        if chosen is None:
            return
        document = desk.store.document(desk.country, kind, document_id, chosen)
        shown = document.content if keeping.content is None else bench.shelf.write(keeping.content)
        if differing := difference(document, shown):
            st.caption(tell("What is different on the screen:"))
            st.code(differing, language="diff", wrap_lines=True)
        else:
            st.caption(tell("It says what is on the screen."))
        with st.container(horizontal=True):
            download_text(tell("Download"), document.content, name=f"{document_id}-{chosen}", key=scope)
            st.button(
                tell("Go back to it"),
                icon=":material/history:",
                key=f"{scope}.open",
                on_click=_go_back,
                args=(bench, document),
            )


def _go_back(bench: Bench[ContentT], document: Document) -> None:
    """Show a document as a version of it has it, to be saved anew."""
    try:
        bench.fill(bench.shelf.read(document.content, name=document.document_id))
    except ConfigError as error:
        st.toast(plain(error), icon=":material/error:")
