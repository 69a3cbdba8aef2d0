"""Colours of map classes: ColorBrewer ramps, safe for colour-blind readers (Harrower & Brewer 2003)."""

from __future__ import annotations

from typing import Literal

from plotly.colors import sample_colorscale

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


def class_colors(k: int, *, kind: Kind, direction: Direction) -> list[str]:
    """Return ``k`` CSS colours, the last for the highest class."""
    if kind == "diverging":
        return _sample(DIVERGING[direction], start=0.0, k=k)
    return _sample(SEQUENTIAL[direction], start=LIGHTEST, k=k)


def _sample(ramp: str, *, start: float, k: int) -> list[str]:
    step = (1 - start) / max(k - 1, 1)
    points = [min(start + step * index, 1.0) for index in range(k)]
    return [str(color) for color in sample_colorscale(ramp, points)]
