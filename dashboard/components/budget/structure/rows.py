"""The amounts of one budget as a table to keep."""

from __future__ import annotations

import pandas as pd

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.money import AMOUNT_UNIT
from dashboard.components.budget.structure.layers import item_title
from indicators.budget.structure import POPULATION


def budget_rows(desk: Desk, values: pd.DataFrame) -> pd.DataFrame:
    """Return every amount of an area in every period, thousand currency, and what it is per resident.

    Args:
        desk: of the page.
        values: of the area.
    """
    words = desk.words
    known = values.dropna(subset="value")
    amounts = known[known["indicator_id"].map(lambda each: words.catalogue[each].unit == AMOUNT_UNIT)]
    people = known[known["indicator_id"] == POPULATION].set_index("period")["value"]
    residents = amounts["period"].map(people.where(people > 0))
    return pd.DataFrame(
        {
            "area_code": amounts["area_code"],
            "item_id": amounts["indicator_id"],
            "item": amounts["indicator_id"].map(lambda each: item_title(words, desk.budget, each)),
            "of_period": amounts["period"],
            "amount_thousand": amounts["value"],
            "amount_per_resident": amounts["value"] * 1000 / residents,
        }
    )
