"""Downloads of support needs: who needs what, how much of it, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from config.i18n import N_
from dashboard.export.about import in_every_row, name_columns, summary_sheet
from dashboard.export.csv import csv_text
from dashboard.export.report import DesignationReport, facts
from dashboard.export.tables import provenance, rule_table
from dashboard.export.workbook import ONE_DECIMAL, WHOLE, Sheet, Table, workbook_bytes
from dashboard.names import area_names
from indicators.designation.support import load_support_measures, needs_by_area_above, needs_by_measure

NO_MEASURE = N_("no support measure is named")


def needs_csv(report: DesignationReport, needs: pd.DataFrame) -> bytes:
    """Return a row per area and criterion it meets; what holds for all of them stands in front.

    Args:
        report: the designation they follow from.
        needs: as :func:`indicators.designation.support.support_needs` returns them.
    """
    return csv_text(in_every_row(provenance(report), _described(report, needs))).encode()


def needs_xlsx(report: DesignationReport, needs: pd.DataFrame, *, level: int) -> bytes:
    """Return a workbook: a summary with the unit costs, needs by measure, by area above, and each measure's.

    Args:
        report: the designation they follow from.
        needs: as :func:`indicators.designation.support.support_needs` returns them.
        level: of the areas above that they are added up for; as a rule that of the oblasts.
    """
    tell, above = report.words.translate, report.words.pack.level(level)
    described = _described(report, needs)
    sheets = [
        summary_sheet(report, facts(report), *_unit_costs(report)),
        Sheet(tell("By support measure"), (_by_measure(report, needs),)),
        Sheet(report.text(above.plural), (_by_area_above(report, needs, level),)),
        *(_measure_sheet(report, str(title), rows) for title, rows in described.groupby("measure_title")),
    ]
    return workbook_bytes(sheets, title=report.title, made_at=report.made_at)


def _described(report: DesignationReport, needs: pd.DataFrame) -> pd.DataFrame:
    """Return needs with names of areas, measures, criteria and units."""
    rules = rule_table(report)[["criterion_id", "criterion_title", "indicator_id", "unit"]]
    table = needs.merge(rules, on="criterion_id", how="left", validate="m:1")
    names = name_columns(report, table["area_code"])
    titled = table.assign(
        measure_title=_measure_titles(report, table["measure"]),
        quantity_unit=_in_words(report, table["quantity_unit"]),
    )
    return pd.concat([titled[["area_code"]], names, titled.drop(columns="area_code")], axis=1)


def _measure_titles(report: DesignationReport, measures: pd.Series[str]) -> pd.Series[str]:
    titles = {key: report.text(each.title) for key, each in load_support_measures().items()}
    return measures.map(titles).fillna(measures).fillna(report.words.translate(NO_MEASURE))


def _in_words(report: DesignationReport, units: pd.Series[str]) -> pd.Series[str]:
    return units.map(report.words.unit_title, na_action="ignore")


def _unit_costs(report: DesignationReport) -> Iterator[Table]:
    costs = pd.DataFrame([each.model_dump() for each in report.words.pack.unit_costs])
    if costs.empty:
        return
    costs["measure"] = _measure_titles(report, costs["measure"])
    costs["per"] = costs["per"].map(report.words.unit_title)
    tell = report.words.translate
    headings = {
        "measure": tell("Support measure"),
        "amount": tell("Unit cost"),
        "currency": tell("Currency"),
        "per": tell("Unit"),
        "year": tell("Year of the prices"),
        "reference": tell("Source"),
    }
    yield Table(rows=costs, headings=headings, formats={"amount": WHOLE, "year": "0"})


def _by_measure(report: DesignationReport, needs: pd.DataFrame) -> Table:
    ranked = needs_by_measure(needs)
    ranked["measure"] = _measure_titles(report, ranked["measure"])
    return _sums(report, ranked, {"measure": report.words.translate("Support measure")})


def _by_area_above(report: DesignationReport, needs: pd.DataFrame, level: int) -> Table:
    ranked = needs_by_area_above(needs, report.areas, level=level)
    ranked["area_name"] = ranked["area_code"].map(area_names(report.areas, report.words.language))
    tell = report.words.translate
    return _sums(report, ranked, {"area_code": tell("Code"), "area_name": tell("Area")})


def _sums(report: DesignationReport, ranked: pd.DataFrame, named: Mapping[str, str]) -> Table:
    tell = report.words.translate
    sums = {
        "n_needs": tell("Needs"),
        "n_areas": tell("Areas"),
        "population": tell("Residents"),
        "n_counted": tell("Areas whose residents are known"),
        "quantity": tell("Quantity"),
        "quantity_unit": tell("Unit"),
        "cost": tell("Cost"),
        "currency": tell("Currency"),
        "n_costed": tell("Needs with a cost"),
    }
    titled = ranked.assign(quantity_unit=_in_words(report, ranked["quantity_unit"]))
    return Table(rows=titled, headings={**named, **sums}, formats=_FORMATS, missing=tell("no data"))


def _measure_sheet(report: DesignationReport, title: str, needs: pd.DataFrame) -> Sheet:
    tell = report.words.translate
    headings = {
        "area_code": tell("Code"),
        "area_name": tell("Area"),
        "parent_name": tell("Part of"),
        "criterion_title": tell("Criterion"),
        "gap": tell("Gap"),
        "unit": tell("Unit"),
        "gap_pct": tell("Gap, % of the threshold"),
        "quantity": tell("Quantity"),
        "quantity_unit": tell("Unit of the quantity"),
        "cost": tell("Cost"),
        "currency": tell("Currency"),
        "population": tell("Residents"),
    }
    return Sheet(title, (Table(rows=needs, headings=headings, formats=_FORMATS, missing=tell("no data")),))


_FORMATS = {
    **dict.fromkeys(("n_needs", "n_areas", "population", "n_counted", "cost", "n_costed"), WHOLE),
    **dict.fromkeys(("gap", "gap_pct", "quantity"), ONE_DECIMAL),
}
