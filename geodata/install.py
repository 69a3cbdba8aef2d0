"""Install a country: its boundaries and tables drafted, then published together or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from config.i18n import N_
from geodata.boundaries.display import display_layers
from geodata.budgets import BUDGET_FILE, load_budget_pack
from geodata.councils.register import Register
from geodata.demo import generate_demo, load_demo_settings
from geodata.packs import Pack, load_pack
from geodata.problems import Problem, Rule, refuse_on_errors
from geodata.readers.limits import Limits
from geodata.schemas import AREAS
from geodata.sources import (
    CheckedFiles,
    PackDraft,
    Sources,
    check_files,
    draft_pack,
    load_sources,
    published_sources,
)
from geodata.sources.drafts import StepProgress
from geodata.sources.models import TableSource
from geodata.store import DatasetInfo, Store
from geodata.tables.indicators import ValueRule

INSTALLED_ALREADY = Rule(
    "installed_already",
    N_("Exactly this is installed already; nothing was written."),
    N_("Nothing to do."),
    severity="note",
)

INSTALLATION = "installation"
"""Key of a dataset's report: what the datasets of one installation have in common, and how many they are."""

DEMO_LICENCE = "CC0 1.0"


@dataclass(frozen=True, kw_only=True)
class InstallReport:
    """What an installation did."""

    country: str
    dataset_ids: tuple[int, ...]
    """The datasets published, boundaries first; none if all of it was there already."""
    areas_by_level: Mapping[int, int]
    observation_count: int
    problems: tuple[Problem, ...]
    """Warnings and notes."""


def install_pack(
    store: Store,
    folder: Path,
    files: Path,
    *,
    rules: Mapping[str, ValueRule],
    limits: Limits,
    author: str,
    at: datetime,
    accept_changed: bool = False,
    only_published: bool = False,
    progress: StepProgress | None = None,
) -> InstallReport:
    """Install a country from its pack and a folder with its source files, and make it the active one.

    Everything is written in one transaction. A country of which exactly this is published already is only
    made active.

    Args:
        store: where to.
        folder: the pack's folder, with ``pack.toml`` and ``sources.toml``.
        files: the folder with the source files.
        rules: what is known of each indicator, by id.
        limits: upper bounds on what is read.
        author: who installs, for the audit log.
        at: when, with time zone.
        accept_changed: take source files of another content than the pinned, too.
        only_published: leave out, with a warning, the tables of files that are published at no address and
            are not in the folder.
        progress: told before each step.

    Raises:
        ConfigError: the pack has faults.
        ImportRefused: files are missing, changed or faulty; with all reasons. Nothing is written.
        StoreError: the store cannot be written; nothing is.
    """
    pack, sources = load_pack(folder), load_sources(folder)
    left_out: Sequence[Problem] = ()
    if only_published:
        sources, left_out = published_sources(sources, files)
    checked = check_files(sources.files, files, accept_changed=accept_changed)
    fingerprint = _fingerprint(folder, checked.sha256.values())
    publishing = _Publishing(store=store, pack=pack, fingerprint=fingerprint, author=author, at=at)
    if publishing.is_done():
        return publishing.activate(left_out)
    draft = draft_pack(sources, checked, pack=pack, rules=rules, limits=limits, progress=progress)
    refuse_on_errors(draft.problems)
    tables = [
        (table, _table_info(step, checked)) for step, table in zip(sources.tables, draft.tables, strict=True)
    ]
    tables += _prices(folder, pack)
    areas = draft.areas.areas, _areas_info(sources, checked, draft)
    return publishing.publish(areas, tables, (*left_out, *draft.problems))


def install_demo(store: Store, folder: Path, seed: int, *, author: str, at: datetime) -> InstallReport:
    """Generate the demonstration country of a pack and install it, all in one transaction.

    Args:
        store: where to.
        folder: the folder of a demonstration pack.
        seed: any whole number from 0; the same seed gives the same country.
        author: who installs, for the audit log.
        at: when, with time zone.

    Raises:
        ConfigError: the pack has faults.
        StoreError: the store cannot be written; nothing is.
    """
    pack = load_pack(folder)
    fingerprint = _fingerprint(folder, [str(seed)])
    publishing = _Publishing(store=store, pack=pack, fingerprint=fingerprint, author=author, at=at)
    if publishing.is_done():
        return publishing.activate()
    country = generate_demo(seed, pack, load_demo_settings(folder))
    info = DatasetInfo(
        title=f"{pack.name['en']}, seed {seed}",
        source="demonstration data, generated",
        licence=DEMO_LICENCE,
        file_name=folder.name,
        file_sha256=fingerprint,
    )
    return publishing.publish(
        (_with_attributes(country.areas), info),
        [(country.observations, info)],
        (),
        registers=[(country.register, info)] if country.register.row_count else [],
    )


@dataclass(frozen=True, kw_only=True)
class _Publishing:
    """One country on its way into a store, known again by the fingerprint of what it is made from."""

    store: Store
    pack: Pack
    fingerprint: str
    author: str
    at: datetime

    def is_done(self) -> bool:
        """Whether the last installation of this country was exactly this one and is wholly published."""
        datasets = self.store.datasets(self.pack.code)
        reports = datasets.loc[datasets["status"] == "published", "report"]
        marks = [report[INSTALLATION] for report in reports if INSTALLATION in report]
        expected = marks[-1]["datasets"] if marks else 0
        last = [mark["fingerprint"] for mark in marks[-expected:]]
        return bool(last) and last == [self.fingerprint] * expected

    def activate(self, problems: Sequence[Problem] = ()) -> InstallReport:
        """Make the installed country the active one."""
        with self.store.writing(author=self.author, at=self.at) as writer:
            writer.activate(self.pack.code)
        return InstallReport(
            country=self.pack.code,
            dataset_ids=(),
            areas_by_level={},
            observation_count=0,
            problems=(*problems, Problem(INSTALLED_ALREADY)),
        )

    def publish(
        self,
        boundaries: tuple[GeoDataFrame, DatasetInfo],
        tables: Sequence[tuple[pd.DataFrame, DatasetInfo]],
        problems: Sequence[Problem],
        *,
        registers: Sequence[tuple[Register, DatasetInfo]] = (),
    ) -> InstallReport:
        """Write everything in one transaction."""
        areas, areas_info = boundaries
        display = display_layers(areas, equal_area_crs=self.pack.equal_area_crs)
        mark = {"fingerprint": self.fingerprint, "datasets": 1 + len(tables) + len(registers)}
        with self.store.writing(author=self.author, at=self.at) as writer:
            writer.install_country(self.pack.code)
            ids = [writer.publish_areas(self.pack.code, areas, _marked(areas_info, mark), display)]
            ids += [
                writer.publish_observations(self.pack.code, table, _marked(info, mark))
                for table, info in tables
            ]
            ids += [
                writer.publish_register(self.pack.code, register, _marked(info, mark))
                for register, info in registers
            ]
        return InstallReport(
            country=self.pack.code,
            dataset_ids=tuple(ids),
            areas_by_level=dict(sorted(Counter(areas["admin_level"].tolist()).items())),
            observation_count=sum(len(table) for table, _ in tables),
            problems=tuple(problems),
        )


def _fingerprint(folder: Path, parts: Iterable[str]) -> str:
    """Return a hash of everything that an installation depends on: program, pack and ``parts``."""
    digest = hashlib.sha256(version("aimak").encode())
    for path in sorted(folder.glob("*.toml")):
        digest.update(path.read_bytes())
    for part in parts:
        digest.update(part.encode())
    return digest.hexdigest()


def _marked(info: DatasetInfo, mark: Mapping[str, object]) -> DatasetInfo:
    return replace(info, report={**info.report, INSTALLATION: mark})


def _areas_info(sources: Sources, checked: CheckedFiles, draft: PackDraft) -> DatasetInfo:
    names = dict.fromkeys(name for step in sources.areas for name in step.files)
    changes = {str(level): repair.account() for level, repair in draft.areas.repairs.items()}
    problems = [problem.describe() for problem in draft.areas.problems]
    return _info(checked, list(names), report={"repairs": changes, "problems": problems})


def _table_info(step: TableSource, checked: CheckedFiles) -> DatasetInfo:
    info = _info(checked, [step.file], report={"titles": step.title})
    return replace(info, title=step.title["en"], note=step.note)


def _prices(folder: Path, pack: Pack) -> list[tuple[pd.DataFrame, DatasetInfo]]:
    """Return the price index of the country's budget statistics as a table, none where it has none."""
    budget = load_budget_pack(folder)
    if budget is None or budget.price_index is None:
        return []
    info = DatasetInfo(
        title=budget.price_index.title["en"],
        source=budget.price_index.source,
        licence=budget.price_index.licence,
        file_name=BUDGET_FILE,
        file_sha256=hashlib.sha256((folder / BUDGET_FILE).read_bytes()).hexdigest(),
        report={"titles": budget.price_index.title},
    )
    return [(budget.price_observations(pack.area_code), info)]


def _info(checked: CheckedFiles, names: Sequence[str], *, report: Mapping[str, object]) -> DatasetInfo:
    """Return the provenance of what comes from several files; their hashes are hashed into one."""
    files = [checked.files[name] for name in names]
    hashes = [checked.sha256[name] for name in names]
    described = [
        file.model_dump(mode="json") | {"sha256": sha256} for file, sha256 in zip(files, hashes, strict=True)
    ]
    return DatasetInfo(
        title=_joined(file.title for file in files),
        source=_joined(file.attribution for file in files),
        licence=_joined(file.licence for file in files),
        file_name=_joined(file.path for file in files),
        file_sha256=hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest(),
        report={"files": described, **report},
    )


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _with_attributes(areas: GeoDataFrame) -> GeoDataFrame:
    """Move the columns that only this country has into ``attributes``, where the store keeps them."""
    known = {*AREAS.columns, areas.geometry.name}
    own = [column for column in areas.columns if column not in known and not column.startswith("name_")]
    if not own:
        return areas
    attributes = pd.Series(areas[own].to_dict("records"), index=areas.index)
    return areas.drop(columns=own).assign(attributes=attributes)
