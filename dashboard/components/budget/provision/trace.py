"""The numbers that make the index of one area, with the formulas filled in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.components.budget.money import Money
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import number
from indicators.budget.provision import CURRENCY_PER_THOUSAND, INPUT_TEXTS

DECIMALS = 3
"""Of an index whose formula is filled in: one more than elsewhere, so that a reader can check it."""


@dataclass(frozen=True, eq=False, slots=True)
class Trace:
    """One area beside all that have an index."""

    money: Money
    row: pd.Series
    """Of ``indicators.budget.provision_rows``."""
    sums: pd.Series
    """Of the same over the areas with an index."""

    @classmethod
    def of(cls, money: Money, rows: pd.DataFrame, area_code: str) -> Trace:
        """Take an area out of the rows, which are indexed by code."""
        counted = rows[rows["budget_provision"].notna()]
        return cls(money, rows.loc[area_code], counted.sum(numeric_only=True))

    def sentence(self, name: str) -> str:
        """Return what the area could raise and what it needs, both against the mean."""
        tell, row = self.money.words.translate, self.row
        if pd.isna(row["budget_provision"]):
            return tell("{area} has no index. What it lacks: {numbers}.").format(
                area=name, numbers=lacking(self.money, row["lacks"])
            )
        text = tell(
            "{area} raises {capacity} of the mean per resident and needs {need} of the mean: its budget "
            "provision is {provision}, with the current grant {with_grant}."
        )
        return text.format(
            area=name,
            capacity=self._percent("fiscal_capacity_index"),
            need=self._percent("expenditure_need_index"),
            provision=self._index("budget_provision", decimals=2),
            with_grant=self._index("provision_with_grant", decimals=2),
        )

    def html(self) -> str:
        """Return the formulas with the numbers in them, of an area with an index, as an HTML table."""
        tell = self.money.words.translate
        head = [
            Cell(tell("Number")),
            Cell(tell("This area"), is_number=True),
            Cell(tell("Areas with an index"), is_number=True),
        ]
        return table_html(
            tell("How the index comes about"), head, {"": [*self._amounts(), *self._indices(), *self._gap()]}
        )

    def _amounts(self) -> list[list[Cell]]:
        tell, text = self.money.words.translate, self.money.text
        lines = {
            tell("Own revenue"): (text(self.row["revenue_potential"]), text(self.sums["revenue_potential"])),
            tell("Expenditure need"): (
                text(self.row["normative_expenditure"]),
                text(self.sums["normative_expenditure"]),
            ),
            tell("Residents"): (self._number(self.row["population"]), self._number(self.sums["population"])),
        }
        return [_line(title, own, of_all) for title, (own, of_all) in lines.items()]

    def _indices(self) -> list[list[Cell]]:
        tell, unit = self.money.words.translate, per_head_unit(self.money.words)
        capacity = f"{self._against_mean('revenue_potential')} = {self._index('fiscal_capacity_index')}"
        need = f"{self._against_mean('normative_expenditure')}{self._dispersion()}"
        provision = f"{self._index('fiscal_capacity_index')} ÷ {self._index('expenditure_need_index')}"
        lines = {
            tell("ИНП: own revenue per resident ÷ mean, {unit}").format(unit=unit): capacity,
            tell("ИБР: need per resident ÷ mean, {unit}").format(
                unit=unit
            ): f"{need} = {self._index('expenditure_need_index')}",
            tell("БО: ИНП ÷ ИБР"): f"{provision} = {self._index('budget_provision')}",
        }
        return [_line(title, filled) for title, filled in lines.items()]

    def _gap(self) -> list[list[Cell]]:
        title = self.money.words.translate("Gap: need − own revenue, where that is above zero")
        return [_line(title, self.money.text(self.row["gap"]), self.money.text(self.sums["gap"]))]

    def _against_mean(self, amount: str) -> str:
        own, mean = (
            each[amount] / each["population"] * CURRENCY_PER_THOUSAND for each in (self.row, self.sums)
        )
        return f"{self._number(own)} ÷ {self._number(mean)}"

    def _dispersion(self) -> str:
        return "" if pd.isna(self.row["dispersion"]) else f" × {self._index('dispersion')}"

    def _number(self, value: float, decimals: int = 0) -> str:
        return number(value, decimals=decimals, code=self.money.words.language)

    def _index(self, name: str, decimals: int = DECIMALS) -> str:
        value = self.row[name]
        return self.money.words.translate("no data") if pd.isna(value) else self._number(value, decimals)

    def _percent(self, name: str) -> str:
        return f"{self._number(self.row[name] * 100)} %"


def lacking(money: Money, lacks: object) -> str:
    """Return what an area without an index lacks, in words; it may be people."""
    tell = money.words.translate
    if not isinstance(lacks, str):
        return tell("residents")
    return ", ".join(tell(INPUT_TEXTS[each]) for each in lacks.split(","))


def _line(title: str, own: str, of_all: str = "") -> list[Cell]:
    return [Cell(title, is_long=True), Cell(own, is_number=True), Cell(of_all, is_number=True)]
