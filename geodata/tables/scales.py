"""Notes such as "тыс. сом" in titles and headings: found here, answered by a person, never assumed."""

from __future__ import annotations

import pandas as pd

from config.i18n import N_
from geodata.problems import Rule
from geodata.tables.layout import Layout
from geodata.tables.sheet import Sheet
from geodata.tables.words import table_words

SCALE_UNANSWERED = Rule(
    "scale_unanswered",
    N_("The table says “{note}” for {cells} values, of {indicators}, which are kept in {units}."),
    N_("Say by what they are multiplied to be kept so; going by the note it is {factors}."),
)


def scale_note(text: object) -> str:
    """Return the scale words in a text with the unit after them, as in ``тыс. сом``, or an empty text."""
    found = table_words().scale_pattern.search(str(text)) if isinstance(text, str) else None
    return found[0].strip() if found else ""


def scale_factor(note: str) -> float:
    """Return the factor that a note announces.

    Raises:
        ValueError: the text holds no scale word.
    """
    words = table_words()
    found = words.scale_pattern.search(note)
    if found is None:
        raise ValueError(f"expected a scale word such as “thousand”, got {note!r}")
    return words.scale_factor(found[1])


def factor_into(unit: str, note: str) -> float:
    """Return by what values under a note are multiplied to be in a unit that may have a scale itself.

    >>> factor_into("thousand som", "mln som"), factor_into("persons", "thousand")
    (1000.0, 1000.0)
    """
    own = scale_note(unit)
    return scale_factor(note) / (scale_factor(own) if own and unit.startswith(own) else 1.0)


def scale_notes(cells: pd.DataFrame, sheet: Sheet, layout: Layout) -> pd.Series:
    """Return the scale note that governs each cell, empty where there is none.

    The nearest note wins: in the row (its indicator or unit), then in the column's heading, then in the
    sheet's name, its title rows or the headings of its other columns.

    Args:
        cells: cells of the sheet in long form with ``heading`` and ``row_note``.
        sheet: where they come from.
        layout: tells which rows stand above the table.
    """
    values = [column.column for column in layout.value_columns]
    titles = sheet.cells.loc[: layout.title_end].to_numpy().ravel()
    others = sheet.cells.loc[: layout.first_row - 1].drop(columns=values).to_numpy().ravel()
    common = dict.fromkeys(note for note in map(scale_note, [sheet.name, *titles, *others]) if note)
    by_heading = {heading: scale_note(heading) or " / ".join(common) for heading in cells["heading"].unique()}
    return cells["row_note"].where(cells["row_note"] != "", cells["heading"].map(by_heading))
