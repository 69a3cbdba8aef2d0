"""Downloads of the coverage of councils, read back: complete, described, and without what is hidden."""

import io
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from dashboard.components.council.coverage.downloads import coverage_report
from dashboard.components.council.coverage.question import Question, type_rows
from dashboard.export.councils import CoverageReport, coverage_csv, coverage_gpkg, coverage_xlsx
from geodata.workspace import Workspace
from tests.dashboard.councils.desks import AT, ON, PLANTED_NAME, PLANTED_YEAR, desk, hamlets
from tests.dashboard.export.reading import csv_rows, table
from tests.dashboard.made import FORMULA_NAME

__all__ = ["hamlets"]


@pytest.fixture
def report(hamlets: Workspace) -> CoverageReport:
    return report_of("women")


def report_of(measure: str) -> CoverageReport:
    at = desk()
    asked = Question(body_type="council", measure=measure, report_type=None, one_per="settlement", level=1)
    found = coverage_report(at, asked, type_rows(at, "council", "settlement"))
    return replace(found, made_at=AT)


def test_csv_has_every_level_and_says_what_it_is(report: CoverageReport) -> None:
    rows = {each["area_code"]: each for each in csv_rows(coverage_csv(report))}
    assert rows["Q"]["numerator"] == "8.0"
    assert rows["Q"]["denominator"] == "20.0"
    assert rows["02"]["numerator"] == ""
    assert rows["02"]["lacks"] == "small"
    assert rows["02"]["why"] == "Too few people: the numbers are not published."
    assert rows["02"]["area_name"] == f"'{FORMULA_NAME}"
    first = rows["01"]
    assert first["on"] == ON.isoformat()
    assert first["measure"] == "women"
    assert first["formula"] == "women ÷ members sitting · 100"
    assert first["suppressed_below"] == "5"
    assert first["data_version"] == report.data_version


def test_workbook_has_a_sheet_for_each_measure_and_how_it_is_made(report: CoverageReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(coverage_xlsx(report)))
    assert len(book.sheetnames) == 1 + len(report.measures)
    told = {row[0]: row[1:] for row in book[book.sheetnames[0]].iter_rows(values_only=True)}
    assert told["Small numbers are those below"][0] == 5
    assert told["Source"][0] == "Drawn by hand"
    assert told["Seats filled"][0] == "members sitting ÷ seats by law · 100"
    assert "Act 1, art. 3" in str(told["Seats filled"][2])
    seats = table(book["Seats filled"]).set_index("Code")
    assert seats.loc["02", "Count"] == 9
    assert seats.loc["02", "Out of"] == 11
    assert set(seats["Level"]) == {"country", "canton"}


def test_geopackage_has_the_areas_of_the_level(report: CoverageReport, tmp_path: Path) -> None:
    path = tmp_path / "coverage.gpkg"
    path.write_bytes(coverage_gpkg(report))
    features = gpd.read_file(path, layer="coverage").set_index("area_code")
    assert list(features.index) == ["01", "02", "03", "04"]
    assert features.geometry.notna().all()
    assert features.loc["02", "lacks"] == "small"
    about = pyogrio.read_dataframe(path, layer="about")
    assert {"measure", "formula", "on", "suppressed_below"} <= set(about["key"])


@pytest.mark.parametrize("measure", ["women", "youth", "seats_filled"])
def test_no_name_and_no_small_number_is_in_a_file(hamlets: Workspace, measure: str) -> None:
    found = report_of(measure)
    rows = csv_rows(coverage_csv(found))
    assert PLANTED_NAME not in str(rows)
    assert str(PLANTED_YEAR) not in str(rows)
    counts = pd.to_numeric(pd.Series([each["numerator"] for each in rows]), errors="coerce")
    assert not ((counts > 0) & (counts < found.suppressed_below)).any()
    book = openpyxl.load_workbook(io.BytesIO(coverage_xlsx(found)))
    cells = [str(value) for sheet in book for line in sheet.iter_rows(values_only=True) for value in line]
    assert PLANTED_NAME not in cells
    assert "2 of 9" not in cells


def test_the_same_report_gives_the_same_bytes(report: CoverageReport) -> None:
    assert coverage_xlsx(report) == coverage_xlsx(report)
    assert coverage_gpkg(report) == coverage_gpkg(report)
