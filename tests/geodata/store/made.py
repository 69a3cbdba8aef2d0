"""Small data with known answers for the tests of the store."""

from datetime import UTC, datetime

import geopandas as gpd
import pandas as pd
import shapely

from geodata.store import DatasetInfo

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def info(title: str = "Census", **changes: object) -> DatasetInfo:
    known = {"source": "Office", "licence": "CC0", "file_name": "census.csv", "file_sha256": "ab" * 32}
    return DatasetInfo(**({"title": title} | known | changes))


def observed(values: dict[tuple[str, str, str], float | None]) -> pd.DataFrame:
    """Return a table from ``(area, indicator, period)`` to value."""
    keys = pd.DataFrame(list(values), columns=["area_code", "indicator_id", "period"], dtype="str")
    value = pd.Series(list(values.values()), dtype="float64")
    source_ref = pd.Series([f"row {row}" for row in range(len(keys))], dtype="str")
    status = value.isna().map({True: "M", False: "A"}).astype("str")
    return keys.assign(value=value, status=status, source_ref=source_ref)


def squares(level: int, *codes: str, parent: str | None = None, **columns: object) -> gpd.GeoDataFrame:
    """Return unit squares in a row, one per code."""
    frame = gpd.GeoDataFrame(
        {
            "area_code": pd.Series(codes, dtype="str"),
            "area_name": pd.Series([f"Area {code}" for code in codes], dtype="str"),
            "admin_level": level,
            "parent_code": pd.Series([parent] * len(codes), dtype="str"),
            "geometry_status": pd.Series(["official"] * len(codes), dtype="str"),
            "area_km2": 1.0,
        },
        geometry=[shapely.box(x, 0, x + 1, 1) for x in range(len(codes))],
        crs="EPSG:4326",
    )
    return frame.assign(**columns)
