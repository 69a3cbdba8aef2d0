"""Which column of a boundary file holds what: chosen by a person, helped by a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from geodata.packs import Pack

TEXT_ATTRIBUTES = (
    "area_code",
    "area_name",
    "parent_code",
    "parent_name",
    "area_type",
    "map_registration_number",
    "consent_reference",
)
DATE_ATTRIBUTES = ("map_registered_on", "valid_from", "valid_to")
COORDINATES = ("lon", "lat")

_CODE = re.compile(r"code|код|kod|nuts|lau\d?$|ekatte|soate|соате|(^|[\W_])(id|ref)$", re.IGNORECASE)
_NAME = re.compile(r"name|назв|наимен|аталыш|имя", re.IGNORECASE)
_ATTRIBUTE_PATTERNS = {
    "area_type": r"typ|тип",
    "map_registration_number": r"regist\w*(no|num|number)|номер.*карт",
    "map_registered_on": r"regist\w*(on|date)|дата.*карт",
    "consent_reference": r"consent|согласи|макулдук",
    "valid_from": r"valid_?(from|on)|действ\w* с",
    "valid_to": r"valid_?(to|until)|действ\w* (по|до)",
    "lon": r"(^|[\W_])(lon|lng|longitude)$",
    "lat": r"(^|[\W_])(lat|latitude)$",
}


@dataclass(frozen=True, slots=True)
class BoundaryColumns:
    """Names of the columns of a boundary file; None where it has no such column."""

    area_code: str
    area_name: str | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Column by language code."""
    parent_code: str | None = None
    parent_name: str | None = None
    area_type: str | None = None
    map_registration_number: str | None = None
    map_registered_on: str | None = None
    consent_reference: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    lon: str | None = None
    """Longitude in degrees, WGS84, of a table without geometry."""
    lat: str | None = None
    """Latitude in degrees, WGS84, of a table without geometry."""

    def chosen(self) -> dict[str, str]:
        """Return the chosen column by attribute; a name in a language as ``name_<language>``."""
        single = {name: getattr(self, name) for name in (*TEXT_ATTRIBUTES, *DATE_ATTRIBUTES, *COORDINATES)}
        several = {f"name_{language}": column for language, column in self.names.items()}
        return {name: column for name, column in (single | several).items() if column is not None}


def guess_columns(frame: pd.DataFrame, pack: Pack) -> BoundaryColumns:
    """Guess from headings and values which column holds what, for a person to confirm.

    The code is the first column called so whose values are all there and all different; the parent's code
    the one called so, or like a level, with the most different values; a name is text that differs between
    most areas, the parent's name text that goes with the parent's code.

    Args:
        frame: The features, or a plain table, with at least one column.
        pack: The country, for the languages of its names.
    """
    table = pd.DataFrame(frame).drop(columns="geometry", errors="ignore").astype("str")
    distinct = {str(column): int(count) for column, count in table.nunique().items()}
    levels = {level.id for level in pack.levels}
    codes = [column for column in distinct if _CODE.search(column) or column.lower() in levels]
    area_code = _first_key(table, codes) or _first_key(table, list(distinct)) or next(iter(distinct))
    parent_code = _parent_code(distinct, [column for column in codes if column != area_code])
    named = {column: count for column, count in distinct.items() if column not in codes}
    own = {column: count for column, count in named.items() if count > len(table) / 2}
    names = {language: _in_language(own, language) for language in pack.languages}
    called = (column for column in own if _NAME.search(column) and column not in names.values())
    patterns = {name: _matching(distinct, pattern) for name, pattern in _ATTRIBUTE_PATTERNS.items()}
    return BoundaryColumns(
        area_code=area_code,
        area_name=next(called, None),
        names={language: column for language, column in names.items() if column},
        parent_code=parent_code,
        parent_name=_parent_name(table, parent_code, list(named), pack.languages),
        **patterns,
    )


def _first_key(table: pd.DataFrame, columns: list[str]) -> str | None:
    keys = (column for column in columns if table[column].notna().all() and table[column].is_unique)
    return next(keys, None)


def _parent_code(distinct: Mapping[str, int], codes: list[str]) -> str | None:
    said = [column for column in codes if "parent" in column.lower()]
    repeating = {column: distinct[column] for column in said or codes if distinct[column] > 1}
    return _most_distinct(repeating)


def _in_language(distinct: Mapping[str, int], language: str) -> str | None:
    suffix = re.compile(rf"(^|[\W_]){language}$", re.IGNORECASE)
    return _most_distinct({column: count for column, count in distinct.items() if suffix.search(column)})


def _most_distinct(distinct: Mapping[str, int]) -> str | None:
    return max(distinct, key=lambda column: distinct[column], default=None)


def _matching(distinct: Mapping[str, int], pattern: str) -> str | None:
    return next((column for column in distinct if re.search(pattern, column, re.IGNORECASE)), None)


def _parent_name(
    table: pd.DataFrame, parent_code: str | None, columns: list[str], languages: tuple[str, ...]
) -> str | None:
    if parent_code is None:
        return next((c for c in columns if "parent" in c.lower() and _NAME.search(c)), None)
    parents = table.groupby(parent_code)[columns].nunique()
    one_each = {
        column: table[column].nunique()
        for column in columns
        if (parents[column] == 1).all() and table[column].nunique() > len(parents) / 2
    }
    by_language = (_in_language(one_each, language) for language in languages)
    plain = _most_distinct({column: count for column, count in one_each.items() if _NAME.search(column)})
    return next((column for column in by_language if column), plain)
