"""Names of areas in the language of the visit."""

from __future__ import annotations

import pandas as pd

from geodata.area_names import LABEL_SEPARATOR, area_names

__all__ = ["area_labels", "area_names"]


def area_labels(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return names with their parents', so that two areas of one name are told apart, in alphabetical order.

    Args:
        areas: with ``parent_code``, indexed by code.
        language: of the names.
    """
    names = area_names(areas, language)
    parents = areas["parent_code"].map(names).fillna("")
    labels = names + parents.where(parents == "", LABEL_SEPARATOR + parents)
    return labels.sort_values()
