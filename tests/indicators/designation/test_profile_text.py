"""Profiles to TOML and back: nothing is lost, nothing hostile gets in."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.loader import ConfigError
from indicators.designation.profile import Profile, load_profiles
from indicators.designation.profile_text import LONGEST_TEXT, profile_from_toml, profile_to_toml
from indicators.designation.variation import Variation, vary

BUILT_IN = list(load_profiles().values())
COUNTED = [profile for profile in BUILT_IN if any(each.at_least for each in profile.classes)]

numbers = st.floats(allow_nan=False, allow_infinity=False)


def some(ids: Sequence[str], values: st.SearchStrategy) -> st.SearchStrategy:
    return st.dictionaries(st.sampled_from(ids), values)


@st.composite
def varied(draw: st.DrawFn) -> Profile:
    profile = draw(st.sampled_from(COUNTED))
    criteria = [each.id for each in profile.criteria]
    counted = draw(st.sampled_from([each for each in profile.classes if each.at_least]))
    at_least = draw(st.integers(1, len(counted.of or criteria)))
    variation = Variation(thresholds=draw(some(criteria, numbers)), at_least={counted.id: at_least})
    title = dict.fromkeys(profile.title, draw(st.text().filter(str.strip)))
    return vary(profile, variation).model_copy(update={"title": title})


@pytest.mark.parametrize("profile", BUILT_IN, ids=lambda profile: profile.id)
def test_a_built_in_profile_comes_back_as_it_was(profile: Profile) -> None:
    assert profile_from_toml(profile_to_toml(profile), name="text") == profile


@given(varied())
def test_a_changed_profile_comes_back_as_it_was_and_is_written_alike(profile: Profile) -> None:
    text = profile_to_toml(profile)

    assert profile_from_toml(text, name="text") == profile
    assert profile_to_toml(profile_from_toml(text, name="text")) == text


def test_what_is_default_is_left_out() -> None:
    text = profile_to_toml(load_profiles()["bgr-art6"])

    for key in ("overlapping", "adjustments", "robustness", "effective_from", "crossing", "mean"):
        assert f"{key} = " not in text
    assert 'to = "nation"' in text


VALID = profile_to_toml(load_profiles()["bgr-art6"])


def test_an_unknown_support_measure_is_named() -> None:
    text = VALID.replace('measure = "sewerage"', 'measure = "canals"')
    with pytest.raises(ConfigError, match=r"unsewered_settlements_share\.support\.measure.*got 'canals'"):
        profile_from_toml(text, name="text")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "mine.toml: expected TOML in UTF-8"),
        ("a = " + "[" * 100_000, "recursion"),
        ("a = " + "9" * 100_000, "limit"),
        ("#" * (LONGEST_TEXT + 1), "expected at most 500,000 characters, got 500,001"),
        (f"colour = 'red'\n{VALID}", "key colour: Extra inputs are not permitted, got 'red'"),
        (VALID.replace("value = 70.0", "value = nan"), "criteria.4.thresholds.0.value"),
        (VALID.replace("scale = 0.001", "scale = inf"), "criteria.0.support.quantity.scale"),
        (VALID.replace('indicator = "avg', 'indicator = "no'), "of the catalogue, got 'no_monthly_wage'"),
        (VALID.replace('statistic = "ratio"', 'statistic = "__class__"'), "expected a statistic of value"),
        (VALID.replace('operator = "<"', 'operator = "="'), "key criteria.1.operator"),
    ],
)
def test_a_text_that_is_no_profile_is_refused_with_name_and_key(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        profile_from_toml(text, name="mine.toml")

    assert message in str(refusal.value)
    assert str(refusal.value).startswith("mine.toml: ")


def test_a_fault_of_the_whole_does_not_quote_all_of_it() -> None:
    with pytest.raises(ConfigError) as refusal:
        profile_from_toml(VALID.replace('id = "lagging"', 'id = "none"'), name="mine.toml")

    assert "expected classes with an id of their own" in str(refusal.value)
    assert len(str(refusal.value)) < 500
