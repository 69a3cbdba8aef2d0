"""``aimak hearing``: what a hearing takes, and by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands import console
from dashboard.commands.console import (
    ENGLISH,
    CountryOption,
    JsonOption,
    Language,
    parsed_day,
    print_json,
    print_table,
    say,
)

app = typer.Typer(help="Hearings: their tasks and days.", no_args_is_help=True)

DAY = "YYYY-MM-DD"


@app.callback()
def hearing() -> None:
    """Keep ``plan`` a command of its own while it is the only one."""


@app.command("plan")
def plan(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE.toml", exists=True, dir_okay=False, readable=True, help="A saved plan."),
    ] = None,
    *,
    hearing_type: Annotated[str | None, typer.Option("--type", metavar="KEY", help="Of the pack.")] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="Where it is held.")] = None,
    topic: Annotated[str | None, typer.Option(help="What it is on.")] = None,
    on: Annotated[
        date | None, typer.Option("--on", parser=parsed_day, metavar=DAY, help="When it is held.")
    ] = None,
    today: Annotated[
        date | None, typer.Option("--today", parser=parsed_day, metavar=DAY, help="The day it is looked at.")
    ] = None,
    ics: Annotated[
        typer.FileBinaryWrite | None, typer.Option("--ics", help="Write a calendar; - for stdout.")
    ] = None,
    docx: Annotated[
        typer.FileBinaryWrite | None, typer.Option("--docx", help="Write a checklist (Word).")
    ] = None,
    toml: Annotated[
        typer.FileTextWrite | None,
        typer.Option("--toml", encoding="utf-8", help="Write the plan, to be read back."),
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the calendar and the checklist.")] = ENGLISH,
    country: CountryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the dated tasks of a hearing, what is overdue first.

    The hearing is told by --type, --area, --topic and --on, or by a file that --toml wrote. The tasks go to
    stdout; what can no longer be done in time, the first day for which everything can, and what is assumed of
    the days go to stderr.
    """
    told = {"--type": hearing_type, "--area": area, "--topic": topic, "--on": on}
    _require_one_way(file, told)
    # Documents and their libraries take long to import: no other command waits for them.
    from dashboard.commands import hearing_plan

    day = today or console.today()
    planned = hearing_plan.plan(
        country,
        hearing_plan.read(file) if file else hearing_plan.told(hearing_type, area, topic, on),
        on=day,
    )
    if ics:
        ics.write(hearing_plan.calendar(planned, language.value))
    if docx:
        docx.write(hearing_plan.checklist(planned, language.value))
    if toml:
        toml.write(hearing_plan.toml(planned))
    if as_json:
        print_json(hearing_plan.record(planned))
    else:
        print_table(hearing_plan.written(planned), as_json=False)
    for line in hearing_plan.remarks(planned):
        say(line)


def _require_one_way(file: Path | None, told: dict[str, object]) -> None:
    given = [name for name, value in told.items() if value is not None]
    if file is not None and given:
        raise typer.BadParameter(f"expected a file without {', '.join(given)}, which it tells itself")
    if file is None and len(given) < len(told):
        missing = [name for name in told if name not in given]
        raise typer.BadParameter(f"expected a file, or also {', '.join(missing)}")
