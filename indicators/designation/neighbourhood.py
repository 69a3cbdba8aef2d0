"""Which areas are neighbours, ready for tests on groups of areas."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from indicators.designation.truth import Truth
from indicators.hierarchy import Bools, Ints


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Shared borders as pairs of rows of the areas."""

    n_areas: int
    first: Ints
    """Ascending; every pair stands both ways round."""
    second: Ints
    is_at_edge: Bools
    """Whether part of an area's border is shared with no other: the state border, a coast or a lake."""

    @classmethod
    def from_borders(cls, borders: pd.DataFrame, area_codes: pd.Index[str]) -> Neighbourhood:
        """Build it from :func:`geodata.boundaries.borders.shared_borders` of the same areas."""
        shared = borders.dropna(subset="neighbour_code")
        first = area_codes.get_indexer(pd.Index(shared["area_code"]))
        second = area_codes.get_indexer(pd.Index(shared["neighbour_code"]))
        kept = (first >= 0) & (second >= 0)
        order = np.argsort(first[kept], kind="stable")
        at_edge = area_codes.isin(borders.loc[borders["neighbour_code"].isna(), "area_code"])
        return cls(area_codes.size, first[kept][order], second[kept][order], np.asarray(at_edge))

    def in_groups_of(self, truth: Truth, minimum_areas: int) -> Truth:
        """Return which areas belong to a connected group of at least so many areas for which it is true."""
        return Truth(
            self._group_sizes(truth.surely) >= minimum_areas,
            self._group_sizes(truth.possibly) >= minimum_areas,
        )

    def enclosed_by(self, truth: Truth, *, state_border: bool) -> Truth:
        """Return which areas have only neighbours for which it is true, and at least one.

        Args:
            truth: of each area, shape (…, areas).
            state_border: whether the rest of the border may be the edge of the country.
        """
        may_be_enclosed = np.isin(np.arange(self.n_areas), self.first) & (state_border | ~self.is_at_edge)
        return Truth(
            may_be_enclosed & ~self._has_neighbour(~truth.surely),
            may_be_enclosed & ~self._has_neighbour(~truth.possibly),
        )

    def _group_sizes(self, members: Bools) -> Ints:
        """Return for each member how many areas its connected group has, 0 for the others."""
        flat = members.reshape(math.prod(members.shape[:-1]), self.n_areas)
        case, pair = np.nonzero(flat[:, self.first] & flat[:, self.second])
        start = case * self.n_areas
        # One graph for all cases, in which each has nodes of its own: one call instead of thousands.
        graph = coo_array(
            (np.ones(pair.size), (start + self.first[pair], start + self.second[pair])),
            shape=(flat.size, flat.size),
        )
        labels = connected_components(graph, directed=False)[1]
        return np.where(members, np.bincount(labels)[labels].reshape(members.shape), 0)

    def _has_neighbour(self, marked: Bools) -> Bools:
        found = np.zeros(marked.shape, dtype=bool)
        rows, starts = np.unique(self.first, return_index=True)
        if rows.size:
            found[..., rows] = np.logical_or.reduceat(marked[..., self.second], starts, axis=-1)
        return found
