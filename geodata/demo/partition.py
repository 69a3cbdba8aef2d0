"""The division of the land: oblasts into districts, districts into cities and rural municipalities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geodata.demo.cells import UNREACHED, BoolArray, IntArray
from geodata.demo.noise import FloatArray
from geodata.demo.settings import Territory
from geodata.demo.terrain import Landscape


@dataclass(frozen=True, slots=True)
class Division:
    """One level of areas: where each begins, what it belongs to and which cells are its own.

    ``seeds`` (k,) are cell numbers in the order of the areas, ``parents`` (k,) positions in the level above,
    ``owner`` (n,) the position of each cell's area, ``UNREACHED`` outside of all areas.
    """

    seeds: IntArray
    parents: IntArray
    owner: IntArray

    def members(self, area: int) -> IntArray:
        """Return the cells of one area."""
        return np.flatnonzero(self.owner == area)

    def totals(self, quantity: FloatArray) -> FloatArray:
        """Return the sum of a quantity by cell over each area, shape (k,)."""
        inside = self.owner != UNREACHED
        return np.bincount(self.owner[inside], quantity[inside], len(self.seeds)).astype(float)


@dataclass(frozen=True, slots=True)
class Partition:
    """All levels of areas over one landscape, each nested in the one before.

    ``is_city`` says of each municipality whether it is a city. Settlements own the cell they stand on.
    """

    country: Division
    oblasts: Division
    districts: Division
    municipalities: Division
    settlements: Division
    is_city: BoolArray

    @property
    def levels(self) -> tuple[Division, ...]:
        """The divisions from the country down, by number of the level."""
        return (self.country, self.oblasts, self.districts, self.municipalities, self.settlements)


def apportion(total: int, weights: ArrayLike, *, minimum: int = 0) -> IntArray:
    """Divide ``total`` whole things by ``weights``, largest remainders rounded up (Hamilton's method).

    >>> apportion(10, [1, 1, 6]).tolist()
    [1, 1, 8]

    Args:
        total: how many there are to divide; at least ``minimum`` for each weight.
        weights: non-negative, not all zero, shape (n,).
        minimum: what everyone gets before the rest is divided.

    Returns:
        Whole numbers that add up to ``total``, shape (n,).
    """
    share = np.asarray(weights, dtype=float)
    quota = (total - minimum * len(share)) * share / share.sum()
    seats = np.floor(quota).astype(np.intp)
    remainder = total - minimum * len(share) - seats.sum()
    seats[np.argsort(seats - quota, kind="stable")[:remainder]] += 1
    return np.asarray(seats + minimum)


def spread_seeds(
    xy: FloatArray, weights: FloatArray, first: int, count: int, rng: np.random.Generator
) -> IntArray:
    """Draw places that keep their distance: each with a chance of weight × distance⁴ to those before.

    The seeding of k-means++ (Arthur & Vassilvitskii 2007, section 5, with ℓ = 4).

    Args:
        xy: places to choose from, shape (n, 2).
        weights: positive, shape (n,).
        first: position of the place to begin with.
        count: how many to choose, at most n.
        rng: the source of randomness.

    Returns:
        Different positions in ``xy``, ``first`` at the front, shape (count,).
    """
    seeds = [first]
    distance = np.full(len(xy), np.inf)
    for _ in range(count - 1):
        distance = np.minimum(distance, np.linalg.norm(xy - xy[seeds[-1]], axis=1))
        chance = weights * distance**4
        seeds.append(int(rng.choice(len(xy), p=chance / chance.sum())))
    return np.array(seeds, dtype=np.intp)


def make_partition(landscape: Landscape, territory: Territory, rng: np.random.Generator) -> Partition:
    """Divide the land from the top down, more finely where more people can live."""
    land = np.where(landscape.is_land, 0, UNREACHED)
    country = Division(seeds=landscape.land[:1], parents=np.zeros(1, dtype=np.intp), owner=land)
    oblasts = _subdivide(landscape, country, np.array([territory.oblasts]), rng)
    per_oblast = apportion(territory.districts, oblasts.totals(landscape.habitability), minimum=1)
    districts = _subdivide(landscape, oblasts, per_oblast, rng)
    municipalities, is_city = _municipalities(landscape, districts, territory, rng)
    settlements = _settlements(landscape, municipalities, is_city, territory.settlements, rng)
    return Partition(country, oblasts, districts, municipalities, settlements, is_city)


def _subdivide(
    landscape: Landscape, parents: Division, counts: IntArray, rng: np.random.Generator
) -> Division:
    seeds = _seeds(landscape, parents, counts, rng)
    owner, _ = landscape.cells.grow(seeds, friction=landscape.friction, within=parents.owner)
    return Division(seeds=seeds, parents=_repeat_positions(counts), owner=owner)


def _seeds(landscape: Landscape, parents: Division, counts: IntArray, rng: np.random.Generator) -> IntArray:
    """Return ``counts[p]`` cells in each parent ``p``, the most habitable place first."""
    seeds = []
    for parent, count in enumerate(counts):
        members = parents.members(parent)
        weights = landscape.habitability[members]
        chosen = spread_seeds(landscape.cells.xy[members], weights, int(weights.argmax()), count, rng)
        seeds.append(members[chosen])
    return np.concatenate(seeds)


def _municipalities(
    landscape: Landscape, districts: Division, territory: Territory, rng: np.random.Generator
) -> tuple[Division, BoolArray]:
    """Cities take the cells around their centre, rural municipalities share the rest."""
    weights = districts.totals(landscape.habitability)
    cities = apportion(territory.cities, weights)
    counts = cities + apportion(territory.rural_municipalities, weights, minimum=1)
    first = np.cumsum(counts) - counts
    parents = _repeat_positions(counts)
    is_city = np.arange(len(parents)) - first[parents] < cities[parents]
    seeds = _seeds(landscape, districts, counts, rng)

    # Travel never costs less than its length here, so that no city outgrows its radius.
    friction = np.maximum(landscape.friction, 1)
    owner, cost = landscape.cells.grow(seeds, friction=friction, within=districts.owner)
    in_city = (owner != UNREACHED) & is_city[owner] & (cost <= territory.city_radius_km)
    rural = np.flatnonzero(~is_city)
    outside = np.where(in_city, UNREACHED, districts.owner)
    position, _ = landscape.cells.grow(seeds[rural], friction=landscape.friction, within=outside)
    # A cell that only cities enclose is reached by no rural seed and stays with its city.
    owner = np.where(position == UNREACHED, owner, rural[position])
    return Division(seeds=seeds, parents=parents, owner=owner), is_city


def _settlements(
    landscape: Landscape,
    municipalities: Division,
    is_city: BoolArray,
    total: int,
    rng: np.random.Generator,
) -> Division:
    """One settlement in each city, the others in the rural municipalities, at most one to a cell."""
    weights = np.where(is_city, 0, municipalities.totals(landscape.habitability))
    room = municipalities.totals(np.ones(len(landscape.habitability))).astype(np.intp)
    counts = np.minimum(apportion(total, weights, minimum=1), room)
    seeds = _seeds(landscape, municipalities, counts, rng)
    owner = np.full(len(landscape.habitability), UNREACHED, dtype=np.intp)
    owner[seeds] = np.arange(len(seeds))
    return Division(seeds=seeds, parents=_repeat_positions(counts), owner=owner)


def _repeat_positions(counts: IntArray) -> IntArray:
    return np.repeat(np.arange(len(counts)), counts)
