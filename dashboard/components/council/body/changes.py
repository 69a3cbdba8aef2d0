"""What differs between two states of a body, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from config.i18n import N_
from geodata.councils.register import SCHEMAS, Register

Kind = Literal["added", "changed", "removed"]
KIND_WORDS: dict[Kind, str] = {"added": N_("added"), "changed": N_("changed"), "removed": N_("removed")}
NOT_COMPARED = ("source_ref", "dataset_id", "body_id", "name")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or is another now."""

    table: str
    """Field of :class:`Register`."""
    kind: Kind
    key: Row
    """The cells that tell the row from others of its table; none of the body itself."""
    before: Row
    """Cells that differ; of a row that went all that are not empty."""
    after: Row


def register_changes(before: Register, after: Register) -> list[RowChange]:
    """Return what differs between two states of a body, table by table; places in files do not count.

    A row is told by the key of its table: where that changes, one row went and another came.
    """
    tables = zip(before.tables(), after.tables(), strict=True)
    return [change for (name, old), (_, new) in tables for change in _changes(name, old, new)]


def _changes(name: str, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[RowChange]:
    key = [column for column in SCHEMAS[name].unique or () if column != "body_id"]
    old, new = _by_key(before, key), _by_key(after, key)
    for values in dict.fromkeys([*old, *new]):
        told = dict(zip(key, values, strict=True))
        was, now = old.get(values, {}), new.get(values, {})
        columns = [each for each in dict.fromkeys([*was, *now]) if was.get(each) != now.get(each)]
        if columns or (values in old) != (values in new):
            kind: Kind = "changed" if values in old and values in new else "added"
            yield RowChange(
                name,
                "removed" if values not in new else kind,
                told,
                {each: was[each] for each in columns if each in was},
                {each: now[each] for each in columns if each in now},
            )


def _by_key(table: pd.DataFrame, key: list[str]) -> dict[tuple[object, ...], dict[str, object]]:
    """Return the cells of each row that are not empty and no part of the key."""
    cells = table.drop(columns=list(NOT_COMPARED), errors="ignore").astype(object)
    records = cells.where(cells.notna(), None).to_dict("records")
    return {
        tuple(row[each] for each in key): {
            str(column): cell for column, cell in row.items() if cell is not None and column not in key
        }
        for row in records
    }
