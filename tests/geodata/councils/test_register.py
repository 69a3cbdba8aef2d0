"""A register as five tables that fit their schemas."""

from datetime import date

import pandera.errors
import pytest

from geodata.councils.register import SCHEMAS, Register

DAY = date(2024, 5, 1)
BODY = {"body_id": "1", "body_type": "council", "area_code": "A"}
MEMBER = {"body_id": "1", "member_no": 1, "seat_type": "elected"}


def test_an_empty_register_fits_its_schemas() -> None:
    register = Register.empty()
    assert register.row_count == 0
    assert [name for name, _ in register.tables()] == list(SCHEMAS)
    for name, table in register.tables():
        SCHEMAS[name].validate(table)


def test_what_is_not_known_is_missing_and_never_zero() -> None:
    register = Register.from_rows(
        bodies=[BODY, BODY | {"body_id": "2", "statutory_seats": 11}], members=[MEMBER]
    )
    for name, table in register.tables():
        SCHEMAS[name].validate(table)
    assert register.bodies["statutory_seats"].isna().tolist() == [True, False]
    assert register.bodies["founded_on"].tolist() == [None, None]
    assert register.members[["sex", "birth_year", "role", "term_from"]].isna().all(axis=None)


def test_codes_keep_their_leading_zeros_and_titles_their_language() -> None:
    register = Register.from_rows(bodies=[BODY | {"area_code": "007", "title_ky": "Кеңеш", "title_en": None}])
    assert register.bodies["area_code"].tolist() == ["007"]
    assert register.bodies["title_ky"].tolist() == ["Кеңеш"]
    assert register.bodies["title_en"].isna().tolist() == [True]
    SCHEMAS["bodies"].validate(register.bodies)


def test_a_body_is_had_with_all_that_is_its_own() -> None:
    hearing = {"area_code": "A", "hearing_type": "public", "topic": "roads", "held_on": DAY}
    register = Register.from_rows(
        bodies=[BODY, BODY | {"body_id": "2"}],
        members=[MEMBER, MEMBER | {"body_id": "2"}, MEMBER | {"body_id": "2", "member_no": 2}],
        meetings=[{"body_id": "2", "held_on": DAY, "kind": "session"}],
        hearings=[hearing, hearing | {"body_id": "2", "topic": "water"}],
    )
    second = register.of_body("2")
    assert {name: len(table) for name, table in second.tables()} == {
        "bodies": 1,
        "members": 2,
        "meetings": 1,
        "reports": 0,
        "hearings": 1,
    }
    assert second.members.index.tolist() == [0, 1]
    assert register.of_body("3").row_count == 0
    for name, table in register.of_body("3").tables():
        SCHEMAS[name].validate(table)


def test_names_can_be_left_behind() -> None:
    named = Register.from_rows(members=[MEMBER | {"name": "Ысманова Планктон"}])
    assert "name" not in named.without_names().members
    assert named.members["name"].tolist() == ["Ысманова Планктон"]
    assert named.without_names().without_names().row_count == 1


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("bodies", BODY | {"body_id": ""}),
        ("bodies", BODY | {"body_type": "City council"}),
        ("bodies", BODY | {"statutory_seats": 0}),
        ("bodies", BODY | {"founded_on": "2024-05-01"}),
        ("members", MEMBER | {"member_no": 0}),
        ("members", MEMBER | {"sex": "x"}),
        ("members", MEMBER | {"age_group": "28"}),
        ("members", MEMBER | {"birth_year": 90}),
        ("meetings", {"body_id": "1", "held_on": None, "kind": "session"}),
        ("meetings", {"body_id": "1", "held_on": DAY, "kind": "session", "decisions": -1}),
        ("reports", {"body_id": "1", "report_type": "year", "period": "2024/25"}),
        ("hearings", {"area_code": "A", "hearing_type": "public", "topic": "", "held_on": DAY}),
    ],
)
def test_what_a_cell_cannot_be_is_refused(name: str, row: dict[str, object]) -> None:
    table = getattr(Register.from_rows(**{name: [row]}), name)
    with pytest.raises(pandera.errors.SchemaErrors):
        SCHEMAS[name].validate(table, lazy=True)
