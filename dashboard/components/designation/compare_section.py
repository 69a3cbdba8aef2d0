"""Two rules, two days or two states of the data side by side: who enters, who leaves, who stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.area_map import Category, category_map
from dashboard.components.area_map.view import Classification, Column, category_view
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.downloads import answer_report, file_name, report_of
from dashboard.components.designation.painting import UNTOLD_COLOR
from dashboard.components.designation.question import ask_day, profile_title
from dashboard.components.designation.titles import class_titles
from dashboard.components.file_button import CSV, file_button
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.export.comparison import comparison_csv
from dashboard.i18n import day, in_language
from indicators.designation.assess import Assessment, judge
from indicators.designation.comparison import Comparison, compare
from indicators.designation.profile import Profile
from indicators.designation.variation import Variation

CHANGE_WORDS = {
    "enters": N_("Enters"),
    "leaves": N_("Leaves"),
    "stays": N_("Stays designated"),
    "stays_out": N_("Stays outside"),
    "cannot_be_told": N_("Cannot be told"),
}
CHANGE_COLORS = {
    "enters": "#c0392b",
    "leaves": "#2b8a5a",
    "stays": "#e8a48f",
    "stays_out": "#dfe7ea",
    "cannot_be_told": UNTOLD_COLOR,
}
NO_DATASET = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """What the answer is compared with."""

    profile: Profile
    on: date
    without_dataset: int | None


def compare_section(desk: Desk) -> None:
    """Show the choice of the other side, and what changes from it to the answer."""
    words = desk.words
    rival = _ask_rival(desk)
    if not rival.profile.can_be_run:
        st.info(words.translate("The numbers of this rule are pending: it cannot be run."))
        return
    measurement = desk.measure(
        desk.answer.question.level, rival.profile, rival.on, without_dataset=rival.without_dataset
    )
    before, after = judge(rival.profile, measurement), desk.answer.assessment
    comparison = compare(before, after)
    st.caption(_caption(words, before, after))
    _show_figures(words, comparison)
    _show_map(desk, comparison, before, after)
    st.plotly_chart(flow_figure(words, comparison, before, after), key="flows")
    st.html(flows_html(words, comparison, before, after))
    file_button(
        words.translate("This comparison (CSV)"),
        lambda: comparison_csv(report_of(desk, before, Variation()), answer_report(desk)),
        file_name(desk, "-compared.csv"),
        CSV,
    )


def _ask_rival(desk: Desk) -> Rival:
    words, question = desk.words, desk.answer.question
    tell = words.translate
    rule, on, dataset = st.columns([5, 2, 4], vertical_alignment="bottom")
    with rule:
        profile_id = state.select(
            "rival",
            tell("Compared with the rule"),
            list(desk.offered.by_id),
            default=question.saved.id,
            words=lambda key: profile_title(words, desk.offered[key]),
        )
    with on:
        moment = ask_day(words, "rival_on", tell("on the day"), default=question.on, today=question.on)
    with dataset:
        without = _ask_dataset(desk)
    return Rival(profile=desk.offered[profile_id], on=moment, without_dataset=without or None)


def _ask_dataset(desk: Desk) -> int:
    tell = desk.words.translate
    titles = desk.dataset_titles
    return state.select(
        "rival_without",
        tell("with the data"),
        [NO_DATASET, *titles],
        default=NO_DATASET,
        words=lambda key: (
            tell("without {title}").format(title=titles[key]) if key else tell("as they are now")
        ),
    )


def _caption(words: Words, before: Assessment, after: Assessment) -> str:
    tell = words.translate
    text = tell("From “{before}”, {before_day}, to “{after}”, {after_day}.")
    return text.format(
        before=in_language(before.profile.title, words.language),
        before_day=day(before.on, code=words.language),
        after=in_language(after.profile.title, words.language),
        after_day=day(after.on, code=words.language),
    )


def _show_figures(words: Words, comparison: Comparison) -> None:
    summary = comparison.summary().set_index("change")
    for column, (change, title) in zip(st.columns(len(CHANGE_WORDS)), CHANGE_WORDS.items(), strict=True):
        row = summary.loc[change]
        people = "" if pd.isna(row["population"]) else words.whole(row["population"])
        column.metric(
            words.translate(title),
            words.whole(row["n_areas"]),
            delta=words.translate("{people} people").format(people=people) if people else None,
            delta_color="off",
            delta_arrow="off",
        )


def _show_map(desk: Desk, comparison: Comparison, before: Assessment, after: Assessment) -> None:
    words, answer = desk.words, desk.answer
    table = comparison.table.set_index("area_code")
    changes = list(CHANGE_WORDS)
    classification = Classification(
        title=words.translate("What changes"),
        heading=words.translate("Change"),
        categories=[
            Category(
                label=words.translate(CHANGE_WORDS[each]),
                color=CHANGE_COLORS[each],
                is_marked=each == "cannot_be_told",
            )
            for each in changes
        ],
        classes=table["change"].map(changes.index),
        columns=[
            _class_column(words, "before", words.translate("Before"), before, table["class_before"]),
            _class_column(words, "after", words.translate("After"), after, table["class_after"]),
        ],
    )
    view = category_view(
        classification,
        words,
        version=answer.question.version,
        level=answer.question.level,
        areas=answer.areas,
        layers=answer.layers,
        link_url=state.link("area", "section"),
    )
    if picked := category_map(view, key="designation.compare"):
        state.remember("area", picked)
        state.remember("section", "map")
        st.rerun()


def _class_column(
    words: Words, key: str, title: str, assessment: Assessment, class_ids: pd.Series[str]
) -> Column:
    return Column(key=key, title=title, by_area=class_titles(words, assessment.profile, class_ids))


def flow_figure(words: Words, comparison: Comparison, before: Assessment, after: Assessment) -> go.Figure:
    """Return how many areas go from which class to which as a Sankey diagram."""
    flows = comparison.flows()
    left, right = (
        class_titles(words, before.profile, flows["class_before"]),
        class_titles(words, after.profile, flows["class_after"]),
    )
    sides = [list(dict.fromkeys(left)), list(dict.fromkeys(right))]
    figure = go.Figure(
        go.Sankey(
            node={"label": [*sides[0], *sides[1]], "pad": 18, "thickness": 14, "color": "#5b6770"},
            link={
                "source": [sides[0].index(each) for each in left],
                "target": [len(sides[0]) + sides[1].index(each) for each in right],
                "value": flows["n_areas"].tolist(),
                "color": "rgba(27, 106, 140, 0.25)",
            },
        )
    )
    figure.update_layout(height=320, margin={"l": 10, "r": 10, "t": 10, "b": 10})
    return figure


def flows_html(words: Words, comparison: Comparison, before: Assessment, after: Assessment) -> str:
    """Return the same as an HTML table, with the people."""
    tell, flows = words.translate, comparison.flows()
    rows = [
        [
            Cell(left),
            Cell(right),
            Cell(words.whole(row.n_areas), is_number=True),
            Cell(
                "" if pd.isna(row.population) else words.whole(row.population),
                is_number=True,
            ),
        ]
        for left, right, row in zip(
            class_titles(words, before.profile, flows["class_before"]),
            class_titles(words, after.profile, flows["class_after"]),
            flows.itertuples(),
            strict=True,
        )
    ]
    head = [
        Cell(tell("Class before")),
        Cell(tell("Class after")),
        Cell(tell("Areas"), is_number=True),
        Cell(tell("Residents"), is_number=True),
    ]
    return table_html(tell("From class to class"), head, {"": rows})
