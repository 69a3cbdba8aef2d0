"""What areas can pay for by themselves, as it was asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.provision.basis import Basis, assumption, need_title
from dashboard.components.budget.simulator.defaults import default_scenario
from indicators.budget.inputs import BudgetInputs
from indicators.budget.methods import default_method, load_provision_methods
from indicators.budget.provision import INPUT_TEXTS
from indicators.budget.provision_rows import provision_rows
from indicators.budget.scenario import FROM_SETTLEMENTS, Inputs, NeedPerHead


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """What is asked, and what comes of it."""

    basis: Basis
    inputs: BudgetInputs

    @property
    def unknown(self) -> list[str]:
        """Keys of ``INPUT_TEXTS``: numbers that are known of no area, so that there is no index."""
        asked = [name for name in INPUT_TEXTS if name in self._asked]
        return [name for name in asked if np.isnan(self.inputs.numbers[name]).all()]

    @property
    def _asked(self) -> set[str]:
        asked = {"population", "revenue_potential"}
        if not isinstance(self.basis.need, NeedPerHead):
            asked.add("normative_expenditure")
        return asked

    def rows(self) -> pd.DataFrame:
        """Return a row per area as :func:`indicators.budget.provision_rows.provision_rows` does.

        Raises:
            BudgetError: a number cannot be, or is known of no area.
        """
        return provision_rows(
            self.inputs, self.basis.need, corrects_for_dispersion=self.basis.corrects_for_dispersion
        )


def answer(desk: Desk, basis: Basis) -> Answer:
    """Return what areas are measured by: the numbers that the default scenario of the simulator reads.

    Raises:
        BudgetError: a number is infinite.
    """
    read = Inputs(small_settlement_share=FROM_SETTLEMENTS if basis.corrects_for_dispersion else None)
    scenario = default_scenario(desk).model_copy(update={"need": basis.need, "inputs": read})
    return Answer(basis=basis, inputs=desk.inputs(scenario))


def stated(desk: Desk, basis: Basis) -> dict[str, object]:
    """Return what the numbers depend on beside the data, by the name of a column of a file."""
    method = default_method(load_provision_methods())
    return {
        "need": basis.need.by,
        "need_title": need_title(desk.words, basis.need),
        "need_assumption": assumption(desk, basis.need),
        "small_settlement_below": method.small_settlement_below if basis.corrects_for_dispersion else None,
        "method": method.title[desk.words.language],
        "method_reference": method.reference,
        "method_note": method.note[desk.words.language],
    }
