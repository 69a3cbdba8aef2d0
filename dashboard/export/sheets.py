"""The sheets of a designation's workbook."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.export.about import toml_sheet
from dashboard.export.report import DesignationReport
from dashboard.export.tables import area_table, class_counts, rule_table
from dashboard.export.workbook import ONE_DECIMAL, TWO_DECIMALS, WHOLE, Sheet, Table
from indicators.designation.profile import Criterion
from indicators.designation.profile_text import profile_to_toml
from indicators.designation.robustness.draws import FIRMNESS_TEXTS
from indicators.designation.statistics import STATISTICS

SCORE_DECIMALS = 3
_UNITLESS_FORMATS = {
    "statistic": TWO_DECIMALS,
    "threshold": "General",
    "margin_pct": ONE_DECIMAL,
    "periods_met_lowest": WHOLE,
    "periods_met_highest": WHOLE,
}


def class_counts_table(report: DesignationReport) -> Table:
    """Return how many areas and people are in each class."""
    tell = report.words.translate
    headings = {
        "class_title": tell("Class"),
        "n_areas": tell("Areas"),
        "population": tell("Residents"),
        "n_counted": tell("Areas whose residents are known"),
    }
    formats, missing = dict.fromkeys(headings, WHOLE), tell("no data")
    return Table(rows=class_counts(report), headings=headings, formats=formats, missing=missing)


def criteria_sheet(report: DesignationReport) -> Sheet:
    """Return what each criterion asks and how many areas meet it."""
    tell = report.words.translate
    headings = {
        "criterion_title": tell("Criterion"),
        "statistic_title": tell("What is compared"),
        "unit": tell("Unit"),
        "operator": tell("Operator"),
        "threshold": tell("Threshold"),
        "threshold_reference": tell("Reference of the threshold"),
        "periods": tell("Periods"),
        "n_met": tell("Met"),
        "n_not_met": tell("Not met"),
        "n_untold": tell("Cannot be told"),
        "source": tell("Source"),
    }
    return Sheet(tell("Criteria"), (Table(rows=rule_table(report), headings=headings),))


def areas_sheet(report: DesignationReport) -> Sheet:
    """Return a row per area: its class, and which criteria it meets."""
    tell = report.words.translate
    headings = {
        "area_code": tell("Code"),
        "area_name": tell("Area"),
        "parent_name": tell("Part of"),
        "class_title": tell("Class"),
        "is_designated": tell("Designated"),
        "lowest": tell("Criteria met, at least"),
        "highest": tell("Criteria met, at most"),
        "population": tell("Residents"),
    }
    table = area_table(report)
    table["is_designated"] = _in_words(report, table["is_designated"], tell("Yes"), tell("No"))
    if report.probability is not None:
        firmness = {key: tell(text) for key, text in FIRMNESS_TEXTS.items()}
        table["firmness"] = table["firmness"].map(firmness)
        headings |= {"probability": tell("Probability of designation"), "firmness": tell("How firm?")}
    is_met = report.assessment.is_met()
    for each in report.profile.criteria:
        column = f"{each.id}_met"
        told = _in_words(report, is_met[each.id], tell("Met"), tell("Not met"))
        table[column], headings[column] = told.to_numpy(), report.text(each.title)
    formats = {"population": WHOLE, "probability": TWO_DECIMALS}
    missing = tell("no data")
    return Sheet(tell("Areas"), (Table(rows=table, headings=headings, formats=formats, missing=missing),))


def criterion_sheet(report: DesignationReport, criterion: Criterion, found: pd.DataFrame) -> Sheet:
    """Return how each area came to meet a criterion or not.

    Args:
        report: what is written.
        criterion: one of the profile.
        found: as :func:`indicators.designation.trace.criteria_table` returns it, with ``area_name`` and
            ``parent_name``.
    """
    measured = report.assessment.measurement.criteria[criterion.id]
    by_period = dict(zip(measured.periods, np.transpose(measured.values), strict=False))
    table = found[found["criterion_id"] == criterion.id].assign(**by_period)
    tell = report.words.translate
    table["is_met"] = _in_words(report, table["is_met"], tell("Met"), tell("Not met"))
    headings = _criterion_headings(report, criterion, measured.periods)
    formats = dict.fromkeys(headings, _format(report, criterion)) | _UNITLESS_FORMATS
    told = Table(rows=table, headings=headings, formats=formats, missing=tell("no data"))
    return Sheet(report.text(criterion.title), (told,))


def profile_sheet(report: DesignationReport) -> Sheet:
    """Return the rule that was applied, as TOML, a row per line."""
    tell = report.words.translate
    return toml_sheet(tell("Rule"), tell("Rule as TOML"), profile_to_toml(report.profile))


def _criterion_headings(
    report: DesignationReport, criterion: Criterion, periods: tuple[str, ...]
) -> dict[str, str]:
    tell = report.words.translate
    unit = f", {report.words.unit(criterion.indicator)}" if criterion.indicator else ""
    named = {"area_code": tell("Code"), "area_name": tell("Area"), "parent_name": tell("Part of")}
    compared = {each: each + unit for each in periods} | {"value": tell("Value") + unit}
    if criterion.reference is not None:
        compared["reference"] = tell("Reference value") + unit
    if criterion.statistic != "value":
        compared["statistic"] = tell(STATISTICS[criterion.statistic].title)
    compared["threshold"] = f"{tell('Threshold')} {criterion.operator}"
    if criterion.statistic != "value":
        compared["threshold_value"] = tell("Threshold") + unit
    told = {"margin": tell("Margin") + unit, "margin_pct": tell("Margin, % of the threshold")}
    if criterion.window.take == "each":
        told["periods_met_lowest"] = tell("Periods met, at least")
        told["periods_met_highest"] = tell("Periods met, at most")
    return named | compared | told | {"is_met": tell("Met")}


def _in_words(report: DesignationReport, truth: pd.Series[bool], true: str, false: str) -> pd.Series[str]:
    untold = report.words.translate("Cannot be told")
    return truth.map({True: true, False: false}).astype("str").fillna(untold)


def _format(report: DesignationReport, criterion: Criterion) -> str:
    known = report.words.catalogue[criterion.indicator].decimals if criterion.indicator else SCORE_DECIMALS
    return f"{WHOLE}.{'0' * known}" if known else WHOLE
