"""The version of a database's schema, and how it is brought to the newest."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from geodata.store.engine import reading, writing
from geodata.store.errors import StoreError


def head_revision() -> str | None:
    """Return the revision this program needs."""
    return _scripts().get_current_head()


def holds_store(engine: sa.Engine) -> bool:
    """Tell whether the database has any version of the schema; a missing file has none and is not made."""
    return current_revision(engine) is not None


def current_revision(engine: sa.Engine) -> str | None:
    """Return the revision of the database's schema; None if there is none."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).exists():
        return None
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade_schema(engine: sa.Engine) -> None:
    """Create the schema or bring it to the newest revision, in one transaction.

    Raises:
        StoreError: the database belongs to a newer program, or cannot be written.
    """
    _refuse_newer(engine, current_revision(engine))
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_head(engine: sa.Engine) -> None:
    """Refuse a database whose schema this program cannot use.

    Raises:
        StoreError: it holds no store, an older one, or one of a newer program.
    """
    current, head = current_revision(engine), head_revision()
    _refuse_newer(engine, current)
    if current is None:
        raise StoreError(f"{_place(engine)} holds no store yet; create it with: aimak db upgrade")
    if current != head:
        raise StoreError(f"{_place(engine)} has schema {current}, expected {head}; run: aimak db upgrade")


def _refuse_newer(engine: sa.Engine, current: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(f"{_place(engine)} was written by a newer aimak (schema {current}); update aimak")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "geodata.store:migrations")
    return config


def _place(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
