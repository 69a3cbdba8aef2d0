"""Stacked bars of budgets: upright over time, lying between areas."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.components.budget.structure.layers import Layer

HEIGHT = 360
NAME_WIDTH = 22
"""Letters in a line of a name beside its bar."""
ROW_HEIGHT, FRAME_HEIGHT = 34, 70
"""Pixels of a lying bar and of what is around the bars."""
BREAK_LINE = {"dash": "dash", "color": "#8a949b"}
TICKS = ",~f"
"""With the separators of the language, decimals only where ticks differ by them."""
BORROWING_COLOR = "#1d262c"


def upright_bars(
    layers: Sequence[Layer],
    periods: Sequence[str],
    *,
    unit: str,
    separators: str,
    decimals: int,
    breaks: Collection[str] = (),
    beside: Layer | None = None,
) -> go.Figure:
    """Return a bar per period with its layers one upon the other, breaks as dashed lines between bars.

    Args:
        layers: from the bottom up, amounts by period.
        periods: the bars; one without any amount stays empty.
        unit: title of the axis.
        separators: decimal and thousands separator.
        decimals: places shown on hover.
        breaks: periods that do not compare with those before.
        beside: amounts that belong to no bar, shown as marks.
    """
    hover = f"%{{x}}: %{{y:,.{decimals}f}} {escape(unit)}"
    figure = go.Figure(
        [
            go.Bar(x=list(periods), y=layer.amounts.reindex(periods), hovertemplate=hover, **_look(layer))
            for layer in layers
        ]
    )
    if beside is not None:
        outline = {"width": 1, "color": "#ffffff"}
        figure.add_scatter(
            x=list(periods),
            y=beside.amounts.reindex(periods),
            name=escape(beside.title),
            mode="markers",
            marker={"symbol": "diamond", "size": 8, "color": beside.color, "line": outline},
            cliponaxis=False,
            hovertemplate=hover,
        )
    for period in breaks:
        if period in periods[1:]:
            figure.add_vline(x=periods.index(period) - 0.5, line=BREAK_LINE)
    figure.update_layout(
        **_layout(separators),
        height=HEIGHT,
        xaxis={"type": "category", "categoryarray": list(periods), "categoryorder": "array"},
        yaxis={"title": unit, "rangemode": "tozero", "tickformat": TICKS},
    )
    return figure


def lying_bars(
    layers: Sequence[Layer], names: Mapping[str, str], *, unit: str, separators: str, decimals: int
) -> go.Figure:
    """Return a bar per area with its layers one after the other, the first area on top.

    Args:
        layers: amounts by area code.
        names: of the areas, by code, in order.
        unit: title of the axis.
        separators: decimal and thousands separator.
        decimals: places shown on hover.
    """
    codes = list(names)
    hover = f"%{{x:,.{decimals}f}} {escape(unit)}"
    figure = go.Figure(
        [
            go.Bar(
                x=layer.amounts.reindex(codes), y=codes, orientation="h", hovertemplate=hover, **_look(layer)
            )
            for layer in layers
        ]
    )
    figure.update_layout(
        **_layout(separators),
        height=FRAME_HEIGHT + ROW_HEIGHT * len(codes),
        xaxis={"title": unit, "tickformat": TICKS},
        yaxis={
            "type": "category",
            "categoryarray": codes,
            "categoryorder": "array",
            "autorange": "reversed",
            "tickvals": codes,
            "ticktext": [_wrapped(name) for name in names.values()],
            "automargin": True,
        },
    )
    return figure


def norm_bars(
    table: pd.DataFrame,
    names: Sequence[str],
    *,
    titles: tuple[str, str],
    unit: str,
    separators: str,
) -> go.Figure:
    """Return for each item what is spent as a lying bar and its norm as a line across.

    Args:
        table: a row per item, ``spent`` and ``norm``.
        names: of the items.
        titles: of both.
        unit: title of the axis.
        separators: decimal and thousands separator.
    """
    positions = list(range(len(table)))
    figure = go.Figure()
    hover = f"%{{x:,.0f}} {escape(unit)}"
    figure.add_bar(
        x=table["spent"],
        y=positions,
        orientation="h",
        name=titles[0],
        marker={"color": "#4292c6"},
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=table["norm"],
        y=positions,
        mode="markers",
        name=titles[1],
        marker={"symbol": "line-ns", "size": 22, "line": {"width": 3, "color": "#b2182b"}},
        hovertemplate=hover,
    )
    figure.update_layout(
        **_layout(separators),
        height=FRAME_HEIGHT + ROW_HEIGHT * len(table),
        xaxis={"title": unit, "rangemode": "tozero", "tickformat": TICKS},
        yaxis={
            "autorange": "reversed",
            "tickvals": positions,
            "ticktext": [_wrapped(name) for name in names],
            "automargin": True,
        },
    )
    return figure


def _wrapped(name: str) -> str:
    return "<br>".join(escape(line) for line in wrap(name, NAME_WIDTH))


def _look(layer: Layer) -> dict[str, Any]:
    hatch = {"shape": "/", "bgcolor": "#ffffff", "fgcolor": layer.color, "solidity": 0.4, "size": 6}
    marker = {"color": layer.color, **({"pattern": hatch} if layer.is_hatched else {})}
    return {"name": escape(layer.title), "marker": marker}


def _layout(separators: str) -> dict[str, Any]:
    return {
        "template": "plotly_white",
        "separators": separators,
        "barmode": "relative",
        "bargap": 0.15,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "showlegend": False,
    }
