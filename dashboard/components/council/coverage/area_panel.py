"""All measures of a type for one area, beside the area above it and the country."""

from __future__ import annotations

import pandas as pd

from dashboard.components.council.coverage.question import Question, measure_title, measured
from dashboard.components.council.coverage.told import told_rows
from dashboard.components.council.desk import Desk
from dashboard.components.html_table import Cell, table_html


def area_html(desk: Desk, question: Question, rows: pd.DataFrame, area_code: str) -> str:
    """Return the table.

    Args:
        desk: of the page.
        question: what is asked.
        rows: all measures of the type, every area.
        area_code: of the area.
    """
    tell = desk.words.translate
    places = [area_code, *above(desk.areas, area_code)]
    head = [Cell(tell("Measure")), *(Cell(desk.names[each], is_long=True) for each in places)]
    of_places = rows[rows["area_code"].isin(places)]
    measures = of_places[["measure", "report_type"]].drop_duplicates()
    lines = [
        [
            Cell(measure_title(desk, measure, report_type)),
            *_cells(desk, measured(of_places, measure, report_type), places),
        ]
        for measure, report_type in measures.astype("object").where(measures.notna(), None).to_numpy()
    ]
    caption = f"{desk.type_title(question.body_type)} · {desk.names[area_code]}"
    return table_html(caption, head, {"": lines})


def above(areas: pd.DataFrame, area_code: str) -> list[str]:
    """Return the area above an area, and the topmost one where that is another."""
    parents = areas["parent_code"].dropna()
    chain = [area_code]
    while chain[-1] in parents.index and parents[chain[-1]] in areas.index:
        chain.append(str(parents[chain[-1]]))
    return list(dict.fromkeys([*chain[1:2], *chain[-1:]])) if len(chain) > 1 else []


def _cells(desk: Desk, rows: pd.DataFrame, places: list[str]) -> list[Cell]:
    found = told_rows(desk, rows.set_index("area_code"))
    return [
        Cell(found[each].value, remark=found[each].remark) if each in found.index else Cell("–")
        for each in places
    ]
