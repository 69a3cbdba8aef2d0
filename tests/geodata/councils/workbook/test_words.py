"""The words of the workbook: complete, and never of two meanings."""

from __future__ import annotations

import pytest

from config.i18n import LANGUAGES
from geodata.councils import load_council_pack
from geodata.councils.register import SCHEMAS
from geodata.councils.schemas import TITLE_PREFIX
from geodata.councils.workbook.cells import choice_reader
from geodata.councils.workbook.words import (
    Vocabulary,
    choices,
    column_kind,
    headings,
    workbook_words,
)
from geodata.packs import load_pack, pack_folders

PACKS = [code for code, folder in pack_folders().items() if load_council_pack(folder) is not None]


@pytest.mark.parametrize("table", list(SCHEMAS))
def test_every_column_of_the_schemas_is_in_the_workbook_but_the_source(table: str) -> None:
    columns = [
        TITLE_PREFIX.rstrip("_") if column.regex else name for name, column in SCHEMAS[table].columns.items()
    ]
    assert set(workbook_words().sheets[table].columns) == set(columns) - {"source_ref"}


@pytest.mark.parametrize("table", list(SCHEMAS))
def test_headings_and_sheets_are_told_apart_in_every_language(table: str) -> None:
    pack = load_pack(pack_folders()["demo"])
    named = headings(table, pack)
    vocabulary = Vocabulary({column: texts.values() for column, texts in named.items()})
    sheets = Vocabulary({name: words.title.values() for name, words in workbook_words().sheets.items()})
    for language in LANGUAGES:
        assert [vocabulary.find(f"{texts[language]} *") for texts in named.values()] == list(named)
        assert sheets.find(workbook_words().sheets[table].title[language]) == table


@pytest.mark.parametrize("code", PACKS)
def test_every_choice_of_a_pack_is_read_by_its_titles(code: str) -> None:
    councils = load_council_pack(pack_folders()[code])
    assert councils is not None
    for words in choices(councils).values():
        read = choice_reader(words)
        assert [read(key) for key in words] == list(words)
        for language in LANGUAGES:
            assert [read(choice.title[language]) for choice in words.values()] == list(words)


def test_kinds_of_columns_follow_from_the_schemas() -> None:
    kinds = {
        (table, column): column_kind(table, column)
        for table, column in [
            ("bodies", "founded_on"),
            ("bodies", "statutory_seats"),
            ("members", "member_no"),
            ("members", "sex"),
            ("reports", "period"),
            ("members", "settlement_code"),
            ("hearings", "topic"),
        ]
    }
    assert list(kinds.values()) == ["date", "count", "count", "choice", "period", "area", "text"]


def test_age_groups_are_those_of_the_pack() -> None:
    councils = load_council_pack(pack_folders()["demo"])
    assert councils is not None
    ages = councils.ages.model_copy(update={"youth_below": 35, "old_above": 64})
    groups = choices(councils.model_copy(update={"ages": ages}))["age_group"]
    assert [group.title["en"] for group in groups.values()] == ["Under 35", "35 to 64", "Over 64"]
