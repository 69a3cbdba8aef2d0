"""A simulated scenario as tables and sheets, with names of areas and units."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from config.i18n import N_
from dashboard.components.budget.money import scale_title
from dashboard.export.about import name_columns, with_names
from dashboard.export.budget_report import SimulationReport
from dashboard.export.workbook import WHOLE, Sheet, Table
from indicators.budget.inequality import MEASURE_TEXTS
from indicators.budget.inputs import NUMBER_TEXTS
from indicators.budget.provision import CURRENCY_PER_THOUSAND

MONEY, INDEX = "#,##0.00###", "0.0000"
"""Formats: amounts in thousands show the hundredths of the currency that totals close by."""

QUANTITY_TEXTS = {
    "revenue_pc": N_("revenue per resident"),
    "budget_provision": N_("budget provision index"),
}
"""Of what the inequality of a scenario is told, in English."""

TOTAL_TEXTS = {
    "grants": N_("Grants"),
    "withdrawals": N_("Withdrawals"),
    "net": N_("Grants less withdrawals"),
    "sum_of_areas": N_("Sum of all areas"),
    "closure": N_("Difference, zero where everything adds up"),
    "pool": N_("Pool"),
    "unallocated": N_("Left of the pool"),
    "current_grants": N_("Current grants"),
    "change": N_("Change against the current grants"),
}
"""What a scenario comes to, in English; thousand currency."""

COUNT_TEXTS = {
    "n_areas": N_("Areas with a result"),
    "n_missing": N_("Areas without a result"),
    "n_winners": N_("Areas that win"),
    "n_losers": N_("Areas that lose"),
    "n_overtakings": N_("Pairs of areas that overtake each other"),
}

AREA_TEXTS = {
    "population": N_("Residents"),
    "provision_before": N_("Budget provision before grants"),
    "provision_current": N_("Budget provision with the current grant"),
    "provision_after": N_("Budget provision after"),
    "fiscal_capacity_index": N_("Fiscal-capacity index"),
    "expenditure_need_index": N_("Expenditure-need index"),
    "marginal_loss": N_("Grant lost per unit of own revenue"),
}
AMOUNT_TEXTS = {
    "revenue_potential": N_("Revenue potential"),
    "own_revenue": N_("Own revenue"),
    "normative_expenditure": N_("Normative expenditure"),
    "grant": N_("Grant"),
    "current_grant": N_("Current grant"),
    "change": N_("Change against the current grant"),
}
"""Columns of a result in thousand currency."""


def result_table(report: SimulationReport) -> pd.DataFrame:
    """Return a row per area: names, then what :class:`SimulationResult` has of it.

    ``lacks`` names what an area without a result lacks: fields of ``BudgetInputs``, with commas between.
    """
    missing = report.result.missing.groupby("area_code")["input"].agg(",".join).rename("lacks")
    return with_names(report, report.result.areas).join(missing, on="area_code")


def totals_table(report: SimulationReport) -> pd.DataFrame:
    """Return ``total, amount``: what the scenario comes to, and that it is the sum of the areas."""
    totals, round_to = report.result.totals, report.scenario.limits.round_to
    net = totals.grants - totals.withdrawals
    added_up = math.fsum(report.result.areas["grant"].dropna())
    amounts = {
        "grants": totals.grants,
        "withdrawals": totals.withdrawals,
        "net": _to_smallest(net, round_to),
        "sum_of_areas": _to_smallest(added_up, round_to),
        "closure": _to_smallest(added_up - net, round_to),
        "current_grants": totals.current_grants,
        "change": net - totals.current_grants,
    }
    if totals.pool is not None:
        amounts |= {"pool": totals.pool, "unallocated": _to_smallest(totals.pool - totals.grants, round_to)}
    ordered = {key: amounts[key] for key in TOTAL_TEXTS if key in amounts}
    return pd.DataFrame({"total": list(ordered), "amount": list(ordered.values())})


def totals_sheet(report: SimulationReport) -> Sheet:
    """Return what the scenario comes to: amounts that close, and counts of areas."""
    tell, totals = report.words.translate, totals_table(report)
    totals["total"] = totals["total"].map({key: tell(text) for key, text in TOTAL_TEXTS.items()})
    counts = pd.DataFrame(
        [(tell(text), getattr(report.result.totals, key)) for key, text in COUNT_TEXTS.items()],
        columns=["count", "number"],
    )
    money = Table(
        rows=totals,
        headings={"total": tell("Totals"), "amount": scale_title(report.words, "thousand")},
        formats={"amount": MONEY},
        missing=tell("no data"),
    )
    counted = Table(rows=counts, headings={"count": tell("Areas"), "number": tell("Number")})
    return Sheet(tell("Totals"), (money, counted))


def areas_sheet(report: SimulationReport) -> Sheet:
    """Return a row per area: what it has, what it is given, and its budget provision before and after."""
    tell, thousand = report.words.translate, scale_title(report.words, "thousand")
    amounts = {key: f"{tell(text)}, {thousand}" for key, text in AMOUNT_TEXTS.items()}
    per_head = f"{tell(AMOUNT_TEXTS['grant'])}, {report.words.unit_title('currency_per_resident')}"
    headings = {
        **_named(report),
        **{key: tell(text) for key, text in AREA_TEXTS.items()},
        **amounts,
        "grant_pc": per_head,
    }
    formats = {
        **dict.fromkeys(AREA_TEXTS, INDEX),
        **dict.fromkeys([*AMOUNT_TEXTS, "grant_pc"], MONEY),
        "population": WHOLE,
    }
    return _sheet(report, tell("Areas"), result_table(report), headings, formats)


def inequality_sheet(report: SimulationReport) -> Sheet:
    """Return how equal areas are before, with the current grants and after."""
    tell, table = report.words.translate, report.result.inequality.copy()
    table["quantity"] = table["quantity"].map({key: tell(text) for key, text in QUANTITY_TEXTS.items()})
    table["measure"] = table["measure"].map({key: tell(text) for key, text in MEASURE_TEXTS.items()})
    headings = {
        "quantity": tell("Of what"),
        "measure": tell("Measure"),
        "before": tell("Before grants"),
        "current": tell("With the current grants"),
        "after": tell("After"),
    }
    return _sheet(report, tell("Inequality"), table, headings, dict.fromkeys(headings, INDEX))


def overtakings_sheet(report: SimulationReport) -> Sheet:
    """Return which area overtakes which in budget provision: the first pairs, where there are many."""
    tell, table = report.words.translate, report.result.overtakings
    names = {
        f"{each}_name": name_columns(report, table[f"{each}_code"])["area_name"]
        for each in ("area", "overtaken")
    }
    headings = {
        "area_code": tell("Code"),
        "area_name": tell("Area"),
        "overtaken_code": tell("Code of the overtaken area"),
        "overtaken_name": tell("Overtaken area"),
        "before": tell("Budget provision before grants"),
        "overtaken_before": tell("That of the overtaken area before"),
        "after": tell("Budget provision after"),
        "overtaken_after": tell("That of the overtaken area after"),
    }
    return _sheet(
        report, tell("Overtakings"), table.assign(**names), headings, dict.fromkeys(headings, INDEX)
    )


def missing_sheet(report: SimulationReport) -> Sheet:
    """Return the areas without a result, and what each lacks."""
    tell, table = report.words.translate, with_names(report, report.result.missing)
    table["input"] = table["input"].map({key: tell(text) for key, text in NUMBER_TEXTS.items()})
    headings = {**_named(report), "input": tell("What is missing")}
    return _sheet(report, tell("Without a result"), table, headings)


def _named(report: SimulationReport) -> dict[str, str]:
    tell = report.words.translate
    return {"area_code": tell("Code"), "area_name": tell("Area"), "parent_name": tell("Part of")}


def _sheet(
    report: SimulationReport,
    title: str,
    rows: pd.DataFrame,
    headings: Mapping[str, str],
    formats: Mapping[str, str] | None = None,
) -> Sheet:
    missing = report.words.translate("no data")
    return Sheet(title, (Table(rows=rows, headings=headings, formats=formats or {}, missing=missing),))


def _to_smallest(amount: float, round_to: float) -> float:
    """Return an amount without what sums of floating-point numbers leave below the smallest amount."""
    per_unit = CURRENCY_PER_THOUSAND / round_to
    return round(amount * per_unit) / per_unit
