"""What budget provision is measured by: whose need, and whether small settlements count."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.needs import NEED_TEXTS
from dashboard.components.budget.simulator.defaults import (
    NORM_REFERENCE,
    needs_at,
    spending_at,
    typical_norm,
)
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.words import Words
from geodata.periods import first_day, last_day
from indicators.budget.methods import default_method, load_provision_methods
from indicators.budget.scenario import Inputs, Need, NeedFromIndicator, NeedFromNorms, NeedPerHead

LOWEST_NORM = 1.0
NORM_STEP = 100.0
"""Currency per resident."""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What is chosen."""

    need: Need
    corrects_for_dispersion: bool = False
    """Whether small settlements count."""


def ask_basis(desk: Desk) -> Basis:
    """Show the choices with what each assumes, and return what is chosen."""
    tell = desk.words.translate
    offered = needs_at(desk)
    by_column, number_column = st.columns([5, 4], vertical_alignment="bottom")
    with by_column:
        by = state.select(
            "need",
            tell("Expenditure need by"),
            offered,
            default=offered[0],
            words=lambda each: tell(NEED_TEXTS[each]),
        )
    with number_column:
        need = _ask_need(desk, by)
    st.caption(assumption(desk, need))
    return Basis(need=need, corrects_for_dispersion=_ask_dispersion(desk))


def assumption(desk: Desk, need: Need) -> str:
    """Return what stands behind a need: decrees, what areas spend, or nothing but the user."""
    tell = desk.words.translate
    match need:
        case NeedPerHead():
            return tell("This norm is your assumption: no law or decree is behind it.")
        case NeedFromIndicator():
            return tell("What areas spend is no norm: who could pay for little is taken to need little.")
        case NeedFromNorms():
            references = ", ".join(dict.fromkeys(_norm_references(desk)))
            return tell("Norms in force in {period}: {references}.").format(
                period=desk.question.period, references=references
            )


def need_title(words: Words, need: Need) -> str:
    """Return what a need is told by, with its number or indicator."""
    title = words.translate(NEED_TEXTS[need.by])
    if isinstance(need, NeedPerHead):
        amount = words.whole(need.norm_per_head)
        return f"{title}: {amount} {per_head_unit(words)}"
    return f"{title}: {words.title(need.indicator)}" if isinstance(need, NeedFromIndicator) else title


def can_count_settlements(desk: Desk) -> bool:
    """Whether anything is known of settlements below the asked level, so that small ones can count."""
    settlements = desk.settlements
    if settlements is None or settlements.level <= desk.question.level:
        return False
    values = desk.level_values(Inputs().population, settlements.level)
    return bool((values["period"] == desk.question.period).any())


def dispersion_title(desk: Desk) -> str:
    """Return what the correction for small settlements does."""
    below = default_method(load_provision_methods()).small_settlement_below
    text = desk.words.translate("More is needed where people live in settlements of under {residents}")
    return text.format(residents=below)


def _ask_need(desk: Desk, by: str) -> Need:
    words = desk.words
    if by == "norm_per_head":
        label = words.translate("Norm, {unit}").format(unit=per_head_unit(words))
        norm = state.number_field(
            "norm", label, default=typical_norm(desk), lowest=LOWEST_NORM, step=NORM_STEP
        )
        return NeedPerHead(by="norm_per_head", norm_per_head=norm, reference=NORM_REFERENCE)
    if by == "indicator":
        known = spending_at(desk)
        indicator = state.select(
            "measure", words.translate("Spending"), known, default=known[0], words=words.title
        )
        return NeedFromIndicator(by="indicator", indicator=indicator)
    return NeedFromNorms(by="norms")


def _ask_dispersion(desk: Desk) -> bool:
    return can_count_settlements(desk) and state.switch("dispersion", dispersion_title(desk))


def _norm_references(desk: Desk) -> list[str]:
    norms = () if desk.budget is None else desk.budget.expenditure_norms
    end = last_day(desk.question.period)
    return [norm.reference for norm in norms if first_day(norm.period) <= end]
