"""Areas are found by code and by name, and nothing is applied that only looks alike."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tables.matching import match_areas, section_labels
from geodata.tables.names import NameReader, tolerant_key


def match_one(areas, pack, *, confirmed=None, admin_level=None, **label):
    labels = pd.DataFrame([label], index=["row"], dtype=object)
    found = match_areas(labels, areas, pack=pack, confirmed=confirmed, admin_level=admin_level)
    return found.matches.loc["row"], found.suggestions


@pytest.mark.parametrize(
    ("label", "code", "method"),
    [
        ({"code": "0102"}, "0102", "code"),
        ({"code": " 0102 "}, "0102", "code"),
        ({"code": "102"}, "0102", "code_zeros_restored"),
        ({"code": 102.0}, "0102", "code_zeros_restored"),
        ({"code": "x", "name": "Ак-Муз"}, "0102", "name"),
        ({"name": "«АК-МУЗ» АА"}, "0102", "name"),
        ({"name": "Ak-Muz"}, "0102", "name"),
        ({"name": "ак муз № айылный аймак"}, "0102", "name"),
        ({"name": "Жети-Огуз"}, "02", "name_tolerant"),
        ({"name": "Zheti-Oguz району"}, "02", "name_tolerant"),
        ({"name": "Ак-Талаа району"}, "01", "name"),
        ({"name": "Ак-Талаа АА"}, "0101", "name"),
        ({"name": "г. Фрунзе"}, "03", "name"),
        ({"name": "Көк-Суу", "parent": "02"}, "0201", "name"),
        ({"name": "Кок-Суу", "parent": "Ак-Талаа району"}, "0103", "name_tolerant"),
        ({"name": "Көк-Суу", "section": "Жети-Өгүз району"}, "0201", "name"),
        ({"name": "Ак-Муз", "section": "Жети-Өгүз району"}, "0102", "name"),
        ({"name": "Көк-Суу"}, None, "ambiguous"),
        ({"name": "Ак-Талаа"}, None, "ambiguous"),
        ({"name": "Ак-Муз", "parent": "Жети-Өгүз"}, None, "unknown"),
        ({"name": "Ак-Мус"}, None, "unknown"),
        ({"name": "Бишкек району"}, None, "unknown"),
        ({"name": "район"}, None, "unknown"),
        ({"name": None}, None, "unknown"),
    ],
)
def test_labels(areas, pack, label, code, method):
    found, _ = match_one(areas, pack, **label)
    assert (found["area_code"], found["method"]) == (code, method)


def test_ambiguous_names_show_their_candidates_and_a_level_decides(areas, pack):
    found, _ = match_one(areas, pack, name="Ак-Талаа")
    assert found["candidates"] == ("01", "0101")
    found, _ = match_one(areas, pack, name="Ак-Талаа", admin_level=2)
    assert found["area_code"] == "0101"


def test_codes_that_lose_their_zeros_to_one_another_are_ambiguous(areas, pack):
    twins = pd.concat([areas, areas.tail(1).assign(area_code="00102")])
    found, _ = match_one(twins, pack, code="102")
    assert found["method"] == "ambiguous"


def test_suggestions_wait_for_confirmation(areas, pack):
    found, suggestions = match_one(areas, pack, name="Ак-Мус")
    assert found["area_code"] is None
    assert suggestions["area_code"].iloc[0] == "0102"
    assert suggestions["score"].is_monotonic_decreasing
    assert len(suggestions) <= 3
    found, suggestions = match_one(areas, pack, name="Ак-Мус", confirmed={"Ак-Мус": "0102"})
    assert (found["area_code"], found["method"]) == ("0102", "confirmed")
    assert suggestions.empty


def test_confirmation_tells_areas_of_one_name_apart(areas, pack):
    labels = pd.DataFrame({"name": ["Көксуу", "Көксуу"], "parent": ["Ак-Талаа", "Жети-Өгүз"]})
    confirmed = {"Ак-Талаа / Көксуу": "0103", "Жети-Өгүз / Көксуу": "0201"}
    found = match_areas(labels, areas, pack=pack, confirmed=confirmed)
    assert found.matches["area_code"].tolist() == ["0103", "0201"]


def test_heading_rows_give_sections(areas, pack):
    names = pd.Series(["Ак-Талаа району", "Ак-Талаа", "Көк-Суу", "Жети-Өгүз району", "Көк-Суу", "* note"])
    is_heading = pd.Series([True, False, False, True, False, True])
    sections = section_labels(names, is_heading, areas, pack=pack)
    assert sections.tolist() == [names[0]] * 3 + [names[3]] * 3


def test_an_area_without_values_is_no_heading(areas, pack):
    names = pd.Series(["Ак-Муз", "Оргочор"])
    assert section_labels(names, pd.Series([True, False]), areas, pack=pack).isna().all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Жети-Өгүз", "Jeti Oguz"),
        ("Түп", "Тюп"),
        ("Тоӊ", "Тон"),
        ("Джалал-Абад", "Жалал-Абад"),
        ("Кызыл-Кыя", "Kyzyl-Kia"),
        ("Чүй", "Chui"),
        ("Ёлка", "Елка"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert tolerant_key(one) == tolerant_key(other)


@given(st.text("абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя -", max_size=20))
def test_tolerance_includes_case_punctuation_and_itself(name):
    assert tolerant_key(name.upper()) == tolerant_key(name)
    assert tolerant_key(tolerant_key(name)) == tolerant_key(name)
    assert tolerant_key(name.replace("-", " – ")) == tolerant_key(name)


def test_words_of_kind_are_read_whole(pack):
    reader = NameReader(pack)
    assert reader.read("Районное ш.").exact == "районное"
    assert reader.read("Районное ш.").kind == "city"
    assert reader.read("Шаарын").kind == ""


@given(order=st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(areas, pack, order):
    labels = pd.DataFrame({"name": ["Ак-Муз", "Оргочор", "Ак-Мус", "Көк-Суу"]}, dtype=object)
    straight = match_areas(labels, areas, pack=pack).matches
    shuffled = match_areas(labels.loc[list(order)], areas, pack=pack).matches
    pd.testing.assert_frame_equal(shuffled.sort_index(), straight)


def test_only_areas_of_the_stated_level_are_suggested(areas, pack):
    labels = pd.DataFrame({"name": ["Ак-Талааа ж"]}, dtype=object)
    everywhere = match_areas(labels, areas, pack=pack).suggestions["area_code"]
    assert set(everywhere) >= {"01", "0101"}
    at_level = match_areas(labels, areas, pack=pack, admin_level=2).suggestions["area_code"]
    assert "0101" in set(at_level)
    assert "01" not in set(at_level)
