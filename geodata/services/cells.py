"""What a cell of a filled table answers: a number on a scale, or one of some answers; else it is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from config.i18n import N_
from geodata.packs import Texts
from geodata.problems import Rule
from geodata.services.instruments import AnswerColumn, Scale
from geodata.tables.matching import cell_text
from geodata.tables.numbers import parse_numbers

NOT_A_NUMBER = Rule(
    id="answer_not_a_number",
    message=N_("The answer {got} is no number."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
OFF_SCALE = Rule(
    id="answer_off_scale",
    message=N_("The answer {got} is not from {lowest} to {highest}."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
BELOW_SCALE = Rule(
    id="answer_below_scale",
    message=N_("The answer {got} is below {lowest}."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
NOT_WHOLE = Rule(
    id="answer_not_whole",
    message=N_("The answer {got} is not a whole number."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)
ANSWER_UNKNOWN = Rule(
    id="answer_unknown",
    message=N_("The answer {got} is none of: {expected}."),
    remedy=N_("Correct the cell, or leave it empty if there is no answer."),
)


class Fault(NamedTuple):
    """A cell that is no answer, by its row and the rule it breaks."""

    row: int
    rule: Rule
    params: Mapping[str, object]


def keys_by_word(titles: Mapping[str, Texts]) -> dict[str, str]:
    """Return the key that each heading or answer means: the key itself or its title in any language."""
    return {plain_text(word): key for key, title in titles.items() for word in (key, *title.values())}


def plain_text(heading: object) -> str:
    """Return a heading or answer by which it is compared: in lower case, with single spaces."""
    return " ".join(str(heading).casefold().split())


def read_answers(cells: pd.Series, column: AnswerColumn) -> tuple[pd.Series, list[Fault]]:
    """Return the answers in a column, missing where a cell is empty or at fault, and the faults.

    Args:
        cells: as typed, labelled with the rows of the sheet.
        column: what was asked.
    """
    return _chosen(cells, column.answers) if column.scale is None else _numbers(cells, column.scale)


def _chosen(cells: pd.Series, answers: Mapping[str, Texts]) -> tuple[pd.Series, list[Fault]]:
    words, expected = keys_by_word(answers), ", ".join(answers)
    texts = cells.map(cell_text)
    chosen = texts.map(lambda text: words.get(plain_text(text))).astype("str")
    unknown = texts[chosen.isna() & (texts != "")]
    return chosen, [
        Fault(row, ANSWER_UNKNOWN, {"got": text, "expected": expected})
        for row, text in zip(unknown.index, unknown, strict=True)
    ]


def _numbers(cells: pd.Series, scale: Scale) -> tuple[pd.Series, list[Fault]]:
    parsed = parse_numbers(cells)
    wrong, given = cells[parsed["fault"] != ""], parsed["value"].dropna()
    ends = {"lowest": f"{scale.lowest:g}", "highest": f"{scale.highest or 0:g}"}
    faults = [
        Fault(row, NOT_A_NUMBER, {"got": cell_text(cell)})
        for row, cell in zip(wrong.index, wrong, strict=True)
    ]
    faults += [
        Fault(row, rule, {"got": f"{number:.12g}", **ends})
        for row, number in zip(given.index, given, strict=True)
        if (rule := _broken(number, scale)) is not None
    ]
    return parsed["value"], faults


def _broken(number: float, scale: Scale) -> Rule | None:
    if not scale.has(number):
        return BELOW_SCALE if scale.highest is None else OFF_SCALE
    return NOT_WHOLE if scale.is_whole and not number.is_integer() else None
