"""``aimak import`` and ``aimak data``: datasets."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.console import (
    ENGLISH,
    AuthorOption,
    CountryOption,
    JsonOption,
    Language,
    UnwritableFileError,
    author_name,
    chosen_country,
    known_pack,
    now,
    print_json,
    print_problems,
    print_table,
    say,
)
from geodata.problems import refuse_on_errors
from geodata.store import DatasetInfo
from geodata.workspace import Workspace

app = typer.Typer(help="Datasets: list and withdraw.", no_args_is_help=True)


class Kind(StrEnum):
    """What a file holds."""

    AREAS = "areas"
    TABLE = "table"
    REGISTER = "register"
    SERVICES_FORM = "services-form"
    SERVICES_QUESTIONNAIRE = "services-questionnaire"


class TemplateKind(StrEnum):
    """What a workbook to fill in is for."""

    REGISTER = "register"
    SERVICES_FORM = "services-form"
    SERVICES_QUESTIONNAIRE = "services-questionnaire"


def import_file(
    file: Annotated[Path, typer.Argument(help="Boundaries, a table, a register, or filled forms.")],
    *,
    kind: Annotated[Kind, typer.Option(help="What the file holds.")],
    level: Annotated[
        int | None, typer.Option(min=0, max=9, help="Level of the areas in a boundary file.")
    ] = None,
    layer: Annotated[str | None, typer.Option(help="Layer of a boundary file with several.")] = None,
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
    """Import a file; it is published only without errors.

    Of forms and questionnaires on services only indicators are kept, never the answers.
    """
    if kind is Kind.AREAS and level is None:
        raise typer.BadParameter("expected the level of the areas", param_hint="--level")
    # The readers and their libraries take long to import: no other command waits for them.
    from dashboard.commands import file_import
    from geodata.readers.download import file_sha256

    with Workspace.find().open_store() as store:
        target = file_import.import_target(store, known_pack(chosen_country(store, country)))
        drafts = {
            Kind.AREAS: partial(
                file_import.draft_boundary_file,
                admin_level=level or 0,
                layer=layer,
                layout=layout,
                crs=crs,
            ),
            Kind.TABLE: partial(file_import.draft_table_file, layout=layout, choices=choices),
            Kind.REGISTER: file_import.draft_register_file,
            Kind.SERVICES_FORM: partial(file_import.draft_services_file, instrument="form"),
            Kind.SERVICES_QUESTIONNAIRE: partial(file_import.draft_services_file, instrument="questionnaire"),
        }
        drafted = drafts[kind](target, file)
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
        dataset_id = None if dry_run else drafted.publish(info, author=author_name(author), at=now())
    if as_json:
        print_json({"dataset_id": dataset_id, "row_count": drafted.row_count})
    else:
        done = "would be published" if dry_run else f"published as dataset {dataset_id}"
        typer.echo(f"{drafted.row_count} rows {done}")


@app.command("template")
def template(
    *,
    kind: Annotated[TemplateKind, typer.Option(help="What is to be filled in.")],
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="New file to write; else COUNTRY-KIND.xlsx here.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Of headings, names and instructions.")] = ENGLISH,
    with_register: Annotated[
        bool, typer.Option("--with-register", help="With the published register, to be corrected.")
    ] = False,
    country: CountryOption = None,
) -> None:
    """Write a workbook to fill in and to import; names and years of birth of members are never in it."""
    if with_register and kind is not TemplateKind.REGISTER:
        raise typer.BadParameter("expected it only with --kind register", param_hint="--with-register")
    from dashboard.commands.file_import import import_target

    with Workspace.find().open_store() as store:
        target = import_target(store, known_pack(chosen_country(store, country)))
        contents: dict[TemplateKind, Callable[[], bytes]] = {
            TemplateKind.REGISTER: partial(
                target.register_template, language.value, with_register=with_register
            ),
            TemplateKind.SERVICES_FORM: partial(target.services_template, "form", language.value),
            TemplateKind.SERVICES_QUESTIONNAIRE: partial(
                target.services_template, "questionnaire", language.value
            ),
        }
        path = out or Path(f"{target.pack.code}-{kind}.xlsx")
        _write_new(path, contents[kind]())
    say(f"written to {path}; next: aimak import {path} --kind {kind}")


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise UnwritableFileError(f"{path} cannot be written: {error.strerror}") from error


@app.command("list")
def list_datasets(*, country: CountryOption = None, as_json: JsonOption = False) -> None:
    """List the datasets of a country, withdrawn ones too; how many rows a register has is not told."""
    with Workspace.find().open_store() as store:
        datasets = store.datasets(chosen_country(store, country))
    datasets["row_count"] = datasets["row_count"].astype("Int64").mask(datasets["kind"] == "register")
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
