"""GeoPackages with shapes and the tables that explain them; the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import geopandas as gpd
import pandas as pd
from pyogrio import set_gdal_config_options, write_dataframe

MEDIA_TYPE = "application/geopackage+sqlite3"
EXCHANGE_CRS = "EPSG:4326"

_one_clock = Lock()


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """A layer, or a table without shapes."""

    name: str
    table: pd.DataFrame
    """A GeoDataFrame is written in longitude and latitude; missing values as NULL."""
    title: str
    description: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


def geopackage_bytes(layers: Sequence[Layer], *, made_at: datetime) -> bytes:
    """Return a GeoPackage.

    Args:
        layers: in their order; a program that opens only one opens the first.
        made_at: when, with its time zone; the only time the file knows.
    """
    with TemporaryDirectory(prefix="aimak-") as folder, _clock_at(made_at):
        path = Path(folder) / "export.gpkg"
        for layer in layers:
            _write_layer(path, layer)
        return path.read_bytes()


def _write_layer(path: Path, layer: Layer) -> None:
    table = layer.table
    write_dataframe(
        table.to_crs(EXCHANGE_CRS) if isinstance(table, gpd.GeoDataFrame) else table,
        path,
        layer=layer.name,
        driver="GPKG",
        layer_options={"IDENTIFIER": layer.title, "DESCRIPTION": layer.description},
        layer_metadata=dict(layer.metadata),
    )


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """Let GDAL, which stamps every layer, read ``moment`` from its clock, which all threads share."""
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with _one_clock:
        set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
        try:
            yield
        finally:
            set_gdal_config_options({"OGR_CURRENT_DATE": None})
