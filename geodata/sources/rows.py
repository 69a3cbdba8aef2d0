"""Take, leave out and reword the rows of a source file as ``sources.toml`` says, and account for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import pandas as pd

from config.i18n import N_
from geodata.boundaries.standard import COLUMN_UNKNOWN
from geodata.problems import Problem, Rule, Where, refuse_on_errors
from geodata.sources.models import Exclusion, Lookup, RowRules

ROWS_LEFT_OUT = Rule(
    "rows_left_out",
    N_("{count} rows are left out: {reason}."),
    N_("The country pack says so."),
    severity="note",
)
NOTHING_TO_LEAVE_OUT = Rule(
    "nothing_to_leave_out",
    N_("The country pack leaves out rows ({reason}), but the file has none of them."),
    N_("Compare the file with the pack: either may be of another date."),
    severity="warning",
)
NO_ROWS_TAKEN = Rule(
    "no_rows_taken",
    N_("None of the rows is what the country pack takes: {where}."),
    N_("Compare the file with the pack: either may be of another date."),
)
LOOKUP_FAILED = Rule(
    "lookup_failed",
    N_("{count} rows have no partner in {file}, among them {examples}."),
    N_("Complete that file, or give the missing texts in the pack."),
    severity="warning",
)

FrameT = TypeVar("FrameT", bound=pd.DataFrame)
_EXAMPLES = 5


def take_rows(frame: FrameT, rules: RowRules, *, file: str) -> tuple[FrameT, list[Problem]]:
    """Return the rows a step takes, with their texts as meant.

    Args:
        frame: the rows of a file under their headings; the index is kept.
        rules: what to take, leave out and reword.
        file: name of the file, for problems.

    Returns:
        The rows, and notes of what was left out and why.

    Raises:
        ImportRefused: a column the rules name is not there, or no row is left.
    """
    named = [*rules.where, *rules.reword, *(column for each in rules.exclude for column in each.where)]
    require_columns(frame, named, file=file)
    taken = frame[_matches(frame, rules.where)]
    problems: list[Problem] = []
    for exclusion in rules.exclude:
        taken, problem = _without(taken, exclusion, file)
        problems.append(problem)
    if taken.empty:
        problems.append(Problem(NO_ROWS_TAKEN, Where(file=file), {"where": rules.where or "…"}))
    refuse_on_errors(problems)
    return _reworded(taken, rules.reword), problems


def require_columns(frame: pd.DataFrame, names: Iterable[str], *, file: str) -> None:
    """Check that a file has the columns a country pack names.

    Raises:
        ImportRefused: naming each that is not there.
    """
    listed = ", ".join(str(column) for column in frame.columns)
    refuse_on_errors(
        Problem(COLUMN_UNKNOWN, Where(file=file), {"column": name, "columns": listed})
        for name in dict.fromkeys(names)
        if name not in frame.columns
    )


def look_up(frame: FrameT, other: pd.DataFrame, lookup: Lookup, *, file: str) -> tuple[FrameT, list[Problem]]:
    """Return ``frame`` with the columns of ``other`` that have the same key; missing where none has it.

    Args:
        frame: rows with the column ``lookup.on``.
        other: the rows of the other file, with the column ``lookup.key``.
        lookup: which columns to take.
        file: name of the other file, for problems.
    """
    partners = other.drop_duplicates(lookup.key).set_index(lookup.key)
    found = frame[lookup.on].isin(partners.index)
    columns = {new: frame[lookup.on].map(partners[old]) for old, new in lookup.columns.items()}
    if found.all():
        return frame.assign(**columns), []
    keys = frame.loc[~found, lookup.on].astype(str)
    examples = ", ".join(keys.head(_EXAMPLES))
    problem = Problem(LOOKUP_FAILED, params={"count": len(keys), "file": file, "examples": examples})
    return frame.assign(**columns), [problem]


def _matches(frame: pd.DataFrame, where: Mapping[str, tuple[str, ...]]) -> pd.Series[bool]:
    matches = pd.Series(data=True, index=frame.index)
    for column, texts in where.items():
        matches &= _texts(frame[column]).isin(texts)
    return matches


def _without(frame: FrameT, exclusion: Exclusion, file: str) -> tuple[FrameT, Problem]:
    unwanted = _matches(frame, exclusion.where) if exclusion.where else frame.index.isin(exclusion.rows)
    rule = ROWS_LEFT_OUT if unwanted.any() else NOTHING_TO_LEAVE_OUT
    params = {"count": int(unwanted.sum()), "reason": exclusion.reason}
    return frame[~unwanted], Problem(rule, Where(file=file), params)


def _reworded(frame: FrameT, reword: Mapping[str, Mapping[str, str]]) -> FrameT:
    reworded = {}
    for column, found_and_meant in reword.items():
        cells = zip(_texts(frame[column]), frame[column], strict=True)
        meant = [found_and_meant[text] or None if text in found_and_meant else cell for text, cell in cells]
        reworded[column] = pd.Series(meant, index=frame.index, dtype=object)
    return frame.assign(**reworded)


def _texts(values: pd.Series) -> pd.Series[str]:
    return values.astype("string").str.strip().astype("str")
