"""Which area is part of which, ready to add values up level by level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from config.errors import AimakError

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class HierarchyError(AimakError, ValueError):
    """Areas that form no tree."""


@dataclass(frozen=True, eq=False)
class Step:
    """The areas of one level that have parts, as rows of the hierarchy."""

    parents: Ints
    children: Ints
    """All their direct parts, those of one parent side by side."""
    starts: Ints
    """Where the parts of each parent begin in ``children``, as ``numpy.ufunc.reduceat`` takes it."""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Areas in the order of their codes, so that no result depends on the order of a table."""

    area_codes: pd.Index[str]
    admin_levels: Ints
    parents: Ints
    """Row of each area's parent, -1 at the top."""
    steps: tuple[Step, ...]
    """Deepest parents first: when a level is added up, its parts are complete."""

    @classmethod
    def from_areas(cls, areas: pd.DataFrame) -> Hierarchy:
        """Build it from a table with ``area_code``, ``parent_code`` and ``admin_level``.

        An area whose parent is not in the table stands at the top.

        Raises:
            HierarchyError: a code comes twice, or a parent is not on a level above its part.
        """
        areas = areas[["area_code", "parent_code", "admin_level"]].sort_values("area_code")
        codes: pd.Index[str] = pd.Index(areas["area_code"])
        if codes.has_duplicates:
            named = ", ".join(codes[codes.duplicated()].unique()[:5])
            raise HierarchyError(f"expected one row per area code, got more of {named}")
        levels = areas["admin_level"].to_numpy(dtype=np.int64)
        parents = codes.get_indexer(pd.Index(areas["parent_code"]))
        children = np.flatnonzero(parents >= 0)
        astray = children[levels[children] <= levels[parents[children]]]
        if astray.size:
            named = ", ".join(codes[astray[:5]])
            raise HierarchyError(
                f"expected parents on a level above their parts, got {astray.size} areas: {named}"
            )
        parent_levels = levels[parents[children]]
        steps = (_step(children[parent_levels == level], parents) for level in np.unique(parent_levels)[::-1])
        return cls(codes, levels, parents, tuple(steps))

    def nearest_above(self, has_value: Bools) -> Ints:
        """Return for every area (row) and period (column) the row of the nearest area with a value.

        That is the area itself or one above it; where none has a value, the area itself.
        """
        own = np.arange(self.area_codes.size)[:, None]
        nearest: Ints = np.broadcast_to(own, has_value.shape).copy()
        is_found = has_value.copy()
        for step in reversed(self.steps):
            rows, above = step.children, self.parents[step.children]
            takes = ~is_found[rows] & is_found[above]
            nearest[rows] = np.where(takes, nearest[above], nearest[rows])
            is_found[rows] |= takes
        return nearest

    def parts_of(self, rows: Ints) -> Ints:
        """Return the rows of the direct parts of these areas."""
        return np.flatnonzero(np.isin(self.parents, rows))

    @cached_property
    def _counts(self) -> Ints:
        counts: Ints = (self.admin_levels == np.arange(self.admin_levels.max(initial=0) + 1)[:, None]).astype(
            np.int64
        )
        for step in self.steps:
            counts[:, step.parents] += np.add.reduceat(counts[:, step.children], step.starts, axis=1)
        return counts

    def expected_parts(self, has_value: Bools) -> Ints:
        """Return how many values each area (row) is made of in each period (column) when none is missing.

        That is how many areas it has on the deepest level with a value in the period, and one if it has none.
        """
        deepest = np.where(has_value, self.admin_levels[:, None], 0).max(axis=0, initial=0)
        expected: Ints = np.maximum(self._counts[deepest].T, 1)
        return expected


def areas_above(area_codes: pd.Series[str], areas: pd.DataFrame, *, level: int) -> pd.Series[str]:
    """Return for each area the one on ``level`` that it is part of, itself if it is there.

    Args:
        area_codes: of areas on that level or below.
        areas: ``area_code, parent_code, admin_level`` of all levels in between.
        level: for example that of the oblasts.

    Returns:
        Codes labelled as given; missing for an area that is part of none.
    """
    known = areas.set_index("area_code")
    above = area_codes
    while (is_below := above.map(known["admin_level"]) > level).any():
        above = above.mask(is_below, above.map(known["parent_code"]))
    return above.where(above.map(known["admin_level"]) == level)


def _step(children: Ints, parents: Ints) -> Step:
    children = children[np.argsort(parents[children], kind="stable")]
    rows, starts = np.unique(parents[children], return_index=True)
    return Step(rows, children, starts)
