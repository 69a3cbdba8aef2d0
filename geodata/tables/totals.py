"""Totals rows held against the sum of the rows they add up: a difference is reported, never corrected."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from config.i18n import N_
from geodata.problems import Problem, Rule
from geodata.tables.checks import Sources
from geodata.tables.indicators import ValueRule

TOTAL_DIFFERS = Rule(
    "total_differs",
    N_("“{label}” prints {printed} for {indicator}, {period}; the {addends} areas add up to {computed}."),
    N_("Look for a missing row or a misprint; nothing was changed."),
    "warning",
)
_CELL = ["sheet", "series", "indicator_id", "period"]
_TOLERANCE = 1e-9

TOTALS_COLUMNS = [
    *("sheet", "row", "column", "line", "label", "indicator_id", "period"),
    *("printed", "computed", "addends", "difference"),
]


def compare_totals(totals: pd.DataFrame, cells: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Compare printed totals with the sum of the areas they can stand for.

    A total may add up the block of rows above it (down from the last total or heading) or all areas of one
    level in the table; of these sums the closest is taken.

    Args:
        totals: value cells of totals rows in long form.
        cells: value cells of areas in long form, with ``area_code``; missing values are left out of a sum.
        areas: see :data:`geodata.schemas.AREAS`.

    Returns:
        One row per total: ``sheet, row, column, line, label, indicator_id, period, printed, computed,
        addends, difference`` (printed − computed).
    """
    totals = totals[totals["value"].notna()].reset_index(drop=True)
    known = cells[cells["value"].notna() & cells["area_code"].notna()]
    levels = known["area_code"].map(areas.set_index("area_code")["admin_level"])
    candidates = [
        totals.merge(_sums(known, [*_CELL, "block"]), on=[*_CELL, "block"]),
        *(totals.merge(_sums(part, _CELL), on=_CELL) for _, part in known.groupby(levels)),
    ]
    compared = pd.concat(candidates).assign(
        printed=lambda row: row["value"], difference=lambda row: row["value"] - row["computed"]
    )
    closest = compared.sort_values("difference", key=np.abs).drop_duplicates(["sheet", "row", "column"])
    return closest.sort_values(["sheet", "row", "column"])[TOTALS_COLUMNS].reset_index(drop=True)


def _sums(cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return cells.groupby(keys)["value"].agg(computed="sum", addends="size").reset_index()


def agrees(compared: pd.DataFrame) -> pd.Series[bool]:
    """Return which printed totals are what was computed."""
    largest = compared[["printed", "computed"]].abs().max(axis=1)
    return compared["difference"].abs() <= _TOLERANCE * largest


def equal_totals(compared: pd.DataFrame) -> pd.MultiIndex:
    """Return sheet and line of the totals that are, in every series, the sum of at least two others."""
    is_sum = agrees(compared) & (compared["addends"] > 1)
    by_line = compared.assign(is_sum=is_sum, is_value=compared["printed"] != 0).groupby(["sheet", "line"])
    lines = by_line["is_sum"].all() & by_line["is_value"].any()
    return pd.MultiIndex.from_tuples(lines.index[lines], names=["sheet", "line"])


def check_totals(compared: pd.DataFrame, rules: Mapping[str, ValueRule], sources: Sources) -> list[Problem]:
    """Return totals that differ from the sum of their areas, for indicators that add up."""
    additive = [id_ for id_, rule in rules.items() if rule.adds_up]
    off = compared[~agrees(compared) & compared["indicator_id"].isin(additive)]
    return [
        Problem(
            TOTAL_DIFFERS,
            sources.where(total),
            {
                "label": total["label"],
                "printed": f"{total['printed']:g}",
                "indicator": total["indicator_id"],
                "period": total["period"],
                "addends": total["addends"],
                "computed": f"{total['computed']:g}",
            },
        )
        for total in off.to_dict("records")
    ]
