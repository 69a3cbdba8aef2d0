"""What areas need by the norms: from the pack, from the user, or from what they spend."""

from __future__ import annotations

from collections.abc import Collection

from config.i18n import N_
from geodata.budgets import BudgetPack
from geodata.periods import first_day, last_day

NEED_TEXTS = {
    "norms": N_("expenditure norms of the country"),
    "norm_per_head": N_("one norm per head for all areas"),
    "indicator": N_("what areas spend, taken for what they need"),
}
"""What each way to tell the normative expenditure is called: a ``by`` of a scenario's need."""

SPENDING = ("total_expenditure_planned", "total_expenditure")
"""Indicators that can stand for normative expenditure; neither is a norm, and the page says so."""


def needs_offered(budget: BudgetPack | None, known: Collection[str], *, period: str) -> list[str]:
    """Return the keys of :data:`NEED_TEXTS` that can be used, the most telling first.

    Args:
        budget: of the country.
        known: the indicators with values.
        period: in which norms must be in force.
    """
    norms = () if budget is None else budget.expenditure_norms
    has_norms = any(first_day(norm.period) <= last_day(period) for norm in norms)
    has_spending = any(each in known for each in SPENDING)
    return [
        *(["norms"] if has_norms else []),
        *(["indicator"] if has_spending else []),
        "norm_per_head",
    ]
