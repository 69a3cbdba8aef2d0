"""What a draft changes, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.i18n import N_
from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.changes import KIND_WORDS, Row, RowChange
from dashboard.components.html_table import Cell, table_html

CHANGED = N_("{column}: {before} → {after}")


def changes_html(words: CellWords, changes: Sequence[RowChange], caption: str) -> str:
    """Return the rows that came, went or are others, under the name of their table."""
    tell = words.desk.words.translate
    groups = {
        words.table(name): [_row(words, each) for each in changes if each.table == name]
        for name in dict.fromkeys(each.table for each in changes)
    }
    head = [Cell(tell("Row")), Cell(tell("Change")), Cell(tell("Cells"), is_long=True)]
    return table_html(caption, head, groups)


def _row(words: CellWords, change: RowChange) -> list[Cell]:
    told = "; ".join(_cells(words, change.table, change.key)) or "–"
    texts = _differing(words, change) if change.kind == "changed" else _whole(words, change)
    return [
        Cell(told),
        Cell(words.desk.words.translate(KIND_WORDS[change.kind])),
        Cell("; ".join(texts), is_long=True),
    ]


def _whole(words: CellWords, change: RowChange) -> Iterator[str]:
    return _cells(words, change.table, change.before or change.after)


def _differing(words: CellWords, change: RowChange) -> Iterator[str]:
    text = words.desk.words.translate(CHANGED)
    for column in dict.fromkeys([*change.before, *change.after]):
        cells = (words.cell(change.table, column, each.get(column)) for each in (change.before, change.after))
        before, after = cells
        yield text.format(column=words.heading(change.table, column), before=before, after=after)


def _cells(words: CellWords, table: str, row: Row) -> Iterator[str]:
    for column, value in row.items():
        yield f"{words.heading(table, column)}: {words.cell(table, column, value)}"
