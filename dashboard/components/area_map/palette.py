"""Colours of map classes: ColorBrewer ramps, safe for colour-blind readers (Harrower & Brewer 2003)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from plotly.colors import sample_colorscale

from dashboard.components.area_map import Category
from indicators.catalogue import Direction

Kind = Literal["sequential", "diverging"]

LIGHTEST = 0.12
"""Where on a ramp the first class starts, so that it stands out from “no data”."""

SEQUENTIAL: dict[Direction, str] = {
    "higher_is_better": "YlGnBu",
    "lower_is_better": "YlOrRd",
    "none": "PuBu",
}
DIVERGING: dict[Direction, str] = {
    "higher_is_better": "RdYlBu",
    "lower_is_better": "RdYlBu_r",
    "none": "PuOr",
}

LAGGING = "#b2182b"
NOT_LAGGING = "#74add1"
UNTOLD = "#fdb863"
"""Between the two, as what cannot be told is; all three and “no data” differ to colour-blind readers."""


def class_colors(k: int, *, kind: Kind, direction: Direction) -> list[str]:
    """Return ``k`` CSS colours, the last for the highest class."""
    if kind == "diverging":
        return _sample(DIVERGING[direction], start=0.0, k=k)
    return _sample(SEQUENTIAL[direction], start=LIGHTEST, k=k)


def sequential_categories(labels: Sequence[str], *, direction: Direction) -> list[Category]:
    """Return categories in ascending order, the last in the deepest colour.

    Args:
        labels: their names, for instance how many criteria are met.
        direction: the hue, as for an indicator of that direction.
    """
    colors = class_colors(len(labels), kind="sequential", direction=direction)
    return [Category(label=label, color=color) for label, color in zip(labels, colors, strict=True)]


def _sample(ramp: str, *, start: float, k: int) -> list[str]:
    step = (1 - start) / max(k - 1, 1)
    points = [min(start + step * index, 1.0) for index in range(k)]
    return [str(color) for color in sample_colorscale(ramp, points)]
