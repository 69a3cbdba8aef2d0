"""A scenario as it stands in the address: ``purpose=development;form=lift;criterion=0.9;by=norms``.

The level and the period have parameters of their own. What is at its default is left out, so that a link
stays short; whatever the text states makes the same scenario again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from config.loader import ConfigError, ConfigModel, validate
from indicators.budget.scenario import (
    Difference,
    Inputs,
    Lift,
    Limits,
    Minimum,
    NeedFromIndicator,
    NeedFromNorms,
    NeedPerHead,
    Pool,
    Scenario,
    unknown_indicators,
)
from indicators.catalogue import load_catalogue

SECTIONS: Mapping[str, tuple[type[ConfigModel], ...]] = {
    "formula": (Lift, Pool, Minimum, Difference),
    "need": (NeedFromIndicator, NeedPerHead, NeedFromNorms),
    "limits": (Limits,),
    "inputs": (Inputs,),
}
"""The tables of a scenario that are stated, with all they can be; no two have a key in common."""

SECTION_OF = {
    key: section for section, models in SECTIONS.items() for model in models for key in model.model_fields
}
PURPOSE = "purpose"
NAME = "address"
"""What errors call a text of the address."""

Stated = dict[str, str]
"""What a text states, by key."""


def scenario_to_text(scenario: Scenario) -> str:
    """Return purpose, formula, need, limits and inputs of a scenario as a short text."""
    return ";".join(f"{key}={_escaped(value)}" for key, value in _stated(scenario))


def stated_from_text(text: str) -> Stated:
    """Return what a text of :func:`scenario_to_text` states.

    Raises:
        ValueError: a part of it is no key of a scenario with a value, or a key comes twice.
    """
    stated: Stated = {}
    for part in text.split(";"):
        key, is_given, value = part.partition("=")
        if not is_given or key in stated or key not in {*SECTION_OF, PURPOSE}:
            raise ValueError(f"expected parts such as form=lift;criterion=0.9, got {part!r}")
        stated[key] = unquote(value)
    return stated


def with_stated(scenario: Scenario, stated: Stated) -> Scenario:
    """Return a scenario with purpose, formula, need, limits and inputs as a text states them.

    Raises:
        ConfigError: they make no scenario; all faults are listed, each with its key.
    """
    described: dict[str, Any] = scenario.model_dump(exclude={PURPOSE, *SECTIONS})
    for key, value in stated.items():
        if key == PURPOSE:
            described[key] = value
        else:
            described.setdefault(SECTION_OF[key], {})[key] = value
    read = validate(described, Scenario, name=NAME)
    if faults := list(unknown_indicators(read, load_catalogue())):
        raise ConfigError(NAME, faults)
    return read


def _stated(scenario: Scenario) -> Iterator[tuple[str, object]]:
    yield PURPOSE, scenario.purpose
    for section in SECTIONS:
        yield from getattr(scenario, section).model_dump(exclude_defaults=True).items()


def _escaped(value: object) -> str:
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return quote(str(value), safe=" ,/:()")
