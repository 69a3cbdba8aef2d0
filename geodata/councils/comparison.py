"""What a register would change in another one: which of its bodies are new, changed or the same."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.councils.private import PRIVATE_COLUMNS
from geodata.councils.register import Register

_NOT_COMPARED = [*PRIVATE_COLUMNS, "source_ref", "dataset_id"]


@dataclass(frozen=True)
class RegisterComparison:
    """The bodies of a register beside those of the visible one, each in one of three parts."""

    new: tuple[str, ...]
    changed: dict[str, tuple[str, ...]]
    """The tables that differ, by body."""
    unchanged: tuple[str, ...]
    """The same in everything but what no page shows."""
    base_datasets: dict[str, int | None]
    """The dataset that each body is visible from, None for a new one; see
    ``geodata.store.writer.Writer.publish_register``."""


def compare_registers(offered: Register, visible: Register) -> RegisterComparison:
    """Return what publishing bodies would change.

    Row order, places in files, names and years of birth of members do not count.

    Args:
        offered: the bodies to publish.
        visible: as :meth:`geodata.store.Store.register` returns it, with ``dataset_id``.
    """
    datasets = dict(zip(visible.bodies["body_id"], visible.bodies["dataset_id"], strict=True))
    bodies = offered.bodies["body_id"].tolist()
    known = [body_id for body_id in bodies if body_id in datasets]
    tables = zip(offered.tables(), visible.tables(), strict=True)
    differing = {name: _differing(ours, theirs) for (name, ours), (_, theirs) in tables}
    changes = {
        body_id: tuple(name for name, body_ids in differing.items() if body_id in body_ids)
        for body_id in known
    }
    return RegisterComparison(
        new=tuple(body_id for body_id in bodies if body_id not in datasets),
        changed={body_id: names for body_id, names in changes.items() if names},
        unchanged=tuple(body_id for body_id, names in changes.items() if not names),
        base_datasets={body_id: _number(datasets.get(body_id)) for body_id in bodies},
    )


def _differing(ours: pd.DataFrame, theirs: pd.DataFrame) -> set[str]:
    """Return the bodies whose rows are not the same in both tables."""
    columns = [name for name in ours.columns.union(theirs.columns, sort=False) if name not in _NOT_COMPARED]
    texts = [table.reindex(columns=columns).astype("str") for table in (ours, theirs)]
    both = texts[0].merge(texts[1], how="outer", indicator="side")
    return set(both.loc[both["side"] != "both", "body_id"].dropna())


def _number(dataset_id: int | None) -> int | None:
    return None if dataset_id is None else int(dataset_id)
