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

from config.i18n import N_
from geodata.boundaries.columns import BoundaryColumns
from geodata.boundaries.display import display_layers
from geodata.boundaries.draft import AreaDraft, draft_areas
from geodata.budgets import BudgetPack, Scope
from geodata.councils.comparison import RegisterComparison, compare_registers
from geodata.councils.pack import CouncilPack
from geodata.councils.private import with_private_of, without_private
from geodata.councils.workbook import RegisterDraft, read_register, register_template
from geodata.packs import Pack
from geodata.problems import ImportRefused, Problem, Rule, refuse_on_errors
from geodata.readers.download import file_sha256
from geodata.readers.limits import Limits, check_file
from geodata.services.answers import read_forms, read_questionnaires
from geodata.services.instruments import InstrumentName, ServicesMonitoring, load_services_monitoring
from geodata.services.template import services_template
from geodata.store import DatasetInfo, Store
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft, draft_observations
from geodata.tables.indicators import ValueRule
from geodata.tables.layout import Layout
from geodata.tables.sheet import Sheet
from geodata.workspace import Workspace
from indicators.councils.suppression import SMALL_BELOW
from indicators.services.measures import cost_means, form_scores, profile_counts, rating_means
from indicators.services.observations import form_observations, questionnaire_observations

NO_COUNCIL_PACK = Rule(
    "no_council_pack",
    N_("The country pack {country} says nothing of councils, so that it has no register."),
    N_("Add councils.toml to the pack."),
)

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


@dataclass(frozen=True)
class ServicesDraft:
    """What filled forms or questionnaires say, as it may be published; the filled rows are not kept."""

    instrument: InstrumentName
    observations: pd.DataFrame
    """See :data:`geodata.schemas.OBSERVATIONS`."""
    measures: Mapping[str, pd.DataFrame]
    """Tables of :mod:`indicators.services.measures` by name, small groups hidden."""
    problems: tuple[Problem, ...]


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
    councils: CouncilPack | None = None

    @property
    def area_table(self) -> pd.DataFrame:
        """The areas without their geometry."""
        return pd.DataFrame(self.areas.drop(columns="geometry")).reset_index(drop=True)

    @property
    def small_below(self) -> int:
        """Fewer people than these are never counted in public."""
        return self.councils.small_cell_threshold if self.councils else SMALL_BELOW

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """What the country's budgets covered and when."""
        return self.budget.scopes if self.budget else ()

    def draft_table(self, sheets: Sequence[Sheet], layouts: Sequence[Layout], choices: Choices) -> TableDraft:
        """Draft the observations of a table file, see :func:`geodata.tables.draft.draft_observations`."""
        return draft_observations(
            sheets,
            layouts,
            areas=self.area_table,
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

    def register_template(self, language: str, *, with_register: bool) -> bytes:
        """Return the workbook of a register to fill in, see :mod:`geodata.councils.workbook`.

        Args:
            language: of headings, names and instructions.
            with_register: whether it holds what is published; nothing private of members is in it.

        Raises:
            ImportRefused: the country's pack says nothing of councils.
        """
        known = without_private(self.store.register(self.pack.code)) if with_register else None
        return register_template(
            self.pack, self._known_councils(), self.area_table, language=language, register=known
        )

    def draft_register(self, path: Path, *, file_label: str | None = None) -> RegisterDraft:
        """Draft a workbook of a register, see :func:`geodata.councils.workbook.read_register`.

        Raises:
            ImportRefused: it cannot be read, or the country's pack says nothing of councils.
        """
        return read_register(path, self.pack, self._known_councils(), self.area_table, file_label=file_label)

    def _known_councils(self) -> CouncilPack:
        if self.councils is None:
            raise ImportRefused([Problem(NO_COUNCIL_PACK, params={"country": self.pack.code})])
        return self.councils

    def compare_register(self, draft: RegisterDraft, *, with_members: bool) -> RegisterComparison:
        """Return what publishing a register would change.

        Args:
            draft: the register.
            with_members: whether a difference in members may be told; else nobody can try out who they are.
        """
        offered, visible = draft.register, self.store.register(self.pack.code)
        if not with_members:
            offered, visible = offered.without_members(), visible.without_members()
        return compare_registers(offered, visible)

    def publish_register(
        self,
        draft: RegisterDraft,
        info: DatasetInfo,
        *,
        base_datasets: Mapping[str, int | None],
        author: str,
        at: datetime,
    ) -> int:
        """Publish bodies whole in one transaction and return the id of their dataset.

        Names and years of birth that the workbook leaves out are kept.

        Args:
            draft: the bodies.
            info: where they come from.
            base_datasets: the state that the workbook was compared with, see
                :class:`geodata.councils.comparison.RegisterComparison`.
            author: who publishes.
            at: when.

        Raises:
            ImportRefused: the draft has errors.
            StaleRegisterError: somebody has changed a body since it was compared; nothing is written.
            StoreError: the register has no row, or the store cannot be written; nothing is.
        """
        refuse_on_errors(draft.problems)
        register = with_private_of(draft.register, self.store.register(self.pack.code, with_names=True))
        with self.store.writing(author=author, at=at) as writer:
            return writer.publish_register(self.pack.code, register, info, base_datasets=base_datasets)

    def services_template(self, instrument: InstrumentName, language: str) -> bytes:
        """Return the workbook of a form or questionnaire, see :mod:`geodata.services.template`."""
        return services_template(load_services_monitoring(), instrument, self.area_table, language=language)

    def draft_services(self, sheets: Sequence[Sheet], instrument: InstrumentName) -> ServicesDraft:
        """Draft what filled forms or questionnaires say of services.

        Raises:
            ImportRefused: with everything that is wrong with the tables.
        """
        instruments = load_services_monitoring()
        draft = self._forms if instrument == "form" else self._questionnaires
        return draft(sheets, instruments)

    def _forms(self, sheets: Sequence[Sheet], instruments: ServicesMonitoring) -> ServicesDraft:
        read = read_forms(sheets, instruments, areas=self.area_table, pack=self.pack)
        return ServicesDraft(
            "form",
            form_observations(read.table, instruments.form),
            {"scores": form_scores(read.table, instruments.form)},
            read.problems,
        )

    def _questionnaires(self, sheets: Sequence[Sheet], instruments: ServicesMonitoring) -> ServicesDraft:
        read = read_questionnaires(sheets, instruments, areas=self.area_table, pack=self.pack)
        asked, small_below = instruments.questionnaire, self.small_below
        return ServicesDraft(
            "questionnaire",
            questionnaire_observations(read.table, asked, small_below=small_below),
            {
                "ratings": rating_means(read.table, asked, small_below=small_below),
                "costs": cost_means(read.table, asked, small_below=small_below),
                "profile": profile_counts(read.table, asked, small_below=small_below),
            },
            read.problems,
        )

    def publish_services(self, draft: ServicesDraft, info: DatasetInfo, *, author: str, at: datetime) -> int:
        """Publish the indicators of services in one transaction and return the id of their dataset.

        Raises:
            StoreError: the store cannot be written; nothing is.
        """
        with self.store.writing(author=author, at=at) as writer:
            return writer.publish_observations(self.pack.code, draft.observations, info)


def register_report(draft: RegisterDraft) -> dict[str, object]:
    """Return how a workbook became a register, to keep with the dataset; it tells nothing of members.

    Problems are told by the ids of their rules: their texts name single members.
    """
    return {
        "rows": {name: len(table) for name, table in draft.register.tables() if name != "members"},
        "problems": sorted({problem.rule.id for problem in draft.problems}),
    }


def services_report(draft: ServicesDraft) -> dict[str, object]:
    """Return how filled tables became observations, to keep with the dataset; without counts of people."""
    return {"instrument": draft.instrument, "problems": _described(draft.problems)}


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
