"""Time repair and display of boundaries beside a plain make_valid + simplify, which tears borders apart.

``python benchmarks/boundaries.py`` takes the municipalities of the demonstration country,
``python benchmarks/boundaries.py PACK FILE LEVEL`` a boundary file of another country.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import shapely

from geodata.boundaries.columns import BoundaryColumns, guess_columns
from geodata.boundaries.display import DEFAULT_TOLERANCE_M, TOLERANCES_M, display_layers
from geodata.boundaries.draft import draft_areas
from geodata.boundaries.repair import is_valid_coverage
from geodata.demo import generate_demo, load_demo_settings
from geodata.demo.areas import MUNICIPALITY
from geodata.packs import Pack, load_pack, pack_folders
from geodata.readers.limits import load_limits
from geodata.readers.vector import read_vector

ResultT = TypeVar("ResultT")

REPEATS = 5
DEMO_SEED = 1


def main() -> None:
    """Print a table of the best of several runs in seconds, file sizes, and whether borders still match."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pack", nargs="?", default="demo", help="code of a country pack")
    parser.add_argument("file", nargs="?", type=Path, help="boundary file of that country")
    parser.add_argument("level", nargs="?", type=int, default=MUNICIPALITY, help="level of its areas")
    given = parser.parse_args()
    folder = pack_folders()[given.pack]
    pack = load_pack(folder)
    if given.file:
        frame, _ = read_vector(given.file, limits=load_limits())
    else:
        areas = generate_demo(DEMO_SEED, pack, load_demo_settings(folder)).areas
        frame = areas.loc[areas["admin_level"] == given.level, ["area_code", "area_name", "geometry"]]
    print(f"{'country':8}{'what':34}{'seconds':>9}{'ratio':>7}{'kB gzip':>9}  borders match")
    compare(frame, guess_columns(frame, pack), pack, level=given.level)


def compare(frame: gpd.GeoDataFrame, columns: BoundaryColumns, pack: Pack, *, level: int) -> None:
    """Print the rows of one country."""
    plain_s, plain = best_of(lambda: plain_display(frame, pack))
    draft_s, draft = best_of(lambda: draft_areas({level: (frame, columns)}, pack=pack))
    areas = draft.areas[draft.areas["admin_level"] == level]

    def one_display() -> bytes:
        (layer,) = display_layers(
            areas, equal_area_crs=pack.equal_area_crs, tolerances_m=[DEFAULT_TOLERANCE_M]
        )
        return layer.content

    one_s, content = best_of(one_display)
    all_s, _ = best_of(lambda: display_layers(draft.areas, equal_area_crs=pack.equal_area_crs))
    rows = [
        ("make_valid + simplify (no names)", plain_s, plain),
        ("draft + display of the same level", draft_s + one_s, content),
        (f"draft + all levels × {len(TOLERANCES_M)} tolerances", draft_s + all_s, None),
    ]
    for what, seconds, packed in rows:
        size = f"{len(packed) / 1000:9.0f}  {matches(packed)}" if packed else ""
        print(f"{pack.code:8}{what:34}{seconds:9.2f}{seconds / plain_s:7.1f}{size}")


def plain_display(frame: gpd.GeoDataFrame, pack: Pack) -> bytes:
    """Repair and simplify each polygon by itself."""
    metres = frame.make_valid().to_crs(pack.equal_area_crs).simplify(DEFAULT_TOLERANCE_M)
    rounded = shapely.transform(metres.to_crs("EPSG:4326").to_numpy(), lambda places: places.round(4))
    return gzip.compress(gpd.GeoSeries(rounded, crs="EPSG:4326").to_json().encode(), mtime=0)


def matches(packed: bytes) -> bool:
    """Whether neighbours in a compressed GeoJSON share their borders."""
    shapes = gpd.read_file(gzip.decompress(packed).decode()).geometry.to_numpy()
    return is_valid_coverage(shapes)


def best_of(call: Callable[[], ResultT]) -> tuple[float, ResultT]:
    """Return the shortest time of several calls, and the last result."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return min(seconds), result


if __name__ == "__main__":
    main()
