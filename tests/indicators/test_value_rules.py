"""What an import of tables learns from the catalogue."""

from geodata.budgets import BudgetPack
from geodata.tables.indicators import IndicatorNames
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


def test_rules_carry_the_words_codes_parts_and_stages_of_budget_items() -> None:
    land_tax = {"title": {"en": "Levy on soil"}, "codes": ["7.1"], "synonyms": ["Soil money"]}
    budget = BudgetPack(classification="Own", money_scale="unit", items={"land_tax": land_tax})

    rules = value_rules(load_catalogue(), budget=budget)
    names = IndicatorNames(rules)

    assert {names.find_item(each) for each in ("Levy on soil", "soil money", "Land tax")} == {"land_tax"}
    assert names.find_code("7.1") == "land_tax"
    assert rules["total_revenue_planned"].parts == ("own_revenue_planned", "transfers_planned")
    assert names.at_stage("transfers", "planned") == "transfers_planned"
    items = {id_ for id_, rule in rules.items() if rule.is_budget_item}
    assert items == {"land_tax"}
    assert rules["population"].codes == rules["population"].parts == ()
