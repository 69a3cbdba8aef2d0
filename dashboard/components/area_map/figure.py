"""The frame of a thematic map as a plotly figure; shapes and values are filled in where it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go

NO_DATA_COLOR = "#d5d9dc"
OUTLINE_COLOR = "#ffffff"
MARK_COLOR = "#1c2329"
HIGHLIGHT_COLOR = "#ffd400"
POINT_SIZE_PX = 7
HOVER_FONT = "Source Sans, sans-serif"
OFFLINE_STYLE = "white-bg"
"""The one basemap of plotly that asks no tile server."""

Shape = Literal["polygon", "point"]
LayerName = Literal["parents", "outlined", "marked", "selected"]
"""What a layer outlines or marks; the browser finds its shapes by this name."""

Layer = dict[str, Any]


def thematic_figure(
    *,
    shape: Shape,
    colors: Sequence[str],
    geometry_id: str,
    layers: Sequence[Layer] = (),
) -> dict[str, Any]:
    """Return the figure of a map of ``len(colors)`` classes, ready for plotly.js.

    Classes are drawn by number: -1 is “no data”, 0 … k-1 take ``colors`` in order. No tile, font or
    other address outside this server is named.

    Args:
        shape: polygons of a GeoJSON address, or points the browser places.
        colors: one CSS colour per class.
        geometry_id: what the shapes are: as long as it stays, so do pan and zoom.
        layers: what is drawn on top, the uppermost last.
    """
    figure = go.Figure(_polygons(colors) if shape == "polygon" else _points(colors))
    figure.update_layout(
        template="none",
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        uirevision=geometry_id,
        dragmode="pan",
        hoverlabel={"align": "left", "font": {"family": HOVER_FONT}},
        map={"style": OFFLINE_STYLE, "layers": list(layers)},
    )
    return figure.to_plotly_json()


def parent_layer() -> Layer:
    """Return the layer of the outlines of the level above."""
    return _lines("parents", color="#44525c", width=1)


def emphasis_layers(shape: Shape) -> list[Layer]:
    """Return the layers of outlined, marked and selected areas; the selected one is ringed in two colours."""
    mark = _circles("marked", color=MARK_COLOR, radius=2)
    if shape == "point":
        # A ring is a larger disc beneath the point: the maps of plotly draw no border around points.
        halos = [
            _circles("selected", color=MARK_COLOR, radius=9) | {"below": "traces"},
            _circles("selected", color=HIGHLIGHT_COLOR, radius=7.5) | {"below": "traces"},
            _circles("outlined", color=MARK_COLOR, radius=5.5) | {"below": "traces"},
        ]
        return [*halos, mark]
    return [
        _lines("outlined", color=MARK_COLOR, width=2),
        mark,
        _lines("selected", color=MARK_COLOR, width=6),
        _lines("selected", color=HIGHLIGHT_COLOR, width=3),
    ]


def _lines(name: LayerName, *, color: str, width: float) -> Layer:
    return {"name": name, "sourcetype": "geojson", "type": "line", "color": color, "line": {"width": width}}


def _circles(name: LayerName, *, color: str, radius: float) -> Layer:
    circle = {"radius": radius}
    return {"name": name, "sourcetype": "geojson", "type": "circle", "color": color, "circle": circle}


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
