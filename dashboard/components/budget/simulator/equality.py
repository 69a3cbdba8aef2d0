"""How equal areas are before and after: Lorenz curves, measures, overtakings, and what effort costs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.lorenz import lorenz_chart
from dashboard.components.budget.provision.inequality import COUNTS, measure_text
from dashboard.components.budget.simulator.run import Run
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.export.budget_sheets import QUANTITY_TEXTS
from dashboard.i18n import in_language, number
from dashboard.names import area_labels
from indicators.budget.inequality import MEASURE_TEXTS
from indicators.budget.inputs import GROUP_LEVEL
from indicators.budget.provision import CURRENCY_PER_THOUSAND

STAGE_TEXTS = {
    "before": N_("Before any grant"),
    "current": N_("With the current grants"),
    "after": N_("With the grants of the scenario"),
}
"""What revenue and provision are told of, in English: columns of the inequality of a result."""


def show_equality(desk: Desk, run: Run) -> None:
    """Show them."""
    tell = desk.words.translate
    st.plotly_chart(
        lorenz_chart(desk.words, revenue_pc(desk.words, run), run.told["population"]), key="simulator.lorenz"
    )
    text = tell(
        "Lorenz curves of revenue per resident, {period}: {counted} areas, {left_out} left out for want of a "
        "number. The further below the straight line, the more unequal."
    )
    totals = run.result.totals
    counted, left_out = (desk.words.whole(each) for each in (totals.n_areas, totals.n_missing))
    st.caption(text.format(period=run.scenario.period, counted=counted, left_out=left_out))
    st.html(inequality_html(desk.words, run.result.inequality, level=run.scenario.level))
    st.subheader(tell("Who overtakes whom"), anchor=False)
    _show_overtakings(desk, run)
    st.subheader(tell("What an area loses when it raises more itself"), anchor=False)
    st.write(disincentive_sentence(desk.words, run))
    if run.scenario.formula.form in ("lift", "pool"):
        st.caption(
            tell(
                "Exact: counting that its revenue also moves the mean of the nation and the shares of a pool."
            )
        )


def revenue_pc(words: Words, run: Run) -> pd.DataFrame:
    """Return revenue per resident of the areas with a result, currency, a column per stage by its title."""
    told = run.told
    grants = {"before": 0.0, "current": told["current_grant"], "after": told["grant"]}
    per_head = pd.DataFrame(
        {
            words.translate(STAGE_TEXTS[stage]): (told["revenue_potential"] + grant) / told["population"]
            for stage, grant in grants.items()
        }
    )
    # Without the grant of one area, the others do not make a whole that compares with the other curves.
    return per_head.dropna(axis="columns") * CURRENCY_PER_THOUSAND


def inequality_html(words: Words, inequality: pd.DataFrame, *, level: str) -> str:
    """Return every measure of revenue and of provision at every stage, as an HTML table.

    Args:
        words: how the visit reads.
        inequality: see :class:`indicators.budget.simulate.SimulationResult`.
        level: id of the level of the areas.
    """
    tell, at = words.translate, words.pack.level_by_id(level).number
    above = in_language(words.pack.level(min(GROUP_LEVEL, at - 1)).plural, words.language)
    head = [Cell(tell("Measure")), *(Cell(tell(text), is_number=True) for text in STAGE_TEXTS.values())]
    groups = {
        tell(QUANTITY_TEXTS[str(quantity)]).capitalize(): [
            _measure(words, row, remark=_counts(words, row, above)) for row in rows.to_dict("records")
        ]
        for quantity, rows in inequality.groupby("quantity", sort=False)
    }
    return table_html(tell("Inequality between areas, which count by their residents"), head, groups)


def _measure(words: Words, row: Mapping[Hashable, Any], *, remark: str) -> list[Cell]:
    cells = [Cell(measure_text(words, row[stage]), is_number=True) for stage in STAGE_TEXTS]
    title = MEASURE_TEXTS[row["measure"]]
    return [Cell(words.translate(title), remark=remark), *cells]


def _counts(words: Words, row: Mapping[Hashable, Any], above: str) -> str:
    """Return what a measure counts; said once, of the revenue."""
    is_first, counts = row["quantity"] == "revenue_pc", COUNTS[row["measure"]]
    return words.translate(counts).format(areas=above) if is_first else ""


def _show_overtakings(desk: Desk, run: Run) -> None:
    tell, count = desk.words.translate, run.result.totals.n_overtakings
    if count == 0:
        st.success(
            tell("None: no area that had less budget provision than another has more after the grants."),
            icon=":material/check_circle:",
        )
    else:
        st.html(overtakings_html(desk, run.result.overtakings, count))


def overtakings_html(desk: Desk, overtakings: pd.DataFrame, count: int) -> str:
    """Return which area overtakes which in budget provision, as an HTML table.

    Args:
        desk: of the page.
        overtakings: see :class:`indicators.budget.simulate.SimulationResult`: the first of many.
        count: how many pairs there are.
    """
    words, labels = desk.words, area_labels(desk.areas, desk.words.language)
    tell = words.translate
    rows = [
        [
            Cell(str(labels[row.area_code])),
            Cell(f"{measure_text(words, row.before)} → {measure_text(words, row.after)}", is_number=True),
            Cell(str(labels[row.overtaken_code])),
            Cell(
                f"{measure_text(words, row.overtaken_before)} → {measure_text(words, row.overtaken_after)}",
                is_number=True,
            ),
        ]
        for row in overtakings.itertuples()
    ]
    head = [
        Cell(tell("Area")),
        Cell(tell("БО before → after"), is_number=True),
        Cell(tell("overtakes")),
        Cell(tell("БО before → after"), is_number=True),
    ]
    caption = tell("Overtakings: {shown} of {total}").format(shown=len(rows), total=words.whole(count))
    return table_html(caption, head, {"": rows})


def disincentive_sentence(words: Words, run: Run) -> str:
    """Return the mean and the highest loss of grant per unit of revenue of one's own, in words."""
    told = run.told
    losses = told["marginal_loss"]
    mean = float(np.average(losses, weights=told["population"]))
    text = words.translate(
        "Of each {currency} that an area raises more itself, it loses {mean} of grant on average, weighted "
        "by residents, and {highest} at most; {count} of {total} areas lose nothing. At 1, all it raises is "
        "taken off its grant."
    )
    return text.format(
        currency=words.pack.currency,
        mean=number(mean, decimals=2, code=words.language),
        highest=number(float(losses.max()), decimals=2, code=words.language),
        count=words.whole(int((losses <= 0).sum())),
        total=words.whole(len(told)),
    )
