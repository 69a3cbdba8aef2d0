"""Which table of the register a sheet is, and which column stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.i18n import N_
from geodata.councils.workbook.words import Vocabulary, headings, is_required, workbook_words
from geodata.packs import Pack
from geodata.problems import Problem, Rule
from geodata.tables.matching import cell_text
from geodata.tables.sheet import Sheet

NO_REGISTER_SHEET = Rule(
    "no_register_sheet",
    N_("No sheet is one of a register; the sheets are {sheets}."),
    N_("Start from the template, and keep the names of its sheets."),
)
SHEET_LEFT_OUT = Rule(
    "register_sheet_left_out",
    N_("The sheet is none of a register and was not read."),
    N_("Give it the name of a sheet of the template if it should be."),
    "note",
)
COLUMN_MISSING = Rule(
    "register_column_missing",
    N_("There is no column “{column}”, which each row needs."),
    N_("Add the column, with a heading as in the template."),
)
COLUMN_LEFT_OUT = Rule(
    "register_column_left_out",
    N_("The column “{heading}” is none of the register and was not read."),
    N_("Give it a heading of the template if it should be."),
    "warning",
)
COLUMN_REPEATED = Rule(
    "register_column_repeated",
    N_("The column “{heading}” is there {count} times."),
    N_("Keep one of them, or give the others another heading."),
)

_HEADER_ROWS = 10
"""The headings are looked for in so many rows."""


@dataclass(frozen=True)
class RegisterSheet:
    """A sheet that is a table of the register."""

    table: str
    """Field of :class:`geodata.councils.register.Register`."""
    sheet: Sheet
    header_row: int
    columns: dict[str, str]
    """Letter by column of the table, ordered as the template; of those that are there twice the first."""
    problems: tuple[Problem, ...]


def register_sheets(sheets: Sequence[Sheet], pack: Pack) -> tuple[list[RegisterSheet], list[Problem]]:
    """Return the sheets of the register, bodies first, and what is wrong with sheets and headings."""
    tables = workbook_words().sheets
    names = Vocabulary({table: words.title.values() for table, words in tables.items()})
    found = {id(sheet): names.find(sheet.name) for sheet in sheets}
    laid_out = [
        _lay_out(sheet, table, pack) for table in tables for sheet in sheets if found[id(sheet)] == table
    ]
    own = Vocabulary(
        {"own": [*workbook_words().lists.values(), *workbook_words().instructions.title.values()]}
    )
    problems = [
        Problem(SHEET_LEFT_OUT, sheet.where())
        for sheet in sheets
        if found[id(sheet)] is None and own.find(sheet.name) is None
    ]
    if not laid_out and sheets:
        problems.append(_no_register(sheets))
    return laid_out, [*problems, *(problem for each in laid_out for problem in each.problems)]


def _no_register(sheets: Sequence[Sheet]) -> Problem:
    listed = ", ".join(sheet.name for sheet in sheets)
    return Problem(NO_REGISTER_SHEET, params={"sheets": listed})


def _lay_out(sheet: Sheet, table: str, pack: Pack) -> RegisterSheet:
    names = headings(table, pack)
    vocabulary = Vocabulary({column: texts.values() for column, texts in names.items()})
    rows = {
        row: {str(letter): vocabulary.find(cell_text(cell)) for letter, cell in cells.items()}
        for row, (_, cells) in enumerate(sheet.cells.head(_HEADER_ROWS).iterrows(), 1)
    }
    header_row = max(rows, key=lambda row: sum(column is not None for column in rows[row].values()))
    meant = rows[header_row]
    letters = {column: letter for letter, column in reversed(meant.items()) if column}
    columns = {column: letters[column] for column in names if column in letters}
    problems = [
        *_repeated(sheet, header_row, meant),
        *_left_out(sheet, header_row, meant),
        *(
            Problem(COLUMN_MISSING, sheet.where(header_row), {"column": texts["en"]})
            for column, texts in names.items()
            if is_required(table, column) and column not in columns
        ),
    ]
    return RegisterSheet(table, sheet, header_row, columns, tuple(problems))


def _repeated(sheet: Sheet, row: int, meant: dict[str, str | None]) -> Iterator[Problem]:
    for column, count in Counter(filter(None, meant.values())).items():
        if count > 1:
            letter = [each for each, found in meant.items() if found == column][1]
            params = {"heading": cell_text(sheet.cells.loc[row, letter]), "count": count}
            yield Problem(COLUMN_REPEATED, sheet.where(row, letter), params)


def _left_out(sheet: Sheet, row: int, meant: dict[str, str | None]) -> Iterator[Problem]:
    for letter, column in meant.items():
        is_filled = bool(sheet.cells.loc[row:, letter].notna().any())
        if column is None and is_filled:
            heading = cell_text(sheet.cells.loc[row, letter])
            yield Problem(COLUMN_LEFT_OUT, sheet.where(row, letter), {"heading": heading})
