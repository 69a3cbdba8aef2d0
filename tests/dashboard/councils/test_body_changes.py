"""What differs between two states of a body."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.council.body.changes import RowChange, register_changes
from dashboard.components.council.body.editing.founding import proposed_id
from dashboard.components.council.body.editing.tables import body_cells, editable_lists, entered_tables
from geodata.councils.register import SCHEMAS, Register, table_of

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))


def body(*, seats: int | None = 5, members: tuple[tuple[int, str | None], ...] = ((1, "f"),)) -> Register:
    return Register.from_rows(
        bodies=[{"body_id": "b", "body_type": "council", "area_code": "A", "statutory_seats": seats}],
        members=[
            {"body_id": "b", "member_no": number, "seat_type": "elected", "sex": sex}
            for number, sex in members
        ],
    )


bodies = st.builds(
    body,
    seats=st.none() | st.integers(1, 50),
    members=st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(["f", "m", None])), unique_by=lambda pair: pair[0]
    ).map(tuple),
)


def test_rows_come_go_and_change() -> None:
    before = body(seats=5, members=((1, "f"), (2, "m")))
    after = body(seats=None, members=((2, "f"), (3, None)))
    assert register_changes(before, after) == [
        RowChange("bodies", "changed", {}, {"statutory_seats": 5}, {}),
        RowChange("members", "removed", {"member_no": 1}, {"seat_type": "elected", "sex": "f"}, {}),
        RowChange("members", "changed", {"member_no": 2}, {"sex": "m"}, {"sex": "f"}),
        RowChange("members", "added", {"member_no": 3}, {}, {"seat_type": "elected"}),
    ]


def test_a_new_body_is_all_added() -> None:
    assert [each.kind for each in register_changes(Register.empty(), body())] == ["added", "added"]


def test_places_in_files_and_names_do_not_count() -> None:
    before = body()
    named = before.members.assign(name="Somebody", source_ref="Members!A2")
    after = Register(**dict(before.tables()) | {"members": named})
    assert register_changes(before, after) == []


@given(bodies)
def test_nothing_differs_from_itself(register: Register) -> None:
    assert register_changes(register, register) == []


@given(bodies, bodies)
def test_changes_read_backwards(one: Register, other: Register) -> None:
    backwards = {"added": "removed", "removed": "added", "changed": "changed"}
    forth = {(each.table, tuple(each.key.items()), each.kind) for each in register_changes(one, other)}
    back = register_changes(other, one)
    assert forth == {(each.table, tuple(each.key.items()), backwards[each.kind]) for each in back}


@given(bodies, st.lists(st.tuples(DAYS, st.none() | st.integers(0, 9)), unique_by=lambda pair: pair[0]))
def test_what_is_shown_to_be_edited_comes_back_the_same(
    register: Register, met: list[tuple[dt.date, int | None]]
) -> None:
    meetings = [{"body_id": "b", "held_on": day, "kind": "session", "decisions": n} for day, n in met]
    given_ = Register(
        **dict(register.tables()) | {"meetings": Register.from_rows(meetings=meetings).meetings}
    )
    tables = entered_tables(body_cells(given_), editable_lists(given_))
    typed = {name: table_of(SCHEMAS[name], tables[name].assign(body_id="b")) for name in SCHEMAS}
    assert register_changes(given_, Register(**typed)) == []


@pytest.mark.parametrize(
    ("known", "expected"),
    [(set(), "A1-court"), ({"A1-court"}, "A1-court-2"), ({"A1-court", "A1-court-2"}, "A1-court-3")],
)
def test_a_proposed_id_is_nobodys(known: set[str], expected: str) -> None:
    assert proposed_id("court", "A1", known) == expected
