"""Bring a file in: keep the upload, draft what it says, publish the draft; for page and command line."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PureWindowsPath

import pandas as pd
from geopandas import GeoDataFrame

from geodata.boundaries.columns import BoundaryColumns
from geodata.boundaries.display import display_layers
from geodata.boundaries.draft import AreaDraft, draft_areas
from geodata.budgets import BudgetPack, Scope
from geodata.councils.workbook import RegisterDraft
from geodata.packs import Pack
from geodata.problems import Problem, refuse_on_errors
from geodata.readers.download import file_sha256
from geodata.readers.limits import Limits, check_file
from geodata.store import DatasetInfo, Store
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft, draft_observations
from geodata.tables.indicators import ValueRule
from geodata.tables.layout import Layout
from geodata.tables.sheet import Sheet
from geodata.workspace import Workspace

UPLOADS = "uploads"
"""Folder of the workspace for files that are on their way in."""

KEPT_FOR_S = 24 * 60 * 60
"""A visit that ends in the middle leaves its file behind; after this long another upload clears it away."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Upload:
    """A file kept in the workspace until it is published or given up."""

    path: Path
    name: str
    """As its author knows it."""
    sha256: str


def keep_upload(workspace: Workspace, name: str, content: bytes | memoryview, *, limits: Limits) -> Upload:
    """Write an upload into a folder of its own in the workspace, and clear away what others left there.

    Raises:
        ImportRefused: it is empty, too large or a harmful archive; then it is not kept.
    """
    root = workspace.path(UPLOADS)
    _clear_stale(root)
    path = workspace.path(UPLOADS, secrets.token_hex(8), safe_name(name))
    path.parent.mkdir(parents=True)
    try:
        path.write_bytes(content)
        check_file(path, limits, file_label=name)
    except BaseException:
        shutil.rmtree(path.parent)
        raise
    return Upload(path, name, file_sha256(path))


def discard_upload(upload: Upload) -> None:
    """Remove an upload; one that is gone already is fine."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """Return a file name that is one on every system, with the suffix of ``name``."""
    path = PureWindowsPath(name)
    stem, suffix = (re.sub(r"[^\w() -]+", "_", part) for part in (path.stem, path.suffix.removeprefix(".")))
    return f"{stem[:LONGEST_NAME] or '_'}.{suffix[:LONGEST_NAME]}"


def _clear_stale(root: Path) -> None:
    oldest = time.time() - KEPT_FOR_S
    for folder in root.glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, kw_only=True)
class Target:
    """The country files are brought into, as it is at one data version."""

    store: Store
    pack: Pack
    areas: GeoDataFrame
    """See :data:`geodata.schemas.AREAS`."""
    rules: Mapping[str, ValueRule]
    version: str
    budget: BudgetPack | None = None

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """What the country's budgets covered and when."""
        return self.budget.scopes if self.budget else ()

    def draft_table(self, sheets: Sequence[Sheet], layouts: Sequence[Layout], choices: Choices) -> TableDraft:
        """Draft the observations of a table file, see :func:`geodata.tables.draft.draft_observations`."""
        areas = pd.DataFrame(self.areas.drop(columns="geometry")).reset_index(drop=True)
        return draft_observations(
            sheets,
            layouts,
            areas=areas,
            rules=self.rules,
            pack=self.pack,
            choices=choices,
            scopes=self.scopes,
        )

    def draft_boundaries(
        self, features: GeoDataFrame, columns: BoundaryColumns, *, level: int, valid_from: date | None
    ) -> AreaDraft:
        """Draft the areas of one level, see :func:`geodata.boundaries.draft.draft_areas`."""
        return draft_areas(
            {level: (features, columns)},
            pack=self.pack,
            existing=self.areas.reset_index(drop=True),
            valid_from=valid_from,
        )

    def publish_table(self, draft: TableDraft, info: DatasetInfo, *, author: str, at: datetime) -> int:
        """Publish observations in one transaction and return the id of their dataset.

        Raises:
            ImportRefused: the draft has errors.
            StoreError: the store cannot be written; nothing is.
        """
        refuse_on_errors(draft.problems)
        with self.store.writing(author=author, at=at) as writer:
            return writer.publish_observations(self.pack.code, draft.observations, info)

    def publish_boundaries(self, draft: AreaDraft, info: DatasetInfo, *, author: str, at: datetime) -> int:
        """Publish areas with their display layers in one transaction and return the id of their dataset.

        Raises:
            ImportRefused: the draft has errors.
            StoreError: the store cannot be written; nothing is.
        """
        refuse_on_errors(draft.problems)
        layers = display_layers(draft.areas, equal_area_crs=self.pack.equal_area_crs)
        with self.store.writing(author=author, at=at) as writer:
            return writer.publish_areas(self.pack.code, draft.areas, info, layers)

    def publish_register(self, draft: RegisterDraft, info: DatasetInfo, *, author: str, at: datetime) -> int:
        """Publish bodies whole in one transaction and return the id of their dataset.

        Raises:
            ImportRefused: the draft has errors.
            StoreError: the register has no row, or the store cannot be written; nothing is.
        """
        refuse_on_errors(draft.problems)
        with self.store.writing(author=author, at=at) as writer:
            return writer.publish_register(self.pack.code, draft.register, info)


def register_report(draft: RegisterDraft) -> dict[str, object]:
    """Return how a workbook became a register, to keep with the dataset; without data of members."""
    return {
        "rows": {name: len(table) for name, table in draft.register.tables()},
        "problems": _described(draft.problems),
    }


def table_report(draft: TableDraft, layouts: Sequence[Layout]) -> dict[str, object]:
    """Return how a table became observations, to keep with the dataset: enough to repeat the import."""
    return {
        "layouts": [layout.model_dump(mode="json") for layout in layouts],
        "choices": draft.choices.model_dump(mode="json"),
        "rows_in": draft.rows_in,
        "matches": matches_by_method(draft),
        "rows_set_apart": draft.dropped.astype({"row": int}).to_dict("records"),
        "problems": _described(draft.problems),
    }


def boundaries_report(
    draft: AreaDraft, columns: BoundaryColumns, remarks: Sequence[Problem] = ()
) -> dict[str, object]:
    """Return how features became areas, to keep with the dataset; ``remarks`` are those of the reader."""
    return {
        "columns": columns.chosen(),
        "repairs": {str(level): repair.account() for level, repair in draft.repairs.items()},
        "parents": parents_by_method(draft),
        "problems": _described([*remarks, *draft.problems]),
    }


def matches_by_method(draft: TableDraft) -> dict[str, int]:
    """Return how many areas of a table were found by which method."""
    return {
        str(method): int(count) for method, count in draft.matches.matches["method"].value_counts().items()
    }


def parents_by_method(draft: AreaDraft) -> dict[str, int]:
    """Return how many parents were found by which method."""
    if draft.parents.empty:
        return {}
    return {str(method): int(count) for method, count in draft.parents["method"].value_counts().items()}


def _described(problems: Sequence[Problem]) -> list[str]:
    return [problem.describe() for problem in problems]
