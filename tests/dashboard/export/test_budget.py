"""Downloads of budgets, read back."""

import datetime as dt
import io
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from config.i18n import LANGUAGES
from dashboard.budgets import SavedScenario
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.downloads import simulation_report
from dashboard.export.budget import (
    BudgetReport,
    SimulationReport,
    fiscal_csv,
    simulation_csv,
    simulation_gpkg,
    simulation_xlsx,
)
from dashboard.export.budget_report import simulation_facts
from dashboard.export.budget_sheets import totals_table
from geodata.workspace import Workspace
from indicators.budget.scenario import Scenario, scenario_from_toml
from indicators.budget.simulate import simulate
from tests.dashboard.budget.desks import AT, desk, purses, settle
from tests.dashboard.export.reading import csv_rows, table
from tests.dashboard.made import FORMULA_NAME, HOSTILE_NAME

__all__ = ["purses"]

MADE_AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
TITLE = "=1+1 for all"
LIFT = {"form": "lift", "criterion": 1}
POOL = {"form": "pool", "criterion": 1.5, "total": 40}


def scenario(**fields: Any) -> Scenario:
    about = {
        "id": "test",
        "title": dict.fromkeys(LANGUAGES, TITLE),
        "level": "canton",
        "period": "2024",
        "purpose": "to_minimum",
        "formula": LIFT,
        "need": {"by": "norm_per_head", "norm_per_head": 400, "reference": "Decree 5"},
    }
    return Scenario.model_validate(about | fields)


def report_of(books: Desk, asked: Scenario, **fields: Any) -> SimulationReport:
    result = simulate(asked, books.inputs(asked))
    given = {
        "words": books.words,
        "result": result,
        "areas": books.areas,
        "data_version": "data-1",
        "boundary_version": 3,
        "made_at": MADE_AT,
        "sources": {7: "Drawn by hand"},
    }
    return SimulationReport(**(given | fields))


@pytest.fixture
def books(purses: Workspace) -> Desk:
    return desk()


@pytest.fixture
def report(books: Desk) -> SimulationReport:
    return report_of(books, scenario())


def workbook(report: SimulationReport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(simulation_xlsx(report)))


def facts(report: SimulationReport) -> dict[str, object]:
    return {each.key: each.value for each in simulation_facts(report)}


# 120 thousand of 400 people make 0.3 per head: 03 with 0.15 is given 30, beside 20 now; 02 had 5.
def test_csv_has_a_row_per_area_with_the_whole_scenario_in_it(report: SimulationReport) -> None:
    rows = csv_rows(simulation_csv(report))
    assert [row["area_code"] for row in rows] == ["01", "02", "03", "04"]
    assert [row["grant"] for row in rows] == ["0.0", "0.0", "30.0", ""]
    assert [row["change"] for row in rows] == ["0.0", "-5.0", "10.0", ""]
    third = rows[2]
    assert (third["formula_form"], third["formula_criterion"]) == ("lift", "1.0")
    assert (third["need_norm_per_head"], third["need_reference"]) == ("400.0", "Decree 5")
    assert (third["limits_phase_in_pct"], third["limits_cap_per_head"]) == ("100.0", "")
    assert (third["amounts_in"], third["amounts_per_head_in"]) == ("thousand XTS", "XTS per resident")
    assert float(third["grant_pc"]) == 150
    assert "Not the official method" in third["method"]
    assert third["scenario_title"] == "'" + TITLE
    assert (rows[0]["area_name"], rows[1]["area_name"]) == (HOSTILE_NAME, "'" + FORMULA_NAME)
    assert rows[3]["lacks"] == "population,revenue_potential"
    assert {row["data_version"] for row in rows} == {"data-1"}


def test_a_file_says_that_small_settlements_count(books: Desk) -> None:
    settle({"011": 100, "021": 500, "031": 200})
    corrected = scenario(inputs={"small_settlement_share": "settlements"})
    assert facts(report_of(desk(), corrected))["input_small_settlement_share"] == "counted in the settlements"
    assert "input_small_settlement_share" not in facts(report_of(books, scenario()))


def test_the_workbook_closes_to_the_smallest_amount(books: Desk) -> None:
    third = scenario(formula=POOL | {"total": 100 / 3, "cap_at_gap": False})
    report = report_of(books, third)
    totals = totals_table(report).set_index("total")["amount"]
    grants = [float(row["grant"]) for row in csv_rows(simulation_csv(report)) if row["grant"]]
    assert totals["closure"] == 0
    assert totals["grants"] == pytest.approx(math.fsum(grants), abs=1e-9)
    assert totals["grants"] == 33.33333
    assert totals["unallocated"] == 0
    assert totals["pool"] == 100 / 3
    sheet = workbook(report)["Totals"]
    told = dict(sheet.iter_rows(max_col=2, values_only=True))
    assert told["Totals"] == "thousand XTS"
    assert told["Grants"] == told["Sum of all areas"] == 33.33333
    assert told["Difference, zero where everything adds up"] == 0
    assert (told["Areas with a result"], told["Areas without a result"]) == (3, 1)


def test_a_total_that_is_not_closed_would_be_seen(report: SimulationReport) -> None:
    areas = report.result.areas
    areas.loc[areas["area_code"] == "03", "grant"] += 0.00002
    totals = totals_table(report).set_index("total")["amount"]
    assert totals["closure"] == 0.00002


def test_a_resulting_pool_is_no_missing_one(report: SimulationReport) -> None:
    assert {"pool", "unallocated"}.isdisjoint(totals_table(report)["total"])


def test_the_workbook_has_a_sheet_for_everything(report: SimulationReport) -> None:
    book = workbook(report)
    assert book.sheetnames == [
        "Summary", "Totals", "Areas", "Inequality", "Overtakings", "Without a result", "Scenario",
    ]  # fmt: skip
    areas = table(book["Areas"]).set_index("Code")
    assert areas.loc["03", "Grant, thousand XTS"] == 30
    assert areas.loc["03", "Grant, XTS per resident"] == 150
    assert areas.loc["04", "Grant, thousand XTS"] == "no data"
    missing = table(book["Without a result"])
    assert missing[["Code", "What is missing"]].to_numpy().tolist() == [
        ["04", "population"], ["04", "revenue potential"],
    ]  # fmt: skip
    inequality = table(book["Inequality"])
    gini = inequality[inequality["Measure"] == "Gini coefficient"].set_index("Of what")
    assert gini.loc["budget provision index", "After"] < gini.loc["budget provision index", "Before grants"]
    assert {cell.data_type for row in book["Areas"].iter_rows() for cell in row} == {"s", "n"}


# A pool of 1000 thousand, of which 03 alone is due any: it overtakes both others.
def test_who_overtakes_whom_is_named(books: Desk) -> None:
    report = report_of(books, scenario(formula={**LIFT, "form": "pool", "total": 1000, "cap_at_gap": False}))
    pairs = table(workbook(report)["Overtakings"])
    assert pairs[["Code", "Code of the overtaken area"]].to_numpy().tolist() == [["03", "02"], ["03", "01"]]
    assert pairs["Overtaken area"].tolist() == [FORMULA_NAME, HOSTILE_NAME]
    told = dict(workbook(report)["Totals"].iter_rows(max_col=2, values_only=True))
    assert told["Pairs of areas that overtake each other"] == 2


def test_the_scenario_in_a_file_can_be_run_again(report: SimulationReport, tmp_path: Path) -> None:
    lines = [row[0] or "" for row in workbook(report)["Scenario"].iter_rows(min_row=2, values_only=True)]
    assert scenario_from_toml("\n".join(lines), name="sheet") == report.scenario
    path = tmp_path / "read.gpkg"
    path.write_bytes(simulation_gpkg(report))
    about = gpd.read_file(path, layer="about").set_index("key")["value"]
    assert scenario_from_toml(about["scenario_toml"], name="about") == report.scenario


def test_gpkg_has_a_feature_per_area(report: SimulationReport, tmp_path: Path) -> None:
    path = tmp_path / "read.gpkg"
    path.write_bytes(simulation_gpkg(report))
    features = gpd.read_file(path, layer="equalization").set_index("area_code")
    assert features.geometry["02"].bounds == (1, 0, 2, 1)
    assert features["grant"].tolist()[:3] == [0, 0, 30]
    assert math.isnan(features.loc["04", "grant"])
    metadata = pyogrio.read_info(path, layer="equalization")["layer_metadata"]
    assert (metadata["formula_criterion"], metadata["amounts_in"]) == ("1.0", "thousand XTS")


def test_a_summary_states_every_number_and_that_nothing_is_official(books: Desk) -> None:
    limits = {"cap_per_head": 100, "floor_pct": 50, "round_to": 1}
    told = facts(report_of(books, scenario(formula=POOL, limits=limits)))
    assert (told["criterion"], told["total"], told["norm_per_head"]) == (1.5, 40, 400)
    assert (told["cap_per_head"], told["floor_pct"], told["round_to"]) == (100, 50, 1)
    assert "cap_need_pct" not in told
    assert told["cap_at_gap"] == "Yes"
    assert told["need_reference"] == "Decree 5"
    assert told["input_current_grant"] == "Equalization grants"
    assert "Not the official method of any other country" in str(told["method_default"])
    assert told["warning"] == "Schematic boundaries"


def test_the_official_method_that_is_not_at_hand_is_named_where_there_is_one(books: Desk) -> None:
    report = report_of(books, scenario())
    pack = report.words.pack.model_copy(update={"code": "kgz"})
    there = report_of(books, scenario(), words=_in_pack(report, pack))
    assert "method_pending" not in facts(report)
    assert "not computed" in str(facts(there)["method_pending"])


def _in_pack(report: SimulationReport, pack: Any) -> Any:
    words = report.words
    return type(words)(words.language, words.translate, pack, words.catalogue)


def test_what_was_changed_against_the_saved_scenario_is_told(books: Desk) -> None:
    saved = SavedScenario(content=scenario(), version=4, author="Planner", saved_at=AT)
    same = report_of(books, scenario(), saved=saved)
    assert same.changes == []
    changed = report_of(books, scenario(formula=POOL, limits={"cap_per_head": 9}), saved=saved)
    assert changed.changes == [
        "formula_form: pool, as saved lift",
        "formula_criterion: 1.5, as saved 1.0",
        "formula_total: 40.0, as saved left open",
        "formula_cap_at_gap: True, as saved left open",
        "limits_cap_per_head: 9.0, as saved left open",
    ]
    assert (facts(changed)["scenario_version"], facts(changed)["scenario_author"]) == (4, "Planner")


@pytest.mark.parametrize("write", [simulation_csv, simulation_xlsx, simulation_gpkg])
def test_equal_simulations_give_equal_bytes(books: Desk, write: Callable[[SimulationReport], bytes]) -> None:
    assert write(report_of(books, scenario())) == write(report_of(books, scenario()))
    assert write(report_of(books, scenario())) != write(report_of(books, scenario(formula=POOL)))


def test_the_page_writes_the_data_it_shows(books: Desk) -> None:
    result = simulate(scenario(), books.inputs(scenario()))
    made = simulation_report(books, result, None)
    assert made.data_version == books.question.version
    assert made.boundary_version == books.store.boundary_version("purses", 1)


def test_a_report_is_written_in_its_language(purses: Workspace) -> None:
    report = report_of(desk(language="ky"), scenario())
    rows = csv_rows(simulation_csv(report))
    assert (rows[0]["level"], rows[0]["amounts_per_head_in"]) == ("Cantons", "бир тургунга XTS")
    summary = dict(workbook(report).worksheets[0].iter_rows(max_col=2, values_only=True))
    assert summary["Өлкө"] == "Чарчылар"


def test_a_table_says_what_it_is_in_every_row(books: Desk) -> None:
    report = BudgetReport(
        words=books.words,
        title="Alerts",
        level=1,
        period="2024",
        codes=books.area_codes,
        stated={"need": "norms", "reference": "Decree 5"},
        areas=books.areas,
        data_version="data-1",
        boundary_version=3,
        made_at=MADE_AT,
        sources={},
    )
    alerts = pd.DataFrame({"parent_code": "?", "value": [2.5, None], "area_code": ["02", "04"]}, index=[9, 5])
    rows = csv_rows(fiscal_csv(report, alerts))
    assert [(row["area_code"], row["area_name"], row["value"]) for row in rows] == [
        ("02", "'" + FORMULA_NAME, "2.5"),
        ("04", "Көк-Өзөн", ""),
    ]
    assert {row["parent_code"] for row in rows} == {"Q"}
    assert {(row["table"], row["period"], row["need"], row["reference"]) for row in rows} == {
        ("Alerts", "2024", "norms", "Decree 5")
    }
    by_tax = csv_rows(fiscal_csv(report, pd.DataFrame({"tax": ["=land"], "change": [1.0]})))
    assert [(row["tax"], row["change"], row["level"]) for row in by_tax] == [("'=land", "1.0", "Cantons")]
