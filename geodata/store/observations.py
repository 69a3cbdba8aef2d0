"""Observations: written slice by slice, read as the latest published value of each key."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from geodata.schemas import OBSERVATIONS
from geodata.store.bulk import Row, insert_rows, read_batches
from geodata.store.frames import check, read_frame, to_records
from geodata.store.tables import areas, datasets, observations, slices

KEY = ["area_code", "indicator_id", "period"]
_SLICE_KEY = ["indicator_id", "period"]
_ROW = pa.schema(
    {
        "slice_id": pa.int64(),
        "area_code": pa.large_string(),
        "value": pa.float64(),
        "status": pa.large_string(),
        "source_ref": pa.large_string(),
    }
)


def check_observations(table: pd.DataFrame) -> None:
    """Refuse observations that cannot be published.

    Raises:
        StoreError: they do not fit ``schemas.OBSERVATIONS``.
    """
    check(table, OBSERVATIONS)


def insert_observations(connection: sa.Connection, dataset_id: int, table: pd.DataFrame) -> None:
    """Write the rows of one dataset."""
    groups = table.groupby(_SLICE_KEY)
    described = to_records(groups.size().index.to_frame().assign(dataset_id=dataset_id))
    statement = slices.insert().returning(slices.c.id, sort_by_parameter_order=True)
    ids = connection.scalars(statement, described).all()
    rows = table[_ROW.names[1:]].copy()
    rows.insert(0, "slice_id", np.asarray(ids)[groups.ngroup()])
    # In the order of its primary key the table only grows at the end, which is several times faster.
    insert_rows(connection, observations, rows.sort_values(["slice_id", "area_code"]))


def read_periods(connection: sa.Connection, country: str) -> pd.DataFrame:
    """Return every ``indicator_id`` and ``period`` with a published observation."""
    query = _published_slices(country).with_only_columns(slices.c.indicator_id, slices.c.period)
    return read_frame(connection, query.distinct().order_by(*query.selected_columns)).astype("str")


def read_observations(
    connection: sa.Connection,
    country: str,
    *,
    indicator_ids: Collection[str] | None,
    periods: Collection[str] | None,
    levels: Collection[int] | None,
    without_datasets: Collection[int],
) -> pd.DataFrame:
    """Return the visible observations, by indicator, period, dataset and area."""
    wanted = _published_slices(country)
    if without_datasets:
        wanted = wanted.where(slices.c.dataset_id.not_in(without_datasets))
    if indicator_ids is not None:
        wanted = wanted.where(slices.c.indicator_id.in_(indicator_ids))
    if periods is not None:
        wanted = wanted.where(slices.c.period.in_(periods))
    query = (
        sa.select(*(observations.c[name] for name in _ROW.names))
        .where(observations.c.slice_id.in_(wanted.with_only_columns(slices.c.id)))
        .order_by(observations.c.slice_id, observations.c.area_code)
    )
    if levels is not None:
        query = query.where(observations.c.area_code.in_(_codes_of_levels(country, levels)))
    described = read_frame(
        connection, wanted.order_by(slices.c.indicator_id, slices.c.period, slices.c.dataset_id)
    )
    return _visible(_read_rows(connection, query), described)


def _published_slices(country: str) -> sa.Select[*tuple[object, ...]]:
    return (
        sa.select(slices.c.id, slices.c.dataset_id, slices.c.indicator_id, slices.c.period)
        .join_from(slices, datasets)
        .where(datasets.c.country == country, datasets.c.status == "published")
    )


def _codes_of_levels(country: str, levels: Collection[int]) -> sa.Select[str]:
    # Of any published version: an observation may be older than the newest boundaries.
    return (
        sa.select(areas.c.area_code)
        .join_from(areas, datasets)
        .where(datasets.c.country == country, datasets.c.status == "published")
        .where(areas.c.admin_level.in_([int(level) for level in levels]))
    )


def _read_rows(connection: sa.Connection, query: sa.Select[*tuple[object, ...]]) -> pd.DataFrame:
    batches = [_to_batch(rows) for rows in read_batches(connection, query)]
    frame: pd.DataFrame = pa.Table.from_batches(batches, schema=_ROW).to_pandas()
    return frame


def _to_batch(rows: Sequence[Row]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _ROW, strict=True)]
    return pa.record_batch(arrays, schema=_ROW)


def _visible(rows: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Keep, of several rows with one key, that of the latest dataset.

    Args:
        rows: Rows of the slices in ``described``, by slice and area.
        described: The slices by indicator, period and dataset.
    """
    place = pd.Index(described["id"]).get_indexer(rows["slice_id"])
    order = np.argsort(place, kind="stable")
    rows, place = rows.iloc[order], place[order]
    table = pd.DataFrame(
        {
            "area_code": rows["area_code"].array,
            "indicator_id": described["indicator_id"].astype("str").array.take(place),
            "period": described["period"].astype("str").array.take(place),
            "value": rows["value"].array,
            "status": rows["status"].array,
            "source_ref": rows["source_ref"].array,
            "dataset_id": described["dataset_id"].astype("int64").array.take(place),
        }
    )
    if not described.duplicated(_SLICE_KEY).any():
        return table
    return table.drop_duplicates(KEY, keep="last", ignore_index=True)
