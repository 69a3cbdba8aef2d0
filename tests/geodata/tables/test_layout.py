"""Layouts are proposed from what stands in a sheet, and kept as text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.layout import Layout, guess_layout


@pytest.fixture
def guess(sheet, pack, areas, rules):
    return lambda text: guess_layout(sheet(text), pack=pack, indicators=rules, areas=areas)


def summary(layout: Layout) -> dict[str, tuple[str | None, str | None]]:
    return {column.column: (column.indicator_id, column.period) for column in layout.value_columns}


def test_tidy(guess):
    layout = guess("id,area,indicator,year,value\n1,0102,population,2023,7\n2,0103,population,2023,8\n")
    assert layout.kind == "tidy"
    assert (layout.area_code, layout.indicator, layout.period) == ("B", "C", "D")
    assert (layout.header_rows, layout.first_row) == ((1,), 2)
    assert summary(layout) == {"E": (None, None)}


def test_periods_across_under_a_title(guess):
    layout = guess("Table 5. Unemployment;;\n;;\nName;2022;2023 г.\nАк-Муз;1,5;2,5\nОргочор;…;3\n")
    assert layout.kind == "periods across"
    assert (layout.header_rows, layout.first_row, layout.area_name) == ((3,), 4, "A")
    assert summary(layout) == {"B": (None, "2022"), "C": (None, "2023")}
    assert layout.with_indicator("revenue").value_columns[0].indicator_id == "revenue"


def test_indicators_across_with_the_period_in_the_heading(guess):
    layout = guess("code,population_2021,Доходы (2022),lat\n0102,10,20,41.5\n0103,11,21,42.5\n")
    assert layout.kind == "indicators and periods across"
    assert summary(layout) == {"B": ("population", "2021"), "C": ("revenue", "2022")}


def test_indicators_across(guess):
    layout = guess("code,Population,Revenue\n0102,10,20\n").with_period("2023")
    assert layout.kind == "indicators across"
    assert summary(layout) == {"B": ("population", "2023"), "C": ("revenue", "2023")}


def test_two_header_rows_from_a_workbook_with_merged_cells(tmp_path: Path, pack, areas, rules):
    book = openpyxl.Workbook()
    cells = book.active
    for row in (
        ["Indicators of municipalities, thousand som", None, None, None, None],
        ["Аталышы", "Population", None, "Revenue", None],
        [None, 2022, 2023, 2022, 2023],
        ["А", 1, 2, 3, 4],
        ["Ак-Муз", 10, 11, 20, 21],
        ["Оргочор", 12, 13, 22, 23],
    ):
        cells.append(row)
    for merged in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        cells.merge_cells(merged)
    path = tmp_path / "t.xlsx"
    book.save(path)
    (sheet,) = read_sheets(path, limits=load_limits())
    layout = guess_layout(sheet, pack=pack, indicators=rules, areas=areas)
    assert layout.kind == "indicators and periods across"
    assert (layout.header_rows, layout.first_row, layout.title_end) == ((2, 3), 5, 1)
    assert summary(layout) == {
        "B": ("population", "2022"),
        "C": ("population", "2023"),
        "D": ("revenue", "2022"),
        "E": ("revenue", "2023"),
    }


def test_a_merged_heading_saved_as_text_still_spans_its_columns(guess):
    layout = guess(";Население;;Доходы;\nАталышы;2022;2023;2022;2023\nАк-Муз;1;2;3;4\n")
    assert summary(layout)["C"] == ("population", "2023")
    assert summary(layout)["E"] == ("revenue", "2023")


def test_the_parent_column_is_the_one_above(guess):
    layout = guess("district,name,2023\nАк-Талаа,Көк-Суу,1\nЖети-Өгүз,Көк-Суу,2\nЖети-Өгүз,Оргочор,3\n")
    assert (layout.parent, layout.area_name, layout.area_code) == ("A", "B", None)


def test_areas_nobody_knows_are_still_in_the_first_column(guess):
    layout = guess("place,2023\nAtlantis,1\nLyonesse,2\n")
    assert (layout.area_name, layout.area_code) == ("A", None)


def test_areas_without_values_above_the_first_number_are_rows(guess):
    assert guess("code,2022,2023\n0102,,\n0103,…,2\n").first_row == 2


def test_a_layout_is_kept_as_text(guess):
    layout = guess("code,2022,2023\n0102,1,2\n").with_indicator("population")
    edited = layout.model_copy(update={"filters": {"A": ("0102",)}, "area_codes": {"x": "0102"}})
    assert Layout.model_validate_json(edited.model_dump_json()) == edited
