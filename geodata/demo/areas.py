"""The areas of the demonstration country as one table: codes, names, types and geometry of all levels."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.demo.cells import IntArray
from geodata.demo.names import draw_names, name_pool
from geodata.demo.partition import Division, Partition
from geodata.demo.settings import NameParts
from geodata.demo.terrain import Landscape
from geodata.packs import Pack
from geodata.schemas import STORAGE_CRS

COUNTRY, OBLAST, DISTRICT, MUNICIPALITY, SETTLEMENT = range(5)
"""Numbers of the pack's levels."""

CODE_DIGITS = {OBLAST: 2, DISTRICT: 2, MUNICIPALITY: 3, SETTLEMENT: 4}
"""Digits that each level adds to its parent's code."""

COORDINATE_DECIMALS = 6
"""Of a degree: about 0.1 m. The last bits of a projection may differ between machines, these do not."""


def make_areas(
    landscape: Landscape, partition: Partition, pack: Pack, parts: NameParts, rng: np.random.Generator
) -> gpd.GeoDataFrame:
    """Return all areas, from the country to its settlements, as :data:`geodata.schemas.AREAS`.

    Polygons of all levels are made of the same vertices: each level is a coverage, and the union of an area's
    children is the area. ``elevation_m`` is the mean height above the sea.
    """
    codes = _codes(partition.levels, pack.area_code)
    levels = [
        names.assign(
            area_code=codes[level],
            parent_code=codes[level - 1][division.parents] if level > COUNTRY else None,
            admin_level=level,
            area_type=_types(level, partition, pack),
            elevation_m=_mean(division, landscape.elevation_m),
            geometry=geometry,
        )
        for level, (division, names, geometry) in enumerate(
            zip(
                partition.levels,
                _names(partition.levels, pack, parts, rng),
                _geometries(landscape, partition, pack),
                strict=True,
            )
        )
    ]
    areas = gpd.GeoDataFrame(pd.concat(levels, ignore_index=True), crs=STORAGE_CRS)
    urban_rural = {area_type.id: area_type.urban_rural for area_type in pack.area_types}
    area_km2 = areas.to_crs(pack.equal_area_crs).area / 1e6
    return areas.assign(
        urban_rural=areas["area_type"].map(urban_rural),
        geometry_status="official",
        area_km2=area_km2.where(areas.geom_type != "Point"),
    )


def _codes(levels: Sequence[Division], country_code: str) -> list[NDArray[np.str_]]:
    """Return the codes of each level's areas: the parent's code, then the number among its children."""
    prefixes = np.array([""])
    codes = [np.array([country_code])]
    for level, division in enumerate(levels[1:], start=OBLAST):
        number = 1 + np.arange(len(division.parents)) - np.searchsorted(division.parents, division.parents)
        digits = np.char.zfill(number.astype(str), CODE_DIGITS[level])
        prefixes = np.char.add(prefixes[division.parents], digits)
        codes.append(prefixes)
    return codes


def _names(
    levels: Sequence[Division], pack: Pack, parts: NameParts, rng: np.random.Generator
) -> list[pd.DataFrame]:
    """Return the names of each level's areas, one column per language."""
    pool = name_pool(parts, pack.languages)
    _, oblasts, districts, municipalities, settlements = levels
    oblast_names = draw_names(len(pool), oblasts.parents, rng)
    district_names = draw_names(len(pool), np.zeros_like(districts.parents), rng)
    municipality_names = draw_names(len(pool), municipalities.parents, rng, parent_names=district_names)
    settlement_names = draw_names(len(pool), settlements.parents, rng, parent_names=municipality_names)
    drawn = [oblast_names, district_names, municipality_names, settlement_names]
    country = pd.DataFrame({language: [pack.name[language]] for language in pack.languages})
    columns = {pack.languages[0]: "area_name"} | {code: f"name_{code}" for code in pack.languages[1:]}
    tables = [country, *(pool.iloc[names].reset_index(drop=True) for names in drawn)]
    return [table.rename(columns=columns) for table in tables]


def _types(level: int, partition: Partition, pack: Pack) -> NDArray[np.str_] | str:
    if level == MUNICIPALITY:
        return np.where(partition.is_city, "city", "rural_municipality")
    if level == SETTLEMENT:
        return np.where(partition.is_city[partition.settlements.parents], "city", "village")
    return pack.level(level).id


def _mean(division: Division, quantity: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(division.totals(quantity) / division.totals(np.ones_like(quantity)))


def _geometries(landscape: Landscape, partition: Partition, pack: Pack) -> list[gpd.GeoSeries]:
    """Return the geometry of each level's areas in ``STORAGE_CRS``."""
    cells, land = landscape.cells, landscape.land
    blocks = _stored(np.asarray(shapely.polygons(cells.corners[land])), pack)
    municipalities = _dissolve(blocks, partition.municipalities.owner[land])
    districts = _dissolve(municipalities, partition.municipalities.parents)
    oblasts = _dissolve(districts, partition.districts.parents)
    country = _dissolve(oblasts, partition.oblasts.parents)
    settlements = _stored(np.asarray(shapely.points(cells.xy[partition.settlements.seeds])), pack)
    return [country, oblasts, districts, municipalities, settlements]


def _stored(geometry_km: NDArray[np.object_], pack: Pack) -> gpd.GeoSeries:
    metres = shapely.transform(geometry_km, lambda xy: xy * 1000)
    stored = gpd.GeoSeries(metres, crs=pack.equal_area_crs).to_crs(STORAGE_CRS)
    return stored.transform(lambda xy: xy.round(COORDINATE_DECIMALS))


def _dissolve(geometry: gpd.GeoSeries, owner: IntArray) -> gpd.GeoSeries:
    """Return the union of the polygons of each owner, in the owners' order."""
    return gpd.GeoDataFrame({"owner": owner}, geometry=geometry).dissolve("owner", method="coverage").geometry
