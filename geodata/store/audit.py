"""The append-only log of who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from geodata.store.frames import read_frame
from geodata.store.tables import audit_log


@dataclass(frozen=True)
class Author:
    """Who writes, and when (with a time zone)."""

    name: str
    at: datetime


def record(
    connection: sa.Connection,
    author: Author,
    action: str,
    *,
    country: str,
    subject: str,
    details: Mapping[str, object],
) -> None:
    """Add one entry; ``subject`` is what the action was done to, for example ``dataset 7``."""
    entry = {"country": country, "subject": subject, "details": dict(details)}
    connection.execute(audit_log.insert().values(at=author.at, author=author.name, action=action, **entry))


def read_log(connection: sa.Connection, country: str | None) -> pd.DataFrame:
    """Return the entries, oldest first, of one country or of all."""
    query = audit_log.select().order_by(audit_log.c.id)
    if country is not None:
        query = query.where(audit_log.c.country == country)
    texts = dict.fromkeys(["author", "action", "country", "subject"], "str")
    return read_frame(connection, query).astype({**texts, "id": "int64", "at": "datetime64[us, UTC]"})
