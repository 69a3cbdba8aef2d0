"""The command line: ``aimak``."""

from __future__ import annotations

import sys

import typer

from config.errors import AimakError
from dashboard.commands import (
    assess,
    budget,
    council,
    data,
    database,
    docs,
    hearing,
    packs,
    profiles,
    serving,
    values,
)
from dashboard.commands.console import ExitCode, print_problems, say
from geodata.problems import ImportRefused
from geodata.store import StoreError
from geodata.workspace import WorkspaceError

EXIT_CODES = (
    f"Exit codes: {ExitCode.OK:d} done, {ExitCode.REFUSED:d} the input was refused or nothing answers the "
    f"question, {ExitCode.USAGE:d} wrong usage, {ExitCode.STORE:d} trouble with the workspace or its store."
)

app = typer.Typer(
    name="aimak",
    help=f"Which territories lag, and the plans that answer it.\n\n{EXIT_CODES}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serving.serve)
app.command("demo")(packs.demo)
app.add_typer(packs.app, name="pack")
app.command("import")(data.import_file)
app.add_typer(data.app, name="data")
app.command("values")(values.values)
app.add_typer(assess.app, name="assess")
app.add_typer(budget.app, name="budget")
app.add_typer(council.app, name="council")
app.add_typer(hearing.app, name="hearing")
app.add_typer(profiles.app, name="profile")
app.add_typer(database.app, name="db")
app.command("docs")(docs.docs)


def main() -> None:
    """Run the command line; every error becomes plain lines on stderr and an exit code."""
    try:
        app()
    except ImportRefused as refusal:
        print_problems(refusal.problems)
        sys.exit(ExitCode.REFUSED)
    except (StoreError, WorkspaceError) as error:
        say(f"error: {error}")
        sys.exit(ExitCode.STORE)
    except AimakError as error:
        say(f"error: {error}")
        sys.exit(ExitCode.REFUSED)
