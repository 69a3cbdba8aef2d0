"""Table files are read as they were typed, and hostile ones are refused."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from decimal import Decimal
from itertools import repeat
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from geodata.problems import ImportRefused, Where
from geodata.readers.grid import gather_rows
from geodata.readers.limits import MEBIBYTE, Limits, load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.sheet import FaultyCell, Sheet

LIMITS = load_limits()


def limits(**changes: int) -> Limits:
    return LIMITS.model_copy(update=changes)


def only_sheet(path: Path) -> Sheet:
    (sheet,) = read_sheets(path, limits=LIMITS)
    return sheet


def rules(refusal: pytest.ExceptionInfo[ImportRefused]) -> list[str]:
    return [problem.rule.id for problem in refusal.value.problems]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[openpyxl.Workbook], Path]:
    def save(book: openpyxl.Workbook) -> Path:
        path = tmp_path / "budget.xlsx"
        book.save(path)
        return path

    return save


def test_workbook_cells_keep_their_types_and_places(workbook):
    book = openpyxl.Workbook()
    book.active.title = "Бюджет"
    book.active.append(["code", 2023, "note"])
    book.active.append(["007", 12.5, None])
    book.active.append([7, dt.datetime.fromisoformat("2024-01-01"), "  "])
    sheet = only_sheet(workbook(book))
    assert sheet.cells.loc[2, "A"] == "007"
    assert sheet.cells.loc[3, "A"] == 7
    assert sheet.cells.loc[2, "B"] == 12.5
    assert sheet.cells.loc[3, "B"] == dt.datetime.fromisoformat("2024-01-01")
    assert sheet.cells.loc[3, "C"] is None
    assert sheet.where(2, "B").describe() == "budget.xlsx, sheet Бюджет, row 2, column B"
    assert sheet.find_column("note") == "C"


def test_workbook_shows_cells_that_hold_no_value(workbook):
    book = openpyxl.Workbook()
    book.active["A1"] = "=SUM(B1:B9)"
    book.active["B1"] = "#REF!"
    sheet = only_sheet(workbook(book))
    assert sheet.cells.loc[1, "A"] == FaultyCell("formula", "=SUM(B1:B9)")
    assert sheet.cells.loc[1, "B"] == FaultyCell("error", "#REF!")


def test_stored_results_of_formulas_are_read(workbook, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.active["B1"] = "=1/0"
    book.active["C1"] = "=2+2"
    calculated = tmp_path / "calculated.xlsx"
    results = {
        b"<f>1+1</f><v></v>": b"<f>1+1</f><v>2</v>",
        b"><f>1/0</f><v></v>": b' t="e"><f>1/0</f><v>#DIV/0!</v>',
    }
    with zipfile.ZipFile(workbook(book)) as source, zipfile.ZipFile(calculated, "w") as target:
        for name in source.namelist():
            data = source.read(name).replace(b"<v />", b"<v></v>")
            for formula, result in results.items():
                data = data.replace(formula, result)
            target.writestr(name, data)
    sheet = only_sheet(calculated)
    assert sheet.cells.loc[1].tolist() == [2, FaultyCell("error", "#DIV/0!"), FaultyCell("formula", "=2+2")]


def test_percent_format_is_read_as_shown(workbook):
    book = openpyxl.Workbook()
    book.active["A1"] = 0.07
    book.active["A1"].number_format = "0.0%"
    assert only_sheet(workbook(book)).cells.loc[1, "A"] == "7%"


def test_merged_and_hidden_parts_are_read_and_noted(workbook):
    book = openpyxl.Workbook()
    book.active["A1"] = "Population"
    book.active.merge_cells("A1:C1")
    book.active.append([1, 2, 3])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    sheet = only_sheet(workbook(book))
    assert sheet.cells.loc[1].tolist() == ["Population"] * 3
    assert sheet.covered_cells() == {(1, "B"), (1, "C")}
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {"B"}
    assert [problem.rule.id for problem in sheet.problems] == ["merged_cells", "hidden_parts"]


def test_empty_sheets_are_left_out_and_an_empty_workbook_is_refused(workbook):
    book = openpyxl.Workbook()
    book.create_sheet("data")["A1"] = "code"
    path = workbook(book)
    assert [sheet.name for sheet in read_sheets(path, limits=LIMITS)] == ["data"]
    with pytest.raises(ImportRefused) as refusal:
        read_sheets(workbook(openpyxl.Workbook()), limits=LIMITS)
    assert rules(refusal) == ["no_cells"]


@pytest.mark.parametrize("merge", ["A1:XFD1048576", None])
def test_a_stretched_sheet_is_refused_without_filling_memory(workbook, merge):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.cell(1_048_576, 16_384).value = 5
    path = workbook(book)
    if merge:
        _add_to_sheet(path, f'<mergeCells count="1"><mergeCell ref="{merge}"/></mergeCells>')
    with pytest.raises(ImportRefused) as refusal:
        read_sheets(path, limits=LIMITS)
    assert rules(refusal) == ["sheet_too_large"]


def _add_to_sheet(path: Path, xml: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", b"</sheetData>" + xml.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


def test_the_old_format_is_read_and_its_blind_spot_noted():
    sheet = only_sheet(Path(__file__).with_name("excel97.xls"))
    assert sheet.cells.to_numpy().tolist() == [
        ["Калк", "Калк", None],
        ["code", 2023, 2024],
        ["007", 12.5, None],
    ]
    assert sheet.merged == ("A1:B1",)
    assert [problem.rule.id for problem in sheet.problems] == ["faulty_cells_unseen", "merged_cells"]


def test_a_new_workbook_under_the_old_suffix_is_read(workbook):
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    path = workbook(book).rename(Path(workbook(book)).with_suffix(".xls"))
    assert only_sheet(path).cells.loc[1, "A"] == FaultyCell("formula", "=1+1")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".parquet"])
def test_damaged_files_are_refused_with_their_name(tmp_path, suffix):
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    with pytest.raises(ImportRefused, match=f"shown{suffix}"):
        read_sheets(path, limits=LIMITS, file_label=f"shown{suffix}")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_an_upload_and_its_sheet_go_by_the_name_its_author_knows(tmp_path, suffix):
    path = tmp_path / f"tmp123{suffix}"
    pd.DataFrame({"a": [1]}).to_parquet(path) if suffix == ".parquet" else path.write_text("a\n1\n")

    (sheet,) = read_sheets(path, limits=LIMITS, file_label=f"births{suffix}")

    assert (sheet.file, sheet.name) == (f"births{suffix}", "births")
    path.write_bytes(b"")
    with pytest.raises(ImportRefused, match=f"^births{suffix}: The file is empty"):
        read_sheets(path, limits=LIMITS, file_label=f"births{suffix}")


def _cell(text: str, **attributes: object) -> TableCell:
    cell = TableCell(**attributes)
    cell.addElement(P(text=text))
    return cell


def _save_ods(path: Path, rows: list[TableRow]) -> Path:
    document, table = OpenDocumentSpreadsheet(), Table(name="Лист 1")
    document.spreadsheet.addElement(table)
    for row in rows:
        table.addElement(row)
    document.save(path)
    return path


def _row(*cells: TableCell, **attributes: object) -> TableRow:
    row = TableRow(**attributes)
    for cell in cells:
        row.addElement(cell)
    return row


def test_opendocument_cells_merges_repeats_and_faults(tmp_path):
    path = _save_ods(
        tmp_path / "t.ods",
        [
            _row(_cell("Калк", valuetype="string", numbercolumnsspanned=2), CoveredTableCell()),
            _row(TableCell(), numberrowsrepeated=2),
            _row(
                _cell("007", valuetype="string"),
                _cell("12,5", valuetype="float", value="12.5", numbercolumnsrepeated=2),
                _cell("12,5%", valuetype="percentage", value="0.125"),
                visibility="collapse",
            ),
            _row(
                _cell("#DIV/0!", valuetype="string", formula="of:=1/0"),
                TableCell(formula="of:=[.A1]"),
                _cell("01.02.24", valuetype="date", datevalue="2024-02-01"),
            ),
            _row(TableCell(numbercolumnsrepeated=16384), numberrowsrepeated=1_048_000),
        ],
    )
    sheet = only_sheet(path)
    assert sheet.cells.shape == (5, 4)
    assert sheet.cells.loc[1].tolist() == ["Калк", "Калк", None, None]
    assert sheet.cells.loc[4].tolist() == ["007", 12.5, 12.5, "12,5%"]
    assert sheet.cells.loc[5].tolist() == [
        FaultyCell("error", "#DIV/0!"),
        FaultyCell("formula", "of:=[.A1]"),
        dt.datetime.fromisoformat("2024-02-01"),
        None,
    ]
    assert sheet.merged == ("A1:B1",)
    assert sheet.hidden_rows == {4}


def test_opendocument_repeats_are_not_expanded_beyond_the_limits(tmp_path):
    cell = _cell("1", valuetype="float", value="1", numbercolumnsrepeated=16000)
    path = _save_ods(tmp_path / "bomb.ods", [_row(cell, numberrowsrepeated=1_000_000)])
    with pytest.raises(ImportRefused) as refusal:
        read_sheets(path, limits=LIMITS)
    assert rules(refusal) == ["sheet_too_large"]


TEXT = "код;аты;2023\r\n007;Ак-Суу;12,5\r\n\r\n08;Кемин;3\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_text_is_decoded_and_zeros_are_kept(tmp_path, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes(TEXT.encode(encoding))
    sheet = only_sheet(path)
    assert sheet.cells.loc[1].tolist() == ["код", "аты", "2023"]
    assert sheet.cells.loc[2].tolist() == ["007", "Ак-Суу", "12,5"]
    assert sheet.cells.loc[4, "B"] == "Кемин"
    assert [problem.rule.id for problem in sheet.problems] == (
        ["legacy_encoding_assumed"] if encoding == "cp1251" else []
    )
    assert sheet.where(4).describe() == "t.csv, row 4"


def test_rows_in_another_encoding_and_bytes_without_meaning_are_named(tmp_path):
    path = tmp_path / "t.csv"
    lines = ["код,аты".encode(), '"1\n2",Кемин'.encode(), "3,Нарын".encode("cp1251"), b"4,Os\x98h"]
    path.write_bytes(b"\n".join(lines))
    problems = only_sheet(path).problems
    assert [(problem.rule.id, problem.where.row) for problem in problems] == [
        ("mixed_encoding", 3),
        ("mixed_encoding", 4),
        ("undecodable_text", 4),
    ]
    assert "Нарын" in problems[0].message()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(tmp_path, delimiter):
    path = tmp_path / "t.csv"
    path.write_text(f"Report of 2024\ncode{delimiter}value\nA{delimiter}7\nB{delimiter}8\n")
    sheet = only_sheet(path)
    assert sheet.cells.loc[3].tolist() == ["A", "7"]
    assert sheet.widths.tolist() == [1, 2, 2, 2]


def test_decimal_commas_do_not_split_cells(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("code;2022;2023\nA;1,5;2,5\nB;3,5;4,5\n")
    assert only_sheet(path).cells.loc[2].tolist() == ["A", "1,5", "2,5"]


def test_an_unclosed_quotation_mark_is_named_by_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('code,value\nA,7\n"B,8\nC,9\n')
    with pytest.raises(ImportRefused) as refusal:
        read_sheets(path, limits=LIMITS)
    assert rules(refusal) == ["damaged_text"]
    assert refusal.value.problems[0].where.row == 3


def test_parquet_has_its_names_in_row_1(tmp_path):
    path = tmp_path / "t.parquet"
    pd.DataFrame({"code": ["007", None], "value": [1.5, None]}).to_parquet(path)
    cells = only_sheet(path).cells
    assert cells.to_numpy().tolist() == [["code", "value"], ["007", 1.5]]


def test_parquet_decimals_are_numbers_and_lists_are_texts(tmp_path):
    path = tmp_path / "t.parquet"
    pd.DataFrame({"value": [Decimal("1.5")], "parts": [["a"]]}).to_parquet(path)
    assert only_sheet(path).cells.loc[2].tolist() == [1.5, "['a']"]


@pytest.mark.parametrize(
    ("change", "rule"), [({"max_rows": 2}, "sheet_too_large"), ({"max_columns": 1}, "sheet_too_large")]
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_rows_and_columns_are_limited(tmp_path, suffix, change, rule):
    path = tmp_path / f"t{suffix}"
    frame = pd.DataFrame({"code": ["a", "b"], "value": [1, 2]})
    writers = {".csv": frame.to_csv, ".xlsx": frame.to_excel, ".parquet": frame.to_parquet}
    writers[suffix](path, index=False)
    assert only_sheet(path).cells.shape == (3, 2)
    with pytest.raises(ImportRefused) as refusal:
        read_sheets(path, limits=limits(**change))
    assert rules(refusal) == [rule]


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    with path.open("wb") as stream:
        stream.truncate(300 * MEBIBYTE)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("the file was read"))
    with pytest.raises(ImportRefused) as refusal:
        read_sheets(path, limits=LIMITS)
    assert rules(refusal) == ["file_too_large"]


def test_an_empty_file_and_an_unknown_format_are_refused(tmp_path):
    (tmp_path / "t.csv").touch()
    (tmp_path / "t.docx").write_text("x")
    for name, rule in (("t.csv", "file_empty"), ("t.docx", "unknown_table_format")):
        with pytest.raises(ImportRefused) as refusal:
            read_sheets(tmp_path / name, limits=LIMITS)
        assert rules(refusal) == [rule]


def test_very_large_sheets_are_streamed_and_say_what_was_not_looked_at(workbook, monkeypatch):
    monkeypatch.setattr("geodata.readers.workbooks._STREAMED_BYTES", 0)
    book = openpyxl.Workbook()
    book.active["B2"] = "=1+1"
    book.active["C3"] = 0.5
    sheet = only_sheet(workbook(book))
    assert sheet.cells.to_numpy().tolist() == [
        [None, None, None],
        [None, FaultyCell("formula", "=1+1"), None],
        [None, None, 0.5],
    ]
    assert [problem.rule.id for problem in sheet.problems] == ["merges_unseen"]


def test_empty_rows_without_end_are_refused():
    rows = repeat([], 3 * 2**20)
    with pytest.raises(ImportRefused) as refusal:
        gather_rows(rows, limits=limits(max_rows=100), where=Where(file="t.xlsx"))
    assert rules(refusal) == ["sheet_too_large"]
    assert next(rows) == []
