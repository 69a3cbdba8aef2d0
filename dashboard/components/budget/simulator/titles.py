"""What scenarios, their numbers and what they read are called on screen."""

from __future__ import annotations

from config.i18n import N_
from dashboard.components.words import Words
from dashboard.i18n import in_language
from indicators.budget.scenario import Form, Scenario

FORMULA_TEXTS: dict[Form, str] = {
    "lift": N_("Grant: (K − БО) × ИБР × mean revenue per resident × residents, where БО is below K."),
    "pool": N_("Grant: pool × own gap to K ÷ gaps of all areas."),
    "minimum": N_("Grant: norm per resident × residents − own revenue, where that is above zero."),
    "difference": N_("Grant: normative expenditure − revenue potential; below zero it is withdrawn."),
}
"""The formula of each form in words, in English."""

ASSUMED = N_("Assumption: laws that level to a minimum standard do not give a formula.")
"""Said of the form ``minimum``."""

PER_HEAD = "currency_per_resident"
"""The unit of amounts per head in the catalogue."""


def scenario_title(words: Words, scenario: Scenario) -> str:
    """Return the title of a scenario."""
    return in_language(scenario.title, words.language)


def per_head_unit(words: Words) -> str:
    """Return what amounts per head are in."""
    return words.unit_title(PER_HEAD)
