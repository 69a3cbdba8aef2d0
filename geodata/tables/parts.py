"""Items of a budget held against the total printed for them: a difference is reported, never corrected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from config.i18n import N_
from geodata.problems import Problem, Rule
from geodata.tables.checks import Sources
from geodata.tables.indicators import ValueRule
from geodata.tables.totals import TOTALS_COLUMNS, agrees

PARTS_DIFFER = Rule(
    "parts_differ",
    N_(
        "{area}, {period}: {indicator} is printed as {printed}, its {count} items add up to {computed}; "
        "the difference is {difference}."
    ),
    N_("Look for a missing item or a misprint; nothing was changed."),
    "warning",
)

_PLACE = ["area_code", "period"]


def compare_parts(cells: pd.DataFrame, rules: Mapping[str, ValueRule]) -> pd.DataFrame:
    """Compare printed totals of items with the sum of the items, at each stage and where all are there.

    Args:
        cells: value cells in long form that are observations, so that each stands but once.
        rules: what is known of each indicator, by id.

    Returns:
        One row per total, see :func:`geodata.tables.totals.compare_totals`, with ``area_code``.
    """
    known = cells[cells["value"].notna()]
    wide = known.pivot_table(index=_PLACE, columns="indicator_id", values="value")
    totals = [id_ for id_ in map(str, wide.columns) if rules[id_].parts]
    compared = [_compare(known, wide, id_, rules[id_].parts) for id_ in totals]
    columns = [*TOTALS_COLUMNS, "area_code"]
    return pd.concat([pd.DataFrame(columns=columns), *compared])[columns].reset_index(drop=True)


def _compare(known: pd.DataFrame, wide: pd.DataFrame, total: str, parts: tuple[str, ...]) -> pd.DataFrame:
    sums = wide.reindex(columns=list(parts)).sum(axis="columns", skipna=False).rename("computed")
    printed = known[known["indicator_id"] == total].join(sums, on=_PLACE).dropna(subset="computed")
    difference = printed["value"] - printed["computed"]
    label = printed["match_label"] + " · " + printed["indicator_label"]
    return printed.assign(label=label, printed=printed["value"], addends=len(parts), difference=difference)


def check_parts(compared: pd.DataFrame, areas: pd.DataFrame, sources: Sources) -> list[Problem]:
    """Return totals that differ from the sum of their items.

    Args:
        compared: see :func:`compare_parts`.
        areas: see :data:`geodata.schemas.AREAS`.
        sources: the sheets by name.
    """
    names = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    return [
        Problem(
            PARTS_DIFFER,
            sources.where(total),
            {
                "area": names[total["area_code"]],
                "period": total["period"],
                "indicator": total["indicator_id"],
                "printed": f"{total['printed']:.12g}",
                "count": total["addends"],
                "computed": f"{total['computed']:.12g}",
                "difference": f"{total['difference']:.6g}",
            },
        )
        for total in compared[~agrees(compared)].to_dict("records")
    ]
