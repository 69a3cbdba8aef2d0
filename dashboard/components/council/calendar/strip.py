"""How much is due in each month, as bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from babel import Locale
from babel.dates import format_skeleton

from dashboard.components.area_map.palette import LAGGING, NOT_LAGGING
from dashboard.components.council.calendar.entries import MONTH_STATES, STATE_TEXTS, State
from dashboard.components.words import Words
from dashboard.i18n import separators

HEIGHT = 260
COLORS: dict[State, str] = {
    "overdue": LAGGING,
    "late": "#e3a86b",
    "on_time": NOT_LAGGING,
    "awaited": "#98a5b0",
}
DAY_LINE = {"dash": "dash", "color": "#56636d"}


def month_strip(
    counts: pd.DataFrame, words: Words, *, days: Iterable[date], describe: Callable[[date], str]
) -> go.Figure:
    """Return a bar for each month, a colour for each state.

    Args:
        counts: as :func:`dashboard.components.council.calendar.entries.by_month`.
        words: in which months and states are told.
        days: those that states are of, marked by dashed lines.
        describe: writes such a day.
    """
    locale = Locale.parse(words.language)
    months = [format_skeleton("yMMMM", each.start_time.date(), locale=locale) for each in counts.index]
    middles = [each.start_time.date().replace(day=15) for each in counts.index]
    figure = go.Figure(
        [
            go.Bar(
                x=middles,
                y=counts[each],
                name=words.translate(STATE_TEXTS[each]),
                marker_color=COLORS[each],
                customdata=months,
                hovertemplate="%{customdata}: %{y:,d}",
            )
            for each in MONTH_STATES
            if counts[each].any()
        ]
    )
    for day in days:
        at = {"x": day.isoformat(), "y": 1, "yref": "y domain", "yanchor": "bottom"}
        figure.add_vline(x=at["x"], line=DAY_LINE)
        figure.add_annotation(text=describe(day), showarrow=False, **at)
    figure.update_layout(
        template="plotly_white",
        barmode="stack",
        separators=separators(words.language),
        height=HEIGHT,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        legend={"orientation": "h", "y": -0.2},
    )
    figure.update_xaxes(tickformat="%m.%Y", fixedrange=True)
    figure.update_yaxes(fixedrange=True, rangemode="tozero", tickformat=",d")
    return figure
