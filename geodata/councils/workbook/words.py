"""What the workbook calls its sheets, columns and choices, as ``register_workbook.toml`` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import pandas as pd
from pydantic import Field

from config.loader import CONFIG_DIR, ConfigModel, load_toml
from geodata.councils.pack import CouncilPack
from geodata.councils.register import SCHEMAS
from geodata.councils.schemas import TITLE_PREFIX
from geodata.packs import Pack, Texts
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


class WorkbookWords(ConfigModel):
    """``register_workbook.toml``."""

    label_separator: str = Field(min_length=1)
    """Between name and code of an area, in the lists to choose from."""
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


def said(texts: Texts, language: str) -> str:
    """Return the text in ``language``, in English where there is none."""
    return texts.get(language, texts["en"])


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
    return of_country | workbook_words().choices


def area_label(name: str, code: str) -> str:
    """Return how the lists show an area."""
    return f"{name}{workbook_words().label_separator}{code}"


def split_label(text: str) -> tuple[str, str]:
    """Return name and code of what a cell says of an area; a cell that is no label may be either."""
    name, separator, code = text.rpartition(workbook_words().label_separator)
    return (name.strip(), code.strip()) if separator else (text, text)


def names_in(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return the areas' names in ``language``, in the country's first language where there is none."""
    column = f"name_{language}"
    return areas[column].fillna(areas["area_name"]) if column in areas else areas["area_name"]


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
