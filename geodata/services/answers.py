"""Filled forms and questionnaires as tables: one row per form or respondent, read and checked.

Headings are the keys of the columns or their titles in any language of the instrument. What a respondent
wrote into other columns, such as a name, is not taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from config.i18n import N_
from geodata.packs import Pack, Texts
from geodata.problems import Problem, Rule, refuse_on_errors
from geodata.services.instruments import AnswerColumn, KeyColumns, ObservationForm, Scale, ServicesMonitoring
from geodata.tables.matching import cell_text, match_areas
from geodata.tables.numbers import parse_numbers
from geodata.tables.periods import read_period
from geodata.tables.sheet import Sheet

COLUMN_MISSING = Rule(
    id="answer_column_missing",
    message=N_("The table has no column {column}."),
    remedy=N_("Add it; its cells may be empty where there is no answer."),
)
COLUMN_TWICE = Rule(
    id="answer_column_twice",
    message=N_("The column {column} is there more than once."),
    remedy=N_("Keep one of them."),
)
COLUMN_UNUSED = Rule(
    id="answer_column_unused",
    message=N_("The column {column} is no question of the instrument and is not taken over."),
    remedy=N_("Nothing has to be done, unless its heading is misspelt."),
    severity="warning",
)
AREA_UNKNOWN = Rule(
    id="answer_area_unknown",
    message=N_("{got} is no area of the country, or more than one."),
    remedy=N_("Write its code."),
)
SERVICE_MISSING = Rule(
    id="answer_service_missing",
    message=N_("The row does not say which service it is about."),
    remedy=N_("Name the service, the same way in every row."),
)
PERIOD_UNKNOWN = Rule(
    id="answer_period_unknown",
    message=N_("Expected a period such as 2023, 2023-Q2 or 2023-07, got {got}."),
    remedy=N_("Write when the answers were given in one of these ways."),
)
NOT_A_NUMBER = Rule(
    id="answer_not_a_number",
    message=N_("The answer {got} is no number."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
OFF_SCALE = Rule(
    id="answer_off_scale",
    message=N_("The answer {got} is not from {lowest} to {highest}."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
BELOW_SCALE = Rule(
    id="answer_below_scale",
    message=N_("The answer {got} is below {lowest}."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
NOT_WHOLE = Rule(
    id="answer_not_whole",
    message=N_("The answer {got} is not a whole number."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
ANSWER_UNKNOWN = Rule(
    id="answer_unknown",
    message=N_("The answer {got} is none of: {expected}."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
TOTAL_TOO_HIGH = Rule(
    id="form_total_too_high",
    message=N_("The points add up to {got}, more than {highest}."),
    remedy=N_("Correct the points of the row."),
)


_KEY_RULES = {"area_code": AREA_UNKNOWN, "service": SERVICE_MISSING, "period": PERIOD_UNKNOWN}


class _Fault(NamedTuple):
    row: int
    rule: Rule
    said: Mapping[str, object]


@dataclass(frozen=True)
class Answers:
    """A filled table that was read."""

    table: pd.DataFrame
    """``area_code, service, period``, a column per question and ``source_ref``; labelled with the sheet's
    rows.

    Numbers are floats, NaN without an answer; answers to choose from are their keys, missing without one.
    """
    problems: tuple[Problem, ...]
    """Warnings: what was not taken over."""


def read_forms(sheet: Sheet, instruments: ServicesMonitoring, *, areas: pd.DataFrame, pack: Pack) -> Answers:
    """Read filled forms of observers, one per row under the row of headings.

    Args:
        sheet: as :func:`geodata.readers.tabular.read_sheets` returns it.
        instruments: what was filled.
        areas: as ``geodata.schemas.AREAS``; a row names its area by code or by name.
        pack: the country's, for the words in names of areas.

    Raises:
        ImportRefused: with everything that is wrong: columns missing or twice, rows without area, service or
            period, points off the scale, totals above the highest.
    """
    table, problems = _read(sheet, instruments.keys, instruments.form.columns, areas, pack)
    problems += _high_totals(sheet, table, instruments.form)
    refuse_on_errors(problems)
    return Answers(table, tuple(problems))


def read_questionnaires(
    sheet: Sheet, instruments: ServicesMonitoring, *, areas: pd.DataFrame, pack: Pack
) -> Answers:
    """Read filled questionnaires, one respondent per row under the row of headings.

    Args:
        sheet: as for :func:`read_forms`.
        instruments: what was asked.
        areas: as for :func:`read_forms`.
        pack: as for :func:`read_forms`.

    Raises:
        ImportRefused: with everything that is wrong: columns and rows as for :func:`read_forms`, ratings off
            the scale or not whole, costs below zero, answers there are not to choose from.
    """
    table, problems = _read(sheet, instruments.keys, instruments.questionnaire.columns, areas, pack)
    refuse_on_errors(problems)
    return Answers(table, tuple(problems))


def _read(
    sheet: Sheet, key_columns: KeyColumns, columns: Sequence[AnswerColumn], areas: pd.DataFrame, pack: Pack
) -> tuple[pd.DataFrame, list[Problem]]:
    filled = sheet.cells.dropna(how="all")
    titles = key_columns.titles | {column.key: column.title for column in columns}
    letters, problems = _letters(sheet, filled.index[0], titles)
    cells = filled.iloc[1:].reindex(columns=list(letters.values())).set_axis(list(letters), axis=1)
    cells = cells.reindex(columns=list(titles)).astype(object)
    keys = _keys(cells, areas, pack)
    for name, rule in _KEY_RULES.items():
        if name in letters:
            problems += _in_cells(sheet, letters[name], cells[name][keys[name].isna()], rule)
    answers = {column.key: _answers(cells[column.key], column) for column in columns}
    for key, (_, faults) in answers.items():
        problems += [Problem(rule, sheet.where(row, letters[key]), params) for row, rule, params in faults]
    table = keys.assign(**{key: values for key, (values, _) in answers.items()})
    return table.assign(source_ref=_source_refs(sheet, table.index, letters)), problems


def _letters(sheet: Sheet, row: int, titles: Mapping[str, Texts]) -> tuple[dict[str, str], list[Problem]]:
    """Return the spreadsheet column of each key, and what is wrong with the headings."""
    words = _words(titles)
    letters: dict[str, str] = {}
    problems = []
    for letter, heading in zip(sheet.cells.columns, sheet.cells.loc[row], strict=True):
        if cell_text(heading) == "":
            continue
        where, key = sheet.where(row, letter), words.get(_plain(heading))
        if key is None or key in letters:
            rule = COLUMN_UNUSED if key is None else COLUMN_TWICE
            problems.append(Problem(rule, where, {"column": heading}))
        else:
            letters[key] = letter
    missing = [key for key in titles if key not in letters]
    return letters, problems + [Problem(COLUMN_MISSING, sheet.where(), {"column": key}) for key in missing]


def _words(titles: Mapping[str, Texts]) -> dict[str, str]:
    """Return the key that each heading or answer means: the key itself or its title in any language."""
    return {_plain(word): key for key, title in titles.items() for word in (key, *title.values())}


def _plain(heading: object) -> str:
    return " ".join(str(heading).casefold().split())


def _keys(cells: pd.DataFrame, areas: pd.DataFrame, pack: Pack) -> pd.DataFrame:
    named = pd.DataFrame({"code": cells["area_code"], "name": cells["area_code"]})
    texts = {
        "area_code": match_areas(named, areas, pack=pack).matches["area_code"],
        "service": cells["service"].map(cell_text).replace("", None),
        "period": cells["period"].map(read_period),
    }
    return pd.DataFrame(texts, index=cells.index).astype("str")


def _in_cells(sheet: Sheet, letter: str, cells: pd.Series, rule: Rule) -> list[Problem]:
    return [
        Problem(rule, sheet.where(row, letter), {"got": cell_text(cell)})
        for row, cell in zip(cells.index, cells, strict=True)
    ]


def _answers(cells: pd.Series, column: AnswerColumn) -> tuple[pd.Series, list[_Fault]]:
    return _chosen(cells, column.answers) if column.scale is None else _numbers(cells, column.scale)


def _chosen(cells: pd.Series, answers: Mapping[str, Texts]) -> tuple[pd.Series, list[_Fault]]:
    words, expected = _words(answers), ", ".join(answers)
    texts = cells.map(cell_text)
    chosen = texts.map(lambda text: words.get(_plain(text))).astype("str")
    unknown = texts[chosen.isna() & (texts != "")]
    return chosen, [
        _Fault(row, ANSWER_UNKNOWN, {"got": text, "expected": expected})
        for row, text in zip(unknown.index, unknown, strict=True)
    ]


def _numbers(cells: pd.Series, scale: Scale) -> tuple[pd.Series, list[_Fault]]:
    parsed = parse_numbers(cells)
    wrong, given = cells[parsed["fault"] != ""], parsed["value"].dropna()
    ends = {"lowest": f"{scale.lowest:g}", "highest": f"{scale.highest or 0:g}"}
    faults = [
        _Fault(row, NOT_A_NUMBER, {"got": cell_text(cell)})
        for row, cell in zip(wrong.index, wrong, strict=True)
    ]
    faults += [
        _Fault(row, rule, {"got": f"{number:.12g}", **ends})
        for row, number in zip(given.index, given, strict=True)
        if (rule := _broken(number, scale)) is not None
    ]
    return parsed["value"], faults


def _broken(number: float, scale: Scale) -> Rule | None:
    if not scale.has(number):
        return BELOW_SCALE if scale.highest is None else OFF_SCALE
    return NOT_WHOLE if scale.is_whole and not number.is_integer() else None


def _high_totals(sheet: Sheet, table: pd.DataFrame, form: ObservationForm) -> list[Problem]:
    """Return the rows whose points, with those not given as none, are more than the form has."""
    totals = table[list(form.items)].sum(axis=1)
    high = totals[totals > form.highest_total]
    highest = f"{form.highest_total:g}"
    return [
        Problem(TOTAL_TOO_HIGH, sheet.where(row), {"got": f"{total:.12g}", "highest": highest})
        for row, total in zip(high.index, high, strict=True)
    ]


def _source_refs(sheet: Sheet, rows: pd.Index[int], letters: Mapping[str, str]) -> pd.Series[str]:
    """Return where each row stands, as the place of its area."""
    letter = letters.get("area_code", "A")
    return sheet.source_refs(pd.Series(rows, index=rows), pd.Series(letter, index=rows, dtype="str"))
