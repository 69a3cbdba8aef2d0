"""``aimak assess``: which areas a profile designates, why, and what changes from one to another."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from typer.core import TyperGroup

from dashboard.commands.console import (
    ENGLISH,
    CountryOption,
    JsonOption,
    Language,
    parsed_day,
    print_json,
    print_table,
    require_one_format,
    say,
    today,
)

DEFAULT_COMMAND = "profile"


class AssessGroup(TyperGroup):
    """A group that takes what is no command of it as the arguments of ``profile``: ``aimak assess ID``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        """Name the command that was left out."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=AssessGroup,
    help="Which areas a designation profile designates.\n\naimak assess PROFILE is short for: "
    f"aimak assess {DEFAULT_COMMAND} PROFILE",
    no_args_is_help=True,
)


LevelOption = Annotated[
    str | None, typer.Option(metavar="LEVEL", help="Number or id of a level; else the profile's own.")
]
DayOption = Annotated[
    date | None, typer.Option("--on", parser=parsed_day, metavar="YYYY-MM-DD", help="The day; else today.")
]


@app.command(DEFAULT_COMMAND)
def assess_profile(
    profile: Annotated[str, typer.Argument(help="Id of the profile, see: aimak profile list.")],
    *,
    level: LevelOption = None,
    on: DayOption = None,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say why the area of this code is where it is.")
    ] = None,
    thresholds: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="CRITERION=NUMBER", help="What if: another threshold."),
    ] = None,
    at_least: Annotated[
        list[str] | None, typer.Option(metavar="CLASS=COUNT", help="What if: another number of criteria.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="CRITERION", help="What if: without a criterion.")
    ] = None,
    country: CountryOption = None,
    language: Annotated[Language, typer.Option(help="Of the sentences of --explain.")] = ENGLISH,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a row per area and criterion as CSV.")] = False,
) -> None:
    """Apply a designation profile to the areas of a level.

    The classes with their counts go to stdout (with --json a list of objects with area_code, class, lowest,
    highest and criteria; with --csv a tidy table), what a reader must know to stderr.
    """
    require_one_format(as_json=as_json, as_csv=as_csv)
    changes = {"thresholds": _pairs(thresholds), "at_least": _pairs(at_least), "without": without or ()}
    # Computing and its libraries take long to import: no other command waits for them.
    from dashboard.commands import assessing
    from dashboard.export.csv import csv_text

    assessed = assessing.assess(country, profile, level=level, on=on or today(), changes=changes)
    if as_json:
        print_json(assessing.area_records(assessed, only=explain))
    elif as_csv:
        typer.echo(csv_text(assessing.tidy_table(assessed, only=explain)), nl=False)
    elif explain is not None:
        typer.echo("\n".join(assessing.sentences(assessed, explain, language=language.value)))
    else:
        print_table(assessing.class_counts(assessed), as_json=False)
    for line in assessing.remarks(assessed):
        say(line)


@app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(metavar="PROFILE[@DAY]", help="A profile, on a day.")],
    after: Annotated[str, typer.Argument(metavar="PROFILE[@DAY]", help="What it is compared with.")],
    *,
    level: LevelOption = None,
    on: DayOption = None,
    country: CountryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two profiles, or one on two days: who enters a designation, who leaves it, who stays.

    The counts and the areas that change go to stdout (with --json an object with summary and every area).
    """
    sides = [_profile_and_day(side, on or today()) for side in (before, after)]
    from dashboard.commands import assessing

    first, second = (assessing.assess(country, profile, level=level, on=day) for profile, day in sides)
    comparison = assessing.compare(first, second)
    if as_json:
        print_json(assessing.comparison_record(comparison))
    else:
        print_table(assessing.whole_people(comparison.summary()), as_json=False)
        if len(moved := assessing.changes(comparison, first)):
            print_table(moved, as_json=False)
    for side in (first, second):
        for line in assessing.remarks(side):
            say(f"{side.name}: {line}")


def _profile_and_day(text: str, default: date) -> tuple[str, date]:
    profile, _, day = text.partition("@")
    return profile, parsed_day(day) if day else default


def _pairs(given: list[str] | None) -> dict[str, str]:
    """Return ``NAME=NUMBER`` texts as a mapping."""
    return dict(text.partition("=")[::2] for text in given or ())
