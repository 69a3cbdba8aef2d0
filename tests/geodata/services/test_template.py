"""The templates of the instruments: what they offer, and that they come back as they were filled in."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from config.i18n import LANGUAGES
from geodata.packs import load_pack, pack_folders
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.services.answers import read_forms, read_questionnaires
from geodata.services.instruments import InstrumentName, load_services_monitoring
from geodata.services.template import services_template

INSTRUMENTS = load_services_monitoring()
PACK = load_pack(pack_folders()["demo"])
AREAS = pd.DataFrame(
    {
        "area_code": ["01", "02"],
        "area_name": ["Талас", "=1+1"],
        "name_ru": ["Талас", None],
        "admin_level": [3, 3],
        "parent_code": pd.Series([None, None], dtype="str"),
    }
)


def opened(name: InstrumentName, language: str = "en") -> Workbook:
    content = services_template(INSTRUMENTS, name, AREAS, language=language)
    return openpyxl.load_workbook(io.BytesIO(content))


def to_fill(book: Workbook, name: InstrumentName, language: str = "en") -> Worksheet:
    return book[INSTRUMENTS.instrument(name).sheet[language]]


def offered(book: Workbook, sheet: Worksheet, column: str) -> list[object]:
    rule = next(
        rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{column}2:")
    )
    name, _, cells = rule.formula1.partition("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


def filled(book: Workbook, path: Path, sheet: Worksheet, *rows: list[object]) -> Path:
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    book.save(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_questionnaire_comes_back_as_it_was_filled_in(tmp_path: Path, language: str) -> None:
    book = opened("questionnaire", language)
    sheet = to_fill(book, "questionnaire", language)
    areas, sexes = offered(book, sheet, "A"), offered(book, sheet, "L")
    ages = offered(book, sheet, "M")
    path = filled(
        book,
        tmp_path / "filled.xlsx",
        sheet,
        [areas[1], "passport", "2024", 1, 2, 3, 4, 5, 100, 0, 12.5, sexes[0], ages[2]],
        [areas[0], "land title", "2024-Q1", *[None] * 8, sexes[1], None],
    )
    sheets = read_sheets(path, limits=load_limits())
    answers = read_questionnaires(sheets, INSTRUMENTS, areas=AREAS, pack=PACK)
    assert answers.problems == ()
    said = answers.table.drop(columns="source_ref").astype(object)
    assert said.where(said.notna(), None).to_numpy().tolist() == [
        ["01", "passport", "2024", 1, 2, 3, 4, 5, 100, 0, 12.5, "f", "over_60"],
        ["02", "land title", "2024-Q1", *[None] * 8, "m", None],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_comes_back_as_it_was_filled_in(tmp_path: Path, language: str) -> None:
    book = opened("form", language)
    points = [2] * 12 + [1] * 6
    path = filled(
        book, tmp_path / "filled.xlsx", to_fill(book, "form", language), ["02", "passport", 2024, *points]
    )
    answers = read_forms(read_sheets(path, limits=load_limits()), INSTRUMENTS, areas=AREAS, pack=PACK)
    assert answers.problems == ()
    assert answers.table[list(INSTRUMENTS.form.items)].to_numpy().tolist() == [points]


def test_an_empty_template_is_refused_for_one_reason(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    opened("form").save(path)
    with pytest.raises(Exception, match="no filled row") as caught:
        read_forms(read_sheets(path, limits=load_limits()), INSTRUMENTS, areas=AREAS, pack=PACK)
    assert [problem.rule.id for problem in caught.value.problems] == ["no_answers"]


def test_no_text_is_a_formula() -> None:
    book = opened("questionnaire")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1 · 02" in [cell.value for cell in cells]


def test_the_spreadsheet_warns_of_what_would_be_refused() -> None:
    rules = to_fill(opened("questionnaire"), "questionnaire").data_validations.dataValidation
    bounds = {
        str(rule.sqref).partition("2:")[0]: (rule.type, rule.operator, rule.formula1, rule.formula2)
        for rule in rules
        if rule.type != "list"
    }
    assert bounds["D"] == ("whole", "between", "1", "5")
    assert bounds["I"] == ("decimal", "greaterThanOrEqual", "0", None)
    form = to_fill(opened("form"), "form").data_validations.dataValidation
    assert {(rule.type, rule.formula1, rule.formula2) for rule in form if rule.type != "list"} == {
        ("decimal", "0", "30.0")
    }


def test_whoever_fills_the_form_in_is_told_the_highest_total() -> None:
    lines = [cell.value for cell in opened("form")["Instructions"]["A"]]
    assert any(f"at most {INSTRUMENTS.form.highest_total:g}" in str(line) for line in lines)
