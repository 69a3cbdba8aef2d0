"""Many plain rows at once, by the fastest way each driver has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import psycopg
import pyarrow as pa
import sqlalchemy as sa
from psycopg import sql
from pyarrow import csv

BATCH_ROWS = 50_000

Row = tuple[object, ...]


def insert_rows(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    """Insert the rows of ``frame``, whose columns are all those of ``table`` in order, as they are."""
    write = _copy if connection.dialect.name == "postgresql" else _execute_many
    for batch in pa.Table.from_pandas(frame, preserve_index=False).to_batches(max_chunksize=BATCH_ROWS):
        write(connection, table, batch)


def read_batches(connection: sa.Connection, query: sa.Select[*tuple[object, ...]]) -> Iterator[Sequence[Row]]:
    """Yield the rows of ``query`` as the driver gives them.

    Plain text and numbers need no conversion, and a row object each would double the time.
    """
    cursor = connection.execute(query).cursor
    while cursor and (rows := cursor.fetchmany(BATCH_ROWS)):
        yield rows


def _execute_many(connection: sa.Connection, table: sa.Table, batch: pa.RecordBatch) -> None:
    columns = (column.to_pylist() for column in batch.columns)
    connection.exec_driver_sql(str(table.insert().compile(connection)), list(zip(*columns, strict=True)))


def _copy(connection: sa.Connection, table: sa.Table, batch: pa.RecordBatch) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"expected a psycopg connection, got {type(driver)}")
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.c)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table.name), columns)
    text = pa.BufferOutputStream()
    # Arrow quotes every text and writes a missing cell as nothing at all, which is how COPY tells them apart.
    csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getvalue().to_pybytes())
