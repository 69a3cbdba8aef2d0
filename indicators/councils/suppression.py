"""Small counts of people are not published, nor what they could be computed from.

A cell with 1 to 4 people tells something about persons, so it is hidden (primary suppression). With the
totals of its row and column it could be had back, so further cells are hidden (secondary suppression) until
some other table of whole people, none of them negative, agrees with everything that is still published and
has another number in every hidden cell.

Such a table is looked for cell by cell, as a flow through the table that changes the hidden number by one and
as few and as small published ones as possible: J. P. Kelly, B. L. Golden & A. A. Assad, "Cell suppression:
disclosure protection for sensitive tabular data", Networks 22 (1992), 397–417. Of zeros it never takes away,
as the reader knows that no count is negative.

It protects against a reader who computes, not against one who knows some of the people counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from indicators.cells import Floats
from indicators.hierarchy import Bools, Ints

SMALL_BELOW = 5
"""Counts of people from 1 to one less are not published, unless a pack says otherwise."""

NEARLY_WHOLE = 1e-6
"""How far from a whole number the solver may be that means one."""

FAIR_LOSS = 3.0
"""How many times what it is worth itself may be lost for a cell before others are sought farther off."""

TOTAL = "total"
"""Row and column that :func:`publishable` adds."""


@dataclass(frozen=True)
class Sum:
    """A published relation: one cell is the sum of others; cells by their number in a list of counts."""

    total: int
    parts: tuple[int, ...]


def hidden_cells(
    counts: Floats,
    sums: Sequence[Sum],
    *,
    small_below: int = SMALL_BELOW,
    rows: Ints | None = None,
    loss: Floats | None = None,
) -> Bools:
    """Return which counts must not be published.

    Args:
        counts: of people, of shape (cells,), whole and not negative; NaN where nothing is known.
        sums: every relation that a reader may use: rows and columns with totals, areas with their parts.
            One with an unknown count tells nothing and is left out.
        small_below: counts above zero and below this one are small.
        rows: of shape (cells,): cells of one number are published together or not at all; by default each
            is on its own.
        loss: of shape (cells,), not negative: how much is lost where a cell is hidden, which is avoided the
            more the larger it is; by default one more than the count.

    Returns:
        Of the shape of ``counts``: True where a count is small, or would give a small one away. What is not
        known is not hidden.

    >>> row_and_total = np.array([2.0, 9.0, 11.0])
    >>> hidden_cells(row_and_total, [Sum(total=2, parts=(0, 1))]).tolist()
    [True, True, False]
    """
    known = np.isfinite(counts)
    relations = _relations([each for each in sums if known[[each.total, *each.parts]].all()], counts.size)
    rows = np.arange(counts.size) if rows is None else rows
    losses = 1.0 + counts if loss is None else loss
    small: Bools = known & (counts > 0) & (counts < small_below)
    hidden: Bools = known & np.isin(rows, rows[small])
    protected = np.zeros_like(hidden)
    for cell in np.flatnonzero(small):
        if not protected[cell]:
            left = np.where(hidden, 0.0, losses)
            changed = _other_table(int(cell), counts, left, relations, fair=FAIR_LOSS * losses[cell])
            hidden |= known & np.isin(rows, rows[changed])
            protected |= changed
    return hidden


def publishable(counts: pd.DataFrame, *, small_below: int = SMALL_BELOW) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a table of counts with its totals, fit for the public, and what was hidden in it.

    Args:
        counts: of people: groups that do not overlap as rows and as columns, without totals. A total with a
            missing part is missing.
        small_below: as :func:`hidden_cells`.

    Returns:
        The counts with row and column :data:`TOTAL`, missing where hidden or not known, and a table of the
        same shape that is True where hidden.
    """
    table = counts.astype("float64")
    table[TOTAL] = table.sum(axis=1, skipna=False)
    table.loc[TOTAL] = table.sum(axis=0, skipna=False)
    cells = np.arange(table.size).reshape(table.shape)
    lines = [*cells, *cells.T]
    sums = [Sum(int(line[-1]), tuple(line[:-1].tolist())) for line in lines]
    hidden = hidden_cells(table.to_numpy().ravel(), sums, small_below=small_below)
    is_hidden = pd.DataFrame(hidden.reshape(table.shape), index=table.index, columns=table.columns)
    return table.mask(is_hidden), is_hidden


def _relations(sums: Sequence[Sum], n_cells: int) -> csr_array:
    """Return a row per relation: −1 at the total and 1 at its parts, so that its product with counts is 0."""
    entries = [
        (row, cell, sign)
        for row, each in enumerate(sums)
        for cell, sign in [(each.total, -1.0), *((part, 1.0) for part in each.parts)]
    ]
    rows, cells, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((signs, (rows, cells)), shape=(len(sums), n_cells))


def _other_table(cell: int, counts: Floats, losses: Floats, relations: csr_array, *, fair: float) -> Bools:
    """Return the cells in which another possible table differs, ``cell`` among them.

    It is sought among the cells nearby; where more than ``fair`` would be lost, farther off as long as that
    loses less: a swap among far areas may cost little where a total nearby costs much. Adding one to a cell
    and to all its totals is always possible.
    """
    reach = np.arange(counts.size) == cell
    found, least = None, np.inf
    while True:
        wider = _within_two_relations(reach, relations)
        changed = _cheapest_flow(cell, np.flatnonzero(wider), counts, losses, relations)
        loss = np.inf if changed is None else losses[changed].sum()
        if changed is not None and loss < least:
            found, least = np.isin(np.arange(counts.size), changed), loss
        elif found is not None:
            return found
        if least <= fair or (wider == reach).all():
            return wider if found is None else found
        reach = wider


def _within_two_relations(cells: Bools, relations: csr_array) -> Bools:
    links = abs(relations)
    for _ in range(2):
        cells = cells | (links.T @ (links @ cells.astype(np.float64)) > 0)
    return cells


def _cheapest_flow(
    cell: int, cells: Ints, counts: Floats, losses: Floats, relations: csr_array
) -> Ints | None:
    """Return which of ``cells`` make up for one more in ``cell``, itself in; None where these alone cannot.

    The unknowns are what is added to each and what is taken from it, never more than there is.
    """
    columns = relations[:, cells]
    balance = columns[np.diff(columns.indptr) > 0]
    at_least = np.concatenate([cells == cell, np.zeros(cells.size)])
    at_most = np.concatenate(
        [np.where(cells == cell, 1.0, np.inf), np.where(cells == cell, 0.0, counts[cells])]
    )
    flow = _whole_flow(
        np.tile(losses[cells], 2),
        Bounds(at_least, at_most),
        LinearConstraint(hstack([balance, -balance]), 0, 0),
    )
    if flow is None:
        return None
    added, taken = np.split(flow, 2)
    return cells[np.abs(added - taken) > 0.5]


def _whole_flow(cost: Floats, bounds: Bounds, balance: LinearConstraint) -> Floats | None:
    """Return the cheapest flow in whole numbers; None where there is none.

    The cheapest one in any numbers is found several times faster and nearly always whole: then it is the one.
    """
    relaxed = milp(cost, bounds=bounds, constraints=balance).x
    if relaxed is None or np.abs(relaxed - np.rint(relaxed)).max() < NEARLY_WHOLE:
        return relaxed
    return milp(cost, integrality=np.ones(cost.size, dtype=np.int64), bounds=bounds, constraints=balance).x
