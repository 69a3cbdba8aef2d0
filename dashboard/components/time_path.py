"""A value over time beside its references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.components.profile import compared_codes
from dashboard.components.words import Words
from dashboard.i18n import separators
from dashboard.names import area_names
from indicators.catalogue import SeriesBreak

LINE_COLORS = ("#1b6a8c", "#b0671f", "#5b6770")
LINE_DASHES = ("solid", "dash", "dot")


def time_path(
    series: Mapping[str, pd.Series[float]],
    *,
    unit: str,
    separators: str,
    decimals: int,
    breaks: Sequence[str] = (),
) -> go.Figure:
    """Return a line chart: one line per name, each value by period, gaps left open.

    Args:
        series: by name, values indexed by period; the first is the area itself.
        unit: title of the value axis.
        separators: decimal and thousands separator.
        decimals: places shown on hover.
        breaks: periods from which values do not compare with those before; lines are cut there.
    """
    periods = sorted({period for line in series.values() for period in line.index})
    figure = go.Figure()
    for position, (name, line) in enumerate(series.items()):
        for part, shown in enumerate(_cut(line.reindex(periods), breaks)):
            figure.add_scatter(
                x=shown.index,
                y=shown,
                name=name,
                legendgroup=name,
                showlegend=part == 0,
                mode="lines+markers",
                line={"color": LINE_COLORS[position], "dash": LINE_DASHES[position]},
                hovertemplate=f"%{{x}}: %{{y:,.{decimals}f}} {unit}",
            )
    for period in breaks:
        if period in periods:
            figure.add_vline(x=periods.index(period) - 0.5, line={"dash": "dash", "color": "#8a949b"})
    figure.update_layout(
        template="plotly_white",
        separators=separators,
        height=320,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02},
        xaxis={"type": "category", "categoryarray": periods, "categoryorder": "array"},
        yaxis={"title": unit, "rangemode": "tozero"},
    )
    return figure


def _cut(line: pd.Series[float], breaks: Sequence[str]) -> list[pd.Series[float]]:
    edges = [line.index[0], *(period for period in sorted(breaks) if period in line.index)]
    ends = [*edges[1:], None]
    return [
        line[(line.index >= start) & (line.index < end if end else True)]
        for start, end in zip(edges, ends, strict=True)
    ]


def area_time_path(
    words: Words,
    values: pd.DataFrame,
    areas: pd.DataFrame,
    area_code: str,
    indicator_id: str,
    *,
    breaks: Iterable[SeriesBreak],
) -> go.Figure:
    """Return an indicator over time in an area; a relative one beside its parent's and the country's.

    Args:
        words: how the visit reads.
        values: of the area, its parent and the country.
        areas: all areas of the country, indexed by code.
        area_code: the area.
        indicator_id: the indicator.
        breaks: where the series breaks; an observation flagged so is another break.
    """
    indicator = words.catalogue[indicator_id]
    names = area_names(areas, words.language)
    shown = values[values["indicator_id"] == indicator_id].set_index("period")
    lines = {
        str(names[code]): shown.loc[shown["area_code"] == code, "value"]
        for code in compared_codes(areas, area_code)
    }
    own = shown[shown["area_code"] == area_code]
    flagged = own.index[own["status"] == "B"]
    return time_path(
        lines,
        unit=words.unit(indicator_id),
        separators=separators(words.language),
        decimals=indicator.decimals,
        breaks=sorted({*flagged, *(each.period for each in breaks)}),
    )
