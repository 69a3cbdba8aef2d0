"""Coverage as it may be published: without small groups of members, nor what they could be computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from indicators.cells import Floats
from indicators.councils.suppression import SMALL_BELOW, Sum, hidden_cells
from indicators.hierarchy import Ints

NUMBERS = ("numerator", "unknown", "denominator", "value", "lowest", "highest")
SEATS = ("seats_filled", "deputies_per_1000")
"""Measures of the members who fill a seat."""
GROUPS = ("women", "youth")
"""Measures of groups of the members: the group and the rest, those not known and the others, make them up."""
OF_MEMBERS = (*SEATS, *GROUPS)
"""Measures that are hidden together: the same members are seen in all of them."""
RESIDENTS = "people_covered"
"""The measure that counts residents: whom others publish, too, so that only small counts are hidden."""
MEMBERS, SEATED = "members", "seated"
"""Cells that several measures have in common."""

Numbers = Mapping[tuple[str, str], int]
"""The place of a cell in a list of counts, by area and cell."""


def public_coverage(
    rows: pd.DataFrame, areas: pd.DataFrame, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return coverage without counts of 1 to 4 members, nor the counts that would give those away.

    A reader can add up the groups of the members of an area, and the areas of a level to the area above; and
    sees the same members in several measures. All that is taken together.

    Args:
        rows: as :func:`indicators.councils.coverage.coverage`, of one day and every level that is published.
        areas: as ``geodata.schemas.AREAS``.
        small_below: counts above zero and below this one are small.

    Returns:
        The same rows. Where something of a row is hidden, ``lacks`` is ``small``, and the share, what is
        unknown and the upper bound are missing; all numbers are, unless the count itself may be told: that of
        women, say, where only how many members' sex is not known is small.
    """
    shown = _shown(rows)
    cells = shown.drop_duplicates("cell_no").set_index("cell_no")
    hidden = [_hidden(of_type, areas, small_below) for _, of_type in cells.groupby("body_type")]
    is_hidden = shown["cell_no"].isin(np.concatenate([[], *hidden]))
    is_touched = rows.index.isin(shown.loc[is_hidden, "row"]) | _has_few_residents(rows, small_below)
    # Only how many are unknown, or others, is hidden: the count and its total are told all the same.
    is_left = is_hidden & (shown["column"] != "unknown")
    has_count = is_touched & ~rows.index.isin(shown.loc[is_left, "row"]) & rows["measure"].isin(GROUPS)
    public = rows.copy()
    public.loc[is_touched, ["unknown", "value", "highest"]] = np.nan
    public.loc[is_touched & ~has_count, ["numerator", "denominator", "lowest"]] = np.nan
    public.loc[is_touched, "lacks"] = "small"
    return public


def _has_few_residents(rows: pd.DataFrame, small_below: int) -> pd.Series[bool]:
    counts = rows[["numerator", "unknown", "denominator"]]
    is_small = ((counts > 0) & (counts < small_below)).any(axis=1)
    return is_small & (rows["measure"] == RESIDENTS)


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Return every count of members that a row shows, each time it does.

    Returns:
        ``row, column, body_type, area_code, cell, count, cell_no``: the column of the row from which the
        count is read, ``unknown`` for what is left of a total, too; the same count has the same ``cell_no``.
    """
    seats = rows[rows["measure"].isin(SEATS)]
    groups = rows[rows["measure"].isin(GROUPS)]
    rest = groups["denominator"] - groups["numerator"]
    others = rest - groups["unknown"]
    seen = [
        seats.assign(cell=SEATED, count=seats["numerator"], column="numerator"),
        groups.assign(cell=MEMBERS, count=groups["denominator"], column="denominator"),
        groups.assign(cell=groups["measure"], count=groups["numerator"], column="numerator"),
        # Whoever reads the group and the members knows how many are left.
        groups.assign(cell=groups["measure"] + "_rest", count=rest, column="numerator"),
        groups.assign(cell=groups["measure"] + "_unknown", count=groups["unknown"], column="unknown"),
        groups.assign(cell=groups["measure"] + "_others", count=others, column="unknown"),
    ]
    listed = pd.concat(seen).rename_axis("row").reset_index()
    keys = ["body_type", "area_code", "cell"]
    numbered = listed.assign(cell_no=listed.groupby(keys).ngroup())
    return numbered[["row", "column", *keys, "count", "cell_no"]]


def _hidden(cells: pd.DataFrame, areas: pd.DataFrame, small_below: int) -> Ints:
    """Return the labels of the cells of one type of body that must not be published."""
    numbers = {pair: n for n, pair in enumerate(zip(cells["area_code"], cells["cell"], strict=True))}
    counts = cells["count"].to_numpy(dtype=np.float64)
    # An area without a body has no count, and adds nothing.
    known = {pair: number for pair, number in numbers.items() if np.isfinite(counts[number])}
    row, loss = _rows_and_losses(cells)
    # Who sits by office is a member and fills no seat: then the two are not one number.
    groups = [each for each in _sums_of_groups(known) if counts[each.total] == counts[list(each.parts)].sum()]
    widened, nested = _with_own(counts, list(_sums_of_areas(known, areas)))
    # What is left for bodies of an area itself is told by itself, and nothing is lost as no row shows it.
    n_left = widened.size - counts.size
    hidden = hidden_cells(
        widened,
        [*groups, *nested],
        small_below=small_below,
        rows=np.append(row, row.size + np.arange(n_left)),
        loss=np.append(loss, np.zeros(n_left)),
    )
    return cells.index.to_numpy()[hidden[: counts.size]]


def _rows_and_losses(cells: pd.DataFrame) -> tuple[Ints, Floats]:
    """Return which cells are told together, and what is lost with each: all members that its row tells of.

    How many of a group are unknown, and how many are others, is told only with the share.
    """
    group = cells["cell"].str.split("_").str[0]
    with_share = cells["cell"].str.endswith(("_unknown", "_others"))
    by_row = cells.assign(group=group, with_share=with_share).groupby(["area_code", "group", "with_share"])
    members = cells.groupby(["area_code", group])["count"].transform("sum")
    told_together: Ints = np.asarray(by_row.ngroup(), dtype=np.int64)
    losses: Floats = np.asarray(1.0 + members, dtype=np.float64)
    return told_together, losses


def _with_own(counts: Floats, sums: Sequence[Sum]) -> tuple[Floats, list[Sum]]:
    """Return the counts, with those of bodies that serve an area itself behind, and the sums that come out.

    Where an area has bodies and its parts have some, too, a reader takes the parts from the area: what is
    left is a count as any other, though no row shows it.
    """
    own = np.array([counts[each.total] - counts[list(each.parts)].sum() for each in sums], dtype=np.float64)
    places = counts.size - 1 + np.cumsum(own > 0)
    whole = [
        each if rest == 0 else Sum(each.total, (*each.parts, int(place)))
        for each, rest, place in zip(sums, own, places, strict=True)
        if rest >= 0
    ]
    return np.append(counts, own[own > 0]), whole


def _sums_of_groups(numbers: Numbers) -> Iterator[Sum]:
    for (area_code, cell), total in numbers.items():
        if cell == MEMBERS:
            for group in GROUPS:
                rest = area_code, f"{group}_rest"
                left = [(area_code, f"{group}_{name}") for name in ("unknown", "others")]
                if all(each in numbers for each in ((area_code, group), rest, *left)):
                    yield Sum(total, (numbers[area_code, group], numbers[rest]))
                    yield Sum(numbers[rest], tuple(numbers[each] for each in left))
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
