"""Seats of single bodies as they may be published.

The seats that are filled are published by area (:mod:`indicators.councils.public`). A body's own number is
told only where it is that of its area, so that a list of bodies tells no number that is not told already.

Of the others it may be told whether they are under strength; but a full body has as many members as it has
seats, and what is left of the area's number is that of its neighbour. So a reader is assumed who knows all
published numbers, the seats by law and who is under strength, and asks of each small number how many it may
be at least and at most. Where both are the same, it is not told who is under strength there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from indicators.cells import Floats
from indicators.councils.suppression import SMALL_BELOW
from indicators.hierarchy import Bools, Ints, areas_above

MEASURE = "seats_filled"
COLUMNS = (
    *("body_id", "body_type", "area_code", "statutory_seats", "n_sitting", "vacant"),
    *("is_published", "is_under_strength"),
)
"""Of the table that :func:`published_seats` returns."""


def published_seats(
    seats: pd.DataFrame, rows: pd.DataFrame, areas: pd.DataFrame, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return the seats of bodies without numbers of members that must not be published.

    A body's numbers are published where it is the only one in its area and the parts of that, and the number
    of the area is published.

    Args:
        seats: as :func:`indicators.councils.seats.body_seats`, all bodies of one type on a day.
        rows: the public coverage of that type on that day, as
            :func:`indicators.councils.public.public_coverage`, at every level that is published.
        areas: as ``geodata.schemas.AREAS``.
        small_below: counts above zero and below this one are small.

    Returns:
        :data:`COLUMNS`, rows as given. ``n_sitting`` and ``vacant`` are missing where not ``is_published``,
        besides where not known; ``is_under_strength`` (fewer sit than there are seats) is missing where it
        cannot be told or must not.
    """
    known = areas.rename_axis(None)
    homes = pd.DataFrame(
        {
            level: areas_above(seats["area_code"], known, level=int(level))
            for level in sorted(known["admin_level"].unique())
        }
    )
    told = rows.loc[(rows["measure"] == MEASURE) & rows["numerator"].notna(), "area_code"]
    n_bodies = homes.melt()["value"].value_counts()
    is_published = seats["area_code"].isin(told) & (seats["area_code"].map(n_bodies) == 1)
    verdicts = (seats["vacant"] > 0).astype("boolean").mask(seats["vacant"].isna())
    reader = _Reader(seats, homes.where(homes.isin(set(told))), is_published.to_numpy(), small_below)
    return seats.assign(
        n_sitting=seats["n_sitting"].where(is_published),
        vacant=seats["vacant"].where(is_published),
        is_published=is_published,
        is_under_strength=_told_verdicts(reader, verdicts, homes),
    )[list(COLUMNS)]


def _told_verdicts(reader: _Reader, verdicts: pd.Series[bool], homes: pd.DataFrame) -> pd.Series[bool]:
    """Return the verdicts without those that give a small number away, and their neighbours'.

    Neighbours are taken from larger and larger areas until nothing is given away.
    """
    told = verdicts
    for level in reversed(homes.columns.tolist()):
        given_away = reader.given_away(told)
        if not given_away.any():
            break
        nearby = homes[level].isin(homes.loc[given_away, level].dropna())
        told = told.mask(nearby & ~reader.is_published)
    return told


@dataclass(frozen=True, eq=False)
class _Reader:
    """Somebody who computes from what is published."""

    seats: pd.DataFrame
    totals_of: pd.DataFrame
    """By body and level the area whose number is published."""
    is_published: Bools
    small_below: int

    def given_away(self, verdicts: pd.Series[bool]) -> Bools:
        """Return which small numbers can be computed once these verdicts are told, too."""
        given_away = np.zeros(len(self.seats), dtype=bool)
        if verdicts[~self.is_published].notna().any():
            n_sitting = self.seats["n_sitting"].to_numpy()
            hidden = np.flatnonzero(~self.is_published & np.isfinite(n_sitting))
            lowest, highest = self._limits(hidden, verdicts)
            totals = self._totals(hidden)
            is_small = (n_sitting[hidden] > 0) & (n_sitting[hidden] < self.small_below)
            for place in np.flatnonzero(is_small).tolist():
                given_away[hidden[place]] = _is_certain(place, n_sitting[hidden], totals, lowest, highest)
        return given_away

    def _limits(self, hidden: Ints, verdicts: pd.Series[bool]) -> tuple[Floats, Floats]:
        """Return how many the verdicts leave possible: below the seats by law, or as many as there are."""
        n_sitting, by_law = (
            self.seats[column].to_numpy(dtype=np.float64)[hidden]
            for column in ("n_sitting", "statutory_seats")
        )
        told = verdicts.iloc[hidden]
        is_full = (~told).fillna(value=False).to_numpy(dtype=bool)
        is_under = told.fillna(value=False).to_numpy(dtype=bool)
        lowest = np.where(is_full, n_sitting, 0.0)
        return lowest, np.where(is_full, n_sitting, np.where(is_under, by_law - 1, np.inf))

    def _totals(self, hidden: Ints) -> Floats:
        """Return a row per published number of an area: 1 for each hidden body that is in it."""
        of_hidden = self.totals_of.iloc[hidden]
        published = of_hidden.melt()["value"].dropna().unique()
        is_part = [of_hidden.eq(area_code).any(axis=1) for area_code in published]
        totals: Floats = np.array(is_part, dtype=np.float64).reshape(published.size, hidden.size)
        return totals


def _is_certain(place: int, counts: Floats, totals: Floats, lowest: Floats, highest: Floats) -> bool:
    """Whether no other whole numbers within the limits have the same totals and another at ``place``."""
    sums = totals @ counts
    unit = np.zeros(counts.size)
    unit[place] = 1.0
    for direction in (unit, -unit):
        found = milp(
            direction,
            integrality=np.ones(counts.size, dtype=np.int64),
            bounds=Bounds(lowest, highest),
            constraints=LinearConstraint(totals, sums, sums) if sums.size else (),
        )
        # Without an upper end there is no optimum: then there are other numbers, too.
        if found.x is None or round(found.x[place]) != counts[place]:
            return False
    return True
