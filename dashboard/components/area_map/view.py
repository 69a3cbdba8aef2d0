"""Put a view of the map together: addresses, classes, colours and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard.components.area_map import Category, CategoryView, ColumnData, Link, MapView
from dashboard.components.area_map.figure import (
    NO_DATA_COLOR,
    Layer,
    Shape,
    emphasis_layers,
    parent_layer,
    thematic_figure,
)
from dashboard.components.area_map.palette import class_colors
from dashboard.components.badges import map_badge
from dashboard.components.budget.money import shown
from dashboard.components.words import Translate, Words
from dashboard.i18n import separators
from geodata.boundaries.display import DEFAULT_TOLERANCE_M
from geodata.budgets import MoneyScale
from geodata.packs import Pack
from indicators.classes import Classes, Scheme, classify

NO_STATEMENT = -1

Breaks = Literal["common", "own"]
"""Whether all periods share their class breaks, so that maps compare, or each period has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChoices:
    """What a person chose for the map."""

    country: str
    version: str
    level: int
    indicator_id: str
    period: str
    scheme: Scheme
    k: int
    breaks: Breaks
    scale: MoneyScale | None = None
    """Of amounts of money; none means that of the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What else is said of each area, in the table and beside the pointer."""

    key: str
    title: str
    by_area: pd.Series
    """Numbers or texts by area code; a missing one reads “No data”."""
    decimals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Areas in named classes at one date."""

    title: str
    heading: str
    """What the classes are, above the legend and their column."""
    categories: Sequence[Category]
    """In the order of the legend, by which the table is sorted at first."""
    classes: pd.Series
    """Position in ``categories`` by area code; nothing is said of an area that is missing."""
    outlined: Collection[str] = ()
    """Codes of the areas with a strong outline."""
    outline_label: str = ""
    """What the outline means; without it the legend has no entry for it."""
    columns: Sequence[Column] = ()


def map_view(
    choices: MapChoices,
    words: Words,
    *,
    values: pd.DataFrame,
    areas: pd.DataFrame,
    layers: pd.DataFrame,
) -> MapView:
    """Return the view of the map that ``choices`` describe.

    Args:
        choices: the person's choices.
        words: how the visit reads.
        values: the indicator's values at the chosen level, one row per area and period.
        areas: all areas of the country; the map says so where the level's polygons are schematic.
        layers: the display layers of the country.
    """
    indicator = words.catalogue[choices.indicator_id]
    display = shown(words, indicator.id, choices.scale)
    classes = _classes(values.assign(value=values["value"] * display.factor), choices)
    colors = class_colors(
        max((each.k for each in classes.values()), default=1),
        kind=indicator.palette,
        direction=indicator.direction,
    )
    scale = {} if choices.scale is None else {"scale": choices.scale}
    query = urlencode({"lang": words.language, **scale})
    values_url = f"/values/{choices.country}/{choices.version}/{choices.level}/{indicator.id}"
    return MapView(
        **_ground(words, version=choices.version, level=choices.level, areas=areas, layers=layers),
        figure=_figure(
            words.pack, layers, version=choices.version, level=choices.level, colors=colors, emphasis=()
        ),
        values_url=f"{values_url}.json?{query}",
        bins={period: list(each.bins) for period, each in classes.items()},
        lowest={period: each.edges[0] for period, each in classes.items() if each.edges},
        colors=colors,
        period=choices.period,
        decimals=display.decimals,
        unit=display.unit,
        title=words.title(indicator.id),
        link_url="/profile?" + urlencode({"country": choices.country, "lang": words.language}),
        downloads=[
            {"url": f"{values_url}.csv?{query}", "label": words.translate("Download this table (CSV)")}
        ],
        texts=_texts(words.translate) | {"period": words.translate("Period")},
    )


def category_view(
    classification: Classification,
    words: Words,
    *,
    version: str,
    level: int,
    areas: pd.DataFrame,
    layers: pd.DataFrame,
    link_url: str,
    selected: str | None = None,
    downloads: Sequence[Link] = (),
) -> CategoryView:
    """Return the view of a map of named classes.

    Args:
        classification: what is said of the level's areas; what it says of others is not shown.
        words: how the visit reads.
        version: of the country's data.
        level: whose areas are drawn.
        areas: all areas of the country, indexed by code.
        layers: the display layers of the country.
        link_url: where an area's name leads, with a query to which the area code is appended.
        selected: code of the highlighted area.
        downloads: addresses of the same table as files.
    """
    codes = areas.index[areas["admin_level"] == level]
    colors = [category.color for category in classification.categories]
    emphasis = emphasis_layers(_shape(words.pack, level))
    return CategoryView(
        **_ground(words, version=version, level=level, areas=areas, layers=layers),
        figure=_figure(words.pack, layers, version=version, level=level, colors=colors, emphasis=emphasis),
        title=classification.title,
        categories=classification.categories,
        classes=classification.classes.reindex(codes).fillna(NO_STATEMENT).astype(int).tolist(),
        outlined=np.flatnonzero(codes.isin(list(classification.outlined))).tolist(),
        columns=[_column_data(column, codes) for column in classification.columns],
        selected=selected,
        link_url=link_url,
        downloads=downloads,
        texts=_texts(words.translate)
        | {"category": classification.heading, "outlined": classification.outline_label},
    )


def _ground(
    words: Words, *, version: str, level: int, areas: pd.DataFrame, layers: pd.DataFrame
) -> dict[str, Any]:
    """Return what every view of a level shares."""
    pack, query = words.pack, urlencode({"lang": words.language})
    return {
        "areas_url": f"/areas/{pack.code}/{version}/{level}.json?{query}",
        "geometry_url": geometry_url(layers, level),
        "outline_url": _outline_url(layers, level),
        "no_data_color": NO_DATA_COLOR,
        "language": words.language,
        "separators": separators(words.language),
        "badge": map_badge(
            is_demonstration=pack.is_demonstration,
            is_schematic=_is_schematic(areas, level),
            translate=words.translate,
        ),
    }


def _figure(
    pack: Pack,
    layers: pd.DataFrame,
    *,
    version: str,
    level: int,
    colors: Sequence[str],
    emphasis: Sequence[Layer],
) -> dict[str, Any]:
    parents = [parent_layer()] if _outline_url(layers, level) else []
    return thematic_figure(
        shape=_shape(pack, level),
        colors=colors,
        geometry_id=geometry_url(layers, level) or f"{pack.code}/{version}/{level}",
        layers=[*parents, *emphasis],
    )


def _shape(pack: Pack, level: int) -> Shape:
    return "point" if pack.level(level).geometry == "point" else "polygon"


def _is_schematic(areas: pd.DataFrame, level: int) -> bool:
    return bool((areas.loc[areas["admin_level"] == level, "geometry_status"] == "schematic").any())


def _texts(translate: Translate) -> dict[str, str]:
    return {
        "no_data": translate("No data"),
        "area": translate("Area"),
        "parent": translate("Part of"),
        "show_all": translate("Show all"),
    }


def geometry_url(layers: pd.DataFrame, level: int) -> str | None:
    """Return the address of a level's display geometry, None if the level has none."""
    found = layers[(layers["admin_level"] == level) & (layers["tolerance_m"] == DEFAULT_TOLERANCE_M)]
    return f"/geometry/{found['sha256'].iloc[0]}.geojson" if len(found) else None


def _outline_url(layers: pd.DataFrame, level: int) -> str | None:
    return geometry_url(layers, level - 1) if level > 1 else None


def _classes(values: pd.DataFrame, choices: MapChoices) -> dict[str, Classes]:
    pooled = values["value"] if choices.breaks == "common" else None
    return {
        str(period): classify(rows["value"], scheme=choices.scheme, k=choices.k, breaks_from=pooled)
        for period, rows in values.groupby("period")
    }


def _column_data(column: Column, codes: pd.Index) -> ColumnData:
    said = column.by_area.reindex(codes)
    is_number = pd.api.types.is_numeric_dtype(said)
    cells, words = (_numbers(said, column.decimals), None) if is_number else _positions(said)
    return ColumnData(key=column.key, title=column.title, cells=cells, words=words, decimals=column.decimals)


def _numbers(said: pd.Series, decimals: int) -> list[int | float | None]:
    # Without decimals a number is sent as an integer: two bytes less for each area.
    return [None if pd.isna(each) else round(float(each), decimals or None) for each in said]


def _positions(said: pd.Series) -> tuple[list[int | float | None], list[str]]:
    positions, words = pd.factorize(said)
    return [int(each) if each >= 0 else None for each in positions], [str(word) for word in words]
