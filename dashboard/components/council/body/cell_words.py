"""Cells of a register as a reader understands them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.components.council.desk import Desk
from dashboard.i18n import in_language
from geodata.councils.private import PRIVATE_COLUMNS
from geodata.councils.workbook.words import choices, column_kind, headings, workbook_words

HIDDEN = "…"
"""Stands for a cell that no page shows."""


@dataclass(frozen=True, eq=False)
class CellWords:
    """What tables, columns and cells of a register are called in the language of the visit."""

    desk: Desk

    def table(self, name: str) -> str:
        """Return what a table is called."""
        return in_language(workbook_words().sheets[name].title, self.desk.words.language)

    def heading(self, table: str, column: str) -> str:
        """Return what a column is called."""
        return self.headings(table).get(column, column)

    def headings(self, table: str) -> dict[str, str]:
        """Return what the columns of a table are called, in their order; none of the body's id."""
        named = headings(table, self.desk.words.pack)
        return {
            column: in_language(texts, self.desk.words.language)
            for column, texts in named.items()
            if column not in {"body_id", "name"}
        }

    def cell(self, table: str, column: str, value: object) -> str:
        """Return a cell in words; what is private is hidden, what is empty a dash."""
        if value is None:
            return "–"
        if column in PRIVATE_COLUMNS:
            return HIDDEN
        if isinstance(value, date):
            return self.desk.day(value)
        if column_kind(table, column) == "area":
            return str(self.desk.names.get(str(value), value))
        return self.choices.get(column, {}).get(str(value), str(value))

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """What the values of a column are called, by column and key."""
        language = self.desk.words.language
        return {
            column: {key: in_language(each.title, language) for key, each in values.items()}
            for column, values in choices(self.desk.councils).items()
        }
