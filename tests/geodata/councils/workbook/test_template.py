"""The template: what it lists, offers and warns of, and that no text in it is a formula."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from geodata.councils import Register, load_council_pack
from geodata.councils.workbook import register_template
from geodata.packs import load_pack, pack_folders
from tests.geodata.councils.workbook.made import AREAS, COUNCILS, PACK, REGISTER

PACKS = [code for code, folder in pack_folders().items() if load_council_pack(folder) is not None]


def opened(language: str = "en", register: Register | None = None, areas: pd.DataFrame = AREAS) -> Workbook:
    content = register_template(PACK, COUNCILS, areas, language=language, register=register)
    return openpyxl.load_workbook(io.BytesIO(content))


def column(sheet: Worksheet, letter: str) -> list[object]:
    return [cell.value for cell in sheet[letter][1:]]


def offers(sheet: Worksheet) -> dict[str, str]:
    return {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }


@pytest.mark.parametrize(
    ("language", "sheets"),
    [
        ("en", ["Instructions", "Bodies", "Members", "Meetings", "Reports", "Hearings", "Lists"]),
        ("ru", ["Инструкция", "Органы", "Члены", "Заседания", "Отчёты", "Слушания", "Списки"]),
        ("ky", ["Көрсөтмө", "Органдар", "Мүчөлөр", "Жыйындар", "Отчёттор", "Угуулар", "Тизмелер"]),
    ],
)
def test_the_sheets_are_in_the_language(language: str, sheets: list[str]) -> None:
    assert opened(language).sheetnames == sheets


def test_areas_that_elect_a_council_are_listed_until_they_have_a_body() -> None:
    assert column(opened()["Bodies"], "C") == ["Ак-Суу · 0301", "Бел · 0302"]
    known = opened(register=REGISTER)["Bodies"]
    assert column(known, "C") == ["Ак-Суу · 0301", "Бел · 0302"]
    assert column(known, "A") == ["007", None]


def test_the_lists_are_offered_where_they_belong() -> None:
    book = opened("ru")
    members, lists = offers(book["Члены"]), book["Списки"]
    assert members["A2"] == "'Органы'!$A$2:$A$5000"
    titles = [kind.title["ru"] for kind in COUNCILS.seat_types.values()]
    assert column_of(lists, members["C2"]) == titles
    assert column_of(lists, members["D2"]) == ["Женский", "Мужской"]
    assert column_of(lists, members["G2"]) == ["Арал · 030101", "Арал · 030201"]
    assert len(column_of(lists, offers(book["Слушания"])["B2"])) == len(AREAS)


def column_of(lists: Worksheet, formula: str) -> list[object]:
    return [row[0].value for row in lists[formula.partition("!")[2].replace("$", "")]]


def test_nothing_is_offered_where_there_is_nothing_to_choose() -> None:
    book = opened(areas=AREAS[AREAS["admin_level"] < 4])
    assert "G2" not in offers(book["Members"])


def test_no_text_is_a_formula_and_codes_are_texts() -> None:
    book = opened(register=REGISTER)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    title = book["Bodies"]["D2"]
    assert (title.value, title.data_type, title.quotePrefix) == ("=1+1", "s", True)
    assert (book["Bodies"]["A2"].value, book["Bodies"]["A2"].number_format) == ("007", "@")
    formats = [book["Bodies"].column_dimensions[letter].number_format for letter in "AHJ"]
    assert formats == ["@", "yyyy-mm-dd", "0"]


@pytest.mark.parametrize("code", PACKS)
def test_every_pack_with_councils_has_a_template(code: str) -> None:
    pack, councils = load_pack(pack_folders()[code]), load_council_pack(pack_folders()[code])
    assert councils is not None
    areas = AREAS[AREAS["admin_level"] < len(pack.levels)]
    book = openpyxl.load_workbook(
        io.BytesIO(register_template(pack, councils, areas, language=pack.languages[0]))
    )
    assert len(book.sheetnames) == 7
