from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.demo import DemoSettings
from geodata.demo.cells import UNREACHED
from geodata.demo.partition import Partition, apportion, make_partition, spread_seeds
from geodata.demo.terrain import Landscape, make_landscape

weights = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30)


@given(weights=weights, minimum=st.integers(0, 3), extra=st.integers(0, 500))
def test_apportion_keeps_total_minimum_and_quota(weights: list[float], minimum: int, extra: int) -> None:
    seats = apportion(minimum * len(weights) + extra, weights, minimum=minimum)
    quota = extra * np.array(weights) / sum(weights)
    assert seats.sum() == minimum * len(weights) + extra
    assert (np.abs(seats - minimum - quota) < 1 + 1e-6).all()


@given(count=st.integers(1, 20), first=st.integers(0, 19), seed=st.integers(0, 1000))
def test_seeds_are_different_and_begin_with_the_first(count: int, first: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chosen = spread_seeds(rng.uniform(0, 9, (20, 2)), rng.uniform(0.1, 1, 20), first, count, rng)
    assert len(set(chosen.tolist())) == count
    assert chosen[0] == first


@pytest.fixture(scope="module", params=range(6))
def divided(request: pytest.FixtureRequest, small_settings: DemoSettings) -> tuple[Landscape, Partition]:
    territory = small_settings.model.territory
    rng = np.random.default_rng(request.param)
    landscape = make_landscape(territory, rng)
    return landscape, make_partition(landscape, territory, rng)


def test_every_level_divides_the_land_within_the_level_above(divided: tuple[Landscape, Partition]) -> None:
    landscape, partition = divided
    polygonal = partition.levels[:-1]
    for division in polygonal:
        np.testing.assert_array_equal(division.owner != UNREACHED, landscape.is_land)
        assert set(division.owner[landscape.land]) == set(range(len(division.seeds)))
    for above, below in pairwise(polygonal):
        land = landscape.land
        np.testing.assert_array_equal(below.parents[below.owner[land]], above.owner[land])


def test_every_area_is_connected(divided: tuple[Landscape, Partition]) -> None:
    landscape, partition = divided
    for division in partition.levels[:-1]:
        for area in range(len(division.seeds)):
            mask = division.owner == area
            np.testing.assert_array_equal(landscape.cells.largest_component(mask), mask)


def test_cities_keep_to_their_radius_unless_they_fill_a_pocket(divided: tuple[Landscape, Partition]) -> None:
    _, partition = divided
    sizes = partition.municipalities.totals(np.ones(len(partition.country.owner)))
    assert partition.is_city.sum() == 3
    assert np.median(sizes[partition.is_city]) < np.median(sizes[~partition.is_city])


def test_settlements_stand_in_their_municipality(divided: tuple[Landscape, Partition]) -> None:
    _, partition = divided
    settlements, municipalities = partition.settlements, partition.municipalities
    np.testing.assert_array_equal(municipalities.owner[settlements.seeds], settlements.parents)
    assert len(set(settlements.seeds.tolist())) == len(settlements.seeds) == 60


def test_the_land_has_one_hole_and_sea_all_around(divided: tuple[Landscape, Partition]) -> None:
    landscape, _ = divided
    water = ~landscape.is_land
    sea = landscape.cells.largest_component(water)
    lake = landscape.cells.largest_component(water & ~sea)
    np.testing.assert_array_equal(sea | lake, water)
    assert lake.sum() > 10
    extent = np.abs(landscape.cells.xy)
    assert (extent[landscape.is_land].max(axis=0) < extent.max(axis=0)).all()
