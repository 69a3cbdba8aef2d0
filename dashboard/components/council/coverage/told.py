"""Measures in words: the share or why there is none, what it is made of, and what is not published."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from config.i18n import N_
from dashboard.components.council.desk import Desk
from dashboard.components.council.shares import share_text
from dashboard.components.words import Words
from indicators.councils.coverage import MEASURES
from indicators.councils.shares import LACKS_TEXTS

State = Literal["told", "bounds", "count", "small", "no_body", "unknown"]
"""What can be said of an area: a share, bounds of a share, a count, nothing as people are too few, that there
is no body, or not even that."""

REST_HIDDEN = N_("Of how many it is not known is not published.")


@dataclass(frozen=True, slots=True)
class Told:
    """One measure of one area in words; a text that does not apply is empty."""

    value: str
    made_of: str
    why: str
    """There is no share."""

    @property
    def remark(self) -> str:
        """What stands small beside the value."""
        return " · ".join(each for each in (self.made_of, self.why) if each)


def states(rows: pd.DataFrame) -> pd.Series[str]:
    """Return the :data:`State` of each row, labelled as given.

    Args:
        rows: as :func:`dashboard.councils.public_rows`.
    """
    lacks = rows["lacks"].fillna("")
    # A share needs no bounds where nothing is unknown, as with bodies of larger areas that are not counted.
    has_bounds = rows["lowest"].notna() & (rows["unknown"] != 0)
    is_so = {
        "told": rows["value"].notna(),
        "bounds": has_bounds,
        "count": rows["numerator"].notna(),
        "small": lacks == "small",
        "no_body": lacks.str.split(",").map(lambda keys: "no_body" in keys),
    }
    found = np.select([each.to_numpy(dtype=np.bool_) for each in is_so.values()], list(is_so), "unknown")
    return pd.Series(found, index=rows.index, dtype="str")


def told_rows(desk: Desk, rows: pd.DataFrame) -> pd.Series:
    """Return a :class:`Told` for each row, labelled as given.

    Args:
        desk: of the page.
        rows: as :func:`dashboard.councils.public_rows`.
    """
    known = rows[list(_Row._fields)].itertuples(index=False, name=None)
    found = [_told(desk, state, _Row(*row)) for state, row in zip(states(rows), known, strict=True)]
    return pd.Series(found, index=rows.index, dtype="object")


def headed(text: str) -> str:
    """Return a text as it begins a heading or a sentence."""
    return text[:1].upper() + text[1:]


def why_text(words: Words, lacks: object, *, has_count: bool = False) -> str:
    """Return why there is no share, in words.

    Args:
        words: how the visit reads.
        lacks: keys of ``LACKS_TEXTS`` with commas between; missing where there is a share.
        has_count: whether a count is told all the same; of what is small only the rest is hidden then.
    """
    if not isinstance(lacks, str):
        return ""
    if has_count and lacks == "small":
        return words.translate(REST_HIDDEN)
    return " ".join(words.translate(LACKS_TEXTS[each]) for each in lacks.split(","))


class _Row(NamedTuple):
    measure: str
    numerator: float
    unknown: float
    denominator: float
    value: float
    lowest: float
    highest: float
    lacks: object


def _told(desk: Desk, state: str, row: _Row) -> Told:
    match state:
        case "told":
            value = share_text(desk.words, row.value, row.value, unit=MEASURES[row.measure].unit)
        case "bounds":
            value = share_text(desk.words, row.lowest, row.highest, unit=MEASURES[row.measure].unit)
        case "count":
            value = desk.words.whole(row.numerator)
        case "small":
            value = desk.words.translate("not published")
        case _:
            value = "–"
    why = why_text(desk.words, row.lacks, has_count=pd.notna(row.numerator))
    return Told(value, ", ".join(_made_of(desk, state, row)), why)


def _made_of(desk: Desk, state: str, row: _Row) -> Iterator[str]:
    tell = desk.words.translate
    if state == "count":
        yield tell(MEASURES[row.measure].numerator)
    elif state in ("told", "bounds"):
        count, total = desk.words.whole(row.numerator), desk.words.whole(row.denominator)
        yield tell("{count} of {total}").format(count=count, total=total)
    if state == "bounds" and math.isfinite(row.unknown):
        yield tell("not known of {n}").format(n=desk.words.whole(row.unknown))
