"""The words and marks by which tables are recognised, kept as data in ``config``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Literal

from pydantic import Field

from config.loader import CONFIG_DIR, ConfigModel, load_toml

MissingStatus = Literal["M", "O"]


class MissingMarks(ConfigModel):
    """``missing_marks.toml``: how sources write "no value", as SDMX observation status."""

    empty: MissingStatus
    marks: dict[str, MissingStatus]


class Scale(ConfigModel):
    """A power of ten and the words that announce it."""

    factor: float = Field(gt=1)
    words: tuple[str, ...] = Field(min_length=1)


class TableWords(ConfigModel):
    """``table_words.toml``: words of totals rows, of headings, of scale notes and of stages."""

    totals: frozenset[str]
    period_headings: frozenset[str]
    indicator_headings: frozenset[str]
    value_headings: frozenset[str]
    area_name_headings: frozenset[str]
    stage_headings: frozenset[str]
    item_code_headings: frozenset[str]
    item_prefixes: tuple[str, ...]
    comparison_headings: tuple[str, ...]
    scales: tuple[Scale, ...]
    stages: dict[str, tuple[str, ...]]

    @cached_property
    def scale_pattern(self) -> re.Pattern[str]:
        """A scale word as a whole word, with the unit that follows it: ``тыс. сом``."""
        words = sorted((word for scale in self.scales for word in scale.words), key=len, reverse=True)
        return re.compile(rf"\b({'|'.join(map(re.escape, words))})\b\.?(?:\s+[^\W\d_]+)?", re.IGNORECASE)

    def scale_factor(self, word: str) -> float:
        """Return the factor a scale word announces.

        Raises:
            KeyError: it is no scale word.
        """
        for scale in self.scales:
            if word.casefold() in scale.words:
                return scale.factor
        raise KeyError(word)


def without_scale(text: str) -> str:
    """Return ``text`` without the note of a scale in it.

    >>> without_scale("Revenue 2023 (thousand som)")
    'Revenue 2023'
    """
    return table_words().scale_pattern.sub("", text).strip(" ,;:()")


@cache
def missing_marks() -> MissingMarks:
    """Read ``config/missing_marks.toml``."""
    return load_toml(CONFIG_DIR / "missing_marks.toml", MissingMarks)


@cache
def table_words() -> TableWords:
    """Read ``config/table_words.toml``."""
    return load_toml(CONFIG_DIR / "table_words.toml", TableWords)


def plain_words(text: str) -> str:
    """Return ``text`` in lower case with every run of punctuation or spaces as one space."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def begins_with(text: str, words: Iterable[str]) -> str:
    """Return the longest of ``words`` that plain words begin with, as whole words; none is an empty text."""
    return max((each for each in words if f"{text} ".startswith(f"{each} ")), key=len, default="")
