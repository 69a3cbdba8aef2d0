"""Every cache of the app, keyed by data version: a new import is seen at once, nothing else is recomputed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache, lru_cache

import geopandas as gpd
import pandas as pd

from dashboard.availability import Availability
from dashboard.components.area_map import ASSETS
from geodata.packs import Pack, load_pack, pack_folders
from geodata.store import Store
from geodata.workspace import Workspace
from indicators.catalogue import Catalogue, load_catalogue
from indicators.explain import Explanation, explain
from indicators.values import indicator_values


@cache
def store() -> Store:
    """Return the store of this installation's workspace."""
    return Workspace.find().open_store()


@cache
def catalogue() -> Catalogue:
    """Return the indicator catalogue."""
    return load_catalogue()


def countries() -> list[str]:
    """Return the countries of the workspace."""
    return store().countries()["country"].tolist()


def active_country() -> str | None:
    """Return the country that was installed or chosen last."""
    return store().active_country()


def pack(country: str) -> Pack:
    """Return the pack of a country."""
    return load_pack(pack_folders()[country])


def data_version(country: str) -> str:
    """Return the version of a country's published data; read anew at each call."""
    return store().data_version(country)


@lru_cache(maxsize=16)
def areas(country: str, version: str) -> gpd.GeoDataFrame:  # noqa: ARG001 - the version is the key
    """Return the areas of a country with their geometry, indexed by code."""
    return store().areas(country).set_index("area_code", drop=False).rename_axis(None)


@lru_cache(maxsize=16)
def layers(country: str, version: str) -> pd.DataFrame:  # noqa: ARG001
    """Return the display layers of a country."""
    return store().display_layers(country)


@lru_cache(maxsize=16)
def observations(country: str, version: str) -> pd.DataFrame:  # noqa: ARG001
    """Return the visible observations of a country."""
    return store().observations(country)


@lru_cache(maxsize=16)
def values(country: str, version: str) -> pd.DataFrame:
    """Return the values of every indicator at every level and period, with ``admin_level``."""
    known = areas(country, version)
    computed = indicator_values(catalogue(), observations(country, version), known.drop(columns="geometry"))
    return computed.assign(admin_level=computed["area_code"].map(known["admin_level"]))


@lru_cache(maxsize=16)
def _by_indicator(country: str, version: str) -> dict[str, pd.DataFrame]:
    return {str(key): rows for key, rows in values(country, version).groupby("indicator_id", sort=False)}


def level_values(country: str, version: str, indicator_id: str, level: int) -> pd.DataFrame:
    """Return an indicator's values at a level, every period."""
    rows = _by_indicator(country, version)[indicator_id]
    return rows[rows["admin_level"] == level]


@lru_cache(maxsize=16)
def _by_area(country: str, version: str) -> dict[str, pd.DataFrame]:
    return {str(key): rows for key, rows in values(country, version).groupby("area_code", sort=False)}


def area_values(country: str, version: str, area_codes: Iterable[str]) -> pd.DataFrame:
    """Return all values of some areas."""
    by_area = _by_area(country, version)
    return pd.concat(
        [by_area[code] for code in area_codes if code in by_area] or [values(country, version)[:0]]
    )


def periods_of(country: str, version: str, area_code: str, indicator_id: str) -> list[str]:
    """Return the periods of which something is known about an indicator in an area, ascending."""
    rows = _by_area(country, version)[area_code]
    return sorted(rows.loc[rows["indicator_id"] == indicator_id, "period"])


@lru_cache(maxsize=256)
def explanation(country: str, version: str, area_code: str, indicator_id: str, period: str) -> Explanation:
    """Return how a value came about."""
    return explain(
        catalogue(),
        observations(country, version),
        areas(country, version),
        area_code=area_code,
        indicator_id=indicator_id,
        period=period,
    )


@lru_cache(maxsize=16)
def availability(country: str, version: str) -> Availability:
    """Return which indicator has values at which level and in which periods."""
    return Availability.of(values(country, version))


@lru_cache(maxsize=16)
def sources(country: str, version: str) -> dict[int, str]:  # noqa: ARG001
    """Return what each dataset of a country cites, by its id."""
    datasets = store().datasets(country).set_index("id")
    return {int(key): str(source) for key, source in datasets["source"].items()}


@lru_cache(maxsize=256)
def geometry(sha256: str) -> bytes | None:
    """Return a display layer as gzip-compressed GeoJSON, or None if there is none of that hash."""
    return store().display_content(sha256)


@cache
def asset(name: str) -> bytes:
    """Return a file the map needs, gzip-compressed."""
    return gzip.compress(ASSETS[name].read_bytes(), mtime=0)


def warm() -> None:
    """Fill what every first page needs."""
    for name in ASSETS:
        asset(name)
    if country := active_country():
        availability(country, data_version(country))


def forget() -> None:
    """Empty every cache, for a process that turns to another workspace."""
    if store.cache_info().currsize:
        store().close()
    by_country = (areas, layers, observations, values, _by_indicator, _by_area, availability, sources)
    for kept in (store, *by_country, geometry, explanation):
        kept.cache_clear()
