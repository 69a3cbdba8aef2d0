"""Seats of single bodies for the public: nobody computes a small number of members from them."""

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.councils.coverage import coverage
from indicators.councils.public import public_coverage
from indicators.councils.seat_publication import COLUMNS, published_seats
from indicators.councils.seats import body_seats
from indicators.hierarchy import areas_above

from .nation import AREAS, council, council_pack, deputy, on_day, territory

LEVELS = ("country", "district", "municipality")
SECOND = AREAS[AREAS["area_code"] == "D"].assign(area_code="E")
MORE = AREAS[AREAS["area_code"] == "V"]
WIDE = pd.concat(
    [AREAS, SECOND, *(MORE.assign(area_code=code, parent_code="E") for code in ("U", "W"))], ignore_index=True
)
"""Two districts: D with the municipalities V and T, E with U and W."""

Bodies = list[tuple[str, int, int]]
"""Area, members and seats by law of each body."""


def published(bodies: Bodies, *, unlisted: tuple[str, ...] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the published seats by body ``b0``, ``b1``, …, and the public coverage."""
    listed = {f"b{number}": each for number, each in enumerate(bodies)}
    rows = [council(key, area, statutory_seats=seats) for key, (area, _, seats) in listed.items()]
    rows += [council(f"u{area}", area, statutory_seats=11) for area in unlisted]
    members = [deputy(key) for key, (_, count, _) in listed.items() for _ in range(count)]
    # Whose term has ended is on the list, but does not sit.
    ended = [deputy(key, term_to=on_day().on.replace(year=2020)) for key in listed]
    day = on_day(bodies=rows, members=members + ended)
    measures = ["seats_filled"]
    tables = [
        coverage(day, council_pack(), territory(level, areas=WIDE), measures=measures, body_types=["council"])
        for level in LEVELS
    ]
    public = public_coverage(pd.concat(tables, ignore_index=True), WIDE)
    seats = body_seats(day, council_pack(), territory(areas=WIDE), "council")
    return published_seats(seats, public, WIDE).set_index("body_id"), public


def test_the_only_body_of_a_published_area_tells_its_seats() -> None:
    told, _ = published([("V", 9, 11), ("T", 21, 21)])
    assert told[["statutory_seats", "n_sitting", "vacant"]].to_numpy().tolist() == [[11, 9, 2], [21, 21, 0]]
    assert told["is_under_strength"].tolist() == [True, False]
    assert told.reset_index().columns.tolist() == list(COLUMNS)


def test_of_two_bodies_in_an_area_neither_does() -> None:
    told, _ = published([("V", 9, 11), ("V", 7, 11), ("T", 21, 21)])
    assert told["is_published"].tolist() == [False, False, True]
    assert told.loc[["b0", "b1"], ["n_sitting", "vacant"]].isna().all(axis=None)
    assert told["is_under_strength"].tolist() == [True, True, False]
    assert told["statutory_seats"].tolist() == [11, 11, 21]


def test_nor_where_another_body_is_in_a_part_of_the_area() -> None:
    told, _ = published([("D", 9, 11), ("V", 7, 11)])
    assert told["is_published"].tolist() == [False, True]


def test_a_small_number_is_not_told_but_that_seats_are_vacant() -> None:
    told, _ = published([("V", 3, 11), ("T", 8, 11)])
    assert not told.loc["b0", "is_published"]
    assert np.isnan(told.loc["b0", "n_sitting"])
    assert told.loc["b0", "is_under_strength"]


def test_a_full_neighbour_is_not_called_so_where_that_tells_the_small_number() -> None:
    # The district has 14 members in two councils. If one is full with 11, the other has 3.
    told, public = published([("V", 3, 11), ("T", 11, 11), ("U", 9, 11), ("W", 11, 11)])
    district = public[(public["area_code"] == "D")]
    assert district["numerator"].tolist() == [14]
    assert told.loc[["b0", "b1"], "is_under_strength"].isna().all()
    assert told.loc[["b2", "b3"], "is_under_strength"].tolist() == [True, False]


def test_nor_are_two_that_lack_one_member_each_where_that_tells_a_small_number() -> None:
    # One body has at most 4 members then, the other at most 10; together they have 14.
    told, _ = published([("V", 4, 5), ("V", 10, 11), ("T", 9, 11)])
    assert told["is_under_strength"].isna().tolist() == [True, True, False]


def test_without_a_list_of_members_nothing_can_be_told() -> None:
    told, _ = published([("V", 9, 11)], unlisted=("T",))
    assert told.loc["uT", ["n_sitting", "vacant", "is_under_strength"]].isna().all()
    assert told.loc["uT", "is_published"]


def test_no_body_no_rows() -> None:
    told, _ = published([])
    assert told.empty


def possible(told: pd.DataFrame, public: pd.DataFrame) -> list[tuple[int, ...]]:
    """Return every way to fill the councils that agrees with all that is published."""
    ranges = []
    for _, body in told.iterrows():
        if body["is_published"]:
            ranges.append(range(int(body["n_sitting"]), int(body["n_sitting"]) + 1))
        elif pd.isna(body["is_under_strength"]):
            ranges.append(range(9))
        elif body["is_under_strength"]:
            ranges.append(range(int(body["statutory_seats"])))
        else:
            ranges.append(range(int(body["statutory_seats"]), int(body["statutory_seats"]) + 1))
    shown = public.dropna(subset="numerator").set_index("area_code")["numerator"]
    levels = WIDE.set_index("area_code")["admin_level"]
    homes = {
        area: (areas_above(told["area_code"], WIDE, level=int(levels[area])) == area).to_numpy()
        for area in shown.index
    }
    return [
        filled
        for filled in product(*ranges)
        if all(np.array(filled)[homes[area]].sum() == total for area, total in shown.items())
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from([(area, count, 5) for area in ("D", "V", "T", "U", "W") for count in range(6)]),
        min_size=1,
        max_size=4,
    )
)
def test_no_small_number_is_the_only_possible_one(bodies: Bodies) -> None:
    told, public = published(bodies)
    ways = possible(told, public)
    actual = tuple(count for _, count, _ in bodies)
    assert actual in ways
    for place, count in enumerate(actual):
        if 0 < count < 5:
            assert len({way[place] for way in ways}) > 1, (bodies, told)
