"""Changes of a scenario that leave a sound one: what contradicts the purpose follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from config.loader import ConfigError, validate
from indicators.budget.scenario import NATION, Form, Purpose, Scenario


def forms_offered(scenario: Scenario) -> list[Form]:
    """Return the forms that do not contradict the purpose of a scenario."""
    return [form for form in get_args(Form) if _is_sound(scenario, form)]


def with_purpose(scenario: Scenario, purpose: Purpose, *, total: float) -> Scenario:
    """Return a scenario for another purpose; a form or a criterion that contradicts it gives way.

    Args:
        scenario: what is changed.
        purpose: the new one.
        total: of a pool, thousand currency, where the form has to become one that needs it.
    """
    data = _described(scenario) | {"purpose": purpose}
    if "criterion" in data["formula"] and purpose == "to_mean":
        data["formula"]["criterion"] = NATION
    if not _is_sound(scenario, scenario.formula.form, purpose):
        data["formula"] = formula_of("lift", scenario, total=total)
    return _sound(data)


def with_form(scenario: Scenario, form: Form, *, total: float) -> Scenario:
    """Return a scenario of another form; the numbers that both have stay.

    Args:
        scenario: what is changed.
        form: the new one.
        total: the pool where the scenario has none yet, thousand currency.
    """
    return with_table(scenario, "formula", formula_of(form, scenario, total=total))


def formula_of(form: Form, scenario: Scenario, *, total: float) -> dict[str, Any]:
    """Return a form with the numbers that a scenario already states for it."""
    known = scenario.parameters
    criterion = known.get("criterion", NATION)
    tables: Mapping[Form, dict[str, Any]] = {
        "lift": {"criterion": criterion},
        "pool": {"criterion": criterion, "total": known.get("total", total)},
        "minimum": {},
        "difference": {},
    }
    return {"form": form} | tables[form]


def with_table(scenario: Scenario, name: str, table: Mapping[str, Any]) -> Scenario:
    """Return a scenario with another formula or need.

    Raises:
        ConfigError: it is none, or contradicts the purpose.
    """
    return _sound(_described(scenario) | {name: dict(table)})


def with_entry(scenario: Scenario, section: str, key: str, value: object) -> Scenario:
    """Return a scenario with another entry of its formula, need, limits or inputs; None takes it out.

    Raises:
        ConfigError: the entry is out of range, or contradicts the purpose.
    """
    data = _described(scenario)
    table = {each: known for each, known in data[section].items() if each != key}
    return _sound(data | {section: table | ({} if value is None else {key: value})})


def _is_sound(scenario: Scenario, form: Form, purpose: Purpose | None = None) -> bool:
    data = _described(scenario) | {"purpose": purpose or scenario.purpose}
    at_nation = _at_nation(scenario)
    try:
        _sound(data | {"formula": formula_of(form, at_nation, total=0.0)})
    except ConfigError:
        return False
    return True


def _at_nation(scenario: Scenario) -> Scenario:
    """Return a scenario whose criterion fits every purpose: what is asked is whether its form does."""
    if "criterion" not in scenario.parameters:
        return scenario
    formula = scenario.formula.model_copy(update={"criterion": NATION})
    return scenario.model_copy(update={"formula": formula})


def _described(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(exclude_none=True)


def _sound(data: Mapping[str, Any]) -> Scenario:
    return validate(data, Scenario, name=str(data["id"]))
