"""What is published beside the rows of a dataset."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


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
