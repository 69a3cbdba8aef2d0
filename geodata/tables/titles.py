"""What titles, headings and names of sheets say of all the values below them: area, period, stage, scope."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from geodata.budgets import Scope
from geodata.packs import Pack
from geodata.tables.matching import areas_around, cell_text, match_areas
from geodata.tables.periods import find_period
from geodata.tables.sheet import Sheet
from geodata.tables.stages import stages_in
from geodata.tables.words import begins_with, plain_words, table_words

_BREAKS = re.compile(r"[_,;:()«»\"“”]|[.](?:\s|$)")
_MOST_WORDS = 5


@dataclass(frozen=True)
class SheetTitle:
    """The texts above a table, the headings of columns without values, and the sheet's name."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet, *, title_end: int, first_row: int, values: Sequence[str]) -> SheetTitle:
        """Return what stands around a table.

        Args:
            sheet: where it is.
            title_end: the last row above its header.
            first_row: the first row below its header.
            values: its columns with values.
        """
        titles = sheet.cells.loc[:title_end].to_numpy().ravel()
        headings = sheet.cells.loc[: first_row - 1].drop(columns=list(values)).to_numpy().ravel()
        cells = map(cell_text, (*titles, *headings))
        return cls(tuple(dict.fromkeys(text for text in (*cells, sheet.name) if text)))

    @property
    def period(self) -> str | None:
        """The only period that is mentioned."""
        return _only(filter(None, map(find_period, self.texts)))

    @property
    def stage(self) -> str | None:
        """The only stage that is mentioned."""
        return _only(stage for text in self.texts for stage in stages_in(text))

    def area(self, areas: pd.DataFrame, *, pack: Pack) -> str | None:
        """Return the area that is named, None unless all others named are around it.

        Args:
            areas: see :data:`geodata.schemas.AREAS`.
            pack: for names of areas.
        """
        phrases = [[phrase.split() for phrase in _BREAKS.split(text)] for text in self.texts]
        windows = list(dict.fromkeys(window for words in chain(*phrases) for window in _windows(words)))
        names = pd.DataFrame({"name": [" ".join(window) for window in windows]}, dtype=object)
        candidates = match_areas(names, areas, pack=pack).matches["candidates"]
        known = {window: set(codes) for window, codes in zip(windows, candidates, strict=True) if codes}
        named = [[codes for words in of_text for codes in _named(words, known)] for of_text in phrases]
        within = areas_around(areas)
        return _innermost(_told_apart(named, within), within)


def find_areas(texts: Sequence[str], areas: pd.DataFrame, *, pack: Pack) -> dict[str, str | None]:
    """Return the texts that are, as a whole, a code or a name of areas, with the code of the area.

    The code is None where the name is that of several areas.

    Args:
        texts: such as headings.
        areas: see :data:`geodata.schemas.AREAS`.
        pack: for names of areas.
    """
    labels = pd.DataFrame({"name": list(texts)}, dtype=object)
    labels["code"] = labels["name"].where(labels["name"].isin(areas["area_code"]), None)
    matches = match_areas(labels, areas, pack=pack).matches
    is_named = matches["method"] != "unknown"
    return dict(zip(labels.loc[is_named, "name"], matches.loc[is_named, "area_code"], strict=True))


def find_scope(texts: Iterable[str], scopes: Sequence[Scope]) -> str | None:
    """Return the title of the scope that texts mention in so many words, the longest, or None."""
    titles = {plain_words(title): title for scope in scopes for title in scope.title.values()}
    plain = " | ".join(map(plain_words, texts))
    found = [title for title in titles if re.search(rf"\b{re.escape(title)}\b", plain)]
    return titles[max(found, key=len)] if found else None


def is_comparison(heading: str) -> bool:
    """Whether a heading announces a comparison of amounts, such as a percentage, instead of amounts."""
    words = plain_words(heading)
    return "%" in heading or bool(begins_with(words, table_words().comparison_headings))


def _windows(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words alone and with those that follow."""
    return [
        tuple(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1)
    ]


def _named(words: Sequence[str], known: Mapping[tuple[str, ...], set[str]]) -> Iterator[set[str]]:
    """Yield the areas that words name one after the other, each by as many words as name it."""
    start = 0
    while start < len(words):
        ends = range(min(start + _MOST_WORDS, len(words)), start, -1)
        end = next((end for end in ends if tuple(words[start:end]) in known), None)
        if end is not None:
            yield known[tuple(words[start:end])]
        start = end or start + 1


def _told_apart(named: Sequence[Sequence[set[str]]], within: Mapping[Hashable, set[str]]) -> set[str]:
    """Return the areas that texts name; none unless those of one name are told apart by the areas around.

    A name that comes twice in one text is of two areas, as in "Naryn, Naryn district".
    """
    clear = {code for of_text in named for code in _clear(of_text)}
    for of_text in named:
        elsewhere = clear - _clear(of_text)
        for codes in of_text:
            if len(codes) > 1:
                fitting = codes & elsewhere or {code for code in codes if within[code] & clear}
                if len(fitting) != 1:
                    return set()
                clear |= fitting
    return clear


def _clear(named: Iterable[set[str]]) -> set[str]:
    return {code for codes in named if len(codes) == 1 for code in codes}


def _innermost(codes: set[str], within: Mapping[Hashable, set[str]]) -> str | None:
    """Return the area that all the others are around, None if there is no such."""
    return next((code for code in codes if codes <= {code, *within[code]}), None)


def _only(values: Iterable[str]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
