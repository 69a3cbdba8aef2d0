"""How many areas are in a group, and how many people live there."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def people(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Count areas and people by group; an area that comes twice in a group counts once.

    Args:
        table: has ``area_code``, ``population`` and the keys.
        keys: columns that group it; a missing key is a group of its own.

    Returns:
        The keys and ``n_areas, population, n_counted``; ``population`` is that of the ``n_counted`` areas of
        which it is known, missing where of none.
    """
    areas = table.drop_duplicates([*keys, "area_code"])
    known = areas.groupby(list(keys), dropna=False)["population"]
    counted = pd.DataFrame(
        {"n_areas": known.size(), "population": known.sum(min_count=1), "n_counted": known.count()}
    )
    return counted.reset_index()
