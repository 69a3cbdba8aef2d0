"""Between data frames and database rows: missing is None there and the column's own missing here."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pandera.pandas as pa
import sqlalchemy as sa

from geodata.store.errors import StoreError


def read_frame(connection: sa.Connection, query: sa.Select[*tuple[object, ...]]) -> pd.DataFrame:
    """Return the rows of ``query``, with its columns even when there are none."""
    result = connection.execute(query)
    return pd.DataFrame(result.all(), columns=list(result.keys()))


def missing_as_none(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` as plain Python objects, with None for every missing cell."""
    cells = frame.astype(object)
    return cells.where(frame.notna(), None)


def to_records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows as mappings of plain Python objects, with None for every missing cell."""
    names = [str(name) for name in frame.columns]
    rows = missing_as_none(frame).itertuples(index=False, name=None)
    return [dict(zip(names, row, strict=True)) for row in rows]


def check(frame: pd.DataFrame, schema: pa.DataFrameSchema, *, also: Collection[str] = ()) -> None:
    """Refuse a table that cannot be published.

    Raises:
        StoreError: it has no rows, or columns that are neither the schema's nor ``also``, or does not fit the
            schema; then every fault is named with an example.
    """
    if frame.empty:
        raise StoreError(f"expected {schema.name} with at least one row, got none")
    unknown = sorted(set(frame.columns) - set(schema.columns) - set(also))
    if unknown:
        raise StoreError(f"expected only the columns of {schema.name}, got also: {', '.join(unknown)}")
    try:
        schema.validate(frame.reset_index(drop=True), lazy=True)
    except pa.errors.SchemaErrors as error:
        faults = error.failure_cases.groupby(["column", "check"], dropna=False)["failure_case"]
        lines = [f"column {column}: {check}, got {cases.iloc[0]!r}" for (column, check), cases in faults]
        raise StoreError("\n".join([f"these {schema.name} cannot be published:", *lines])) from error
