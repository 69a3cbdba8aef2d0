"""How firm a designation is: against errors, moved thresholds, and a criterion or a year less."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.designation.desk import Desk
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language, number, separators
from dashboard.names import area_labels
from indicators.designation.assess import Assessment
from indicators.designation.profile import Criterion
from indicators.designation.robustness.draws import FIRMNESS_TEXTS, FRAGILE
from indicators.designation.robustness.leave_one_out import leave_one_criterion_out, leave_one_year_out
from indicators.designation.robustness.relative_errors import relative_errors
from indicators.designation.robustness.sweep import Sweep, default_range, sweep_threshold

RANGE_PCT = 30
"""How far the threshold is swept to either side."""
MOST_ROWS = 100
STATE_WORDS = {
    "designated": N_("designated"),
    "not_designated": N_("not designated"),
    "cannot_be_told": N_("cannot be told"),
}


def robustness_section(desk: Desk) -> None:
    """Show the probability of designation, a threshold swept, and what one criterion or year less does."""
    words, assessment = desk.words, desk.answer.assessment
    if not assessment.profile.criteria:
        st.info(words.translate("This rule is a list: there is nothing to shake."))
        return
    probability = desk.probability(assessment)
    _show_firmness(words, assessment, probability)
    _show_sweep(desk)
    st.html(left_out_html(words, assessment))
    with st.expander(words.translate("Which areas are fragile")):
        st.html(fragile_html(words, probability, desk.answer.areas))


def _show_firmness(words: Words, assessment: Assessment, probability: pd.DataFrame) -> None:
    tell, settings = words.translate, assessment.profile.robustness
    counts = probability["firmness"].value_counts()
    for column, (key, text) in zip(st.columns(len(FIRMNESS_TEXTS)), FIRMNESS_TEXTS.items(), strict=True):
        column.metric(
            tell(text).partition(":")[0].capitalize(),
            words.whole(int(counts.get(key, 0))),
            help=tell(text),
        )
    text = tell(
        "{draws} draws: every value moved by its stated relative error, every threshold within ±{range} %."
    )
    exact = _without_error(words, assessment)
    st.caption(
        text.format(draws=settings.draws, range=f"{settings.threshold_range_pct:g}")
        + (
            " " + tell("Taken as exact, as no error is stated: {titles}.").format(titles=exact)
            if exact
            else ""
        )
    )


def _without_error(words: Words, assessment: Assessment) -> str:
    read = dict.fromkeys(each.indicator for each in assessment.profile.criteria if each.indicator)
    stated = relative_errors(words.catalogue, read)
    return ", ".join(words.title(each) for each in read if each not in stated)


def _show_sweep(desk: Desk) -> None:
    words, assessment = desk.words, desk.answer.assessment
    criteria = [each for each in assessment.profile.criteria if each.threshold_on(assessment.on) is not None]
    if not criteria:
        return
    criterion_id = state.select(
        "criterion",
        words.translate("Threshold moved over a range"),
        [each.id for each in criteria],
        default=criteria[0].id,
        words=lambda key: in_language(assessment.profile.criterion(key).title, words.language),
    )
    swept = sweep_threshold(
        assessment, criterion_id, default_range(assessment, criterion_id, range_pct=RANGE_PCT)
    )
    st.plotly_chart(
        sweep_figure(words, swept, assessment.profile.criterion(criterion_id), assessment), key="sweep"
    )
    with st.expander(words.translate("Where areas switch")):
        st.html(switch_points_html(words, swept, desk.answer.areas))


def sweep_figure(words: Words, swept: Sweep, criterion: Criterion, assessment: Assessment) -> go.Figure:
    """Return how many areas and people are designated as the threshold moves."""
    tell, curve = words.translate, swept.curve
    figure = go.Figure()
    for column, title, axis, color, dash in (
        ("designated", tell("Designated areas"), "y", "#1b6a8c", "solid"),
        ("population", tell("People living there"), "y2", "#b0671f", "dot"),
    ):
        figure.add_scatter(
            x=curve["threshold"],
            y=curve[column],
            name=title,
            yaxis=axis,
            line={"color": color, "shape": "hv", "dash": dash},
        )
    in_force = criterion.threshold_on(assessment.on)
    figure.add_vline(x=in_force, line={"dash": "dash", "color": "#8a949b"})
    figure.update_layout(
        template="plotly_white",
        separators=separators(words.language),
        height=320,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02},
        xaxis={"title": tell("Threshold")},
        yaxis={"title": tell("Designated areas")},
        yaxis2={
            "title": tell("People living there"),
            "overlaying": "y",
            "side": "right",
            "showgrid": False,
        },
    )
    return figure


def switch_points_html(words: Words, swept: Sweep, areas: pd.DataFrame) -> str:
    """Return at which threshold which area changes, as an HTML table."""
    tell, labels = words.translate, area_labels(areas, words.language)
    points = swept.switch_points.sort_values(["threshold", "area_code"])
    rows = [
        [
            Cell(number(row.threshold, decimals=3, code=words.language), is_number=True),
            Cell(str(labels[row.area_code])),
            Cell(tell(STATE_WORDS[row.becomes])),
        ]
        for row in points.head(MOST_ROWS).itertuples()
    ]
    head = [Cell(tell("Threshold"), is_number=True), Cell(tell("Area")), Cell(tell("Becomes, as it rises"))]
    caption = tell("Switch points: {shown} of {total}").format(
        shown=min(MOST_ROWS, len(points)), total=len(points)
    )
    return table_html(caption, head, {"": rows})


def left_out_html(words: Words, assessment: Assessment) -> str:
    """Return what each criterion and each year left out would change, as an HTML table."""
    tell = words.translate
    groups = {
        tell("Without the criterion"): _left_out_rows(
            words,
            leave_one_criterion_out(assessment),
            {each.id: in_language(each.title, words.language) for each in assessment.profile.criteria},
        ),
        tell("Without the year"): _left_out_rows(words, leave_one_year_out(assessment), {}),
    }
    head = [
        Cell(tell("Left out")),
        Cell(tell("Designated areas"), is_number=True),
        Cell(tell("Enter"), is_number=True),
        Cell(tell("Leave"), is_number=True),
        Cell(tell("Cannot be told"), is_number=True),
    ]
    return table_html(
        tell("One criterion or one year less"), head, {title: rows for title, rows in groups.items() if rows}
    )


def _left_out_rows(words: Words, table: pd.DataFrame, titles: dict[str, str]) -> list[list[Cell]]:
    rows = []
    for left_out, areas in table.groupby("left_out", sort=False):
        designated = areas["is_designated"]
        changed = areas["changes"].fillna(value=False)
        counts = (
            designated.sum(),
            (changed & designated.fillna(value=False)).sum(),
            (changed & ~designated.fillna(value=True)).sum(),
            designated.isna().sum(),
        )
        cells = [Cell(words.whole(int(each)), is_number=True) for each in counts]
        rows.append([Cell(titles.get(str(left_out), str(left_out))), *cells])
    return rows


def fragile_html(words: Words, probability: pd.DataFrame, areas: pd.DataFrame) -> str:
    """Return the fragile areas with their probability, the most doubtful first, as an HTML table."""
    tell, labels = words.translate, area_labels(areas, words.language)
    fragile = probability[probability["firmness"] == FRAGILE]
    order = (fragile["probability"] - 0.5).abs().sort_values(kind="stable").index
    rows = [
        [Cell(str(labels[row.area_code])), Cell(f"{row.probability:.0%}", is_number=True)]
        for row in fragile.loc[order].head(MOST_ROWS).itertuples()
    ]
    caption = tell("Fragile areas: {shown} of {total}").format(shown=len(rows), total=len(fragile))
    head = [Cell(tell("Area")), Cell(tell("Probability of designation"), is_number=True)]
    return table_html(caption, head, {"": rows})
