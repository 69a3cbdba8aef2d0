"""A measure as a map: shares in classes, and every other state of an area as a class of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from config.i18n import N_
from dashboard.components.area_map import Category
from dashboard.components.area_map.palette import UNTOLD
from dashboard.components.area_map.view import Classification, Column
from dashboard.components.budget.graded import graded
from dashboard.components.council.coverage.question import Question, measure_title
from dashboard.components.council.coverage.told import headed, states, told_rows
from dashboard.components.council.desk import Desk
from dashboard.components.council.shares import UNITS
from indicators.councils.coverage import MEASURES, OF_NO_TYPE

NOT_MEANT = "not_meant"
"""Of an area that such bodies do not serve, nor any part of it."""
STATES = {
    "no_body": (N_("No such body"), "#9e5a3c"),
    "bounds": (N_("Only bounds are known"), UNTOLD),
    "count": (N_("A count, but no share"), "#b9a4d0"),
    "small": (N_("Too few people: not published"), "#7d8790"),
    "unknown": (N_("Cannot be told"), "#c4b7a6"),
    NOT_MEANT: (N_("Not for such areas"), "#eceee8"),
}
"""Classes beside the shares, in the order of the legend: their names in English, and colours."""
MARKED = ("no_body", "small")
"""States that also carry a dot."""
EVEN_CUTS = (0.0, 25.0, 50.0, 75.0)
"""Of percentages that are only few different ones, as those of single bodies: none, some, half, most, all."""
FEW = 6


def painted(desk: Desk, question: Question, rows: pd.DataFrame) -> Classification:
    """Return the map of a measure.

    Args:
        desk: of the page.
        question: what is asked.
        rows: of the measure at the level, indexed by area code.
    """
    unit, decimals = UNITS[MEASURES[question.measure].unit]
    title = measure_title(desk, question.measure, question.report_type)
    shares = graded(
        desk.words,
        rows["value"],
        title=title,
        heading=f"{title}, {desk.words.translate(unit).format(value='').strip()}",
        decimals=decimals,
        cuts=EVEN_CUTS if rows["value"].nunique() <= FEW else None,
        columns=list(_columns(desk, question.measure, rows)),
    )
    said = states(rows).mask(_is_not_meant(desk, question, rows), NOT_MEANT)
    present = [each for each in STATES if (said == each).any()]
    first = len(shares.categories)
    positions = said.map({each: first + n for n, each in enumerate(present)})
    return replace(
        shares,
        categories=[*shares.categories, *(_category(desk, each) for each in present)],
        classes=positions.fillna(shares.classes).astype("int64"),
    )


def _category(desk: Desk, state: str) -> Category:
    text, color = STATES[state]
    return Category(label=desk.words.translate(text), color=color, is_marked=state in MARKED)


def _columns(desk: Desk, measure: str, rows: pd.DataFrame) -> Iterator[Column]:
    tell, about = desk.words.translate, MEASURES[measure]
    yield Column(key="numerator", title=headed(tell(about.numerator)), by_area=rows["numerator"])
    yield Column(key="denominator", title=headed(tell(about.denominator)), by_area=rows["denominator"])
    found = told_rows(desk, rows)
    if (is_bounded := states(rows) == "bounds").any():
        bounds = found[is_bounded].map(lambda each: each.value).astype("str")
        yield Column(key="bounds", title=tell("Bounds"), by_area=bounds.reindex(rows.index))
    whys = found.map(lambda each: each.why or None).astype("str")
    if whys.notna().any():
        yield Column(key="why", title=tell("Why there is no share"), by_area=whys)


def _is_not_meant(desk: Desk, question: Question, rows: pd.DataFrame) -> pd.Series[bool]:
    """Return which areas of the level neither are served by such bodies nor have a part that may be."""
    nowhere = pd.Series(data=False, index=rows.index)
    if question.measure in OF_NO_TYPE:
        return nowhere
    territory = desk.book.territory(desk.on.on, question.level)
    units = territory.units_of(desk.councils.body_types[question.body_type])
    if units.empty:
        return nowhere
    is_home = rows.index.isin(territory.homes(units).dropna().unique())
    return rows["numerator"].isna() & ~is_home
