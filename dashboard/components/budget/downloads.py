"""What is shown of budgets, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard.budgets import SavedScenario
from dashboard.components.budget.desk import Desk
from dashboard.components.file_button import CSV, file_button
from dashboard.export.budget import (
    BudgetReport,
    SimulationReport,
    fiscal_csv,
    simulation_csv,
    simulation_gpkg,
    simulation_xlsx,
)
from dashboard.export.geopackage import MEDIA_TYPE as GEOPACKAGE
from dashboard.export.workbook import MEDIA_TYPE as WORKBOOK
from indicators.budget.simulate import SimulationResult


def simulation_report(desk: Desk, result: SimulationResult, saved: SavedScenario | None) -> SimulationReport:
    """Return a simulation with all that a file says about itself."""
    level = desk.words.pack.level_by_id(result.scenario.level).number
    return SimulationReport(
        words=desk.words,
        result=result,
        saved=saved,
        areas=desk.areas,
        data_version=desk.question.version,
        boundary_version=desk.store.boundary_version(desk.question.country, level),
        made_at=datetime.now(UTC),
        sources=desk.sources,
    )


def simulation_downloads(desk: Desk, result: SimulationResult, saved: SavedScenario | None) -> None:
    """Offer a simulation as CSV, Excel workbook and GeoPackage; a file is made when it is asked for."""
    tell = desk.words.translate
    name = f"{desk.question.country}-{result.scenario.id}-{result.scenario.period}"

    def offer(label: str, write: Callable[[SimulationReport], bytes], suffix: str, media_type: str) -> None:
        file_button(
            label,
            lambda: write(simulation_report(desk, result, saved)),
            f"{name}.{suffix}",
            media_type,
        )

    with st.popover(tell("Download"), icon=":material/download:"):
        offer(tell("Table (CSV)"), simulation_csv, "csv", CSV)
        offer(tell("Workbook (Excel)"), simulation_xlsx, "xlsx", WORKBOOK)
        offer(tell("Map layer (GeoPackage)"), simulation_gpkg, "gpkg", GEOPACKAGE)


def table_report(desk: Desk, title: str, stated: Mapping[str, object] | None = None) -> BudgetReport:
    """Return what a table of the asked level and period says about itself in a file.

    Args:
        desk: of the page.
        title: what the table is of.
        stated: what the numbers depend on beside the data, by the name of a column.
    """
    question = desk.question
    return BudgetReport(
        words=desk.words,
        title=title,
        level=question.level,
        period=question.period,
        codes=desk.area_codes,
        stated=stated or {},
        areas=desk.areas,
        data_version=question.version,
        boundary_version=desk.store.boundary_version(question.country, question.level),
        made_at=datetime.now(UTC),
        sources=desk.sources,
    )


def table_download(
    desk: Desk,
    rows: Callable[[], pd.DataFrame],
    *,
    name: str,
    title: str,
    stated: Mapping[str, object] | None = None,
) -> None:
    """Offer a table of the asked level and period as CSV with its provenance in every row.

    Args:
        desk: of the page.
        rows: makes the table, amounts in thousand currency; called when the file is asked for.
        name: of the file, between country and period, such as ``provision``.
        title: what the table is of.
        stated: what the numbers depend on beside the data, by the name of a column.
    """
    file_button(
        desk.words.translate("Table (CSV)"),
        lambda: fiscal_csv(table_report(desk, title, stated), rows()),
        f"{desk.question.country}-{name}-{desk.question.period}.csv",
        CSV,
    )
