"""Downloads of a designation: CSV, Excel and GeoPackage, with the rule, its versions and its day inside."""

from __future__ import annotations

import geopandas as gpd

from dashboard.export.about import Fact, about_layer, in_every_row, shaped, summary_sheet
from dashboard.export.csv import csv_text
from dashboard.export.geopackage import Layer, geopackage_bytes
from dashboard.export.report import DesignationReport, facts
from dashboard.export.sheets import (
    areas_sheet,
    class_counts_table,
    criteria_sheet,
    criterion_sheet,
    profile_sheet,
)
from dashboard.export.tables import area_table, provenance, rule_table
from dashboard.export.workbook import workbook_bytes
from indicators.designation.profile_text import profile_to_toml
from indicators.designation.trace import criteria_table

FEATURE_COLUMNS = ("met", "value", "reference", "margin")
"""What a feature of a GeoPackage says of each criterion, behind its id."""


def designation_csv(report: DesignationReport) -> bytes:
    """Return a row per area and criterion; what holds for all of them stands in every row, in front.

    A profile without criteria has a row per area.
    """
    rules = rule_table(report).drop(columns=["threshold", "n_met", "n_not_met", "n_untold"])
    found = criteria_table(report.assessment).merge(rules, on="criterion_id", validate="m:1")
    table = area_table(report).merge(found, on="area_code", how="left", validate="1:m")
    return csv_text(in_every_row(provenance(report), table)).encode()


def designation_xlsx(report: DesignationReport) -> bytes:
    """Return a workbook: a summary, the criteria, the areas, a sheet per criterion and the rule as TOML."""
    names = area_table(report)[["area_code", "area_name", "parent_name"]]
    found = criteria_table(report.assessment).merge(names, on="area_code", validate="m:1")
    sheets = [
        summary_sheet(report, facts(report), class_counts_table(report)),
        criteria_sheet(report),
        areas_sheet(report),
        *(criterion_sheet(report, each, found) for each in report.profile.criteria),
        profile_sheet(report),
    ]
    return workbook_bytes(sheets, title=report.title, made_at=report.made_at)


def designation_gpkg(report: DesignationReport) -> bytes:
    """Return a GeoPackage: a feature per area, and a table ``about`` that says what it is."""
    tell = report.words.translate
    about = [*facts(report), Fact("profile_toml", tell("Rule as TOML"), profile_to_toml(report.profile))]
    layers = [
        Layer(
            name="designation",
            table=_features(report),
            title=report.title,
            description="; ".join([*report.changes, report.warning]).strip("; "),
            metadata={key: str(value) for key, value in provenance(report).items() if value is not None},
        ),
        about_layer(report, about),
    ]
    return geopackage_bytes(layers, made_at=report.made_at)


def _features(report: DesignationReport) -> gpd.GeoDataFrame:
    """Return a feature per area, with ``<criterion>_met`` and the like of each criterion."""
    table = area_table(report).set_index("area_code")
    found = criteria_table(report.assessment).rename(columns={"is_met": "met"})
    of_criteria = [
        found[found["criterion_id"] == each.id]
        .set_index("area_code")[list(FEATURE_COLUMNS)]
        .add_prefix(f"{each.id}_")
        for each in report.profile.criteria
    ]
    return shaped(report, table.join(of_criteria).reset_index())
