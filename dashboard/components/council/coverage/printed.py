"""What sources print of councils: as printed, with what rows add up to, and without percentages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from config.i18n import N_
from dashboard.components.council.desk import Desk
from dashboard.components.data.plain import plain
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import in_language, number
from geodata.councils.pack import PrintedTable
from indicators.councils.coverage import printed_counts

NO_SHARE = N_("Of how many is not printed: these are counts, and there is no percentage.")
DIFFERS = N_("{column}: the rows add up to {sum}, the source prints {printed}. Both are shown as they are.")


def show_printed(desk: Desk) -> None:
    """Show every printed table of the pack, and what the pack notes."""
    tell = desk.words.translate
    if not desk.councils.printed:
        st.info(tell("The pack of this country has no printed figures of councils."))
    for table in desk.councils.printed:
        st.html(printed_html(desk, table))
        for line in remarks(desk, table):
            st.caption(plain(line))
    if desk.councils.notes:
        st.subheader(tell("Notes on the country's rules"))
        for note in desk.councils.notes:
            st.caption(plain(in_language(note, desk.words.language)))


def printed_html(desk: Desk, table: PrintedTable) -> str:
    """Return a printed table; where the source prints totals, with the sums of its rows and those totals."""
    tell, language = desk.words.translate, desk.words.language
    titles = (in_language(each.title, language) for each in table.columns.values())
    head = [Cell(""), *(Cell(title, is_number=True) for title in titles)]
    rows = [
        [Cell(in_language(row.title, language)), *_figures(desk, table, row.figures)] for row in table.rows
    ]
    if table.totals:
        rows.append([Cell(tell("Sum of the rows")), *_figures(desk, table, table.sums())])
        rows.append([Cell(tell("Total as printed")), *_figures(desk, table, table.totals)])
    caption = f"{in_language(table.title, language)}, {table.period}"
    return table_html(caption, head, {"": rows})


def remarks(desk: Desk, table: PrintedTable) -> Iterator[str]:
    """Yield what is to be said of a printed table: its sums, why no percentage, its notes, its source."""
    tell, language = desk.words.translate, desk.words.language
    for column, printed in table.totals.items():
        counts = printed_counts(table, column)["numerator"]
        parts = " + ".join(_figure(desk, each) for each in counts[:-1])
        total = float(counts.iloc[-1])
        yield f"{parts} = {_figure(desk, total)}"
        if total != printed:
            title = in_language(table.columns[column].title, language)
            texts = {"column": title, "sum": _figure(desk, total), "printed": _figure(desk, printed)}
            yield tell(DIFFERS).format(**texts)
    if table.totals:
        yield tell(NO_SHARE)
    yield from (in_language(note, language) for note in table.notes)
    yield tell("Source: {reference}").format(reference=table.reference)


def _figures(desk: Desk, table: PrintedTable, figures: Mapping[str, float]) -> Iterator[Cell]:
    for column in table.columns:
        text = _figure(desk, figures[column], _decimals(table, column)) if column in figures else ""
        yield Cell(text, is_number=True)


def _figure(desk: Desk, figure: float, decimals: int = 0) -> str:
    return number(figure, decimals=decimals, code=desk.words.language)


def _decimals(table: PrintedTable, column: str) -> int:
    """Return with how many decimals a column is printed: one, or none where all figures are whole."""
    return 0 if all(row.figures.get(column, 0.0).is_integer() for row in table.rows) else 1
