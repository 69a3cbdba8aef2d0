"""``aimak budget``: who can pay for its services, what another formula would do, what does not add up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.console import (
    CountryOption,
    ExitCode,
    JsonOption,
    print_json,
    print_table,
    require_one_format,
    say,
)

app = typer.Typer(help="Budgets of areas: provision, equalization, checks.", no_args_is_help=True)

LevelOption = Annotated[
    str | None, typer.Option(metavar="LEVEL", help="Number or id of a level; else the smallest areas.")
]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print a row per area as CSV.")]
ScenarioArgument = Annotated[
    str | None, typer.Argument(metavar="SCENARIO.toml|@ID", help="A file, or a saved scenario.")
]

NEEDS = {"norms": "", "norm-per-head": "norm_per_head", "indicator": "indicator"}
"""How the need is told: before the equals sign, and the field of a scenario that what is behind it is for."""


@app.command("provision")
def provision(
    *,
    level: LevelOption = None,
    period: Annotated[str | None, typer.Option(help="Else the latest with budgets.")] = None,
    need: Annotated[
        str | None,
        typer.Option(
            metavar="norms|norm-per-head=N|indicator=ID",
            help="What services cost: the norms of the pack, one norm for all (currency per resident), or an "
            "indicator in thousand currency; else the first of these that there is.",
        ),
    ] = None,
    dispersion: Annotated[
        bool, typer.Option("--dispersion", help="More is needed where people live in small settlements.")
    ] = False,
    country: CountryOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Measure the budget provision of the areas of a level, the least provided first.

    The table goes to stdout, amounts in thousand currency; what a reader must know to stderr.
    """
    require_one_format(as_json=as_json, as_csv=as_csv)
    asked = None if need is None else _need(need)
    # Computing and its libraries take long to import: no other command waits for them.
    from dashboard.commands import budget_provision
    from dashboard.export.csv import csv_text

    found = budget_provision.provision(country, level=level, period=period, need=asked, dispersion=dispersion)
    if as_json:
        print_json(budget_provision.records(found))
    elif as_csv:
        typer.echo(csv_text(budget_provision.tidy_table(found)), nl=False)
    else:
        print_table(budget_provision.written(found), as_json=False)
    for line in budget_provision.remarks(found):
        say(line)


@app.command("simulate")
def simulate(
    scenario: ScenarioArgument = None,
    *,
    level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="Number or id of a level; else that of the scenario.")
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Print a scenario with comments to start from.")
    ] = False,
    country: CountryOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Apply an equalization scenario: what areas are granted, who wins and loses, how equal areas become.

    Totals and measures go to stdout (with --json an object with scenario, totals, inequality, areas,
    overtakings and missing; with --csv a row per area), what a reader must know to stderr.
    """
    require_one_format(as_json=as_json, as_csv=as_csv)
    if template == (scenario is not None):
        raise typer.BadParameter("expected a scenario, or --template")
    from dashboard.commands import budget_simulation
    from dashboard.export.csv import csv_text

    if scenario is None:
        typer.echo(budget_simulation.template(country, level=level), nl=False)
        return
    if not scenario.startswith(budget_simulation.SAVED):
        _require_file(scenario)
    report = budget_simulation.simulation(country, scenario, level=level)
    if as_json:
        print_json(budget_simulation.record(report))
    elif as_csv:
        typer.echo(csv_text(budget_simulation.tidy_table(report)), nl=False)
    else:
        print_table(budget_simulation.written_totals(report), as_json=False)
        print_table(report.result.inequality, as_json=False)
    for line in budget_simulation.remarks(report):
        say(line)


@app.command("check")
def check(*, country: CountryOption = None, as_json: JsonOption = False) -> None:
    """List what does not add up in the budgets of a country; nothing is corrected.

    Items of the pack that are no indicator, and published totals that differ from their items, at every
    stage, are errors: they end with exit code 1. Periods of two scopes, breaks, amounts beyond a legal limit
    and what the national series print differently are only told. The findings go to stdout.
    """
    from dashboard.commands import budget_checks

    findings = budget_checks.findings(country)
    if as_json:
        print_json(budget_checks.records(findings))
    else:
        for title, table in budget_checks.written(findings):
            typer.echo(title)
            print_table(table, as_json=False, text_width=None)
    for line in budget_checks.remarks(findings):
        say(line)
    if findings.has_errors:
        raise typer.Exit(ExitCode.REFUSED)


def _require_file(name: str) -> None:
    if not (Path(name).is_file() and os.access(name, os.R_OK)):
        raise typer.BadParameter(
            f"expected a readable file, or @ and the id of a saved scenario, got {name!r}"
        )


def _need(text: str) -> dict[str, str]:
    kind, _, value = text.partition("=")
    if kind not in NEEDS or bool(NEEDS[kind]) != bool(value):
        raise typer.BadParameter(f"expected norms, norm-per-head=N or indicator=ID, got {text!r}")
    by = kind.replace("-", "_")
    return {"by": by, NEEDS[kind]: value} if value else {"by": by}
