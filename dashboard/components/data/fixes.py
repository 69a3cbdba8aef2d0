"""What a person can put right at the check, as plain tables; a fix becomes part of the import's choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.components.words import Translate
from geodata.problems import Problem, Rule
from geodata.tables.checks import (
    BAD_PERIOD,
    DUPLICATE_KEY,
    EMPTY,
    ERROR_CELL,
    FORMULA_WITHOUT_VALUE,
    MERGED_VALUE,
    NOT_A_NUMBER,
    OUT_OF_RANGE,
    UNKNOWN_INDICATOR,
)
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft
from geodata.tables.unpivot import RAGGED_ROW

CELL_RULES = frozenset(
    {
        DUPLICATE_KEY,
        ERROR_CELL,
        FORMULA_WITHOUT_VALUE,
        MERGED_VALUE,
        NOT_A_NUMBER,
        OUT_OF_RANGE,
        RAGGED_ROW,
    }
)
"""Rules that a single cell or row breaks."""
FAULTY_COLUMNS = ["sheet", "row", "column", "place", "found", "problem", "correction", "is_dropped"]


def unresolved_labels(draft: TableDraft) -> pd.DataFrame:
    """Return the labels that name no area or several: ``label, candidates, rows`` (by sheet)."""
    matches = draft.matches.matches
    open_ones = matches[matches["method"].isin(["unknown", "ambiguous"])]
    places = [
        (label, candidates, {sheet: rows})
        for label, candidates, sheet, rows in open_ones[["label", "candidates", "sheet", "rows"]].itertuples(
            index=False, name=None
        )
    ]
    table = pd.DataFrame(places, columns=["label", "candidates", "rows"], dtype=object)
    return table.groupby("label", as_index=False, sort=False).agg({"candidates": "first", "rows": _merged})


def _merged(parts: pd.Series) -> dict[str, tuple[int, ...]]:
    return {sheet: rows for part in parts for sheet, rows in part.items()}


def table_levels(draft: TableDraft, areas: pd.DataFrame) -> list[int]:
    """Return the levels of the areas that a table names, from the country down; all while it names none.

    Args:
        draft: the table.
        areas: all areas of the country, indexed by code.
    """
    levels = areas["admin_level"]
    found = levels.reindex(draft.matches.matches["area_code"].dropna().unique()).dropna()
    return sorted({int(level) for level in (levels if found.empty else found)})


def unknown_indicators(problems: Sequence[Problem]) -> list[str]:
    """Return the labels that name no indicator."""
    return _quoted(problems, UNKNOWN_INDICATOR)


def unknown_periods(problems: Sequence[Problem]) -> list[str]:
    """Return the texts that name no period."""
    return _quoted(problems, BAD_PERIOD)


def _quoted(problems: Sequence[Problem], rule: Rule) -> list[str]:
    got = (str(problem.params["got"]) for problem in problems if problem.rule == rule)
    return [text for text in dict.fromkeys(got) if text != EMPTY]


def faulty_cells(
    problems: Sequence[Problem], translate: Translate, *, only_sheet: str | None
) -> pd.DataFrame:
    """Return the cells and rows of which a single one is wrong, to be corrected or dropped.

    Args:
        problems: of a draft.
        translate: to the language of the visit.
        only_sheet: name of the sheet of a file that has but one, whose problems do not name it.

    Returns:
        ``FAULTY_COLUMNS``, indexed by place; nothing is corrected or dropped yet.
    """
    rows = []
    for problem in problems:
        if problem.rule in CELL_RULES:
            where, sheet = problem.where, problem.where.sheet or only_sheet
            place = f"{sheet}!{where.column or ''}{where.row}"
            said = problem.params["got"], problem.message(translate), None, False
            rows.append((sheet, where.row, where.column, place, *said))
    table = pd.DataFrame(rows, columns=FAULTY_COLUMNS).astype(
        {"found": "str", "correction": "str", "is_dropped": bool}
    )
    table.index = pd.Index(table["place"], name=None)
    return table[~table.index.duplicated()]


def with_areas(choices: Choices, areas: Mapping[str, str]) -> Choices:
    """Return choices with labels confirmed as areas."""
    return choices.model_copy(update={"areas": choices.areas | dict(areas)})


def with_dropped(choices: Choices, rows: Mapping[str, Sequence[int]], reason: str) -> Choices:
    """Return choices with rows left out, by sheet."""
    dropped = defaultdict(dict, {sheet: dict(said) for sheet, said in choices.dropped_rows.items()})
    for sheet, numbers in rows.items():
        dropped[sheet] |= dict.fromkeys(map(int, numbers), reason)
    return choices.model_copy(update={"dropped_rows": dict(dropped)})


def with_corrections(choices: Choices, edited: pd.DataFrame, reason: str) -> Choices:
    """Return choices with what was edited in a table of :func:`faulty_cells`."""
    corrected = edited[edited["correction"].notna() & edited["column"].notna()]
    corrections = defaultdict(dict, {sheet: dict(said) for sheet, said in choices.corrections.items()})
    for sheet, row, column, text in corrected[["sheet", "row", "column", "correction"]].itertuples(
        index=False, name=None
    ):
        corrections[sheet][f"{column}{row}"] = str(text)
    dropped = edited[edited["is_dropped"].astype(bool)].groupby("sheet")["row"].agg(list)
    return with_dropped(choices.model_copy(update={"corrections": dict(corrections)}), dropped, reason)


def fix_count(choices: Choices) -> int:
    """Return how many areas, cells and rows a person has put right."""
    rows = sum(map(len, choices.dropped_rows.values()))
    return len(choices.areas) + rows + sum(map(len, choices.corrections.values()))
