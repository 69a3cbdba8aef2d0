"""A person's file as ``aimak import`` takes it in: read, drafted, and ready to publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.loader import ConfigModel, load_toml
from geodata.boundaries.columns import BoundaryColumns, guess_columns
from geodata.boundaries.display import display_layers
from geodata.boundaries.draft import draft_areas
from geodata.packs import Pack
from geodata.problems import Problem
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.readers.vector import read_vector
from geodata.store import DatasetInfo, Store, Writer
from geodata.tables.choices import Choices
from geodata.tables.draft import draft_observations
from geodata.tables.layout import Layout, guess_layout
from indicators.catalogue import load_catalogue
from indicators.value_rules import value_rules


class AreasLayout(ConfigModel):
    """``--layout`` of a boundary file."""

    columns: BoundaryColumns


@dataclass(frozen=True)
class FileImport:
    """A file read and drafted, with how to publish it."""

    problems: Sequence[Problem]
    row_count: int
    report: Mapping[str, object]
    publish: Callable[[Writer, DatasetInfo], int]


def draft_boundary_file(
    store: Store,
    pack: Pack,
    file: Path,
    *,
    admin_level: int,
    layer: str | None,
    layout: Path | None,
    crs: str | None,
) -> FileImport:
    """Draft a file of boundaries.

    Raises:
        ImportRefused: it cannot be read or lacks columns.
        ConfigError: the layout has faults.
    """
    frame, remarks = read_vector(file, limits=load_limits(), layer=layer, crs=crs)
    columns = load_toml(layout, AreasLayout).columns if layout else guess_columns(frame, pack)
    draft = draft_areas({admin_level: (frame, columns)}, pack=pack, existing=store.areas(pack.code))

    def publish(writer: Writer, info: DatasetInfo) -> int:
        display = display_layers(draft.areas, equal_area_crs=pack.equal_area_crs)
        return writer.publish_areas(pack.code, draft.areas, info, display)

    report = {"columns": columns.chosen()}
    return FileImport((*remarks, *draft.problems), len(draft.areas), report, publish)


def draft_table_file(
    store: Store, pack: Pack, file: Path, *, layout: Path | None, choices: Path | None
) -> FileImport:
    """Draft a file of observations.

    Raises:
        ImportRefused: it cannot be read, or the layout does not fit.
        ConfigError: layout or choices have faults.
    """
    sheets = read_sheets(file, limits=load_limits())
    areas = store.areas(pack.code, with_geometry=False)
    rules = value_rules(load_catalogue(), currency=pack.currency)
    if layout:
        layouts = [load_toml(layout, Layout)]
    else:
        layouts = [guess_layout(sheet, pack=pack, indicators=rules, areas=areas) for sheet in sheets]
    answers = load_toml(choices, Choices) if choices else Choices()
    draft = draft_observations(sheets, layouts, areas=areas, rules=rules, pack=pack, choices=answers)

    def publish(writer: Writer, info: DatasetInfo) -> int:
        return writer.publish_observations(pack.code, draft.observations, info)

    report = {
        "layouts": [each.model_dump(mode="json") for each in layouts],
        "choices": answers.model_dump(mode="json"),
    }
    return FileImport(draft.problems, len(draft.observations), report, publish)
