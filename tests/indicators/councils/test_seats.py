import pytest

from indicators.councils.seats import body_seats

from .nation import LAW, TODAY, council, council_pack, deputy, on_day, row_of, territory


def test_vacant_seats_of_a_body() -> None:
    day = on_day(bodies=[council(statutory_seats=5)], members=[deputy(), deputy()])
    seats = body_seats(day, council_pack(), territory(), "council")
    told = row_of(seats, "V")
    assert (told["statutory_seats"], told["n_sitting"], told["vacant"]) == (5, 2, 3)


def test_more_members_than_seats_leave_none_vacant() -> None:
    day = on_day(bodies=[council(statutory_seats=1)], members=[deputy(), deputy()])
    seats = body_seats(day, council_pack(), territory(), "council")
    assert row_of(seats, "V")["vacant"] == 0


def test_without_a_list_of_members_nothing_is_vacant_or_filled() -> None:
    told = row_of(body_seats(on_day(bodies=[council()]), council_pack(), territory(), "council"), "V")
    assert (told["statutory_seats"], told["n_sitting"], told["vacant"]) == (11, None, None)


def test_in_a_body_that_is_no_elected_council_everybody_fills_a_seat() -> None:
    public = {"body_id": "p", "body_type": "public", "area_code": "V"}
    members = [{"body_id": "p", "seat_type": "ex_officio"}, deputy("p")]
    seats = body_seats(on_day(bodies=[public], members=members), council_pack(), territory(), "public")
    assert row_of(seats, "V")["n_sitting"] == 2


@pytest.mark.parametrize(("residents", "expected"), [(6000, 11), (6001, 21), (None, None)])
def test_seats_by_population(residents: int | None, expected: int | None) -> None:
    place = territory(people={} if residents is None else {"V": residents})
    seats = body_seats(on_day(bodies=[council()]), council_pack(), place, "council")
    assert row_of(seats, "V")["statutory_seats"] == expected


def test_the_table_of_the_day_counts() -> None:
    old = {"body_type": "council", "seats": 9, "effective_to": TODAY, **LAW}
    councils = council_pack(statutory_seats=[old])
    for on, expected in ((TODAY, 9), (TODAY.replace(day=2), None)):
        seats = body_seats(on_day(on, bodies=[council()]), councils, territory(), "council")
        assert row_of(seats, "V")["statutory_seats"] == expected
