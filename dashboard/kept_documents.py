"""Texts that the users of a country keep in its store: which there are, how one is kept and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from config.loader import ConfigError
from geodata.store import Document, Store

KeptT = TypeVar("KeptT")
ContentT = TypeVar("ContentT")
ReadT_co = TypeVar("ReadT_co", covariant=True)


@dataclass(frozen=True)
class KeptDocuments(Generic[KeptT]):
    """What there is of a kind."""

    by_id: Mapping[str, KeptT]
    unreadable: Mapping[str, ConfigError]
    """Those that this version of the program cannot use, with their faults."""


@dataclass(frozen=True, kw_only=True)
class Kept(Generic[ContentT]):
    """What a document says, and which version of it."""

    content: ContentT
    version: int
    author: str
    saved_at: datetime


def kept_documents(
    store: Store, country: str, kind: str, read: Callable[[Document], KeptT]
) -> KeptDocuments[KeptT]:
    """Return the documents of a kind by id, as far as they can be read.

    Args:
        store: where they are.
        country: whose they are.
        kind: as they were saved.
        read: makes something of one, or raises a ConfigError.
    """
    by_id: dict[str, KeptT] = {}
    unreadable: dict[str, ConfigError] = {}
    for row in store.documents(country, kind).to_dict("records"):
        document = Document(country=country, kind=kind, status="saved", **row)
        try:
            by_id[document.document_id] = read(document)
        except ConfigError as error:
            unreadable[document.document_id] = error
    return KeptDocuments(by_id, unreadable)


class ReadText(Protocol[ReadT_co]):
    """What reads a document."""

    def __call__(self, text: str, *, name: str) -> ReadT_co:
        """Read a text, or raise a ConfigError that calls it ``name``."""


@dataclass(frozen=True, kw_only=True)
class Shelf(Generic[ContentT]):
    """Documents of one kind: what they are and how they are written."""

    kind: str
    """In the store."""
    noun: str
    """What one is called in errors, in English."""
    read: ReadText[ContentT]
    write: Callable[[ContentT], str]
    title: Callable[[ContentT], str]
    """For readers."""

    def saved(self, store: Store, country: str) -> KeptDocuments[Kept[ContentT]]:
        """Return those of a country by id."""
        return kept_documents(store, country, self.kind, self._kept)

    def one(
        self, store: Store, country: str, document_id: str, *, version: int | None = None
    ) -> Kept[ContentT]:
        """Return a version of one, by default the current one.

        Raises:
            StoreError: there is none; or it is withdrawn, and no version is asked for.
            ConfigError: this program cannot use it.
        """
        return self._kept(store.document(country, self.kind, document_id, version))

    def save(
        self,
        store: Store,
        country: str,
        document_id: str,
        content: ContentT,
        *,
        base_version: int | None,
        author: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """Save one.

        Args:
            store: where to.
            country: for which it is.
            document_id: names it within country and kind.
            content: what it says.
            base_version: the version it was made from; None if it is new.
            author: who saves it.
            at: when.
            note: what was changed, and why.

        Returns:
            Its new version; the current one where nothing differs.

        Raises:
            StaleDocumentError: there is another version than ``base_version``, which is quoted beside it.
            StoreError: the id is no id, or a text cannot be stored.
        """
        with store.writing(author=author, at=at) as writer:
            return writer.save_document(
                country,
                self.kind,
                document_id,
                title=self.title(content),
                content=self.write(content),
                note=note,
                base_version=base_version,
            )

    def withdraw(
        self,
        store: Store,
        country: str,
        document_id: str,
        *,
        base_version: int,
        author: str,
        at: datetime,
        note: str,
    ) -> None:
        """Take one out of the offer; its versions stay in the store.

        Raises:
            StaleDocumentError: there is another version than ``base_version``.
            StoreError: there is no such document, or no reason is given.
        """
        with store.writing(author=author, at=at) as writer:
            writer.withdraw_document(country, self.kind, document_id, base_version=base_version, note=note)

    def _kept(self, document: Document) -> Kept[ContentT]:
        return Kept(
            content=self.read(document.content, name=f"{self.noun} {document.document_id}"),
            version=document.version,
            author=document.author,
            saved_at=document.created_at,
        )
