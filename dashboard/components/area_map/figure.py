"""The frame of a thematic map as a plotly figure; shapes and values are filled in where it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go

NO_DATA_COLOR = "#d5d9dc"
OUTLINE_COLOR = "#ffffff"
PARENT_OUTLINE = {"sourcetype": "geojson", "type": "line", "color": "#44525c", "line": {"width": 1}}
POINT_SIZE_PX = 7
HOVER_FONT = "Source Sans, sans-serif"
OFFLINE_STYLE = "white-bg"
"""The one basemap of plotly that asks no tile server."""

Shape = Literal["polygon", "point"]


def thematic_figure(
    *,
    shape: Shape,
    colors: Sequence[str],
    geometry_id: str,
    has_outline: bool,
) -> dict[str, Any]:
    """Return the figure of a map of ``len(colors)`` classes, ready for plotly.js.

    Classes are drawn by number: -1 is “no data”, 0 … k-1 take ``colors`` in order. No tile, font or
    other address outside this server is named.

    Args:
        shape: polygons of a GeoJSON address, or points the browser places.
        colors: one CSS colour per class.
        geometry_id: what the shapes are: as long as it stays, so do pan and zoom.
        has_outline: whether polygons of another level are drawn as outlines on top.
    """
    figure = go.Figure(_polygons(colors) if shape == "polygon" else _points(colors))
    layers = [PARENT_OUTLINE] if has_outline else []
    figure.update_layout(
        template="none",
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        uirevision=geometry_id,
        dragmode="pan",
        hoverlabel={"align": "left", "font": {"family": HOVER_FONT}},
        map={"style": OFFLINE_STYLE, "layers": layers},
    )
    return figure.to_plotly_json()


def _polygons(colors: Sequence[str]) -> go.Choroplethmap:
    return go.Choroplethmap(
        colorscale=_stepped(colors),
        zmin=-1.5,
        zmax=len(colors) - 0.5,
        showscale=False,
        marker={"line": {"width": 0.6, "color": OUTLINE_COLOR}},
        hovertemplate="%{text}<extra></extra>",
    )


def _points(colors: Sequence[str]) -> go.Scattermap:
    return go.Scattermap(
        mode="markers",
        marker={
            "size": POINT_SIZE_PX,
            "colorscale": _stepped(colors),
            "cmin": -1.5,
            "cmax": len(colors) - 0.5,
            "showscale": False,
        },
        hovertemplate="%{text}<extra></extra>",
    )


def _stepped(colors: Sequence[str]) -> list[tuple[float, str]]:
    steps = [NO_DATA_COLOR, *colors]
    return [(edge / len(steps), color) for index, color in enumerate(steps) for edge in (index, index + 1)]
