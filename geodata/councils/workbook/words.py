"""What the workbook calls its sheets, columns and choices, as ``register_workbook.toml`` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from typing import Literal

from config.loader import CONFIG_DIR, ConfigModel, load_toml
from geodata.councils.pack import CouncilPack
from geodata.councils.register import SCHEMAS
from geodata.councils.schemas import TITLE_PREFIX
from geodata.packs import Pack, Texts, said
from geodata.tables.names import tolerant_key
from geodata.tables.words import plain_words

ColumnKind = Literal["text", "count", "date", "period", "choice", "area", "body"]

SOURCE_COLUMN = "source_ref"
"""Of every table; the workbook has none, since its rows are their own source."""


class ChoiceWords(ConfigModel):
    """One value that a cell may have, and what it is called."""

    title: Texts
    words: tuple[str, ...] = ()
    """Further words by which it is recognised, in lower case."""


class SheetWords(ConfigModel):
    """A sheet and its columns, in the order in which the template has them."""

    title: Texts
    columns: dict[str, Texts]


class Instructions(ConfigModel):
    """The first sheet."""

    title: Texts
    lines: tuple[Texts, ...]


class HalfYearWords(ConfigModel):
    """How the half-years of a report are written, all in lower case and without punctuation."""

    numbers: tuple[tuple[str, ...], tuple[str, ...]]
    """Of the first and the second one."""
    words: tuple[str, ...]
    """For a half-year."""
    year_words: tuple[str, ...]
    """That may stand beside the year."""


class WorkbookWords(ConfigModel):
    """``register_workbook.toml``."""

    half_years: HalfYearWords
    lists: Texts
    instructions: Instructions
    choices: dict[str, dict[str, ChoiceWords]]
    """By column, for those whose values are the same in every country."""
    sheets: dict[str, SheetWords]
    """By the field of :class:`geodata.councils.register.Register`."""


@cache
def workbook_words() -> WorkbookWords:
    """Read ``config/register_workbook.toml``."""
    return load_toml(CONFIG_DIR / "register_workbook.toml", WorkbookWords)


def sheet_titles(language: str) -> dict[str, str]:
    """Return what the sheets are called, by the table of the register."""
    return {table: said(words.title, language) for table, words in workbook_words().sheets.items()}


def headings(table: str, pack: Pack) -> dict[str, Texts]:
    """Return what the columns of a table are called, the titles of bodies once for each language.

    Args:
        table: field of :class:`geodata.councils.register.Register`.
        pack: for the languages of the country.
    """
    named: dict[str, Texts] = {}
    for column, texts in workbook_words().sheets[table].columns.items():
        if f"{column}_" == TITLE_PREFIX:
            for code in pack.languages:
                titles = {language: f"{text} ({code})" for language, text in texts.items()}
                named[f"{TITLE_PREFIX}{code}"] = titles
        else:
            named[column] = texts
    return named


def is_required(table: str, column: str) -> bool:
    """Return whether each row needs a value there."""
    known = SCHEMAS[table].columns.get(column)
    return known is not None and not known.nullable


def column_kind(table: str, column: str) -> ColumnKind:
    """Return how a cell of that column is read and what the template offers there."""
    kinds: dict[str, ColumnKind] = {
        "body_id": "body",
        "area_code": "area",
        "settlement_code": "area",
        "period": "period",
    }
    known = SCHEMAS[table].columns.get(column)
    types: dict[str, ColumnKind] = {"object": "date", "Int64": "count", "int64": "count"}
    own: ColumnKind = "choice" if column in _CHOICE_COLUMNS else "text"
    return kinds.get(column) or types.get(str(known.dtype) if known else "", own)


_CHOICE_COLUMNS = (
    "body_type",
    "seat_type",
    "role",
    "sex",
    "age_group",
    "kind",
    "report_type",
    "hearing_type",
)


def choices(councils: CouncilPack) -> dict[str, dict[str, ChoiceWords]]:
    """Return the values that cells may have, by column and key, with what they are called."""
    titled: dict[str, Mapping[str, Texts]] = {
        "body_type": {key: kind.title for key, kind in councils.body_types.items()},
        "seat_type": {key: kind.title for key, kind in councils.seat_types.items()},
        "role": {key: kind.title for key, kind in councils.roles.items()},
        "kind": {key: kind.title for key, kind in councils.meeting_kinds.items()},
        "report_type": {key: kind.title for key, kind in councils.report_types.items()},
        "hearing_type": {key: kind.title for key, kind in councils.hearing_types.items()},
    }
    of_country = {
        column: {key: ChoiceWords(title=title) for key, title in titles.items()}
        for column, titles in titled.items()
    }
    ages = councils.ages.model_dump(include={"youth_below", "old_above"})
    of_everybody = {
        column: {key: _with_ages(words, ages) for key, words in known.items()}
        for column, known in workbook_words().choices.items()
    }
    return of_country | of_everybody


def _with_ages(choice: ChoiceWords, ages: Mapping[str, int]) -> ChoiceWords:
    """Return a choice with the ages of the country in its title."""
    title = {language: text.format(**ages) for language, text in choice.title.items()}
    return choice.model_copy(update={"title": title})


class Vocabulary:
    """Finds what a text means among things with several names; what may mean two things means none."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take the names of each thing by its key, which is a name as well."""
        self._plain: dict[str, set[str]] = {}
        self._tolerant: dict[str, set[str]] = {}
        for key, texts in names.items():
            for text in (key, *texts):
                self._plain.setdefault(plain_words(text), set()).add(key)
                self._tolerant.setdefault(tolerant_key(text), set()).add(key)

    def find(self, text: str) -> str | None:
        """Return the key that ``text`` names in any spelling or alphabet; None for none or several."""
        exact = self._plain.get(plain_words(text), set())
        found = exact or self._tolerant.get(tolerant_key(text), set())
        return next(iter(found)) if len(found) == 1 else None


@cache
def half_years() -> dict[str, str]:
    """Return ``H1`` or ``H2`` by every way to write a half-year, without its year."""
    known = workbook_words().half_years
    return {
        f"{first} {second}": f"H{half}"
        for half, numbers in enumerate(known.numbers, 1)
        for pair in product(numbers, known.words)
        for first, second in (pair, pair[::-1])
    }
