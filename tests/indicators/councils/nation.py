"""A small country with councils, for tests: one rural municipality of three villages, and one city."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import Point, box

from geodata.councils import CouncilPack, Register
from geodata.packs import Pack
from indicators.councils.on_day import OnDay
from indicators.councils.territory import Territory

TEXT = {"en": "as in the test"}
LAW = {"reference": "the test"}
TODAY = date(2025, 9, 1)
LEVELS = ("country", "oblast", "district", "municipality", "settlement")
LEVEL = {name: number for number, name in enumerate(LEVELS)}

PACK = Pack.model_validate(
    {
        "code": "xx",
        "area_code": "X",
        "name": TEXT,
        "languages": ["en"],
        "currency": "XTS",
        "equal_area_crs": "+proj=laea +lat_0=41 +lon_0=75 +datum=WGS84 +units=m +no_defs",
        "levels": [
            {
                "number": number,
                "id": name,
                "name": TEXT,
                "plural": TEXT,
                "geometry": "point" if name == "settlement" else "polygon",
            }
            for name, number in LEVEL.items()
        ],
        "area_types": [{"id": "rural", "name": TEXT}, {"id": "city", "name": TEXT}],
    }
)


def council_pack(**changes: Any) -> CouncilPack:
    """A local council, a public one that has to meet, and courts under a norm."""
    council = {"title": TEXT, "levels": ["municipality"], **LAW}
    rules = {
        "body_types": {
            "council": council
            | {
                "is_elected_council": True,
                "represents_settlements": True,
                "sessions": {"per_year": 4, "meeting_kinds": ["session"], **LAW},
            },
            "public": council | {"active_within_months": 6},
            "court": council | {"levels": ["municipality", "settlement"]},
        },
        "seat_types": {"elected": {"title": TEXT, "is_elected": True}, "ex_officio": {"title": TEXT}},
        "roles": {"member": {"title": TEXT}},
        "meeting_kinds": {"session": {"title": TEXT}, "visit": {"title": TEXT}},
        "report_types": {"half_year": {"title": TEXT}, "kurultai": {"title": TEXT}},
        "report_duties": [
            {
                "report_type": "half_year",
                "body_types": ["council"],
                "reporter": TEXT,
                "recipient": TEXT,
                "every_months": 6,
                "due_days": 31,
                **LAW,
            }
        ],
        "statutory_seats": [
            {"body_type": "council", "population_up_to": 6000, "seats": 11, **LAW},
            {"body_type": "council", "seats": 21, **LAW},
        ],
        "norms": [
            {"body_type": "court", "area_types": ["city"], "residents_per_body": 25_000, **LAW},
            {"body_type": "court", "area_types": ["rural"], "one_per": ["settlement", "area"], **LAW},
        ],
        "ages": {"youth_below": 28, "old_above": 60, **LAW},
        "calendar": {"weekend": [6, 7]},
        "small_cell_threshold": 5,
    }
    return CouncilPack.model_validate(rules | changes)


AREAS = gpd.GeoDataFrame(
    [
        ("X", None, 0, None, box(74, 40, 76, 42)),
        ("O", "X", 1, None, box(74, 40, 76, 42)),
        ("D", "O", 2, None, box(74, 40, 76, 42)),
        ("V", "D", 3, "rural", box(74, 40, 75, 42)),
        ("T", "D", 3, "city", box(75, 40, 76, 42)),
        ("V1", "V", 4, None, Point(74.1, 41)),
        ("V2", "V", 4, None, Point(74.5, 41)),
        ("V3", "V", 4, None, Point(74.9, 41)),
        ("T1", "T", 4, None, Point(75.5, 41)),
    ],
    columns=["area_code", "parent_code", "admin_level", "area_type", "geometry"],
    crs="EPSG:4326",
)
PEOPLE = {"V": 6000, "T": 30_000, "V1": 3000, "V2": 2000, "V3": 1000, "T1": 30_000}


def territory(
    level: str = "municipality",
    *,
    areas: pd.DataFrame = AREAS,
    people: Mapping[str, float] = PEOPLE,
) -> Territory:
    population = pd.Series(dict(people), dtype="float64")
    return Territory.of(PACK, areas, population, level=LEVEL[level])


def on_day(on: date = TODAY, **tables: Sequence[Mapping[str, object]]) -> OnDay:
    """A register on a day; rows as ``Register.from_rows`` takes them, members without their numbers."""
    members = [{"member_no": number, **row} for number, row in enumerate(tables.pop("members", ()), start=1)]
    return OnDay.of(Register.from_rows(members=members, **tables), on)


def council(body_id: str = "c", area_code: str = "V", **known: object) -> dict[str, object]:
    return {"body_id": body_id, "body_type": "council", "area_code": area_code, **known}


def deputy(body_id: str = "c", settlement_code: str | None = None, **known: object) -> dict[str, object]:
    return {"body_id": body_id, "seat_type": "elected", "settlement_code": settlement_code, **known}


def row_of(rows: pd.DataFrame, area_code: str) -> dict[str, Any]:
    """One row, with None for what is missing."""
    found = rows[rows["area_code"] == area_code]
    assert len(found) == 1
    return {key: None if pd.isna(value) else value for key, value in found.iloc[0].items()}
