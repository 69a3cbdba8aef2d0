"""What would help: needs by measure and by the area above, for whoever pays."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.downloads import answer_report, file_name
from dashboard.components.file_button import CSV, file_button
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.export.needs import NO_MEASURE, needs_csv, needs_xlsx
from dashboard.export.workbook import MEDIA_TYPE as WORKBOOK
from dashboard.i18n import in_language, number
from dashboard.names import area_labels, area_names
from indicators.designation.support import (
    load_support_measures,
    needs_by_area_above,
    needs_by_measure,
    support_needs,
)

MOST_ROWS = 100
"""Rows of the list of needs: these are shown, the file has all."""
ALL = "all"
NO_COST = N_("No unit cost is given for this country, so no amount is shown.")


def needs_section(desk: Desk) -> None:
    """Show what the areas need by measure, by the area above and one by one."""
    words, assessment = desk.words, desk.answer.assessment
    tell = words.translate
    needs = support_needs(assessment, costs=words.pack.unit_costs)
    if needs.empty:
        st.info(tell("No area meets a criterion that names a support measure."))
        return
    st.caption(tell("An area needs what the criteria it meets name, until it no longer meets them."))
    if needs["cost"].isna().all():
        st.caption(tell(NO_COST))
    st.html(by_measure_html(words, needs))
    measure, above = _ask(words, needs, desk.answer.question.level)
    chosen = needs if measure == ALL else needs[needs["measure"] == measure]
    st.html(by_area_html(words, chosen, desk.answer.areas, above))
    st.html(list_html(words, chosen, desk.answer.areas))
    _offer_files(desk, needs, above)


def _ask(words: Words, needs: pd.DataFrame, level: int) -> tuple[str, int]:
    tell, measures = words.translate, sorted(needs["measure"].dropna().unique())
    measure_column, level_column = st.columns(2)
    with measure_column:
        measure = state.select(
            "measure",
            tell("Support measure"),
            [ALL, *measures],
            default=ALL,
            words=lambda key: tell("All measures") if key == ALL else _measure(words, key),
        )
    with level_column:
        above = state.select(
            "above",
            tell("Added up for"),
            range(level),
            default=min(1, level - 1),
            words=lambda number: words.level_title(number),
        )
    return measure, above


def _offer_files(desk: Desk, needs: pd.DataFrame, above: int) -> None:
    tell = desk.words.translate
    table, workbook = st.columns(2)
    with table:
        file_button(
            tell("These needs (CSV)"),
            lambda: needs_csv(answer_report(desk), needs),
            file_name(desk, "-needs.csv"),
            CSV,
        )
    with workbook:
        file_button(
            tell("These needs (Excel)"),
            lambda: needs_xlsx(answer_report(desk), needs, level=above),
            file_name(desk, "-needs.xlsx"),
            WORKBOOK,
        )


def by_measure_html(words: Words, needs: pd.DataFrame) -> str:
    """Return the needs by support measure as an HTML table."""
    rows = [
        [Cell(_measure(words, row.measure)), *_sums(words, row)]
        for row in needs_by_measure(needs).itertuples()
    ]
    tell = words.translate
    return table_html(tell("By support measure"), _head(words, tell("Support measure")), {"": rows})


def by_area_html(words: Words, needs: pd.DataFrame, areas: pd.DataFrame, level: int) -> str:
    """Return the needs by the areas of a level above as an HTML table, most people affected first."""
    names = area_names(areas, words.language)
    rows = [
        [Cell(str(names.get(row.area_code, words.translate("Part of none")))), *_sums(words, row)]
        for row in needs_by_area_above(needs, areas, level=level).itertuples()
    ]
    title = words.level_title(level)
    return table_html(title, _head(words, words.translate("Area")), {"": rows})


def list_html(words: Words, needs: pd.DataFrame, areas: pd.DataFrame) -> str:
    """Return the largest needs one by one as an HTML table."""
    tell = words.translate
    labels = area_labels(areas, words.language)
    order = ["cost", "gap_pct", "area_code"]
    largest = needs.sort_values(order, ascending=[False, False, True]).head(MOST_ROWS)
    rows = [
        [
            Cell(str(labels[row.area_code])),
            Cell(_measure(words, row.measure)),
            Cell(_number(words, row.gap, 1), is_number=True),
            Cell("" if pd.isna(row.gap_pct) else f"{row.gap_pct:.0f} %", is_number=True),
            Cell(_number(words, row.quantity, 0), remark=_unit(words, row), is_number=True),
            Cell(_number(words, row.cost, 0), remark=_currency(row), is_number=True),
            Cell(_number(words, row.population, 0), is_number=True),
        ]
        for row in largest.itertuples()
    ]
    head = [
        Cell(tell("Area")),
        Cell(tell("Support measure")),
        Cell(tell("Gap"), is_number=True),
        Cell(tell("Gap, % of the threshold"), is_number=True),
        Cell(tell("Quantity"), is_number=True),
        Cell(tell("Cost"), is_number=True),
        Cell(tell("Residents"), is_number=True),
    ]
    caption = tell("Largest needs: {shown} of {total}").format(shown=len(largest), total=len(needs))
    return table_html(caption, head, {"": rows})


def _head(words: Words, first: str) -> list[Cell]:
    tell = words.translate
    titles = (tell("Areas"), tell("Residents"), tell("Quantity"), tell("Cost"))
    return [Cell(first), *(Cell(title, is_number=True) for title in titles)]


def _sums(words: Words, row: object) -> list[Cell]:
    return [
        Cell(_number(words, row.n_areas, 0), is_number=True),
        Cell(_number(words, row.population, 0), is_number=True),
        Cell(_number(words, row.quantity, 0), remark=_unit(words, row), is_number=True),
        Cell(_number(words, row.cost, 0), remark=_currency(row), is_number=True),
    ]


def _measure(words: Words, measure: object) -> str:
    if not isinstance(measure, str):
        return words.translate(NO_MEASURE)
    return in_language(load_support_measures()[measure].title, words.language)


def _number(words: Words, value: float, decimals: int) -> str:
    return "" if pd.isna(value) else number(value, decimals=decimals, code=words.language)


def _unit(words: Words, row: object) -> str:
    return words.unit_title(row.quantity_unit) if pd.notna(row.quantity) else ""


def _currency(row: object) -> str:
    return str(row.currency) if pd.notna(row.cost) else ""
