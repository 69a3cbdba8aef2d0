"""Every problem of a file: counted, filtered, listed with its place, and downloadable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.form import Form
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Translate
from dashboard.export.csv import csv_text
from geodata.problems import Problem, Severity

MOST_SHOWN = 200
"""A page with thousands of rows helps nobody; the file has them all."""

SEVERITY_WORDS: dict[Severity, str] = {"error": N_("error"), "warning": N_("warning"), "note": N_("note")}
SEVERITY_COUNTS: dict[Severity, str] = {
    "error": N_("Errors: {count}"),
    "warning": N_("Warnings: {count}"),
    "note": N_("Notes: {count}"),
}


def problem_rows(problems: Sequence[Problem], translate: Translate) -> pd.DataFrame:
    """Return problems as a table, one row each, the gravest first; headings and texts are translated."""
    order = list(SEVERITY_WORDS)
    rows = [
        (
            translate(SEVERITY_WORDS[problem.severity]),
            problem.rule.id,
            problem.where.file,
            problem.where.sheet,
            problem.where.row,
            problem.where.column,
            problem.where.feature,
            problem.message(translate),
            problem.remedy(translate),
        )
        for problem in sorted(problems, key=lambda problem: order.index(problem.severity))
    ]
    headings = [
        translate("Severity"),
        translate("Rule"),
        translate("File"),
        translate("Sheet"),
        translate("Row"),
        translate("Column"),
        translate("Feature"),
        translate("What is wrong"),
        translate("What to do"),
    ]
    return pd.DataFrame(rows, columns=headings, dtype=object)


def problems_table(problems: Sequence[Problem], form: Form, translate: Translate, *, name: str) -> None:
    """Show problems with a filter by severity and kind, and a download of all of them."""
    if not problems:
        st.success(translate("No problems were found."), icon=":material/check_circle:")
        return
    counts = Counter(problem.severity for problem in problems)
    severities = [severity for severity in SEVERITY_WORDS if counts[severity]]
    rules = list(dict.fromkeys(problem.rule.id for problem in problems))
    severity_column, rule_column = st.columns(2)
    with severity_column:
        chosen = form.several(
            f"{name}.severity",
            translate("Show"),
            severities,
            words=lambda each: translate(SEVERITY_COUNTS[each]).format(count=counts[each]),
            placeholder=translate("All"),
        )
    with rule_column:
        kinds = form.several(
            f"{name}.rule",
            translate("Kind of problem"),
            rules,
            words=lambda each: each.replace("_", " "),
            placeholder=translate("All"),
        )
    shown = [
        problem
        for problem in problems
        if (not chosen or problem.severity in chosen) and (not kinds or problem.rule.id in kinds)
    ]
    st.html(problems_html(shown, translate))
    st.download_button(
        translate("Download all problems (CSV)"),
        lambda: csv_text(problem_rows(problems, translate)),
        file_name="problems.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"{form.scope}.{name}.csv",
    )


def problems_html(problems: Sequence[Problem], translate: Translate) -> str:
    """Return the first problems as an HTML table, the gravest first."""
    order = list(SEVERITY_WORDS)
    listed = sorted(problems, key=lambda problem: order.index(problem.severity))[:MOST_SHOWN]
    rows = [
        [
            Cell(translate(SEVERITY_WORDS[problem.severity]), remark=problem.where.describe(translate)),
            Cell(problem.message(translate), remark=problem.remedy(translate)),
        ]
        for problem in listed
    ]
    caption = translate("Problems shown: {shown} of {count}").format(shown=len(listed), count=len(problems))
    head = [
        Cell(translate("Severity") + " · " + translate("Where")),
        Cell(translate("What is wrong and what to do")),
    ]
    return table_html(caption, head, {"": rows})
