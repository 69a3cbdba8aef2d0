"""Downloads of a designation, read back."""

import datetime as dt
import io
import sqlite3
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from dashboard.export.designation import designation_csv, designation_gpkg, designation_xlsx
from dashboard.export.report import DesignationReport, facts
from dashboard.export.tables import class_counts, rule_table
from dashboard.profiles import OfferedProfile
from geodata.packs import Pack
from indicators.designation.profile_text import profile_from_toml
from indicators.designation.variation import Variation
from tests.dashboard.export.made import (
    CLASSES,
    HOSTILE_NOTE,
    HOSTILE_TITLE,
    LATEST,
    RULE,
    UNEMPLOYMENT,
    in_all_languages,
    square_profile,
    square_report,
)
from tests.dashboard.export.reading import csv_rows, table
from tests.dashboard.made import FORMULA_NAME, HOSTILE_NAME

WHAT_IF = Variation(thresholds={"unemployment": 0.9}, at_least={"lagging": 1})


@pytest.fixture
def report(pack: Pack) -> DesignationReport:
    return square_report(pack)


def workbook(report: DesignationReport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(designation_xlsx(report)))


def stated(report: DesignationReport) -> dict[str, list[object]]:
    told: dict[str, list[object]] = {}
    for each in facts(report):
        told.setdefault(each.key, []).append(each.value)
    return told


def layer(report: DesignationReport, path: Path, name: str) -> gpd.GeoDataFrame:
    (path / "read.gpkg").write_bytes(designation_gpkg(report))
    return gpd.read_file(path / "read.gpkg", layer=name)


def test_a_report_states_rule_law_day_data_and_sources(report: DesignationReport) -> None:
    told = stated(report)
    assert told["profile_title"] == [RULE]
    assert told["profile_version"] == [2]
    assert told["note_assumption"] == [HOSTILE_NOTE]
    assert told["legal_basis_link"] == ["https://example.org/act"]
    assert told["effective_to"] == [dt.date(2024, 12, 31)]
    assert told["in_force"] == ["not in force: what it would say"]
    assert told["on"] == [dt.date(2025, 6, 1)]
    assert (told["data_version"], told["boundary_version"]) == (["data-1"], [3])
    assert told["made_at"] == ["2026-01-02T03:04:05+00:00"]
    assert told["source"] == ["Drawn by hand", "Never read"]
    assert "what_if" not in told


def test_schematic_boundaries_and_invented_data_are_marked(pack: Pack) -> None:
    invented = pack.model_copy(update={"is_demonstration": True})
    assert stated(square_report(pack))["warning"] == ["Schematic boundaries"]
    assert stated(square_report(invented))["warning"] == ["Demonstration data · Schematic boundaries"]
    assert "warning" not in stated(square_report(pack, level=2))


def test_what_was_changed_is_stated_beside_the_rule(pack: Pack) -> None:
    varied = square_report(pack, variation=WHAT_IF)
    assert varied.changes == [
        f"{HOSTILE_TITLE}: threshold 0.9, by the rule 1.05",
        "-Lagging: criteria needed 1, by the rule 2",
    ]
    assert stated(varied)["what_if"] == varied.changes
    left_out = square_report(pack, variation=Variation(without=("latest",)))
    assert left_out.changes == [f"{HOSTILE_TITLE}, latest: left out"]


def test_a_threshold_that_is_not_in_force_is_told_in_words(pack: Pack) -> None:
    later = {**LATEST, "thresholds": [{"value": 10, "valid_from": dt.date(2030, 1, 1)}]}
    profile = square_profile(criteria=[UNEMPLOYMENT, later])
    varied = square_report(pack, profile=profile, variation=Variation(thresholds={"latest": 1234.5}))
    assert varied.changes == [f"{HOSTILE_TITLE}, latest: threshold 1,234.5, by the rule none in force"]


def test_a_built_in_rule_has_no_version(pack: Pack) -> None:
    told = stated(square_report(pack, saved=OfferedProfile(profile=square_profile())))
    assert "profile_version" not in told


def test_every_class_is_counted_and_the_untold_last(report: DesignationReport) -> None:
    counts = class_counts(report)
    assert counts["class_title"].tolist() == ["-Lagging", "Other", "Cannot be told"]
    assert counts["n_areas"].tolist() == [1, 2, 1]
    assert counts["population"].tolist() == [100, 200, 100]


def test_people_that_are_not_known_are_missing_and_an_empty_class_has_none(pack: Pack) -> None:
    counts = class_counts(square_report(pack, level=2)).set_index("class_title")
    assert counts.loc["-Lagging"].tolist()[1:] == [0, 0, 0]
    assert counts.loc["Cannot be told", "n_areas"] == 4
    assert pd.isna(counts.loc["Cannot be told", "population"])
    assert counts.loc["Cannot be told", "n_counted"] == 0


def test_classes_that_overlap_are_counted_together(pack: Pack) -> None:
    high = {"id": "high", "title": in_all_languages("High"), "is_designated": True, "required": ["latest"]}
    profile = square_profile(classes=[CLASSES[0], high, CLASSES[1]], overlapping=True)
    counts = class_counts(square_report(pack, profile=profile)).set_index("class")["n_areas"]
    assert counts.index.tolist()[:-1] == ["lagging", "high", "other", "lagging+high"]
    assert counts.tolist() == [0, 1, 1, 1, 1]


def test_a_rule_says_what_it_asks_how_many_answer_and_whom_it_cites(report: DesignationReport) -> None:
    rules = rule_table(report).set_index("criterion_id")
    assert rules.loc["unemployment", ["n_met", "n_not_met", "n_untold"]].tolist() == [1, 2, 1]
    assert rules.loc["latest", ["n_met", "n_not_met", "n_untold"]].tolist() == [2, 1, 1]
    assert rules["periods"].tolist() == ["2022, 2023, 2024", "2024"]
    assert rules["source"].tolist() == ["Drawn by hand"] * 2
    assert rules["threshold_reference"].tolist() == ["@sum(1)", ""]


def test_csv_has_a_row_per_area_and_criterion_with_everything_in_it(pack: Pack) -> None:
    rows = csv_rows(designation_csv(square_report(pack, variation=WHAT_IF)))
    assert [(row["area_code"], row["criterion_id"]) for row in rows] == [
        (code, criterion) for code in ("01", "02", "03", "04") for criterion in ("unemployment", "latest")
    ]
    third = rows[4]
    assert third["class"] == "lagging"
    assert (third["is_designated"], third["is_met"], third["lowest"]) == ("True", "True", "2")
    assert float(third["value"]) == pytest.approx(13)
    assert float(third["reference"]) == pytest.approx(9)
    assert float(third["ratio"]) == pytest.approx(13 / 9)
    assert (third["operator"], third["threshold"], third["unit"]) == (">", "0.9", "%")
    assert float(third["margin"]) == pytest.approx(13 - 8.1)
    assert (third["periods"], third["source"]) == ("2022, 2023, 2024", "Drawn by hand")
    assert third["what_if"].startswith("'" + HOSTILE_TITLE)
    assert {row["data_version"] for row in rows} == {"data-1"}
    assert {(row["on"], row["is_in_force"], row["profile_version"]) for row in rows} == {
        ("2025-06-01", "False", "2")
    }


def test_csv_leaves_empty_what_is_missing_and_starts_no_formula(report: DesignationReport) -> None:
    rows = csv_rows(designation_csv(report))
    missing = rows[6]
    assert [missing[each] for each in ("class", "is_designated", "is_met", "value", "margin")] == [""] * 5
    assert missing["class_title"] == "Cannot be told"
    assert rows[2]["area_name"] == "'" + FORMULA_NAME
    assert rows[0]["area_name"] == HOSTILE_NAME
    assert rows[0]["criterion_title"] == "'" + HOSTILE_TITLE


def test_xlsx_has_a_sheet_per_criterion_with_names_that_excel_takes(report: DesignationReport) -> None:
    names = workbook(report).sheetnames
    assert names[:3] == ["Summary", "Criteria", "Areas"]
    assert names[3:] == ["=cmd|' C calc'!A0 unemployment", "=cmd|' C calc'!A0 unemploym (2)", "Rule"]


def test_xlsx_shows_how_each_area_came_to_meet_a_criterion(report: DesignationReport) -> None:
    ratio = table(workbook(report).worksheets[3]).set_index("Code")
    third = ratio.loc["03"]
    assert third[["2022, %", "2023, %", "2024, %", "Value, %"]].tolist() == [12, 13, 14, 13]
    assert third["Reference value, %"] == pytest.approx(9)
    assert third["ratio to the reference"] == pytest.approx(13 / 9)
    assert (third["Threshold >"], third["Met"]) == (1.05, "Met")
    assert third["Threshold, %"] == pytest.approx(9.45)
    assert third["Margin, %"] == pytest.approx(3.55)
    assert third["Margin, % of the threshold"] == pytest.approx(100 * 3.55 / 9.45)
    assert ratio.loc["01", "Met"] == "Not met"
    assert ratio.loc["04", "Met"] == "Cannot be told"
    assert ratio.loc["04", ["2022, %", "Value, %", "Margin, %"]].tolist() == ["no data"] * 3


def test_xlsx_counts_periods_where_each_is_tested(pack: Pack) -> None:
    each = {**LATEST, "window": {"periods": 3, "take": "each", "at_least": 2}}
    profile = square_profile(criteria=[UNEMPLOYMENT, each])
    told = table(workbook(square_report(pack, profile=profile)).worksheets[4]).set_index("Code")
    counts = told[["Periods met, at least", "Periods met, at most"]]
    assert counts.loc["02"].tolist() == [1, 1]
    assert counts.loc["04"].tolist() == [0, 3]


def test_xlsx_lists_the_areas_with_class_and_criteria_in_words(report: DesignationReport) -> None:
    sheet = workbook(report)["Areas"]
    areas = table(sheet)
    assert areas["Class"].tolist() == ["Other", "Other", "-Lagging", "Cannot be told"]
    assert areas["Designated"].tolist() == ["No", "No", "Yes", "Cannot be told"]
    assert areas["Criteria met, at most"].tolist() == [0, 1, 2, 2]
    assert areas.iloc[:, -2:].to_numpy().tolist() == [
        ["Not met", "Not met"], ["Not met", "Met"], ["Met", "Met"], ["Cannot be told", "Cannot be told"],
    ]  # fmt: skip
    assert sheet["B3"].value == FORMULA_NAME
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}


def test_no_cell_of_the_workbook_is_a_formula(report: DesignationReport) -> None:
    book = workbook(report)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert all(cell.quotePrefix for cell in texts if cell.value.startswith(("=", "+", "-", "@")))
    assert any(cell.value == HOSTILE_NOTE.replace("\x07", "\ufffd") for cell in texts)


def test_xlsx_carries_the_rule_that_was_applied(pack: Pack) -> None:
    varied = square_report(pack, variation=WHAT_IF)
    lines = [row[0] or "" for row in workbook(varied)["Rule"].iter_rows(min_row=2, values_only=True)]
    assert profile_from_toml("\n".join(lines), name="sheet") == varied.profile


def test_the_probability_is_written_where_it_is_shown(pack: Pack, tmp_path: Path) -> None:
    probability = pd.DataFrame(
        {
            "area_code": ["04", "03", "02", "01"],
            "probability": [0.0, 1.0, 0.5, 0.0],
            "probability_at_most": [1.0, 1.0, 0.5, 0.0],
            "firmness": ["cannot_be_told", "firm", "fragile", "firm"],
        }
    )
    partial = csv_rows(designation_csv(square_report(pack, probability=probability[1:])))
    assert (len(partial), partial[-1]["firmness"]) == (8, "")
    report = square_report(pack, probability=probability)
    assert [row["firmness"] for row in csv_rows(designation_csv(report))][::2] == [
        "firm", "fragile", "firm", "cannot_be_told",
    ]  # fmt: skip
    areas = table(workbook(report)["Areas"])
    assert areas["Probability of designation"].tolist() == [0, 0.5, 1, 0]
    assert areas["How firm?"][1].startswith("fragile: ")
    assert layer(report, tmp_path, "designation")["probability"].tolist() == [0, 0.5, 1, 0]


def test_gpkg_has_a_feature_per_area_with_each_criterion(report: DesignationReport, tmp_path: Path) -> None:
    features = layer(report, tmp_path, "designation").set_index("area_code")
    assert features.index.tolist() == ["01", "02", "03", "04"]
    assert features.crs.to_epsg() == 4326
    assert features.geometry["02"].bounds == (1, 0, 2, 1)
    assert features["class"].tolist()[:3] == ["other", "other", "lagging"]
    assert features["area_name"].tolist()[:2] == [HOSTILE_NAME, FORMULA_NAME]
    assert features["unemployment_met"].tolist()[:3] == [0, 0, 1]
    assert features["unemployment_value"].tolist()[:3] == pytest.approx([5, 9, 13])
    assert features["latest_margin"].tolist()[:3] == pytest.approx([-4, 0, 4])
    untold = ["class", "is_designated", "unemployment_met", "unemployment_value", "latest_margin"]
    assert features.loc["04", untold].isna().all()


def test_gpkg_tells_what_it_is(report: DesignationReport, tmp_path: Path) -> None:
    about = layer(report, tmp_path, "about").set_index("key")["value"]
    assert about["profile_title"] == RULE
    assert about["on"] == "2025-06-01"
    assert profile_from_toml(about["profile_toml"], name="about") == report.profile
    metadata = pyogrio.read_info(tmp_path / "read.gpkg", layer="designation")["layer_metadata"]
    assert metadata["profile_id"] == "squares-lag"
    with sqlite3.connect(tmp_path / "read.gpkg") as connection:
        (title,) = connection.execute(
            "select identifier from gpkg_contents where table_name = 'designation'"
        ).fetchone()
    connection.close()
    assert title == RULE


@pytest.mark.parametrize("write", [designation_csv, designation_xlsx, designation_gpkg])
def test_equal_reports_give_equal_bytes(pack: Pack, write: object) -> None:
    assert write(square_report(pack)) == write(square_report(pack))
    assert write(square_report(pack)) != write(square_report(pack, data_version="data-2"))


def test_a_list_without_criteria_has_a_row_per_area(pack: Pack, tmp_path: Path) -> None:
    listed = square_profile(
        criteria=[],
        classes=[{key: value for key, value in CLASSES[0].items() if key != "at_least"}, CLASSES[1]],
        adjustments=[{"rule": "include", "designation": "lagging", "areas": [{"code": "02", "name": "Two"}]}],
    )
    report = square_report(pack, profile=listed)
    classes = ["other", "lagging", "other", "other"]
    assert [row["class"] for row in csv_rows(designation_csv(report))] == classes
    assert workbook(report).sheetnames == ["Summary", "Criteria", "Areas", "Rule"]
    assert layer(report, tmp_path, "designation")["class"].tolist() == classes


def test_a_report_is_written_in_its_language(pack: Pack) -> None:
    report = square_report(pack, language="ky")
    summary = dict(workbook(report).worksheets[0].iter_rows(max_col=2, values_only=True))
    assert summary["Деңгээл"] == "Cantons"
    assert summary["Өлкө"] == "Чарчылар"
    areas = table(workbook(report).worksheets[2])
    assert list(areas.columns[:2]) == ["Коду", "Аймак"]
    assert "маалымат жок" in table(workbook(report).worksheets[3]).to_numpy()
