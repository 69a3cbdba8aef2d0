"""Names of areas, and the labels by which lists show them."""

from __future__ import annotations

import doctest

import pandas as pd

from geodata import area_names
from geodata.area_names import area_label, choice_labels, split_label

AREAS = pd.DataFrame({"area_code": ["2", "1"], "area_name": ["Бел", "Арал"], "name_ru": ["Белый", None]})


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(area_names).failed == 0


def test_a_name_that_a_language_lacks_is_that_of_the_country() -> None:
    assert area_names.area_names(AREAS, "ru").tolist() == ["Белый", "Арал"]
    assert area_names.area_names(AREAS, "en").tolist() == ["Бел", "Арал"]


def test_labels_are_in_the_order_of_the_alphabet() -> None:
    assert choice_labels(AREAS, "ru").to_dict() == {"1": "Арал · 1", "2": "Белый · 2"}


def test_a_label_is_split_into_name_and_code() -> None:
    assert split_label(area_label("Ак-Суу · Жогорку", "417")) == ("Ак-Суу · Жогорку", "417")
    assert split_label("417") == ("417", "417")
