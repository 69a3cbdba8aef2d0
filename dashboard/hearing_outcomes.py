"""What came of hearings: brought into the register beside the plans that are kept of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from config.errors import AimakError
from dashboard.councils import CouncilBook
from dashboard.register_keeping import draft_body, load_for_editing, save_body
from geodata.councils.checks import check_register
from geodata.councils.register import SCHEMAS, Register, table_of
from geodata.problems import refuse_on_errors
from geodata.store import DatasetInfo, Store
from geodata.store.registers import DATASET_COLUMN
from planning.participation.hearings import PlannedHearing

KEY = ("area_code", "hearing_type", "held_on", "topic")
"""What tells a hearing of the register from the others."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a hearing; None is not known."""

    body_id: str | None = None
    """The body that held it, None of no body."""
    proposals_voiced: int | None = None
    proposals_accepted: int | None = None
    proposals_answered: int | None = None
    published_on: date | None = None


class StaleOutcomeError(AimakError):
    """Somebody has recorded another outcome meanwhile; nothing is written.

    Attributes:
        current: What the register has now; None if it does not have the hearing.
    """

    def __init__(self, current: Outcome | None) -> None:
        self.current = current
        super().__init__("expected the outcome as it was read, got another one; compare both and repeat")


def recorded_outcome(hearings: pd.DataFrame, hearing: PlannedHearing) -> Outcome | None:
    """Return what a register says of a planned hearing, None where it does not have it.

    Args:
        hearings: as :data:`geodata.councils.schemas.HEARINGS`.
        hearing: with the area, type, day and topic that tell it from others.
    """
    found = hearings[_is_of(hearings, hearing)]
    return None if found.empty else _outcome(found.iloc[0].to_dict())


def record_outcome(
    store: Store,
    book: CouncilBook,
    hearing: PlannedHearing,
    outcome: Outcome,
    *,
    seen: Outcome | None,
    language: str,
    author: str,
    at: datetime,
    note: str,
) -> int:
    """Bring the outcome of a hearing into the register; all else that it says of the body or area stays.

    Args:
        store: where to.
        book: of the country.
        hearing: as it is planned.
        outcome: what came of it; one that is in the register stays with the body that held it.
        seen: what the register said of it when the outcome was written.
        language: of the names of columns in problems.
        author: who records it.
        at: when.
        note: what was changed, and why.

    Returns:
        The id of the new dataset.

    Raises:
        StaleOutcomeError: the register says something else than ``seen`` by now.
        ImportRefused: it has errors, as more proposals answered than voiced.
        StaleRegisterError: somebody changed the body at the same moment.
        StoreError: the store cannot be written.
    """
    country = book.pack.code
    current = recorded_outcome(store.register(country).hearings, hearing)
    if current != seen:
        raise StaleOutcomeError(current)
    body_id = outcome.body_id if seen is None else seen.body_id
    row = {**{name: getattr(hearing, name) for name in KEY}, **asdict(outcome), "body_id": body_id}
    if body_id is None:
        return _record_of_area(store, book, row, author=author, at=at, note=note)
    kept = load_for_editing(store, country, body_id)
    tables = dict(kept.register.tables())
    tables["hearings"] = _with_row(tables["hearings"], hearing, row)
    draft = draft_body(
        kept,
        {
            name: table.drop(columns="body_id").set_axis(range(1, len(table) + 1))
            for name, table in tables.items()
        },
        pack=book.pack,
        councils=book.councils,
        areas=book.areas.reset_index(drop=True),
        language=language,
    )
    return save_body(store, country, draft, title=hearing.topic, author=author, at=at, note=note)


def _record_of_area(
    store: Store, book: CouncilBook, row: Mapping[str, Any], *, author: str, at: datetime, note: str
) -> int:
    """Publish the hearings that no body held in an area, with one more or changed."""
    country, hearing = book.pack.code, PlannedHearing(**{name: row[name] for name in KEY})
    with store.writing(author=author, at=at) as writer:
        # Writers queue: what is read here is what the dataset supersedes.
        hearings = store.register(country).hearings
        is_of_area = hearings["body_id"].isna() & (hearings["area_code"] == row["area_code"])
        own = hearings[is_of_area]
        info = _info(store, country, own, hearing, author=author, note=note)
        changed = _with_row(own.drop(columns=DATASET_COLUMN), hearing, row).reset_index(drop=True)
        register = Register(**{**dict(Register.empty().tables()), "hearings": changed})
        refuse_on_errors(
            check_register(
                register, pack=book.pack, councils=book.councils, areas=book.areas.reset_index(drop=True)
            )
        )
        return writer.publish_register(country, register, info)


def _with_row(hearings: pd.DataFrame, hearing: PlannedHearing, row: Mapping[str, Any]) -> pd.DataFrame:
    """Return hearings with a row in place of what they have of a hearing."""
    others = hearings[~_is_of(hearings, hearing)]
    return pd.concat([others, table_of(SCHEMAS["hearings"], pd.DataFrame([row]))])


def _is_of(hearings: pd.DataFrame, hearing: PlannedHearing) -> pd.Series[bool]:
    matches = [hearings[name] == getattr(hearing, name) for name in KEY]
    return pd.concat(matches, axis=1).all(axis=1).astype("bool")


def _outcome(row: Mapping[Any, Any]) -> Outcome:
    counts = ("proposals_voiced", "proposals_accepted", "proposals_answered")
    return Outcome(
        body_id=None if pd.isna(row["body_id"]) else str(row["body_id"]),
        published_on=row["published_on"],
        **{name: None if pd.isna(row[name]) else int(row[name]) for name in counts},
    )


def _info(
    store: Store, country: str, own: pd.DataFrame, hearing: PlannedHearing, *, author: str, note: str
) -> DatasetInfo:
    """Return where the dataset comes from: it cites what those of the area cite, else whoever records it."""
    datasets = store.datasets(country).set_index("id")
    base = None if own.empty else datasets.loc[own[DATASET_COLUMN].iloc[0]]
    return DatasetInfo(
        title=hearing.topic,
        source=author if base is None else str(base["source"]),
        licence="" if base is None else str(base["licence"]),
        file_name="",
        file_sha256="",
        note=note,
        report={"area": hearing.area_code, "base": None if base is None else int(base.name)},
    )
