"""What the map of a designation shows: classes, criteria met, one criterion, or how firm it is."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import pandas as pd

from config.i18n import N_
from dashboard.components.area_map import Category
from dashboard.components.area_map.palette import (
    LAGGING,
    NOT_LAGGING,
    UNTOLD,
    class_colors,
    sequential_categories,
)
from dashboard.components.area_map.view import Classification, Column
from dashboard.components.designation.answer import Answer
from dashboard.components.designation.titles import class_titles
from dashboard.components.words import Words
from dashboard.i18n import in_language

CLASSES, COUNT, FIRM = "class", "count", "firm"
CRITERION = "criterion."
PAINT_WORDS = {
    CLASSES: N_("Classes"),
    COUNT: N_("Number of criteria met"),
    FIRM: N_("Probability of designation"),
}
UNTOLD_COLOR = "#a58fb5"
"""A hue no class takes; its areas carry a dot besides."""
PROBABILITY_EDGES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95)
"""Lower edges of the classes of probability."""


def paints(answer: Answer) -> list[str]:
    """Return the ways the map can be painted."""
    return [CLASSES, COUNT, FIRM, *(CRITERION + each.id for each in answer.profile.criteria)]


def paint_title(words: Words, answer: Answer, paint: str) -> str:
    """Return what a way of painting is called."""
    if paint in PAINT_WORDS:
        return words.translate(PAINT_WORDS[paint])
    return in_language(answer.profile.criterion(paint.removeprefix(CRITERION)).title, words.language)


def painted(
    words: Words, answer: Answer, paint: str, probability: pd.DataFrame, *, fragile: Collection[str]
) -> Classification:
    """Return what the map shows.

    Args:
        words: how the visit reads.
        answer: what the rule says.
        paint: one of :func:`paints`.
        probability: as :func:`indicators.designation.robustness.probability` returns it.
        fragile: codes of the areas whose class may turn with the errors of the data; outlined.
    """
    if paint == COUNT:
        categories, classes = _count(words, answer)
    elif paint == FIRM:
        categories, classes = _probability(words, probability)
    elif paint == CLASSES:
        categories, classes = _classes(words, answer)
    else:
        categories, classes = _criterion(words, answer, paint.removeprefix(CRITERION))
    return Classification(
        title=in_language(answer.profile.title, words.language),
        heading=paint_title(words, answer, paint),
        categories=categories,
        classes=classes,
        outlined=fragile,
        outline_label=words.translate("Fragile"),
        columns=_columns(words, answer),
    )


def _classes(words: Words, answer: Answer) -> tuple[list[Category], pd.Series]:
    named = answer.assessment.areas().set_index("area_code")["class"]
    known = [each.id for each in answer.profile.classes]
    ids = known + sorted(set(named.dropna()) - set(known))
    colors = class_colors(len(ids), kind="diverging", direction="higher_is_better")
    labels = class_titles(words, answer.profile, pd.Series(ids))
    categories = [Category(label=label, color=color) for label, color in zip(labels, colors, strict=True)]
    positions = named.map({each: n for n, each in enumerate(ids)}).fillna(len(ids))
    return [*categories, _untold(words)], positions


def _count(words: Words, answer: Answer) -> tuple[list[Category], pd.Series]:
    table = answer.assessment.areas().set_index("area_code")
    most = len(answer.profile.criteria)
    categories = sequential_categories([str(n) for n in range(most + 1)], direction="lower_is_better")
    is_told = table["lowest"] == table["highest"]
    return [*categories, _untold(words)], table["lowest"].where(is_told, most + 1)


def _probability(words: Words, probability: pd.DataFrame) -> tuple[list[Category], pd.Series]:
    edges = [f"{edge:.0%}" for edge in (*PROBABILITY_EDGES, 1.0)]
    labels = [f"{low} – {high}" for low, high in pairwise(edges)]
    table = probability.set_index("area_code")
    classes = pd.Series(len(labels), index=table.index)
    is_told = table["firmness"] != "cannot_be_told"
    for position, edge in enumerate(PROBABILITY_EDGES):
        classes = classes.mask(is_told & (table["probability"] >= edge), position)
    return [*sequential_categories(labels, direction="lower_is_better"), _untold(words)], classes


def _criterion(words: Words, answer: Answer, criterion_id: str) -> tuple[list[Category], pd.Series]:
    met = answer.assessment.is_met()[criterion_id]
    categories = [
        Category(label=words.translate("Met"), color=LAGGING),
        Category(label=words.translate("Not met"), color=NOT_LAGGING),
        _untold(words, UNTOLD),
    ]
    return categories, met.map({True: 0, False: 1}).astype("Int64").fillna(2)


def _untold(words: Words, color: str = UNTOLD_COLOR) -> Category:
    return Category(label=words.translate("Cannot be told"), color=color, is_marked=True)


def _columns(words: Words, answer: Answer) -> list[Column]:
    table = answer.assessment.areas().set_index("area_code")
    counts = table["lowest"].astype(str)
    counts = counts.where(table["lowest"] == table["highest"], counts + "–" + table["highest"].astype(str))
    return [Column(key="met", title=words.translate("Criteria met"), by_area=counts)]
