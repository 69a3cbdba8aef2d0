"""What the grants come to as one number of the scenario is moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from config.errors import AimakError
from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.simulator.run import Run
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.budget.structure.bars import TICKS
from dashboard.components.data.plain import plain
from dashboard.i18n import separators
from indicators.budget.scenario import PARAMETER_TEXTS, Parameter, Scenario
from indicators.budget.simulate import sweep

N_VALUES = 41
PANEL_HEIGHT = 200
"""Pixels of each chart."""
FULL = 100.0
"""%"""


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where a number is moved."""

    lowest: float
    highest: float

    def values(self) -> list[float]:
        """Return numbers from one end to the other, evenly spaced."""
        return np.linspace(self.lowest, self.highest, N_VALUES).tolist()


def movable(scenario: Scenario) -> list[Parameter]:
    """Return the numbers of a scenario that can be moved: all it states but what its purpose fixes."""
    fixed = {"criterion"} if scenario.purpose == "to_mean" else set()
    return [each for each in PARAMETER_TEXTS if each in scenario.parameters and each not in fixed]


def bounds(scenario: Scenario, parameter: Parameter) -> Range:
    """Return how far a number can be moved on screen."""
    present = scenario.parameters[parameter]
    match parameter:
        case "criterion":
            return Range(0.1, max(2.0, present))
        case "phase_in_pct":
            return Range(1.0, FULL)
        case "floor_pct":
            return Range(0.0, FULL)
        case "cap_need_pct":
            return Range(0.0, max(FULL, 2 * present))
        case "norm_per_head":
            return Range(present / 10, 2 * present)
        case _:
            return Range(0.0, 2 * present or 1000.0)


def show_sweep(desk: Desk, run: Run) -> None:
    """Show the choice of number and range, and what happens along it."""
    tell, scenario = desk.words.translate, run.scenario
    offered = movable(scenario)
    parameter_column, range_column = st.columns([2, 3], vertical_alignment="bottom")
    with parameter_column:
        parameter = state.select(
            "criterion",
            tell("Number that is moved"),
            offered,
            default=offered[0],
            words=lambda each: tell(PARAMETER_TEXTS[each]),
        )
    with range_column:
        moved = _ask_range(desk, scenario, parameter)
    if scenario.purpose == "to_mean":
        st.caption(tell("To the mean, K is 1 and cannot be moved; for another purpose it can."))
    try:
        curve = sweep(scenario, run.inputs, parameter, moved.values()).curve
    except AimakError as error:
        st.error(plain(error))
        return
    st.plotly_chart(sweep_figure(desk, curve, scenario, parameter), key="simulator.sweep")
    st.caption(
        tell(
            "{count} values over the same areas, all else as chosen above; the dashed line is the scenario. "
            "Gini: of budget provision after the grants."
        ).format(count=N_VALUES)
    )


def sweep_figure(desk: Desk, curve: pd.DataFrame, scenario: Scenario, parameter: Parameter) -> go.Figure:
    """Return grants, winners and losers, and the Gini coefficient as a number is moved.

    Args:
        desk: of the page.
        curve: see :class:`indicators.budget.simulate.ScenarioSweep`.
        scenario: as it stands.
        parameter: the number that is moved.
    """
    tell, money = desk.words.translate, desk.money
    is_amount = parameter == "total"
    factor = money.factor if is_amount else 1.0
    lines = _lines(desk, curve)
    panels = list(dict.fromkeys(panel for panel, *_ in lines))
    titles = {
        "amounts": tell("Grants, {unit}").format(unit=money.unit),
        "areas": tell("Areas that win and lose"),
        "pairs": tell("Overtakings"),
        "gini": tell("Gini coefficient"),
    }
    figure = make_subplots(
        rows=len(panels),
        shared_xaxes=True,
        vertical_spacing=0.08,
        subplot_titles=[titles[each] for each in panels],
    )
    for panel, column, title, color, dash in lines:
        figure.add_scatter(
            x=curve["value"] * factor,
            y=curve[column] * (money.factor if panel == "amounts" else 1.0),
            name=title,
            mode="lines",
            line={"color": color, "dash": dash, "shape": "linear"},
            hovertemplate="%{x:,.6~g}: %{y:,.4~g}" if panel == "gini" else "%{x:,.6~g}: %{y:,.0f}",
            row=panels.index(panel) + 1,
            col=1,
        )
    figure.add_vline(x=scenario.parameters[parameter] * factor, line={"dash": "dash", "color": "#8a949b"})
    figure.update_layout(
        template="plotly_white",
        separators=separators(desk.words.language),
        height=PANEL_HEIGHT * len(panels),
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        legend={"orientation": "h", "yanchor": "top", "y": -0.1},
    )
    figure.update_yaxes(tickformat=TICKS)
    figure.update_xaxes(title=_axis(desk, parameter), row=len(panels), col=1)
    return figure


def _lines(desk: Desk, curve: pd.DataFrame) -> Sequence[tuple[str, str, str, str, str]]:
    """Return panel, column, title, colour and dash of every line with something to show."""
    tell = desk.words.translate
    lines = [
        ("amounts", "grants", tell("Grants in all"), "#1b6a8c", "solid"),
        ("amounts", "withdrawals", tell("Withdrawn in all"), "#b0671f", "dash"),
        ("amounts", "unallocated", tell("Left of the pool"), "#5b6770", "dot"),
        ("areas", "n_winners", tell("Winners"), "#2b8a5a", "solid"),
        ("areas", "n_losers", tell("Losers"), "#c0392b", "dash"),
        ("pairs", "n_overtakings", tell("Overtakings"), "#5b6770", "dot"),
        ("gini", "gini", tell("Gini coefficient"), "#1b6a8c", "solid"),
    ]
    always = {"grants", "n_winners", "n_losers", "gini"}
    return [each for each in lines if each[1] in always or curve[each[1]].fillna(0).abs().max() > 0]


def _axis(desk: Desk, parameter: Parameter) -> str:
    title = desk.words.translate(PARAMETER_TEXTS[parameter])
    if parameter == "total":
        return f"{title}, {desk.money.unit}"
    return (
        f"{title}, {per_head_unit(desk.words)}" if parameter in ("norm_per_head", "cap_per_head") else title
    )


def range_to_text(parameter: Parameter, moved: Range) -> str:
    """Return over which range which number is moved: ``criterion:0.5:1.5``."""
    return f"{parameter}:{moved.lowest!r}:{moved.highest!r}"


def range_from_text(text: str, parameter: Parameter, *, widest: Range) -> Range:
    """Read what :func:`range_to_text` wrote.

    Raises:
        ValueError: it is no range, of another number, or not within the widest one.
    """
    name, *ends = text.split(":")
    lowest, highest = (float(end) for end in ends)
    if name != parameter or not widest.lowest <= lowest < highest <= widest.highest:
        raise ValueError(f"expected a range such as {range_to_text(parameter, widest)}, got {text!r}")
    return Range(lowest, highest)


def _ask_range(desk: Desk, scenario: Scenario, parameter: Parameter) -> Range:
    """Show the range bound to the address."""
    widest, factor = bounds(scenario, parameter), desk.money.factor if parameter == "total" else 1.0
    asked = state.entry("range", lambda text: range_from_text(text, parameter, widest=widest), widest)
    key = f"simulator.range.{parameter}"
    st.session_state[key] = (asked.lowest * factor, asked.highest * factor)

    def moved() -> None:
        low, high = (each / factor for each in st.session_state[key])
        state.remember("range", range_to_text(parameter, Range(low, high)) if low < high else "")

    st.slider(
        desk.words.translate("From … to"),
        min_value=widest.lowest * factor,
        max_value=widest.highest * factor,
        step=(widest.highest - widest.lowest) * factor / 100,
        format="%.4g",
        key=key,
        on_change=moved,
    )
    return asked
