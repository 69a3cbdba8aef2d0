"""Datasets and the countries they belong to: publishing, withdrawing, and what is published now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from geodata.store.audit import Author
from geodata.store.errors import StoreError
from geodata.store.fingerprint import fingerprint
from geodata.store.frames import read_frame
from geodata.store.records import DatasetInfo
from geodata.store.tables import countries, datasets

Kind = Literal["areas", "observations", "register"]


def add_country(connection: sa.Connection, country: str, at: datetime) -> None:
    """Add a country that is not active yet."""
    connection.execute(countries.insert().values(country=country, installed_at=at, is_active=False))


def set_active(connection: sa.Connection, country: str) -> None:
    """Make ``country`` the active one and no other."""
    connection.execute(countries.update().where(countries.c.is_active).values(is_active=False))
    connection.execute(countries.update().where(countries.c.country == country).values(is_active=True))


def read_countries(connection: sa.Connection) -> pd.DataFrame:
    """Return the installed countries by code."""
    frame = read_frame(connection, countries.select().order_by(countries.c.country))
    return frame.astype({"country": "str", "installed_at": "datetime64[us, UTC]", "is_active": "bool"})


def active_country(connection: sa.Connection) -> str | None:
    """Return the code of the active country."""
    return connection.scalar(sa.select(countries.c.country).where(countries.c.is_active))


def is_installed(connection: sa.Connection, country: str) -> bool:
    """Tell whether a country is in this store."""
    query = sa.select(countries.c.country).where(countries.c.country == country)
    return connection.scalar(query) is not None


def add_dataset(
    connection: sa.Connection, author: Author, country: str, kind: Kind, info: DatasetInfo, *, row_count: int
) -> int:
    """Add a published dataset and return its id; later ids are later publications."""
    statement = datasets.insert().values(
        country=country,
        kind=kind,
        title=info.title,
        source=info.source,
        licence=info.licence,
        file_name=info.file_name,
        file_sha256=info.file_sha256,
        author=author.name,
        created_at=author.at,
        status="published",
        row_count=row_count,
        valid_from=info.valid_from,
        note=info.note,
        report=dict(info.report),
    )
    return connection.execute(statement.returning(datasets.c.id)).scalar_one()


def withdraw_dataset(connection: sa.Connection, dataset_id: int) -> str:
    """Mark a published dataset as withdrawn and return its country.

    Raises:
        StoreError: there is no such dataset, or it is withdrawn already.
    """
    statement = (
        datasets.update()
        .where(datasets.c.id == int(dataset_id), datasets.c.status == "published")
        .values(status="withdrawn")
        .returning(datasets.c.country)
    )
    country = connection.execute(statement).scalar_one_or_none()
    if country is None:
        raise StoreError(f"expected a published dataset to withdraw, got {dataset_id}; see: aimak data list")
    return country


def read_datasets(connection: sa.Connection, country: str | None) -> pd.DataFrame:
    """Return all datasets in the order of publication, of one country or of all."""
    query = datasets.select().order_by(datasets.c.id)
    if country is not None:
        query = query.where(datasets.c.country == country)
    texts = [
        "country",
        "kind",
        "title",
        "source",
        "licence",
        "file_name",
        "file_sha256",
        "author",
        "status",
        "note",
    ]
    types = {"id": "int64", "row_count": "int64", "created_at": "datetime64[us, UTC]"}
    return read_frame(connection, query).astype({**dict.fromkeys(texts, "str"), **types})


def data_version(connection: sa.Connection, country: str, kinds: Collection[Kind] | None = None) -> str:
    """Return a hash of the published datasets of some kinds: the same set, the same version."""
    query = (
        sa.select(datasets.c.id, datasets.c.created_at, datasets.c.file_sha256)
        .where(datasets.c.country == country, datasets.c.status == "published")
        .order_by(datasets.c.id)
    )
    if kinds is not None:
        query = query.where(datasets.c.kind.in_(kinds))
    published = (f"{id_} {at.isoformat()} {sha256}" for id_, at, sha256 in connection.execute(query))
    return fingerprint([country, *published])
