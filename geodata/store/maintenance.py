"""Backing a store up, restoring it, and checking that it holds what was published."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from config.i18n import N_
from geodata.problems import Problem, Rule
from geodata.store.engine import make_engine, reading
from geodata.store.errors import StoreError
from geodata.store.registers import REGISTER_TABLES
from geodata.store.schema import current_revision, head_revision, holds_store
from geodata.store.store import Store
from geodata.store.tables import (
    areas,
    audit_log,
    datasets,
    display_contents,
    documents,
    metadata,
    observations,
    slices,
)

_DOCUMENT_KEY = documents.c.country, documents.c.kind, documents.c.document_id
_COPIED_REVISION = re.compile(r"^COPY \S*alembic_version .*\n(\w+)$", re.MULTILINE)
_RESTORE = N_("Restore the last good backup with “aimak db restore”.")

DATABASE_DAMAGED = Rule("database_damaged", N_("The database cannot be read: {reason}."), _RESTORE)
SCHEMA_NOT_CURRENT = Rule(
    "schema_not_current",
    N_("The schema of the database is not the one this program needs."),
    N_("Bring it up with “aimak db upgrade”."),
)
ROW_ORPHANED = Rule(
    "row_orphaned", N_("{count} rows of “{table}” refer to rows of “{parent}” that do not exist."), _RESTORE
)
ROW_COUNT_WRONG = Rule(
    "row_count_wrong", N_("Dataset {dataset_id} has {found} rows, but {expected} were published."), _RESTORE
)
CONTENT_CHANGED = Rule(
    "content_changed", N_("The display layer {sha256} is not what was stored under this hash."), _RESTORE
)

DOCUMENT_CHANGED = Rule(
    "document_changed", N_("Version {version} of the document “{document}” is not what was saved."), _RESTORE
)
DOCUMENT_INCOMPLETE = Rule(
    "document_incomplete",
    N_("The document “{document}” has {found} versions, but the latest is number {expected}."),
    _RESTORE,
)


def backup(store: Store, target: Path) -> None:
    """Write the whole store to one new file while it stays in use.

    SQLite gives a SQLite file, PostgreSQL an archive of ``pg_dump`` in its custom format.

    Raises:
        StoreError: ``target`` exists or is in no folder, ``pg_dump`` is missing, or the backup fails; then no
            file is left.
    """
    if target.exists():
        raise StoreError(f"expected a new file for the backup, got {target}, which exists")
    if not target.parent.is_dir():
        raise StoreError(f"expected a folder for the backup, found none at {target.parent}")
    partial = target.with_name(f"{target.name}.part")
    try:
        if store.engine.dialect.name == "sqlite":
            _copy_sqlite(_file(store.engine), partial)
            _leave_wal(partial)
        else:
            _run_on(store.engine, "pg_dump", "--format=custom", f"--file={partial}")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def restore(source: Path, url: str, *, overwrite: bool = False) -> None:
    """Replace the store at ``url`` by a backup, at once or not at all.

    Raises:
        StoreError: ``source`` is no backup, the store holds data and ``overwrite`` is not given, it is a
            PostgreSQL store of another schema than the backup, ``pg_restore`` is missing, or it fails.
    """
    engine = make_engine(url)
    try:
        if not overwrite and not _is_empty(engine):
            raise StoreError(
                "the store holds data, all of which would be replaced; to do so add: --overwrite"
            )
        if engine.dialect.name == "sqlite":
            _require_sqlite_backup(source)
            _copy_sqlite(source, _file(engine))
        else:
            _require_same_schema(source, engine)
            options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
            _run_on(engine, "pg_restore", *options, str(source))
    finally:
        engine.dispose()


def check(store: Store) -> list[Problem]:
    """Return everything in the store that is not as it was published; an empty list is a clean store."""
    try:
        if problems := _schema_lag(store.engine):
            return problems
        with reading(store.engine) as connection:
            problems += _damage(connection)
            problems += _orphans(connection)
            problems += _wrong_counts(connection)
            problems += _changed_contents(connection)
            problems += _changed_documents(connection)
            problems += _incomplete_documents(connection)
    except StoreError as error:
        return [Problem(DATABASE_DAMAGED, params={"reason": error})]
    return problems


def _is_empty(engine: sa.Engine) -> bool:
    if not holds_store(engine):
        return True
    with reading(engine) as connection:
        return connection.scalar(sa.select(audit_log.c.id).limit(1)) is None


def _file(engine: sa.Engine) -> Path:
    return Path(engine.url.database or "")


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        raise StoreError(f"{source} could not be copied to {target}: {error}") from error


def _leave_wal(file: Path) -> None:
    # A backup is one file that can be read where nothing can be written; a store turns WAL on when it opens.
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _require_sqlite_backup(source: Path) -> None:
    if not source.is_file():
        raise StoreError(f"expected a backup file, found none at {source}")
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("SELECT version_num FROM alembic_version")
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{source} is no backup of a store: {error}") from error
    if verdict != "ok":
        raise StoreError(f"{source} is damaged: {verdict}")


def _require_same_schema(source: Path, engine: sa.Engine) -> None:
    # pg_restore drops only what the backup has: what a later schema added would hold on to the old tables.
    current = current_revision(engine)
    if current is None:
        return
    rows = _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(source))
    found = _COPIED_REVISION.search(rows)
    if found is None:
        raise StoreError(f"{source} is no backup of a store")
    if found[1] != current:
        raise StoreError(
            f"{source} has schema {found[1]}, the store has {current}: restore it into a new, "
            "empty database, then run: aimak db upgrade"
        )


def _run_on(engine: sa.Engine, tool: str, *options: str) -> None:
    url = engine.url.set(drivername="postgresql")._replace(password=None)
    _run(tool, "--dbname", url.render_as_string(), *options, password=engine.url.password)


def _run(tool: str, *options: str, password: str | None = None) -> str:
    program = shutil.which(tool)
    if program is None:
        raise StoreError(f"{tool} is not on the path; install the client programs of PostgreSQL")
    # The password goes by the environment: every user of the machine can read a command line.
    secret = {"PGPASSWORD": password} if password else {}
    done = subprocess.run(  # noqa: S603 - no shell, and the program is found by its fixed name
        [program, *options], env=os.environ | secret, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise StoreError(f"{tool} failed: {done.stderr.strip()}")
    return done.stdout


def _schema_lag(engine: sa.Engine) -> list[Problem]:
    return [] if current_revision(engine) == head_revision() else [Problem(SCHEMA_NOT_CURRENT)]


def _damage(connection: sa.Connection) -> Iterator[Problem]:
    if connection.dialect.name == "sqlite":
        reports = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
        yield from (Problem(DATABASE_DAMAGED, params={"reason": text}) for text in reports if text != "ok")


def _orphans(connection: sa.Connection) -> Iterator[Problem]:
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            parent = key.referred_table
            is_parent = sa.and_(*(element.parent == element.column for element in key.elements))
            refers = sa.and_(*(column.is_not(None) for column in key.columns))
            query = sa.select(sa.func.count()).select_from(table).where(refers, ~sa.exists().where(is_parent))
            if count := connection.scalar(query):
                params = {"count": count, "table": table.name, "parent": parent.name}
                yield Problem(ROW_ORPHANED, params=params)


def _wrong_counts(connection: sa.Connection) -> Iterator[Problem]:
    count = sa.func.count().label("found")
    keys = [table.c.dataset_id for table in (areas, *REGISTER_TABLES.values())]
    stored = sa.union_all(
        sa.select(slices.c.dataset_id, count).join_from(slices, observations).group_by(slices.c.dataset_id),
        *(sa.select(key, count).group_by(key) for key in keys),
    ).subquery()
    found = sa.func.coalesce(sa.func.sum(stored.c.found), 0)
    query = (
        sa.select(datasets.c.id, datasets.c.row_count, found)
        .outerjoin_from(datasets, stored, stored.c.dataset_id == datasets.c.id)
        .group_by(datasets.c.id, datasets.c.row_count)
        .having(found != datasets.c.row_count)
    )
    for dataset_id, expected, number in connection.execute(query):
        params = {"dataset_id": dataset_id, "expected": expected, "found": number}
        yield Problem(ROW_COUNT_WRONG, params=params)


def _changed_contents(connection: sa.Connection) -> Iterator[Problem]:
    for sha256, content in connection.execute(display_contents.select()):
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Problem(CONTENT_CHANGED, params={"sha256": sha256})


def _changed_documents(connection: sa.Connection) -> Iterator[Problem]:
    query = sa.select(*_DOCUMENT_KEY, documents.c.version, documents.c.content, documents.c.content_sha256)
    for *key, version, content, sha256 in connection.execute(query):
        if hashlib.sha256(content.encode()).hexdigest() != sha256:
            yield Problem(DOCUMENT_CHANGED, params={"document": "/".join(key), "version": version})


def _incomplete_documents(connection: sa.Connection) -> Iterator[Problem]:
    count, latest = sa.func.count(), sa.func.max(documents.c.version)
    query = sa.select(*_DOCUMENT_KEY, count, latest).group_by(*_DOCUMENT_KEY).having(count != latest)
    for *key, found, expected in connection.execute(query):
        params = {"document": "/".join(key), "found": found, "expected": expected}
        yield Problem(DOCUMENT_INCOMPLETE, params=params)
