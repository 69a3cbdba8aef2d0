"""Bodies of the register as keepers change them: read without names, checked all at once, saved whole.

A row of a member is told by its number, by which name and year of birth follow it from the version that the
change was read from. Numbers are never given twice, so that no name can come to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd

from geodata.councils.checks import check_register
from geodata.councils.pack import CouncilPack
from geodata.councils.private import PRIVATE_COLUMNS, without_private
from geodata.councils.register import SCHEMAS, Register, table_of
from geodata.councils.workbook.reading import VALUE_REQUIRED
from geodata.councils.workbook.words import SOURCE_COLUMN, headings, is_required
from geodata.packs import Pack
from geodata.problems import Problem, Where, refuse_on_errors
from geodata.store import DatasetInfo, Store
from geodata.store.registers import DATASET_COLUMN

BODY_COLUMN = "body_id"
MEMBER_COLUMN = "member_no"


@dataclass(frozen=True, eq=False, kw_only=True)
class KeptBody:
    """A body as it was read to be changed."""

    body_id: str
    register: Register = field(repr=False)
    """Its rows, without names and years of birth."""
    read_from: int | None = None
    """The dataset with the rows, from which the names follow; None of a new body."""
    base: int | None = None
    """The dataset that was visible then; None where the register did not have the body."""
    last_number: int = 0
    """The highest number that a member has ever had."""


@dataclass(frozen=True, eq=False)
class BodyDraft:
    """A changed body, with everything that is wrong with it."""

    kept: KeptBody
    register: Register = field(repr=False)
    """The rows in which nothing lacks that each row needs."""
    problems: tuple[Problem, ...]
    """Each at ``sheet``, a field of :class:`Register`, and ``row``, a label of the table."""
    n_incomplete: int
    """Rows that are not in the register as something lacks; its problem is among them."""

    @property
    def is_publishable(self) -> bool:
        """Whether no problem is an error."""
        return all(problem.severity != "error" for problem in self.problems)


def load_for_editing(store: Store, country: str, body_id: str, *, version: int | None = None) -> KeptBody:
    """Return a body to be changed, without names and years of birth.

    Args:
        store: where from.
        country: code of the country.
        body_id: of the body.
        version: the dataset whose rows are wanted, to bring them back; None for the visible one.

    Raises:
        StoreError: there is no such dataset with the body.
    """
    base, last_number = _state(store, country, body_id)
    read_from = base if version is None else version
    if read_from is None:
        return KeptBody(body_id=body_id, register=Register.empty(), last_number=last_number)
    register = without_private(_undated(store.register_version(country, body_id, read_from)))
    return KeptBody(
        body_id=body_id, register=register, read_from=read_from, base=base, last_number=last_number
    )


def found_body(body_id: str, *, body_type: str, area_code: str) -> KeptBody:
    """Return a body that the register does not have yet."""
    row = {BODY_COLUMN: body_id, "body_type": body_type, "area_code": area_code}
    return KeptBody(body_id=body_id, register=Register.from_rows(bodies=[row]))


def after_version(store: Store, country: str, kept: KeptBody, base: int | None) -> KeptBody:
    """Return the same rows as a change of another version.

    Args:
        store: where from.
        country: code of the country.
        kept: the rows.
        base: the dataset that has been looked at; None where the body was withdrawn.
    """
    _, last_number = _state(store, country, kept.body_id)
    return replace(kept, base=base, last_number=last_number)


def draft_body(
    kept: KeptBody,
    tables: Mapping[str, pd.DataFrame],
    *,
    pack: Pack,
    councils: CouncilPack,
    areas: pd.DataFrame,
    language: str,
) -> BodyDraft:
    """Return the changed rows of a body as a register, with every problem at its row.

    Members without a number get one above all that were ever used; a row in which nothing is given is none.

    Args:
        kept: what was changed.
        tables: by field of :class:`Register`, without ``body_id``; labels tell the rows.
        pack: levels and languages of the country.
        councils: types, roles and kinds it has.
        areas: of all levels, see :data:`geodata.schemas.AREAS`.
        language: of the names of columns in problems.
    """
    given = {name: _given(tables[name]).assign(**{BODY_COLUMN: kept.body_id}) for name in SCHEMAS}
    given["members"] = _numbered(given["members"], above=kept.last_number)
    lacking = {name: _lacking(name, table) for name, table in given.items()}
    whole = {
        name: table_of(SCHEMAS[name], table[~lacking[name].any(axis=1)]) for name, table in given.items()
    }
    placed = {
        name: table.assign(**{SOURCE_COLUMN: [f"{name}!{row}" for row in table.index]})
        for name, table in whole.items()
    }
    problems = [
        *_empty_cells(lacking, pack, language),
        *check_register(Register(**placed), pack=pack, councils=councils, areas=areas),
    ]
    register = Register(**{name: table.reset_index(drop=True) for name, table in whole.items()})
    n_incomplete = sum(int(cells.any(axis=1).sum()) for cells in lacking.values())
    return BodyDraft(kept, register, tuple(problems), n_incomplete)


def save_body(
    store: Store, country: str, draft: BodyDraft, *, title: str, author: str, at: datetime, note: str
) -> int:
    """Publish a changed body whole; names follow the members' numbers, that of a removed member goes with it.

    A year of birth that was entered counts; an empty one is as it was.

    Args:
        store: where to.
        country: code of the country.
        draft: the body.
        title: what it is called.
        author: who saves it.
        at: when.
        note: what was changed, and why.

    Returns:
        The id of the new dataset.

    Raises:
        ImportRefused: the draft has errors.
        StaleRegisterError: somebody else changed the body meanwhile; nothing is saved.
        StoreError: the store cannot be written, or a cell does not fit.
    """
    refuse_on_errors(draft.problems)
    kept = draft.kept
    info = _info(store, country, kept, title=title, author=author, note=note)
    register = _with_private(store, country, draft)
    with store.writing(author=author, at=at) as writer:
        return writer.publish_register(country, register, info, base_datasets={kept.body_id: kept.base})


def _state(store: Store, country: str, body_id: str) -> tuple[int | None, int]:
    """Return the dataset that a body is visible from, and the highest number its members ever had."""
    history = store.register_history(country, body_id)
    visible = history.loc[history["is_visible"], DATASET_COLUMN]
    numbers = (
        store.register_version(country, body_id, int(version)).members[MEMBER_COLUMN].max()
        for version in history.loc[history["member_count"] > 0, DATASET_COLUMN]
    )
    return (None if visible.empty else int(visible.iloc[0])), int(max(numbers, default=0))


def _undated(register: Register) -> Register:
    return Register(**{name: table.drop(columns=DATASET_COLUMN) for name, table in register.tables()})


def _given(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in which anything is given, without white space around texts; an empty text is none."""
    texts = [name for name in table.columns if isinstance(table[name].dtype, pd.StringDtype)]
    stripped = {name: table[name].str.strip() for name in texts}
    cleaned = table.assign(**{name: text.mask(text == "") for name, text in stripped.items()})
    return cleaned[cleaned.drop(columns=SOURCE_COLUMN).notna().any(axis=1)]


def _numbered(members: pd.DataFrame, *, above: int) -> pd.DataFrame:
    numbers = members[MEMBER_COLUMN].astype("Int64")
    is_new = numbers.isna()
    first = max(above, int(numbers.max()) if numbers.notna().any() else 0) + 1
    return members.assign(**{MEMBER_COLUMN: numbers.mask(is_new, first - 1 + is_new.cumsum())})


def _lacking(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return which cells are empty though each row needs them."""
    required = [column for column in SCHEMAS[name].columns if is_required(name, column)]
    return table.reindex(columns=required).isna()


def _empty_cells(lacking: Mapping[str, pd.DataFrame], pack: Pack, language: str) -> Iterator[Problem]:
    for name, cells in lacking.items():
        titles = headings(name, pack)
        for column in cells:
            for row in cells.index[cells[column]]:
                told = {"column": titles[str(column)].get(language, titles[str(column)]["en"])}
                yield Problem(VALUE_REQUIRED, Where(sheet=name, row=int(row)), told)


def _with_private(store: Store, country: str, draft: BodyDraft) -> Register:
    kept, members = draft.kept, draft.register.members
    if kept.read_from is None:
        return draft.register
    read = store.register_version(country, kept.body_id, kept.read_from, with_names=True).members
    known = read.set_index(MEMBER_COLUMN).reindex(members[MEMBER_COLUMN]).set_axis(members.index)
    private = {
        column: members[column].fillna(known[column]) if column in members else known[column]
        for column in PRIVATE_COLUMNS
    }
    return replace(draft.register, members=members.assign(**private))


def _info(store: Store, country: str, kept: KeptBody, *, title: str, author: str, note: str) -> DatasetInfo:
    """Return where the dataset comes from: it cites what its base cites, a new body whoever keeps it."""
    datasets = store.datasets(country).set_index("id")
    base = None if kept.read_from is None else datasets.loc[kept.read_from]
    return DatasetInfo(
        title=title,
        source=author if base is None else str(base["source"]),
        licence="" if base is None else str(base["licence"]),
        file_name="",
        file_sha256="",
        note=note,
        report={"body": kept.body_id, "base": kept.base, "read_from": kept.read_from},
    )
