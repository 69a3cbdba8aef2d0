"""Which area a row of a table means: by code, by restored code, by name; a guess is only ever suggested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from geodata.packs import Pack
from geodata.tables.names import NameKeys, NameReader

LABEL_COLUMNS = ["code", "name", "parent", "section"]

_PATH = " / "
_SUGGESTIONS = 3
_LEAST_SCORE = 55.0
_MOST_LABELS = 1_000
"""Beyond so many unknown labels the wrong column was chosen, and a suggestion for each helps nobody."""


@dataclass(frozen=True)
class AreaMatches:
    """Which area each label means.

    ``matches`` has the index of the labels: ``label`` (text to show and to confirm under), ``area_code``
    (None if unknown or ambiguous), ``method`` (``confirmed``, ``code``, ``code_zeros_restored``, ``name``,
    ``name_tolerant``, ``unknown`` or ``ambiguous``) and ``candidates`` (tuple of area codes).

    ``suggestions`` has up to three rows per unknown label: ``label, area_code, area_name, score`` (0…100),
    the best first. None of them is applied until a person confirms it.
    """

    matches: pd.DataFrame
    suggestions: pd.DataFrame


class _Match(NamedTuple):
    label: str
    area_code: str | None
    method: str
    candidates: tuple[str, ...] = ()


def match_areas(
    labels: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    pack: Pack,
    confirmed: Mapping[str, str] | None = None,
    admin_level: int | None = None,
) -> AreaMatches:
    """Match the labels of table rows with areas.

    Args:
        labels: any of ``code``, ``name``, ``parent`` (name or code of an area above, as a column of the
            table says it) and ``section`` (a parent that a heading row above only suggests); None for none.
        areas: see :data:`geodata.schemas.AREAS`; every ``name_<language>`` column is searched as well.
        pack: for the words that name kinds of areas, and for synonyms.
        confirmed: area code by label, as a person said it; it goes before everything else.
        admin_level: the level all of the table is about, where a person has said it.
    """
    finder = _Finder(areas, pack=pack, admin_level=admin_level)
    keys = list(labels.reindex(columns=LABEL_COLUMNS).astype(object).itertuples(index=False, name=None))
    distinct = {
        key: finder.match(_Label(*map(cell_text, key)), confirmed or {}) for key in dict.fromkeys(keys)
    }
    matches = pd.DataFrame(
        [distinct[key] for key in keys], index=labels.index, columns=list(_Match._fields), dtype=object
    )
    unknown = {match.label for match in distinct.values() if match.method == "unknown"}
    return AreaMatches(matches=matches, suggestions=finder.suggest(sorted(unknown - {""})))


def section_labels(names: pd.Series, is_heading: pd.Series, areas: pd.DataFrame, *, pack: Pack) -> pd.Series:
    """Return for every row the heading row above it that names an area around it, such as a district.

    Args:
        names: the label of each row of the table, in its order.
        is_heading: the rows without any value.
        areas: see :data:`geodata.schemas.AREAS`.
        pack: as in :func:`match_areas`.

    Returns:
        The heading's text by row, None where there is none. A heading's own row carries its own text, so
        that ``section == names`` tells heading rows from areas without values.
    """
    finder = _Finder(areas, pack=pack, admin_level=None)
    labels = names.map(cell_text)
    pairs = list(zip(labels[is_heading], labels.shift(-1, fill_value="")[is_heading], strict=True))
    is_around = {pair: finder.is_within(pair[1], pair[0]) for pair in set(pairs)}
    sections = pd.Series(None, index=names.index, dtype=object)
    sections[is_heading] = [pair[0] if is_around[pair] else None for pair in pairs]
    return sections.ffill()


def cell_text(cell: object) -> str:
    """Return a label as text: a whole number without a fraction, an empty cell as an empty text."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()


class _Label(NamedTuple):
    code: str
    name: str
    parent: str
    section: str

    @property
    def text(self) -> str:
        own = self.name or self.code
        above = self.parent or self.section
        return f"{above}{_PATH}{own}" if above and self.name else own


class _Finder:
    """Areas by everything a table may call them."""

    def __init__(self, areas: pd.DataFrame, *, pack: Pack, admin_level: int | None) -> None:
        self._reader = NameReader(pack)
        self._titles = dict(zip(areas["area_code"], areas["area_name"], strict=True))
        self._levels = dict(zip(areas["area_code"], areas["admin_level"], strict=True))
        self._ancestors = areas_around(areas)
        self._admin_level = admin_level
        self._by_bare_code = _grouped((code.lstrip("0"), code) for code in self._titles)
        names = self._read_names(areas)
        self._by_exact = _grouped(zip(names["exact"], names["area_code"], strict=True))
        self._by_tolerant = _grouped(zip(names["tolerant"], names["area_code"], strict=True))
        self._kinds = self._area_kinds(areas, names, pack)

    def _read_names(self, areas: pd.DataFrame) -> pd.DataFrame:
        columns = [column for column in areas.columns if column == "area_name" or column.startswith("name_")]
        names = pd.DataFrame(areas[["area_code", *columns]]).melt("area_code", value_name="name")
        names = names.dropna(subset="name").reset_index(drop=True)
        keys = [self._reader.read(name) for name in names["name"]]
        return names.join(pd.DataFrame(keys, columns=NameKeys._fields, dtype=object))

    @staticmethod
    def _area_kinds(areas: pd.DataFrame, names: pd.DataFrame, pack: Pack) -> dict[str, set[str]]:
        """Kinds each area may be called: its type, its level unless that is a type of others, its names'."""
        kinds: dict[str, set[str]] = defaultdict(set)
        type_ids = {kind.id for kind in pack.area_types}
        types = areas.get("area_type", pd.Series(None, index=areas.index, dtype=object))
        for code, level, kind in zip(areas["area_code"], areas["admin_level"], types, strict=True):
            has_type = isinstance(kind, str)
            level_id = pack.level(level).id
            kinds[code] |= {kind} if has_type else set()
            kinds[code] |= set() if has_type and level_id in type_ids else {level_id}
        for code, kind in zip(names["area_code"], names["kind"], strict=True):
            kinds[code] |= {kind} - {""}
        return kinds

    def match(self, label: _Label, confirmed: Mapping[str, str]) -> _Match:
        said = confirmed.get(label.text) or confirmed.get(label.name or label.code)
        if said:
            return _Match(label.text, said, "confirmed") if said in self._titles else _unknown(label)
        for method, candidates in self._searches(label):
            if len(candidates) == 1:
                return _Match(label.text, candidates[0], method, tuple(candidates))
            if candidates:
                return _Match(label.text, None, "ambiguous", tuple(candidates))
        return _unknown(label)

    def _searches(self, label: _Label) -> Iterable[tuple[str, list[str]]]:
        if label.code:
            yield "code", [label.code] if label.code in self._titles else []
            yield "code_zeros_restored", self._restored(label.code)
        for method, candidates in self._named(label.name).items():
            yield method, self._narrow(candidates, label)

    def _restored(self, code: str) -> list[str]:
        return self._by_bare_code.get(code, []) if code.isdigit() else []

    def _named(self, name: str) -> dict[str, list[str]]:
        if not name:
            return {}
        exact, tolerant, kind = self._reader.read(name)
        found = {
            "name": self._by_exact.get(exact, []),
            "name_tolerant": self._by_tolerant.get(tolerant, []),
        }
        return {
            method: [code for code in codes if not kind or kind in self._kinds[code]]
            for method, codes in found.items()
        }

    def _narrow(self, candidates: list[str], label: _Label) -> list[str]:
        candidates = self._at_level(candidates)
        if label.parent:
            return self._inside(candidates, label.parent)
        return self._inside(candidates, label.section) or candidates

    def _at_level(self, codes: list[str]) -> list[str]:
        if self._admin_level is None:
            return codes
        return [code for code in codes if self._levels[code] == self._admin_level]

    def _inside(self, candidates: list[str], place: str) -> list[str]:
        around = {place, *(code for codes in self._named(place).values() for code in codes)}
        return [code for code in candidates if around & self._ancestors[code]]

    def is_within(self, name: str, place: str) -> bool:
        """Whether some area of that name lies in some area called ``place``."""
        return any(self._inside(candidates, place) for candidates in self._named(name).values())

    def suggest(self, labels: list[str]) -> pd.DataFrame:
        columns = ["label", "area_code", "area_name", "score"]
        if not labels or len(labels) > _MOST_LABELS:
            return pd.DataFrame(columns=columns)
        named = {name: self._at_level(codes) for name, codes in self._by_tolerant.items()}
        possible = {name: codes for name, codes in named.items() if codes}
        rows = [
            (label, code, self._titles[code], score)
            for label in labels
            for code, score in _closest(self._reader.read(label.rpartition(_PATH)[2]).tolerant, possible)
        ]
        return pd.DataFrame(rows, columns=columns)


def _closest(key: str, areas: Mapping[str, list[str]]) -> list[tuple[str, float]]:
    found = process.extract(
        key, areas.keys(), scorer=fuzz.ratio, limit=4 * _SUGGESTIONS, score_cutoff=_LEAST_SCORE
    )
    scores: dict[str, float] = {}
    for name, score, _ in found:
        for code in areas[name]:
            scores.setdefault(code, round(score, 1))
    return list(scores.items())[:_SUGGESTIONS]


def _unknown(label: _Label) -> _Match:
    return _Match(label.text, None, "unknown")


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, code in dict.fromkeys(pairs):
        if key:
            groups[key].append(code)
    return dict(groups)


def areas_around(areas: pd.DataFrame) -> dict[Hashable, set[str]]:
    """Return the codes of all areas around each area, by its code.

    Args:
        areas: see :data:`geodata.schemas.AREAS`.
    """
    parents = dict(zip(areas["area_code"], areas["parent_code"], strict=True))
    ancestors: dict[Hashable, set[str]] = {}
    for code in parents:
        above: set[str] = set()
        parent = parents[code]
        while isinstance(parent, str) and parent not in above:
            above.add(parent)
            parent = parents.get(parent)
        ancestors[code] = above
    return ancestors
