"""Every correction at the check becomes a choice, and the draft then has no error."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.components.data.columns_step import DECIMAL, open_questions, possible_factors
from dashboard.components.data.fixes import (
    faulty_cells,
    fix_count,
    table_levels,
    unknown_indicators,
    unknown_periods,
    unresolved_labels,
    with_areas,
    with_corrections,
    with_dropped,
)
from dashboard.imports import Target
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft
from geodata.tables.layout import guess_layout
from tests.dashboard.data.made import messy_workbook


def draft(target: Target, path: Path, choices: Choices) -> TableDraft:
    sheets = read_sheets(path, limits=load_limits())
    areas = target.areas.reset_index(drop=True)
    layout = guess_layout(sheets[0], pack=target.pack, indicators=target.rules, areas=areas)
    return target.draft_table(sheets, [layout], choices)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    return messy_workbook(tmp_path / "messy.xlsx")


def test_the_messy_table_is_put_right_step_by_step(squares_target: Target, messy: Path) -> None:
    first = draft(squares_target, messy, Choices())
    assert list(open_questions(first.problems)) == ["тыс. сом"]
    choices = Choices(scales={"тыс. сом": 1.0})

    labels = unresolved_labels(draft(squares_target, messy, choices))
    assert labels["label"].tolist() == ["Көк-Өзөнгө"]
    assert labels["rows"].tolist() == [{"Бюджет": (5, 6)}]
    choices = with_areas(choices, {"Көк-Өзөнгө": "04"})

    doubled = draft(squares_target, messy, choices)
    assert table_levels(doubled, squares_target.areas) == [1]
    cells = faulty_cells(doubled.problems, str, only_sheet="Бюджет")
    assert cells[["place", "found"]].to_numpy().tolist() == [
        ["Бюджет!C5", "нет"],
        ["Бюджет!B6", "2000,5"],
        ["Бюджет!C6", "2100,5"],
    ]
    cells.loc["Бюджет!C5", "correction"] = "2100,5"
    cells.loc["Бюджет!B6", "is_dropped"] = True
    choices = with_corrections(choices, cells, "printed twice")
    assert choices.corrections == {"Бюджет": {"C5": "2100,5"}}
    assert choices.dropped_rows == {"Бюджет": {6: "printed twice"}}
    assert fix_count(choices) == 3

    settled = draft(squares_target, messy, choices)
    assert settled.is_publishable
    assert settled.observations["value"].tolist() == [1000.5, 2000.5, 1100.5, 2100.5]


def test_corrections_add_up_over_rounds() -> None:
    cells = pd.DataFrame(
        {"sheet": ["S"], "row": [7], "column": ["C"], "correction": ["1"], "is_dropped": [False]}
    )
    choices = with_corrections(Choices(corrections={"S": {"B7": "2"}}), cells, "")
    assert choices.corrections == {"S": {"B7": "2", "C7": "1"}}
    choices = with_dropped(with_dropped(choices, {"S": [3]}, "a"), {"S": [4], "T": [1]}, "b")
    assert choices.dropped_rows == {"S": {3: "a", 4: "b"}, "T": {1: "b"}}


def test_a_row_without_a_column_can_only_be_dropped(squares_target: Target, tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("canton,births 2030,births 2031\n01,5,6\n02,7\n03,9,10\n", encoding="utf-8")
    cells = faulty_cells(draft(squares_target, path, Choices()).problems, str, only_sheet="ragged")
    assert cells["place"].tolist() == ["ragged!3"]
    cells["correction"], cells["is_dropped"] = "8", True
    choices = with_corrections(Choices(), cells, "cut off")
    assert choices.corrections == {}
    assert draft(squares_target, path, choices).is_publishable


def test_labels_of_indicators_and_periods_are_asked_for(squares_target: Target, tmp_path: Path) -> None:
    path = tmp_path / "tidy.csv"
    path.write_text(
        "code,indicator,period,value\n01,births,2030,5\n02,births,2030,5\n03,birhts,2030,6\n04,births,soon,7\n",
        encoding="utf-8",
    )
    problems = draft(squares_target, path, Choices()).problems
    assert unknown_indicators(problems) == ["birhts"]
    assert unknown_periods(problems) == ["soon"]


def test_two_readings_of_a_number_are_a_question(squares_target: Target, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("canton;births 2030\n01;1,234\n02;2,345\n", encoding="utf-8")
    made = draft(squares_target, path, Choices())
    assert list(open_questions(made.problems)) == [DECIMAL]
    assert draft(squares_target, path, Choices(decimal=",")).observations["value"].tolist() == [1.234, 2.345]


def test_a_million_may_be_meant_for_thousands() -> None:
    assert possible_factors("млн. сом") == [1e6, 1e3, 1.0]
    assert possible_factors("тыс. чел.") == [1e3, 1.0]
