"""What is read from a filled-in workbook: exactly what was written, and every problem with its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.councils import Register
from geodata.councils.workbook import RegisterDraft, read_register, register_template
from geodata.problems import ImportRefused, Problem
from geodata.store.registers import check_register
from tests.geodata.councils.workbook.made import AREAS, COUNCILS, PACK, REGISTER, workbook

BODIES = [["Body code", "Type of body", "Area"], ["1", "rural_council", "0301"]]
MEMBERS = ["Body code", "Member number", "Type of seat", "Settlement", "Year of birth"]


def read(content: bytes) -> RegisterDraft:
    return read_register(content, PACK, COUNCILS, AREAS)


def serious(draft: RegisterDraft) -> list[Problem]:
    return [problem for problem in draft.problems if problem.severity != "note"]


def place(problem: Problem) -> tuple[str, str | None, int | None, str | None]:
    return problem.rule.id, problem.where.sheet, problem.where.row, problem.where.column


def assert_same(register: Register, expected: Register) -> None:
    for name, table in expected.tables():
        known = table.drop(columns="source_ref")
        pd.testing.assert_frame_equal(getattr(register, name)[list(known.columns)], known)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_what_the_template_holds_is_read_back_exactly(language: str) -> None:
    draft = read(register_template(PACK, COUNCILS, AREAS, language=language, register=REGISTER))
    assert [problem.rule.id for problem in draft.problems] == ["register_areas_only"]
    assert draft.is_publishable
    assert draft.left_out == 0
    assert_same(draft.register, REGISTER)


DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31))
TEXTS = st.none() | st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20
)
MEMBER = st.fixed_dictionaries(
    {
        "seat_type": st.sampled_from(["elected", "ex_officio"]),
        "sex": st.sampled_from(["f", "m", None]),
        "birth_year": st.none() | st.integers(1900, 2020),
        "age_group": st.sampled_from(["young", "middle", "old", None]),
        "settlement_code": st.sampled_from(["030101", None]),
        "role": st.sampled_from([*COUNCILS.roles, None]),
        "term_from": DAYS,
        "name": TEXTS,
    }
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    members=st.lists(MEMBER, max_size=4),
    body_id=st.from_regex(r"[0-9A-Za-z]{1,8}", fullmatch=True),
    title=TEXTS,
)
def test_any_register_survives_the_workbook(
    members: list[dict[str, object]], body_id: str, title: str | None
) -> None:
    register = Register.from_rows(
        bodies=[{"body_id": body_id, "body_type": "rural_council", "area_code": "0301", "title_ky": title}],
        members=[
            {"body_id": body_id, "member_no": n, "name": None} | row for n, row in enumerate(members, 1)
        ],
    )
    draft = read(register_template(PACK, COUNCILS, AREAS, language="ru", register=register))
    assert serious(draft) == []
    assert_same(draft.register, register)


def test_an_empty_template_is_an_empty_register() -> None:
    draft = read(register_template(PACK, COUNCILS, AREAS, language="ky"))
    assert draft.register.row_count == 0
    assert [problem.params for problem in draft.problems] == [{"count": 2}]


def test_columns_may_be_in_any_order_below_a_title_and_headed_in_any_language() -> None:
    rows = [["Реестр 2024"], [], ["Аймак", "founded_on", "Тип органа", "Body code"]]
    draft = read(workbook(Органы=[*rows, ["Ak-Suu", "31.12.2019", "Айылдык кеңеш", "1"]]))
    (body,) = draft.register.bodies.to_dict("records")
    assert (body["area_code"], body["founded_on"], body["source_ref"]) == (
        "0301",
        date(2019, 12, 31),
        "Органы!D4",
    )
    assert [problem.rule.id for problem in draft.problems] == ["spelling_bridged"]


def test_codes_that_lost_their_zeros_are_restored_and_told() -> None:
    bodies = [BODIES[0], ["007", "rural_council", 301]]
    members = [MEMBERS, [7, 1, "elected", 30101, None]]
    draft = read(workbook(Bodies=bodies, Members=members))
    (member,) = draft.register.members.to_dict("records")
    assert draft.register.bodies["area_code"].tolist() == ["0301"]
    assert (member["body_id"], member["settlement_code"]) == ("007", "030101")
    assert [place(problem) for problem in draft.problems] == [
        ("zeros_restored", "Bodies", 2, "C"),
        ("zeros_restored", "Members", None, "A"),
        ("zeros_restored", "Members", 2, "D"),
    ]


def test_zeros_are_not_restored_where_two_bodies_would_fit() -> None:
    bodies = [BODIES[0], ["07", "rural_council", "0301"], ["007", "rural_council", "0301"]]
    draft = read(workbook(Bodies=bodies, Members=[MEMBERS, [7, 1, "elected", None, None]]))
    assert [place(problem) for problem in serious(draft)] == [("body_unknown", "Members", 2, "A")]


def test_a_settlement_of_a_common_name_is_the_one_in_the_area_of_the_body() -> None:
    draft = read(workbook(Bodies=BODIES, Members=[MEMBERS, ["1", 1, "elected", "Арал", None]]))
    assert draft.register.members["settlement_code"].tolist() == ["030101"]
    assert serious(draft) == []


def test_an_area_of_a_common_name_is_asked() -> None:
    draft = read(workbook(Bodies=[BODIES[0], ["1", "village_public_council", "Арал"]]))
    (problem,) = serious(draft)
    assert place(problem) == ("ambiguous_area", "Bodies", 2, "C")
    assert problem.params["candidates"] == "Арал (030101), Арал (030201)"
    assert draft.left_out == 1
    assert draft.register.row_count == 0


@pytest.mark.parametrize("cell", ["Бел · 0301", "Ак-Суу · 9999"])
def test_a_label_whose_name_and_code_differ_is_told(cell: str) -> None:
    draft = read(workbook(Bodies=[BODIES[0], ["1", "rural_council", cell]]))
    (problem,) = serious(draft)
    assert place(problem) == ("area_label_torn", "Bodies", 2, "C")
    assert draft.register.bodies["area_code"].tolist() == ["0301"]


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (["1", "guild", "0301"], "choice_unknown", "B"),
        (["1", "rural_council", "Нигде"], "unknown_area", "C"),
        (["1", None, "0301"], "register_value_required", "B"),
        ([None, "rural_council", "0301"], "register_value_required", "A"),
        (["1", "rural_council", None], "register_value_required", "C"),
        (["1", "rural_council", "0301", "soon"], "day_unread", "D"),
        (["1", "rural_council", "0301", None, "some"], "count_unread", "E"),
        (["1", "rural_council", "0301", None, 0], "register_number_outside", "E"),
        (["1" * 65, "rural_council", "0301"], "register_text_too_long", "A"),
        (["1", "rural_council", "0301", "=A1"], "formula_without_value", "D"),
    ],
)
def test_a_fault_is_told_with_its_cell_and_its_row_left_out(
    row: list[object], rule: str, column: str
) -> None:
    heads = [*BODIES[0], "Founded on", "Statutory seats"]
    draft = read(workbook(Bodies=[heads, ["2", "rural_council", "0301"], row]))
    assert [place(problem) for problem in serious(draft)] == [(rule, "Bodies", 3, column)]
    assert draft.register.bodies["body_id"].tolist() == ["2"]
    assert (draft.left_out, draft.is_publishable) == (1, False)


def test_all_problems_are_told_at_once() -> None:
    members = [MEMBERS, ["1", "x", "throne", "Нигде", 1800], ["2", 1, "elected", None, 1800]]
    draft = read(workbook(Bodies=BODIES, Members=members))
    assert [place(problem) for problem in serious(draft)] == [
        ("count_unread", "Members", 2, "B"),
        ("choice_unknown", "Members", 2, "C"),
        ("unknown_area", "Members", 2, "D"),
        ("register_number_outside", "Members", 3, "E"),
    ]
    assert draft.left_out == 2


def test_members_of_a_body_with_a_fault_are_not_of_an_unknown_body() -> None:
    bodies = [BODIES[0], ["1", "guild", "0301"]]
    draft = read(workbook(Bodies=bodies, Members=[MEMBERS, ["1", 1, "elected", None, None]]))
    assert [problem.rule.id for problem in serious(draft)] == ["choice_unknown"]


def test_what_is_wrong_between_tables_is_told_with_file_sheet_and_row() -> None:
    draft = read(workbook(Bodies=BODIES, Members=[MEMBERS, ["9", 1, "elected", None, None]]))
    (problem,) = draft.problems
    assert place(problem) == ("body_unknown", "Members", 2, "A")
    assert problem.where.file == "register.xlsx"


def test_headings_that_are_missing_repeated_or_strange_are_told() -> None:
    heads = ["Body code", "Type of body", "Type of body", "Colour"]
    draft = read(workbook(Bodies=[heads, ["1", "rural_council", "city_council", "red"]]))
    assert [place(problem) for problem in draft.problems] == [
        ("register_column_repeated", "Bodies", 1, "C"),
        ("register_column_left_out", "Bodies", 1, "D"),
        ("register_column_missing", "Bodies", 1, None),
    ]
    assert draft.left_out == 1
    assert draft.register.row_count == 0


def test_sheets_of_one_table_are_read_together_and_strange_ones_left_out() -> None:
    second = [BODIES[0], ["2", "city_council", "0302"]]
    draft = read(workbook(Bodies=BODIES, Органы=second, Budget=[["a"]]))
    assert draft.register.bodies["body_id"].tolist() == ["1", "2"]
    assert [place(problem) for problem in draft.problems] == [
        ("register_sheet_left_out", "Budget", None, None)
    ]


def test_a_workbook_without_a_register_is_no_register() -> None:
    draft = read(workbook(Budget=[["a"]]))
    assert not draft.is_publishable
    assert [problem.rule.id for problem in serious(draft)] == ["no_register_sheet"]


def test_names_of_members_are_in_no_problem() -> None:
    name = "Ысманова Планктон"
    members = [
        [*MEMBERS, "Name"],
        ["1", "x", "throne", "Нигде", 1800, name],
        ["9", 1, "elected", None, 9, name],
    ]
    draft = read(workbook(Bodies=BODIES, Members=members))
    assert len(draft.problems) >= 4
    assert name not in " ".join(problem.describe() for problem in draft.problems)
    assert name not in repr(replace(draft, problems=()))


def test_a_file_is_named_as_its_author_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "kept.xlsx"
    path.write_bytes(workbook(Bodies=[BODIES[0], ["1", "guild", "0301"]]))
    draft = read_register(path, PACK, COUNCILS, AREAS, file_label="реестр.xlsx")
    assert {problem.where.file for problem in draft.problems} == {"реестр.xlsx"}


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(ImportRefused):
        read(b"PK not a workbook")


def test_bounds_are_told_as_the_schemas_have_them() -> None:
    members = [MEMBERS, ["1", 0, "elected", None, None], ["1", 2, "elected", None, 1800]]
    draft = read(workbook(Bodies=BODIES, Members=members))
    assert [dict(problem.params) for problem in draft.problems] == [
        {"bounds": "≥ 1", "got": 0},
        {"bounds": "1900…2200", "got": 1800},
    ]


def test_what_was_read_can_be_published() -> None:
    content = register_template(PACK, COUNCILS, AREAS, language="en", register=REGISTER)
    check_register(read(content).register)
