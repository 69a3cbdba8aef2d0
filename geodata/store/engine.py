"""Connections to SQLite and PostgreSQL, and the two kinds of transaction the store knows.

On both databases readers see one consistent state and never wait; writers queue, one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from geodata.store.errors import StoreError

BUSY_TIMEOUT_S = 30
"""How long a writer waits for another before it gives up."""

_WRITE_LOCK = 0x61696D616B  # "aimak": names the advisory lock of writers in a PostgreSQL database
_READ_OPTIONS: dict[str, dict[str, object]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_to_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)
# Parameters may be names of persons, which no message or log may hold.
_create_engine = partial(sa.create_engine, json_serializer=_to_json, hide_parameters=True)


def sqlite_url(path: Path) -> str:
    """Return the database URL of a SQLite file."""
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


def make_engine(url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> sa.Engine:
    """Return an engine for ``sqlite:///file`` or ``postgresql://…``; nothing is opened yet.

    Raises:
        StoreError: the URL names neither.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        engine = _create_engine(parsed, pool_pre_ping=True)
    else:
        engine = _create_engine(parsed, connect_args={"timeout": busy_timeout_s})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(busy_timeout_s=busy_timeout_s)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that sees the state of this moment throughout.

    Raises:
        StoreError: the database cannot be reached or read.
    """
    with _plain_errors(engine), engine.connect() as connection:
        yield connection.execution_options(**_READ_OPTIONS[engine.dialect.name])


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open the one transaction that may write; it is committed at the end, or leaves no trace.

    Raises:
        StoreError: another writer did not finish in time, or the database cannot be written.
    """
    with _plain_errors(engine), engine.connect() as connection:
        connection.execution_options(sqlite_begin="IMMEDIATE")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                _queue_writers(connection)
            yield connection


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise StoreError("expected a database URL such as sqlite:///file or postgresql://host/name") from None
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreError(f"expected a sqlite or postgresql URL, got {parsed.drivername!r}")
    if parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreError(
            "expected a file in the URL, as in sqlite:///folder/file: a store outlives its process"
        )
    return parsed


def _prepare_sqlite(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions on its own, too late for a snapshot and never IMMEDIATE.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    # DEFERRED takes its snapshot at the first read; IMMEDIATE takes the write lock before anything is read.
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _queue_writers(connection: sa.Connection) -> None:
    timeout_ms = round(connection.get_execution_options()["busy_timeout_s"] * 1000)
    connection.execute(sa.select(sa.func.set_config("lock_timeout", f"{timeout_ms}ms", True)))  # noqa: FBT003
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITE_LOCK)))


@contextmanager
def _plain_errors(engine: sa.Engine) -> Iterator[None]:
    """Say in words what the database refuses; SQL and parameters stay in the cause."""
    try:
        yield
    except DatabaseError as error:
        place = engine.url.render_as_string(hide_password=True)
        reason = str(error.orig).strip()
        if "database is locked" in reason or "lock timeout" in reason:
            reason = "another import is being written; try again when it is done"
        raise StoreError(f"{place}: {reason}") from error
