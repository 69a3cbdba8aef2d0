"""Budget items are found by their titles, synonyms and codes, and nothing that is ambiguous is."""

from __future__ import annotations

import pytest

from geodata.tables.indicators import IndicatorNames, ValueRule

NAMES = IndicatorNames(
    {
        "land_tax": ValueRule(title={"en": "Land tax"}, codes=("1.1.3",), synonyms=("Levy", "Tax on land")),
        "sales_tax": ValueRule(title={"en": "Sales tax"}, codes=("0114",), synonyms=("Levy",)),
        "revenue": ValueRule(title={"en": "Revenue"}, codes=("1",)),
        "revenue_planned": ValueRule(title={"en": "Revenue, planned"}, stage="planned", stage_of="revenue"),
    }
)


@pytest.mark.parametrize(
    ("label", "code", "found"),
    [
        ("Land tax", "", "land_tax"),
        ("  tax on LAND*", "", "land_tax"),
        ("Land tax¹", "", "land_tax"),
        ("in which case: Land tax", "", None),
        ("including: Land tax", "", "land_tax"),
        ("12) Land tax", "", "land_tax"),
        ("1.1.3. Something", "", "land_tax"),
        ("1 Something", "", None),
        ("Something", "1", "revenue"),
        ("Something", "1.1.3.", "land_tax"),
        ("Something", "114", "sales_tax"),
        ("Something", "115", None),
        ("Land tax", "115", "land_tax"),
        ("Land tax", "114", None),
        ("Levy", "", None),
        ("", "", None),
    ],
)
def test_items(label, code, found):
    assert NAMES.find_item(label, code=code) == found


def test_stages_of_an_indicator():
    assert NAMES.at_stage("revenue", "planned") == "revenue_planned"
    assert NAMES.at_stage("revenue_planned", "executed") == "revenue"
    assert NAMES.at_stage("revenue_planned", None) == "revenue_planned"
    assert NAMES.at_stage("revenue", "adjusted") is None
    assert NAMES.executed("revenue_planned") == ("revenue", "planned")


def test_suggestions_are_of_executed_amounts():
    assert NAMES.suggest("Revenues planned") == ["revenue"]
