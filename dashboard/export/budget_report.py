"""Budgets as they were shown, with all that makes a downloaded copy understandable years later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

import pandas as pd

from config.i18n import N_
from dashboard.budgets import SavedScenario
from dashboard.components.budget.money import scale_title
from dashboard.components.budget.needs import NEED_TEXTS
from dashboard.components.words import Words
from dashboard.export.about import Fact, Report, data_facts, place_facts, with_provenance
from indicators.budget.inputs import NUMBER_TEXTS
from indicators.budget.methods import load_provision_methods, methods_in
from indicators.budget.scenario import (
    FORM_TEXTS,
    PARAMETER_TEXTS,
    PURPOSE_TEXTS,
    NeedFromIndicator,
    NeedFromNorms,
    NeedPerHead,
    Parameter,
    Scenario,
)
from indicators.budget.simulate import SimulationResult

PARAMETER_UNITS: dict[Parameter, str] = {
    "total": "thousand_currency",
    "norm_per_head": "currency_per_resident",
    "cap_per_head": "currency_per_resident",
}
"""Units of the catalogue in which the numbers of a scenario are amounts."""

AGAINST_SAVED = N_("{key}: {changed}, as saved {saved}")
LEFT_OPEN = N_("left open")


@dataclass(frozen=True, eq=False, kw_only=True)
class SimulationReport(Report):
    """An equalization scenario and what it does, ready to be written to a file."""

    result: SimulationResult
    saved: SavedScenario | None = None
    """The saved scenario that it is, or was changed from."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that was applied."""
        return self.result.scenario

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.text(self.scenario.title)

    @property
    def level_number(self) -> int:
        """Of the equalized areas."""
        return self.words.pack.level_by_id(self.scenario.level).number

    @property
    def area_codes(self) -> pd.Index[str]:
        """The equalized areas, and those without a result."""
        return pd.Index(self.result.areas["area_code"])

    @property
    def changes(self) -> list[str]:
        """What was changed against the saved scenario, a sentence for each."""
        return [] if self.saved is None else list(_changes(self, self.saved.content))


@dataclass(frozen=True, eq=False, kw_only=True)
class BudgetReport(Report):
    """A table of budgets: provision, alerts, shared taxes."""

    title: str
    """What the table is of."""
    level: int
    period: str
    codes: pd.Index[str]
    """Of the areas of the level."""
    stated: Mapping[str, object] = field(default_factory=dict)
    """What the numbers depend on beside the data, by the name of a column: need, reference, choices."""

    @property
    def level_number(self) -> int:
        """Of the areas that are shown."""
        return self.level

    @property
    def area_codes(self) -> pd.Index[str]:
        """The areas that are shown."""
        return self.codes


def simulation_facts(report: SimulationReport) -> list[Fact]:
    """Return what a simulation is: scenario with every number, method, then data and their sources."""
    told = (_scenario, _formula, _limits, _inputs, _methods, place_facts, data_facts)
    return [fact for facts in told for fact in facts(report)]


def simulation_provenance(report: SimulationReport) -> dict[str, object]:
    """Return which scenario was applied to which data, every number of it by the name of a column."""
    stated: dict[str, object] = {
        "scenario_id": report.scenario.id,
        "scenario_title": report.title,
        "scenario_version": None if report.saved is None else report.saved.version,
        "what_if": "; ".join(report.changes),
        "period": report.scenario.period,
        **scenario_columns(report.scenario),
        **money_columns(report.words),
        "method": "; ".join(each.value for each in _methods(report) if isinstance(each.value, str)),
    }
    return with_provenance(report, stated)


def table_provenance(report: BudgetReport) -> dict[str, object]:
    """Return what a table is of, by the name of a column."""
    stated = {"table": report.title, "period": report.period, **report.stated, **money_columns(report.words)}
    return with_provenance(report, stated)


def scenario_columns(scenario: Scenario) -> dict[str, object]:
    """Return every number and choice of a scenario by the name of a column, such as ``formula_criterion``."""
    stated: dict[str, object] = {"purpose": scenario.purpose}
    for section in ("formula", "need", "limits", "inputs"):
        for key, value in getattr(scenario, section).model_dump().items():
            stated[f"{section}_{key}"] = value
    return stated


def money_columns(words: Words) -> dict[str, object]:
    """Return what amounts are in: files have them in one scale, whatever was chosen on screen."""
    return {
        "amounts_in": scale_title(words, "thousand"),
        "amounts_per_head_in": words.unit_title("currency_per_resident"),
    }


def _scenario(report: SimulationReport) -> Iterator[Fact]:
    tell, scenario, saved = report.words.translate, report.scenario, report.saved
    yield Fact("scenario_title", tell("Scenario"), report.title)
    for change in report.changes:
        yield Fact("what_if", tell("What if?"), change)
    if report.warning:
        yield Fact("warning", tell("Note"), report.warning)
    yield Fact("scenario_id", tell("Id of the scenario"), scenario.id)
    if saved is not None:
        yield Fact("scenario_version", tell("Version of the scenario"), saved.version)
        yield Fact("scenario_author", tell("Author of the scenario"), saved.author)
    yield Fact("period", tell("Period"), scenario.period)
    yield Fact("purpose", tell("Purpose"), tell(PURPOSE_TEXTS[scenario.purpose]))


def _formula(report: SimulationReport) -> Iterator[Fact]:
    tell, formula = report.words.translate, report.scenario.formula
    yield Fact("form", tell("Form"), tell(FORM_TEXTS[formula.form]))
    for name in ("criterion", "total"):
        yield from _number(report, name)
    if hasattr(formula, "cap_at_gap"):
        said = tell("Yes") if formula.cap_at_gap else tell("No")
        yield Fact("cap_at_gap", tell("No area gets more than its gap"), said)
    yield from _need(report)


def _need(report: SimulationReport) -> Iterator[Fact]:
    tell, need = report.words.translate, report.scenario.need
    yield Fact("need", tell("Normative expenditure"), tell(NEED_TEXTS[need.by]))
    match need:
        case NeedFromIndicator():
            yield Fact("need_indicator", tell("Indicator"), report.words.title(need.indicator))
        case NeedPerHead():
            yield from _number(report, "norm_per_head")
            yield Fact("need_reference", tell("Reference of the norm"), need.reference)
        case NeedFromNorms():
            pass
        case _:
            assert_never(need)


def _limits(report: SimulationReport) -> Iterator[Fact]:
    for name in ("phase_in_pct", "cap_per_head", "cap_need_pct", "floor_pct"):
        yield from _number(report, name)
    title = report.words.translate("Smallest amount, {currency}").format(currency=report.words.pack.currency)
    yield Fact("round_to", title, report.scenario.limits.round_to)


def _number(report: SimulationReport, name: Parameter) -> Iterator[Fact]:
    if name in report.scenario.parameters:
        tell, unit = report.words.translate, PARAMETER_UNITS.get(name)
        title = tell(PARAMETER_TEXTS[name]) + (f", {report.words.unit_title(unit)}" if unit else "")
        yield Fact(name, title, report.scenario.parameters[name])


def _inputs(report: SimulationReport) -> Iterator[Fact]:
    tell = report.words.translate
    for name, indicator_id in report.scenario.indicators.items():
        title = tell("Read: {number}").format(number=tell(NUMBER_TEXTS[name]))
        yield Fact(f"input_{name}", title, report.words.title(indicator_id))
    if report.scenario.counts_settlements:
        share = NUMBER_TEXTS["small_settlement_share"]
        title = tell("Read: {number}").format(number=tell(share))
        yield Fact("input_small_settlement_share", title, tell("counted in the settlements"))


def _methods(report: Report) -> Iterator[Fact]:
    """Yield how budget provision is measured, and that it is not official."""
    tell = report.words.translate
    for method in methods_in(load_provision_methods(), report.words.pack.code).values():
        said = f"{report.text(method.title)} ({method.reference}). {report.text(method.note)}"
        yield Fact(f"method_{method.status}", tell("Method"), said)


def _changes(report: SimulationReport, saved: Scenario) -> Iterator[str]:
    tell, now, before = report.words.translate, *map(_stated, (report.scenario, saved))
    for key in {**before, **now}:
        if before.get(key) != now.get(key):
            yield tell(AGAINST_SAVED).format(
                key=key, changed=now.get(key, tell(LEFT_OPEN)), saved=before.get(key, tell(LEFT_OPEN))
            )


def _stated(scenario: Scenario) -> dict[str, object]:
    return {key: value for key, value in scenario_columns(scenario).items() if value is not None}
