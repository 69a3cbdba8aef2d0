"""What a scenario begins with where nothing was chosen yet."""

from __future__ import annotations

import math
from typing import Literal, get_args

from config.i18n import LANGUAGES, N_, translations
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.needs import SPENDING, needs_offered
from indicators.budget.provision import CURRENCY_PER_THOUSAND
from indicators.budget.scenario import (
    FORM_TEXTS,
    NATION,
    Form,
    Inputs,
    Lift,
    Need,
    NeedFromIndicator,
    NeedFromNorms,
    NeedPerHead,
    Scenario,
)

By = Literal["norms", "indicator", "norm_per_head"]

SCENARIO_ID = "scenario"
TITLE = N_("Equalization {period}: {form}")
NORM_REFERENCE = N_("assumption of the user")
UNKNOWN_NORM = 1000.0
"""Currency per resident, where nothing is known to begin with."""
SIGNIFICANT = 2
"""Digits of a norm to begin with: more would look as if somebody had set it."""


def default_scenario(desk: Desk) -> Scenario:
    """Return a lift to the mean at the asked level and in the period, by the most telling need there is."""
    question = desk.question
    return Scenario(
        id=SCENARIO_ID,
        title=default_title("lift", question.period),
        country=question.country,
        level=desk.words.pack.level(question.level).id,
        period=question.period,
        purpose="to_mean",
        formula=Lift(form="lift", criterion=NATION),
        need=default_need(desk, needs_at(desk)[0]),
    )


def default_title(form: Form, period: str) -> dict[str, str]:
    """Return what a scenario is called in every language until it is given a name."""
    tells = {language: translations(language).gettext for language in LANGUAGES}
    return {
        language: tell(TITLE).format(period=period, form=tell(FORM_TEXTS[form]))
        for language, tell in tells.items()
    }


def default_need(desk: Desk, by: By) -> Need:
    """Return a way to tell the need with what it begins with."""
    if by == "norms":
        return NeedFromNorms(by=by)
    if by == "indicator":
        return NeedFromIndicator(by=by, indicator=next(iter(spending_at(desk)), SPENDING[0]))
    reference = desk.words.translate(NORM_REFERENCE)
    return NeedPerHead(by=by, norm_per_head=typical_norm(desk), reference=reference)


def needs_at(desk: Desk) -> list[By]:
    """Return the ways to tell the need at the asked level and in the asked period."""
    offered = needs_offered(desk.budget, spending_at(desk), period=desk.question.period)
    return [each for each in offered if each in get_args(By)]


def spending_at(desk: Desk) -> list[str]:
    """Return the indicators that can stand for need and have a value at the asked level in the period."""
    return [each for each in SPENDING if desk.in_period(each).notna().any()]


def current_grants(desk: Desk) -> float:
    """Return what areas are granted now in all, thousand currency; zero where nothing is known of it."""
    return float(desk.in_period(Inputs().current_grant).sum())


def typical_norm(desk: Desk) -> float:
    """Return the mean own revenue per resident in round numbers, currency."""
    known = desk.in_period(Inputs().own_revenue)
    people = desk.in_period(Inputs().population)[known.notna()].sum()
    return rounded(known.sum() / people * CURRENCY_PER_THOUSAND) if people > 0 else UNKNOWN_NORM


def rounded(number: float) -> float:
    """Return a number above zero in round numbers.

    >>> rounded(4153.4), rounded(0.0)
    (4200.0, 1000.0)
    """
    if not number > 0:
        return UNKNOWN_NORM
    return float(round(number, SIGNIFICANT - 1 - math.floor(math.log10(number))))
