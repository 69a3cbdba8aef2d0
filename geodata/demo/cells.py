"""The smallest building blocks of the map: a crumpled honeycomb, and regions grown on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geodata.demo.noise import FloatArray

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]

CORNER_JITTER = 0.3
"""How far a corner strays from the honeycomb's, in side lengths: at 0.43 cells could fold."""

CENTRE_JITTER = 0.5
"""How far a place strays from its cell's middle, in side lengths: still inside, whatever the corners do."""

CORNERS = np.array([(0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1)])
"""Corners of a hexagon around its middle, in half widths and quarter heights."""

UNREACHED = -1
"""Owner of a cell that no seed reaches."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Six-cornered cells that fill a rectangle around the origin; neighbours share their corners exactly.

    ``xy`` (n, 2) is a place in each cell, ``corners`` (n, 6, 2) its outline, both in km; ``edges`` (m, 2) are
    the pairs of neighbours.
    """

    xy: FloatArray
    corners: FloatArray
    edges: IntArray

    def largest_component(self, mask: BoolArray) -> BoolArray:
        """Return ``mask`` without the cells that are not connected to its largest connected part."""
        inside = self.edges[mask[self.edges].all(axis=1)]
        _, component = connected_components(self._graph(inside, np.ones(len(inside))), directed=False)
        largest = np.bincount(component[mask]).argmax()
        return np.asarray(mask & (component == largest))

    def grow(self, seeds: IntArray, *, friction: FloatArray, within: IntArray) -> tuple[IntArray, FloatArray]:
        """Grow a region from each seed cell until they meet, each cell going to the nearest by travel cost.

        Cost-distance allocation: fronts meet where travel is dear, so borders keep to ridges. Every region is
        connected.

        Args:
            seeds: cell numbers, shape (k,).
            friction: travel cost per km at each cell, shape (n,).
            within: number of the parent of each cell, shape (n,); no region crosses into another parent,
                and cells with a negative number are closed.

        Returns:
            The position in ``seeds`` of each cell's seed, or ``UNREACHED``, and the travel cost from it.
        """
        parents = within[self.edges]
        edges = self.edges[(parents[:, 0] == parents[:, 1]) & (parents[:, 0] >= 0)]
        length = np.linalg.norm(self.xy[edges[:, 0]] - self.xy[edges[:, 1]], axis=1)
        graph = self._graph(edges, length * friction[edges].mean(axis=1))
        cost, _, source = dijkstra(
            graph, directed=False, indices=seeds, min_only=True, return_predecessors=True
        )
        position = np.full(len(self.xy) + 1, UNREACHED, dtype=np.intp)
        position[seeds] = np.arange(len(seeds))
        return position[np.maximum(source, UNREACHED)], cost

    def _graph(self, edges: IntArray, weights: FloatArray) -> csr_array:
        size = len(self.xy)
        return csr_array((weights, (edges[:, 0], edges[:, 1])), shape=(size, size))


def make_cells(length_km: float, width_km: float, *, cell_km: float, rng: np.random.Generator) -> Cells:
    """Return the cells of a honeycomb over a rectangle around the origin, its corners moved at random.

    No border is shorter than 0.4 sides and no more than three cells meet in a point, so that regions of cells
    stay valid when coordinates are rounded.

    Args:
        length_km: extent from west to east.
        width_km: extent from south to north.
        cell_km: distance between the middles of neighbours.
        rng: the source of randomness.
    """
    side_km = cell_km / np.sqrt(3)
    unit_km = np.array([cell_km / 2, side_km / 2])
    rows, columns = int(width_km / (3 * unit_km[1])), int(length_km / cell_km)
    row, column = np.divmod(np.arange(rows * columns), columns)
    middle = np.stack([2 * column + row % 2, 3 * row], axis=1)
    corner = middle[:, np.newaxis] + CORNERS
    # Corners of neighbours coincide in whole units: number them, so that each is moved once.
    _, first, number = np.unique(corner @ [1, 4 * columns], return_index=True, return_inverse=True)
    origin = middle.mean(axis=0)
    places = (corner.reshape(-1, 2)[first] - origin) * unit_km
    places += _within_disc(len(places), CORNER_JITTER * side_km, rng)
    return Cells(
        xy=(middle - origin) * unit_km + _within_disc(len(middle), CENTRE_JITTER * side_km, rng),
        corners=places[number],
        edges=_neighbours(rows, columns),
    )


def _within_disc(count: int, radius: float, rng: np.random.Generator) -> FloatArray:
    distance = radius * np.sqrt(rng.random(count))
    angle = rng.uniform(0, 2 * np.pi, count)
    return np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)


def _neighbours(rows: int, columns: int) -> IntArray:
    """Return the pairs of neighbours in a honeycomb whose odd rows are shifted by half a cell to the east."""
    cell = np.arange(rows * columns).reshape(rows, columns)
    lower, upper = cell[:-1], cell[1:]
    pairs = [
        (cell[:, :-1], cell[:, 1:]),
        (lower, upper),
        (lower[::2, 1:], upper[::2, :-1]),
        (lower[1::2, :-1], upper[1::2, 1:]),
    ]
    return np.concatenate([np.stack([one.ravel(), other.ravel()], axis=1) for one, other in pairs])
