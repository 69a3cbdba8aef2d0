"""Numbers as classes of a map: cut by their spread or at given places, around a middle where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.components.area_map import Category
from dashboard.components.area_map.palette import class_colors
from dashboard.components.area_map.view import Classification, Column
from dashboard.components.words import Words
from dashboard.i18n import number
from indicators.catalogue import Direction
from indicators.classes import MISSING_CLASS, classify
from indicators.schemes import Scheme

Floats = npt.NDArray[np.float64]

N_CLASSES = 6
"""Of a map; around a middle, half of them on each side that has any number."""
UNCHANGED_COLOR = "#f0f0ea"
"""Of the areas that are at the middle, where they are a class of their own."""


def graded(
    words: Words,
    values: pd.Series[float],
    *,
    title: str,
    heading: str,
    decimals: int,
    value_title: str | None = None,
    scheme: Scheme = "quantiles",
    k: int = N_CLASSES,
    cuts: Sequence[float] | None = None,
    breaks_from: pd.Series[float] | None = None,
    midpoint: float | None = None,
    unchanged: str = "",
    direction: Direction = "higher_is_better",
    columns: Sequence[Column] = (),
) -> Classification:
    """Return numbers in labelled classes from low to high, with the number itself as a column.

    Classes hold what is above their lower label up to their upper one; the map counts the areas of each and
    those without data. Two maps share their classes where they are given the same ``breaks_from`` (the
    numbers of both, say ``pd.concat([before, after])``).

    Args:
        words: how the visit reads.
        values: by area code, as they are to be shown; an area without one has no data.
        title: above the table.
        heading: above the legend and the column of classes: what the numbers are, with their unit.
        decimals: of the numbers, and of where they are cut.
        value_title: of the column of numbers; "Value" without.
        scheme: how the cuts are found where none are given.
        k: how many classes to make, fewer where there are fewer distinct values.
        cuts: bounds between classes, ascending; those outside the numbers are left out.
        breaks_from: the numbers of all maps that share their classes; ``values`` by default.
        midpoint: what the numbers are compared with, such as 1 for an index: always a cut, and the classes on
            either side differ in hue.
        unchanged: the name of a class of its own for numbers at the midpoint; they are in the class below it
            otherwise.
        direction: whether high numbers are good, which turns the colours.
        columns: what else is said of each area, after its number.
    """
    exact = values.astype("float64")
    is_middle = (exact == midpoint) if unchanged else pd.Series(data=False, index=values.index)
    spread = exact if breaks_from is None else breaks_from.astype("float64")
    if cuts is None:
        cuts = _cuts(_set_apart(spread, midpoint, unchanged), scheme, k, midpoint, decimals)
    known = _set_apart(pd.concat([exact, spread]), midpoint, unchanged)
    edges = _edges(known, [*cuts, *([] if midpoint is None else [midpoint])], decimals)
    categories = _categories(words, edges, midpoint=midpoint, direction=direction, decimals=decimals)
    classes = _classes(exact.mask(is_middle), edges)
    if unchanged and midpoint is not None:
        n_below = _n_below(edges, midpoint)
        categories.insert(n_below, Category(label=unchanged, color=UNCHANGED_COLOR))
        classes = (classes + (classes >= n_below)).mask(is_middle, n_below)
    own = Column(key="value", title=value_title or words.translate("Value"), by_area=exact, decimals=decimals)
    return Classification(
        title=title, heading=heading, categories=categories, classes=classes, columns=[own, *columns]
    )


def _set_apart(values: pd.Series[float], midpoint: float | None, unchanged: str) -> Floats:
    """Return the numbers that are sorted into classes: those at the midpoint may have one of their own."""
    is_sorted = np.isfinite(values) & ((values != midpoint) | (not unchanged))
    return values[is_sorted].to_numpy()


def _cuts(values: Floats, scheme: Scheme, k: int, midpoint: float | None, decimals: int) -> list[float]:
    is_above = np.zeros(values.size, dtype=bool) if midpoint is None else values > midpoint
    sides = [side for side in (values[~is_above], values[is_above]) if side.size]
    found = [classify(pd.Series(each), scheme=scheme, k=k // len(sides)).bins[:-1] for each in sides]
    # Rounded up: whoever is in a class by the exact cut still is, and the label tells the truth.
    return [_ceiled(cut, decimals) for side in found for cut in side]


def _edges(known: Floats, cuts: Sequence[float], decimals: int) -> Floats:
    """Return the lowest number, the cuts within and the highest number as they are labelled, if any."""
    if not known.size:
        return known
    inner = np.unique(np.asarray(cuts, dtype=np.float64))
    within = inner[(known.min() <= inner) & (inner < known.max())]
    # A hair's breadth beyond a bound is rounded to it: the number itself is the end then.
    lowest = min(_floored(known.min(), decimals), known.min())
    return np.array([lowest, *within, max(_ceiled(known.max(), decimals), known.max())])


def _classes(values: pd.Series[float], edges: Floats) -> pd.Series[int]:
    if not edges.size:
        return pd.Series(MISSING_CLASS, index=values.index)
    return classify(values, scheme="user_defined", bins=edges[1:].tolist()).codes


def _categories(
    words: Words, edges: Floats, *, midpoint: float | None, direction: Direction, decimals: int
) -> list[Category]:
    labels = [_label(words, low, high, decimals) for low, high in pairwise(edges)]
    if midpoint is None:
        colors = class_colors(len(labels), kind="sequential", direction=direction)
    else:
        n_below = _n_below(edges, midpoint)
        n_above = len(labels) - n_below
        below = class_colors(2 * n_below, kind="diverging", direction=direction)[:n_below]
        above = class_colors(2 * n_above, kind="diverging", direction=direction)[n_above:]
        colors = [*below, *above]
    return [Category(label=label, color=color) for label, color in zip(labels, colors, strict=True)]


def _n_below(edges: Floats, midpoint: float) -> int:
    """Return how many classes end at the midpoint or before."""
    return int((edges[1:] <= midpoint).sum())


def _label(words: Words, low: float, high: float, decimals: int) -> str:
    ends = [number(each, decimals=decimals, code=words.language) for each in (low, high)]
    # A dash beside a minus would be read as another one.
    return (" … " if low < 0 else " – ").join(dict.fromkeys(ends))


def _floored(value: float, decimals: int) -> float:
    return -_ceiled(-value, decimals) + 0.0


def _ceiled(value: float, decimals: int) -> float:
    # Rounded first: 1.1 · 100 is a little more than 110, and not 111.
    return float(np.ceil(round(value * 10**decimals, 6)) / 10**decimals + 0.0)
