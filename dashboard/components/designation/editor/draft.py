"""A rule in the making: plain tables shaped like its TOML, changed by path and never in place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import tomli_w

from indicators.designation.profile import Profile
from indicators.designation.profile_text import profile_from_toml, profile_to_toml

Table = dict[str, Any]
"""A table of TOML, at the top the draft itself."""
Items = list[Table]
Path = tuple[str | int, ...]
"""Keys and places in lists, from the top: ``("criteria", 0, "title", "en")``."""

EMPTY: tuple[object, ...] = (None, "", [], {})


def draft_of(profile: Profile) -> Table:
    """Return a profile as a draft; whatever its source was, a draft is a user's own."""
    return tomllib.loads(profile_to_toml(profile.model_copy(update={"source": "own"})))


def draft_from_text(text: str, *, name: str) -> Table:
    """Read a draft from TOML.

    Args:
        text: may be hostile.
        name: what errors call it.

    Raises:
        ConfigError: it is no sound profile; all faults are listed, each with its key.
    """
    return draft_of(profile_from_toml(text, name=name))


def draft_text(draft: Table) -> str:
    """Return a draft as TOML, sound or not."""
    return tomli_w.dumps(draft)


def found(draft: Any, path: Path) -> Any:
    """Return what stands at a path, None where nothing does."""
    for key in path:
        if draft is None:
            return None
        draft = draft.get(key) if isinstance(draft, dict) else draft[key]
    return draft


def changed(draft: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """Return a draft with what stands at a path changed; a key left with nothing is left out.

    Args:
        draft: or a part of one.
        path: may lead through tables that are not there yet.
        change: of the value, None where there is none, into another.
    """
    if not path:
        return change(draft)
    key, *rest = path
    value = changed(found(draft, (key,)), tuple(rest), change)
    if isinstance(draft, list):
        return [value if place == key else each for place, each in enumerate(draft)]
    kept = {**(draft or {}), key: value}
    return {name: each for name, each in kept.items() if name != key or each not in EMPTY}


def put(draft: Table, path: Path, value: object) -> Table:
    """Return a draft with a value at a path."""
    table: Table = changed(draft, path, lambda _: value)
    return table


def moved(items: Items, place: int, by: int) -> Items:
    """Return a list with one item further down, or up where ``by`` is negative."""
    others = without(items, place)
    return [*others[: place + by], items[place], *others[place + by :]]


def without(items: Any, place: int | str) -> Any:
    """Return a list or a table without one item."""
    if isinstance(items, dict):
        return {key: each for key, each in items.items() if key != place}
    return [each for number, each in enumerate(items) if number != place]
