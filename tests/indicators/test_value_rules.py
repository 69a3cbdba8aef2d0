"""What an import of tables learns from the catalogue."""

from indicators.catalogue import load_catalogue
from indicators.value_rules import value_rules


def test_only_observed_indicators_can_be_imported() -> None:
    catalogue = load_catalogue()

    rules = value_rules(catalogue, currency="KGS")

    assert set(rules) == {indicator.id for indicator in catalogue.values() if indicator.kind == "base"}
    assert "population_density" not in rules


def test_rules_carry_range_unit_and_whether_values_add_up() -> None:
    rules = value_rules(load_catalogue(), currency="KGS")

    rate = rules["unemployment_rate"]
    assert (rate.minimum, rate.maximum, rate.adds_up) == (0, 100, False)
    assert rate.title["ru"] == "Уровень безработицы"
    assert rules["population"].adds_up
    assert "KGS" in rules["own_revenue"].unit
