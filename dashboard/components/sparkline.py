"""A value over time in the room of a table cell, with the line it is compared with."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Sequence
from html import escape

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT, MARGIN = 130, 34, 3
"""Pixels."""
TICK = 8
"""Half the length of a line that is known at one period only."""
LINE_COLOR, THRESHOLD_COLOR, WINDOW_COLOR = "#1b6a8c", "#c0392b", "#eef2f4"
BREAK_COLOR = "#8a949b"

Floats = npt.NDArray[np.float64]


def sparkline(
    values: Sequence[float | None],
    *,
    threshold: Sequence[float | None],
    n_window: int,
    label: str,
    breaks: Collection[int] = (),
) -> str:
    """Return an HTML image: the values as a line, gaps left open, the threshold dashed.

    Neither is drawn across a break of the series, which is marked by an upright dashed line.

    Args:
        values: by period, ascending; None where missing.
        threshold: what they are compared with, by period, in the same unit.
        n_window: how many of the last periods are shaded.
        label: what stands for it where images are not seen.
        breaks: positions of the periods that do not compare with those before.
    """
    line, limit = (np.array(each, dtype=float) for each in (values, threshold))
    known = np.concatenate([line, limit])
    known = known[~np.isnan(known)]
    if not known.size:
        return ""
    xs = np.linspace(MARGIN, WIDTH - MARGIN, line.size) if line.size > 1 else np.array([WIDTH / 2])
    ys = _heights(line, known)
    shapes = [
        _window(xs, n_window),
        *(_upright((xs[n - 1] + xs[n]) / 2) for n in sorted(breaks) if 0 < n < xs.size),
        *_path(xs, _heights(limit, known), breaks, f'stroke="{THRESHOLD_COLOR}" stroke-dasharray="3 2"'),
        *_path(xs, ys, breaks, f'stroke="{LINE_COLOR}" stroke-width="1.5"'),
        *(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{LINE_COLOR}"/>'
            for x, y in zip(xs, ys, strict=True)
            if not np.isnan(y)
        ),
    ]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(shapes)}</svg>'
    )
    # As an image: Streamlit takes drawings out of the HTML it shows.
    source = base64.b64encode(drawing.encode()).decode()
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    return f'<img {size} alt="{escape(label)}" src="data:image/svg+xml;base64,{source}">'


def _heights(values: Floats, known: Floats) -> Floats:
    low, high = known.min(), known.max()
    span = high - low or 1.0
    return np.asarray(HEIGHT - MARGIN - (values - low) / span * (HEIGHT - 2 * MARGIN))


def _window(xs: Floats, n_window: int) -> str:
    if not n_window:
        return ""
    left = xs[-n_window:][0] - MARGIN
    return f'<rect x="{left:.1f}" y="0" width="{WIDTH - left:.1f}" height="{HEIGHT}" fill="{WINDOW_COLOR}"/>'


def _upright(x: float) -> str:
    style = f'stroke="{BREAK_COLOR}" stroke-dasharray="2 2"'
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT}" {style}/>'


def _path(xs: Floats, ys: Floats, breaks: Collection[int], style: str) -> Iterator[str]:
    is_known = ~np.isnan(ys)
    cuts = sorted({*np.flatnonzero(~is_known).tolist(), *breaks})
    for part in np.split(np.arange(ys.size), cuts):
        drawn = part[is_known[part]]
        places = [(xs[n], ys[n]) for n in drawn]
        if drawn.size == 1:
            places = [(xs[drawn[0]] - TICK, ys[drawn[0]]), (xs[drawn[0]] + TICK, ys[drawn[0]])]
        if places:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            yield f'<polyline points="{points}" fill="none" {style}/>'
