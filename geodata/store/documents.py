"""Versioned texts that users keep: each saving adds a version, and none is changed or lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, fields

import pandas as pd
import sqlalchemy as sa

from geodata.store.errors import StaleDocumentError, StoreError
from geodata.store.fingerprint import fingerprint
from geodata.store.frames import read_frame
from geodata.store.records import Document
from geodata.store.tables import documents

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
# PostgreSQL keeps no NUL in a text, and UTF-8 cannot write half a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_DTYPES = {
    "document_id": "str",
    "version": "int64",
    "title": "str",
    "content": "str",
    "content_sha256": "str",
    "author": "str",
    "created_at": "datetime64[us, UTC]",
    "note": "str",
    "status": "str",
}
_CURRENT_COLUMNS = ["document_id", "version", "title", "content", "author", "created_at", "note"]


def read_documents(connection: sa.Connection, country: str, kind: str) -> pd.DataFrame:
    """Return the current version of each document that is not withdrawn, by id."""
    is_of_kind = _is(country=country, kind=kind)
    document_id = documents.c.document_id
    current = sa.select(document_id, sa.func.max(documents.c.version)).where(is_of_kind).group_by(document_id)
    query = (
        _select(_CURRENT_COLUMNS)
        .where(is_of_kind, documents.c.status == "saved")
        .where(sa.tuple_(document_id, documents.c.version).in_(current))
        .order_by(document_id)
    )
    return read_frame(connection, query).astype({name: _DTYPES[name] for name in _CURRENT_COLUMNS})


def read_versions(connection: sa.Connection, country: str, kind: str, document_id: str) -> pd.DataFrame:
    """Return every version of a document, the oldest first."""
    is_wanted = _is(country=country, kind=kind, document_id=document_id)
    query = _select(_DTYPES).where(is_wanted).order_by(documents.c.version)
    return read_frame(connection, query).astype(_DTYPES)


def read_document(
    connection: sa.Connection, country: str, kind: str, document_id: str, version: int | None
) -> Document:
    """Return one version of a document, or the current one.

    Raises:
        StoreError: there is none; or none is asked for by its number, and the document is withdrawn.
    """
    document = find_document(connection, country, kind, document_id, version)
    if document is None:
        wanted = "" if version is None else f"version {version} of "
        raise StoreError(
            f"expected {wanted}a {kind} of {country!r}, got {document_id!r}, which does not exist"
        )
    if version is None:
        require_shown(document)
    return document


def find_document(
    connection: sa.Connection, country: str, kind: str, document_id: str, version: int | None = None
) -> Document | None:
    """Return one version of a document, by default the latest, withdrawn or not; None if there is none."""
    query = _select(column.name for column in fields(Document)).where(
        _is(country=country, kind=kind, document_id=document_id)
    )
    if version is not None:
        query = query.where(documents.c.version == int(version))
    row = connection.execute(query.order_by(documents.c.version.desc()).limit(1)).mappings().one_or_none()
    return Document(**row) if row else None


def require_shown(document: Document) -> None:
    """Refuse a document that is withdrawn.

    Raises:
        StoreError: it is; the message says by whom, and how its text is still to be had.
    """
    if document.status == "withdrawn":
        raise StoreError(
            f"{document.kind} {document.document_id!r} was withdrawn by {document.author} "
            f"({document.note}); its text stays readable as version {document.version}"
        )


def require_current(current: Document | None, base_version: int | None, offered: Document) -> None:
    """Refuse a version that does not start from the current one; a withdrawn document may start anew.

    Raises:
        StaleDocumentError: there is another current version.
        StoreError: there is none at all, where one was expected.
    """
    if current is None:
        if base_version is not None:
            raise StoreError(
                f"expected a {offered.kind} of {offered.country!r} with version {base_version}, "
                f"got {offered.document_id!r}, which does not exist; save it as a new one"
            )
        return
    starts_anew = base_version is None and current.status == "withdrawn"
    if base_version != current.version and not starts_anew:
        raise StaleDocumentError(base_version=base_version, current=current, offered=offered)


def check_document(document: Document) -> None:
    """Refuse what cannot be saved.

    Raises:
        StoreError: the kind or the title is blank, the id is no slug, or a text holds what no text can.
    """
    if not document.kind.strip():
        raise StoreError(f"expected a kind of document, got {document.kind!r}")
    if not _ID.fullmatch(document.document_id):
        raise StoreError(
            f"expected an id of small Latin letters, digits and hyphens, got {document.document_id!r}"
        )
    if not document.title.strip():
        raise StoreError(f"expected a title for {document.kind} {document.document_id!r}, got none")
    for name in ("kind", "title", "content", "note"):
        if found := _UNSTORABLE.search(getattr(document, name)):
            raise StoreError(f"expected plain text, got the character {found[0]!r} in the {name}")


def add_version(connection: sa.Connection, document: Document) -> None:
    """Add a version as it is."""
    values = {**asdict(document), "content_sha256": document.content_sha256}
    connection.execute(documents.insert().values(values))


def documents_version(connection: sa.Connection, country: str, kind: str) -> str:
    """Return a hash of every version of every document of a kind."""
    key = documents.c.document_id, documents.c.version
    query = (
        sa.select(*key, documents.c.created_at, documents.c.content_sha256)
        .where(_is(country=country, kind=kind))
        .order_by(*key)
    )
    rows = connection.execute(query)
    lines = (f"{id_} {version} {at.isoformat()} {sha256}" for id_, version, at, sha256 in rows)
    return fingerprint([country, kind, *lines])


def _select(names: Iterable[str]) -> sa.Select[*tuple[object, ...]]:
    return sa.select(*(documents.c[name] for name in names))


def _is(**key: str) -> sa.ColumnElement[bool]:
    return sa.and_(*(documents.c[name] == value for name, value in key.items()))
