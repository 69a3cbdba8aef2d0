"""Worked cases: who is given what by which form and limit, in ``cases/*.toml`` to check by hand.

An area raises what it could raise (``own_revenue`` is ``revenue_potential``) unless the case says otherwise.
What a file states above its cases holds for all of them that do not state it themselves.
"""

import tomllib
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
from pydantic import Field

from config.loader import ConfigModel
from indicators.budget.inputs import BudgetInputs
from indicators.budget.scenario import Form
from indicators.budget.simulate import SimulationResult, simulate
from tests.indicators.cases import load_cases

from .scenarios import scenario

CASES = Path(__file__).with_name("cases")


class Case(ConfigModel):
    title: str
    purpose: str
    formula: dict[str, Any]
    need: dict[str, Any]
    limits: dict[str, Any] = Field(default_factory=dict)
    inputs: dict[str, str] = Field(default_factory=dict)
    areas: dict[str, dict[str, float]]
    expect: dict[str, dict[str, float]]
    """By column of ``SimulationResult.areas`` and area; ``totals`` by name."""


def cases() -> dict[str, Case]:
    return load_cases(CASES, Case)


@pytest.mark.parametrize("case", cases().values(), ids=cases())
def test_a_case_comes_out_as_by_hand(case: Case) -> None:
    result = result_of(case)
    assert said_of(result, case) == {
        key: pytest.approx(numbers, rel=1e-9, abs=1e-9) for key, numbers in case.expect.items()
    }


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_has_cases(form: str) -> None:
    assert any(case.formula["form"] == form for case in cases().values())


def test_every_title_is_one_of_its_kind() -> None:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES.glob("*.toml")]
    assert len(cases()) == sum(len(file["cases"]) for file in files)


def result_of(case: Case) -> SimulationResult:
    table = pd.DataFrame.from_dict(case.areas, orient="index").rename_axis("area_code").reset_index()
    if "own_revenue" not in table:
        table["own_revenue"] = table["revenue_potential"]
    ruled = scenario(
        case.formula, purpose=case.purpose, need=case.need, limits=case.limits, inputs=case.inputs
    )
    return simulate(ruled, BudgetInputs.from_table(table))


def said_of(result: SimulationResult, case: Case) -> dict[str, dict[str, float]]:
    areas = result.areas.set_index("area_code")
    totals = {name: getattr(result.totals, name) for name in case.expect.get("totals", {})}
    said = {
        key: {code: areas.loc[code, key] for code in case.expect[key]}
        for key in case.expect.keys() - {"totals"}
    }
    return said | ({"totals": totals} if totals else {})
