"""What a cell of a register says: a day, a number, a period, a choice; a cell that says none is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from config.i18n import N_
from geodata.councils.checks import REPORT_PERIOD_BAD
from geodata.councils.schemas import REPORT_PERIOD_PATTERN
from geodata.councils.workbook.words import (
    ChoiceWords,
    ColumnKind,
    Vocabulary,
    half_years,
    workbook_words,
)
from geodata.problems import Rule
from geodata.tables.checks import FORMULA_WITHOUT_VALUE
from geodata.tables.matching import cell_text
from geodata.tables.periods import read_period
from geodata.tables.sheet import FaultyCell
from geodata.tables.words import plain_words

DAY_UNREAD = Rule(
    "day_unread",
    N_("Expected a day such as 2025-03-31 or 31.03.2025, got {got}."),
    N_("Correct the cell, or leave it empty where the day is not known."),
)
DAY_AMBIGUOUS = Rule(
    "day_ambiguous",
    N_("{got} may be two days: whether it begins with the day or with the month is not said."),
    N_("Write the day as 2025-03-31 or 31.03.2025."),
)
COUNT_UNREAD = Rule(
    "count_unread",
    N_("Expected a whole number, got {got}."),
    N_("Correct the cell, or leave it empty where the number is not known."),
)
CHOICE_UNKNOWN = Rule(
    "choice_unknown",
    N_("Expected a value of the list, got {got}."),
    N_("Choose it from the list of the template, or write one of: {known}."),
)
CELL_ERROR = Rule(
    "register_cell_error",
    N_("The cell holds the error {got}."),
    N_("Mend the formula, or write the value."),
)

FIRST_YEAR, LAST_YEAR = 1900, 2200

_SERIALS = (10_000.0, 110_000.0)
"""Days that a spreadsheet counts, from 1927 to 2201: a smaller number is rather a year."""
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[T ][0-9:.]+)?")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?:\s*(?:г|ж)\.?)?")
_SLASHED = re.compile(r"(?P<first>[0-9]{1,2})[/-](?P<second>[0-9]{1,2})[/-](?P<year>[0-9]{4})")
_HALVES = (
    re.compile(r"(?P<year>[0-9]{4})\s*[-–—/ ]?\s*[HhНн](?P<half>[12])"),
    re.compile(r"[HhНн](?P<half>[12])\s*[-–—/ ]?\s*(?P<year>[0-9]{4})"),
)
_BESIDE_YEAR = re.compile(r"(?P<before>.*?)\b(?P<year>(?:19|20|21)[0-9]{2})\b(?P<after>.*)")
_YEARS = re.compile(r"(?P<first>[0-9]{4})\s*(?:\.\.|…|[-–—])\s*(?P<last>[0-9]{4})")
_COUNT = re.compile(r"-?[0-9]+")
_GROUPS = re.compile(r"(?<=[0-9])[\s\u00a0\u202f](?=[0-9]{3}(?:\D|$))")

CellReader = Callable[[object], object]
"""Takes a cell that is not empty.

Raises:
    CellFault: the cell says nothing that the column could have.
"""


class CellFault(Exception):  # noqa: N818 - a cell as found, not a failure of the program
    """A cell that cannot be read, by the rule it breaks."""

    def __init__(self, rule: Rule, params: Mapping[str, object]) -> None:
        self.rule = rule
        self.params = params
        super().__init__(rule.id)


def cell_reader(kind: ColumnKind, words: Mapping[str, ChoiceWords] | None = None) -> CellReader:
    """Return how cells of a column are read.

    Args:
        kind: of the column.
        words: of a column of choices, by key.
    """
    readers: dict[ColumnKind, CellReader] = {
        "date": read_day,
        "count": read_count,
        "period": read_report_period,
    }
    return _sound(
        choice_reader(words) if kind == "choice" and words is not None else readers.get(kind, read_text)
    )


def _sound(reader: CellReader) -> CellReader:
    def read(cell: object) -> object:
        if isinstance(cell, FaultyCell):
            rule = FORMULA_WITHOUT_VALUE if cell.kind == "formula" else CELL_ERROR
            raise CellFault(rule, {"got": cell.text})
        return reader(cell)

    return read


def read_text(cell: object) -> str:
    """Return a cell as text: a whole number without a fraction, a date as ISO 8601 writes it."""
    return cell.date().isoformat() if isinstance(cell, datetime) else cell_text(cell)


def read_day(cell: object) -> date:
    """Return the day of a date, of a text such as ``31.03.2025`` or of a spreadsheet's serial number.

    Raises:
        CellFault: it is no day of 1900…2200, or may be two.
    """
    found = _day(cell)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellFault(DAY_UNREAD, {"got": cell})
    return found


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell_text(cell)
    if re.fullmatch(r"[0-9]{5,6}(?:\.[0-9]+)?", text):
        return _serial_day(float(text))
    return _slashed_day(text) or _written_day(text)


def _serial_day(number: float) -> date | None:
    first, last = _SERIALS
    found = from_excel(number) if first <= number <= last else None
    return found.date() if isinstance(found, datetime) else None


def _written_day(text: str) -> date | None:
    found = _ISO.fullmatch(text) or _DOTTED.fullmatch(text)
    return _calendar_day(found["year"], found["month"], found["day"]) if found else None


def _slashed_day(text: str) -> date | None:
    found = _SLASHED.fullmatch(text)
    if found is None:
        return None
    first, second = found["first"], found["second"]
    pairs = {(first, second), (second, first)}
    days = {_calendar_day(found["year"], month, day) for month, day in pairs} - {None}
    if len(days) > 1:
        raise CellFault(DAY_AMBIGUOUS, {"got": text})
    return next(iter(days), None)


def _calendar_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_count(cell: object) -> int:
    """Return a whole number, be it a text with spaces between its thousands.

    Raises:
        CellFault: it is none.
    """
    text = _GROUPS.sub("", cell_text(cell))
    if isinstance(cell, bool) or not _COUNT.fullmatch(text) or len(text) > 18:
        raise CellFault(COUNT_UNREAD, {"got": cell})
    return int(text)


def read_report_period(cell: object) -> str:
    """Return the period of a report; a date that begins a month is that month, as spreadsheets turn it.

    Raises:
        CellFault: it is none.
    """
    if isinstance(cell, datetime) and cell.day == 1:
        return f"{cell:%Y-%m}"
    text = cell_text(cell)
    found = text if re.fullmatch(REPORT_PERIOD_PATTERN, text) else _written_period(text)
    if found is None:
        raise CellFault(REPORT_PERIOD_BAD, {"got": cell})
    return found


def _written_period(text: str) -> str | None:
    for form in _HALVES:
        if half := form.fullmatch(text):
            return f"{half['year']}-H{half['half']}"
    if years := _YEARS.fullmatch(text):
        return f"{years['first']}..{years['last']}"
    return read_period(text) or _half_year_in_words(text)


def _half_year_in_words(text: str) -> str | None:
    """Return ``2025-H1`` for a text such as ``1-е полугодие 2025 г.``."""
    found = _BESIDE_YEAR.fullmatch(plain_words(text))
    if found is None:
        return None
    before, after = (_without_year_words(found[side]) for side in ("before", "after"))
    half = half_years().get(f"{before} {after}".strip())
    return f"{found['year']}-{half}" if half else None


def _without_year_words(text: str) -> str:
    """Return a text without the words about the year at its ends."""
    words = "|".join(map(re.escape, workbook_words().half_years.year_words))
    return re.sub(rf"^(?:(?:{words})\b\s*)+|(?:\s*\b(?:{words}))+$", "", text.strip()).strip()


def choice_reader(words: Mapping[str, ChoiceWords]) -> CellReader:
    """Return a reader that takes keys, and titles in any language, alphabet and case."""
    vocabulary = Vocabulary({key: [*each.title.values(), *each.words] for key, each in words.items()})

    def read(cell: object) -> str:
        found = vocabulary.find(cell_text(cell))
        if found is None:
            raise CellFault(CHOICE_UNKNOWN, {"got": cell, "known": ", ".join(words)})
        return found

    return read
