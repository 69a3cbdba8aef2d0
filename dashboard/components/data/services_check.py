"""What filled forms or questionnaires say of services, as it may be published."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.figures import figures
from dashboard.components.file_button import CSV, file_button
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.export.csv import csv_text
from dashboard.i18n import in_language, number
from dashboard.imports import ServicesDraft, Target
from dashboard.names import area_names
from geodata.services.instruments import load_services_monitoring

MOST_ROWS = 200

MEASURE_WORDS = {
    "scores": N_("Scores of services"),
    "ratings": N_("Ratings of services"),
    "costs": N_("Costs of services"),
    "profile": N_("Who answered"),
}
COLUMN_WORDS = {
    "area_code": N_("Area code"),
    "area_name": N_("Area"),
    "service": N_("Service"),
    "period": N_("Period"),
    "question": N_("Question"),
    "answer": N_("Answer"),
    "n_forms": N_("Forms"),
    "n_complete": N_("Forms without gaps"),
    "score": N_("Score, points"),
    "score_pct": N_("Score, %"),
    "n": N_("People"),
    "mean": N_("Mean"),
    "good_pct": N_("Good ratings, %"),
    "median": N_("Median"),
    "paid_pct": N_("Paid more than zero, %"),
    "is_hidden": N_("Hidden"),
}
WHOLE = frozenset({"n_forms", "n_complete", "n"})
NUMBERS = WHOLE | {"score", "score_pct", "mean", "good_pct", "median", "paid_pct"}
ROWS_NOT_STORED = N_(
    "The filled rows are answers of persons and are not stored: only the indicators of each area are "
    "published, and the file itself is deleted. Numbers that rest on fewer than {count} people are hidden, "
    "and so are those they could be computed from."
)


def services_check(draft: ServicesDraft, words: Words, target: Target) -> None:
    """Show the measures of the services, each with its download."""
    tell = words.translate
    published = draft.observations[draft.observations["value"].notna()]
    figures(
        {
            tell("Areas"): draft.observations["area_code"].nunique(),
            tell("Values to publish"): len(published),
            tell("Values that may not or cannot be told"): len(draft.observations) - len(published),
        },
        words,
    )
    st.info(tell(ROWS_NOT_STORED).format(count=target.small_below), icon=":material/lock:")
    first = next(iter(draft.measures))
    for name, table in draft.measures.items():
        said = in_words(table, words, area_names(target.areas, words.language))
        with st.expander(tell(MEASURE_WORDS[name]), expanded=name == first):
            st.html(measure_html(said, words))
            file_button(
                tell("Download the table (CSV)"),
                lambda said=said: csv_text(headed(said, words)).encode(),
                f"{words.pack.code}-services-{name}.csv",
                CSV,
            )


def in_words(table: pd.DataFrame, words: Words, names: Mapping[str, str]) -> pd.DataFrame:
    """Return a table of measures with names of areas, services, questions and answers in words."""
    tell, titles = words.translate, _titles(words.language)
    said = (
        table.assign(service=table["service"].fillna(tell("All services"))) if "service" in table else table
    )
    said = said.assign(area_name=said["area_code"].map(names))
    for column in ("question", "answer"):
        if column in said:
            said[column] = said[column].map(titles).fillna(tell("not said"))
    return said[[column for column in COLUMN_WORDS if column in said]]


def _titles(language: str) -> dict[str, str]:
    """Return what questions and answers of the questionnaire are called, by key."""
    columns = load_services_monitoring().questionnaire.columns
    titled = {column.key: column.title for column in columns}
    answers = {key: title for column in columns for key, title in column.answers.items()}
    return {key: in_language(title, language) for key, title in (titled | answers).items()}


def headed(said: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return a table of measures under headings in words."""
    return said.rename(columns={column: words.translate(COLUMN_WORDS[column]) for column in said})


def measure_html(said: pd.DataFrame, words: Words) -> str:
    """Return the first rows of a table of measures as HTML."""
    tell = words.translate
    shown = [column for column in said if column not in ("area_code", "is_hidden")]
    head = [Cell(tell(COLUMN_WORDS[column]), is_number=column in NUMBERS) for column in shown]
    rows = [
        [_cell(row[column], column, words, is_hidden=bool(row.get("is_hidden"))) for column in shown]
        for row in said.head(MOST_ROWS).to_dict("records")
    ]
    caption = tell("Rows shown: {shown} of {count}").format(shown=len(rows), count=len(said))
    return table_html(caption, head, {"": rows})


def _cell(value: object, column: str, words: Words, *, is_hidden: bool) -> Cell:
    if column not in NUMBERS:
        return Cell(str(value))
    if is_hidden:
        return Cell(words.translate("hidden"), is_number=True)
    if not isinstance(value, float | int) or pd.isna(value):
        return Cell("–", is_number=True)
    return Cell(number(value, decimals=0 if column in WHOLE else 1, code=words.language), is_number=True)
