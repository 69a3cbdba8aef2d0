"""What is wrong with a register: each fault is found, and found alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from geodata.councils import Register, load_council_pack
from geodata.councils.checks import check_register
from geodata.packs import load_pack, pack_folders
from geodata.problems import Problem, Where

FOLDER = pack_folders()["demo"]
AREAS = pd.DataFrame(
    [
        ("D", 0, None, "country"),
        ("O", 1, "D", "oblast"),
        ("R", 2, "O", "district"),
        ("A", 3, "R", "rural_municipality"),
        ("B", 3, "R", "city"),
        ("a1", 4, "A", "village"),
        ("b1", 4, "B", "village"),
    ],
    columns=["area_code", "admin_level", "parent_code", "area_type"],
)
BODY = {"body_id": "1", "body_type": "rural_council", "area_code": "A"}
LIFE = {"founded_on": date(2020, 1, 1), "dissolved_on": date(2024, 1, 1)}
MEMBER = {"body_id": "1", "member_no": 1, "seat_type": "elected"}
MEETING = {"body_id": "1", "held_on": date(2022, 3, 1), "kind": "session"}
REPORT = {"body_id": "1", "report_type": "half_year", "period": "2022-H1"}
HEARING = {"area_code": "A", "hearing_type": "public", "topic": "roads", "held_on": date(2022, 3, 1)}
ROWS: dict[str, dict[str, Any]] = {
    "bodies": BODY,
    "members": MEMBER,
    "meetings": MEETING,
    "reports": REPORT,
    "hearings": HEARING,
}


def problems(**rows: list[dict[str, Any]]) -> list[Problem]:
    councils = load_council_pack(FOLDER)
    assert councils is not None
    register = Register.from_rows(**rows)
    return check_register(register, pack=load_pack(FOLDER), councils=councils, areas=AREAS)


def found(table: str, life: dict[str, Any] | None = None, **changes: object) -> list[str]:
    """Return the rules that one changed row breaks, in a register that is sound without it."""
    rows = {"bodies": [BODY | (life or {})]} | {table: [ROWS[table] | changes]}
    return [problem.rule.id for problem in problems(**rows)]


def test_a_sound_register_has_no_problems() -> None:
    full = {name: [row] for name, row in ROWS.items()}
    full["members"] = [MEMBER | {"settlement_code": "a1", "role": "chair", "term_from": date(2020, 1, 1)}]
    assert problems(**full) == []
    assert problems() == []


@pytest.mark.parametrize(
    ("table", "changes", "rule"),
    [
        ("bodies", {"body_type": "guild"}, "body_type_unknown"),
        ("bodies", {"area_code": "Z"}, "body_area_unknown"),
        ("bodies", {"area_code": "R"}, "body_area_unfit"),
        ("bodies", {"area_code": "B"}, "body_area_unfit"),
        ("bodies", {"founded_on": date(2020, 1, 2), "dissolved_on": date(2020, 1, 1)}, "body_life_reversed"),
        ("members", {"seat_type": "throne"}, "seat_type_unknown"),
        ("members", {"seat_type": "community"}, "seat_type_unfit"),
        ("members", {"role": "king"}, "role_unknown"),
        ("members", {"body_id": "2"}, "body_unknown"),
        ("members", {"settlement_code": "z9"}, "settlement_unknown"),
        ("members", {"settlement_code": "b1"}, "settlement_outside"),
        ("members", {"settlement_code": "R"}, "settlement_outside"),
        ("members", {"term_from": date(2021, 1, 2), "term_to": date(2021, 1, 1)}, "term_reversed"),
        ("meetings", {"kind": "feast"}, "meeting_kind_unknown"),
        ("meetings", {"body_id": "2"}, "body_unknown"),
        ("meetings", {"decisions": 2, "decisions_published": 3}, "more_than_whole"),
        ("reports", {"report_type": "daily"}, "report_type_unknown"),
        ("reports", {"body_id": "2"}, "body_unknown"),
        ("reports", {"period": "2022..2021"}, "report_period_bad"),
        ("reports", {"delivered_on": date(2022, 6, 29)}, "report_too_early"),
        ("hearings", {"hearing_type": "secret"}, "hearing_type_unknown"),
        ("hearings", {"area_code": "Z"}, "body_area_unknown"),
        ("hearings", {"body_id": "2"}, "body_unknown"),
        ("hearings", {"proposals_voiced": 1, "proposals_accepted": 2}, "more_than_whole"),
        ("hearings", {"proposals_voiced": 1, "proposals_answered": 2}, "more_than_whole"),
    ],
)
def test_each_fault_is_found_alone(table: str, changes: dict[str, Any], rule: str) -> None:
    assert found(table, **changes) == [rule]


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("bodies", {"founded_on": date(2020, 1, 1), "dissolved_on": date(2020, 1, 1)}),
        ("members", {"settlement_code": "A"}),
        ("members", {"term_from": date(2021, 1, 1), "term_to": date(2021, 1, 1)}),
        ("reports", {"delivered_on": date(2022, 6, 30)}),
        ("reports", {"report_type": "programme", "period": "2022-03", "delivered_on": date(2022, 3, 5)}),
        ("meetings", {"decisions": 3, "decisions_published": 3}),
        ("meetings", {"decisions": None, "decisions_published": 3}),
        ("hearings", {"proposals_voiced": None, "proposals_answered": 3}),
    ],
)
def test_what_just_fits_or_is_not_known_is_no_fault(table: str, changes: dict[str, Any]) -> None:
    assert found(table, **changes) == []


@pytest.mark.parametrize(
    ("term_from", "term_to", "is_outside"),
    [
        (date(2020, 1, 1), date(2024, 1, 1), False),
        (date(2019, 12, 31), None, True),
        (None, date(2019, 12, 31), True),
        (date(2023, 12, 31), None, False),
        (date(2024, 1, 1), None, True),
        (None, date(2024, 1, 2), True),
        (None, None, False),
    ],
)
def test_a_term_lies_within_the_life_of_its_body(
    term_from: date | None, term_to: date | None, is_outside: bool
) -> None:
    rules = found("members", LIFE, term_from=term_from, term_to=term_to)
    assert rules == (["term_outside_life"] if is_outside else [])


@pytest.mark.parametrize(
    ("held_on", "is_outside"),
    [(date(2019, 12, 31), True), (date(2020, 1, 1), False), (date(2024, 1, 1), True)],
)
def test_a_body_meets_while_it_lives(held_on: date, is_outside: bool) -> None:
    assert found("meetings", LIFE, held_on=held_on) == (["meeting_outside_life"] if is_outside else [])


@pytest.mark.parametrize("table", list(ROWS))
def test_repeated_rows_are_told_once(table: str) -> None:
    rows = {"bodies": [BODY]} | {table: [ROWS[table]] * 3}
    (problem,) = problems(**rows)
    assert problem.rule.id == "register_row_repeated"
    assert problem.params["count"] == 3


def test_all_problems_are_told_at_once_with_their_places() -> None:
    told = problems(
        bodies=[BODY | {"area_code": "Z", "source_ref": "Bodies!C7"}],
        members=[MEMBER | {"role": "king", "name": "Ысманова Планктон", "source_ref": "Members!12"}],
        meetings=[MEETING | {"kind": "feast"}],
    )
    assert {problem.rule.id: problem.where for problem in told} == {
        "role_unknown": Where(sheet="Members", row=12),
        "meeting_kind_unknown": Where(feature="1"),
        "body_area_unknown": Where(sheet="Bodies", row=7, column="C"),
    }
    assert "known are: chair, deputy_chair" in told[0].remedy()
    assert not any("Планктон" in problem.describe() for problem in told)
