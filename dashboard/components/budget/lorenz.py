"""Lorenz curves of amounts per resident."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.components.words import Words
from dashboard.i18n import separators
from indicators.budget.inequality import lorenz

LINES = (("#b0671f", "solid"), ("#1b6a8c", "dash"), ("#2b8a5a", "dot"))
"""Colour and dash of each curve, in their order."""
EQUAL_COLOR = "#8a949b"
PCT = 100


def lorenz_chart(words: Words, per_head: pd.DataFrame, population: pd.Series[float]) -> go.Figure:
    """Return a Lorenz curve per column, beside the line where all residents have the same.

    Args:
        words: how the visit reads.
        per_head: revenue per resident, a row per area, a column per curve, by its title; three at most.
        population: of each area, rows as those of ``per_head``.
    """
    tell = words.translate
    figure = go.Figure()
    figure.add_scatter(
        x=[0, PCT],
        y=[0, PCT],
        name=tell("All the same"),
        mode="lines",
        line={"color": EQUAL_COLOR, "width": 1},
        hoverinfo="skip",
    )
    hover = tell("The poorest areas with {people} % of the residents have {revenue} % of the revenue")
    # Fewer curves take the first looks; more than there are looks are refused.
    for (title, column), (color, dash) in zip(per_head.items(), LINES[: per_head.shape[1]], strict=True):
        curve = lorenz(np.asarray(column), population.to_numpy())
        figure.add_scatter(
            x=curve.population_share * PCT,
            y=curve.amount_share * PCT,
            name=str(title),
            mode="lines",
            line={"color": color, "dash": dash, "width": 2},
            hovertemplate=hover.format(people="%{x:.0f}", revenue="%{y:.1f}")
            + "<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        template="plotly_white",
        separators=separators(words.language),
        height=420,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02},
        xaxis={"title": tell("Residents, from the poorest area, %"), "range": [0, PCT]},
        yaxis={"title": tell("Revenue, %"), "rangemode": "tozero"},
    )
    return figure
