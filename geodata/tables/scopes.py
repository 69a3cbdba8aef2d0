"""What "local budget" covers in a table, where titles or headings say so, against what it covered then."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from config.i18n import N_
from geodata.budgets import Scope
from geodata.problems import Problem, Rule
from geodata.tables.checks import EMPTY, Sources, listed
from geodata.tables.words import plain_words

TWO_SCOPES = Rule(
    "two_scopes",
    N_("For {area}, {period} the file has amounts of two scopes: “{scope}” here and “{other}” in {first}."),
    N_("Leave one of them out: amounts of two scopes do not compare and cannot stand for one another."),
)
SCOPE_DIFFERS = Rule(
    "scope_differs",
    N_("The file says “{scope}” of {count} values of {period}; budgets of that time covered: {expected}."),
    N_("Check what the amounts cover; they would be compared with those of the scope of that time."),
    "warning",
)

_PLACE = ["area_code", "period"]


def in_two_scopes(cells: pd.DataFrame, scopes: Sequence[Scope]) -> pd.Series[bool]:
    """Return the cells whose area and period have values that are said to be of different scopes.

    Args:
        cells: value cells in long form with ``area_code``, ``period`` and ``scope``.
        scopes: of the country; their titles in several languages are one scope.
    """
    english = {title: scope.title["en"] for scope in scopes for title in scope.title.values()}
    meant = cells[_PLACE].assign(scope=cells["scope"].map(english))
    return meant.groupby(_PLACE)["scope"].transform("nunique").reindex(cells.index) > 1


def check_scopes(
    cells: pd.DataFrame, scopes: Sequence[Scope], areas: pd.DataFrame, sources: Sources
) -> list[Problem]:
    """Return areas and periods with two scopes, and scopes that did not hold in their period.

    Args:
        cells: value cells in long form with ``area_code``, ``period`` and ``scope``.
        scopes: of the country.
        areas: see :data:`geodata.schemas.AREAS`.
        sources: the sheets by name.
    """
    stated = cells[cells["scope"].notna() & cells["period"].notna()]
    return [
        *_two_scopes(stated[in_two_scopes(stated, scopes)], areas, sources),
        *_other_scopes(stated, scopes, sources),
    ]


def _two_scopes(cells: pd.DataFrame, areas: pd.DataFrame, sources: Sources) -> list[Problem]:
    names = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    problems = []
    for (area_code, period), group in cells.groupby(_PLACE, sort=False):
        first, *others = group.drop_duplicates("scope").to_dict("records")
        for other in others:
            params = {"area": names[area_code], "period": period, "scope": other["scope"]}
            params |= {"other": first["scope"], "first": sources.where(first)}
            problems.append(Problem(TWO_SCOPES, sources.where(other), params))
    return problems


def _other_scopes(cells: pd.DataFrame, scopes: Sequence[Scope], sources: Sources) -> list[Problem]:
    problems = []
    for _, group in cells.groupby(["sheet", "scope", "period"], sort=False):
        first = group.iloc[0].to_dict()
        said, period = str(first["scope"]), str(first["period"])
        held = _titles_in(said, [scope for scope in scopes if scope.holds_in(period)], scopes)
        if not any(plain_words(said) in plain_words(title) for title in held):
            params = {"scope": said, "count": len(group), "period": period, "expected": listed(held) or EMPTY}
            problems.append(Problem(SCOPE_DIFFERS, sources.where(first), params))
    return problems


def _titles_in(said: str, held: Sequence[Scope], scopes: Sequence[Scope]) -> list[str]:
    """Return the titles of scopes in the language in which a scope was said."""
    language = next(code for scope in scopes for code, title in scope.title.items() if title == said)
    return [scope.title.get(language, scope.title["en"]) for scope in held]
