"""Groups and enclosures on a street of houses, a ring and an island; and against every completion."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.truth import Truth

from .test_truth import FALSE, MISSING, STATES, TRUE, bounds_of, completions, states, truth

N_AREAS = 5
PAIRS = [(a, b) for a, b in product(range(N_AREAS), repeat=2) if a < b]
GRAPHS = st.tuples(st.lists(st.sampled_from(PAIRS), unique=True), st.sets(st.integers(0, N_AREAS - 1)))


def borders(pairs, at_edge=()) -> pd.DataFrame:
    rows = [each for a, b in pairs for each in ((a, b), (b, a))] + [(code, None) for code in at_edge]
    return pd.DataFrame(rows, columns=["area_code", "neighbour_code"]).astype("str").assign(length_km=1.0)


def neighbourhood(pairs, at_edge=()) -> Neighbourhood:
    names = [chr(ord("a") + n) for n in range(N_AREAS)]
    named = [(names[a], names[b]) for a, b in pairs]
    table = borders(named, [names[n] for n in at_edge])
    return Neighbourhood.from_borders(table, pd.Index(names, dtype="str"))


STREET = neighbourhood([(0, 1), (1, 2), (2, 3), (3, 4)], at_edge=[0, 4])
"""``a b c d e`` in a row; only the ends reach the edge."""

ISLAND = neighbourhood([(0, 1), (1, 2), (2, 3)], at_edge=[4])
"""The last area has no neighbour."""


def sizes(members, pairs) -> list[int]:
    """Walk from each member to all it can reach."""
    found = []
    for start in range(N_AREAS):
        reached, new = set(), {start} if members[start] else set()
        while new:
            reached |= new
            steps = {b for a, b in [*pairs, *((b, a) for a, b in pairs)] if a in new and members[b]}
            new = steps - reached
        found.append(len(reached))
    return found


@given(GRAPHS, st.lists(STATES, min_size=N_AREAS, max_size=N_AREAS), st.integers(1, 4))
def test_groups_are_those_of_every_completion(graph, statements, minimum):
    pairs, _ = graph
    outcomes = [[size >= minimum for size in sizes(met, pairs)] for met in completions(*statements)]
    found = neighbourhood(pairs).in_groups_of(truth(*statements), minimum)
    assert states(found) == [bounds_of(list(each)) for each in zip(*outcomes, strict=True)]


@given(GRAPHS, st.lists(STATES, min_size=N_AREAS, max_size=N_AREAS), st.booleans())
def test_enclosures_are_those_of_every_completion(graph, statements, state_border):
    pairs, at_edge = graph

    def is_enclosed(area, met):
        beside = [b if a == area else a for a, b in pairs if area in (a, b)]
        return bool(beside) and all(met[n] for n in beside) and (state_border or area not in at_edge)

    outcomes = [[is_enclosed(n, met) for n in range(N_AREAS)] for met in completions(*statements)]
    found = neighbourhood(pairs, at_edge).enclosed_by(truth(*statements), state_border=state_border)
    assert states(found) == [bounds_of(list(each)) for each in zip(*outcomes, strict=True)]


def test_a_group_is_broken_by_an_area_that_does_not_qualify():
    found = STREET.in_groups_of(truth(TRUE, TRUE, FALSE, TRUE, FALSE), 2)
    assert states(found) == [TRUE, TRUE, FALSE, FALSE, FALSE]


def test_a_group_may_hang_on_an_area_of_which_nothing_is_known():
    found = STREET.in_groups_of(truth(FALSE, TRUE, MISSING, TRUE, FALSE), 3)
    assert states(found) == [FALSE, MISSING, MISSING, MISSING, FALSE]


@pytest.mark.parametrize(
    ("state_border", "expected"), [(True, [TRUE, FALSE, TRUE]), (False, [FALSE, FALSE, TRUE])]
)
def test_the_edge_of_the_country_may_help_to_enclose(state_border, expected):
    found = STREET.enclosed_by(truth(FALSE, TRUE, FALSE, TRUE, FALSE), state_border=state_border)
    assert states(found)[:3] == expected


def test_an_island_is_enclosed_by_nobody_and_is_a_group_of_one():
    everywhere = truth(*[TRUE] * N_AREAS)
    assert states(ISLAND.enclosed_by(everywhere, state_border=True)) == [TRUE] * 4 + [FALSE]
    assert states(ISLAND.in_groups_of(everywhere, 2)) == [TRUE] * 4 + [FALSE]
    assert states(ISLAND.in_groups_of(everywhere, 1)) == [TRUE] * 5


def test_every_draw_has_its_own_groups():
    drawn = np.array([[1, 1, 0, 1, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]], dtype=bool)
    assert STREET.in_groups_of(Truth.known(drawn), 2).surely.astype(int).tolist() == [
        [1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
    ]
    assert STREET.enclosed_by(Truth.known(drawn), state_border=True).surely.astype(int).tolist() == [
        [1, 0, 1, 0, 1],
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
    ]


def test_no_areas_have_no_groups():
    nowhere = Neighbourhood.from_borders(borders([]), pd.Index([], dtype="str"))
    nothing = Truth.known(np.empty(0, dtype=bool))
    assert states(nowhere.in_groups_of(nothing, 1)) == []
    assert states(nowhere.enclosed_by(nothing, state_border=True)) == []


def test_without_borders_every_area_stands_alone():
    alone = neighbourhood([])
    everywhere = truth(*[TRUE] * N_AREAS)
    assert states(alone.in_groups_of(everywhere, 2)) == [FALSE] * N_AREAS
    assert states(alone.enclosed_by(everywhere, state_border=True)) == [FALSE] * N_AREAS


def test_the_order_of_the_borders_is_nothing_and_areas_of_elsewhere_are_left_out():
    pairs = [("a", "b"), ("b", "c"), ("c", "z")]
    codes = pd.Index(["a", "b", "c"], dtype="str")
    table = borders(pairs, ["a"])
    one = Neighbourhood.from_borders(table, codes)
    other = Neighbourhood.from_borders(table[::-1], codes)
    assert one.first.tolist() == other.first.tolist() == [0, 1, 1, 2]
    assert one.is_at_edge.tolist() == other.is_at_edge.tolist() == [True, False, False]
    assert sorted(zip(one.first, one.second, strict=True)) == sorted(
        zip(other.first, other.second, strict=True)
    )
