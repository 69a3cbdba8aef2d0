"""Downloads of budgets: simulated scenarios with every parameter inside, and tables with their provenance."""

from __future__ import annotations

import pandas as pd

from dashboard.export.about import (
    Fact,
    about_layer,
    in_every_row,
    shaped,
    summary_sheet,
    toml_sheet,
    with_names,
)
from dashboard.export.budget_report import (
    BudgetReport,
    SimulationReport,
    simulation_facts,
    simulation_provenance,
    table_provenance,
)
from dashboard.export.budget_sheets import (
    areas_sheet,
    inequality_sheet,
    missing_sheet,
    overtakings_sheet,
    result_table,
    totals_sheet,
)
from dashboard.export.csv import csv_text
from dashboard.export.geopackage import Layer, geopackage_bytes
from dashboard.export.workbook import workbook_bytes
from indicators.budget.scenario import scenario_to_toml

__all__ = [
    "BudgetReport",
    "SimulationReport",
    "fiscal_csv",
    "simulation_csv",
    "simulation_gpkg",
    "simulation_xlsx",
]


def simulation_csv(report: SimulationReport) -> bytes:
    """Return a row per area; the scenario, every number of it and the data stand in every row, in front."""
    return csv_text(in_every_row(simulation_provenance(report), result_table(report))).encode()


def simulation_xlsx(report: SimulationReport) -> bytes:
    """Return a workbook: summary, totals that close, areas, inequality, overtakings, what lacks, the TOML."""
    tell = report.words.translate
    sheets = [
        summary_sheet(report, simulation_facts(report)),
        totals_sheet(report),
        areas_sheet(report),
        inequality_sheet(report),
        overtakings_sheet(report),
        missing_sheet(report),
        toml_sheet(tell("Scenario"), tell("Scenario as TOML"), scenario_to_toml(report.scenario)),
    ]
    return workbook_bytes(sheets, title=report.title, made_at=report.made_at)


def simulation_gpkg(report: SimulationReport) -> bytes:
    """Return a GeoPackage: a feature per area, and a table ``about`` with the scenario."""
    tell = report.words.translate
    toml = Fact("scenario_toml", tell("Scenario as TOML"), scenario_to_toml(report.scenario))
    stated = simulation_provenance(report)
    layers = [
        Layer(
            name="equalization",
            table=shaped(report, result_table(report)),
            title=report.title,
            description="; ".join([*report.changes, report.warning]).strip("; "),
            metadata={key: str(value) for key, value in stated.items() if value is not None},
        ),
        about_layer(report, [*simulation_facts(report), toml]),
    ]
    return geopackage_bytes(layers, made_at=report.made_at)


def fiscal_csv(report: BudgetReport, table: pd.DataFrame) -> bytes:
    """Return a table as it is with names of its areas; what holds for all rows stands in front.

    Args:
        report: what the table is of.
        table: amounts in thousand currency; with ``area_code`` where rows are of areas. What it says of a
            row itself, such as its period, is not said of all.
    """
    rows = table.reset_index(drop=True)
    named = with_names(report, rows) if "area_code" in rows else rows
    stated = {key: value for key, value in table_provenance(report).items() if key not in named}
    return csv_text(in_every_row(stated, named)).encode()
