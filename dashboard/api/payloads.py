"""Tables as the browser's map takes them, and as a person downloads them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from dashboard.components.budget.money import Shown
from dashboard.components.words import Words
from dashboard.export.csv import csv_text
from dashboard.i18n import in_language
from dashboard.names import area_names

CSV_COLUMNS = (
    "country", "area_code", "area_name", "parent_code", "parent_name", "indicator_id", "period", "value",
    "unit", "status", "method", "n_parts", "n_expected", "source_ref", "source",
)  # fmt: skip


def areas_payload(areas: gpd.GeoDataFrame, level: int, language: str) -> dict[str, Any]:
    """Return codes, names, parents' names, places and bounds of a level's areas.

    A place is ``[lon, lat]`` for a point, true for a polygon, false for an area without geometry.
    """
    names = area_names(areas, language)
    shown = areas[areas["admin_level"] == level]
    parents = shown["parent_code"].map(names)
    located = shown.geometry.notna()
    points = located & (shown.geom_type == "Point")
    places: list[Any] = located.tolist()
    for position, point in zip(points.to_numpy().nonzero()[0], shown.geometry[points], strict=True):
        places[position] = [round(point.x, 5), round(point.y, 5)]
    return {
        "codes": shown.index.tolist(),
        "names": names[shown.index].tolist(),
        "parents": parents.fillna("").tolist(),
        "located": places,
        "bounds": [round(float(edge), 5) for edge in shown.geometry[located].total_bounds],
    }


def values_payload(
    values: pd.DataFrame, codes: pd.Index, describe: Callable[[Mapping[Hashable, Any]], str]
) -> dict[str, Any]:
    """Return the values of one indicator for the areas ``codes``, by period, missing as null.

    Args:
        values: as :func:`indicators.values.indicator_values` returns it, of one indicator.
        codes: the areas of the level, in the order of the answer.
        describe: what to remark on a row: partly covered, estimated, imputed; empty for nothing.
    """
    shown = values[values["area_code"].isin(codes)]
    wide = shown.pivot_table(index="area_code", columns="period", values="value", dropna=False)
    wide = wide.reindex(codes)
    wide = wide.loc[:, wide.notna().any()]
    by_period = {
        str(period): [None if pd.isna(value) else float(value) for value in wide[period]] for period in wide
    }
    notes: dict[str, dict[str, str]] = {}
    for row in shown.to_dict("records"):
        if remark := describe(row):
            notes.setdefault(str(row["period"]), {})[str(row["area_code"])] = remark
    return {"codes": list(codes), "periods": list(by_period), "values": by_period, "notes": notes}


def values_csv(
    values: pd.DataFrame,
    areas: pd.DataFrame,
    words: Words,
    *,
    sources: Mapping[int, str],
    display: Shown,
) -> str:
    """Return values as CSV with the names of country and areas, unit, method and source.

    Args:
        values: as :func:`indicators.values.indicator_values` returns it, of one indicator.
        areas: all areas of the country, indexed by code.
        words: how it reads; the country's name says so if its data are invented.
        sources: what each dataset cites, by its id.
        display: how the indicator is shown.
    """
    names = area_names(areas, words.language)
    codes = values["area_code"]
    parents = codes.map(areas["parent_code"])
    table = values.assign(
        country=in_language(words.pack.name, words.language),
        area_name=codes.map(names),
        parent_code=parents,
        parent_name=parents.map(names),
        value=values["value"] * display.factor,
        unit=display.unit,
        source=values["dataset_id"].map(sources),
    )
    return csv_text(table[list(CSV_COLUMNS)])
