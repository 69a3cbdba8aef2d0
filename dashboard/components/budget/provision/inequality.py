"""How unequal revenue per resident is, before and after what the state gives: Lorenz curves and measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from config.i18n import N_
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.lorenz import lorenz_chart
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import number
from indicators.budget.inequality import MEASURE_TEXTS, inequality
from indicators.budget.inputs import GROUP_LEVEL
from indicators.budget.provision import CURRENCY_PER_THOUSAND
from indicators.hierarchy import areas_above

STAGES = {
    "own_revenue": N_("Own revenue"),
    "with_equalization": N_("with equalization grants"),
    "total_revenue": N_("with all transfers"),
}
"""Revenue before and after transfers, in English."""

COUNTS = {
    "gini": N_("0 where all residents have the same; 1 where one area has all"),
    "theil": N_("0 where all residents have the same; the sum of its two parts"),
    "theil_between": N_("{areas}: the part that comes of differences between them"),
    "theil_within": N_("{areas}: the part that comes of differences inside them"),
    "coefficient_of_variation": N_("standard deviation ÷ mean, areas counting by their residents"),
    "max_min_ratio": N_("revenue per resident of the richest area ÷ that of the poorest"),
}
"""What each measure counts, in English; ``areas`` are those of the level that it is told apart by."""

DECIMALS = 3


@dataclass(frozen=True, eq=False)
class RevenuePerHead:
    """Revenue of the areas of which all stages are known that are known of any."""

    per_head: pd.DataFrame
    """Currency per resident: a row per area, by code, a column per stage."""
    population: pd.Series[float]
    n_left_out: int

    @classmethod
    def of(cls, desk: Desk) -> RevenuePerHead:
        """Take the revenue of the asked level and period."""
        own = desk.in_period("own_revenue")
        amounts = pd.DataFrame(
            {
                "own_revenue": own,
                "with_equalization": own + desk.in_period("equalization_grants"),
                "total_revenue": desk.in_period("total_revenue"),
            }
        ).dropna(axis="columns", how="all")
        population = desk.in_period("population")
        is_counted = amounts.notna().all(axis=1) & (population > 0)
        people = population[is_counted]
        per_head = amounts[is_counted].div(people, axis=0) * CURRENCY_PER_THOUSAND
        return cls(per_head, people, n_left_out=int((~is_counted).sum()))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare."""
        return self.per_head.empty


def measures(revenue: RevenuePerHead, groups: pd.Index[str] | None) -> pd.DataFrame:
    """Return a row per measure of ``indicators.budget.inequality``, a column per stage.

    Args:
        revenue: of the areas.
        groups: the area above of each, None where there is no level to tell it apart by.
    """
    people = revenue.population.to_numpy()
    stages = {
        stage: inequality(np.asarray(column), people, groups=groups)
        for stage, column in revenue.per_head.items()
    }
    table = pd.DataFrame(
        {
            stage: {each: float(getattr(told, each)) for each in MEASURE_TEXTS}
            for stage, told in stages.items()
        }
    )
    return table.dropna(how="all")


def groups_of(desk: Desk, revenue: RevenuePerHead) -> pd.Index[str] | None:
    """Return the area of the first level that each area is part of, None at that level itself."""
    if desk.question.level <= GROUP_LEVEL:
        return None
    codes = revenue.per_head.index.to_series()
    return pd.Index(areas_above(codes, desk.areas, level=GROUP_LEVEL), dtype="str")


def lorenz_figure(words: Words, revenue: RevenuePerHead) -> go.Figure:
    """Return a Lorenz curve per stage, beside the line where all residents have the same."""
    titles = {stage: words.translate(text) for stage, text in STAGES.items()}
    return lorenz_chart(words, revenue.per_head.rename(columns=titles), revenue.population)


def measures_html(desk: Desk, revenue: RevenuePerHead) -> str:
    """Return every measure with what it counts, a column per stage, as an HTML table."""
    words = desk.words
    table = measures(revenue, groups_of(desk, revenue))
    above = words.level_title(GROUP_LEVEL)
    head = [
        Cell(words.translate("Measure")),
        *(Cell(words.translate(STAGES[stage]), is_number=True) for stage in table.columns),
    ]
    rows = [
        [
            Cell(
                words.translate(MEASURE_TEXTS[measure]),
                remark=words.translate(COUNTS[measure]).format(areas=above),
            ),
            *(Cell(measure_text(words, value), is_number=True) for value in row),
        ]
        for measure, row in table.iterrows()
    ]
    return table_html(words.translate("Inequality of revenue per resident"), head, {"": rows})


def measure_text(words: Words, value: float) -> str:
    """Return a measure of inequality or an index beside it, or words for one that cannot be told."""
    if pd.isna(value):
        return words.translate("cannot be told")
    return number(value, decimals=DECIMALS, code=words.language)
