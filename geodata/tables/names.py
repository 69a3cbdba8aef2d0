"""Names of areas made comparable: alphabets, spellings, punctuation and type words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from geodata.packs import Pack
from geodata.tables.words import plain_words

_RUSSIAN = zip("абвгдезиклмнопрстуфхыэюя", "abvgdeziklmnoprstufhieua", strict=True)
# Kyrgyz and its neighbours' letters, as Russian spelling renders them.
_TURKIC = zip("ңӊөүұӯқғәіһҳ", "nnouuukgaihh", strict=True)
_DIGRAPHS = {"ж": "j", "ц": "ts", "ч": "ch", "ҷ": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": ""}
_CYRILLIC = str.maketrans({**dict(_RUSSIAN), **dict(_TURKIC), **_DIGRAPHS})
# Latin spellings of one sound, from longest to shortest.
_LATIN = [
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("yu", "u"),
    ("ya", "a"),
    ("yo", "o"),
    ("y", "i"),
]
_REPEATED = re.compile(r"(.)\1+")


class NameKeys(NamedTuple):
    """A name made comparable."""

    exact: str
    """Equal for names that differ only in case, punctuation, ё/е and words of kind; empty if none is left."""
    tolerant: str
    """Equal also for names that differ in alphabet or in Russian spelling of Kyrgyz."""
    kind: str
    """Id of the area type or level that a word of the name stands for, else empty."""


class NameReader:
    """Splits names into what is compared and what says which kind of area is meant.

    The words of the kinds come from the pack: the names of its levels and area types in all languages, and
    its synonyms, which may also replace one name by another.
    """

    def __init__(self, pack: Pack) -> None:
        kinds = [
            *((level.id, level.name) for level in pack.levels),
            *((kind.id, kind.name) for kind in pack.area_types),
        ]
        named = {plain_words(text): kind for kind, names in reversed(kinds) for text in names.values()}
        synonyms = {plain_words(word): plain_words(meant) for word, meant in pack.synonyms.items()}
        self._meanings = {**{word: plain_words(kind) for word, kind in named.items()}, **synonyms}
        self._kinds = {plain_words(kind): kind for kind, _ in kinds}
        self._words = _any_of({*self._meanings, *self._kinds})
        self._kind_words = _any_of(self._kinds)

    def read(self, name: str) -> NameKeys:
        """Return what of a name is compared, and the kind of area it says it is."""
        text = plain_words(unicodedata.normalize("NFKC", name.replace("№", " "))).replace("ё", "е")
        meant = self._words.sub(lambda word: self._meanings.get(word[0], word[0]), text)
        kinds = self._kind_words.findall(meant)
        exact = plain_words(self._kind_words.sub(" ", meant))
        return NameKeys(exact, tolerant_key(exact), self._kinds[kinds[0]] if kinds else "")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def tolerant_key(text: str) -> str:
    """Return a spelling of ``text`` in which alphabets and Russian spelling of Kyrgyz make no difference.

    >>> tolerant_key("жети өгүз") == tolerant_key("jeti oguz") == tolerant_key("жети-огуз")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in decomposed if letter.isalnum()).translate(_CYRILLIC)
    for spelling, sound in _LATIN:
        letters = letters.replace(spelling, sound)
    return _REPEATED.sub(r"\1", letters)
