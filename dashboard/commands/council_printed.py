"""What ``aimak council coverage --printed`` answers with: figures as sources print them, and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from dashboard.commands.council_place import NoCouncilsError, council_pack
from geodata.councils.pack import PrintedTable

SUM, TOTAL = "sum of the rows", "total as printed"


def printed_tables(country: str | None) -> Sequence[PrintedTable]:
    """Return the printed tables of a country's pack, installed or not.

    Raises:
        AimakError: there is no such pack, or it has none.
    """
    if not (printed := council_pack(country).printed):
        raise NoCouncilsError("expected printed tables in the pack, found none")
    return printed


def heading(table: PrintedTable) -> str:
    """Return what stands above a table."""
    return f"{table.title[SOURCE_LANGUAGE]} ({table.period}, as printed):"


def written(table: PrintedTable) -> pd.DataFrame:
    """Return the rows of a table, then what they add up to and the printed total where there is one."""
    rows = [{"row": row.title[SOURCE_LANGUAGE], **row.figures} for row in table.rows]
    if table.totals:
        rows += [{"row": SUM, **table.sums()}, {"row": TOTAL, **table.totals}]
    figures = pd.DataFrame(rows).set_index("row").reindex(columns=list(table.columns))
    return figures.map("{:,.10g}".format, na_action="ignore").astype("str").reset_index()


def remarks(table: PrintedTable) -> Iterator[str]:
    """Yield what a reader must know of a table."""
    for column, total in table.totals.items():
        if (added := table.sums()[column]) != total:
            yield f"{table.id}: the rows of {column} add up to {added:,.10g}, printed is {total:,.10g}"
    if table.totals:
        yield f"{table.id}: of how many these are was not printed: there is no percentage"
    yield from (f"{table.id}: {note[SOURCE_LANGUAGE]}" for note in table.notes)
    yield f"{table.id}: {table.reference}"


def records(tables: Sequence[PrintedTable]) -> list[dict[str, object]]:
    """Return printed tables for JSON, each with the sums of its rows."""
    return [
        {
            "id": table.id,
            "title": table.title[SOURCE_LANGUAGE],
            "period": table.period,
            "rows": [
                {"title": row.title[SOURCE_LANGUAGE], "body_type": row.body_type, "figures": row.figures}
                for row in table.rows
            ],
            "sums": table.sums(),
            "totals": table.totals,
            "notes": [note[SOURCE_LANGUAGE] for note in table.notes],
            "reference": table.reference,
        }
        for table in tables
    ]
