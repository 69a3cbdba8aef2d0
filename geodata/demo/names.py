"""Fictional names of areas, in every language of the pack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from geodata.demo.cells import IntArray
from geodata.demo.settings import NameParts


def name_pool(parts: NameParts, languages: Sequence[str]) -> pd.DataFrame:
    """Return all names the parts can form, as one column per language.

    The first language is the one the parts are written in, the others are transliterated from it; names
    that look alike in one of the languages are in the pool once.
    """
    names = pd.Series([f"{first}-{second}" for first, second in product(parts.first, parts.second)])
    pool = pd.DataFrame({languages[0]: names})
    for language in languages[1:]:
        pool[language] = names.str.translate(_translation_table(parts.transliteration[language]))
    for language in languages:
        pool = pool.drop_duplicates(language)
    return pool.reset_index(drop=True)


def draw_names(
    pool_size: int, parents: IntArray, rng: np.random.Generator, *, parent_names: IntArray | None = None
) -> IntArray:
    """Draw a name for each area, different from its siblings'.

    Areas of different parents may get the same name, as happens in every country.

    Args:
        pool_size: number of names to draw from.
        parents: position of each area's parent, ascending, shape (n,).
        rng: the source of randomness.
        parent_names: if given, the first area of each parent is its centre and takes the parent's name.

    Returns:
        Positions in the pool, shape (n,).
    """
    names = np.empty(len(parents), dtype=np.intp)
    for parent in np.unique(parents):
        siblings = parents == parent
        drawn = rng.permutation(pool_size)
        if parent_names is not None:
            centre = parent_names[parent]
            drawn = np.concatenate([[centre], drawn[drawn != centre]])
        names[siblings] = drawn[: siblings.sum()]
    return names


def _translation_table(letters: dict[str, str]) -> dict[int, str]:
    capitals = {letter.upper(): written.capitalize() for letter, written in letters.items()}
    return str.maketrans(letters | capitals)
