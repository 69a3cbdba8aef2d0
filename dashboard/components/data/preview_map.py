"""A small map of drafted areas, before they are published and served by address."""

from __future__ import annotations

import gzip
import json
import math
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.components.area_map.figure import OFFLINE_STYLE
from dashboard.names import area_names
from geodata.boundaries.display import display_layers
from geodata.boundaries.draft import AreaDraft
from geodata.boundaries.repair import NOISE_KM2
from geodata.packs import Pack

TOLERANCE_M = 2000.0
"""Coarse: the map is small, and its shapes cross the socket."""

HEIGHT_PX = 360
COLORS = ("#9cc5d6", "#1b6a8c")
"""Left as drawn, repaired."""


def preview_map(draft: AreaDraft, pack: Pack, level: int, language: str) -> go.Figure:
    """Return the map of a level of a draft; areas whose polygon was repaired stand out."""
    areas = draft.areas[draft.areas["admin_level"] == level]
    layers = display_layers(areas, equal_area_crs=pack.equal_area_crs, tolerances_m=[TOLERANCE_M])
    collection = json.loads(gzip.decompress(layers[0].content)) if layers else {"features": []}
    names = area_names(areas.set_index("area_code"), language)
    codes = [feature["id"] for feature in collection["features"]]
    texts = [f"{escape(names[code])} ({escape(code)})" for code in codes]
    trace = _trace(collection, codes, texts, _repaired(draft, level))
    figure = go.Figure(trace)
    figure.update_layout(
        template="none",
        height=HEIGHT_PX,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        map={"style": OFFLINE_STYLE, **_extent(collection.get("bbox"))},
    )
    return figure


def _repaired(draft: AreaDraft, level: int) -> set[str]:
    if level not in draft.repairs:
        return set()
    changes = draft.repairs[level].areas
    is_changed = changes["fault"].notna() | (changes["change_km2"].abs() > NOISE_KM2)
    return set(changes.loc[is_changed, "area_code"])


def _trace(
    collection: dict[str, Any], codes: list[str], texts: list[str], repaired: set[str]
) -> go.Choroplethmap | go.Scattermap:
    """Return polygons as polygons and points as points."""
    hover = {"text": texts, "hovertemplate": "%{text}<extra></extra>"}
    features = collection["features"]
    if features and features[0]["geometry"]["type"] == "Point":
        lon, lat = zip(*(feature["geometry"]["coordinates"] for feature in features), strict=True)
        return go.Scattermap(
            lon=lon, lat=lat, mode="markers", marker={"color": COLORS[1], "size": 5}, **hover
        )
    return go.Choroplethmap(
        geojson=collection,
        locations=codes,
        z=[int(code in repaired) for code in codes],
        zmin=0,
        zmax=1,
        colorscale=[(0, COLORS[0]), (1, COLORS[1])],
        showscale=False,
        marker={"line": {"width": 0.6, "color": "#ffffff"}},
        **hover,
    )


def _extent(bbox: list[float] | None) -> dict[str, Any]:
    """Return centre and zoom at which a bounding box in degrees fills a small map."""
    if not bbox:
        return {}
    west, south, east, north = bbox
    middle = math.radians((south + north) / 2)
    # A tile of the web map is 512 px and shows 360° at zoom 0; a degree of latitude is stretched.
    widest = max((east - west) / 360, (north - south) / 360 / math.cos(middle), 1e-6)
    zoom = math.log2(HEIGHT_PX / 512 / widest) - 0.2
    return {"center": {"lon": (west + east) / 2, "lat": (south + north) / 2}, "zoom": zoom}
