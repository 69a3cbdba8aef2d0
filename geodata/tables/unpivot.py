"""From the grid of a sheet to one row per value cell, with whatever is set apart on the way."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from openpyxl.utils.cell import coordinate_from_string

from config.i18n import N_
from geodata.packs import Pack
from geodata.problems import ImportRefused, Problem, Rule, refuse_on_errors
from geodata.tables.choices import Choices
from geodata.tables.headers import cell_kinds, numeric_columns
from geodata.tables.layout import SAMPLE_ROWS, Layout
from geodata.tables.matching import cell_text, section_labels
from geodata.tables.numbers import parse_numbers
from geodata.tables.scales import scale_note, scale_notes
from geodata.tables.sheet import Sheet
from geodata.tables.words import plain_words, table_words

RAGGED_ROW = Rule(
    "ragged_row",
    N_("The row has {got} cells where the header has {expected}; which value belongs where is unknown."),
    N_("Complete the row in the file, or drop it."),
)
LAYOUT_COLUMN_UNKNOWN = Rule(
    "layout_column_unknown",
    N_("The layout names column {column}, which the sheet does not have."),
    N_("Choose the columns of this sheet."),
)
NO_VALUES = Rule(
    "no_values",
    N_("The sheet has no row or no column of values below its header."),
    N_("Check the header rows and the columns in the layout."),
)
CORRECTION_OUTSIDE = Rule(
    "correction_outside",
    N_("There is no cell {cell} to correct."),
    N_("Name a cell of this sheet, such as C7."),
)
COLUMNS_LEFT_OUT = Rule(
    "columns_left_out",
    N_("Columns not taken: {columns}."),
    N_("Add them to the layout if they hold values of indicators."),
    "note",
)

REASON_FILTERED = "filtered"
REASON_RAGGED = "ragged"
REASON_TOTALS = "totals"
REASON_SECTION = "section"
REASON_TEXT = "text"
REASON_STAGE = "stage"
REASON_NOT_TAKEN = "not taken"
REASON_SAID = "dropped: {}"
"""Reasons of rows set apart: excluded by a filter, ragged, a total, a heading, a text without values, of a
stage that is not kept, of an indicator that is not taken, or dropped by a person."""


@dataclass(frozen=True)
class Unpivoted:
    """The value cells of one sheet, and what was set apart."""

    cells: pd.DataFrame
    """One row per value cell: its place (``sheet, row, column, heading``); what stands there (``raw``) and
    what it says (``value, status, footnote, fault``, see :func:`geodata.tables.numbers.parse_numbers`); how
    its row or heading names the area (``code, name, parent, section``, and ``label`` for the one to show),
    and the ``said_area`` of the layout; what ``indicator_id``, ``indicator_label`` (``item_code`` and
    ``item_name``), ``period``, ``period_cell``, ``stage``, ``stage_cell`` and ``scope`` are known; the
    ``scale_note`` that governs it; whether its row ``is_text`` (nothing but one text, or an item without
    values), ``is_heading`` or ``is_item``; whether the cell ``is_total``, or ``is_merged`` into one above or
    before it; the ``block`` of rows between headings and totals; and the ``line`` that names its area and
    the ``series`` across the lines: its row and its column, the other way round for items down."""
    dropped: pd.DataFrame
    """Rows set apart or left out: ``sheet, row, reason``."""
    problems: tuple[Problem, ...]
    rows_in: int
    """Filled rows below the header."""


def unpivot(sheet: Sheet, layout: Layout, *, areas: pd.DataFrame, pack: Pack, choices: Choices) -> Unpivoted:
    """Return one row per value cell of a sheet.

    Args:
        sheet: the sheet as read.
        layout: where its areas, indicators, periods and values stand.
        areas: to tell a heading row above its areas from an area without values.
        pack: for names of areas.
        choices: corrected cells and dropped rows.

    Raises:
        ImportRefused: the layout names columns the sheet does not have, or leaves no row or column of values.
    """
    refuse_on_errors(
        Problem(LAYOUT_COLUMN_UNKNOWN, sheet.where(), {"column": column})
        for column in _named_columns(layout)
        if column not in sheet.cells
    )
    grid, outside = _corrected(sheet, choices)
    body = grid.loc[layout.first_row : layout.last_row]
    body = body[body.notna().any(axis=1)]
    if body.empty or not layout.value_columns:
        raise ImportRefused([Problem(NO_VALUES, sheet.where())])
    rows = _row_labels(body, layout)
    may_head = ~rows["has_values"] & ~_has_own_code(rows["code"], layout, areas)
    rows["section"] = section_labels(rows["label"], may_head, areas, pack=pack)
    rows["is_heading"] = may_head & (rows["section"] == rows["label"])
    reasons = _row_reasons(sheet, body, rows, layout)
    rows["is_total"] = reasons == REASON_TOTALS
    rows["block"] = reasons.isin([REASON_TOTALS, REASON_SECTION]).shift(fill_value=False).cumsum()
    reasons = _said_reasons(sheet, reasons, choices)
    kept = reasons.isin(["", REASON_TOTALS])
    return Unpivoted(
        cells=_value_cells(sheet, body[kept], rows[kept], layout, choices),
        dropped=_dropped(sheet, reasons[reasons != ""]),
        problems=(*outside, *_ragged_problems(sheet, reasons, layout), *_left_out(sheet, body, layout)),
        rows_in=len(body),
    )


def _dropped(sheet: Sheet, reasons: pd.Series[str]) -> pd.DataFrame:
    return pd.DataFrame({"sheet": sheet.name, "row": reasons.index, "reason": reasons.to_numpy()})


def _named_columns(layout: Layout) -> list[str]:
    places = (layout.area_code, layout.area_name, layout.parent)
    roles = (*places, layout.indicator, layout.indicator_code, layout.period, layout.stage)
    values = (column.column for column in layout.value_columns)
    return [column for column in (*roles, *layout.filters, *values) if column is not None]


def _corrected(sheet: Sheet, choices: Choices) -> tuple[pd.DataFrame, list[Problem]]:
    corrections = choices.corrections.get(sheet.name, {})
    cells = sheet.cells.copy() if corrections else sheet.cells
    problems = []
    for place, text in corrections.items():
        column, row = coordinate_from_string(place)
        if row in cells.index and column in cells:
            cells.loc[row, column] = text or None
        else:
            problems.append(Problem(CORRECTION_OUTSIDE, sheet.where(), {"cell": place}))
    return cells, problems


def _row_labels(body: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    roles = {
        "code": layout.area_code,
        "name": layout.area_name,
        "parent": layout.parent,
        "item_code": layout.indicator_code,
        "item_name": layout.indicator,
    }
    rows = pd.DataFrame(
        {role: body[column].map(cell_text) if column else "" for role, column in roles.items()},
        index=body.index,
        dtype=object,
    )
    rows["label"] = rows["name"].where(rows["name"] != "", rows["code"])
    rows["indicator_label"] = (rows["item_code"] + " " + rows["item_name"]).str.strip()
    rows["period_cell"] = body[layout.period] if layout.period else None
    rows["stage_cell"] = body[layout.stage].map(cell_text) if layout.stage else ""
    rows["has_values"] = body[[column.column for column in layout.value_columns]].notna().any(axis=1)
    rows["is_item"] = layout.has_items_down
    is_one_text = pd.Series([len({*cells} - {None}) == 1 for cells in body.to_numpy()], index=body.index)
    # A heading among items may be merged over the values, and have a code beside it.
    rows["is_text"] = (
        is_one_text | ~rows["has_values"] if layout.has_items_down else is_one_text & ~rows["has_values"]
    )
    rows["row_note"] = _row_notes(body, layout)
    return rows


def _has_own_code(codes: pd.Series[str], layout: Layout, areas: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows name an area by its code, with or without leading zeros: they head no section."""
    is_known = codes.str.lstrip("0").isin(areas["area_code"].str.lstrip("0"))
    return (codes != "") & (is_known | codes.isin(list(layout.area_codes)))


def _row_notes(body: pd.DataFrame, layout: Layout) -> pd.Series[str]:
    """Return the scale note of each row, as its indicator or a column of units says it."""
    places = {layout.area_code, layout.area_name, layout.parent}
    values = {column.column for column in layout.value_columns}
    notes = pd.Series("", index=body.index, dtype=object)
    for column in body.columns.difference([*places - {None}, *values], sort=False):
        by_cell = {cell: scale_note(cell) for cell in body[column].unique()}
        notes = notes.where(notes != "", body[column].map(by_cell))
    return notes


def _row_reasons(sheet: Sheet, body: pd.DataFrame, rows: pd.DataFrame, layout: Layout) -> pd.Series[str]:
    """Return why each row is set apart or left out, empty for the others."""
    reasons = pd.Series("", index=rows.index, dtype=object)
    reasons[rows["is_heading"]] = REASON_SECTION
    reasons[is_total(rows["label"]) | rows.index.isin(layout.totals_rows)] = REASON_TOTALS
    for column, allowed in layout.filters.items():
        reasons[~body[column].map(cell_text).isin(allowed)] = REASON_FILTERED
    # Last, since a shifted row says nothing reliable: not even that it is filtered out.
    reasons[_is_ragged(sheet, rows, layout)] = REASON_RAGGED
    return reasons


def _said_reasons(sheet: Sheet, reasons: pd.Series[str], choices: Choices) -> pd.Series[str]:
    """Put the reasons a person gave in the place of others."""
    said = pd.Series(choices.dropped_rows.get(sheet.name, {}), dtype=object).map(REASON_SAID.format)
    return said.reindex(reasons.index).fillna(reasons)


def is_total(labels: pd.Series[str]) -> pd.Series[bool]:
    """Return which labels of areas or items begin with a word for a total."""
    first_words = {label: plain_words(label).partition(" ")[0] for label in labels.unique()}
    return labels.map(first_words).isin(table_words().totals)


def _is_ragged(sheet: Sheet, rows: pd.DataFrame, layout: Layout) -> pd.Series[bool]:
    """Return which rows of several texts have fewer or more cells than the header, as only text files can."""
    if sheet.widths is None or not layout.header_rows:
        return pd.Series(data=False, index=rows.index)
    expected = sheet.widths[layout.header_rows[-1]]
    filled = sheet.cells.loc[rows.index].notna()
    last_filled = filled.shape[1] - filled.iloc[:, ::-1].to_numpy().argmax(axis=1)
    is_ragged = (sheet.widths[rows.index] < expected) | (last_filled > expected)
    return pd.Series(is_ragged & (filled.sum(axis=1) > 1), dtype=bool)


def _ragged_problems(sheet: Sheet, reasons: pd.Series[str], layout: Layout) -> list[Problem]:
    if sheet.widths is None:
        return []
    return [
        Problem(
            RAGGED_ROW,
            sheet.where(row),
            {"got": sheet.widths[row], "expected": sheet.widths[layout.header_rows[-1]]},
        )
        for row in reasons.index[reasons == REASON_RAGGED]
    ]


def _left_out(sheet: Sheet, body: pd.DataFrame, layout: Layout) -> list[Problem]:
    others = body.head(SAMPLE_ROWS).drop(columns=_named_columns(layout))
    left = numeric_columns(cell_kinds(others)) if others.size else []
    return [Problem(COLUMNS_LEFT_OUT, sheet.where(), {"columns": ", ".join(left)})] if left else []


def _value_cells(
    sheet: Sheet, body: pd.DataFrame, rows: pd.DataFrame, layout: Layout, choices: Choices
) -> pd.DataFrame:
    covered = sheet.covered_cells()
    columns = []
    for column in layout.value_columns:
        numbers = parse_numbers(body[column.column], decimal=choices.decimal)
        cells = rows.join(numbers)
        cells["raw"] = body[column.column]
        cells["column"], cells["heading"] = column.column, column.heading
        cells["indicator_id"], cells["period"] = column.indicator_id, column.period
        cells["stage"], cells["scope"], cells["said_area"] = column.stage, column.scope, None
        if layout.indicator is None and layout.indicator_code is None:
            cells["indicator_label"] = cells["item_name"] = column.indicator_label
        if layout.has_items_down:
            cells["name"], cells["said_area"] = column.area_label, column.area_code
            cells["label"] = column.area_label or column.area_code or ""
            cells["is_total"] |= is_total(cells["label"])
        cells["is_merged"] = [(row, column.column) in covered for row in cells.index]
        columns.append(cells)
    cells = pd.concat(columns).rename_axis("row").reset_index()
    cells["sheet"] = sheet.name
    places = [cells["row"].astype("str"), cells["column"].astype("str")]
    cells["line"], cells["series"] = reversed(places) if layout.has_items_down else places
    cells["scale_note"] = scale_notes(cells, sheet, layout)
    return cells
