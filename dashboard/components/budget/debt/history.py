"""What one area owes over time beside the limit of the law."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.components.budget.break_notes import show_break_notes
from dashboard.components.budget.debt.tables import forbidden, scaled
from dashboard.components.budget.desk import Desk
from dashboard.components.time_path import time_path
from dashboard.i18n import separators
from dashboard.names import area_names


def show_history(desk: Desk, checks: pd.DataFrame, area_code: str) -> None:
    """Show a chart per limit of an area, with the notes of the breaks in it.

    Args:
        desk: of the page.
        checks: of all periods.
        area_code: the area.
    """
    words = desk.words
    own = checks[checks["area_code"] == area_code]
    name = str(area_names(desk.areas, words.language)[area_code])
    st.subheader(name)
    for indicator_id, rows in own.groupby("indicator_id", sort=False):
        st.plotly_chart(history_figure(desk, rows, name), key=f"debt.{indicator_id}")
        last = rows.iloc[-1]
        text = words.translate("{title}: not allowed is {limit} ({reference}).")
        limit = forbidden(desk.money, str(indicator_id), last["operator"], last["threshold"])
        st.caption(
            text.format(title=words.title(str(indicator_id)), limit=limit, reference=last["reference"])
        )
        show_break_notes(words, desk.breaks.get(str(indicator_id), ()), rows["period"].tolist())


def history_figure(desk: Desk, checks: pd.DataFrame, name: str) -> go.Figure:
    """Return what an area owes, and the limit, by period; lines end where the series breaks.

    Args:
        desk: of the page.
        checks: of the area against one indicator's limits, in order of the periods.
        name: of the area.
    """
    words = desk.words
    indicator_id = checks["indicator_id"].iloc[0]
    display = scaled(desk.money, indicator_id, checks["value"])
    by_period = checks.set_index("period")[["value", "threshold"]] * display.factor
    return time_path(
        {name: by_period["value"], words.translate("Limit"): by_period["threshold"]},
        unit=display.unit,
        separators=separators(words.language),
        decimals=display.decimals,
        breaks=sorted({each.period for each in desk.breaks.get(indicator_id, ())}),
    )
