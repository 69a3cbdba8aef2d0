"""Coverage as it may be published: without small groups of members, nor what they could be computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.councils.suppression import SMALL_BELOW, Sum, hidden_cells

NUMBERS = ("numerator", "unknown", "denominator", "value", "lowest", "highest")
SEATS = ("seats_filled", "deputies_per_1000")
"""Measures of the members who fill a seat."""
GROUPS = ("women", "youth")
"""Measures of groups of the members: the group, those not known and the others make up the members."""
MEMBERS, SEATED = "members", "seated"
"""Cells that several measures have in common."""

Numbers = Mapping[tuple[str, str], int]
"""The place of a cell in a list of counts, by area and cell."""


def public_coverage(
    rows: pd.DataFrame, areas: pd.DataFrame, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return coverage without counts of 1 to 4 members, nor the counts that would give those away.

    A reader can add up the groups of the members of an area, and the areas of a level to the area above; and
    sees the same members in several measures. All that is taken together. Where a count is hidden, so is
    every share that it is part of.

    Args:
        rows: as :func:`indicators.councils.coverage.coverage`, of one day and every level that is published.
        areas: as ``geodata.schemas.AREAS``.
        small_below: counts above zero and below this one are small.

    Returns:
        The same rows. Of those with something hidden all numbers are missing, and ``lacks`` is ``small``.
    """
    cells = _cells(rows)
    hidden = [_hidden(of_type, areas, small_below) for _, of_type in cells.groupby("body_type")]
    touched = rows.index[:0].union(cells.loc[np.concatenate([[], *hidden]).astype(int), "rows"].explode())
    public = rows.copy()
    public.loc[touched, list(NUMBERS)] = np.nan
    public.loc[touched, "lacks"] = "small"
    return public


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return every count of members once: ``body_type, area_code, cell, count, rows`` (that show it)."""
    seats = rows[rows["measure"].isin(SEATS)]
    groups = rows[rows["measure"].isin(GROUPS)]
    others = groups["denominator"] - groups["numerator"] - groups["unknown"]
    seen = [
        seats.assign(cell=SEATED, count=seats["numerator"]),
        groups.assign(cell=MEMBERS, count=groups["denominator"]),
        groups.assign(cell=groups["measure"], count=groups["numerator"]),
        groups.assign(cell=groups["measure"] + "_unknown", count=groups["unknown"]),
        groups.assign(cell=groups["measure"] + "_others", count=others),
    ]
    listed = pd.concat(seen).rename_axis("rows").reset_index()
    cells = listed.groupby(["body_type", "area_code", "cell"], as_index=False)
    return cells.agg({"count": "first", "rows": list})


def _hidden(cells: pd.DataFrame, areas: pd.DataFrame, small_below: int) -> npt.NDArray[np.int64]:
    """Return the labels of the cells of one type of body that must not be published."""
    numbers = {pair: n for n, pair in enumerate(zip(cells["area_code"], cells["cell"], strict=True))}
    counts = cells["count"].to_numpy(dtype=np.float64)
    # An area without a body has no count, and adds nothing.
    known = {pair: number for pair, number in numbers.items() if np.isfinite(counts[number])}
    sums = [*_sums_of_groups(known), *_sums_of_areas(known, areas)]
    # A sum that does not come out is none: bodies of the area above itself are in it, too.
    true = [each for each in sums if counts[each.total] == counts[list(each.parts)].sum()]
    return cells.index.to_numpy()[hidden_cells(counts, true, small_below=small_below)]


def _sums_of_groups(numbers: Numbers) -> Iterator[Sum]:
    for (area_code, cell), total in numbers.items():
        if cell == MEMBERS:
            for group in GROUPS:
                named = [(area_code, name) for name in (group, f"{group}_unknown", f"{group}_others")]
                if all(each in numbers for each in named):
                    yield Sum(total, tuple(numbers[each] for each in named))
            if (area_code, SEATED) in numbers:
                yield Sum(total, (numbers[area_code, SEATED],))


def _sums_of_areas(numbers: Numbers, areas: pd.DataFrame) -> Iterator[Sum]:
    parts: dict[tuple[str, str], list[int]] = {}
    parents = areas.set_index("area_code")["parent_code"].dropna().to_dict()
    for (area_code, cell), number in numbers.items():
        above = parents.get(area_code)
        while above is not None and (above, cell) not in numbers:
            above = parents.get(above)
        if above is not None:
            parts.setdefault((above, cell), []).append(number)
    for total, below in parts.items():
        yield Sum(numbers[total], tuple(below))
