import numpy as np
import pytest
import shapely

from geodata.demo.cells import UNREACHED, Cells, make_cells


@pytest.fixture
def cells() -> Cells:
    return make_cells(40, 30, cell_km=2, rng=np.random.default_rng(3))


def on_a_line(count: int) -> Cells:
    """Cells at 0, 1, 2 … km east, each the neighbour of the next."""
    places = np.stack([np.arange(count), np.zeros(count)], axis=1).astype(float)
    edges = np.stack([np.arange(count - 1), np.arange(1, count)], axis=1)
    return Cells(xy=places, corners=np.zeros((count, 6, 2)), edges=edges)


def test_cells_are_a_coverage_whose_edges_are_its_common_borders(cells: Cells) -> None:
    polygons = shapely.polygons(cells.corners)
    assert shapely.coverage_is_valid(polygons)
    assert shapely.contains(polygons, shapely.points(cells.xy)).all()
    one, other = shapely.STRtree(polygons).query(polygons, predicate="touches")
    border = shapely.length(shapely.intersection(polygons[one], polygons[other]))
    touching = {(a, b) for a, b, km in zip(one, other, border, strict=True) if a < b and km > 0}
    assert touching == {(min(pair), max(pair)) for pair in cells.edges.tolist()}


def test_no_border_is_short_enough_to_vanish_by_rounding(cells: Cells) -> None:
    steps = cells.corners - np.roll(cells.corners, 1, axis=1)
    assert np.linalg.norm(steps, axis=2).min() > 0.4 * 2 / np.sqrt(3)


def test_largest_component_leaves_out_what_is_cut_off() -> None:
    mask = np.array([True, True, False, True, True, True, False, True])
    expected = [False, False, False, True, True, True, False, False]
    assert on_a_line(8).largest_component(mask).tolist() == expected


def test_regions_meet_on_the_ridge() -> None:
    friction = np.array([1, 1, 1, 1, 1, 50, 1, 1.0])
    owner, cost = on_a_line(8).grow(np.array([0, 7]), friction=friction, within=np.zeros(8, dtype=np.intp))
    assert owner.tolist() == [0, 0, 0, 0, 0, 1, 1, 1]
    assert cost[:5].tolist() == [0, 1, 2, 3, 4]


def test_regions_stay_within_their_parent() -> None:
    within = np.array([0, 0, 0, 1, 1, 1, -1, -1])
    owner, cost = on_a_line(8).grow(np.array([2, 5]), friction=np.ones(8), within=within)
    assert owner.tolist() == [0, 0, 0, 1, 1, 1, UNREACHED, UNREACHED]
    assert np.isinf(cost[6:]).all()
