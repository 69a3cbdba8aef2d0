"""Areas by boundary version: which version holds at a date, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata.schemas import AREAS, STORAGE_CRS
from geodata.store.errors import StoreError
from geodata.store.frames import check, read_frame, to_records
from geodata.store.records import DisplayLayer
from geodata.store.tables import areas, datasets, display_contents, display_layers

NAME_PREFIX = "name_"


def versions_in_force(connection: sa.Connection, country: str, on: date | None) -> dict[int, int]:
    """Return, by admin level, the dataset whose boundaries hold on a date.

    A dated version holds from its ``valid_from`` until one with a later or the same date is published. A
    version without a date claims all times, so it replaces everything published before it. Without ``on``
    the state after every known change is meant.
    """
    return newest_by_level(read_versions(connection, country, on or date.max))


class Version(NamedTuple):
    """A published dataset with boundaries at a level."""

    admin_level: int
    dataset_id: int
    valid_from: date | None


def read_versions(connection: sa.Connection, country: str, on: date) -> list[Version]:
    """Return the published versions that hold at some time up to a date, in the order of publication."""
    query = (
        sa.select(areas.c.admin_level, datasets.c.id, datasets.c.valid_from)
        .join_from(areas, datasets)
        .where(datasets.c.country == country, datasets.c.status == "published")
        .where(sa.or_(datasets.c.valid_from.is_(None), datasets.c.valid_from <= on))
        .distinct()
        .order_by(datasets.c.id)
    )
    return [Version(*row) for row in connection.execute(query)]


def newest_by_level(versions: Iterable[Version]) -> dict[int, int]:
    """Return, by admin level, which of ``versions`` stands in front, see :func:`versions_in_force`."""
    in_force: dict[int, tuple[int, date]] = {}
    for level, dataset_id, valid_from in versions:
        _, since = in_force.get(level, (dataset_id, date.min))
        if valid_from is None or since <= valid_from:
            in_force[level] = (dataset_id, valid_from or date.min)
    return {level: dataset_id for level, (dataset_id, _) in sorted(in_force.items())}


def check_areas(frame: gpd.GeoDataFrame) -> None:
    """Refuse areas that cannot be published.

    Raises:
        StoreError: it does not fit the schema, or is in another CRS than ``STORAGE_CRS``.
    """
    if frame.crs != STORAGE_CRS:
        raise StoreError(
            f"expected areas in {STORAGE_CRS}, got {frame.crs}; call to_crs({STORAGE_CRS!r}) first"
        )
    check(frame, AREAS, also=["geometry", "attributes", *_name_columns(frame)])


def insert_areas(connection: sa.Connection, dataset_id: int, frame: gpd.GeoDataFrame) -> None:
    """Write the rows of one boundary version."""
    facts = to_records(pd.DataFrame(frame[frame.columns.intersection(list(AREAS.columns))]))
    attributes = frame["attributes"] if "attributes" in frame else [None] * len(frame)
    rows = [
        {
            **fact,
            "dataset_id": dataset_id,
            "names": {language: name for language, name in names.items() if name is not None},
            "attributes": attribute if isinstance(attribute, Mapping) else {},
            "geometry": geometry,
        }
        for fact, names, attribute, geometry in zip(
            facts, _names_by_language(frame), attributes, frame.geometry.to_wkb(), strict=True
        )
    ]
    connection.execute(areas.insert(), rows)


def read_areas(
    connection: sa.Connection, versions: Mapping[int, int], on: date | None, *, with_geometry: bool
) -> pd.DataFrame:
    """Return the rows of ``versions`` (dataset by admin level) that exist on a date; geometry as WKB."""
    day = on or date.max
    columns = [column for column in areas.c if with_geometry or column is not areas.c.geometry]
    query = (
        sa.select(*columns)
        .where(sa.tuple_(areas.c.admin_level, areas.c.dataset_id).in_(versions.items()))
        .where(sa.or_(areas.c.valid_from.is_(None), areas.c.valid_from <= day))
        .where(sa.or_(areas.c.valid_to.is_(None), areas.c.valid_to >= day))
        .order_by(areas.c.admin_level, areas.c.area_code)
    )
    frame = read_frame(connection, query)
    types = {name: column.dtype.type for name, column in AREAS.columns.items()}
    return _spread_names(frame.astype({**types, "dataset_id": "int64"}))


def decode_geometry(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Decode the WKB of :func:`read_areas`."""
    geometry = gpd.GeoSeries.from_wkb(frame["geometry"], crs=STORAGE_CRS)
    return gpd.GeoDataFrame(frame.assign(geometry=geometry), crs=STORAGE_CRS)


def insert_display(connection: sa.Connection, dataset_id: int, layers: Sequence[DisplayLayer]) -> None:
    """Write the display layers of a boundary version; equal contents are kept once."""
    for layer in layers:
        if read_display_content(connection, layer.sha256) is None:
            content = display_contents.insert().values(sha256=layer.sha256, content=layer.content)
            connection.execute(content)
        described = display_layers.insert().values(
            dataset_id=dataset_id,
            admin_level=layer.admin_level,
            tolerance_m=layer.tolerance_m,
            feature_count=layer.feature_count,
            byte_size=len(layer.content),
            sha256=layer.sha256,
        )
        connection.execute(described)


def read_display_layers(connection: sa.Connection, versions: Mapping[int, int]) -> pd.DataFrame:
    """Return the layers of ``versions`` (dataset by admin level), by level, finest first."""
    query = (
        display_layers.select()
        .where(sa.tuple_(display_layers.c.admin_level, display_layers.c.dataset_id).in_(versions.items()))
        .order_by(display_layers.c.admin_level, display_layers.c.tolerance_m)
    )
    counts = ["dataset_id", "admin_level", "feature_count", "byte_size"]
    types = {**dict.fromkeys(counts, "int64"), "tolerance_m": "float64", "sha256": "str"}
    return read_frame(connection, query).astype(types)


def read_display_content(connection: sa.Connection, sha256: str) -> bytes | None:
    """Return the bytes with this hash."""
    query = sa.select(display_contents.c.content).where(display_contents.c.sha256 == sha256)
    return connection.scalar(query)


def _name_columns(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame.columns if column.startswith(NAME_PREFIX)]


def _names_by_language(frame: pd.DataFrame) -> list[dict[str, object]]:
    names = frame[_name_columns(frame)].rename(columns=lambda column: column.removeprefix(NAME_PREFIX))
    return to_records(pd.DataFrame(names))


def _spread_names(frame: pd.DataFrame) -> pd.DataFrame:
    names = pd.DataFrame.from_records(list(frame["names"]), index=frame.index).add_prefix(NAME_PREFIX)
    return frame.drop(columns="names").join(names.astype("str"))
