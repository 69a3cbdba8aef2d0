"""The national series of budgets as sources print them, on one chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.components.budget.structure.bars import BREAK_LINE, TICKS
from dashboard.components.time_path import LINE_COLORS
from geodata.periods import first_day, last_day, periods_between

SYMBOLS = ("circle", "diamond", "square")
DODGE = timedelta(days=75)
"""How far apart within a period the series stand, so that none hides another."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PrintedLine:
    """A series, each figure by period."""

    title: str
    printed: pd.Series[float]
    printed_elsewhere: pd.Series[float]
    """What another source prints for some of the periods."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel:
    """A chart of series in one unit."""

    lines: Sequence[PrintedLine]
    unit: str
    decimals: int
    height: int
    """Pixels."""

    @property
    def has_any(self) -> bool:
        """Whether there is anything to draw."""
        return any(len(line.printed) for line in self.lines)

    @property
    def told_twice(self) -> pd.Series[float]:
        """The highest figure of each period with more than one: these are written out."""
        told = pd.concat(
            [figures for line in self.lines for figures in (line.printed, line.printed_elsewhere)]
        )
        by_period = told.groupby(level=0)
        return by_period.max()[by_period.size() > 1]


def national_figure(
    panels: Sequence[Panel], *, separators: str, breaks: Sequence[str], changes: Sequence[str]
) -> go.Figure:
    """Return panels one below the other; lines join neighbouring periods between breaks alone.

    Args:
        panels: those with anything to draw.
        separators: decimal and thousands separator.
        breaks: periods from which figures do not compare with those before: no line reaches across.
        changes: periods with whose first day what is counted changed, marked by dashed lines.
    """
    figure = make_subplots(
        rows=len(panels),
        shared_xaxes=True,
        row_heights=[panel.height for panel in panels],
        vertical_spacing=0.06,
    )
    for row, panel in enumerate(panels, start=1):
        for position in range(len(panel.lines)):
            _draw(figure, panel, position, breaks, row)
        figure.update_yaxes(title=panel.unit, rangemode="tozero", tickformat=TICKS, row=row)
    _mark(figure, panels, changes)
    figure.update_layout(
        template="plotly_white",
        separators=separators,
        height=sum(panel.height for panel in panels),
        margin={"l": 10, "r": 40, "t": 60, "b": 10},
        showlegend=False,
    )
    return figure


def segments(series: pd.Series[float], breaks: Sequence[str]) -> list[pd.Series[float]]:
    """Return a series cut at breaks, periods without a figure left open.

    Args:
        series: by period.
        breaks: periods that do not compare with those before.

    >>> parts = segments(pd.Series({"2011": 1.0, "2013": 3.0, "2014": 4.0}), ["2014"])
    >>> [list(part.index) for part in parts]
    [['2011', '2012', '2013'], ['2014']]
    """
    if series.empty:
        return []
    whole = series.reindex(periods_between(series.index.min(), series.index.max()))
    inner = [each for each in sorted(breaks) if whole.index[0] < each <= whole.index[-1]]
    edges = [0, *whole.index.searchsorted(inner), len(whole)]
    return [whole.iloc[start:end] for start, end in pairwise(edges)]


def line_color(position: int) -> str:
    """Return the colour of a series by its place in the legend."""
    return LINE_COLORS[position % len(LINE_COLORS)]


def _draw(figure: go.Figure, panel: Panel, position: int, breaks: Sequence[str], row: int) -> None:
    line, number = panel.lines[position], f"%{{y:,.{panel.decimals}~f}}"
    symbol, highest = SYMBOLS[position % len(SYMBOLS)], panel.told_twice
    shared = {"name": escape(line.title), "hovertemplate": f"%{{customdata}}: {number} {escape(panel.unit)}"}
    for part in segments(line.printed, breaks):
        figure.add_scatter(
            x=[_day(period, position) for period in part.index],
            y=part,
            customdata=part.index,
            texttemplate=[number if period in highest.index else "" for period in part.index],
            textposition=_sides(part, highest),
            mode="lines+markers+text",
            line={"color": line_color(position)},
            marker={"symbol": symbol, "size": 8},
            **shared,
            row=row,
            col=1,
        )
    figure.add_scatter(
        x=[_day(period, position) + DODGE for period in line.printed_elsewhere.index],
        y=line.printed_elsewhere,
        customdata=line.printed_elsewhere.index,
        texttemplate=number,
        textposition=_sides(line.printed_elsewhere, highest),
        mode="markers+text",
        marker={"symbol": f"{symbol}-open", "size": 9, "color": line_color(position), "line": {"width": 2}},
        cliponaxis=False,
        **shared,
        row=row,
        col=1,
    )


def _sides(figures: pd.Series[float], highest: pd.Series[float]) -> list[str]:
    """Return where the text of each figure stands: above the highest of its period, below the others."""
    is_highest = figures >= highest.reindex(figures.index)
    return is_highest.map({True: "top center", False: "bottom center"}).tolist()


def _mark(figure: go.Figure, panels: Sequence[Panel], changes: Sequence[str]) -> None:
    periods = [period for panel in panels for line in panel.lines for period in line.printed.index]
    for change in changes:
        if first_day(min(periods)) < first_day(change) <= last_day(max(periods)):
            day = first_day(change).isoformat()
            figure.add_vline(x=day, line=BREAK_LINE)
            label = {"text": change, "showarrow": False, "textangle": -90}
            figure.add_annotation(x=day, y=1, yref="y domain", yanchor="bottom", **label)


def _day(period: str, position: int) -> date:
    start = first_day(period)
    return start + (last_day(period) - start) / 2 + DODGE * position
