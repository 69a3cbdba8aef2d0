"""Registers of councils: written dataset by dataset, read as the latest published state of each body.

A body is that of the newest published dataset that has it, with its members, meetings, reports and hearings:
no row of it is taken from an older one. Hearings that no body held are those of their area in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import sqlalchemy as sa

from geodata.councils.register import SCHEMAS, Register, table_of
from geodata.councils.schemas import NAME_COLUMN, TITLE_PREFIX
from geodata.store.errors import StaleRegisterError, StoreError
from geodata.store.frames import check, read_frame, to_records
from geodata.store.tables import (
    council_bodies,
    council_hearings,
    council_meetings,
    council_members,
    council_reports,
    datasets,
)

DATASET_COLUMN = "dataset_id"
"""Of every table of a register that was read: the dataset a row comes from."""

REGISTER_TABLES: dict[str, sa.Table] = {
    "bodies": council_bodies,
    "members": council_members,
    "meetings": council_meetings,
    "reports": council_reports,
    "hearings": council_hearings,
}
"""By the field of :class:`geodata.councils.register.Register`."""

_HISTORY_TYPES = {
    "dataset_id": "int64",
    "author": "str",
    "created_at": "datetime64[us, UTC]",
    "status": "str",
    "title": "str",
    "note": "str",
    "member_count": "int64",
    "is_visible": "bool",
}


def check_register(register: Register) -> None:
    """Refuse a register that cannot be published.

    Raises:
        StoreError: it is empty, a table does not fit its schema, or rows are of bodies it does not have.
    """
    if register.row_count == 0:
        raise StoreError("expected a register with at least one row, got none")
    for name, table in register.tables():
        if not table.empty:
            check(table, SCHEMAS[name], also=[DATASET_COLUMN, *_title_columns(table)])
            _require_plain_texts(name, table)
    _require_bodies(register)


def insert_register(connection: sa.Connection, dataset_id: int, register: Register) -> None:
    """Write the rows of one dataset; where the tables were read from another one does not matter."""
    for name, table in register.tables():
        rows = to_records(table.drop(columns=[DATASET_COLUMN, *_title_columns(table)], errors="ignore"))
        given = [row | {DATASET_COLUMN: dataset_id} for row in rows]
        if name == "bodies":
            titles = _titles_by_language(table)
            given = [row | {"titles": each} for row, each in zip(given, titles, strict=True)]
        if given:
            connection.execute(REGISTER_TABLES[name].insert(), given)


def read_register(connection: sa.Connection, country: str, *, with_names: bool) -> Register:
    """Return the visible register of a country."""
    bodies, areas = _newest_of_bodies(country), _newest_of_areas(country)
    of_bodies = {name: _is_one_of(table, "body_id", bodies) for name, table in REGISTER_TABLES.items()}
    of_area = sa.and_(council_hearings.c.body_id.is_(None), _is_one_of(council_hearings, "area_code", areas))
    shown = of_bodies | {"hearings": sa.or_(of_bodies["hearings"], of_area)}
    return _read(connection, shown, with_names=with_names)


def read_version(
    connection: sa.Connection, country: str, body_id: str, dataset_id: int, *, with_names: bool
) -> Register:
    """Return a body as one dataset has it, whether that is visible or not.

    Raises:
        StoreError: the country has no such dataset with that body.
    """
    history = read_history(connection, country, body_id)
    if int(dataset_id) not in history["dataset_id"].tolist():
        raise StoreError(
            f"expected a dataset of {country!r} with the body {body_id!r}, got dataset {dataset_id}"
        )
    wanted = {
        name: sa.and_(table.c.body_id == body_id, table.c.dataset_id == int(dataset_id))
        for name, table in REGISTER_TABLES.items()
    }
    return _read(connection, wanted, with_names=with_names)


def read_history(connection: sa.Connection, country: str, body_id: str) -> pd.DataFrame:
    """Return every dataset that has a body, withdrawn ones too, the oldest first."""
    member_count = (
        sa.select(sa.func.count())
        .where(council_members.c.dataset_id == datasets.c.id, council_members.c.body_id == body_id)
        .scalar_subquery()
    )
    query = (
        sa.select(
            datasets.c.id.label(DATASET_COLUMN),
            *(datasets.c[name] for name in ("author", "created_at", "status", "title", "note")),
            member_count.label("member_count"),
        )
        .join_from(datasets, council_bodies)
        .where(datasets.c.country == country, council_bodies.c.body_id == body_id)
        .order_by(datasets.c.id)
    )
    frame = read_frame(connection, query)
    newest = frame.loc[frame["status"] == "published", DATASET_COLUMN].max()
    return frame.assign(is_visible=frame[DATASET_COLUMN] == newest).astype(_HISTORY_TYPES)


def require_current(connection: sa.Connection, country: str, base_datasets: Mapping[str, int | None]) -> None:
    """Refuse a change of bodies that others have changed meanwhile.

    Args:
        connection: To the store.
        country: Code of the country.
        base_datasets: By body, the dataset whose state the change starts from; None for a body thought new.

    Raises:
        StaleRegisterError: another dataset is the visible one of a body.
    """
    for body_id, base in base_datasets.items():
        history = read_history(connection, country, body_id)
        visible = history.loc[history["is_visible"], DATASET_COLUMN].tolist()
        current = visible[0] if visible else None
        if current != base:
            raise StaleRegisterError(
                body_id=body_id,
                base_dataset_id=base,
                current_dataset_id=current,
                current=read_register(connection, country, with_names=False).of_body(body_id),
            )


def read_row_counts(connection: sa.Connection, country: str) -> pd.DataFrame:
    """Return how many rows each published dataset has of each body, and of each area for hearings of none.

    Returns:
        ``dataset_id, body_id`` (None for an area), ``area_code`` (None for a body), ``row_count``.
    """
    counts = [_count_rows(name, table, country) for name, table in REGISTER_TABLES.items()]
    frame = pd.concat([read_frame(connection, query) for query in counts])
    key = [DATASET_COLUMN, "body_id", "area_code"]
    return frame.groupby(key, dropna=False, as_index=False)[["row_count"]].sum()


def _count_rows(name: str, table: sa.Table, country: str) -> sa.Select[*tuple[object, ...]]:
    is_of_area = table.c.body_id.is_(None)
    area_code = sa.case((is_of_area, table.c.area_code)) if name == "hearings" else sa.null()
    key = table.c.dataset_id, table.c.body_id, area_code.label("area_code")
    counts = (
        sa.select(*key, sa.func.count().label("row_count"))
        .join_from(table, datasets, table.c.dataset_id == datasets.c.id)
        .where(datasets.c.country == country, datasets.c.status == "published")
    )
    return counts.group_by(table.c.dataset_id, table.c.body_id, *([area_code] if name == "hearings" else []))


def _newest_of_bodies(country: str) -> sa.Select[*tuple[object, ...]]:
    return _newest(council_bodies.c.body_id, country)


def _newest_of_areas(country: str) -> sa.Select[*tuple[object, ...]]:
    return _newest(council_hearings.c.area_code, country).where(council_hearings.c.body_id.is_(None))


def _newest(key: sa.Column[str], country: str) -> sa.Select[*tuple[object, ...]]:
    table = key.table
    return (
        sa.select(key, sa.func.max(table.c.dataset_id))
        .join_from(table, datasets, table.c.dataset_id == datasets.c.id)
        .where(datasets.c.country == country, datasets.c.status == "published")
        .group_by(key)
    )


def _is_one_of(table: sa.Table, key: str, newest: sa.Select[*tuple[object, ...]]) -> sa.ColumnElement[bool]:
    return sa.tuple_(table.c[key], table.c.dataset_id).in_(newest)


def _read(
    connection: sa.Connection, wanted: Mapping[str, sa.ColumnElement[bool]], *, with_names: bool
) -> Register:
    tables = {}
    for name, table in REGISTER_TABLES.items():
        columns = [column for column in table.c if with_names or column.name != NAME_COLUMN]
        order = [column for column in table.primary_key if column.name != DATASET_COLUMN]
        frame = read_frame(connection, sa.select(*columns).where(wanted[name]).order_by(*order))
        tables[name] = _typed(name, frame)
    return Register(**tables)


def _typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    table = table_of(SCHEMAS[name], frame.drop(columns=[DATASET_COLUMN, "titles"], errors="ignore"))
    if "titles" in frame:
        titles = pd.DataFrame.from_records(list(frame["titles"]), index=frame.index)
        table = table.join(titles.sort_index(axis=1).add_prefix(TITLE_PREFIX).astype("str"))
    return table.assign(**{DATASET_COLUMN: frame[DATASET_COLUMN].astype("int64")})


def _title_columns(table: pd.DataFrame) -> list[str]:
    return [name for name in table.columns if name.startswith(TITLE_PREFIX)]


def _titles_by_language(bodies: pd.DataFrame) -> list[dict[str, object]]:
    titles = bodies[_title_columns(bodies)]
    return to_records(titles.rename(columns=lambda name: name.removeprefix(TITLE_PREFIX)))


def _require_plain_texts(name: str, table: pd.DataFrame) -> None:
    for column in table.columns[table.dtypes == "str"]:
        # PostgreSQL keeps no NUL in a text.
        if table[column].str.contains("\0", regex=False).any():
            raise StoreError(
                f"expected plain texts in the column {column} of {name}, got the character '\\0'"
            )


def _require_bodies(register: Register) -> None:
    known = set(register.bodies["body_id"])
    for name, table in register.tables():
        if unknown := sorted(set(table["body_id"].dropna()) - known):
            raise StoreError(
                f"expected {name} of bodies in the same register, got rows of {', '.join(unknown)}; "
                "a dataset replaces each body whole"
            )
