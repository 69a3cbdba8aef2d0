"""A small fictional country of its own levels, with names that try to break out of their page."""

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import Point, box

from geodata.boundaries.display import display_layers
from geodata.packs import load_pack
from geodata.store import DatasetInfo, Store

HOSTILE_NAME = "<img src=x onerror=document.title='hacked'>"
FORMULA_NAME = "=1+1"
PACK = """
code = "squares"
area_code = "Q"
name = { en = "Squares", ru = "Квадраты", ky = "Чарчылар" }
languages = ["en", "ky"]
currency = "XTS"
equal_area_crs = "EPSG:6933"

[[levels]]
number = 0
id = "country"
name = { en = "country" }
plural = { en = "Country" }

[[levels]]
number = 1
id = "canton"
name = { en = "canton" }
plural = { en = "Cantons" }

[[levels]]
number = 2
id = "village"
name = { en = "village" }
plural = { en = "Villages" }
geometry = "point"
"""
INFO = DatasetInfo(
    title="Squares", source="Drawn by hand", licence="CC0-1.0", file_name="squares", file_sha256="0" * 64
)
PERIODS = ("2022", "2023", "2024")


def squares() -> gpd.GeoDataFrame:
    """Four cantons of one degree, each with a village at its centre."""
    cantons = {"01": HOSTILE_NAME, "02": FORMULA_NAME, "03": "Ак-Талаа", "04": "Көк-Өзөн"}
    shapes = {code: box(x, y, x + 1, y + 1) for code, (x, y) in zip(cantons, _corners(), strict=True)}
    rows = [("Q", "Squares", 0, None, box(0, 0, 2, 2))]
    rows += [(code, name, 1, "Q", shapes[code]) for code, name in cantons.items()]
    rows += [(f"{code}1", f"Village {code}", 2, code, shapes[code].centroid) for code in cantons]
    frame = pd.DataFrame(rows, columns=["area_code", "area_name", "admin_level", "parent_code", "geometry"])
    frame["name_ky"] = pd.Series([None] * len(frame), dtype="str")
    frame["geometry_status"] = ["schematic" if code == "04" else "official" for code in frame["area_code"]]
    frame["area_km2"] = [float("nan") if isinstance(shape, Point) else 100.0 for shape in frame["geometry"]]
    return gpd.GeoDataFrame(frame, crs="EPSG:4326")


def _corners() -> list[tuple[int, int]]:
    return [(0, 0), (1, 0), (0, 1), (1, 1)]


def square_observations() -> pd.DataFrame:
    """Unemployment of the cantons: 4, 8, 12 and nothing in 2022, one more each year; population 100."""
    rows = [
        (f"0{number}", "unemployment_rate", period, 4.0 * number + year, "A", f"row {number}")
        for number in (1, 2, 3)
        for year, period in enumerate(PERIODS)
    ]
    rows += [("04", "unemployment_rate", period, None, "O", "row 4") for period in PERIODS]
    rows += [
        (f"0{n}", "population", period, 100.0, "A", f"row {n}") for n in range(1, 5) for period in PERIODS
    ]
    return pd.DataFrame(
        rows, columns=["area_code", "indicator_id", "period", "value", "status", "source_ref"]
    ).astype({"value": float})


def publish_squares(store: Store, folder: Path) -> None:
    """Install the country whose pack lies in ``folder``."""
    areas = squares()
    layers = display_layers(areas, equal_area_crs=load_pack(folder).equal_area_crs)
    with store.writing(author="Surveyor", at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC)) as writer:
        writer.install_country("squares")
        writer.publish_areas("squares", areas, INFO, layers)
        writer.publish_observations("squares", square_observations(), INFO)
