"""Scenarios to TOML and back, and what is refused with its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.loader import ConfigError
from indicators.budget.scenario import (
    LONGEST_TEXT,
    Inputs,
    Scenario,
    scenario_from_toml,
    scenario_to_toml,
    unknown_indicators,
    with_parameters,
)
from indicators.catalogue import Catalogue, load_catalogue

from .scenarios import BY_INDICATOR, PER_HEAD, scenario

FORMULAS = [
    {"form": "lift", "criterion": 0.9},
    {"form": "pool", "criterion": 0.9, "total": 1000, "cap_at_gap": False},
    {"form": "minimum"},
    {"form": "minimum", "total": 10.5},
    {"form": "difference"},
]
KNOWN_INPUTS = dict.fromkeys(Inputs.model_fields, "own_revenue")

percent = st.floats(0.01, 100)


def written(formula: dict[str, object], **fields: object) -> str:
    return scenario_to_toml(scenario(formula, **{"inputs": KNOWN_INPUTS} | fields))


@given(
    st.sampled_from(FORMULAS),
    st.sampled_from([PER_HEAD, BY_INDICATOR, {"by": "norms"}]),
    st.fixed_dictionaries(
        {},
        optional={
            "phase_in_pct": percent,
            "cap_per_head": st.floats(0, 1e6),
            "cap_need_pct": percent,
            "floor_pct": percent,
            "round_to": st.sampled_from([0.01, 1, 1000]),
        },
    ),
    st.text().filter(str.strip),
)
def test_a_scenario_comes_back_as_it_was_and_is_written_alike(formula, need, limits, title):
    titles = dict.fromkeys(("ky", "ru", "en"), title)
    text = written(formula, need=need, limits=limits, title=titles, country="x")
    read = scenario_from_toml(text, name="text")
    assert read == scenario(formula, need=need, limits=limits, title=titles, country="x", inputs=KNOWN_INPUTS)
    assert scenario_to_toml(read) == text


VALID = written(FORMULAS[1], limits={"cap_per_head": 300})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "mine.toml: expected TOML in UTF-8"),
        ("#" * (LONGEST_TEXT + 1), "expected at most 50,000 characters, got 50,001"),
        (f"colour = 'red'\n{VALID}", "key colour: Extra inputs are not permitted, got 'red'"),
        (VALID.replace('form = "pool"', 'form = "lottery"'), "key formula: Input tag 'lottery'"),
        (VALID.replace("criterion = 0.9", "criterion = 0"), "key formula.pool.criterion"),
        (VALID.replace("total = 1000.0", "total = -1"), "key formula.pool.total"),
        (VALID.replace("total = 1000.0", "total = nan"), "key formula.pool.total"),
        (VALID.replace("total = 1000.0\n", ""), "key formula.pool.total: Field required"),
        (VALID.replace("cap_per_head = 300.0", "cap_per_head = -3"), "key limits.cap_per_head"),
        (VALID.replace("phase_in_pct = 100.0", "phase_in_pct = 0"), "key limits.phase_in_pct"),
        (
            VALID.replace("round_to = 0.01", "round_to = 0.5"),
            "key limits.round_to: Value error, expected one of",
        ),
        (
            VALID.replace("norm_per_head = 1000.0", "norm_per_head = 0"),
            "key need.norm_per_head.norm_per_head",
        ),
        (VALID.replace('purpose = "to_minimum"\n', ""), "key purpose: Field required"),
        (VALID.replace('purpose = "to_minimum"', 'purpose = "to_mean"'), "expected criterion = 1"),
        (VALID.replace('period = "2024"', 'period = "24"'), "key period"),
        (
            VALID.replace('current_grant = "own_revenue"', 'current_grant = "gift"'),
            "key inputs.current_grant: expected an indicator of the catalogue, got 'gift'",
        ),
    ],
)
def test_a_text_that_is_no_scenario_is_refused_with_name_and_key(text, message):
    with pytest.raises(ConfigError) as refusal:
        scenario_from_toml(text, name="mine.toml")
    assert message in str(refusal.value)
    assert str(refusal.value).startswith("mine.toml: ")


def test_a_minimum_has_no_other_purpose():
    with pytest.raises(ValueError, match='expected the purpose "to_minimum" with the form "minimum"'):
        scenario({"form": "minimum"}, purpose="development")


def test_an_unknown_indicator_of_the_need_is_named_by_its_key():
    asked = scenario(FORMULAS[0], need={"by": "indicator", "indicator": "wishes"}, inputs=KNOWN_INPUTS)
    faults = list(unknown_indicators(asked, load_catalogue()))
    assert faults == ["key need.indicator: expected an indicator of the catalogue, got 'wishes'"]


def test_what_is_read_by_default_is_in_the_catalogue(catalogue: Catalogue):
    assert list(unknown_indicators(scenario(FORMULAS[0]), catalogue)) == []


def test_it_states_its_numbers_and_reads_each_indicator_once():
    asked = scenario(FORMULAS[1], need=BY_INDICATOR, limits={"floor_pct": 50})
    assert asked.parameters == {"criterion": 0.9, "total": 1000, "phase_in_pct": 100, "floor_pct": 50}
    assert asked.indicator_ids == ["population", "own_revenue", "equalization_grants", "total_expenditure"]


def test_numbers_are_moved_where_they_stand():
    moved = with_parameters(scenario(FORMULAS[1]), {"total": 5, "norm_per_head": 7, "cap_need_pct": 9})
    assert isinstance(moved, Scenario)
    assert (moved.parameters["total"], moved.parameters["norm_per_head"]) == (5, 7)
    assert moved.limits.cap_need_pct == 9


def test_a_number_that_the_scenario_lacks_is_not_moved():
    with pytest.raises(ConfigError, match="got 'norm_per_head' with the form 'pool'"):
        with_parameters(scenario(FORMULAS[1], need=BY_INDICATOR), {"norm_per_head": 1})
