"""The profiles of the product: whole, documented, and reproducing what is published about them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError
from geodata.boundaries.borders import shared_borders
from geodata.demo import DemoCountry, generate_demo, load_demo_settings
from geodata.packs import Pack, load_pack, pack_folders
from indicators.catalogue import Catalogue
from indicators.compute import compute
from indicators.designation.adjustments import Include
from indicators.designation.assess import Assessment, PendingProfileError, assess
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.profile import NationReference, Profile, load_profiles
from indicators.designation.tables import LevelTables

PENDING = {"bgr-2004", "hrv-153-2009", "svk-271-2025"}
PUBLISHED = {
    "bgr-art6", "bgr-art6-density-below", "cze-hsou", "eu-a-areas", "eu-cohesion-classes", "hrv-131-2017",
    "kgz-growth-points", "svk-336-2015",
}  # fmt: skip
PROFILES = list(load_profiles().values())

NOBODY = LevelTables(level=1, area_codes=pd.Index([], dtype="str"), periods=(), values={})


def profile_text(**changes: str) -> str:
    """TOML of a small profile; a change replaces a line."""
    texts = '{ ky = "k", ru = "r", en = "e" }'
    lines = {
        "id": '"own"',
        "title": texts,
        "description": texts,
        "source": '"own"',
        "legal_basis": '{ title = "a law" }',
        "criteria": f'[{{ id = "jobs", title = {texts}, indicator = "unemployment_rate", operator = ">", '
        "thresholds = [{ value = 10 }] }]",
        "classes": f'[{{ id = "lagging", title = {texts}, is_designated = true, at_least = 1 }}, '
        f'{{ id = "other", title = {texts}, is_designated = false }}]',
    } | changes
    return "\n".join(f"{key} = {value}" for key, value in lines.items())


def texts_of(value: object) -> Iterator[dict[str, str]]:
    """Every text of a dumped profile that is given in the languages of the interface."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            yield value
        else:
            for each in value.values():
                yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)


def test_the_published_rules_are_all_there() -> None:
    assert {each.id for each in PROFILES if each.can_be_run} == PUBLISHED
    assert {each.id for each in PROFILES if not each.can_be_run} == PENDING


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_a_profile_speaks_three_languages(profile: Profile) -> None:
    texts = list(texts_of(profile.model_dump()))
    assert len(texts) >= 2 + len(profile.notes) + len(profile.criteria) + len(profile.classes)
    assert [text for text in texts if text["ky"] == text["en"] or text["ru"] == text["en"]] == []
    cyrillic = re.compile("[а-яө]", re.IGNORECASE)
    assert [text for text in texts if not (cyrillic.search(text["ky"]) and cyrillic.search(text["ru"]))] == []
    assert all(profile.description[language] != profile.title[language] for language in LANGUAGES)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_a_profile_says_what_a_reader_must_know(profile: Profile) -> None:
    kinds = {note.kind for note in profile.notes}
    assert kinds
    assert ("pending" in kinds) == (profile.id in PENDING)
    thresholds = [each for criterion in profile.criteria for each in criterion.thresholds]
    assert all(each.reference for each in (*thresholds, *profile.adjustments))


def test_titles_are_told_apart_in_every_language() -> None:
    for language in LANGUAGES:
        titles = [profile.title[language] for profile in PROFILES]
        assert len(set(titles)) == len(titles)


def test_a_rule_that_was_replaced_names_the_profile_that_follows() -> None:
    replaced = [each for each in PROFILES if each.legal_basis.replaced_by]
    assert {each.id: each.legal_basis.replaced_by for each in replaced} == {
        "svk-336-2015": "svk-271-2025",
        "hrv-153-2009": "hrv-131-2017",
    }
    for before, after in ((each, load_profiles()[each.legal_basis.replaced_by or ""]) for each in replaced):
        last, first = before.legal_basis.effective_to, after.legal_basis.effective_from
        assert last is not None
        assert first is not None
        assert (first - last).days == 1


@pytest.mark.parametrize(
    ("profile_id", "day", "is_in_force"),
    [
        ("svk-336-2015", date(2025, 10, 31), True),
        ("svk-336-2015", date(2025, 11, 1), False),
        ("svk-271-2025", date(2025, 10, 31), False),
        ("svk-271-2025", date(2025, 11, 1), True),
        ("hrv-153-2009", date(2017, 12, 31), True),
        ("hrv-131-2017", date(2018, 1, 1), True),
        ("kgz-growth-points", date(2023, 1, 1), False),
        ("bgr-art6", date(1900, 1, 1), True),
    ],
)
def test_a_profile_is_in_force_while_its_law_is(profile_id: str, day: date, is_in_force: bool) -> None:
    assert load_profiles()[profile_id].legal_basis.holds_on(day) is is_in_force


def test_the_old_slovak_list_outlives_its_act() -> None:
    assert load_profiles()["svk-336-2015"].legal_basis.status_until == date(2025, 12, 31)


@pytest.mark.parametrize("profile_id", sorted(PENDING))
def test_a_profile_whose_numbers_are_pending_cannot_be_run(profile_id: str) -> None:
    population = {"population": np.empty((0, 0))}
    tables = LevelTables(0, NOBODY.area_codes, (), population, population)
    with pytest.raises(PendingProfileError, match=profile_id):
        assess(load_profiles()[profile_id], tables, on=date(2026, 1, 1))


def test_the_two_readings_of_density_differ_in_nothing_else() -> None:
    printed, below = (load_profiles()[each] for each in ("bgr-art6", "bgr-art6-density-below"))
    alike = {"scores", "classes", "legal_basis", "description", "level", "robustness", "adjustments"}
    assert printed.model_dump(include=alike) == below.model_dump(include=alike)
    differing = [one.id for one, other in zip(printed.criteria, below.criteria, strict=True) if one != other]
    assert differing == ["population_density"]


def test_the_slovak_factor_changes_without_a_gap() -> None:
    thresholds = load_profiles()["svk-336-2015"].criterion("registered_unemployment").thresholds
    for one, other in pairwise(thresholds):
        assert one.valid_to is not None
        assert other.valid_from is not None
        assert (other.valid_from - one.valid_to).days == 1


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        ({"colour": '"red"'}, "colour", "not permitted"),
        ({"title": '{ ky = "k", en = "e" }'}, "title", "ky, ru, en"),
        ({"id": '"other"'}, "id", "name of the file, 'own', got 'other'"),
        ({"source": '"rumour"'}, "source", "'published', 'pending' or 'own'"),
        ({"classes": "[]"}, "classes", "at least 2"),
    ],
)
def test_a_faulty_profile_is_refused_with_file_and_key(
    tmp_path: Path, changes: dict[str, str], key: str, reason: str
) -> None:
    (tmp_path / "own.toml").write_text(profile_text(**changes), "utf-8")
    with pytest.raises(ConfigError) as refusal:
        load_profiles(tmp_path)
    assert [fault for fault in refusal.value.faults if fault.startswith(f"own.toml: key {key}")]
    assert reason in str(refusal.value)


CRITERION = (
    '[{ id = "jobs", title = { ky = "k", ru = "r", en = "e" }, '
    'indicator = "unemployment_rate", operator = ">", %s }]'
)
APART = "thresholds = [{ value = 1, valid_to = 2018-03-31 }, { value = 2, valid_from = 2018-04-01 }]"
OVERLAPPING = "thresholds = [{ value = 1, valid_to = 2018-04-01 }, { value = 2, valid_from = 2018-04-01 }]"


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (OVERLAPPING, "before the next begins"),
        ("thresholds = [{ value = 1 }, { value = 2 }]", "before the next begins"),
        ("thresholds = []", 'source = "pending"'),
        ('statistic = "magic", thresholds = [{ value = 1 }]', "expected a statistic of value, ratio"),
        ('statistic = "ratio", thresholds = [{ value = 1 }]', "a reference for ratio"),
        ('statistic = "rank", thresholds = [{ value = 1 }]', "the end a ranking starts from"),
        ('score = "index", thresholds = [{ value = 1 }]', "either an indicator or a score"),
        ('window = { take = "each" }, thresholds = [{ value = 1 }]', "at_least with take = 'each'"),
    ],
)
def test_a_criterion_that_says_too_much_or_too_little_is_refused(
    tmp_path: Path, rest: str, reason: str
) -> None:
    (tmp_path / "own.toml").write_text(profile_text(criteria=CRITERION % rest), "utf-8")
    with pytest.raises(ConfigError, match=re.escape(reason)):
        load_profiles(tmp_path)


def test_thresholds_that_follow_one_another_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(profile_text(criteria=CRITERION % APART), "utf-8")
    assert list(load_profiles(tmp_path)) == ["own"]


def test_an_unknown_indicator_is_refused(tmp_path: Path) -> None:
    text = profile_text().replace("unemployment_rate", "happiness")
    (tmp_path / "own.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"own\.toml: key criteria: .*'happiness'"):
        load_profiles(tmp_path)


def test_all_faults_of_all_files_are_listed(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(profile_text(id='"one"', colour='"red"', source='"rumour"'), "utf-8")
    (tmp_path / "two.toml").write_text(profile_text(id='"two"', classes="[]"), "utf-8")
    with pytest.raises(ConfigError) as refusal:
        load_profiles(tmp_path)
    assert [fault.split(":")[0] for fault in refusal.value.faults] == ["one.toml", "one.toml", "two.toml"]


@pytest.mark.parametrize("source", ["own", "pending"])
def test_classes_without_conditions_are_for_profiles_whose_numbers_are_pending(source: str) -> None:
    texts = dict.fromkeys(LANGUAGES, "text")
    named = [
        {"id": each, "title": texts, "is_designated": each != "none"} for each in ("rural", "border", "none")
    ]
    profile = {
        "id": "types", "title": texts, "description": texts, "source": source,
        "legal_basis": {"title": "a law"}, "classes": named,
    }  # fmt: skip
    if source == "pending":
        assert not Profile.model_validate(profile).can_be_run
    else:
        with pytest.raises(ValidationError, match="expected conditions"):
            Profile.model_validate(profile)


def test_a_level_is_one_that_a_pack_has() -> None:
    known = {level.id for folder in pack_folders().values() for level in load_pack(folder).levels}
    assert {each.level for each in PROFILES} - {None} <= known
    assert {code for each in PROFILES for code in each.countries} <= set(pack_folders())


def test_every_profile_is_a_file_of_its_own() -> None:
    assert {path.stem for path in (CONFIG_DIR / "profiles").glob("*.toml")} == set(load_profiles())


@pytest.fixture(scope="module")
def demo_pack() -> Pack:
    return load_pack(pack_folders()["demo"])


@pytest.fixture(scope="module")
def demo(demo_pack: Pack) -> DemoCountry:
    return generate_demo(7, demo_pack, load_demo_settings(pack_folders()["demo"]))


@pytest.mark.parametrize("profile_id", sorted(PUBLISHED - {"kgz-growth-points"}))
def test_the_demonstration_country_runs_it_and_has_areas_in_every_class(
    demo: DemoCountry, demo_pack: Pack, catalogue: Catalogue, profile_id: str
) -> None:
    profile = load_profiles()[profile_id]
    level = next((each.number for each in demo_pack.levels if each.id == profile.level), 2)
    observations = demo.observations.assign(dataset_id=1)
    computed = compute(catalogue, observations, demo.areas, profile.indicator_ids)
    areas = demo.areas[demo.areas["admin_level"] == level]
    borders = shared_borders(areas, equal_area_crs=demo_pack.equal_area_crs)
    around = Neighbourhood.from_borders(borders, pd.Index(areas["area_code"]))
    tables = LevelTables.from_computed(computed, level=level, neighbourhood=around)
    classes = assess(profile, tables, on=date(2026, 1, 1)).areas()["class"]
    assert set(classes.dropna()) == {each.id for each in profile.classes}
    assert classes.isna().mean() < 0.1


@pytest.fixture(scope="module")
def bulgaria(real_data: Path, catalogue: Catalogue) -> LevelTables:
    """Unemployment of 2023–2025; population and land of 2013, added up from the settlements."""
    folder = real_data / "bgr"
    shapes = gpd.read_file(folder / "municipalities.geojson", ignore_geometry=True)
    municipalities = pd.DataFrame({"area_code": shapes["nuts4"], "parent_code": "BG", "admin_level": 2})
    nation = pd.DataFrame({"area_code": ["BG"], "parent_code": [None], "admin_level": [0]})
    areas = pd.concat([nation, municipalities], ignore_index=True).assign(area_km2=np.nan)

    settlements = pd.read_csv(folder / "settlements.csv").drop_duplicates("ekatte", keep="last")
    totals = settlements.groupby("municipality")[["population", "area"]].sum()
    measured = pd.DataFrame({"population": totals["population"], "land_area_km2": totals["area"] / 1000})
    rates = pd.read_csv(folder / "unemployment_rate.csv").melt("code", var_name="period")
    observations = pd.concat(
        [
            rates.rename(columns={"code": "area_code"}).assign(indicator_id="unemployment_rate"),
            measured.rename_axis("area_code")
            .reset_index()
            .melt("area_code", var_name="indicator_id")
            .assign(period="2013"),
        ]
    ).assign(status="A", source_ref=None, dataset_id=1)
    computed = compute(catalogue, observations, areas, load_profiles()["bgr-art6"].indicator_ids)
    return LevelTables.from_computed(computed, level=2)


def n_met(assessment: Assessment, criterion_id: str) -> int:
    met = assessment.is_met()[criterion_id]
    assert len(met) == 265
    assert met.notna().all()
    return int(met.sum())


@pytest.mark.realdata
@pytest.mark.parametrize(("mean", "expected"), [("whole", 170), ("simple", 90)])
def test_bulgaria_unemployment_above_105_percent_of_the_nation(
    bulgaria: LevelTables, mean: str, expected: int
) -> None:
    profile = load_profiles()["bgr-art6"]
    reference = NationReference.model_validate({"to": "nation", "mean": mean})
    criteria = tuple(
        each.model_copy(update={"reference": reference}) if each.id == "unemployment_rate" else each
        for each in profile.criteria
    )
    varied = profile.model_copy(update={"criteria": criteria})
    assert n_met(assess(varied, bulgaria, on=date(2026, 6, 30)), "unemployment_rate") == expected


@pytest.mark.realdata
@pytest.mark.parametrize(("profile_id", "expected"), [("bgr-art6", 45), ("bgr-art6-density-below", 220)])
def test_bulgaria_density_as_printed_and_in_the_other_reading(
    bulgaria: LevelTables, profile_id: str, expected: int
) -> None:
    assessment = assess(load_profiles()[profile_id], bulgaria, on=date(2026, 6, 30))
    assert n_met(assessment, "population_density") == expected


@pytest.mark.realdata
def test_the_growth_points_are_places_of_the_country(real_data: Path) -> None:
    [listed] = load_profiles()["kgz-growth-points"].adjustments
    assert isinstance(listed, Include)
    known = {}
    for level in ("region", "district", "settlement"):
        units = json.loads((real_data / f"kgz/all-{level}.json").read_text(encoding="utf-8"))
        known |= {unit["id"]: unit["name"]["local"] for unit in units}
    assert len(listed.areas) == 20
    assert [each.name for each in listed.areas if each.code is None] == ["Кадамжай"]
    for each in listed.areas:
        if each.code is not None:
            assert known[each.code].removesuffix(" ш.") == each.name
