"""``aimak import`` and ``aimak data``: datasets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from config.loader import ConfigModel, load_toml
from dashboard.commands.console import (
    AuthorOption,
    CountryOption,
    JsonOption,
    author_name,
    chosen_country,
    known_pack,
    now,
    print_json,
    print_problems,
    print_table,
    say,
)
from geodata.boundaries.columns import BoundaryColumns, guess_columns
from geodata.boundaries.display import display_layers
from geodata.boundaries.draft import draft_areas
from geodata.packs import Pack
from geodata.problems import Problem, refuse_on_errors
from geodata.readers.download import file_sha256
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.readers.vector import read_vector
from geodata.store import DatasetInfo, Store, Writer
from geodata.tables.choices import Choices
from geodata.tables.draft import draft_observations
from geodata.tables.layout import Layout, guess_layout
from geodata.workspace import Workspace
from indicators.catalogue import load_catalogue
from indicators.value_rules import value_rules

app = typer.Typer(help="Datasets: list and withdraw.", no_args_is_help=True)


class Kind(StrEnum):
    """What a file holds."""

    AREAS = "areas"
    TABLE = "table"


class AreasLayout(ConfigModel):
    """``--layout`` of a boundary file."""

    columns: BoundaryColumns


@dataclass(frozen=True)
class _Import:
    """A file read and drafted, with how to publish it."""

    problems: Sequence[Problem]
    row_count: int
    report: Mapping[str, object]
    publish: Callable[[Writer, DatasetInfo], int]


def import_file(
    file: Annotated[Path, typer.Argument(help="Boundaries or a table.")],
    *,
    kind: Annotated[Kind, typer.Option(help="What the file holds.")],
    level: Annotated[
        int | None, typer.Option(min=0, max=9, help="Level of the areas in a boundary file.")
    ] = None,
    layout: Annotated[
        Path | None, typer.Option(help="TOML file that says where things stand, in place of the guess.")
    ] = None,
    choices: Annotated[
        Path | None, typer.Option(help="TOML file with answers to a table's questions.")
    ] = None,
    crs: Annotated[str | None, typer.Option(help="CRS of a boundary file that states none.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the dataset; else the file's name.")] = None,
    source: Annotated[str, typer.Option(help="Whom to cite.")] = "not stated",
    licence: Annotated[str, typer.Option(help="Under which terms.")] = "not stated",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show the problems; publish nothing.")
    ] = False,
    country: CountryOption = None,
    author: AuthorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import a file of boundaries or observations; it is published only without errors."""
    if kind is Kind.AREAS and level is None:
        raise typer.BadParameter("expected the level of the areas", param_hint="--level")
    with Workspace.find().open_store() as store:
        code = chosen_country(store, country)
        pack = known_pack(code)
        if kind is Kind.AREAS:
            drafted = _draft_areas(store, pack, file, level=level or 0, layout=layout, crs=crs)
        else:
            drafted = _draft_table(store, pack, file, layout=layout, choices=choices)
        refuse_on_errors(drafted.problems)
        print_problems(drafted.problems)
        info = DatasetInfo(
            title=title or file.name,
            source=source,
            licence=licence,
            file_name=file.name,
            file_sha256=file_sha256(file),
            report=drafted.report,
        )
        dataset_id = None if dry_run else _publish(store, drafted, info, author_name(author))
    if as_json:
        print_json({"dataset_id": dataset_id, "row_count": drafted.row_count})
    else:
        done = "would be published" if dry_run else f"published as dataset {dataset_id}"
        typer.echo(f"{drafted.row_count} rows {done}")


@app.command("list")
def list_datasets(*, country: CountryOption = None, as_json: JsonOption = False) -> None:
    """List the datasets of a country, withdrawn ones too."""
    with Workspace.find().open_store() as store:
        datasets = store.datasets(chosen_country(store, country))
    datasets["created_at"] = datasets["created_at"].dt.floor("s")
    shown = ["id", "kind", "title", "row_count", "status", "author", "created_at", "source", "licence"]
    print_table(datasets if as_json else datasets[shown], as_json=as_json)


@app.command("withdraw")
def withdraw(
    dataset_id: Annotated[int, typer.Argument(help="Id of the dataset, see: aimak data list.")],
    reason: Annotated[str, typer.Option(help="Why, for the audit log.")],
    author: AuthorOption = None,
) -> None:
    """Take a dataset out of sight; what it superseded is seen again."""
    with (
        Workspace.find().open_store() as store,
        store.writing(author=author_name(author), at=now()) as writer,
    ):
        writer.withdraw(dataset_id, reason)
    say(f"dataset {dataset_id} is withdrawn")


def _publish(store: Store, drafted: _Import, info: DatasetInfo, author: str) -> int:
    with store.writing(author=author, at=now()) as writer:
        return drafted.publish(writer, info)


def _draft_areas(
    store: Store, pack: Pack, file: Path, *, level: int, layout: Path | None, crs: str | None
) -> _Import:
    frame, remarks = read_vector(file, limits=load_limits(), crs=crs)
    columns = load_toml(layout, AreasLayout).columns if layout else guess_columns(frame, pack)
    draft = draft_areas({level: (frame, columns)}, pack=pack, existing=store.areas(pack.code))

    def publish(writer: Writer, info: DatasetInfo) -> int:
        display = display_layers(draft.areas, equal_area_crs=pack.equal_area_crs)
        return writer.publish_areas(pack.code, draft.areas, info, display)

    report = {"columns": columns.chosen()}
    return _Import((*remarks, *draft.problems), len(draft.areas), report, publish)


def _draft_table(
    store: Store, pack: Pack, file: Path, *, layout: Path | None, choices: Path | None
) -> _Import:
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
    return _Import(draft.problems, len(draft.observations), report, publish)
