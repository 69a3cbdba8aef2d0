"""Numbers as statistical tables write them: decimal commas, thin spaces, footnotes, marks for "no value"."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd

from geodata.tables.sheet import FaultyCell
from geodata.tables.words import missing_marks

DecimalMark = Literal[",", "."]
NumberFault = Literal["not_a_number", "ambiguous_separator", "error", "formula"]

NORMAL_STATUS = "A"

_GROUP_MARKS: dict[DecimalMark, DecimalMark] = {",": ".", ".": ","}
_SPACES = "[\\s\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+"
_MINUS = "[-−–—‐‑﹣－]"
_FOOTNOTES = r"(?: ?[*†‡§⁰¹²³⁴-⁹]\)?| [0-9]{1,2}\))+$"


def parse_numbers(cells: pd.Series, *, decimal: DecimalMark | None = None) -> pd.DataFrame:
    """Read a column of cells as numbers.

    A text such as ``1,234`` has two readings. The other cells of the column decide (``12,5`` speaks for the
    decimal comma); where they are silent or contradict one another the cell is faulty, never guessed.

    Args:
        cells: objects of one column as typed: texts, numbers, None for empty.
        decimal: the column's decimal mark where a person has said it; cells that contradict it are faulty.

    Returns:
        A table with the index of ``cells``: ``value`` (float, NaN if missing or faulty), ``status`` (``A``,
        or the SDMX status of a missing mark), ``footnote`` (marks glued to the value, else empty) and
        ``fault`` (a ``NumberFault``, else empty). A percent sign does not change the value.
    """
    objects = cells.to_numpy(dtype=object)
    kinds = np.array([_kind(cell) for cell in objects], dtype=object)
    value = np.full(len(objects), np.nan)
    value[kinds == "number"] = objects[kinds == "number"].astype(float)
    status = np.where(kinds == "empty", missing_marks().empty, NORMAL_STATUS).astype(object)
    footnote = np.full(len(objects), "", dtype=object)
    fault = np.where(np.isin(kinds, ["number", "empty", "text"]), "", kinds)
    is_text = kinds == "text"
    if is_text.any():
        codes, texts = pd.factorize(objects[is_text])
        parsed = _parse_texts(pd.Series(texts, dtype="str"), decimal).take(codes)
        value[is_text], status[is_text] = parsed["value"], parsed["status"]
        footnote[is_text], fault[is_text] = parsed["footnote"], parsed["fault"]
    columns = {"value": value, "status": status, "footnote": footnote, "fault": fault}
    return pd.DataFrame(
        {name: pd.Series(column, index=cells.index, dtype=column.dtype) for name, column in columns.items()}
    )


def _kind(cell: object) -> str:
    if isinstance(cell, str):
        return "text"
    if isinstance(cell, FaultyCell):
        return cell.kind
    if cell is None or cell != cell:
        return "empty"
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)
    return "number" if is_number else "not_a_number"


def _parse_texts(texts: pd.Series[str], decimal: DecimalMark | None) -> pd.DataFrame:
    clean = texts.str.replace(_SPACES, " ", regex=True).str.strip()
    bare = clean.str.replace(_FOOTNOTES, "", regex=True)
    status = _missing_status(clean).fillna(_missing_status(bare))
    value, is_ambiguous = _read_values(bare, decimal)
    fault = pd.Series("", index=texts.index, dtype=object)
    fault[value.isna() & status.isna()] = "not_a_number"
    fault[is_ambiguous] = "ambiguous_separator"
    footnote = [whole[len(part) :].strip() for whole, part in zip(clean, bare, strict=True)]
    return pd.DataFrame(
        {
            "value": value,
            "status": status.fillna(NORMAL_STATUS),
            "footnote": pd.Series(footnote, index=texts.index, dtype=object),
            "fault": fault,
        }
    )


def _missing_status(texts: pd.Series[str]) -> pd.Series:
    marks = missing_marks()
    return texts.str.lower().map({"": marks.empty, **marks.marks}).astype(object)


def _read_values(
    texts: pd.Series[str], decimal: DecimalMark | None
) -> tuple[pd.Series[float], pd.Series[bool]]:
    """Return the value of every text (NaN: none) and which texts have two that nothing decides between."""
    if decimal:
        return _read_with(texts, decimal), pd.Series(data=False, index=texts.index)
    comma, point = _read_with(texts, ","), _read_with(texts, ".")
    is_ambiguous = comma.notna() & point.notna() & (comma != point)
    only_comma, only_point = (comma.notna() & point.isna()).any(), (point.notna() & comma.isna()).any()
    if only_comma != only_point:
        preferred, other = (comma, point) if only_comma else (point, comma)
        return preferred.fillna(other), pd.Series(data=False, index=texts.index)
    return point.fillna(comma).mask(is_ambiguous), is_ambiguous


def _read_with(texts: pd.Series[str], decimal: DecimalMark) -> pd.Series[float]:
    """Return the value of every text under one decimal mark, NaN where the text does not allow it."""
    group = _GROUP_MARKS[decimal]
    grouped = rf"[0-9]{{1,3}}(?:[ '’][0-9]{{3}})+|[1-9][0-9]{{0,2}}(?:[{group}][0-9]{{3}})+"
    number = rf"(?:(?:[0-9]+|{grouped})(?:[{decimal}][0-9]+)?|[{decimal}][0-9]+)(?:[eE][-+]?[0-9]+)?"
    fitting = texts[texts.str.fullmatch(rf"(?:{_MINUS}|[+])? ?{number} ?[%٪]?")]
    plain = fitting.str.replace(rf"[ '’%٪{group}]", "", regex=True).str.replace(_MINUS, "-", regex=True)
    values = plain.str.replace(decimal, ".", regex=False).to_numpy(dtype=object).astype(float)
    finite = pd.Series(values, index=fitting.index, dtype=float).replace([np.inf, -np.inf], np.nan)
    return finite.reindex(texts.index)
