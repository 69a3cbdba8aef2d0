"""Names of areas in a language, and how lists to choose from show an area."""

from __future__ import annotations

import pandas as pd

LABEL_SEPARATOR = " · "


def area_names(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return the areas' names in ``language``, in the country's first language where there is none."""
    column = f"name_{language}"
    return areas[column].fillna(areas["area_name"]) if column in areas else areas["area_name"]


def choice_labels(areas: pd.DataFrame, language: str) -> pd.Series[str]:
    """Return how lists to choose from show the areas, by code and in alphabetical order.

    Args:
        areas: see :data:`geodata.schemas.AREAS`.
        language: of the names.
    """
    pairs = zip(area_names(areas, language), areas["area_code"], strict=True)
    labels = [area_label(name, code) for name, code in pairs]
    return pd.Series(labels, index=areas["area_code"], dtype="str").sort_values()


def area_label(name: str, code: str) -> str:
    """Return how lists to choose from show an area.

    >>> area_label("Ак-Суу", "0301")
    'Ак-Суу · 0301'
    """
    return f"{name}{LABEL_SEPARATOR}{code}"


def split_label(text: str) -> tuple[str, str]:
    """Return name and code of what a cell says of an area; a cell that is no label may be either."""
    name, separator, code = text.rpartition(LABEL_SEPARATOR)
    return (name.strip(), code.strip()) if separator else (text, text)
