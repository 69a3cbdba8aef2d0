"""A scenario in the address: a link opens the same one again, and changes never leave a broken one."""

from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from config.i18n import LANGUAGES
from config.loader import ConfigError, validate
from dashboard.components.budget.simulator.address import (
    scenario_to_text,
    stated_from_text,
    with_stated,
)
from dashboard.components.budget.simulator.edits import (
    forms_offered,
    with_entry,
    with_form,
    with_purpose,
    with_table,
)
from indicators.budget.scenario import ROUND_TO, Form, Purpose, Scenario

BASE: dict[str, Any] = {
    "id": "base",
    "title": dict.fromkeys(LANGUAGES, "Base"),
    "level": "canton",
    "period": "2024",
    "purpose": "to_mean",
    "formula": {"form": "lift", "criterion": 1},
    "need": {"by": "norms"},
}

above_zero = st.floats(0.001, 1e9)
pct = st.floats(0, 100)
texts = st.text("aё;=%& +", min_size=1)
formulas = st.one_of(
    st.fixed_dictionaries({"form": st.just("lift"), "criterion": above_zero}),
    st.fixed_dictionaries(
        {"form": st.just("pool"), "criterion": above_zero, "total": pct, "cap_at_gap": st.booleans()}
    ),
    st.fixed_dictionaries({"form": st.just("minimum")}, optional={"total": pct, "cap_at_gap": st.booleans()}),
    st.fixed_dictionaries({"form": st.just("difference")}),
)
needs = st.one_of(
    st.just({"by": "norms"}),
    st.sampled_from([{"by": "indicator", "indicator": "total_expenditure"}]),
    st.fixed_dictionaries({"by": st.just("norm_per_head"), "norm_per_head": above_zero, "reference": texts}),
)
limits = st.fixed_dictionaries(
    {},
    optional={
        "phase_in_pct": st.floats(0.1, 100),
        "cap_per_head": above_zero,
        "cap_need_pct": pct,
        "floor_pct": pct,
        "round_to": st.sampled_from(ROUND_TO),
    },
)
inputs = st.fixed_dictionaries({}, optional={"revenue_potential": st.sampled_from(["own_revenue_planned"])})
purposes = st.sampled_from(get_args(Purpose))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    changed = {
        "purpose": draw(purposes),
        "formula": draw(formulas),
        "need": draw(needs),
        "limits": draw(limits),
        "inputs": draw(inputs),
    }
    try:
        return validate(BASE | changed, Scenario, name="made")
    except ConfigError:
        assume(False)
        raise


def base(**changed: Any) -> Scenario:
    return Scenario.model_validate(BASE | changed)


@given(scenarios())
def test_what_is_written_is_read_again(scenario: Scenario) -> None:
    assert with_stated(base(), stated_from_text(scenario_to_text(scenario))) == scenario


def test_it_reads_as_a_person_would_write_it() -> None:
    scenario = base(
        purpose="development",
        formula={"form": "pool", "criterion": 0.9, "total": 5000, "cap_at_gap": False},
        limits={"floor_pct": 70},
        need={"by": "norm_per_head", "norm_per_head": 400, "reference": "Decree 5; art. 2"},
    )
    assert scenario_to_text(scenario) == (
        "purpose=development;form=pool;criterion=0.9;total=5000;cap_at_gap=False;by=norm_per_head;"
        "norm_per_head=400;reference=Decree 5%3B art. 2;floor_pct=70"
    )


@pytest.mark.parametrize("text", ["", "criterion", "luck=1", "form=lift;form=pool", "level=canton", ";"])
def test_a_text_that_states_no_scenario_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected parts"):
        stated_from_text(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("purpose=to_mean;form=lift;criterion=0.9;by=norms", "to_mean"),
        ("purpose=to_mean;form=lift;criterion=nan;by=norms", "criterion"),
        ("purpose=to_mean;form=lift;criterion=1;total=5;by=norms", "total"),
        ("purpose=to_mean;form=lift;criterion=1;by=indicator;indicator=luck", "luck"),
        ("purpose=to_mean;form=lift;criterion=1", "need"),
        ("purpose=to_mean;form=lift;criterion=1;by=norms;floor_pct=101", "floor_pct"),
    ],
)
def test_what_makes_no_scenario_is_named(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        with_stated(base(), stated_from_text(text))


@given(scenarios(), purposes)
def test_another_purpose_leaves_a_sound_scenario(scenario: Scenario, purpose: Purpose) -> None:
    changed = with_purpose(scenario, purpose, total=7.0)
    assert changed.purpose == purpose
    assert (changed.need, changed.limits) == (scenario.need, scenario.limits)
    if scenario.formula.form in forms_offered(changed):
        assert changed.formula.form == scenario.formula.form


@given(scenarios(), st.sampled_from(get_args(Form)))
def test_a_form_is_offered_exactly_where_it_can_be_chosen(scenario: Scenario, form: Form) -> None:
    if form in forms_offered(scenario):
        assert with_form(scenario, form, total=7.0).formula.form == form
    else:
        with pytest.raises(ConfigError, match="to_minimum"):
            with_form(scenario, form, total=7.0)


@pytest.mark.parametrize(
    ("purpose", "forms"),
    [
        ("to_mean", ["lift", "pool", "difference"]),
        ("to_minimum", ["lift", "pool", "minimum", "difference"]),
        ("development", ["lift", "pool", "difference"]),
    ],
)
def test_forms_that_contradict_the_purpose_are_not_offered(purpose: str, forms: list[str]) -> None:
    assert forms_offered(base(purpose=purpose)) == forms


def test_a_criterion_goes_back_to_the_nation_with_the_purpose() -> None:
    below = base(purpose="development", formula={"form": "lift", "criterion": 1.4})
    assert with_purpose(below, "to_mean", total=7.0).parameters["criterion"] == 1
    assert with_purpose(below, "to_minimum", total=7.0).parameters["criterion"] == 1.4


def test_a_pool_begins_with_what_is_granted_now_and_keeps_its_criterion() -> None:
    lift = base(purpose="development", formula={"form": "lift", "criterion": 1.4})
    pool = with_form(lift, "pool", total=7.0)
    assert (pool.parameters["total"], pool.parameters["criterion"]) == (7.0, 1.4)
    other = with_entry(pool, "formula", "total", 9.0)
    assert with_form(other, "pool", total=7.0).parameters["total"] == 9.0


def test_an_entry_is_set_and_taken_out() -> None:
    capped = with_entry(base(), "limits", "cap_per_head", 300.0)
    assert capped.limits.cap_per_head == 300
    assert with_entry(capped, "limits", "cap_per_head", None) == base()
    with pytest.raises(ConfigError, match="floor_pct"):
        with_entry(base(), "limits", "floor_pct", 101)
    with pytest.raises(ConfigError, match="need"):
        with_table(base(), "need", {"by": "luck"})
