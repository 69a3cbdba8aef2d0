from pathlib import Path

import pytest

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError
from geodata.services.instruments import load_services_monitoring

SHIPPED = CONFIG_DIR / "services_monitoring.toml"


def spoilt(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_the_form_has_18_items_of_at_most_30_points() -> None:
    form = load_services_monitoring().form
    assert (len(form.items), form.highest_total) == (18, 30)


def test_the_questionnaire_rates_five_sides_from_1_to_5() -> None:
    questionnaire = load_services_monitoring().questionnaire
    assert list(questionnaire.ratings) == ["conditions", "staff", "information", "requirements", "terms"]
    assert (questionnaire.lowest, questionnaire.good_from, questionnaire.highest) == (1, 4, 5)
    assert list(questionnaire.costs) == ["cost_official", "cost_unofficial", "cost_associated"]


def test_everything_is_said_in_every_language() -> None:
    instruments = load_services_monitoring()
    columns = [*instruments.form.columns, *instruments.questionnaire.columns]
    texts = [column.title for column in columns] + [
        text for each in columns for text in each.answers.values()
    ]
    texts += [*instruments.keys.titles.values(), *instruments.form.notes, *instruments.questionnaire.notes]
    assert all(set(text) == set(LANGUAGES) for text in texts)


def test_headings_are_told_apart_in_every_language() -> None:
    instruments = load_services_monitoring()
    for asked in (instruments.form, instruments.questionnaire):
        titles = {column.key: column.title for column in asked.columns} | instruments.keys.titles
        words = [word.casefold() for title in titles.values() for word in set(title.values())]
        assert len(set(words)) == len(words)


def test_points_of_items_limit_their_columns(tmp_path: Path) -> None:
    path = spoilt(tmp_path, 'en = "Item 1" }', 'en = "Item 1" }\nhighest = 2')
    columns = load_services_monitoring(path).form.columns
    assert [column.scale.highest for column in columns if column.scale][:2] == [2, 30]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('en = "Item 1" }', 'en = "Item 1" }\nhighest = 31', "items of at most 30 points, got 31"),
        ("good_from = 4", "good_from = 6", "expected lowest < good_from ≤ highest"),
        ("good_from = 4", "good_from = 1", "expected lowest < good_from ≤ highest"),
        ('unofficial_cost = "cost_unofficial"', 'unofficial_cost = "terms"', "one of the costs, got 'terms'"),
        ("questionnaire.ratings.terms", "questionnaire.ratings.cost_official", "keys of their own"),
        ("highest_total = 30", "highest_total = 0", "highest_total"),
        ("[questionnaire.profile.sex]", "[questionnaire.profile.name]", "profile.sex.title"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        load_services_monitoring(spoilt(tmp_path, old, new))


def test_items_that_all_have_points_add_up(tmp_path: Path) -> None:
    """Another scale needs no change in code: twelve items of two points and six of one."""
    text = SHIPPED.read_text("utf-8")
    for number in range(1, 19):
        points = 2 if number <= 12 else 1
        text = text.replace(f'en = "Item {number}" }}', f'en = "Item {number}" }}\nhighest = {points}')
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    assert sum(item.highest or 0 for item in load_services_monitoring(path).form.items.values()) == 30
    other = tmp_path / "other.toml"
    other.write_text(text.replace("highest_total = 30", "highest_total = 36"), "utf-8")
    with pytest.raises(ConfigError, match="expected items of 36 points in all, got 30"):
        load_services_monitoring(other)
