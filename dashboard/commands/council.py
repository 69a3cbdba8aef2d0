"""``aimak council``: whether bodies are composed as they must be, and who is represented."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import typer

from dashboard.commands.console import (
    CountryOption,
    ExitCode,
    JsonOption,
    parsed_day,
    print_json,
    print_problems,
    print_table,
    require_one_format,
    say,
    today,
)

app = typer.Typer(help="Councils and other bodies: composition, coverage, gaps.", no_args_is_help=True)

DayOption = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=parsed_day,
        metavar="YYYY-MM-DD",
        help="The day; else the last of which the register tells, else today.",
    ),
]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print a row per area and measure as CSV.")]


@app.command("check")
def check(
    target: Annotated[
        str, typer.Argument(metavar="FILE|CODE", help="A composition (TOML), a workbook, a body or an area.")
    ],
    *,
    on: DayOption = None,
    country: CountryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold the composition of bodies against the rules in force on a day.

    FILE is a composition as the page writes it (TOML) or a filled-in workbook of a register (xlsx), whose
    problems are told, too; numbers in a file are told as they are. CODE is a body of the register, or an area
    with all its bodies: no numbers of people are told. The day is that of the file, else the last of which a
    register tells, else today.

    Exit code 0 only if every rule of every body is met; 1 if one is broken or cannot be told.
    """
    # Computing and its libraries take long to import: no other command waits for them.
    from dashboard.commands import council_check

    checked = council_check.check(target, country, on=on, today=today())
    if as_json:
        print_json(council_check.records(checked))
    else:
        typer.echo("\n".join(council_check.lines(checked)))
    print_problems(checked.problems)
    for line in council_check.remarks(checked):
        say(line)
    if not checked.is_right:
        raise typer.Exit(ExitCode.REFUSED)


@app.command("coverage")
def coverage(
    *,
    level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="Number or id of a level; else only the country.")
    ] = None,
    body_type: Annotated[
        str | None, typer.Option("--body-type", metavar="KEY", help="Bodies of one type; else of every type.")
    ] = None,
    measure: Annotated[str | None, typer.Option(metavar="KEY", help="One measure; else every one.")] = None,
    on: DayOption = None,
    one_per: Annotated[
        Literal["settlement", "area"],
        typer.Option("--one-per", help="What a norm that leaves it open is taken to mean."),
    ] = "settlement",
    printed: Annotated[
        bool, typer.Option("--printed", help="The figures that sources print, with their sums, instead.")
    ] = False,
    country: CountryOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Measure how far councils cover the areas of a level, the country first.

    Numbers are as they may be published: where people are few they are left out. A percentage is there only
    where its denominator is loaded; else why it is not. The day is the last of which the register tells, else
    today.
    """
    require_one_format(as_json=as_json, as_csv=as_csv)
    if printed:
        if as_csv or level or body_type or measure or on:
            raise typer.BadParameter("expected --printed with --country or --json alone")
        _printed(country, as_json=as_json)
        return
    from dashboard.commands import council_coverage
    from dashboard.export.csv import csv_text

    found = council_coverage.coverage(
        country,
        level=level,
        body_type=body_type,
        measure=measure,
        on=on,
        today=today(),
        one_per=one_per,
    )
    if as_json:
        print_json(council_coverage.records(found))
    elif as_csv:
        typer.echo(csv_text(council_coverage.tidy_table(found)), nl=False)
    else:
        print_table(council_coverage.written(found), as_json=False, text_width=None)
    for line in council_coverage.remarks(found):
        say(line)


@app.command("gaps")
def gaps(
    *,
    on: DayOption = None,
    country: CountryOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List the settlements without an elected deputy, the most populous first."""
    require_one_format(as_json=as_json, as_csv=as_csv)
    from dashboard.commands import council_coverage
    from dashboard.export.csv import csv_text

    found, remarks = council_coverage.settlements_without_deputy(country, on=on, today=today())
    if as_csv:
        typer.echo(csv_text(found), nl=False)
    else:
        print_table(found, as_json=as_json)
    for line in remarks:
        say(line)


def _printed(country: str | None, *, as_json: bool) -> None:
    from dashboard.commands import council_printed

    found = council_printed.printed_tables(country)
    if as_json:
        print_json(council_printed.records(found))
        return
    for each in found:
        typer.echo(council_printed.heading(each))
        print_table(council_printed.written(each), as_json=False)
        for line in council_printed.remarks(each):
            say(line)
