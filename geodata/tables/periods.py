"""Periods as headings and cells write them: ``2023``, ``2023 г.``, ``2023-ж.``, ``II квартал 2023``."""

from __future__ import annotations

import re

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})(?:\.0)?"
_YEAR_WORD = r"(?:[-\s]*(?:г|год|года|гг|ж|жыл|жылы|year)\.?)?"
_QUARTER_WORD = r"[-\s]*(?:кв|квартал|кварталы|чейрек|чейреги|quarter|тримесечие)\.?"
_QUARTER = r"(?P<quarter>[1-4]|IV|I{1,3})"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}{_YEAR_WORD}",
        rf"{_YEAR}{_YEAR_WORD}[-\s]*Q(?P<quarter>[1-4])",
        rf"Q(?P<quarter>[1-4])[-\s]*{_YEAR}{_YEAR_WORD}",
        rf"{_QUARTER}{_QUARTER_WORD}\s*{_YEAR}{_YEAR_WORD}",
        rf"{_YEAR}{_YEAR_WORD},?\s*{_QUARTER}{_QUARTER_WORD}",
        rf"{_YEAR}[-M](?P<month>0[1-9]|1[0-2])",
        rf"(?P<month>0[1-9]|1[0-2])\.{_YEAR}",
    )
]
_FOOTNOTE = re.compile(r"\s*[*†‡§⁰¹²³⁴-⁹]+$")
_TRAILING = re.compile(
    r"(?P<text>.*?)[\s_,;:(/-]+(?P<period>(?:19|20|21)[0-9]{2}(?:-?Q[1-4]|[-M][01][0-9]|\D{0,8}?))\)?"
)
_DATE = re.compile(r"\b[0-3]?[0-9](?P<between>[\s.]+[^\W\d_]+[\s.]+|[.][01]?[0-9][.])(?:19|20|21)[0-9]{2}")
_WORDS = re.compile(r"[\w.-]+")
_MOST_WORDS = 4
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}


def read_period(cell: object) -> str | None:
    """Return the period a cell names as ``2023``, ``2023-Q2`` or ``2023-07``, or None.

    A whole number of 1900…2199 is a year. A date is no period: it does not say whether its year, its month
    or its day is meant.
    """
    text = _FOOTNOTE.sub("", str(cell)).strip() if isinstance(cell, str | int | float) else ""
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _period_code(found.groupdict())
    return None


def split_period(heading: str) -> tuple[str, str | None]:
    """Split a heading such as ``population_2021`` into its text and the period it ends with (None: none)."""
    found = _TRAILING.fullmatch(heading.strip())
    period = read_period(found["period"]) if found else None
    return (found["text"].strip(), period) if found and period else (heading.strip(), None)


def find_period(text: str) -> str | None:
    """Return the only period that a sentence such as a title mentions, None if it mentions none or several.

    A date, as of the day on which a table was made, is no period.

    >>> find_period("Budget execution for 2023, as of 1 February 2024")
    '2023'
    """
    words = _WORDS.findall(_DATE.sub(_unless_period, text.replace("_", " ")))
    found: list[tuple[range, str]] = []
    for count in range(_MOST_WORDS, 0, -1):
        for start in range(len(words) - count + 1):
            place = range(start, start + count)
            period = read_period(" ".join(words[start : start + count]).rstrip("."))
            if period and not any(set(place) & set(taken) for taken, _ in found):
                found.append((place, period))
    periods = {period for _, period in found}
    return periods.pop() if len(periods) == 1 else None


def _unless_period(date: re.Match[str]) -> str:
    return date[0] if read_period(date[0]) else " "


def _period_code(parts: dict[str, str | None]) -> str:
    year, quarter, month = parts["year"], parts.get("quarter"), parts.get("month")
    if quarter:
        return f"{year}-Q{_ROMAN.get(quarter.upper(), quarter)}"
    return f"{year}-{month}" if month else f"{year}"
