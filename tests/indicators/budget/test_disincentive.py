"""The marginal loss against what one more unit of revenue does when everything is computed anew."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.budget.grants import basis, grants

from .scenarios import BY_INDICATOR, inputs, scenario

STEP = 1e-4
COUNTRY = {
    "population": [1000, 3000, 2000, 500, 1500],
    "revenue_potential": [400, 2000, 1700, 800, 2400],
    "normative_expenditure": [900, 2700, 2100, 700, 1400],
    "current_grant": [300, 900, 150, 40, 80],
}
LIFT = {"form": "lift", "criterion": 1.1}
POOL = {"form": "pool", "criterion": 1.1, "total": 900}
FORMULAS = [
    LIFT,
    POOL,
    POOL | {"total": 9000},
    POOL | {"total": 9000, "cap_at_gap": False},
    {"form": "minimum"},
    {"form": "minimum", "total": 600},
    {"form": "difference"},
]
LIMITS = [
    {},
    {"phase_in_pct": 40},
    {"cap_per_head": 200},
    {"floor_pct": 90},
    {"phase_in_pct": 70, "cap_per_head": 330, "floor_pct": 45},
]


def exact(formula, limits, revenue):
    asked = scenario(formula, need=BY_INDICATOR, limits=limits)
    known = inputs(COUNTRY | {"revenue_potential": revenue})
    return grants(asked, basis(asked, known, asked.parameters), asked.parameters)


@pytest.mark.parametrize("limits", LIMITS, ids=lambda limits: "-".join(limits) or "no limit")
@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: "-".join(map(str, formula.values())))
@settings(max_examples=20)
@example(0, [348, 1537, 1537, 1535, 3000])
@given(st.integers(0, 4), st.lists(st.integers(300, 3000), min_size=5, max_size=5))
def test_the_loss_is_the_change_of_the_grant(formula, limits, area, shift):
    revenue = np.asarray(COUNTRY["revenue_potential"], dtype=float) + np.asarray(shift) / 7
    step = np.eye(5)[area] * STEP
    now, less, more = (exact(formula, limits, revenue + change) for change in (0, -step, step))
    below, above = (
        -np.diff(pair)[0] / STEP
        for pair in ((less.exact[area], now.exact[area]), (now.exact[area], more.exact[area]))
    )
    # Where a bound begins to hold the loss jumps, and stands for either side.
    between = sorted([below, above])
    assert between[0] - 1e-5 <= now.marginal_loss[area] <= between[1] + 1e-5
