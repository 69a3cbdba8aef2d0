"""Names of areas in the language of the visit."""

from __future__ import annotations

import pandas as pd


def area_names(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return the areas' names in ``language``, in the country's first language where there is none."""
    column = f"name_{language}"
    return areas[column].fillna(areas["area_name"]) if column in areas else areas["area_name"]


def area_labels(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return names with their parents', so that two areas of one name are told apart, in alphabetical order.

    Args:
        areas: with ``parent_code``, indexed by code.
        language: of the names.
    """
    names = area_names(areas, language)
    parents = areas["parent_code"].map(names).fillna("")
    labels = names + parents.where(parents == "", " · " + parents)
    return labels.sort_values()
