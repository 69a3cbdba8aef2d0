"""What is published beside the rows of a dataset, and the documents users keep."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

DocumentStatus = Literal["saved", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class DatasetInfo:
    """Where a dataset comes from.

    ``valid_from`` is the date from which a boundary version holds; None holds at all times.
    ``report`` is any JSON-able account of the import, such as the repairs made to the geometry.
    """

    title: str
    source: str
    licence: str
    file_name: str
    file_sha256: str
    valid_from: date | None = None
    note: str = ""
    report: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DisplayLayer:
    """One level of a boundary version made ready for the screen.

    ``content`` is gzip-compressed GeoJSON, simplified with ``tolerance_m`` (metres).
    """

    admin_level: int
    tolerance_m: float
    feature_count: int
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of ``content`` in hexadecimal: its address in the store."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Document:
    """One version of a text that users keep, such as a profile of their own.

    Versions count from 1. A withdrawal is a version, too: the text it took out of sight, with the reason as
    its ``note``.
    """

    country: str
    kind: str
    document_id: str
    version: int
    title: str
    content: str = field(repr=False)
    author: str
    created_at: datetime
    note: str
    status: DocumentStatus

    @cached_property
    def content_sha256(self) -> str:
        """SHA-256 of ``content`` in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    def says_the_same_as(self, other: Document) -> bool:
        """Tell whether there is no difference to the eye: neither in title and text, nor in being shown."""
        mine, theirs = (self.title, self.content, self.status), (other.title, other.content, other.status)
        return mine == theirs
