"""Downloads of support needs, read back."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from dashboard.export.csv import BYTE_ORDER_MARK
from dashboard.export.needs import needs_csv, needs_xlsx
from dashboard.export.report import DesignationReport
from geodata.packs import Pack, UnitCost
from indicators.designation.support import support_needs
from tests.dashboard.export.made import LATEST, UNEMPLOYMENT, square_profile, square_report

COST = UnitCost(measure="jobs", per="person", amount=1000, currency="XTS", year=2024, reference="=invented")


def costed(pack: Pack) -> Pack:
    return pack.model_copy(update={"unit_costs": (COST,)})


def needs_of(report: DesignationReport) -> pd.DataFrame:
    return support_needs(report.assessment, costs=report.words.pack.unit_costs)


def workbook(report: DesignationReport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(needs_xlsx(report, needs_of(report), level=0)))


def rows_of(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_csv_has_a_row_per_need_with_what_closes_the_gap(pack: Pack) -> None:
    report = square_report(costed(pack))
    text = needs_csv(report, needs_of(report)).decode().removeprefix(BYTE_ORDER_MARK)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["area_code"], row["criterion_id"]) for row in rows] == [
        ("02", "latest"), ("03", "unemployment"), ("03", "latest"),
    ]  # fmt: skip
    assert float(rows[1]["gap"]) == pytest.approx(3.55)
    assert float(rows[1]["quantity"]) == pytest.approx(3.55)
    assert float(rows[1]["cost"]) == pytest.approx(3550)
    assert (rows[1]["measure_title"], rows[1]["quantity_unit"], rows[1]["unit"]) == (
        "Creating jobs", "persons", "%",
    )  # fmt: skip
    assert [rows[0][each] for each in ("quantity", "cost", "currency")] == ["", "", ""]
    assert rows[0]["area_name"] == "'=1+1"
    assert rows[0]["data_version"] == "data-1"


def test_xlsx_adds_needs_up_by_measure_and_area_above(pack: Pack) -> None:
    only = square_profile(criteria=[UNEMPLOYMENT, {**LATEST, "support": {"measure": "incomes"}}])
    book = workbook(square_report(costed(pack), profile=only))
    assert book.sheetnames == ["Summary", "By support measure", "Country", "Creating jobs", "Raising incomes"]
    jobs = {row["Support measure"]: row for row in rows_of(book, "By support measure")}["Creating jobs"]
    assert (jobs["Needs"], jobs["Areas"], jobs["Residents"], jobs["Currency"]) == (1, 1, 100, "XTS")
    assert jobs["Cost"] == pytest.approx(3550)
    (country,) = rows_of(book, "Country")
    assert (country["Code"], country["Needs"], country["Areas"], country["Residents"]) == ("Q", 3, 2, 200)
    assert (country["Cost"], country["Needs with a cost"]) == ("no data", 1)
    assert [row["Code"] for row in rows_of(book, "Raising incomes")] == ["02", "03"]


def test_xlsx_states_the_unit_costs_or_has_none(pack: Pack) -> None:
    lines = list(workbook(square_report(costed(pack)))["Summary"].iter_rows(values_only=True))
    assert lines[-1] == ("Creating jobs", 1000, "XTS", "persons", 2024, "=invented")
    without = workbook(square_report(pack))
    assert "Unit cost" not in [cell for row in without["Summary"].iter_rows(values_only=True) for cell in row]
    assert {row["Cost"] for row in rows_of(without, "Creating jobs")} == {"no data"}


def test_a_criterion_that_names_no_measure_is_not_dropped(pack: Pack) -> None:
    bare = {key: value for key, value in LATEST.items() if key != "support"}
    book = workbook(square_report(pack, profile=square_profile(criteria=[UNEMPLOYMENT, bare])))
    assert [row["Code"] for row in rows_of(book, "no support measure is named")] == ["02", "03"]


def test_no_need_makes_a_workbook_without_rows(pack: Pack) -> None:
    high = {**LATEST, "thresholds": [{"value": 99}]}
    never = {**UNEMPLOYMENT, "thresholds": [{"value": 99}]}
    report = square_report(pack, profile=square_profile(criteria=[never, high]))
    book = workbook(report)
    assert book.sheetnames == ["Summary", "By support measure", "Country"]
    assert rows_of(book, "By support measure") == []
    assert needs_csv(report, needs_of(report)).decode().count("\n") == 1


def test_equal_needs_give_equal_bytes(pack: Pack) -> None:
    first, second = (needs_xlsx(report, needs_of(report), level=0) for report in [square_report(pack)] * 2)
    assert first == second
