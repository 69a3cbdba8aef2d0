"""Periods are read as headings write them."""

from __future__ import annotations

import datetime as dt

import pytest

from geodata.tables.periods import find_period, read_period, split_period


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        *((2023, "2023"), (2023.0, "2023"), ("2023 г.", "2023"), ("2023-ж.", "2023"), ("2023-жылы", "2023")),
        *(("2023*", "2023"), ("2023¹", "2023"), (" 2023 год", "2023")),
        *(("2023-Q2", "2023-Q2"), ("2023 Q1", "2023-Q1"), ("Q4 2023", "2023-Q4")),
        *(("II квартал 2023", "2023-Q2"), ("2023 год, 3 кв.", "2023-Q3"), ("1-чейрек 2023-ж.", "2023-Q1")),
        *(("2023-07", "2023-07"), ("2023M07", "2023-07"), ("07.2023", "2023-07")),
        *(("2023-13", None), ("23", None), (1.5, None), ("2023 (est.)", None), (None, None), (True, None)),
        (dt.date(2023, 1, 1), None),
    ],
)
def test_read_period(cell, period):
    assert read_period(cell) == period


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("population_2021", ("population", "2021")),
        ("Население, 2021 г.", ("Население", "2021")),
        ("Калк (2021-ж.)", ("Калк", "2021")),
        ("rate 2021-Q2", ("rate", "2021-Q2")),
        ("lat", ("lat", None)),
        ("area12021", ("area12021", None)),
    ],
)
def test_split_period(heading, parts):
    assert split_period(heading) == parts


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Исполнение бюджета за 2023 год", "2023"),
        ("за 2023 год по состоянию на 1 января 2024 года", "2023"),
        ("за 2023 год, на 01.02.2024", "2023"),
        ("за II квартал 2023 года", "2023-Q2"),
        ("за 1 квартал 2023 года", "2023-Q1"),
        ("2023-ж. аткарылышы, миң сом.", "2023"),
        ("budget_2023", "2023"),
        ("за 9 месяцев 2023 года", None),
        ("2010–2015 гг.", None),
        ("план на 2024 и 2025 годы", None),
        ("на 1 января 2024 года", None),
        ("Бюджет", None),
    ],
)
def test_a_title_mentions_one_period_or_none(text, period):
    assert find_period(text) == period
