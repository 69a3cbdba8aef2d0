"""``aimak db``: the store itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.console import ExitCode, JsonOption, print_json, print_problems, say
from geodata.store import Store
from geodata.store.maintenance import backup as back_up_store
from geodata.store.maintenance import check as check_store
from geodata.store.maintenance import restore as restore_store
from geodata.workspace import Workspace

app = typer.Typer(help="The store: upgrade, back up, restore and check.", no_args_is_help=True)


@app.command("upgrade")
def upgrade() -> None:
    """Create the store's schema, or bring it to the newest revision."""
    workspace = Workspace.find()
    workspace.make_folder()
    Store.upgrade(workspace.url).close()
    say("the store has the schema this program needs")


@app.command("backup")
def backup(target: Annotated[Path, typer.Argument(help="New file to write.")]) -> None:
    """Write the whole store to one file; it may stay in use meanwhile."""
    with Workspace.find().open_store() as store:
        back_up_store(store, target)
    say(f"backed up to {target}")


@app.command("restore")
def restore(
    source: Annotated[Path, typer.Argument(help="Backup file.")],
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a store that holds data.")] = False,
) -> None:
    """Replace the store by a backup, at once or not at all."""
    workspace = Workspace.find()
    workspace.make_folder()
    restore_store(source, workspace.url, overwrite=overwrite)
    say(f"restored from {source}")


@app.command("check")
def check(*, as_json: JsonOption = False) -> None:
    """Check that the store holds exactly what was published."""
    with Workspace.find().open_store() as store:
        problems = check_store(store)
    if as_json:
        print_json([{"rule": problem.rule.id, "message": problem.describe()} for problem in problems])
    print_problems(problems)
    if problems:
        raise typer.Exit(ExitCode.STORE)
    say("the store is clean")
