"""What a table's indicators are and how they may be called; the catalogue itself lives above this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from geodata.tables.words import plain_words

_SUGGESTIONS = 3
_LEAST_SCORE = 60.0


@dataclass(frozen=True, kw_only=True)
class ValueRule:
    """What is known of an indicator's values before a table is read."""

    title: Mapping[str, str] = field(default_factory=dict)
    """Its title by language; each is recognised in headings."""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    adds_up: bool = True
    """Whether a total over areas is their sum, as for a count; not so for a rate."""


class IndicatorNames:
    """Finds an indicator by its id or title, whatever its case and punctuation."""

    def __init__(self, rules: Mapping[str, ValueRule]) -> None:
        self._ids = {plain_words(title): id_ for id_, rule in rules.items() for title in rule.title.values()}
        self._ids |= {plain_words(id_): id_ for id_ in rules}

    def find(self, text: str) -> str | None:
        """Return the id of the indicator that ``text`` names, perhaps followed by its unit, or None."""
        forms = (text, text.rpartition(",")[0], text.rpartition("(")[0])
        return next((self._ids[key] for key in map(plain_words, forms) if key in self._ids), None)

    def suggest(self, text: str) -> list[str]:
        """Return up to three ids whose id or title resembles ``text``, the closest first."""
        found = process.extract(
            plain_words(text), list(self._ids), scorer=fuzz.WRatio, limit=6, score_cutoff=_LEAST_SCORE
        )
        return list(dict.fromkeys(self._ids[name] for name, _, _ in found))[:_SUGGESTIONS]
