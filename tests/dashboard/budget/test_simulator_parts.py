"""What the simulator computes for display, on four cantons with hand-computed grants.

Revenue is 50, 40 and 30 thousand for 100, 100 and 200 people, 0.3 a head in all; the norm is 0.4 a head.
A lift to the mean gives (1 − 0.5) · 1 · 0.3 · 200 = 30 to the third. They are granted 0, 5 and 20 now.
"""

import re
from typing import Any

import numpy as np
import pytest

from config.i18n import LANGUAGES
from dashboard.budgets import SCENARIOS
from dashboard.components.budget.graded import UNCHANGED_COLOR
from dashboard.components.budget.simulator import compare, equality, figures, maps, sweep_chart, tables
from dashboard.components.budget.simulator.computation import (
    Computation,
    computation_html,
    lacking_sentence,
)
from dashboard.components.budget.simulator.defaults import (
    default_need,
    default_scenario,
    default_title,
    needs_at,
    typical_norm,
)
from dashboard.components.budget.simulator.run import Run, unknown_of_all
from indicators.budget.errors import BudgetError
from indicators.budget.scenario import Parameter, Scenario
from tests.dashboard.budget.desks import AT, COUNTRY, desk
from tests.dashboard.budget.desks import purses as purses

pytestmark = pytest.mark.usefixtures("purses")

CRITERION_2 = {"purpose": "development", "formula": {"form": "lift", "criterion": 2}}
POOL = {"purpose": "to_mean", "formula": {"form": "pool", "criterion": 1, "total": 45}}
MINIMUM = {"purpose": "to_minimum", "formula": {"form": "minimum"}}
DIFFERENCE = {"purpose": "to_mean", "formula": {"form": "difference"}}


def scenario(**changed: Any) -> Scenario:
    return Scenario.model_validate(default_scenario(desk()).model_dump(exclude_none=True) | changed)


def run(**changed: Any) -> Run:
    return Run.of(desk(), scenario(**changed))


def text_of(html: str) -> list[str]:
    return [
        part for part in re.sub(r"<style>.*?</style>|<[^>]+>", "\n", html, flags=re.S).split("\n") if part
    ]


def keep(scenario_id: str, **changed: Any) -> None:
    kept = scenario(id=scenario_id, title=dict.fromkeys(LANGUAGES, scenario_id), **changed)
    SCENARIOS.save(desk().store, COUNTRY, scenario_id, kept, base_version=None, author="Planner", at=AT)


def test_the_default_scenario_lifts_to_the_mean_by_the_norms_of_the_country() -> None:
    asked = default_scenario(desk())
    assert (asked.purpose, asked.formula.form, asked.need.by) == ("to_mean", "lift", "norms")
    assert (asked.level, asked.period, asked.country) == ("canton", "2024", COUNTRY)
    assert asked.parameters["criterion"] == 1
    assert run().told["grant"].tolist() == [0, 0, 30]


def test_it_is_named_in_every_language() -> None:
    titles = default_title("lift", "2024")
    assert set(titles) == set(LANGUAGES)
    assert all("2024" in title for title in titles.values())


def test_needs_are_those_that_can_be_told() -> None:
    assert needs_at(desk()) == ["norms", "indicator", "norm_per_head"]
    assert default_need(desk(), "indicator").model_dump()["indicator"] == "total_expenditure"
    assert typical_norm(desk()) == 300


def test_sums_close_to_a_hundredth_of_the_currency_unit() -> None:
    closure = figures.Closure.of(run(**POOL).result)
    assert (closure.grants, closure.left_over, closure.pool) == (3_000_000, 1_500_000, 4_500_000)
    assert (closure.current, closure.change) == (2_500_000, 500_000)
    assert (closure.pool_gap, closure.change_gap) == (0, 0)


def test_a_sum_that_does_not_close_is_shown_with_what_is_missing() -> None:
    broken = figures.Closure(grants=100, withdrawals=0, left_over=10, pool=111, current=40, change=61)
    assert (broken.pool_gap, broken.change_gap) == (1, -1)
    told = text_of(figures.closure_html(desk(scale="unit").money, broken))
    assert "no: 0.01 is missing" in told
    assert "no: -0.01 is missing" in told
    assert "✔" not in told


def test_withdrawals_are_in_the_sums() -> None:
    closure = figures.Closure.of(run(**DIFFERENCE).result)
    assert (closure.grants, closure.withdrawals, closure.pool) == (5_000_000, 1_000_000, None)
    assert closure.change == 5_000_000 - 1_000_000 - 2_500_000
    told = text_of(figures.closure_html(desk().money, closure))
    assert "-10.00000" in told
    assert "✔" in told


@pytest.mark.parametrize(
    ("scale", "written"), [("unit", "1,234.56"), ("thousand", "1.23456"), ("million", "0.00123456")]
)
def test_hundredths_are_seen_in_every_scale(scale: Any, written: str) -> None:
    assert figures.exact_amount(desk(scale=scale).money, 123_456) == written


def test_winners_and_losers_are_counted_with_their_people() -> None:
    assert figures.sides(run().result) == (figures.Side(1, 200), figures.Side(1, 100))


def test_without_current_grants_nobody_is_a_winner_or_a_loser() -> None:
    unknown = run(inputs={"current_grant": "categorical_grants"})
    assert unknown.told["grant"].tolist() == [0, 0, 30]
    assert figures.sides(unknown.result) is None
    assert maps.paints(unknown) == ["provision", "grant_pc"]
    assert figures.Closure.of(unknown.result).current is None
    assert list(equality.revenue_pc(desk().words, unknown)) == [
        "Before any grant",
        "With the grants of the scenario",
    ]


def test_numbers_that_no_area_has_are_named() -> None:
    asked = scenario(need={"by": "indicator", "indicator": "total_expenditure_planned"})
    assert unknown_of_all(asked, desk().inputs(asked)) == ["normative_expenditure"]
    with pytest.raises(BudgetError):
        Run.of(desk(), asked)
    assert unknown_of_all(scenario(), desk().inputs(scenario())) == []


@pytest.mark.parametrize("paint", ["provision", "with_grants", "grant_pc"])
def test_maps_side_by_side_have_the_same_classes(paint: maps.Paint) -> None:
    left, right = maps.painted(desk().words, run(), paint).values()
    assert left.categories == right.categories
    assert left.classes["03"] < right.classes["03"]
    assert left.classes["04"] == -1


def test_areas_lifted_to_the_mean_are_in_a_class_of_their_own_whatever_the_rounding() -> None:
    lifted = run(limits={"round_to": 1}, need={"by": "indicator", "indicator": "total_expenditure"})
    assert 0 < abs(lifted.told.loc["03", "provision_after"] - 1) < 1e-4
    after = maps.painted(desk().words, lifted, "provision")["after"]
    assert after.categories[int(after.classes["03"])].label == "1: the mean"
    assert after.categories[int(after.classes["03"])].color == UNCHANGED_COLOR


def test_a_change_per_resident_is_one_map_around_zero() -> None:
    (change,) = maps.painted(desk().words, run(), "change_pc").values()
    labels = [each.label for each in change.categories]
    assert labels[int(change.classes["01"])] == "no change"
    assert change.classes["02"] < change.classes["01"] < change.classes["03"]
    assert change.columns[0].by_area[["02", "03"]].tolist() == [-50, 50]


def test_the_table_of_areas_begins_with_the_biggest_loser_and_has_all() -> None:
    rows = tables.area_rows(desk(scale="unit"), run())
    assert rows.index.tolist() == ["02", "01", "03", "04"]
    assert rows.loc["03", ["grant", "current_grant", "change"]].tolist() == [30_000, 20_000, 10_000]
    assert rows.loc["03", ["grant_pc", "parent"]].tolist() == [150, "Squares"]
    assert np.isnan(rows.loc["04", "grant"])
    assert set(tables.area_headings(desk())) <= set(rows)


def test_areas_without_a_result_are_named_with_what_they_lack() -> None:
    told = text_of(tables.missing_html(desk(), run().result.missing))
    assert "Areas without a result: 1 of 1" in told
    assert any("population" in each and "revenue potential" in each for each in told)
    assert "population" in lacking_sentence(desk(), run(), "04", "Fourth")


def steps(area_code: str, **changed: Any) -> list[tuple[str, float]]:
    computation = Computation(desk().money, run(**changed), area_code)
    return [(step.title, pytest.approx(step.amount)) for step in computation.steps()]


def test_a_lift_is_told_with_its_numbers() -> None:
    computation = Computation(desk().money, run(), "03")
    told = text_of(computation_html(computation, "Third"))
    assert "(1.0000 − 0.5000) × 1.0000 × 300 XTS per resident × 200" in told
    assert [step.amount for step in computation.steps()] == pytest.approx([30, 30])


def test_an_area_above_the_criterion_is_told_why_it_gets_nothing() -> None:
    told = text_of(computation_html(Computation(desk().money, run(), "01"), "First"))
    assert any("1.6667 is not below 1.0000" in each for each in told)


def test_limits_are_steps_with_their_amounts() -> None:
    limits = {"phase_in_pct": 50, "cap_per_head": 110, "cap_need_pct": 25, "floor_pct": 95}
    assert steps("03", limits=limits) == [
        ("Gap to the criterion", 30),
        ("Phase-in, % of the change", 25),
        ("Cap per resident", 22),
        ("Cap, % of the need", 20),
        ("Floor, % of the current grant", 19),
        ("This limit holds it: Cap, % of the need", 20),
        ("Grant", 20),
    ]


def test_a_pool_is_told_by_shares_and_what_was_shared_out_again() -> None:
    # Gaps to 2 are 10, 20 and 90 of 120; a cap of 150 a head holds the third at 30.
    pool = {"purpose": "development", "formula": {"form": "pool", "criterion": 2, "total": 48}}
    assert steps("03", **pool) == [
        ("Gap to the criterion", 90),
        ("Its share of the pool", 36),
        ("Not more than its gap", 90),
        ("Grant", 36),
    ]
    assert steps("02", **pool, limits={"cap_per_head": 150}) == [
        ("Gap to the criterion", 20),
        ("Its share of the pool", 8),
        ("Not more than its gap", 20),
        ("Cap per resident", 15),
        ("What limits keep from some areas goes to the others, as far as theirs allow", 12),
        ("Grant", 12),
    ]


def test_a_pool_that_is_phased_in_blends_shares_and_gaps() -> None:
    # Shares of the second: 20 of the gaps' 120 and 5 of the 25 that are granted now.
    pool = {"purpose": "development", "formula": {"form": "pool", "criterion": 2, "total": 48}}
    assert steps("02", **pool, limits={"phase_in_pct": 50}) == [
        ("Gap to the criterion", 20),
        ("Its share of the pool", 48 * (20 / 120 + 5 / 25) / 2),
        ("Not more than its gap", 12.5),
        ("Grant", 8.8),
    ]


@pytest.mark.parametrize(("form", "due"), [(MINIMUM, [0, 0, 50]), (DIFFERENCE, [-10, 0, 50])])
def test_every_form_has_its_steps(form: dict[str, Any], due: list[float]) -> None:
    assert [steps(code, **form)[0][1] for code in ("01", "02", "03")] == due
    assert [steps(code, **form)[-1][1] for code in ("01", "02", "03")] == due


def test_revenue_per_resident_at_every_stage() -> None:
    per_head = equality.revenue_pc(desk().words, run())
    assert per_head.loc["03"].tolist() == pytest.approx([150, 250, 300])
    assert "04" not in per_head.index


def test_measures_are_told_before_with_current_and_after() -> None:
    result = run().result
    told = text_of(equality.inequality_html(desk().words, result.inequality, level="canton"))
    assert told.index("Revenue per resident") < told.index("Budget provision index")
    gini = result.inequality.set_index(["quantity", "measure"]).loc[("revenue_pc", "gini")]
    at = told.index("Gini coefficient")
    assert told[at + 2 : at + 5] == [f"{gini[each]:.3f}" for each in ("before", "current", "after")]


def test_overtakings_name_both_areas() -> None:
    # All of 300 goes to the third, the only one below the mean: it passes both others.
    passing = run(formula={"form": "pool", "criterion": 1, "total": 300, "cap_at_gap": False})
    told = text_of(equality.overtakings_html(desk(), passing.result.overtakings, 2))
    assert "Overtakings: 2 of 2" in told
    assert told.count("Ак-Талаа · Squares") == 2
    assert "0.500 → 5.500" in told
    assert "1.333 → 1.333" in told


def test_what_effort_costs_is_said_in_words() -> None:
    # The third, half of all people, loses 1 − its share of the mean: 200 ÷ 400.
    sentence = equality.disincentive_sentence(desk().words, run())
    assert "it loses 0.25 of grant on average" in sentence
    assert "0.50 at most; 2 of 3 areas lose nothing" in sentence


def test_what_can_be_moved_is_what_is_stated_and_not_fixed_by_the_purpose() -> None:
    assert sweep_chart.movable(scenario()) == ["phase_in_pct", "floor_pct"]
    assert sweep_chart.movable(scenario(**CRITERION_2))[0] == "criterion"
    assert "total" in sweep_chart.movable(scenario(**POOL))


@pytest.mark.parametrize("parameter", ["criterion", "total", "phase_in_pct", "floor_pct", "cap_need_pct"])
def test_a_range_is_written_and_read_and_never_left(parameter: Parameter) -> None:
    stated = scenario(
        purpose="development",
        formula={"form": "pool", "criterion": 1.3, "total": 45},
        limits={"cap_need_pct": 40},
    )
    widest = sweep_chart.bounds(stated, parameter)
    assert widest.lowest <= stated.parameters[parameter] <= widest.highest
    text = sweep_chart.range_to_text(parameter, widest)
    assert sweep_chart.range_from_text(text, parameter, widest=widest) == widest
    beyond = sweep_chart.Range(widest.lowest, widest.highest + 1)
    for wrong in (sweep_chart.range_to_text(parameter, beyond), "norm_per_head:1:2", "criterion:2:1", "x"):
        with pytest.raises(ValueError, match=r"expected|could not convert|unpack"):
            sweep_chart.range_from_text(wrong, parameter, widest=widest)


def test_the_chart_shows_the_sweep_in_the_scale_of_the_visit() -> None:
    asked = run(**POOL)
    moved = sweep_chart.Range(0, 60)
    curve = sweep_chart.sweep(asked.scenario, asked.inputs, "total", moved.values()).curve
    figure = sweep_chart.sweep_figure(desk(scale="unit"), curve, asked.scenario, "total")
    lines = {line.name: line for line in figure.data}
    assert max(lines["Grants in all"].x) == 60_000
    assert max(lines["Grants in all"].y) == 30_000
    assert max(lines["Left of the pool"].y) == 30_000
    assert "Withdrawn in all" not in lines
    assert {shape.x0 for shape in figure.layout.shapes} == {45_000}


def test_scenarios_stand_side_by_side() -> None:
    keep("kept", **POOL)
    other = Run.of(desk(), desk().saved.by_id["kept"].content)
    compared = [compare.Compared("", "This", run(**CRITERION_2)), compare.Compared("kept", "Kept", other)]
    told = text_of(compare.compare_html(desk(), compared))
    at = told.index("Grants in all")
    assert told[at + 1 : at + 3] == ["120", "30"]
    at = told.index("Left of the pool")
    assert told[at + 1] == "15"
    grants = compare.grants_by_area(desk(scale="unit"), compared)
    assert grants.loc["03"].tolist() == [90_000, 30_000]
    assert compare.difference_pc(compared[0].run, other)[["01", "02", "03"]].tolist() == [100, 200, 300]
