"""Which published datasets stand in front of which earlier ones, and what a withdrawal would show again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa

from geodata.store.boundaries import Version, newest_by_level, read_versions
from geodata.store.frames import read_frame
from geodata.store.registers import read_row_counts
from geodata.store.tables import areas, datasets, observations, slices

COLUMNS = ["dataset_id", "superseded_id", "row_count"]


def read_supersessions(connection: sa.Connection, country: str) -> pd.DataFrame:
    """Return for each published dataset the rows of earlier ones that are hidden by it alone.

    Returns:
        ``dataset_id, superseded_id, row_count``, for observations, boundaries and registers alike: how many
        rows of ``superseded_id`` would be seen again without ``dataset_id``.
    """
    hidden = [
        _hidden_observations(connection, country),
        _hidden_areas(connection, country),
        _hidden_registers(connection, country),
    ]
    return pd.concat(hidden).astype("int64").sort_values(COLUMNS[:2], ignore_index=True)


def _hidden_observations(connection: sa.Connection, country: str) -> pd.DataFrame:
    rivals = sa.func.count().over(partition_by=[slices.c.indicator_id, slices.c.period])
    published = (
        sa.select(slices, rivals.label("rivals"))
        .join_from(slices, datasets)
        .where(datasets.c.country == country, datasets.c.status == "published")
        .subquery()
    )
    key = [published.c.indicator_id, published.c.period, observations.c.area_code]
    latest_first = published.c.dataset_id.desc()
    superseded_id = sa.func.lead(published.c.dataset_id).over(partition_by=key, order_by=latest_first)
    place = sa.func.row_number().over(partition_by=key, order_by=latest_first)
    ranked = (
        sa.select(published.c.dataset_id, superseded_id.label("superseded_id"), place.label("place"))
        .join(observations, observations.c.slice_id == published.c.id)
        .where(published.c.rivals > 1)
        .subquery()
    )
    pair = ranked.c.dataset_id, ranked.c.superseded_id
    query = (
        sa.select(*pair, sa.func.count().label("row_count"))
        .where(ranked.c.place == 1, ranked.c.superseded_id.is_not(None))
        .group_by(*pair)
    )
    return read_frame(connection, query)


def _hidden_areas(connection: sa.Connection, country: str) -> pd.DataFrame:
    versions = read_versions(connection, country, date.max)
    shown = newest_by_level(versions)
    pairs = [
        (dataset_id, without[level], level)
        for level, dataset_id in shown.items()
        if level in (without := newest_by_level(_others(versions, dataset_id)))
    ]
    counts = _area_counts(connection, country)
    rows = [(newer, older, counts[older, level]) for newer, older, level in pairs]
    return pd.DataFrame(rows, columns=COLUMNS).groupby(COLUMNS[:2], as_index=False).sum()


def _hidden_registers(connection: sa.Connection, country: str) -> pd.DataFrame:
    counts = read_row_counts(connection, country).sort_values("dataset_id", ascending=False)
    of_owner = counts.groupby(["body_id", "area_code"], dropna=False)
    older = of_owner[["dataset_id", "row_count"]].shift(-1)
    pairs = counts.assign(superseded_id=older["dataset_id"], row_count=older["row_count"])
    shown = pairs[(of_owner.cumcount() == 0) & pairs["superseded_id"].notna()]
    return shown.groupby(COLUMNS[:2], as_index=False)[["row_count"]].sum()


def _others(versions: Sequence[Version], dataset_id: int) -> list[Version]:
    return [version for version in versions if version.dataset_id != dataset_id]


def _area_counts(connection: sa.Connection, country: str) -> dict[tuple[int, int], int]:
    key = areas.c.dataset_id, areas.c.admin_level
    query = (
        sa.select(*key, sa.func.count())
        .join_from(areas, datasets)
        .where(datasets.c.country == country)
        .group_by(*key)
    )
    return {(dataset_id, level): count for dataset_id, level, count in connection.execute(query)}
