import shutil
from datetime import date
from pathlib import Path

import pytest

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError
from geodata.councils.composition_rules import (
    COMPOSITION_FILE,
    BodyComposition,
    CompositionPack,
    SexShare,
    load_composition_pack,
)
from geodata.packs import pack_folders

WITH_RULES = ("demo", "kgz")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demonstration pack, to spoil."""
    return Path(shutil.copytree(pack_folders()["demo"], tmp_path / "demo"))


def spoil(folder: Path, old: str, new: str) -> None:
    path = folder / COMPOSITION_FILE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def of(*rules: dict, **fields: object) -> BodyComposition:
    rules = tuple({"reference": "a law", **rule} for rule in rules)
    return BodyComposition.model_validate({"title": {"en": "b"}, "rules": rules, **fields})


@pytest.mark.parametrize("code", WITH_RULES)
def test_the_packs_are_in_every_language(code: str) -> None:
    pack = load_composition_pack(pack_folders()[code])
    assert pack is not None
    texts = [text for body in pack.bodies.values() for text in (body.title, *body.notes)]
    texts += [rule.note for body in pack.bodies.values() for rule in body.rules if rule.note]
    assert texts
    assert all(set(text) == set(LANGUAGES) for text in texts)


def test_a_pack_without_the_file_has_no_rules() -> None:
    assert load_composition_pack(pack_folders()["bgr"]) is None


def test_rules_are_found_by_the_type_of_a_body() -> None:
    pack = load_composition_pack(CONFIG_DIR / "countries" / "kgz")
    assert pack is not None
    court = pack.of_body_type("aksakal_court")
    assert court is pack.bodies["aksakal_court"]
    assert pack.of_body_type("kurultai") is None


def test_a_form_asks_for_the_seat_types_that_rules_name() -> None:
    pack = load_composition_pack(CONFIG_DIR / "countries" / "kgz")
    assert pack is not None
    asked = {key: body.seat_types for key, body in pack.bodies.items()}
    assert asked["involvement_group"] == ("local_body", "deputy", "community")
    assert asked["services_commission"] == ("civil_society",)
    assert asked["aksakal_court"] == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('["involvement_group"]', '["strangers"]', "bodies.involvement_group: expected a key of body_types"),
        ('"civil_society"', '"strangers"', "bodies.services_commission: expected a key of seat_types"),
        ('chair_role = "chair"', 'chair_role = "captain"', "chair_role: expected a key of roles"),
        ('["aksakal_court"]', '["regional_council"]', "every body type once, got more for regional_council"),
        ("at_most = 9", "at_most = 4", "expected at_most to be no less than at_least, 5"),
        ('kind = "chair_term"', 'kind = "chair"', "chair_term"),
        ("at_least_pct = 30", "at_least_pct = 30\nat_most_pct = 70", "either at_least_pct or at_most_pct"),
        ("at_least_pct = 30", "", "either at_least_pct or at_most_pct"),
        ("at_least_pct = 30", "at_least_pct = 51", "at_least_pct"),
        ('"deputy", "community"]', '"deputy", "deputy"]', "expected every seat type once"),
        ('rounding = "even"', 'rounding = "up"', "rounding"),
        ("years = 1", "years = 1\nmonths = 2", "months"),
    ],
)
def test_a_fault_is_named(folder: Path, old: str, new: str, fault: str) -> None:
    spoil(folder, old, new)
    with pytest.raises(ConfigError, match=fault):
        load_composition_pack(folder)


def test_rules_without_councils_are_refused(folder: Path) -> None:
    (folder / "councils.toml").unlink()
    with pytest.raises(ConfigError, match=r"expected a councils\.toml beside it"):
        load_composition_pack(folder)


def test_a_rule_holds_on_its_first_and_last_day() -> None:
    dated = of({"kind": "members", "effective_from": date(2020, 1, 1), "effective_to": date(2021, 12, 31)})
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [len(dated.in_force(day)) for day in days] == [0, 1, 1, 0]


def test_both_wordings_are_one_least_share() -> None:
    worded = of({"kind": "sex_share", "at_least_pct": 30}, {"kind": "sex_share", "at_most_pct": 70})
    assert [rule.lowest_pct for rule in worded.rules if isinstance(rule, SexShare)] == [30, 30]


def test_a_pack_has_some_rules() -> None:
    with pytest.raises(ValueError, match="bodies"):
        CompositionPack.model_validate({"chair_role": "chair", "bodies": {}})
