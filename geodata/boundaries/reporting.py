"""Problems of areas: the area's code is the place."""

from __future__ import annotations

import pandas as pd

from geodata.problems import Problem, Rule, Where


def at_area(rule: Rule, area_code: object, **params: object) -> Problem:
    """Return ``rule`` as broken by one area."""
    return Problem(rule, Where(feature=str(area_code)), params)


def at_areas(rule: Rule, table: pd.DataFrame) -> list[Problem]:
    """Return ``rule`` as broken by each row: ``area_code`` is the place, the other columns fill the texts."""
    params = table.drop(columns="area_code").to_dict("records")
    return [
        Problem(rule, Where(feature=code), {str(name): value for name, value in record.items()})
        for code, record in zip(table["area_code"], params, strict=True)
    ]
