"""Put a view of the map together: addresses, classes, colours and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import pandas as pd

from dashboard.components.area_map import MapView
from dashboard.components.area_map.figure import NO_DATA_COLOR, thematic_figure
from dashboard.components.area_map.palette import class_colors
from dashboard.components.badges import map_badge
from dashboard.components.words import Translate, Words
from dashboard.i18n import separators
from geodata.boundaries.display import DEFAULT_TOLERANCE_M
from indicators.classes import Classes, Scheme, classify

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
    pack, language = words.pack, words.language
    classes = _classes(values, choices)
    colors = class_colors(
        max((each.k for each in classes.values()), default=1),
        kind=indicator.palette,
        direction=indicator.direction,
    )
    address = f"{choices.country}/{choices.version}/{choices.level}"
    geometry = geometry_url(layers, choices.level)
    outline = geometry_url(layers, choices.level - 1) if choices.level > 1 else None
    query = urlencode({"lang": language})
    return MapView(
        areas_url=f"/areas/{address}.json?{query}",
        values_url=f"/values/{address}/{indicator.id}.json?{query}",
        geometry_url=geometry,
        outline_url=outline,
        figure=thematic_figure(
            shape="point" if pack.level(choices.level).geometry == "point" else "polygon",
            colors=colors,
            geometry_id=geometry or address,
            has_outline=outline is not None,
        ),
        bins={period: list(each.bins) for period, each in classes.items()},
        lowest={period: each.edges[0] for period, each in classes.items() if each.edges},
        colors=colors,
        no_data_color=NO_DATA_COLOR,
        period=choices.period,
        language=language,
        decimals=indicator.decimals,
        separators=separators(language),
        unit=words.unit(indicator.id),
        title=words.title(indicator.id),
        badge=map_badge(
            is_demonstration=pack.is_demonstration,
            is_schematic=_is_schematic(areas, choices.level),
            translate=words.translate,
        ),
        profile_url="/profile?" + urlencode({"country": choices.country, "lang": language}),
        downloads=[
            {
                "url": f"/values/{address}/{indicator.id}.csv?{query}",
                "label": words.translate("Download this table (CSV)"),
            }
        ],
        texts=_texts(words.translate),
    )


def _is_schematic(areas: pd.DataFrame, level: int) -> bool:
    return bool((areas.loc[areas["admin_level"] == level, "geometry_status"] == "schematic").any())


def _texts(translate: Translate) -> dict[str, str]:
    return {
        "period": translate("Period"),
        "no_data": translate("No data"),
        "area": translate("Area"),
        "parent": translate("Part of"),
        "show_all": translate("Show all"),
    }


def geometry_url(layers: pd.DataFrame, level: int) -> str | None:
    """Return the address of a level's display geometry, None if the level has none."""
    found = layers[(layers["admin_level"] == level) & (layers["tolerance_m"] == DEFAULT_TOLERANCE_M)]
    return f"/geometry/{found['sha256'].iloc[0]}.geojson" if len(found) else None


def _classes(values: pd.DataFrame, choices: MapChoices) -> dict[str, Classes]:
    pooled = values["value"] if choices.breaks == "common" else None
    return {
        str(period): classify(rows["value"], scheme=choices.scheme, k=choices.k, breaks_from=pooled)
        for period, rows in values.groupby("period")
    }
