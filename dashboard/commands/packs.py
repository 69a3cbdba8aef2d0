"""``aimak pack`` and ``aimak demo``: countries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)

from dashboard.commands.console import (
    AuthorOption,
    JsonOption,
    UnknownCountryError,
    author_name,
    known_pack,
    now,
    print_json,
    print_problems,
    print_table,
    say,
)
from geodata.packs import load_pack, pack_folders
from geodata.readers.limits import load_limits
from geodata.workspace import Workspace
from indicators.catalogue import load_catalogue
from indicators.value_rules import value_rules

if TYPE_CHECKING:
    from geodata.install import InstallReport

app = typer.Typer(help="Countries: install, list and choose.", no_args_is_help=True)

DOWNLOADS = "downloads"
DEMO_SEED = 1


@app.command("install")
def install(
    code: Annotated[str, typer.Argument(help="Code of the country pack, see: aimak pack list.")],
    *,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Folder with the source files; without it they are downloaded as far as they are published.",
            file_okay=False,
        ),
    ] = None,
    accept_changed: Annotated[
        bool, typer.Option("--accept-changed", help="Take files of another content than the pinned.")
    ] = False,
    author: AuthorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Install a country: its boundaries and tables, all or nothing, and make it the active one."""
    # The readers and their libraries take long to import: only the commands that need them wait for them.
    from geodata.install import install_pack

    pack = known_pack(code)
    folder = pack_folders()[pack.code]
    workspace = Workspace.find()
    files = source or _downloaded(folder, workspace.make_folder(DOWNLOADS, pack.code))
    with workspace.open_store() as store, _steps() as bar:
        task = bar.add_task("", total=None)
        report = install_pack(
            store,
            folder,
            files,
            rules=value_rules(load_catalogue(), currency=pack.currency),
            limits=load_limits(),
            author=author_name(author),
            at=now(),
            accept_changed=accept_changed,
            only_published=source is None,
            progress=lambda done, total, file: bar.update(
                task, completed=done, total=total, description=file
            ),
        )
    _print_report(report, as_json=as_json)


@app.command("list")
def list_packs(*, as_json: JsonOption = False) -> None:
    """List the country packs, and which are installed and active."""
    with Workspace.find().open_store() as store:
        countries = store.countries().set_index("country")["is_active"]
    packs = {code: load_pack(folder) for code, folder in pack_folders().items()}
    table = pd.DataFrame(
        {
            "code": list(packs),
            "name": [pack.name["en"] for pack in packs.values()],
            "levels": [", ".join(level.id for level in pack.levels) for pack in packs.values()],
            "is_demonstration": [pack.is_demonstration for pack in packs.values()],
            "is_installed": [code in countries.index for code in packs],
            "is_active": [bool(countries.get(code, default=False)) for code in packs],
        }
    )
    print_table(table, as_json=as_json)


@app.command("use")
def use(
    code: Annotated[str, typer.Argument(help="Code of an installed country.")], author: AuthorOption = None
) -> None:
    """Make an installed country the one that pages and commands show."""
    with (
        Workspace.find().open_store() as store,
        store.writing(author=author_name(author), at=now()) as writer,
    ):
        writer.activate(code)
    say(f"{code} is the active country")


def demo(
    *,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same country.")] = DEMO_SEED,
    author: AuthorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Generate the demonstration country and make it the active one."""
    from dashboard.demo_documents import keep_demo_documents
    from geodata.install import install_demo

    folder = next((folder for folder in pack_folders().values() if load_pack(folder).is_demonstration), None)
    if folder is None:
        raise UnknownCountryError("expected a country pack with is_demonstration, found none")
    with Workspace.find().open_store() as store:
        report = install_demo(store, folder, seed, author=author_name(author), at=now())
        keep_demo_documents(store, report.country, folder, author=author_name(author), at=now())
    _print_report(report, as_json=as_json)


def _downloaded(folder: Path, target: Path) -> Path:
    """Return the folder with the downloaded files of a pack."""
    from geodata.sources import fetch_files, load_sources

    with _transfers() as bar:

        def tell(file: str) -> _Transfer:
            return _Transfer(bar, bar.add_task(file, total=None))

        fetch_files(load_sources(folder), target, limits=load_limits(), progress=tell)
    return target


class _Transfer:
    """Passes on how much of one file has arrived."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self.bar = bar
        self.task = task

    def __call__(self, arrived: int, total: int | None) -> None:
        self.bar.update(self.task, completed=arrived, total=total)


def _transfers() -> Progress:
    return _bar(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())


def _steps() -> Progress:
    return _bar(BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))


def _bar(*columns: ProgressColumn) -> Progress:
    """Return a progress bar on stderr; a script gets none."""
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print_report(report: InstallReport, *, as_json: bool) -> None:
    print_problems(report.problems)
    if as_json:
        print_json(
            {
                "country": report.country,
                "dataset_ids": report.dataset_ids,
                "areas_by_level": report.areas_by_level,
                "observation_count": report.observation_count,
                "problems": [
                    {"severity": problem.severity, "rule": problem.rule.id, "message": problem.describe()}
                    for problem in report.problems
                ],
            }
        )
        return
    if not report.dataset_ids:
        typer.echo(f"{report.country}: already installed, now active")
        return
    levels = load_pack(pack_folders()[report.country]).levels
    counts = ", ".join(
        f"{report.areas_by_level[level.number]} {level.plural['en'].lower()}"
        for level in levels
        if level.number in report.areas_by_level
    )
    typer.echo(f"{report.country}: {counts}; {report.observation_count} observations")
