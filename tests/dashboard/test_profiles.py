"""The profiles a country offers, those its users keep, and what is cached of them."""

import datetime as dt

import pandas as pd
import pytest

from config.loader import ConfigError
from dashboard import cached, profiles
from dashboard.profiles import (
    PROFILE_KIND,
    PROFILES,
    ProfileError,
    copy_of,
    default_level,
    own_profile,
)
from geodata.store import StaleDocumentError
from indicators.catalogue import load_catalogue
from indicators.compute import compute
from indicators.designation.assess import judge
from indicators.designation.profile import Profile, load_profiles
from indicators.designation.profile_text import profile_to_toml
from indicators.designation.variation import Variation, vary
from tests.dashboard.designations import AT, JOBLESS, jobless, save
from tests.dashboard.made import square_observations, squares

pytestmark = pytest.mark.usefixtures("squares_workspace")

PENDING = next(profile for profile in load_profiles().values() if not profile.can_be_run)
ON = dt.date(2025, 6, 1)


def renamed(profile: Profile, title: str) -> Profile:
    return profile.model_copy(update={"title": dict.fromkeys(profile.title, title)})


def keep(profile_id: str, content: str) -> None:
    """Put a text in the store as another version of the program might have."""
    with cached.store().writing(author="Planner", at=AT) as writer:
        writer.save_document(
            "squares", PROFILE_KIND, profile_id, title="Kept", content=content, base_version=None
        )


def test_a_country_offers_the_built_in_profiles_for_it_and_then_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shipped = {
        key: jobless().model_copy(update={"id": key, "countries": countries})
        for key, countries in {"any": (), "here": ("squares",), "there": ("circles",)}.items()
    }
    monkeypatch.setattr(profiles, "load_profiles", lambda: shipped)
    save(jobless())

    offered = cached.profiles("squares")

    assert [profile.id for profile in offered] == ["any", "here", "jobless"]
    assert not offered.offered("any").is_own
    own = offered.offered("jobless")
    assert (own.version, own.author, own.saved_at) == (1, "Planner", AT)
    with pytest.raises(ProfileError, match="of any, here, jobless, got 'there'"):
        offered["there"]


def test_each_save_is_a_version_and_seen_at_once() -> None:
    assert save(jobless()) == 1
    assert cached.profiles("squares")["jobless"] == jobless()
    assert save(jobless(), base_version=1) == 1
    assert save(renamed(jobless(), "Changed"), base_version=1, note="title") == 2

    assert cached.profiles("squares")["jobless"].title["en"] == "Changed"
    assert own_profile(cached.store(), "squares", "jobless", version=1).profile == jobless()


def test_a_change_of_a_stale_version_is_refused_with_both() -> None:
    save(jobless())
    save(renamed(jobless(), "Theirs"), base_version=1)

    with pytest.raises(StaleDocumentError) as refusal:
        save(renamed(jobless(), "Mine"), base_version=1)

    assert "Theirs" in refusal.value.current.content
    assert "Mine" in refusal.value.offered
    assert cached.profiles("squares")["jobless"].title["en"] == "Theirs"


def test_a_withdrawn_profile_is_offered_no_more_but_stays_readable() -> None:
    save(jobless())

    PROFILES.withdraw(
        cached.store(), "squares", "jobless", base_version=1, author="Planner", at=AT, note="trial"
    )

    assert "jobless" not in cached.profiles("squares").by_id
    assert own_profile(cached.store(), "squares", "jobless", version=1).profile == jobless()


def test_a_copy_is_the_users_own() -> None:
    original = load_profiles()["bgr-art6"]

    copy = copy_of(original, profile_id="my-six", title=dict.fromkeys(original.title, "Mine"))

    assert (copy.id, copy.source, copy.title["ky"]) == ("my-six", "own", "Mine")
    assert copy.criteria == original.criteria
    save(copy)
    assert cached.profiles("squares")["my-six"] == copy


def test_a_copy_of_a_pending_profile_stays_pending_and_is_saved_only_with_its_numbers() -> None:
    copy = copy_of(PENDING, profile_id="guess", title=PENDING.title)

    assert copy.source == "pending"
    with pytest.raises(ConfigError, match="expected thresholds for every criterion"):
        save(copy.model_copy(update={"criteria": (*copy.criteria, without_threshold())}))


def without_threshold():
    return jobless().criteria[0].model_copy(update={"thresholds": ()})


@pytest.mark.parametrize("profile_id", ["bgr-art6", "Mine", "my_own", "", "-", "a/b"])
def test_an_own_profile_needs_an_id_of_its_own(profile_id: str) -> None:
    with pytest.raises(ProfileError, match="expected an id"):
        copy_of(jobless(), profile_id=profile_id, title=jobless().title)
    with pytest.raises(ProfileError, match="expected an id"):
        save(jobless().model_copy(update={"id": profile_id}))


def test_own_profiles_this_program_cannot_use_are_named_and_hide_no_other() -> None:
    save(jobless())
    keep("older", JOBLESS.replace("jobless", "older").replace("unemployment_rate", "gone"))
    keep("bgr-art6", JOBLESS.replace("jobless", "bgr-art6"))

    offered = cached.profiles("squares")

    assert set(offered.unreadable) == {"older", "bgr-art6"}
    assert offered["jobless"] == jobless()
    assert offered["bgr-art6"] == load_profiles()["bgr-art6"]
    with pytest.raises(ConfigError, match=r"own profile older: .* got 'gone'"):
        offered["older"]


@pytest.mark.parametrize(("level", "expected"), [("canton", 1), ("village", 2), ("district", 1), (None, 1)])
def test_a_profile_is_applied_to_its_own_level_or_to_the_one_with_most_of_its_data(
    level: str | None, expected: int
) -> None:
    version = cached.data_version("squares")

    assert cached.profile_level("squares", version, jobless().model_copy(update={"level": level})) == expected


def test_of_two_levels_with_the_same_data_a_profile_is_applied_to_the_deeper() -> None:
    cantons = square_observations()
    villages = cantons.assign(area_code=cantons["area_code"] + "1")
    observations = pd.concat([cantons, villages], ignore_index=True)
    computed = compute(load_catalogue(), observations, squares(), jobless().indicator_ids)

    anywhere = jobless().model_copy(update={"level": None})

    assert default_level(anywhere, cached.pack("squares"), computed) == 2


def test_a_moved_threshold_measures_nothing_anew() -> None:
    version = cached.data_version("squares")
    measured = cached.measurement("squares", version, 1, jobless(), ON)

    strict = judge(vary(jobless(), Variation(thresholds={"rate": 0.5})), measured)

    assert judge(jobless(), measured).areas()["class"].tolist()[:3] == ["none", "none", "lagging"]
    assert strict.areas()["class"].tolist()[:3] == ["lagging"] * 3
    assert strict.areas()["class"].isna().tolist()[3]
    assert cached.measurement("squares", version, 1, jobless(), ON) is measured
    assert cached.measurement("squares", version, 1, jobless(), dt.date(2024, 6, 1)) is not measured
    changed = vary(jobless(), Variation(thresholds={"rate": 0.5}))
    assert cached.measurement("squares", version, 1, changed, ON) is not measured
    cached.forget()
    assert cached.measurement("squares", version, 1, jobless(), ON) is not measured


def test_borders_are_there_for_a_profile_that_asks_for_neighbours() -> None:
    text = profile_to_toml(jobless()) + '[[adjustments]]\nrule = "enclosed"\ndesignation = "lagging"\n'
    save(profiles.profile_from_toml(text, name="text"))
    version, enclosing = cached.data_version("squares"), cached.profiles("squares")["jobless"]

    with_borders = cached.measurement("squares", version, 1, enclosing, ON).tables.neighbourhood
    without = cached.measurement("squares", version, 1, jobless(), ON).tables.neighbourhood

    assert with_borders is not None
    assert len(with_borders.first) == 8
    assert without is None
