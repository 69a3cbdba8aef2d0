"""``aimak profile``: designation profiles, those that come with the product and the user's own."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import pandas as pd
import typer

from config.loader import ConfigError, read_text
from dashboard.commands.console import (
    AuthorOption,
    CountryOption,
    ExitCode,
    JsonOption,
    UnwritableFileError,
    author_name,
    chosen_country,
    now,
    print_json,
    print_table,
    say,
)
from geodata.store import StaleDocumentError
from geodata.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.profiles import OfferedProfile
    from indicators.designation.profile import Profile

app = typer.Typer(help="Designation profiles: list, show, make and keep your own.", no_args_is_help=True)


IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of a profile, see: aimak profile list.")]
FileArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A profile as TOML.")
]


@app.command("list")
def list_profiles(*, country: CountryOption = None, as_json: JsonOption = False) -> None:
    """List the profiles a country offers; a pending one cannot be run."""
    from dashboard.profiles import offered_profiles

    with Workspace.find().open_store() as store:
        offered = offered_profiles(store, chosen_country(store, country))
    print_table(pd.DataFrame([_row(each) for each in offered.by_id.values()]), as_json=as_json)
    for fault in offered.unreadable.values():
        say(f"warning: {fault}")


def _row(offered: OfferedProfile) -> dict[str, object]:
    profile, basis = offered.profile, offered.profile.legal_basis
    return {
        "id": profile.id,
        "source": profile.source,
        "title": profile.title["en"],
        "level": profile.level,
        "effective_from": basis.effective_from,
        "effective_to": basis.effective_to,
        "version": offered.version,
        "author": offered.author,
    }


@app.command("show")
def show(
    profile_id: IdArgument,
    *,
    version: Annotated[
        int | None, typer.Option(min=1, help="An earlier version of an own profile, withdrawn or not.")
    ] = None,
    country: CountryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a profile as TOML, ready to be changed and saved as an own one."""
    from dashboard.profiles import offered_profiles, own_profile

    with Workspace.find().open_store() as store:
        chosen = chosen_country(store, country)
        if version is None:
            offered = offered_profiles(store, chosen).offered(profile_id)
        else:
            offered = own_profile(store, chosen, profile_id, version=version)
    _print_profile(offered.profile, as_json=as_json)
    if offered.is_own:
        say(f"version {offered.version}, saved by {offered.author} at {offered.saved_at:%Y-%m-%d %H:%M} UTC")


def _print_profile(profile: Profile, *, as_json: bool) -> None:
    from indicators.designation.profile_text import profile_to_toml

    if as_json:
        print_json(profile.model_dump(mode="json"))
    else:
        typer.echo(profile_to_toml(profile), nl=False)


@app.command("validate")
def validate(file: FileArgument, *, as_json: JsonOption = False) -> None:
    """Check a profile; every fault is named with its key (with --json a list of them)."""
    try:
        profile = _read(file)
    except ConfigError as error:
        if not as_json:
            raise
        print_json(error.faults)
        raise typer.Exit(ExitCode.REFUSED) from error
    if as_json:
        print_json([])
    say(f"{file}: the profile {profile.id} has no faults")


@app.command("new")
def new(
    profile_id: Annotated[str, typer.Argument(metavar="ID", help="Of the new profile.")],
    *,
    source: Annotated[str, typer.Option("--from", metavar="ID", help="The profile to copy.")],
    target: Annotated[
        Path | None, typer.Option("--output", "-o", dir_okay=False, help="New file to write; else stdout.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Title, until it is translated in all languages; else the copied one.")
    ] = None,
    country: CountryOption = None,
) -> None:
    """Copy a profile as the start of an own one; it is not saved yet."""
    from dashboard.profiles import copy_of, offered_profiles
    from indicators.designation.profile_text import profile_to_toml

    with Workspace.find().open_store() as store:
        copied = offered_profiles(store, chosen_country(store, country))[source]
    titles = dict.fromkeys(copied.title, title) if title else copied.title
    text = profile_to_toml(copy_of(copied, profile_id=profile_id, title=titles))
    if target is None:
        typer.echo(text, nl=False)
        return
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UnwritableFileError(f"{target} cannot be written: {error.strerror}") from error
    say(f"written to {target}; next: aimak profile save {target}")


@app.command("save")
def save(
    file: FileArgument,
    *,
    base: Annotated[
        int | None, typer.Option(min=1, metavar="VERSION", help="The version it was made from.")
    ] = None,
    note: Annotated[str, typer.Option(help="What was changed, and why.")] = "",
    country: CountryOption = None,
    author: AuthorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Save a profile as an own one; a change of one that exists names the version it was made from."""
    from dashboard.profiles import save_profile

    profile = _read(file)
    with Workspace.find().open_store() as store:
        try:
            version = save_profile(
                store,
                chosen_country(store, country),
                profile,
                base_version=base,
                author=author_name(author),
                at=now(),
                note=note,
            )
        except StaleDocumentError as stale:
            _refuse(stale)
    if as_json:
        print_json({"id": profile.id, "version": version})
    say(f"profile {profile.id} is saved as version {version}")


def _refuse(stale: StaleDocumentError) -> NoReturn:
    """Show the version in the store beside the one that was not saved."""
    say(f"error: {stale}")
    saved, offered = stale.current.content.splitlines(), stale.offered.splitlines()
    for line in difflib.unified_diff(
        saved, offered, f"version {stale.current.version}", "not saved", lineterm=""
    ):
        say(line)
    raise typer.Exit(ExitCode.REFUSED) from stale


@app.command("withdraw")
def withdraw(
    profile_id: IdArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why, for the audit log.")],
    base: Annotated[
        int | None,
        typer.Option(min=1, metavar="VERSION", help="The version that is known; else the current one."),
    ] = None,
    country: CountryOption = None,
    author: AuthorOption = None,
) -> None:
    """Take an own profile out of the offer; its versions stay readable with: aimak profile show."""
    from dashboard.profiles import PROFILE_KIND, PROFILES

    with Workspace.find().open_store() as store:
        chosen = chosen_country(store, country)
        try:
            PROFILES.withdraw(
                store,
                chosen,
                profile_id,
                base_version=base or store.document(chosen, PROFILE_KIND, profile_id).version,
                author=author_name(author),
                at=now(),
                note=reason,
            )
        except StaleDocumentError as stale:
            _refuse(stale)
    say(f"profile {profile_id} is withdrawn")


def _read(file: Path) -> Profile:
    from indicators.designation.profile_text import profile_from_toml

    return profile_from_toml(read_text(file), name=str(file))
