"""What can be wrong with the cells of a table, each said with its place, what was expected and what came.

Every check takes resolved cells (see :func:`geodata.tables.resolve.resolve_cells`) and returns problems.
What concerns a label is said once for all its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from config.i18n import N_
from geodata.problems import Problem, Rule, Where
from geodata.tables.headers import HEADING_SEPARATOR
from geodata.tables.indicators import IndicatorNames, ValueRule
from geodata.tables.layout import Layout
from geodata.tables.matching import cell_text
from geodata.tables.scales import SCALE_UNANSWERED, factor_into
from geodata.tables.sheet import Sheet
from geodata.tables.stages import read_stage

UNKNOWN_AREA = Rule(
    "unknown_area",
    N_("Expected a known area, got {got} (rows {rows})."),
    N_("Confirm which area it is, or drop the rows. Similar: {suggestions}."),
)
AREA_NOT_SAID = Rule(
    "area_not_said",
    N_("The sheet does not say of which area its {count} values are, or names several."),
    N_("Say which area it is; a title or a sheet's name such as “name, district” would do."),
)
AMBIGUOUS_AREA = Rule(
    "ambiguous_area",
    N_("{got} may be any of {candidates} (rows {rows})."),
    N_("Confirm which one it is, or name the column of the area above."),
)
ZEROS_RESTORED = Rule(
    "zeros_restored",
    N_("{count} codes had lost their leading zeros, which were restored: {pairs}."),
    N_("Keep codes as text in the spreadsheet."),
    "note",
)
SPELLING_BRIDGED = Rule(
    "spelling_bridged",
    N_("{count} names were matched in another spelling or alphabet: {pairs}."),
    N_("Check that each pair is one area."),
    "note",
)
UNKNOWN_INDICATOR = Rule(
    "unknown_indicator",
    N_("Expected an indicator of the catalogue, got {got}."),
    N_("Choose the indicator it is, or leave it out. Similar: {suggestions}."),
)
UNKNOWN_STAGE = Rule(
    "unknown_stage",
    N_("Expected planned, adjusted or executed, got {got} (rows {rows})."),
    N_("Correct the cell, or drop the rows."),
)
STAGE_NOT_KEPT = Rule(
    "stage_not_kept",
    N_("“{heading}”: {count} values were left out, since only executed amounts are kept of {indicators}."),
    N_("Nothing need be done: plans are kept of totals only."),
    "note",
)
AREA_OF_SHEET = Rule(
    "area_of_sheet",
    N_("All {count} values of the sheet are taken for {area}."),
    N_("Check that it is this area the sheet is about."),
    "note",
)
BAD_PERIOD = Rule(
    "bad_period",
    N_("Expected a period such as 2023, 2023-Q2 or 2023-07, got {got} (rows {rows})."),
    N_("Correct it, or say in the layout which period it is."),
)
NOT_A_NUMBER = Rule(
    "not_a_number", N_("Expected a number, got {got}."), N_("Correct the cell, or drop the row.")
)
AMBIGUOUS_NUMBER = Rule(
    "ambiguous_number",
    N_("{count} numbers of the column have two readings, such as {got}: nothing in the column decides."),
    N_("Say whether the comma or the point is the decimal mark."),
)
ERROR_CELL = Rule(
    "error_cell", N_("Expected a number, got the error {got}."), N_("Mend the formula, or drop the row.")
)
FORMULA_WITHOUT_VALUE = Rule(
    "formula_without_value",
    N_("The formula {got} has no stored result."),
    N_("Open the workbook in a spreadsheet program, let it calculate, and save it."),
)
MERGED_VALUE = Rule(
    "merged_value",
    N_("The value {got} stands in a cell merged over several; which of them it belongs to is unknown."),
    N_("Undo the merge in the file, or drop the rows."),
)
OUT_OF_RANGE = Rule(
    "out_of_range",
    N_("Expected {indicator} between {minimum} and {maximum}, got {got}."),
    N_("Check value and unit ({unit}); correct the cell, or drop the row."),
)
NEGATIVE_AMOUNT = Rule(
    "negative_amount",
    N_("{count} amounts of {indicator} are below zero, the first of them {got}."),
    N_("Check the sign: an item of a budget is below zero only where more was paid back than came in."),
    "warning",
)
DUPLICATE_KEY = Rule(
    "duplicate_key",
    N_("{area}, {indicator}, {period} has a value here ({got}) and in {first} ({first_got})."),
    N_("Drop one of the rows, or filter the table by a further column."),
)
AREAS_MISSING = Rule(
    "areas_missing",
    N_("{missing} of {expected} areas of the level are not in the table: {areas}."),
    N_("Check that no part of the table is missing."),
    "warning",
)
FOOTNOTES = Rule(
    "footnotes",
    N_("{count} values carry the footnote mark {mark}, first in this cell."),
    N_("Read the footnote: the values may be provisional or estimated."),
    "note",
)

OBSERVATION_KEY = ["area_code", "indicator_id", "period"]
EMPTY = "–"

_MISSING_SHARE = 0.5
_LISTED = 20


Cell = Mapping[Hashable, Any]
"""One value cell in long form, by column name."""


class Source(NamedTuple):
    """A sheet with the layout it is read by."""

    sheet: Sheet
    layout: Layout

    def source_refs(self, cells: pd.DataFrame) -> pd.Series[str]:
        """Return the places of cells in short, as observations carry them."""
        is_wide = len(self.layout.value_columns) > 1
        headings = cells["heading"] if is_wide else None
        return self.sheet.source_refs(cells["row"], cells["column"], headings)


class Sources(dict[str, Source]):
    """The sheets of a file by name."""

    def where(self, cell: Cell, column: str | None = None) -> Where:
        """Return the place of a cell, or of another column in its row."""
        return self[cell["sheet"]].sheet.where(int(cell["row"]), column or cell["column"])

    def where_label(self, cell: Cell) -> Where:
        """Return where the area of a cell is named: in its row, or at the head of its column."""
        sheet, layout = self[cell["sheet"]]
        if layout.has_items_down:
            return sheet.where(column=cell["column"])
        return self.where(cell, layout.area_name or layout.area_code)


def check_cells(
    cells: pd.DataFrame,
    sources: Sources,
    *,
    areas: pd.DataFrame,
    rules: Mapping[str, ValueRule],
    scales: Mapping[str, float],
    suggestions: pd.DataFrame,
) -> list[Problem]:
    """Return everything that is wrong with resolved cells.

    Args:
        cells: see :func:`geodata.tables.resolve.resolve_cells`, without totals.
        sources: the sheets by name.
        areas: see :data:`geodata.schemas.AREAS`.
        rules: what is known of each indicator, by id.
        scales: the answered scale notes.
        suggestions: see :class:`geodata.tables.matching.AreaMatches`.
    """
    area_names = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    return [
        *check_areas(cells, suggestions, sources, area_names),
        *check_indicators(cells, sources, IndicatorNames(rules)),
        *check_stages(cells, sources),
        *check_periods(cells, sources),
        *check_numbers(cells, sources),
        *check_scales(cells, scales, rules, sources),
        *check_range(cells, rules, sources),
        *check_signs(cells, rules, sources),
        *check_duplicates(cells, sources),
        *check_coverage(cells, areas, sources),
    ]


def is_usable(
    cells: pd.DataFrame, rules: Mapping[str, ValueRule], scales: Mapping[str, float]
) -> pd.Series[bool]:
    """Return the cells that no error concerns, so that they are observations."""
    is_known = cells[OBSERVATION_KEY].notna().all(axis=1) & ~has_unknown_stage(cells)
    is_number = (cells["fault"] == "") & ~(cells["is_merged"] & cells["raw"].notna())
    is_scaled = (cells["scale_note"] == "") | cells["scale_note"].isin(list(scales))
    is_single = ~cells.duplicated(OBSERVATION_KEY, keep=False)
    return is_known & is_number & is_scaled & is_single & ~out_of_range(cells, rules)


def check_areas(
    cells: pd.DataFrame, suggestions: pd.DataFrame, sources: Sources, names: Mapping[str, str]
) -> list[Problem]:
    """Return unknown and ambiguous areas, and what was matched by more than an exact code or name.

    Args:
        cells: with ``area_code``, ``method``, ``match_label`` and ``candidates``.
        suggestions: see :class:`geodata.tables.matching.AreaMatches`.
        sources: the sheets by name.
        names: area name by code.
    """
    problems = []
    faulty = cells[cells["method"].isin(["unknown", "ambiguous"])]
    is_unsaid = is_of_whole_sheet(faulty) & (faulty["match_label"] == "")
    for first, group in _groups(faulty[~is_unsaid], ["sheet", "match_label", "method"]):
        label = first["match_label"]
        similar = suggestions.loc[suggestions["label"] == label, "area_code"]
        params = {
            "got": label or EMPTY,
            "rows": listed(group["row"].unique()),
            "candidates": _named(first["candidates"], names),
            "suggestions": _named(similar, names),
        }
        rule = UNKNOWN_AREA if first["method"] == "unknown" else AMBIGUOUS_AREA
        problems.append(Problem(rule, sources.where_label(first), params))
    return [
        *_unsaid_areas(faulty[is_unsaid], sources),
        *problems,
        *_stated_matches(cells, sources, names),
        *_stated_areas(cells, sources, names),
    ]


def _unsaid_areas(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    return [
        Problem(AREA_NOT_SAID, sources[first["sheet"]].sheet.where(), {"count": len(group)})
        for first, group in _groups(cells, ["sheet"])
    ]


def _stated_areas(cells: pd.DataFrame, sources: Sources, names: Mapping[str, str]) -> list[Problem]:
    whole = cells[is_of_whole_sheet(cells) & cells["area_code"].notna()]
    return [
        Problem(
            AREA_OF_SHEET,
            sources[first["sheet"]].sheet.where(),
            {"count": len(group), "area": _named([first["area_code"]], names)},
        )
        for first, group in _groups(whole, ["sheet", "area_code"])
    ]


def _stated_matches(cells: pd.DataFrame, sources: Sources, names: Mapping[str, str]) -> list[Problem]:
    rules = {"code_zeros_restored": ZEROS_RESTORED, "name_tolerant": SPELLING_BRIDGED}
    labels = cells[cells["method"].isin(list(rules))].drop_duplicates(["sheet", "match_label"])
    return [
        Problem(
            rules[first["method"]],
            sources.where_label(first),
            {
                "count": len(group),
                "pairs": listed(
                    f"{label} = {names[code]} ({code})"
                    for label, code in zip(group["match_label"], group["area_code"], strict=True)
                ),
            },
        )
        for first, group in _groups(labels, ["sheet", "method"])
    ]


def check_indicators(cells: pd.DataFrame, sources: Sources, names: IndicatorNames) -> list[Problem]:
    """Return labels and headings that name no indicator, with similar ones."""
    problems = []
    for first, _ in _groups(cells[cells["indicator_id"].isna()], ["sheet", "indicator_label"]):
        got = first["indicator_label"] or first["heading"]
        params = {"got": got or EMPTY, "suggestions": listed(names.suggest(got)) or EMPTY}
        where = sources.where(first, sources[first["sheet"]].layout.indicator)
        problems.append(Problem(UNKNOWN_INDICATOR, where, params))
    return problems


def has_unknown_stage(cells: pd.DataFrame) -> pd.Series[bool]:
    """Return the cells whose row has something in the column of stages that is none."""
    return (cells["stage_cell"] != "") & cells["stage"].isna()


def check_stages(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return cells that name no stage."""
    return [
        Problem(
            UNKNOWN_STAGE,
            sources.where(first, sources[first["sheet"]].layout.stage),
            {"got": first["stage_cell"], "rows": listed(group["row"].unique())},
        )
        for first, group in _groups(cells[has_unknown_stage(cells)], ["sheet", "stage_cell"])
    ]


def state_stages_not_kept(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return which values were left out because their indicator is not kept at their stage.

    Args:
        cells: the value cells left out.
        sources: the sheets by name.
    """
    return [
        Problem(
            STAGE_NOT_KEPT,
            sources.where(first),
            {
                "heading": first["stage_cell"] or _stage_heading(first["heading"]),
                "count": len(group),
                "indicators": listed(group["indicator_id"].unique()),
            },
        )
        for first, group in _groups(cells, ["sheet", "stage"])
    ]


def _stage_heading(heading: str) -> str:
    return next((part for part in heading.split(HEADING_SEPARATOR) if read_stage(part)), heading)


def check_periods(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return cells and headings that name no period."""
    problems = []
    unknown = cells[cells["period"].isna()].assign(got=lambda bad: bad["period_cell"].map(cell_text))
    for first, group in _groups(unknown, ["sheet", "heading", "got"]):
        params = {
            "got": first["got"] or first["heading"] or EMPTY,
            "rows": listed(group["row"].unique()),
        }
        where = sources.where(first, sources[first["sheet"]].layout.period)
        problems.append(Problem(BAD_PERIOD, where, params))
    return problems


def check_numbers(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return cells that hold no number, or one that can be read in two ways, or one for several areas."""
    rules = {"not_a_number": NOT_A_NUMBER, "error": ERROR_CELL, "formula": FORMULA_WITHOUT_VALUE}
    faulty = cells[cells["fault"].isin(list(rules))]
    merged = cells[cells["is_merged"] & cells["raw"].notna()]
    ambiguous = cells[cells["fault"] == "ambiguous_separator"]
    return [
        *_per_cell(faulty, sources, lambda cell: (rules[cell["fault"]], {"got": cell["raw"]})),
        *_per_cell(merged, sources, lambda cell: (MERGED_VALUE, {"got": cell["raw"]})),
        *(
            Problem(AMBIGUOUS_NUMBER, sources.where(first), {"count": len(group), "got": first["raw"]})
            for first, group in _groups(ambiguous, ["sheet", "column"])
        ),
        *(
            Problem(FOOTNOTES, sources.where(first), {"count": len(group), "mark": first["footnote"]})
            for first, group in _groups(cells[cells["footnote"] != ""], ["sheet", "footnote"])
        ),
    ]


def check_scales(
    cells: pd.DataFrame, answers: Mapping[str, float], rules: Mapping[str, ValueRule], sources: Sources
) -> list[Problem]:
    """Return the questions about scale notes that nobody has answered."""
    asked = cells[(cells["scale_note"] != "") & ~cells["scale_note"].isin(list(answers))]
    problems = []
    for first, group in _groups(asked, ["sheet", "scale_note"]):
        note, indicator_ids = first["scale_note"], group["indicator_id"].dropna().unique()
        units = list(dict.fromkeys(rules[id_].unit for id_ in indicator_ids))
        factors = dict.fromkeys(factor_into(unit, note) for unit in units or [""])
        params = {
            "note": note,
            "cells": len(group),
            "indicators": listed(indicator_ids) or EMPTY,
            "units": listed(filter(None, units)) or EMPTY,
            "factors": " / ".join(f"{factor:,.12g}" for factor in factors),
        }
        problems.append(Problem(SCALE_UNANSWERED, sources.where(first), params))
    return problems


def out_of_range(cells: pd.DataFrame, rules: Mapping[str, ValueRule]) -> pd.Series[bool]:
    """Return which values lie outside of what their indicator allows."""
    minimum = cells["indicator_id"].map({id_: rule.minimum for id_, rule in rules.items()}).astype(float)
    maximum = cells["indicator_id"].map({id_: rule.maximum for id_, rule in rules.items()}).astype(float)
    return (cells["value"] < minimum) | (cells["value"] > maximum)


def check_range(cells: pd.DataFrame, rules: Mapping[str, ValueRule], sources: Sources) -> list[Problem]:
    """Return the values outside of what their indicator allows."""

    def describe(cell: Cell) -> tuple[Rule, dict[str, object]]:
        rule = rules[cell["indicator_id"]]
        return OUT_OF_RANGE, {
            "indicator": cell["indicator_id"],
            "got": cell["raw"],
            "unit": rule.unit or EMPTY,
            "minimum": "−∞" if rule.minimum is None else f"{rule.minimum:g}",
            "maximum": "∞" if rule.maximum is None else f"{rule.maximum:g}",
        }

    return list(_per_cell(cells[out_of_range(cells, rules)], sources, describe))


def check_signs(cells: pd.DataFrame, rules: Mapping[str, ValueRule], sources: Sources) -> list[Problem]:
    """Return the items of budgets with amounts below zero."""
    items = [id_ for id_, rule in rules.items() if rule.is_budget_item]
    below = cells[(cells["value"] < 0) & cells["indicator_id"].isin(items) & ~out_of_range(cells, rules)]
    return [
        Problem(
            NEGATIVE_AMOUNT,
            sources.where(first),
            {"indicator": first["indicator_id"], "count": len(group), "got": first["raw"]},
        )
        for first, group in _groups(below, ["sheet", "indicator_id"])
    ]


def check_duplicates(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return every cell whose area, indicator and period another cell before it has, naming both rows."""
    known = cells[cells[OBSERVATION_KEY].notna().all(axis=1)]
    problems = []
    for first, group in _groups(known[known.duplicated(OBSERVATION_KEY, keep=False)], OBSERVATION_KEY):
        place = sources.where(first)
        for cell in group.iloc[1:].to_dict("records"):
            params = {
                "area": cell["match_label"],
                "indicator": cell["indicator_id"],
                "period": cell["period"],
                "got": cell["raw"],
                "first": place,
                "first_got": first["raw"],
            }
            problems.append(Problem(DUPLICATE_KEY, sources.where(cell), params))
    return problems


def is_of_whole_sheet(cells: pd.DataFrame) -> pd.Series[bool]:
    """Return the cells whose area neither their row nor their heading names, but the sheet as a whole."""
    return cells["is_item"] & (cells["name"] == "")


def check_coverage(cells: pd.DataFrame, areas: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return a warning if at least half of the areas of the table's level are not in it."""
    levels = areas.set_index("area_code")["admin_level"]
    present = cells.loc[~is_of_whole_sheet(cells), "area_code"].dropna().drop_duplicates()
    if present.empty:
        return []
    at_level = areas[areas["admin_level"] == present.map(levels).mode().iloc[0]]
    missing = at_level[~at_level["area_code"].isin(present)]
    if len(missing) < _MISSING_SHARE * len(at_level):
        return []
    names = dict(zip(missing["area_code"], missing["area_name"], strict=True))
    params = {"missing": len(missing), "expected": len(at_level), "areas": _named(names, names)}
    file = next(iter(sources.values())).sheet.file
    return [Problem(AREAS_MISSING, Where(file=file), params)]


def _groups(cells: pd.DataFrame, keys: list[str]) -> Iterator[tuple[Cell, pd.DataFrame]]:
    """Yield the first cell of every group, and the group."""
    for _, group in cells.groupby(keys, sort=False):
        yield group.iloc[0].to_dict(), group


def _per_cell(
    cells: pd.DataFrame, sources: Sources, describe: Callable[[Cell], tuple[Rule, dict[str, object]]]
) -> Iterator[Problem]:
    for cell in cells.to_dict("records"):
        rule, params = describe(cell)
        yield Problem(rule, sources.where(cell), params)


def _named(codes: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(f"{names[code]} ({code})" for code in codes) or EMPTY


def listed(things: Iterable[object]) -> str:
    """Return things separated by commas, the ones beyond the first twenty as their number."""
    texts = [str(thing) for thing in things]
    return ", ".join(texts[:_LISTED]) + (f" (+{len(texts) - _LISTED})" if len(texts) > _LISTED else "")
