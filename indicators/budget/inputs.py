"""The numbers that a scenario reads: one per area, areas in the order of their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from config.i18n import N_
from geodata.budgets import ExpenditureNorm
from indicators.budget.errors import BudgetError, refuse_where
from indicators.budget.norms import norm_per_head
from indicators.budget.provision import INPUT_TEXTS, PCT, normative_expenditure
from indicators.budget.scenario import NeedFromNorms, Scenario
from indicators.budget.settlements import Settlements
from indicators.cells import Floats
from indicators.hierarchy import Bools, areas_above

GROUP_LEVEL = 1
"""Inequality is told apart within and between the areas of this level."""

NUMBER_TEXTS = {
    **INPUT_TEXTS,
    "own_revenue": N_("own revenue"),
    "current_grant": N_("current grant"),
}
"""What each number of :class:`BudgetInputs` is called on screen, in English."""


@dataclass(frozen=True, eq=False)
class BudgetInputs:
    """What is known of the areas of one level in one period; NaN where a number is missing.

    Made by :meth:`from_table`, which puts the areas in the order of their codes, so that no result depends
    on the order of a table. Amounts in thousand currency, shares in %.
    """

    area_codes: pd.Index[str]
    parent_codes: pd.Index[str]
    """Of an area above; missing where there is none. Inequality is told apart within and between them."""
    population: Floats
    revenue_potential: Floats
    normative_expenditure: Floats
    own_revenue: Floats
    current_grant: Floats
    small_settlement_share: Floats

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> BudgetInputs:
        """Take them from a table with a row per area.

        Args:
            table: ``area_code`` and any of the other fields of this class as columns, ``parent_code`` for the
                area above; a column that is not there is missing for every area.

        Raises:
            BudgetError: an area comes twice, or a number is infinite.
        """
        ordered = table.sort_values("area_code", kind="stable")
        codes: pd.Index[str] = pd.Index(ordered["area_code"], dtype="str")
        if codes.has_duplicates:
            raise BudgetError("expected one row per area", area_codes=codes[codes.duplicated()].unique())
        numbers = ordered.reindex(columns=list(NUMBERS)).astype("float64")
        inputs = cls(
            codes,
            pd.Index(ordered.reindex(columns=["parent_code"])["parent_code"], dtype="str"),
            **{name: numbers[name].to_numpy() for name in NUMBERS},
        )
        for name, values in inputs.numbers.items():
            refuse_where(np.isinf(values), f"finite numbers of {name}", got=values, area_codes=codes)
        return inputs

    @classmethod
    def from_values(
        cls,
        scenario: Scenario,
        values: pd.DataFrame,
        areas: pd.DataFrame,
        *,
        level: int,
        norms: Sequence[ExpenditureNorm] = (),
        settlements: Settlements | None = None,
    ) -> BudgetInputs:
        """Take the indicators of a scenario for the areas of a level.

        Args:
            scenario: says which indicators, and of which period.
            values: as :func:`indicators.values.indicator_values` returns them; with the population of the
                settlements for a scenario that counts those.
            areas: as ``geodata.schemas.AREAS``. The area above of each is that of :data:`GROUP_LEVEL`, of
                the country for those on it.
            level: number of the scenario's level in the pack.
            norms: of the pack, for a scenario whose need follows from them.
            settlements: of the country, for a scenario that counts the people in small ones.

        Raises:
            BudgetError: as :meth:`from_table`.
        """
        of_level = areas[areas["admin_level"] == level].set_index("area_code")
        in_period = values[values["period"] == scenario.period]
        by_indicator = {
            each: rows.set_index("area_code")["value"] for each, rows in in_period.groupby("indicator_id")
        }
        codes = of_level.index.to_series()
        table = areas_above(codes, areas, level=min(GROUP_LEVEL, level - 1)).to_frame("parent_code")
        for name, indicator_id in scenario.indicators.items():
            table[name] = by_indicator.get(indicator_id, pd.Series(dtype="float64"))
        if isinstance(scenario.need, NeedFromNorms):
            per_head = norm_per_head(norms, of_level["area_type"], period=scenario.period)
            table["normative_expenditure"] = normative_expenditure(
                np.asarray(per_head), np.asarray(table["population"], dtype=np.float64)
            )
        if scenario.counts_settlements and settlements is not None:
            people = by_indicator.get(scenario.inputs.population, pd.Series(dtype="float64"))
            table["small_settlement_share"] = PCT * settlements.shares(people, areas, level=level)
        return cls.from_table(table.reset_index())

    @property
    def numbers(self) -> dict[str, Floats]:
        """The numbers by name."""
        return {name: getattr(self, name) for name in NUMBERS}

    def to_table(self) -> pd.DataFrame:
        """Return them as :meth:`from_table` takes them."""
        codes = {"area_code": self.area_codes, "parent_code": self.parent_codes}
        return pd.DataFrame(codes | self.numbers)

    def taken(self, where: Bools) -> BudgetInputs:
        """Return the areas for which ``where`` holds."""
        numbers = {name: values[where] for name, values in self.numbers.items()}
        return BudgetInputs(self.area_codes[where], self.parent_codes[where], **numbers)


_CODES = ("area_codes", "parent_codes")
NUMBERS = tuple(field.name for field in fields(BudgetInputs) if field.name not in _CODES)
"""What a table may have as columns beside the codes."""
