"""Plan and execution are told by the words that headings begin with."""

from __future__ import annotations

import pytest

from geodata.tables.indicators import IndicatorNames, ValueRule
from geodata.tables.stages import read_stage, stages_in


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("План на 2023 год", "planned"),
        ("2023 год, план", "planned"),
        ("2023-ж. бекитилген", "planned"),
        ("Уточненный план", "adjusted"),
        ("Transfers (adjusted plan for 2023)", "adjusted"),
        ("Исполнено, тыс. сом", "executed"),
        ("2023 actual", "executed"),
        ("аткарылышы", "executed"),
        ("% исполнения", None),
        ("Исполнение, %", None),
        ("Исполнение в %", None),
        ("Процент исполнения", None),
        ("Планета", None),
        ("", None),
    ],
)
def test_a_heading_begins_with_its_stage(text, stage):
    assert read_stage(text) == stage


def test_a_title_contains_its_stages():
    assert stages_in("Уточненный план бюджета, план и исполнено") == {"adjusted", "planned", "executed"}
    assert stages_in("Бюджет на 2024 год, уточненный план") == {"adjusted"}
    assert stages_in("План" + "ета") == set()


def test_words_that_belong_to_a_title_are_no_stage():
    names = IndicatorNames(
        {
            "kindergartens": ValueRule(title={"en": "Planned kindergartens"}),
            "x": ValueRule(title={"en": "Fees"}),
        }
    )
    assert names.find_stage("Planned kindergartens, number") is None
    assert names.find_stage("Planned kindergartens") is None
    assert names.find_stage("Fees, plan") == "planned"
    assert names.find_stage("Fees (adjusted)") == "adjusted"
