"""Amounts in the scale of the visit."""

import pytest

from dashboard.components.budget.money import Money, shown
from dashboard.components.words import Words
from geodata.budgets import MoneyScale
from geodata.packs import load_pack, pack_folders
from indicators.catalogue import load_catalogue


@pytest.fixture(scope="module")
def words() -> Words:
    return Words("en", str, load_pack(pack_folders()["kgz"]), load_catalogue())


@pytest.mark.parametrize(
    ("scale", "text"),
    [("unit", "1,234,567 KGS"), ("thousand", "1,235 thousand KGS"), ("million", "1.2 million KGS")],
)
def test_an_amount_never_stands_without_its_scale(words: Words, scale: MoneyScale, text: str) -> None:
    assert Money(words, scale).text(1234.567) == text


def test_a_change_has_its_sign_and_none_where_it_rounds_to_nothing(words: Words) -> None:
    money = Money(words, "million")
    written = [money.written(change, is_change=True) for change in (1500.0, -1500.0, 20.0, -20.0, None)]
    assert written == ["+1.5", "-1.5", "0.0", "0.0", "no data"]


def test_only_amounts_take_the_scale(words: Words) -> None:
    assert shown(words, "own_revenue", "million").factor == 1e-3
    assert shown(words, "own_revenue_share", "million").unit == "%"
