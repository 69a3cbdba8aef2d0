"""A person's file as ``aimak import`` takes it in: read, drafted, and ready to publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from config.loader import ConfigModel, load_toml
from dashboard.imports import (
    Target,
    boundaries_report,
    register_report,
    services_report,
    table_report,
)
from geodata.boundaries.columns import BoundaryColumns, guess_columns
from geodata.budgets import load_budget_pack
from geodata.councils import load_council_pack
from geodata.packs import Pack, pack_folders
from geodata.problems import Problem
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.readers.vector import read_vector
from geodata.services.instruments import InstrumentName
from geodata.store import DatasetInfo, Store
from geodata.tables.choices import Choices
from geodata.tables.layout import Layout, guess_layout
from indicators.catalogue import load_catalogue
from indicators.value_rules import value_rules


class AreasLayout(ConfigModel):
    """``--layout`` of a boundary file."""

    columns: BoundaryColumns


class Publish(Protocol):
    """Publishes what was drafted and returns the id of the new dataset."""

    def __call__(self, info: DatasetInfo, *, author: str, at: datetime) -> int:
        """See :meth:`dashboard.imports.Target.publish_table`."""


@dataclass(frozen=True)
class FileImport:
    """A file read and drafted, with how to publish it."""

    problems: Sequence[Problem]
    row_count: int
    report: Mapping[str, object]
    publish: Publish


def import_target(store: Store, pack: Pack) -> Target:
    """Return the country of a store as files are brought into it."""
    folder = pack_folders()[pack.code]
    budget = load_budget_pack(folder)
    return Target(
        store=store,
        pack=pack,
        areas=store.areas(pack.code),
        rules=value_rules(load_catalogue(), currency=pack.currency, budget=budget),
        version=store.data_version(pack.code),
        budget=budget,
        councils=load_council_pack(folder),
    )


def draft_boundary_file(
    target: Target, file: Path, *, admin_level: int, layer: str | None, layout: Path | None, crs: str | None
) -> FileImport:
    """Draft a file of boundaries.

    Raises:
        ImportRefused: it cannot be read or lacks columns.
        ConfigError: the layout has faults.
    """
    frame, remarks = read_vector(file, limits=load_limits(), layer=layer, crs=crs)
    columns = load_toml(layout, AreasLayout).columns if layout else guess_columns(frame, target.pack)
    draft = target.draft_boundaries(frame, columns, level=admin_level, valid_from=None)
    return FileImport(
        (*remarks, *draft.problems),
        len(draft.areas),
        boundaries_report(draft, columns, remarks),
        partial(target.publish_boundaries, draft),
    )


def draft_table_file(target: Target, file: Path, *, layout: Path | None, choices: Path | None) -> FileImport:
    """Draft a file of observations.

    Raises:
        ImportRefused: it cannot be read, or the layout does not fit.
        ConfigError: layout or choices have faults.
    """
    sheets = read_sheets(file, limits=load_limits())
    if layout:
        layouts = [load_toml(layout, Layout)]
    else:
        layouts = [
            guess_layout(
                sheet, pack=target.pack, indicators=target.rules, areas=target.areas, scopes=target.scopes
            )
            for sheet in sheets
        ]
    answers = load_toml(choices, Choices) if choices else Choices()
    draft = target.draft_table(sheets, layouts, answers)
    return FileImport(
        draft.problems,
        len(draft.observations),
        table_report(draft, layouts),
        partial(target.publish_table, draft),
    )


def draft_register_file(target: Target, file: Path) -> FileImport:
    """Draft a workbook of a register of councils.

    Raises:
        ImportRefused: it cannot be read, or the country's pack says nothing of councils.
    """
    draft = target.draft_register(file)
    compared = target.compare_register(draft, with_members=False)
    return FileImport(
        draft.problems,
        draft.register.row_count,
        register_report(draft),
        partial(target.publish_register, draft, base_datasets=compared.base_datasets),
    )


def draft_services_file(target: Target, file: Path, *, instrument: InstrumentName) -> FileImport:
    """Draft filled forms or questionnaires of services monitoring.

    Raises:
        ImportRefused: they cannot be read, or have errors.
    """
    draft = target.draft_services(read_sheets(file, limits=load_limits()), instrument)
    return FileImport(
        draft.problems,
        len(draft.observations),
        services_report(draft),
        partial(target.publish_services, draft),
    )
