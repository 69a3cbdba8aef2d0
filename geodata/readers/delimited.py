"""Read delimited text: the encoding and the delimiter are recognised, what cannot be read is named by row."""

from __future__ import annotations

import codecs
import csv
import io
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.grid import gather_rows
from geodata.readers.limits import Limits
from geodata.tables.sheet import Sheet

LEGACY_ENCODING = "cp1251"
"""How Cyrillic text files without Unicode are read."""

LEGACY_ASSUMED = Rule(
    "legacy_encoding_assumed",
    N_("The file is not in UTF-8; it was read as Windows-1251 (Cyrillic)."),
    N_("Look at the names; if they are garbled, save the file as UTF-8."),
    "note",
)
MIXED_ENCODING = Rule(
    "mixed_encoding",
    N_("The row is not in UTF-8 as the rest of the file; it was read as Windows-1251: {got}."),
    N_("Check its text; save the file as UTF-8 to be sure."),
    "warning",
)
UNDECODABLE = Rule(
    "undecodable_text",
    N_("The row has bytes that are no text: {got}."),
    N_("Save the file as UTF-8 and import it again."),
)
DAMAGED_TEXT = Rule(
    "damaged_text",
    N_("The row cannot be split into cells: {reason}."),
    N_("Look for a quotation mark that is opened and never closed, or not doubled inside a text."),
)

_DELIMITERS = "\t;|,"
_SNIFFED_RECORDS = 200
_QUOTED_LENGTH = 80


def read_delimited(path: Path, limits: Limits, file: str) -> list[Sheet]:
    """Read a csv or tsv file as a single sheet.

    Raises:
        ImportRefused: a row cannot be split into cells, or the table is too large.
    """
    text, suspects = _decode(path.read_bytes())
    where = Where(file=file)
    widths: list[int] = []
    line_ends: list[int] = []
    records = _records(text, widths=widths, line_ends=line_ends, where=where)
    cells = gather_rows(records, limits=limits, where=where)
    lines = _lines(text)
    problems = (
        _encoding_problem(rule, file, line, lines=lines, line_ends=line_ends) for rule, line in suspects
    )
    return [
        Sheet(
            file=file,
            name=Path(file).stem,
            origin="text",
            cells=cells,
            widths=pd.Series(widths[: len(cells)], index=cells.index, dtype=int),
            problems=tuple(problems),
        )
    ]


def _encoding_problem(
    rule: Rule, file: str, line: int | None, *, lines: list[str], line_ends: list[int]
) -> Problem:
    if line is None:
        return Problem(rule, Where(file=file))
    row = bisect_left(line_ends, line) + 1
    return Problem(rule, Where(file=file, row=row), {"got": lines[line - 1].rstrip()[:_QUOTED_LENGTH]})


def _decode(data: bytes) -> tuple[str, list[tuple[Rule, int | None]]]:
    """Return the text, and each rule it breaks with the line (None: the whole file)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_or_replace(data, "utf-16")
    if b"\0" in data[:4096]:
        is_little = data[1:4096:2].count(0) >= data[:4096:2].count(0)
        return _decode_or_replace(data, "utf-16-le" if is_little else "utf-16-be")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _decode_by_line(data)


def _decode_or_replace(data: bytes, encoding: str) -> tuple[str, list[tuple[Rule, int | None]]]:
    text = data.decode(encoding, errors="replace")
    broken = [number for number, line in enumerate(_lines(text), 1) if "\ufffd" in line]
    return text, [(UNDECODABLE, number) for number in broken]


def _decode_by_line(data: bytes) -> tuple[str, list[tuple[Rule, int | None]]]:
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    foreign = [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]
    unicode_lines = sum(not line.isascii() for line in lines) - len(foreign)
    if unicode_lines < len(foreign):
        text, broken = _decode_or_replace(b"".join(lines), LEGACY_ENCODING)
        return text, [(LEGACY_ASSUMED, None), *broken]
    for number in foreign:
        lines[number - 1] = lines[number - 1].decode(LEGACY_ENCODING, errors="replace").encode()
    text, broken = _decode_or_replace(b"".join(lines), "utf-8")
    return text, [*((MIXED_ENCODING, number) for number in foreign), *broken]


def _lines(text: str) -> list[str]:
    # As csv counts them: str.splitlines also splits at form feeds and the like.
    return io.StringIO(text, newline="").readlines()


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _records(
    text: str, *, widths: list[int], line_ends: list[int], where: Where
) -> Iterator[list[str | None]]:
    """Yield the rows of cells, None where empty, and note how wide each is and on which line it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for record in reader:
            widths.append(len(record))
            line_ends.append(reader.line_num)
            yield [cell if cell and not cell.isspace() else None for cell in record]
    except csv.Error as error:
        place = Where(file=where.file, row=len(widths) + 1)
        raise ImportRefused([Problem(DAMAGED_TEXT, place, {"reason": error})]) from error


def _delimiter(text: str) -> str:
    """Return the delimiter under which most rows have one width; a decimal comma loses to the others."""
    sample = list(islice(io.StringIO(text, newline=""), _SNIFFED_RECORDS))
    return max(_DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: list[str], delimiter: str) -> float:
    widths = Counter(len(record) for record in csv.reader(sample, delimiter=delimiter) if record)
    width, rows = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return rows / widths.total() if width > 1 else 0.0
