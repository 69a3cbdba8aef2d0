"""From sheets and their layouts to observations that may be published, or the list of what is in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from config.i18n import N_
from geodata.budgets import Scope
from geodata.packs import Pack
from geodata.problems import ImportRefused, Problem, Rule, Where, refuse_on_errors
from geodata.schemas import OBSERVATIONS
from geodata.tables.checks import Source, Sources, check_cells, is_usable, state_stages_not_kept
from geodata.tables.choices import Choices
from geodata.tables.indicators import IndicatorNames, ValueRule
from geodata.tables.layout import Layout
from geodata.tables.matching import AreaMatches
from geodata.tables.parts import check_parts, compare_parts
from geodata.tables.resolve import resolve_cells
from geodata.tables.scopes import check_scopes, in_two_scopes
from geodata.tables.sheet import Sheet
from geodata.tables.totals import check_totals, compare_totals, equal_totals
from geodata.tables.unpivot import (
    REASON_NOT_TAKEN,
    REASON_STAGE,
    REASON_TEXT,
    REASON_TOTALS,
    is_total,
    unpivot,
)

SHEET_MISSING = Rule(
    "sheet_missing",
    N_("The layout is for the sheet {sheet}; the file has: {sheets}."),
    N_("Choose the sheet, or another layout."),
)
SHEETS_LEFT_OUT = Rule(
    "sheets_left_out",
    N_("Sheets not imported: {sheets}."),
    N_("Give them a layout if they belong to it."),
    "note",
)
NO_LAYOUT = Rule("no_layout", N_("No sheet was chosen."), N_("Choose at least one sheet to import."))
TOTAL_RECOGNISED = Rule(
    "total_recognised",
    N_("“{label}” is no area, but the sum of others; it was set apart as a total."),
    N_("If it is an area, confirm which one."),
    "note",
)


@dataclass(frozen=True)
class TableDraft:
    """What an import would publish, and everything a person should see before."""

    observations: pd.DataFrame
    """See :data:`geodata.schemas.OBSERVATIONS`; without the cells that an error concerns."""
    problems: tuple[Problem, ...]
    matches: AreaMatches
    """Which area each distinct label means and in which ``rows`` of its ``sheet`` it stands (none for the
    heading of a column), and what is similar to the unknown ones."""
    totals_check: pd.DataFrame
    """See :func:`geodata.tables.totals.compare_totals` and :func:`geodata.tables.parts.compare_parts`."""
    rows_in: int
    """Filled rows below the headers."""
    dropped: pd.DataFrame
    """Rows that gave no observation: ``sheet, row, reason``."""
    choices: Choices

    @property
    def is_publishable(self) -> bool:
        """Whether no error is left."""
        return all(problem.severity != "error" for problem in self.problems)


def draft_observations(
    sheets: Sequence[Sheet],
    layouts: Sequence[Layout],
    *,
    areas: pd.DataFrame,
    rules: Mapping[str, ValueRule],
    pack: Pack,
    choices: Choices | None = None,
    scopes: Sequence[Scope] = (),
) -> TableDraft:
    """Draft the observations of a file, and gather every problem in it.

    Args:
        sheets: the sheets of the file.
        layouts: one for each sheet to import, found by its name; the only layout of a text or Parquet file
            fits whatever the file is called.
        areas: see :data:`geodata.schemas.AREAS`.
        rules: what is known of each indicator, by id.
        pack: for the words that name kinds of areas.
        choices: what a person has answered so far.
        scopes: what the country's budgets covered and when.

    Raises:
        ImportRefused: a layout does not fit: its sheet, a column of it or every row is missing.
    """
    choices = choices or Choices()
    sources, pairing = _pair(sheets, layouts)
    names = IndicatorNames(rules)
    parts = [
        unpivot(source.sheet, source.layout, areas=areas, pack=pack, choices=choices)
        for source in sources.values()
    ]
    resolved = [
        resolve_cells(part.cells, source.layout, areas=areas, names=names, pack=pack, choices=choices)
        for part, source in zip(parts, sources.values(), strict=True)
    ]
    suggestions = pd.concat([found.suggestions for _, found in resolved]).drop_duplicates()
    everything = pd.concat([cells for cells, _ in resolved], ignore_index=True)
    reasons = _set_apart(everything, areas)
    cells = everything[reasons == ""]
    usable = cells[is_usable(cells, rules, choices.scales) & ~in_two_scopes(cells, scopes)]
    totals_check = compare_totals(everything[reasons == REASON_TOTALS], cells, areas)
    parts_check = compare_parts(usable, rules)
    problems = (
        *pairing,
        *(problem for source in sources.values() for problem in source.sheet.problems),
        *(problem for part in parts for problem in part.problems),
        *check_cells(
            cells, sources, areas=areas, rules=rules, scales=choices.scales, suggestions=suggestions
        ),
        *state_stages_not_kept(everything[reasons == REASON_STAGE], sources),
        *check_scopes(cells, scopes, areas, sources),
        *check_totals(totals_check, rules, sources),
        *check_parts(parts_check, areas, sources),
        *_recognised(everything[(reasons == REASON_TOTALS) & ~everything["is_total"]], sources),
    )
    apart = everything.assign(reason=reasons)[~_in_rows_of(everything, cells) & ~everything["is_total"]]
    return TableDraft(
        observations=_observations(usable, sources),
        problems=problems,
        matches=AreaMatches(_distinct_matches(cells), suggestions),
        totals_check=pd.concat([totals_check, parts_check]),
        rows_in=sum(part.rows_in for part in parts),
        dropped=_dropped([part.dropped for part in parts], apart),
        choices=choices,
    )


def _set_apart(cells: pd.DataFrame, areas: pd.DataFrame) -> pd.Series[str]:
    """Return why cells are no observations of an area, empty for the others."""
    is_unknown = cells["method"] == "unknown"
    reasons = pd.Series("", index=cells.index, dtype=object)
    reasons[is_unknown & cells["is_text"]] = REASON_TEXT
    sums = equal_totals(compare_totals(cells[is_unknown & ~cells["is_text"]], cells, areas))
    reasons[is_unknown & pd.MultiIndex.from_frame(cells[["sheet", "line"]]).isin(sums)] = REASON_TOTALS
    reasons[~cells["is_kept"]] = REASON_STAGE
    reasons[cells["is_left_out"]] = REASON_NOT_TAKEN
    reasons[cells["is_item"] & cells["indicator_id"].isna() & is_total(cells["item_name"])] = REASON_TOTALS
    reasons[cells["is_item"] & cells["is_text"]] = REASON_TEXT
    reasons[cells["is_total"]] = REASON_TOTALS
    return reasons


def _in_rows_of(cells: pd.DataFrame, others: pd.DataFrame) -> pd.Series[bool]:
    """Return which cells stand in a row of one of the others."""
    place = ["sheet", "row"]
    is_among = pd.MultiIndex.from_frame(cells[place]).isin(pd.MultiIndex.from_frame(others[place]))
    return pd.Series(is_among, index=cells.index)


def _recognised(cells: pd.DataFrame, sources: Sources) -> list[Problem]:
    named = cells[cells["indicator_id"].notna()]
    return [
        Problem(TOTAL_RECOGNISED, sources.where_label(cell), {"label": cell["label"]})
        for cell in named.drop_duplicates(["sheet", "line"]).to_dict("records")
    ]


def _dropped(parts: list[pd.DataFrame], apart: pd.DataFrame) -> pd.DataFrame:
    columns = ["sheet", "row", "reason"]
    rows = pd.concat([*parts, apart[columns].drop_duplicates()])
    return rows.sort_values(columns).reset_index(drop=True)


def _distinct_matches(cells: pd.DataFrame) -> pd.DataFrame:
    key = ["sheet", "match_label"]
    rows = cells.drop_duplicates([*key, "row"]).groupby(key)["row"].agg(tuple).rename("rows")
    distinct = cells.drop_duplicates(key).join(rows, on=key).reset_index(drop=True)
    pairs = zip(distinct["is_item"], distinct["rows"], strict=True)
    distinct["rows"] = [() if is_item else numbers for is_item, numbers in pairs]
    return distinct.rename(columns={"label": "raw_label", "match_label": "label"})[
        ["sheet", "label", "area_code", "method", "candidates", "rows"]
    ]


def _observations(cells: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    refs = [sources[str(name)].source_refs(part) for name, part in cells.groupby("sheet", sort=False)]
    table = cells[["area_code", "indicator_id", "period", "value", "status"]].assign(
        source_ref=pd.concat(refs) if refs else None
    )
    texts = [column for column in table if column != "value"]
    return OBSERVATIONS.validate(table.astype(dict.fromkeys(texts, "str")).reset_index(drop=True))


def _pair(sheets: Sequence[Sheet], layouts: Sequence[Layout]) -> tuple[Sources, list[Problem]]:
    where = Where(file=sheets[0].file if sheets else None)
    if not layouts:
        raise ImportRefused([Problem(NO_LAYOUT, where)])
    if len(sheets) == len(layouts) == 1 and sheets[0].origin != "workbook":
        return Sources({sheets[0].name: Source(sheets[0], layouts[0])}), []
    by_name = {sheet.name: sheet for sheet in sheets}
    refuse_on_errors(
        Problem(SHEET_MISSING, where, {"sheet": layout.sheet, "sheets": ", ".join(by_name)})
        for layout in layouts
        if layout.sheet not in by_name
    )
    sources = Sources({layout.sheet: Source(by_name[layout.sheet], layout) for layout in layouts})
    left = [name for name in by_name if name not in sources]
    return sources, [Problem(SHEETS_LEFT_OUT, where, {"sheets": ", ".join(left)})] if left else []
