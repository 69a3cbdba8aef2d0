import numpy as np
import pytest

from geodata.demo import DemoSettings
from geodata.demo.names import draw_names, name_pool
from geodata.demo.settings import NameParts
from geodata.packs import Pack


def test_names_are_combined_and_transliterated() -> None:
    parts = NameParts(
        first=("Көк", "Ши"),
        second=("Төр",),
        transliteration={
            "ru": {"ө": "о"},
            "en": {"к": "k", "ө": "o", "т": "t", "р": "r", "ш": "sh", "и": "i"},
        },
    )
    pool = name_pool(parts, ["ky", "ru", "en"])
    assert pool.to_numpy().tolist() == [["Көк-Төр", "Кок-Тор", "Kok-Tor"], ["Ши-Төр", "Ши-Тор", "Shi-Tor"]]


def test_names_that_look_alike_in_one_language_are_offered_once() -> None:
    parts = NameParts(first=("Көк", "Кок"), second=("Бел",), transliteration={"ru": {"ө": "о"}})
    assert name_pool(parts, ["ky", "ru"])["ru"].tolist() == ["Кок-Бел"]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pack_offers_enough_different_names_in_the_right_letters(
    pack: Pack, settings: DemoSettings, language: str
) -> None:
    names = name_pool(settings.names, pack.languages)[language]
    assert names.is_unique
    assert len(names) > 1000
    letters = {"ky": r"[А-Яа-яЁёӨөҮүҢң-]+", "ru": r"[А-Яа-яЁё-]+", "en": r"[A-Za-z-]+"}
    assert names.str.fullmatch(letters[language]).all()


def test_siblings_differ_and_the_centre_is_called_like_its_area() -> None:
    parents = np.repeat([0, 1, 2], 8)
    parent_names = np.array([3, 3, 9])
    names = draw_names(10, parents, np.random.default_rng(0), parent_names=parent_names)
    assert names[[0, 8, 16]].tolist() == [3, 3, 9]
    assert all(len(set(names[parents == parent])) == 8 for parent in range(3))
