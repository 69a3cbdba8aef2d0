"""Every rule of the product: known by an id of its own, and said in whole sentences."""

from __future__ import annotations

import pkgutil
import re
from collections import Counter
from importlib import import_module
from string import Formatter

import pytest

import config
import dashboard
import geodata
import indicators
import planning
from geodata.problems import Rule

RUN_WHEN_IMPORTED = ("dashboard.app", "dashboard.views", "geodata.store.migrations")
"""Scripts of Streamlit and Alembic: nothing imports from them."""


def _rules() -> list[Rule]:
    packages = (config, geodata, indicators, planning, dashboard)
    names = [
        found.name
        for package in packages
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not found.name.startswith(RUN_WHEN_IMPORTED)
    ]
    values = [value for name in names for value in vars(import_module(name)).values()]
    return list({id(value): value for value in values if isinstance(value, Rule)}.values())


RULES = _rules()


def test_rules_are_found() -> None:
    assert {"file_empty", "wrong_hash", "code_duplicate", "bad_period"} <= {rule.id for rule in RULES}


def test_every_rule_has_an_id_of_its_own() -> None:
    assert [rule_id for rule_id, count in Counter(rule.id for rule in RULES).items() if count > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_well_formed(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", rule.id)
    assert rule.severity in ("error", "warning", "note")
    placeholders = [name for text in (rule.message, rule.remedy) for _, name, _, _ in Formatter().parse(text)]
    assert all(name is None or name.isidentifier() for name in placeholders)
    assert rule.message.endswith(".")
    assert rule.remedy.endswith((".", "{how_to_get}"))
