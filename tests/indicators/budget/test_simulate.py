"""What holds of every simulation, whatever the numbers."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config.loader import ConfigError
from indicators.budget.errors import BudgetError
from indicators.budget.grants import basis, grants
from indicators.budget.inputs import BudgetInputs
from indicators.budget.scenario import with_parameters
from indicators.budget.simulate import simulate, sweep

from .scenarios import BY_INDICATOR, FIVE, inputs, scenario

NAN = float("nan")
CENT = 1e-5
LIFT = {"form": "lift", "criterion": 0.9}
POOL = {"form": "pool", "criterion": 0.9, "total": 1000}
MINIMUM = {"form": "minimum"}
DIFFERENCE = {"form": "difference"}
WITHOUT_WITHDRAWALS = [LIFT, POOL, POOL | {"cap_at_gap": False}, MINIMUM, MINIMUM | {"total": 500}]
FORMULAS = [*WITHOUT_WITHDRAWALS, DIFFERENCE]
LIMITS: list[Mapping[str, Any]] = [
    {},
    {"cap_per_head": 300, "cap_need_pct": 30},
    {"floor_pct": 70},
    {"phase_in_pct": 30},
    {"phase_in_pct": 60, "cap_per_head": 500, "floor_pct": 50, "round_to": 1},
]

money = st.integers(1, 10_000_000).map(lambda hundreds: hundreds / 100)


@st.composite
def countries(draw: st.DrawFn, *, least: int = 2) -> pd.DataFrame:
    n_areas = draw(st.integers(least, 7))

    def column(values: st.SearchStrategy) -> list[float]:
        return draw(st.lists(values, min_size=n_areas, max_size=n_areas))

    return pd.DataFrame(
        {
            "area_code": [f"{n:02}" for n in range(n_areas)],
            "parent_code": column(st.sampled_from(["P", "Q"])),
            "population": column(st.integers(1, 100_000)),
            "revenue_potential": column(money),
            "own_revenue": column(money),
            "normative_expenditure": column(money),
            "current_grant": column(st.one_of(st.just(0), money)),
        }
    )


formulas = st.sampled_from(FORMULAS)
limits = st.sampled_from(LIMITS)


@settings(max_examples=25)
@given(countries(), formulas, limits)
def test_the_order_of_the_table_changes_nothing(country, formula, limit):
    asked = scenario(formula, need=BY_INDICATOR, limits=limit)
    result = simulate(asked, BudgetInputs.from_table(country))
    other = simulate(asked, BudgetInputs.from_table(country.iloc[::-1]))
    pd.testing.assert_frame_equal(other.areas, result.areas, check_exact=True)
    pd.testing.assert_frame_equal(other.inequality, result.inequality, check_exact=True)
    assert other.totals == result.totals


@settings(max_examples=25)
@given(countries(), formulas, limits)
def test_the_parts_add_up_to_the_total_to_the_smallest_amount(country, formula, limit):
    asked = scenario(formula, need=BY_INDICATOR, limits=limit)
    known = BudgetInputs.from_table(country)
    result = simulate(asked, known)
    net = result.totals.grants - result.totals.withdrawals
    assert math.fsum(result.areas["grant"]) == pytest.approx(net, abs=CENT / 100)
    smallest = asked.limits.round_to / 1000
    np.testing.assert_allclose(result.areas["grant"] / smallest, np.rint(result.areas["grant"] / smallest))
    exact = grants(asked, basis(asked, known, asked.parameters), asked.parameters).exact
    np.testing.assert_allclose(result.areas["grant"], exact, atol=smallest * 1.001, rtol=1e-12)


@settings(max_examples=25)
@given(countries(), st.sampled_from(WITHOUT_WITHDRAWALS), limits)
def test_nobody_pays_where_the_form_forbids_it(country, formula, limit):
    result = simulate(scenario(formula, need=BY_INDICATOR, limits=limit), BudgetInputs.from_table(country))
    assert (result.areas["grant"] >= 0).all()
    assert result.totals.withdrawals == 0


@settings(max_examples=25)
@given(countries(), st.floats(0.1, 3))
def test_a_pure_lift_brings_every_area_to_the_criterion_or_leaves_it(country, criterion):
    asked = scenario({"form": "lift", "criterion": criterion}, need=BY_INDICATOR)
    known = BudgetInputs.from_table(country)
    before = basis(asked, known, asked.parameters)
    after = before.provision_with(grants(asked, before, asked.parameters).exact)
    expected = np.maximum(before.indices.budget_provision, criterion)
    np.testing.assert_allclose(after, expected, rtol=1e-9)
    assert simulate(asked, known).totals.n_overtakings == 0


@settings(max_examples=25)
@given(countries(), st.lists(st.floats(0.1, 3), min_size=2, max_size=5))
def test_a_higher_criterion_never_lowers_a_grant_nor_the_pool(country, criteria):
    asked = scenario(LIFT, need=BY_INDICATOR)
    swept = sweep(asked, BudgetInputs.from_table(country), "criterion", sorted(criteria))
    assert (np.diff(swept.curve["grants"]) >= 0).all()
    assert (np.diff(swept.grants, axis=0) >= -CENT * 1.001).all()


@settings(max_examples=25)
@given(countries(), st.floats(0.01, 1), st.booleans(), limits)
def test_a_pool_is_handed_out_to_the_last_hundredth(country, share, is_capped, limit):
    known = BudgetInputs.from_table(country)
    # What the bounds leave room for, between what the floors ask for and what the caps allow.
    widest = scenario(POOL | {"total": 1e9, "cap_at_gap": is_capped}, need=BY_INDICATOR, limits=limit)
    least = with_parameters(widest, {"total": 0})
    room = simulate(least, known).totals.grants, simulate(widest, known).totals.grants
    total = round(room[0] + share * (room[1] - room[0]))
    assume(room[0] <= total <= room[1])
    result = simulate(with_parameters(widest, {"total": total}), known)
    assert result.totals.unallocated == 0
    assert result.totals.grants == total


@settings(max_examples=25)
@given(countries(), formulas, st.floats(0.01, 1000))
def test_scaling_all_money_scales_the_grants_and_no_index(country, formula, factor):
    amounts = ["revenue_potential", "own_revenue", "normative_expenditure", "current_grant"]
    scaled = country.assign(**{name: country[name] * factor for name in amounts})
    asked = scenario(formula, need=BY_INDICATOR)
    moved = {"total": asked.parameters["total"] * factor} if "total" in asked.parameters else {}
    result = simulate(asked, BudgetInputs.from_table(country)).areas
    other = simulate(with_parameters(asked, moved), BudgetInputs.from_table(scaled)).areas
    one_amount = CENT * (1 + factor)
    np.testing.assert_allclose(other["grant"], result["grant"] * factor, rtol=1e-9, atol=one_amount)
    np.testing.assert_allclose(other["provision_before"], result["provision_before"], rtol=1e-9)


@settings(max_examples=25)
@given(countries(), formulas, limits, st.floats(0.5, 1.5))
def test_a_sweep_is_one_simulation_after_the_other(country, formula, limit, factor):
    asked = scenario(formula, need=BY_INDICATOR, limits=limit)
    known = BudgetInputs.from_table(country)
    parameter = next((each for each in ("total", "criterion") if each in asked.parameters), "floor_pct")
    values = [10.0, 60.0 * factor] if parameter == "floor_pct" else [asked.parameters[parameter], factor]
    swept = sweep(asked, known, parameter, values)
    for n, value in enumerate(values):
        alone = simulate(with_parameters(asked, {parameter: value}), known)
        np.testing.assert_allclose(swept.grants[n], alone.areas["grant"], rtol=1e-9, atol=1.001 * CENT)
        assert swept.curve["grants"][n] == pytest.approx(alone.totals.grants, abs=1.001 * CENT * 7)
        assert swept.curve["n_overtakings"][n] == alone.totals.n_overtakings
        gini = alone.inequality.set_index(["quantity", "measure"]).loc[("budget_provision", "gini"), "after"]
        assert swept.curve["gini"][n] == pytest.approx(gini, rel=1e-6, abs=1e-6, nan_ok=True)


def test_a_norm_can_be_swept():
    swept = sweep(scenario(MINIMUM), inputs(FIVE), "norm_per_head", [1000, 1200])
    assert swept.curve["grants"].tolist() == [800, 1400]
    assert swept.curve["value"].tolist() == [1000, 1200]


def test_missing_in_is_missing_out_and_named_and_in_no_sum():
    five = inputs(
        FIVE | {"revenue_potential": [400, 800, NAN, 1200, 1600], "current_grant": [1, 2, 3, 4, NAN]}
    )
    result = simulate(scenario(LIFT), five)
    others = [0, 1, 3, 4]
    alone = simulate(
        scenario(LIFT), inputs({name: [values[n] for n in others] for name, values in FIVE.items()}, "ABDE")
    )
    assert result.areas["grant"].isna().tolist() == [False, False, True, False, False]
    assert result.areas["grant"].dropna().tolist() == alone.areas["grant"].tolist()
    assert result.areas["change"].isna().tolist() == [False, False, True, False, True]
    assert result.missing.to_dict("records") == [{"area_code": "C", "input": "revenue_potential"}]
    assert (result.totals.n_areas, result.totals.n_missing) == (4, 1)
    assert math.isnan(result.totals.current_grants)
    assert result.inequality["current"].isna().all()
    assert result.inequality["after"].notna().sum() == 12


def test_what_a_scenario_does_not_ask_for_may_be_missing():
    five = inputs(FIVE | {"own_revenue": [NAN] * 5, "current_grant": [NAN] * 5})
    assert simulate(scenario(LIFT), five).totals.n_missing == 0
    with pytest.raises(BudgetError, match=r"an area of which .*own_revenue are known, got none"):
        simulate(scenario(MINIMUM), five)
    with pytest.raises(BudgetError, match="current_grant"):
        simulate(scenario(LIFT, limits={"floor_pct": 10}), five)


def test_nobody_can_be_given_anything_where_nobody_lives():
    result = simulate(scenario(LIFT), inputs(FIVE | {"population": [0, 1000, 1000, 1000, 1000]}))
    assert result.missing.to_dict("records") == [{"area_code": "A", "input": "population"}]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"population": [1000, -5, 1000, -7, 1000]}, "population.*B.*-5.*D.*-7"),
        ({"normative_expenditure": [0, 1, 1, 1, -2]}, "normative expenditure above zero.*A.*E"),
        ({"revenue_potential": [0] * 5}, "sum"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_areas(columns, message):
    need = {"normative_expenditure": [1.0] * 5}
    with pytest.raises(BudgetError, match=message):
        simulate(scenario(LIFT, need=BY_INDICATOR), inputs(FIVE | need | columns))


def test_amounts_too_large_to_add_up_are_refused():
    huge = inputs(FIVE | {"revenue_potential": [1e12, 2e12, 3e12, 4e12, 5e12]})
    with pytest.raises(BudgetError, match=r"add up exactly to 0\.01: choose a larger round_to"):
        simulate(scenario(LIFT), huge)
    in_thousands = simulate(scenario(LIFT, limits={"round_to": 1000}), huge)
    assert in_thousands.totals.grants == pytest.approx(2.4e12)


def test_a_sweep_refuses_values_that_the_scenario_would():
    with pytest.raises(ConfigError, match=r"formula\.lift\.criterion: .*greater than 0, got -1\.0"):
        sweep(scenario(LIFT), inputs(FIVE), "criterion", [1, -1])
    with pytest.raises(ConfigError, match=r"expected a number that the scenario has, got 'total'"):
        sweep(scenario(LIFT), inputs(FIVE), "total", [1])
    to_mean = scenario({"form": "lift", "criterion": 1}, purpose="to_mean")
    with pytest.raises(ConfigError, match="criterion = 1, the index of the nation"):
        sweep(to_mean, inputs(FIVE), "criterion", [0.9, 1])


def test_inequality_is_told_before_with_the_current_grants_and_after():
    columns = FIVE | {"current_grant": [600, 200, 0, 0, 0]}
    result = simulate(scenario({"form": "lift", "criterion": 0.8}), inputs(columns))
    ratio = result.inequality.set_index(["quantity", "measure"]).loc[("budget_provision", "max_min_ratio")]
    assert ratio.to_dict() == pytest.approx({"before": 4, "current": 1.6, "after": 2})
    provision = result.areas.set_index("area_code").loc["A"]
    assert provision["provision_current"] == pytest.approx(1)
    assert provision["grant_pc"] == pytest.approx(400)
