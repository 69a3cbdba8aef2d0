"""What the import of tables must know of the catalogue and of the country's budgets."""

from __future__ import annotations

from geodata.budgets import BudgetPack
from geodata.tables.indicators import ValueRule
from indicators.catalogue import Catalogue


def value_rules(
    catalogue: Catalogue, *, currency: str = "", budget: BudgetPack | None = None
) -> dict[str, ValueRule]:
    """Return, for every observed indicator, how its values are recognised and checked.

    Args:
        catalogue: what the indicators are.
        currency: the country's, for units of money.
        budget: how the country words and numbers the items of its budgets.
    """
    items = budget.items if budget else {}
    words = {id_: (*item.title.values(), *item.synonyms) for id_, item in items.items()}
    return {
        indicator.id: ValueRule(
            title=indicator.title,
            synonyms=words.get(indicator.id, ()),
            codes=items[indicator.id].codes if indicator.id in items else (),
            unit=catalogue.unit_label(indicator.id, "en", currency=currency),
            minimum=indicator.minimum,
            maximum=indicator.maximum,
            adds_up=indicator.aggregation == "sum",
            is_budget_item=(indicator.stage_of or indicator.id) in items,
            parts=indicator.parts,
            stage=indicator.stage,
            stage_of=indicator.stage_of,
        )
        for indicator in catalogue.values()
        if indicator.kind == "base"
    }
