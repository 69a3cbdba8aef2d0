"""A scenario applied: what the parts of the simulator show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.components.budget.desk import Desk
from indicators.budget.inputs import BudgetInputs
from indicators.budget.scenario import Scenario
from indicators.budget.simulate import SimulationResult, asked_numbers, simulate


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """A scenario, what it read and what it does."""

    inputs: BudgetInputs
    result: SimulationResult

    @classmethod
    def of(cls, desk: Desk, scenario: Scenario) -> Run:
        """Apply a scenario to the areas of its level.

        Raises:
            KeyError: the country has no such level.
            BudgetError: no area has all it takes, or a number cannot be.
        """
        inputs = desk.inputs(scenario)
        return cls(inputs=inputs, result=simulate(scenario, inputs))

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.result.scenario

    @property
    def areas(self) -> pd.DataFrame:
        """The areas of the result, indexed by code."""
        return self.result.areas.set_index("area_code")

    @property
    def told(self) -> pd.DataFrame:
        """The areas that have a result, indexed by code."""
        return self.areas[self.areas["grant"].notna()]


def unknown_of_all(scenario: Scenario, inputs: BudgetInputs) -> list[str]:
    """Return the numbers that a scenario asks for and no area has: fields of ``BudgetInputs``."""
    asked = asked_numbers(scenario, scenario.parameters)
    return [name for name in asked if np.isnan(inputs.numbers[name]).all()]
