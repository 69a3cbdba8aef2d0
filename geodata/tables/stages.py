"""How far a budget had come: planned, adjusted or executed, as headings and cells say it."""

from __future__ import annotations

import re

from geodata.tables.periods import read_period
from geodata.tables.words import begins_with, plain_words, table_words

EXECUTED = "executed"
"""The stage whose amounts are the plain indicators."""

_PARTS = re.compile(r"[,;:()·–—]|\s-\s")
_PERIOD_WORDS = 3


def read_stage(text: str) -> str | None:
    """Return the stage that a text or a part of it begins with, perhaps after a period; none of a percentage.

    >>> read_stage("Transfers (adjusted plan for 2023)"), read_stage("2023 actual"), read_stage("% executed")
    ('adjusted', 'executed', None)
    """
    parts = [] if "%" in text else _PARTS.split(text)
    return next(filter(None, map(_stage_of, parts)), None)


def stages_in(text: str) -> set[str]:
    """Return the stages whose words a sentence such as a title contains anywhere.

    >>> stages_in("Budget of the municipality for 2024, adjusted plan")
    {'adjusted'}
    """
    stages = {word: stage for stage, words in table_words().stages.items() for word in words}
    longest_first = "|".join(map(re.escape, sorted(stages, key=len, reverse=True)))
    return {stages[word] for word in re.findall(rf"\b(?:{longest_first})\b", plain_words(text))}


def _stage_of(part: str) -> str | None:
    plain = _without_period(plain_words(part))
    found = {stage: begins_with(plain, words) for stage, words in table_words().stages.items()}
    longest = max(found, key=lambda stage: len(found[stage]))
    return longest if found[longest] else None


def _without_period(plain: str) -> str:
    words = plain.split()
    counts = (count for count in range(_PERIOD_WORDS, 0, -1) if read_period(" ".join(words[:count])))
    return " ".join(words[next(counts, 0) :])
