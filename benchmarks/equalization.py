"""Time the equalization simulator beside a loop over areas: ``python benchmarks/equalization.py``.

The promises: one scenario over 35 000 areas within 0.5 s, and 200 scenarios over 500 areas within 3 s. The
loop is what a script would do, with pandas: the grants of a pool and the budget provision after them, without
rounding, inequality or what an area loses. Its time is scaled up from a sample of scenarios.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from timing import show, show_head, timed

from config.i18n import LANGUAGES
from indicators.budget.inputs import BudgetInputs
from indicators.budget.scenario import Scenario
from indicators.budget.simulate import simulate, sweep

SWEPT = 200
SAMPLE = 5
POOL_SHARE = 0.5
FORMULAS: list[dict[str, object]] = [
    {"form": "lift", "criterion": 0.9},
    {"form": "pool", "criterion": 0.9, "total": 1.0},
    {"form": "minimum"},
    {"form": "difference"},
]
LIMITS = {"phase_in_pct": 50, "cap_per_head": 2000, "floor_pct": 40}


def main() -> None:
    """Print seconds, peak memory and the ratio to the loop."""
    show_head()
    many, some = made_up(35_000), made_up(500)
    for formula in FORMULAS:
        one = scenario(formula, many)
        loop_s = timed(lambda: loop(many, [pool_of(many)])) if formula["form"] == "pool" else None
        show(f"35 000 areas × {formula['form']}", lambda one=one: simulate(one, many), loop_s)
    limited = scenario(FORMULAS[1], many, LIMITS)
    show("35 000 areas × pool with every limit", lambda: simulate(limited, many))
    pools = pool_of(some) * np.linspace(0.1, 2, SWEPT)
    loop_s = timed(lambda: loop(some, pools[:SAMPLE])) * SWEPT / SAMPLE
    shared, lifted = scenario(FORMULAS[1], some), scenario(FORMULAS[0], some)
    show(f"{SWEPT} pools × 500 areas", lambda: sweep(shared, some, "total", pools), loop_s)
    criteria = np.linspace(0.5, 1.5, SWEPT)
    show(f"{SWEPT} criteria × 500 areas", lambda: sweep(lifted, some, "criterion", criteria))


def scenario(
    formula: dict[str, object], inputs: BudgetInputs, limits: dict[str, float] | None = None
) -> Scenario:
    """Return a scenario of a form; a pool is as large as half of what the current grants are."""
    of_pool = {"total": pool_of(inputs)} if formula["form"] == "pool" else {}
    return Scenario.model_validate(
        {
            "id": "benchmark",
            "title": dict.fromkeys(LANGUAGES, "-"),
            "level": "municipality",
            "period": "2024",
            "purpose": "to_minimum",
            "formula": formula | of_pool,
            "need": {"by": "indicator", "indicator": "total_expenditure"},
            "limits": limits or {},
        }
    )


def pool_of(inputs: BudgetInputs) -> float:
    """Return the pool that is handed out, thousand currency."""
    return POOL_SHARE * float(inputs.current_grant.sum())


def made_up(n_areas: int) -> BudgetInputs:
    """Return areas in groups of twenty, whose revenue and need per head differ fourfold."""
    rng = np.random.default_rng(0)
    population = np.rint(rng.uniform(200, 4000, n_areas))
    revenue = population * rng.uniform(2, 8, n_areas)
    codes = [f"{n:05}" for n in range(n_areas)]
    table = {
        "area_code": codes,
        "parent_code": [code[:-1] for code in codes],
        "population": population,
        "revenue_potential": revenue,
        "own_revenue": revenue,
        "normative_expenditure": population * rng.uniform(3, 12, n_areas),
        "current_grant": population * rng.uniform(0, 3, n_areas),
    }
    return BudgetInputs.from_table(pd.DataFrame(table))


def loop(inputs: BudgetInputs, pools: Sequence[float]) -> list[dict[str, float]]:
    """Share pools area by area."""
    table = inputs.to_table().set_index("area_code")
    revenue_pc = table["revenue_potential"].sum() / table["population"].sum()
    need_pc = table["normative_expenditure"].sum() / table["population"].sum()
    found = []
    for pool in pools:
        gaps = {}
        for code, area in table.iterrows():
            need = area["normative_expenditure"] / area["population"] / need_pc
            provision = area["revenue_potential"] / area["population"] / revenue_pc / need
            gaps[str(code)] = max(0.0, (0.9 - provision) * need * revenue_pc * area["population"])
        rate = min(1.0, pool / sum(gaps.values()))
        found.append({code: rate * gap for code, gap in gaps.items()})
    return found


if __name__ == "__main__":
    main()
