"""Which bodies of a register are new, changed or the same beside the visible one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geodata.councils.comparison import compare_registers
from geodata.councils.register import Register


def register(**more: list[dict[str, object]]) -> Register:
    """Two bodies, the first with two members."""
    body = {"body_type": "council", "area_code": "A", "founded_on": date(2020, 1, 1), "statutory_seats": 11}
    rows: dict[str, list[dict[str, object]]] = {
        "bodies": [{"body_id": "1", "title_en": "One", **body}, {"body_id": "2", **body}],
        "members": [
            {"body_id": "1", "member_no": 1, "seat_type": "elected", "sex": "f", "birth_year": 1990},
            {"body_id": "1", "member_no": 2, "seat_type": "elected"},
        ],
    }
    return Register.from_rows(**rows | more)


def visible(shown: Register, dataset_id: int = 7) -> Register:
    return Register(**{name: table.assign(dataset_id=dataset_id) for name, table in shown.tables()})


def test_a_register_is_the_same_as_itself() -> None:
    compared = compare_registers(register(), visible(register()))
    assert (compared.new, compared.changed, compared.unchanged) == ((), {}, ("1", "2"))
    assert compared.base_datasets == {"1": 7, "2": 7}


def test_the_order_of_rows_their_places_and_what_is_private_do_not_count() -> None:
    ours = register()
    members = ours.members.iloc[::-1].assign(source_ref="Members!A9", birth_year=pd.NA, name="Planted")
    other = Register(**dict(ours.tables()) | {"members": members.astype({"birth_year": "Int64"})})
    assert compare_registers(other, visible(register())).unchanged == ("1", "2")


def test_everything_is_new_beside_nothing() -> None:
    compared = compare_registers(register(), visible(Register.empty()))
    assert compared.new == ("1", "2")
    assert compared.base_datasets == {"1": None, "2": None}


@pytest.mark.parametrize(
    ("change", "tables"),
    [
        ({"members": [{"body_id": "1", "member_no": 1, "seat_type": "elected", "sex": "f"}]}, ("members",)),
        ({"meetings": [{"body_id": "1", "held_on": date(2025, 1, 1), "kind": "session"}]}, ("meetings",)),
        (
            {"members": [], "reports": [{"body_id": "1", "report_type": "yearly", "period": "2025"}]},
            ("members", "reports"),
        ),
    ],
)
def test_a_body_is_changed_in_the_tables_that_differ(
    change: dict[str, list[dict[str, object]]], tables: tuple[str, ...]
) -> None:
    compared = compare_registers(register(**change), visible(register()))
    assert compared.changed == {"1": tables}
    assert compared.unchanged == ("2",)


def test_a_title_in_another_language_is_a_change() -> None:
    bodies = register().bodies.assign(title_ky=["Биринчи", None])
    ours = Register(**dict(register().tables()) | {"bodies": bodies.astype({"title_ky": "str"})})
    assert compare_registers(ours, visible(register())).changed == {"1": ("bodies",)}


def test_bodies_that_are_not_offered_are_of_no_concern() -> None:
    compared = compare_registers(register().of_body("2"), visible(register()))
    assert (compared.unchanged, compared.changed) == (("2",), {})
