"""Names of areas in the language of the visit."""

from __future__ import annotations

import pandas as pd


def area_names(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return the areas' names in ``language``, in the country's first language where there is none."""
    column = f"name_{language}"
    return areas[column].fillna(areas["area_name"]) if column in areas else areas["area_name"]
