"""What all commands share: exit codes, who and when, and how they speak.

Results go to stdout, everything else to stderr, so that a script can read the one and a person the other.
"""

from __future__ import annotations

import getpass
import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Annotated

import pandas as pd
import typer

from config.errors import AimakError
from config.i18n import LANGUAGES, SOURCE_LANGUAGE
from geodata.packs import Level, Pack, load_pack, pack_folders
from geodata.problems import Problem
from geodata.store import Store

AUTHOR_VARIABLE = "AIMAK_AUTHOR"
TEXT_WIDTH = 60
"""Longer cells of a table for a person are cut, unless it says otherwise; those of JSON never."""

Language = StrEnum("Language", LANGUAGES)
ENGLISH = Language(SOURCE_LANGUAGE)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
CountryOption = Annotated[
    str | None, typer.Option("--country", metavar="CODE", help="A country other than the active one.")
]
AuthorOption = Annotated[
    str | None, typer.Option(envvar=AUTHOR_VARIABLE, help="Who does it, for the audit log; else the login.")
]


class ExitCode(IntEnum):
    """What the caller learns without reading."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    STORE = 3


class UnknownCountryError(AimakError):
    """A country that is not there."""


class UnwritableFileError(AimakError):
    """A file that cannot be made."""


class LevelError(AimakError):
    """A level that is not there or has no areas, or two that do not compare."""


def say(text: str) -> None:
    """Print one line for a person."""
    typer.echo(text, err=True)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print every error and warning on a line of its own, errors first; notes are only counted."""
    gathered = list(problems)
    for severity in ("error", "warning"):
        for problem in gathered:
            if problem.severity == severity:
                say(f"{severity}: {problem.describe()}")
    notes = Counter(problem.rule.id for problem in gathered if problem.severity == "note")
    if notes:
        say("notes: " + ", ".join(f"{count} {rule}" for rule, count in notes.items()))


def print_json(content: object) -> None:
    """Print ``content`` as JSON on stdout."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=str))


def table_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a table for JSON; missing is None."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


def print_table(table: pd.DataFrame, *, as_json: bool, text_width: int | None = TEXT_WIDTH) -> None:
    """Print the rows of a table: aligned for a person, or as a JSON list of objects; missing is null."""
    if as_json:
        print_json(table_rows(table))
        return
    typer.echo(table.to_string(index=False, na_rep="", float_format="{:.4g}".format, max_colwidth=text_width))


def written_amounts(amounts: pd.Series) -> pd.Series:
    """Return amounts of money for a person, with separators; missing ones stay missing."""
    return amounts.map("{:,.2f}".format, na_action="ignore").astype("str")


def require_one_format(*, as_json: bool, as_csv: bool) -> None:
    """Refuse a command that is asked for two formats.

    Raises:
        typer.BadParameter: it is.
    """
    if as_json and as_csv:
        raise typer.BadParameter("expected --json or --csv, got both")


def parsed_day(text: str) -> date:
    """Return the day that an option names.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a day as YYYY-MM-DD, got {text!r}") from None


def now() -> datetime:
    """Return the moment of the command."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day of the command, where it is run."""
    return now().astimezone().date()


def author_name(given: str | None) -> str:
    """Return who the command is run by."""
    return given or os.environ.get("USER") or getpass.getuser()


def chosen_country(store: Store, given: str | None) -> str:
    """Return the country a command is about: the one given, else the active one.

    Raises:
        UnknownCountryError: it is not installed, or none is.
    """
    installed = store.countries()["country"].tolist()
    country = given or store.active_country()
    if country is None:
        raise UnknownCountryError("no country is installed; install one with: aimak pack install CODE")
    if country not in installed:
        raise UnknownCountryError(f"expected an installed country of {', '.join(installed)}, got {country!r}")
    return country


def known_pack(code: str) -> Pack:
    """Return the pack of that code.

    Raises:
        UnknownCountryError: there is none.
    """
    folders = pack_folders()
    if code not in folders:
        raise UnknownCountryError(f"expected a country pack of {', '.join(folders)}, got {code!r}")
    return load_pack(folders[code])


def named_level(pack: Pack, name: str) -> Level:
    """Return the level of that number or id.

    Raises:
        LevelError: there is none.
    """
    known = {each: level for level in pack.levels for each in (str(level.number), level.id)}
    if name not in known:
        raise LevelError(f"expected a level of {', '.join(known)}, got {name!r}")
    return known[name]
