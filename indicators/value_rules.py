"""What the import of tables must know of the catalogue."""

from __future__ import annotations

from geodata.tables.indicators import ValueRule
from indicators.catalogue import Catalogue


def value_rules(catalogue: Catalogue, *, currency: str = "") -> dict[str, ValueRule]:
    """Return, for every observed indicator, how its values are recognised and checked.

    Args:
        catalogue: what the indicators are.
        currency: the country's, for units of money.
    """
    return {
        indicator.id: ValueRule(
            title=indicator.title,
            unit=catalogue.unit_label(indicator.id, "en", currency=currency),
            minimum=indicator.minimum,
            maximum=indicator.maximum,
            adds_up=indicator.aggregation == "sum",
        )
        for indicator in catalogue.values()
        if indicator.kind == "base"
    }
