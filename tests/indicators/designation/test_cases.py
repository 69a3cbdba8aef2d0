"""Worked cases: who is designated by which rule, and why, in ``cases/*.toml`` for a lawyer to read.

A case names a profile of the product or states a small rule of its own. It gives the values of its areas, and
of the nation, over its periods: a number holds for all of them, a text goes through them one after the other
("9 × 8.5, 3 × 4"), and what is not given is missing. An area has 1000 people unless it says otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import Field

from config.i18n import LANGUAGES
from config.loader import ConfigModel
from geodata.periods import parse_period, periods_up_to
from indicators.cells import Floats
from indicators.designation.assess import Assessment, assess
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.profile import POPULATION, Profile, load_profiles
from indicators.designation.scores import NORMALISATIONS
from indicators.designation.statistics import STATISTICS
from indicators.designation.tables import LevelTables
from tests.indicators.cases import load_cases

CASES = Path(__file__).with_name("cases")
UNKNOWN = "cannot be told"
MISSING = "missing"
OUTSIDE = "abroad"
PEOPLE = 1000
TEXTS = dict.fromkeys(LANGUAGES, "as in the case")

Series = float | str
Answer = bool | str


class Expected(ConfigModel):
    """What the rule says of an area; what is not stated is not checked."""

    class_: str | None = Field(default=None, alias="class")
    is_designated: Answer | None = None
    lowest: int | None = None
    highest: int | None = None
    met: dict[str, Answer] = Field(default_factory=dict)


class Case(ConfigModel):
    """One case."""

    title: str
    on: date
    periods: str
    """``2023``, or the first and the last of several: ``2016-Q1..2018-Q4``."""
    profile: str | None = None
    rule: dict[str, Any] | None = None
    nation: dict[str, Series] = Field(default_factory=dict)
    parents: dict[str, dict[str, Series]] = Field(default_factory=dict)
    """By area, the values of the area above it."""
    areas: dict[str, dict[str, Series]]
    borders: tuple[str, ...] = ()
    """``A-B`` and ``A-abroad``; without, no area has a neighbour."""
    expect: dict[str, Expected]


def cases() -> dict[str, Case]:
    """Every case by file and title."""
    return load_cases(CASES, Case)


@pytest.mark.parametrize("case", cases().values(), ids=cases())
def test_a_case_is_decided_as_the_rule_says(case: Case) -> None:
    assessment = assess(profile_of(case), tables_of(case), on=case.on)
    assert said_of(assessment, case) == expected_of(case)


def test_every_profile_that_can_be_run_has_cases() -> None:
    covered = {case.profile for case in cases().values()} - {None}
    assert covered == {each.id for each in load_profiles().values() if each.can_be_run}


def test_every_title_is_one_of_its_kind() -> None:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES.glob("*.toml")]
    assert len(cases()) == sum(len(file["cases"]) for file in files)


@pytest.mark.parametrize("primitive", [*STATISTICS, *NORMALISATIONS])
def test_every_primitive_has_a_case_of_its_own(primitive: str) -> None:
    titles = [name.partition(": ")[2] for name in cases()]
    assert any(title.startswith(f"{primitive}:") for title in titles)


def profile_of(case: Case) -> Profile:
    return load_profiles()[case.profile] if case.rule is None else small_profile(case.rule)


def small_profile(rule: Mapping[str, Any]) -> Profile:
    """Add what a rule needs to be whole: texts, and, unless it has its own, a class for all criteria."""
    criteria = [{"id": each.get("indicator"), "title": TEXTS} | each for each in rule.get("criteria", ())]
    whole = {"id": "designated", "is_designated": True} | ({"at_least": len(criteria)} if criteria else {})
    classes = rule.get("classes", [whole, {"id": "other", "is_designated": False}])
    return Profile.model_validate(
        {
            "id": "small",
            "title": TEXTS,
            "description": TEXTS,
            "source": "own",
            "legal_basis": {"title": "the case"},
            **rule,
            "criteria": criteria,
            "classes": [{"title": TEXTS} | each for each in classes],
            "scores": {key: {"title": TEXTS} | each for key, each in rule.get("scores", {}).items()},
        }
    )


def tables_of(case: Case) -> LevelTables:
    periods, codes = periods_of(case.periods), pd.Index(list(case.areas), dtype="str")
    profile = profile_of(case)
    given = {name for area in (*case.areas.values(), case.nation) for name in area}
    assert given <= set(profile.indicator_ids), "the case gives values that the rule does not read"
    people = {code: {POPULATION: PEOPLE} | values for code, values in case.areas.items()}
    return LevelTables(
        level=1,
        area_codes=codes,
        periods=tuple(periods),
        values={
            each: rows([people[code] for code in codes], each, periods) for each in profile.indicator_ids
        },
        nation={each: rows([case.nation], each, periods)[0] for each in profile.indicator_ids},
        parents={
            each: rows([case.parents.get(code, {}) for code in codes], each, periods)
            for each in profile.indicator_ids
        },
        neighbourhood=neighbourhood_of(case, codes),
    )


def periods_of(text: str) -> list[str]:
    first, _, last = text.partition("..")
    if not last:
        return [parse_period(first)]
    for count in range(1, 100):
        found = periods_up_to(last, count)
        if found[0] == first:
            return found
    raise AssertionError(f"expected the first and the last period of a case, got {text!r}")


def rows(given: list[Mapping[str, Series]], indicator_id: str, periods: list[str]) -> Floats:
    return np.array([numbers(values.get(indicator_id, MISSING), len(periods)) for values in given])


def numbers(series: Series, count: int) -> list[float]:
    """Read ``8.5``, ``missing`` or ``9 × 8.5, 3 × missing``."""
    found: list[float] = []
    for part in str(series).split(","):
        times, _, value = part.rpartition("×")
        found += [np.nan if value.strip() == MISSING else float(value)] * int(times or 1)
    every = found * count if len(found) == 1 else found
    assert len(every) == count, f"expected {count} values, got {series!r}"
    return every


def neighbourhood_of(case: Case, codes: pd.Index[str]) -> Neighbourhood:
    pairs = [border.split("-") for border in case.borders]
    both = [(one, other) for pair in pairs for one, other in (pair, pair[::-1]) if one != OUTSIDE]
    borders = pd.DataFrame(both, columns=["area_code", "neighbour_code"], dtype="str")
    return Neighbourhood.from_borders(borders.replace(OUTSIDE, np.nan), codes)


def said_of(assessment: Assessment, case: Case) -> dict[str, dict[str, object]]:
    areas, met = assessment.areas().set_index("area_code"), assessment.is_met()
    said: dict[str, dict[str, object]] = {}
    for code, expected in case.expect.items():
        said[code] = {key: told(areas.loc[code, key]) for key in stated(expected)}
        said[code] |= {f"met.{key}": told(met.loc[code, key]) for key in expected.met}
    return said


def expected_of(case: Case) -> dict[str, dict[str, object]]:
    return {
        code: stated(expected) | {f"met.{key}": answer for key, answer in expected.met.items()}
        for code, expected in case.expect.items()
    }


def stated(expected: Expected) -> dict[str, object]:
    return expected.model_dump(by_alias=True, exclude={"met"}, exclude_unset=True)


def told(answer: object) -> object:
    return UNKNOWN if pd.isna(answer) else answer
