"""Cells of workbooks to fill in."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook

from geodata.workbook_cells import COUNT_FORMAT, Lists, in_range, offer, one_of, write


@pytest.fixture
def workbook() -> Workbook:
    return Workbook()


def test_a_text_stays_one(workbook: Workbook) -> None:
    cell = write(workbook.worksheets[0]["A1"], "=1+1")
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.number_format) == ("=1+1", "s", True, "@")


def test_numbers_and_days_are_what_they_are(workbook: Workbook) -> None:
    sheet = workbook.worksheets[0]
    number, day = write(sheet["A1"], 0, COUNT_FORMAT), write(sheet["A2"], date(2025, 1, 2))
    assert (number.value, number.data_type, number.number_format) == (0, "n", "0")
    assert (day.value, day.data_type) == (date(2025, 1, 2), "d")


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_leaves_a_cell_empty(workbook: Workbook, nothing: object) -> None:
    assert write(workbook.worksheets[0]["A1"], nothing).value is None


@pytest.mark.parametrize(
    ("lowest", "highest", "told"),
    [
        (0, None, ("greaterThanOrEqual", "0", None)),
        (None, 9, ("lessThanOrEqual", "9", None)),
        (1, 5, ("between", "1", "5")),
    ],
)
def test_a_warning_names_the_ends_that_are_known(
    lowest: float | None, highest: float | None, told: tuple[str, str, str | None]
) -> None:
    rule = in_range("whole", lowest, highest)
    assert rule is not None
    assert (rule.operator, rule.formula1, rule.formula2) == told


def test_without_ends_nothing_is_warned_of(workbook: Workbook) -> None:
    sheet = workbook.worksheets[0]
    offer(sheet, 1, in_range("whole", None, None), rows=range(2, 9))
    offer(sheet, 1, one_of("Lists!$A$1:$A$2"), rows=range(2, 2))
    assert sheet.data_validations.dataValidation == []


def test_a_list_is_offered_from_its_own_column(workbook: Workbook) -> None:
    lists = Lists("My lists", {"sex": {"f": "Female", "m": "Male"}, "none": {}, "role": {"chair": "Chair"}})
    lists.write(workbook)
    choice = lists.choice("role")
    assert choice is not None
    assert choice.formula1 == "'My lists'!$C$1:$C$1"
    assert [row[0].value for row in workbook["My lists"]["A1:A2"]] == ["Female", "Male"]
    assert lists.choice("none") is None
    assert (lists.shown("sex", "f"), lists.shown("sex", "x")) == ("Female", "x")
