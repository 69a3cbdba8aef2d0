"""What no page shows of a member is left out, and survives an edit."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geodata.councils.private import with_private_of, without_private
from geodata.councils.register import Register
from geodata.councils.schemas import MEMBERS

BEGUN = date(2021, 1, 1)


def register(*members: dict[str, object]) -> Register:
    rows = [{"body_id": "1", "seat_type": "elected"} | member for member in members]
    return Register.from_rows(
        bodies=[{"body_id": "1", "body_type": "council", "area_code": "A"}], members=rows
    )


KNOWN = register(
    {"member_no": 1, "term_from": BEGUN, "name": "Planted", "birth_year": 1990},
    {"member_no": 2, "name": "Other"},
)


def test_nothing_private_is_left() -> None:
    bare = without_private(KNOWN).members
    assert "name" not in bare
    assert bare["birth_year"].isna().all()
    assert bare["member_no"].tolist() == [1, 2]
    assert MEMBERS.validate(bare) is not None


def test_an_edit_keeps_what_it_was_not_shown() -> None:
    edited = with_private_of(without_private(KNOWN), KNOWN).members
    assert edited["name"].tolist() == ["Planted", "Other"]
    assert edited["birth_year"].fillna(0).tolist() == [1990, 0]
    assert MEMBERS.validate(edited) is not None


def test_what_an_edit_says_counts() -> None:
    said = register({"member_no": 1, "term_from": BEGUN, "name": "New", "birth_year": 1991})
    edited = with_private_of(said, KNOWN).members
    assert edited[["name", "birth_year"]].to_numpy().tolist() == [["New", 1991]]


def test_whoever_has_the_number_in_another_term_is_another_person() -> None:
    later = register({"member_no": 1, "term_from": date(2025, 1, 1)}, {"member_no": 2, "term_from": BEGUN})
    edited = with_private_of(later, KNOWN).members
    assert edited[["name", "birth_year"]].isna().all(axis=None)


def test_rows_keep_their_order_and_labels() -> None:
    turned = without_private(KNOWN)
    members = turned.members.iloc[::-1].set_axis(pd.Index([7, 3]))
    edited = with_private_of(Register(**dict(turned.tables()) | {"members": members}), KNOWN).members
    assert edited["name"].to_dict() == {7: "Other", 3: "Planted"}


def test_a_register_without_members_stays_so() -> None:
    empty = Register.empty()
    assert with_private_of(empty, KNOWN).members.empty
    assert with_private_of(without_private(KNOWN), empty).members["name"].isna().all()
