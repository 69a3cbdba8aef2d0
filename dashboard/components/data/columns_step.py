"""Second step: what the file's columns hold, and the questions that only a person can answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from dashboard.components.data.boundary_columns import boundary_columns
from dashboard.components.data.drafting import draft_boundaries, draft_table
from dashboard.components.data.file_step import chosen_sheets
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.data.table_columns import SheetForm, sheet_layout
from dashboard.components.data.wizard import Wizard, navigation
from dashboard.components.words import Words
from dashboard.imports import Target
from dashboard.names import area_labels
from geodata.problems import Problem
from geodata.tables.checks import AMBIGUOUS_NUMBER
from geodata.tables.choices import Choices
from geodata.tables.layout import Layout, guess_layout
from geodata.tables.numbers import DecimalMark
from geodata.tables.scales import SCALE_UNANSWERED, factor_into, scale_factor

MARKS: tuple[DecimalMark, ...] = get_args(DecimalMark)


def columns_step(wizard: Wizard, words: Words, target: Target) -> None:
    """Ask which column holds what; turn to the check when the draft has no open question."""
    if wizard.kind == "areas":
        _boundaries(wizard, words, target)
    else:
        _table(wizard, words, target)


def _boundaries(wizard: Wizard, words: Words, target: Target) -> None:
    features, tell = wizard.features, words.translate
    if features is None:
        return
    columns = boundary_columns(wizard.form, words, features)
    valid_from = wizard.form.day("valid_from_day", tell("From when do the boundaries hold, if known?"))
    is_ready = columns is not None
    if navigation(wizard, tell, label=tell("Check"), is_ready=is_ready, back="file") and columns:
        level = wizard.form.answers["level"]
        if draft_boundaries(wizard, tell, target, columns, level=level, valid_from=valid_from):
            wizard.go("check")
            st.rerun()


def _table(wizard: Wizard, words: Words, target: Target) -> None:
    tell = words.translate
    layouts = _layouts(wizard, words, target)
    choices = _answers(wizard, words, layouts or ())
    is_ready = layouts is not None and choices is not None
    if navigation(wizard, tell, label=tell("Check"), is_ready=is_ready, back="file") and layouts and choices:
        _draft(wizard, words, target, layouts, choices)


def _draft(wizard: Wizard, words: Words, target: Target, layouts: list[Layout], choices: Choices) -> None:
    """Draft the table; stay here with the questions if it leaves any."""
    if draft_table(wizard, words.translate, target, layouts, choices) and wizard.table:
        questions = open_questions(wizard.table.problems)
        wizard.form.answers[ASKED] |= questions
        wizard.go("columns" if questions else "check")
        st.rerun()


def _layouts(wizard: Wizard, words: Words, target: Target) -> list[Layout] | None:
    """Show the layout of every chosen sheet; return them, None if one is incomplete."""
    names = chosen_sheets(wizard)
    sheets = [sheet for sheet in wizard.sheets if sheet.name in names]
    tabs = st.tabs([plain(sheet.name) for sheet in sheets]) if len(sheets) > 1 else [st.container()]
    layouts = []
    labels = area_labels(target.areas, words.language)
    for tab, sheet in zip(tabs, sheets, strict=True):
        if sheet.name not in wizard.guesses:
            areas = target.areas.drop(columns="geometry").reset_index(drop=True)
            wizard.guesses[sheet.name] = guess_layout(
                sheet, pack=target.pack, indicators=target.rules, areas=areas, scopes=target.scopes
            )
        with tab:
            guess = wizard.guesses[sheet.name]
            layouts.append(sheet_layout(SheetForm(wizard.form, words, sheet, guess, target.rules, labels)))
    complete = [layout for layout in layouts if layout]
    return complete if len(complete) == len(layouts) else None


ASKED = "asked"
"""Among the form's answers, the questions that came up so far."""

DECIMAL = ""
"""Among the questions, the one about the decimal mark; no scale note is empty."""


def open_questions(problems: Sequence[Problem]) -> dict[str, Problem]:
    """Return the problems that ask a person: by scale note, and under ``DECIMAL`` about the decimal mark."""
    scales = {str(each.params["note"]): each for each in problems if each.rule is SCALE_UNANSWERED}
    decimals = [each for each in problems if each.rule is AMBIGUOUS_NUMBER]
    return scales | ({DECIMAL: decimals[0]} if decimals else {})


def possible_factors(note: str) -> list[float]:
    """Return by what the values under a scale note may be multiplied, down to 1 in steps of a thousand."""
    factors = [scale_factor(note)]
    while factors[-1] > 1:
        factors.append(factors[-1] / 1000)
    return factors


def _answers(wizard: Wizard, words: Words, layouts: Sequence[Layout]) -> Choices | None:
    """Ask what the draft could not know; return the choices, None while an answer is missing."""
    tell, form = words.translate, wizard.form
    asked: dict[str, Problem] = form.answers.setdefault(ASKED, {})
    if asked:
        st.subheader(tell("Questions"))
    decimal: DecimalMark | None = None
    scales: dict[str, float] = {}
    for note, problem in asked.items():
        if note == DECIMAL:
            st.caption(plain(problem.message(tell)))
            question = tell("Which is the decimal mark in this file?")
            decimal = form.radio("decimal", question, MARKS, words="“{}”".format)
        elif answer := _scale(form, words, note, _indicators(problem, layouts)):
            scales[note] = answer
    is_answered = len(scales) + (decimal is not None) == len(asked)
    return wizard.choices.model_copy(update={"decimal": decimal, "scales": scales}) if is_answered else None


def _indicators(problem: Problem, layouts: Sequence[Layout]) -> list[str]:
    """Return the indicators that a scale note may govern: those of the question, and those added since."""
    asked = str(problem.params["indicators"]).split(", ")
    chosen = [each.indicator_id for layout in layouts for each in layout.value_columns if each.indicator_id]
    return list(dict.fromkeys([*asked, *chosen]))


def _scale(form: Form, words: Words, note: str, indicator_ids: Sequence[str]) -> float | None:
    """Ask by what the values under a note are multiplied; other indicators make it another question."""
    tell = words.translate
    known = [each for each in indicator_ids if each in words.catalogue]
    units = [f"{words.title(each)}: {words.unit(each)}" for each in known]
    by_note = {factor_into(words.unit(each), note) for each in known}
    answer = form.radio(
        f"scale.{note}.{'.'.join(indicator_ids)}",
        tell("The table says “{note}”. What about its values?").format(note=plain(note)),
        possible_factors(note),
        words=lambda factor: _factor_words(factor, words, is_said=by_note == {factor}),
    )
    st.caption(tell("Kept in these units:") + " " + plain("; ".join(units)))
    return answer


def _factor_words(factor: float, words: Words, *, is_said: bool) -> str:
    """Return an answer in words, and whether it is what the note says of indicators kept in their units."""
    tell = words.translate
    written = words.whole(factor)
    text = (
        tell("Take them as they are")
        if factor == 1
        else tell("Multiply them by {factor}").format(factor=written)
    )
    by_note = tell("as the note says")
    return f"{text} ({by_note})" if is_said else text
