"""Small data with known answers for the tests of the store."""

from datetime import UTC, date, datetime

import geopandas as gpd
import pandas as pd
import shapely

from geodata.councils import Register
from geodata.store import DatasetInfo

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)

_HEARING = {"area_code": "1", "hearing_type": "public", "topic": "roads", "held_on": date(2024, 5, 1)}
REGISTER = Register.from_rows(
    bodies=[{"body_id": "council", "body_type": "council", "area_code": "1"}],
    members=[{"body_id": "council", "member_no": number, "seat_type": "elected"} for number in (1, 2)],
    meetings=[{"body_id": "council", "held_on": date(2024, 5, 1), "kind": "session"}],
    reports=[{"body_id": "council", "report_type": "year", "period": "2024"}],
    hearings=[_HEARING | {"body_id": "council"}, _HEARING | {"topic": "water"}],
)


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
