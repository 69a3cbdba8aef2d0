"""Filled forms and questionnaires as tables: one row per form or respondent, read and checked.

Headings are the keys of the columns or their titles in any language of the instrument. What a respondent
wrote into other columns, such as a name, is not taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from config.i18n import N_
from geodata.packs import Pack
from geodata.problems import Problem, Rule, refuse_on_errors
from geodata.services.cells import keys_by_word, plain_text, read_answers
from geodata.services.instruments import AnswerColumn, ObservationForm, ServicesMonitoring
from geodata.tables.matching import cell_text
from geodata.tables.periods import read_period
from geodata.tables.places import Places
from geodata.tables.sheet import FaultyCell, Sheet

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
AREA_MISSING = Rule(
    id="answer_area_missing",
    message=N_("The row does not say which area it is about."),
    remedy=N_("Choose the area from the list, or write its code."),
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
SHEET_LEFT_OUT = Rule(
    id="answer_sheet_left_out",
    message=N_("The sheet has no heading of the instrument and was not read."),
    remedy=N_("Nothing has to be done, unless it holds answers: then give it the headings of the template."),
    severity="note",
)
NO_ANSWERS = Rule(
    id="no_answers",
    message=N_("The table has headings but no filled row."),
    remedy=N_("Fill in one row for each form or person."),
)
TOTAL_TOO_HIGH = Rule(
    id="form_total_too_high",
    message=N_("The points add up to {got}, more than {highest}."),
    remedy=N_("Correct the points of the row."),
)


@dataclass(frozen=True)
class Answers:
    """The filled tables of a file that was read."""

    table: pd.DataFrame = field(repr=False)
    """``area_code, service, period``, a column per question and ``source_ref``, the place of each row.

    Numbers are floats, NaN without an answer; answers to choose from are their keys, missing without one.
    """
    problems: tuple[Problem, ...]
    """Warnings and notes: what was not taken over, and how areas were found."""


def read_forms(
    sheets: Sequence[Sheet], instruments: ServicesMonitoring, *, areas: pd.DataFrame, pack: Pack
) -> Answers:
    """Read filled forms of observers, one per row under the row of headings.

    Args:
        sheets: as :func:`geodata.readers.tabular.read_sheets` returns them; those without any heading of the
            instrument are left out and noted.
        instruments: what was filled.
        areas: as ``geodata.schemas.AREAS``; a row names its area by code, by name or as the lists of the
            template show it.
        pack: the country's, for the words in names of areas.

    Raises:
        ImportRefused: with everything that is wrong: columns missing or twice, rows without area, service or
            period, points off the scale, totals above the highest, no row at all.
    """
    form = instruments.form
    read = _Reading(instruments, form.columns, Places(areas, pack))
    for sheet in read.filled_sheets(sheets):
        read.add(sheet)
        read.problems += _high_totals(sheet, read.tables[-1], form)
    return read.answers()


def read_questionnaires(
    sheets: Sequence[Sheet], instruments: ServicesMonitoring, *, areas: pd.DataFrame, pack: Pack
) -> Answers:
    """Read filled questionnaires, one respondent per row under the row of headings.

    Args:
        sheets: as for :func:`read_forms`.
        instruments: what was asked.
        areas: as for :func:`read_forms`.
        pack: as for :func:`read_forms`.

    Raises:
        ImportRefused: with everything that is wrong: columns and rows as for :func:`read_forms`, ratings off
            the scale or not whole, costs below zero, answers there are not to choose from.
    """
    read = _Reading(instruments, instruments.questionnaire.columns, Places(areas, pack))
    for sheet in read.filled_sheets(sheets):
        read.add(sheet)
    return read.answers()


class _Reading:
    """The tables of an instrument as they come, with everything that is wrong with them."""

    def __init__(
        self, instruments: ServicesMonitoring, columns: Sequence[AnswerColumn], places: Places
    ) -> None:
        self._columns = columns
        self._titles = instruments.titles(columns)
        self._template = instruments.template
        self._places = places
        self.tables: list[pd.DataFrame] = []
        self.problems: list[Problem] = []

    def filled_sheets(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """Return the sheets with a heading of the instrument, the first one if none has, and note others."""
        known = keys_by_word(self._titles)
        is_filled = [any(plain_text(cell) in known for cell in _headings(sheet)) for sheet in sheets]
        if not any(is_filled):
            return list(sheets[:1])
        titles = (*self._template.lists.values(), *self._template.instructions.values())
        own = {plain_text(title) for title in titles}
        self.problems += [
            Problem(SHEET_LEFT_OUT, sheet.where())
            for sheet, filled in zip(sheets, is_filled, strict=True)
            if not filled and plain_text(sheet.name) not in own
        ]
        return [sheet for sheet, filled in zip(sheets, is_filled, strict=True) if filled]

    def add(self, sheet: Sheet) -> None:
        """Read a sheet."""
        self.problems += sheet.problems
        headings = _headings(sheet)
        header_row = int(str(headings.name))
        letters = self._letters(sheet, headings)
        cells = sheet.cells.loc[header_row + 1 :].dropna(how="all")
        cells = cells.reindex(columns=list(letters.values())).set_axis(list(letters), axis=1)
        cells = cells.reindex(columns=list(self._titles)).astype(object)
        table = self._keys(sheet, cells, letters)
        for column in self._columns:
            values, faults = read_answers(cells[column.key], column)
            table[column.key] = values
            self.problems += [
                Problem(rule, sheet.where(row, letters[column.key]), params) for row, rule, params in faults
            ]
        self.tables.append(table.assign(source_ref=_source_refs(sheet, table.index, letters)))

    def _letters(self, sheet: Sheet, headings: pd.Series) -> dict[str, str]:
        """Return the spreadsheet column of each key, and note what is wrong with the headings."""
        known = keys_by_word(self._titles)
        letters: dict[str, str] = {}
        for letter, heading in headings.items():
            key = known.get(plain_text(heading))
            if key is None or key in letters:
                rule = COLUMN_UNUSED if key is None else COLUMN_TWICE
                where = sheet.where(int(str(headings.name)), str(letter))
                self.problems.append(Problem(rule, where, {"column": heading}))
            else:
                letters[key] = str(letter)
        missing = [key for key in self._titles if key not in letters]
        self.problems += [Problem(COLUMN_MISSING, sheet.where(), {"column": key}) for key in missing]
        return letters

    def _keys(self, sheet: Sheet, cells: pd.DataFrame, letters: Mapping[str, str]) -> pd.DataFrame:
        """Return area, service and period of each row, and note the rows that do not say one."""
        told = cells["area_code"].map(cell_text).replace("", None)
        codes, problems = self._areas(sheet, told.dropna(), letters)
        keys = {
            "area_code": codes.reindex(cells.index),
            "service": cells["service"].map(_service),
            "period": cells["period"].map(read_period),
        }
        self.problems += problems
        lacking = {
            "area_code": (told, AREA_MISSING),
            "service": (keys["service"], SERVICE_MISSING),
            "period": (keys["period"], PERIOD_UNKNOWN),
        }
        for name, (values, rule) in lacking.items():
            if name in letters:
                self.problems += _in_cells(sheet, letters[name], cells[name][values.isna()], rule)
        return pd.DataFrame(keys, index=cells.index).astype("str")

    def _areas(
        self, sheet: Sheet, texts: pd.Series, letters: Mapping[str, str]
    ) -> tuple[pd.Series, list[Problem]]:
        if texts.empty:
            return texts, []
        return self._places.find(texts, sheet=sheet, letter=letters["area_code"])

    def answers(self) -> Answers:
        """Return what was read, or refuse it with everything that is wrong.

        Raises:
            ImportRefused: there are errors.
        """
        table = pd.concat(self.tables, ignore_index=True)
        has_headings = all(problem.rule is not COLUMN_MISSING for problem in self.problems)
        if table.empty and has_headings:
            self.problems.append(Problem(NO_ANSWERS))
        refuse_on_errors(self.problems)
        return Answers(table, tuple(self.problems))


def _headings(sheet: Sheet) -> pd.Series:
    """Return the filled cells of the first row that has any; its name is the row."""
    filled = sheet.cells.dropna(how="all")
    return filled.iloc[0].dropna()


def _service(cell: object) -> str | None:
    """Return the name of a service; an error of the spreadsheet is none."""
    return None if isinstance(cell, FaultyCell) else cell_text(cell) or None


def _in_cells(sheet: Sheet, letter: str, cells: pd.Series, rule: Rule) -> list[Problem]:
    return [
        Problem(rule, sheet.where(row, letter), {"got": cell_text(cell)})
        for row, cell in zip(cells.index, cells, strict=True)
    ]


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
