"""Workbooks of plain tables, read back."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export.csv import FORMULA_STARTS
from dashboard.export.workbook import LONGEST_SHEET_NAME, Sheet, Table, sheet_names, workbook_bytes

MADE_AT = dt.datetime(2026, 1, 2, 9, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=6)))


def table(values: Sequence[object], **fields: object) -> Table:
    column = pd.Series(values, dtype=object)
    return Table(**({"rows": pd.DataFrame({"x": column}), "headings": {"x": "Heading"}} | fields))


def written(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(sheets, title="Title", made_at=MADE_AT)))


def cells(*values: object, **fields: object) -> list[openpyxl.cell.Cell]:
    book = written(Sheet("Sheet", (table(values, **fields),)))
    return [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]


@pytest.mark.parametrize("text", [start + "1+1" for start in FORMULA_STARTS[:4]] + ["=cmd|' /C calc'!A0"])
def test_a_text_is_never_a_formula_even_when_it_is_edited(text: str) -> None:
    (cell,) = cells(text)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_plain_text_carries_no_quote() -> None:
    assert not cells("Roads")[0].quotePrefix


def test_the_name_of_an_error_is_a_text() -> None:
    assert cells("#N/A")[0].data_type == "s"


def test_types_stay() -> None:
    day = dt.date(2025, 6, 1)
    number, share, exact, moment, text = cells(3, 0.25, Decimal("1.10"), day, "01")
    assert [each.data_type for each in (number, share, exact, moment, text)] == ["n", "n", "n", "d", "s"]
    assert (number.value, share.value, exact.value, text.value) == (3, 0.25, 1.1, "01")
    assert moment.value.date() == day


def test_missing_is_told_in_words_and_never_zero() -> None:
    missing = cells(None, float("nan"), pd.NA, pd.NaT, missing="no data")
    assert [each.value for each in missing] == ["no data"] * 4


def test_an_infinite_number_is_a_text_that_excel_can_read() -> None:
    assert [each.value for each in cells(float("inf"), float("-inf"))] == ["inf", "-inf"]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1f", "\ud800", "\ufffe"])
def test_a_character_that_xml_cannot_carry_is_marked(character: str) -> None:
    assert cells(f"a{character}b")[0].value == "a\ufffdb"


def test_columns_without_a_heading_are_left_out_and_numbers_have_their_format() -> None:
    rows = pd.DataFrame({"a": [1.234], "b": [2], "c": ["z"]})
    sheet = written(Sheet("S", (Table(rows=rows, headings={"c": "C", "a": "A"}, formats={"a": "0.0"}),)))["S"]
    assert list(sheet.values) == [("C", "A"), ("z", 1.234)]
    assert sheet["B2"].number_format == "0.0"


def test_the_heading_of_a_single_table_stays_in_view() -> None:
    single, several = written(Sheet("One", (table([1]),)), Sheet("Two", (table([1]), table([2])))).worksheets
    assert (single.freeze_panes, several.freeze_panes) == ("B2", None)
    assert list(several.values) == [("Heading",), (1,), (None,), ("Heading",), (2,)]


def test_a_column_is_as_wide_as_its_texts_within_limits() -> None:
    sheet = written(
        Sheet("S", (table(["short"]),)), Sheet("M", (table(["x" * 30]),)), Sheet("L", (table(["x" * 300]),))
    )
    assert [each.column_dimensions["A"].width for each in sheet.worksheets] == [12, 32, 60]


def test_equal_tables_give_equal_bytes_and_another_cell_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def written_on(year: int, value: int) -> bytes:
        monkeypatch.setattr("time.localtime", lambda *_: dt.date(year, 1, 1).timetuple())
        return workbook_bytes([Sheet("S", (table([value, "b"]),))], title="T", made_at=MADE_AT)

    assert written_on(2020, 1) == written_on(2030, 1)
    assert written_on(2020, 1) != written_on(2020, 2)


def test_the_file_knows_when_it_was_made_and_no_other_time() -> None:
    content = workbook_bytes([Sheet("S", (table([1]),))], title="Title", made_at=MADE_AT)
    properties = openpyxl.load_workbook(io.BytesIO(content)).properties
    assert properties.created == properties.modified
    assert properties.modified.replace(tzinfo=dt.UTC) == MADE_AT
    assert properties.title == "Title"
    assert {each.date_time for each in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["A/B:C", "[x]*?\\"], ["A B C", "x"]),
        (["Roads", "ROADS", "Roads"], ["Roads", "ROADS (2)", "Roads (3)"]),
        (["", "'", "History"], ["Sheet", "Sheet (2)", "History (2)"]),
        (["x" * 40, "x" * 41], ["x" * 31, "x" * 27 + " (2)"]),
        (["Калктын жыштыгы"], ["Калктын жыштыгы"]),
    ],
)
def test_sheet_names_are_those_that_excel_takes(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles) == names


@given(st.lists(st.text(max_size=40), min_size=1, max_size=12))
def test_any_titles_make_a_workbook(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert all(1 <= len(name) <= LONGEST_SHEET_NAME for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert written(*(Sheet(title, (table([1]),)) for title in titles)).sheetnames == names
