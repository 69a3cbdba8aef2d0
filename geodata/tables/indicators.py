"""What a table's indicators are and how they may be called; the catalogue itself lives above this package."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from geodata.tables.stages import EXECUTED, read_stage
from geodata.tables.words import begins_with, plain_words, table_words

_SUGGESTIONS = 3
_LEAST_SCORE = 60.0
_CODE_DIGITS = 3
_NUMBERING = "0123456789.) "
_FOOTNOTE = re.compile(r"[*†‡§⁰¹²³⁴-⁹]+\)?$")


@dataclass(frozen=True, kw_only=True)
class ValueRule:
    """What is known of an indicator's values before a table is read."""

    title: Mapping[str, str] = field(default_factory=dict)
    """Its title by language; each is recognised in headings."""
    synonyms: tuple[str, ...] = ()
    """What else the tables of the country call it."""
    codes: tuple[str, ...] = ()
    """Its codes in the budget classification of the country."""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    adds_up: bool = True
    """Whether a total over areas is their sum, as for a count; not so for a rate."""
    is_budget_item: bool = False
    """Whether it is an amount of a budget, which is hardly ever below zero."""
    parts: tuple[str, ...] = ()
    """The indicators it is the sum of."""
    stage: str | None = None
    """How far the budget had come, for an amount before execution."""
    stage_of: str | None = None
    """The indicator of the executed amount."""


class IndicatorNames:
    """Finds an indicator by its id, title or code, whatever its case and punctuation."""

    def __init__(self, rules: Mapping[str, ValueRule]) -> None:
        synonyms = ((plain_words(word), id_) for id_, rule in rules.items() for word in rule.synonyms)
        codes = [(_code_key(code), id_) for id_, rule in rules.items() for code in rule.codes]
        self._ids = _unambiguous(synonyms)
        self._ids |= {plain_words(title): id_ for id_, rule in rules.items() for title in rule.title.values()}
        self._ids |= {plain_words(id_): id_ for id_ in rules}
        self._codes = _unambiguous((code.lstrip("0"), id_) for code, id_ in codes) | dict(codes)
        self._executed = {id_: (rule.stage_of, rule.stage) for id_, rule in rules.items() if rule.stage_of}
        self._staged = {pair: id_ for id_, pair in self._executed.items()}

    def is_title(self, text: str) -> bool:
        """Whether all of ``text`` is the id or title of an indicator."""
        return plain_words(text) in self._ids

    def find(self, text: str) -> str | None:
        """Return the id of the indicator that ``text`` names, perhaps followed by its unit, or None."""
        forms = (text, text.rpartition(",")[0], text.rpartition("(")[0])
        return next((self._ids[key] for key in map(plain_words, forms) if key in self._ids), None)

    def find_code(self, code: str) -> str | None:
        """Return the id of the indicator with that code, perhaps without its leading zeros, or None."""
        key = _code_key(code)
        return self._codes.get(key) or self._codes.get(key.lstrip("0"))

    def find_item(self, label: str, *, code: str = "") -> str | None:
        """Return the id of the indicator that a row of a table names, or None.

        A number before the name is its code if it is long enough to be no mere count of the rows.

        Args:
            label: the name of the item, perhaps with a number before it.
            code: from a column of codes. Where code and name mean different items it is neither.

        >>> names = IndicatorNames({"land_tax": ValueRule(title={"en": "Land tax"}, codes=("1.1.3",))})
        >>> [names.find_item(label) for label in ("1.1.3. Tax on land", "12 of which: Land tax*", "1 Tax")]
        ['land_tax', 'land_tax', None]
        """
        bare = _FOOTNOTE.sub("", label.strip()).strip()
        title = bare.lstrip(_NUMBERING)
        named = self.find(bare) or self.find(title) or self.find(_without_prefix(title))
        if code and (coded := self.find_code(code)):
            return coded if named in (None, coded) else None
        number = bare.removesuffix(title)
        is_code = sum(map(str.isdigit, number)) >= _CODE_DIGITS
        return named or (self.find_code(number) if is_code else None)

    def find_stage(self, heading: str) -> str | None:
        """Return the stage that a heading or label says, as far as that is no part of a title."""
        if self.is_title(heading):
            return None
        tail = max(heading.rpartition(",")[2], heading.rpartition("(")[2], key=heading.rfind)
        return read_stage(tail if self.find(heading) else heading)

    def executed(self, indicator_id: str) -> tuple[str, str | None]:
        """Return the indicator of the executed amount, and the stage that the given one has before it."""
        return self._executed.get(indicator_id, (indicator_id, None))

    def at_stage(self, indicator_id: str, stage: str | None) -> str | None:
        """Return the id of an indicator at a stage, None if it is not kept at that stage."""
        if stage is None:
            return indicator_id
        executed, _ = self.executed(indicator_id)
        return executed if stage == EXECUTED else self._staged.get((executed, stage))

    def suggest(self, text: str) -> list[str]:
        """Return up to three ids whose id or title resembles ``text``, the closest first."""
        names = [name for name, id_ in self._ids.items() if id_ not in self._executed]
        found = process.extract(
            plain_words(text), names, scorer=fuzz.WRatio, limit=6, score_cutoff=_LEAST_SCORE
        )
        return list(dict.fromkeys(self._ids[name] for name, _, _ in found))[:_SUGGESTIONS]


def _code_key(code: str) -> str:
    return code.strip(" .)")


def _without_prefix(label: str) -> str:
    plain = plain_words(label)
    return plain.removeprefix(begins_with(plain, table_words().item_prefixes)).strip()


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    meanings: dict[str, set[str]] = defaultdict(set)
    for word, id_ in pairs:
        meanings[word].add(id_)
    return {word: ids.pop() for word, ids in meanings.items() if len(ids) == 1}
