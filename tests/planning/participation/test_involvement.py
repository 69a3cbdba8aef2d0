from __future__ import annotations

from datetime import date

import pytest

from config.loader import ConfigError
from geodata.councils.participation import InvolvementTemplate
from planning.participation.involvement import (
    InvolvementEntry,
    InvolvementPlan,
    blank_plan,
    check_plan,
    next_revision_from,
    plan_from_toml,
    plan_to_toml,
    refresh_due_on,
)

ON = date(2026, 6, 30)


def item(id_: str, **more: object) -> dict[str, object]:
    return {"id": id_, "title": {"en": id_}, "reference": "a test"} | more


TEMPLATE = InvolvementTemplate.model_validate(
    {
        "sections": [
            {
                "id": "information",
                "title": {"en": "Information"},
                "items": [item("news", refreshed_every_months=6)],
            },
            {"id": "forms", "title": {"en": "Forms"}, "items": [item("kurultai"), item("hearings")]},
        ],
        "revision": {"months_apart": 12, "reference": "once a year"},
    }
)


def entry(id_: str, *refreshed_on: date, **more: str) -> InvolvementEntry:
    filled = {"planned": "Twice", "responsible": "Secretary"} | more
    return InvolvementEntry(item=id_, refreshed_on=refreshed_on, **filled)


def plan(*entries: InvolvementEntry, **more: object) -> InvolvementPlan:
    filled = entries or (entry("news", date(2026, 1, 15)), entry("kurultai"), entry("hearings"))
    return InvolvementPlan.model_validate({"area_code": "A1", "entries": filled} | more)


def found(checked: InvolvementPlan, on: date = ON) -> list[tuple[str, str | None]]:
    return [(problem.rule.id, problem.where.feature) for problem in check_plan(checked, TEMPLATE, on=on)]


def test_a_plan_that_keeps_its_rules_has_no_problem() -> None:
    assert found(plan(adopted_on=date(2025, 1, 1), revised_on=[date(2026, 1, 1)])) == []


def test_the_typical_plan_is_there_to_be_filled_in() -> None:
    blank = blank_plan(TEMPLATE, area_code="A1")
    assert [each.item for each in blank.entries] == ["news", "kurultai", "hearings"]
    assert found(blank) == [
        ("involvement_line_empty", "news"),
        ("involvement_line_empty", "kurultai"),
        ("involvement_line_empty", "hearings"),
        ("involvement_never_refreshed", "news"),
    ]


@pytest.mark.parametrize(
    ("refreshed_on", "expected"),
    [
        (date(2025, 12, 30), []),  # half a year ago to the day
        (date(2025, 12, 29), [("involvement_not_refreshed", "news")]),
    ],
)
def test_information_is_refreshed_every_half_year(
    refreshed_on: date, expected: list[tuple[str, str]]
) -> None:
    older = date(2024, 1, 1)
    assert found(plan(entry("news", older, refreshed_on), entry("kurultai"), entry("hearings"))) == expected


def test_a_problem_names_its_rule_and_the_days() -> None:
    (problem,) = check_plan(
        plan(entry("news", date(2025, 8, 31)), entry("kurultai"), entry("hearings")), TEMPLATE, on=ON
    )
    assert problem.message() == (
        "This information was last refreshed on 2025-08-31 and was due again on 2026-02-28. It is to be at "
        "least every 6 months: a test."
    )
    assert problem.severity == "error"


@pytest.mark.parametrize(
    ("second", "expected"),
    [(date(2026, 3, 10), []), (date(2026, 3, 9), [("involvement_revised_too_soon", None)])],
)
def test_revisions_are_a_year_apart(second: date, expected: list[tuple[str, None]]) -> None:
    assert found(plan(revised_on=[second, date(2025, 3, 10)])) == expected


def test_a_first_revision_soon_after_the_adoption_is_none_too_many() -> None:
    assert found(plan(adopted_on=date(2026, 1, 1), revised_on=[date(2026, 2, 1)])) == []


def test_the_next_revision_is_a_year_after_the_last() -> None:
    assert TEMPLATE.revision is not None
    assert next_revision_from(plan(), TEMPLATE.revision) is None
    leap_day = plan(revised_on=[date(2024, 2, 29), date(2020, 1, 1)])
    assert next_revision_from(leap_day, TEMPLATE.revision) == date(2025, 2, 28)


def test_everything_is_told_at_once() -> None:
    faulty = plan(
        entry("news", date(2026, 7, 1)),
        entry("kurultai", responsible=" "),
        entry("kurultai"),
        entry("ball"),
        adopted_on=date(2026, 5, 1),
        revised_on=[date(2026, 4, 1)],
    )
    assert found(faulty) == [
        ("involvement_line_repeated", "kurultai"),
        ("involvement_line_unknown", "ball"),
        ("involvement_line_empty", "hearings"),
        ("involvement_revised_before_adoption", None),
        ("involvement_in_future", "news"),
    ]


def test_a_line_without_a_role_is_told() -> None:
    half_filled = plan(entry("news", date(2026, 6, 1)), entry("kurultai", responsible=" "), entry("hearings"))
    assert found(half_filled) == [("involvement_without_responsible", "kurultai")]


def test_a_line_that_is_not_refreshed_has_no_day() -> None:
    assert refresh_due_on(entry("kurultai", date(2020, 1, 1)), TEMPLATE) is None
    assert refresh_due_on(entry("news"), TEMPLATE) is None
    assert refresh_due_on(entry("news", date(2026, 1, 15)), TEMPLATE) == date(2026, 7, 15)


def test_a_plan_survives_being_written() -> None:
    full = plan(adopted_on=date(2025, 1, 1), revised_on=[date(2026, 1, 1)])
    assert plan_from_toml(plan_to_toml(full), name="plan") == full


def test_all_faults_of_a_text_are_told() -> None:
    with pytest.raises(ConfigError) as raised:
        plan_from_toml('adopted_on = 9999-12-31\n[[entries]]\nline = "x"\n', name="plan")
    assert [fault.split(":")[0] for fault in raised.value.faults] == [
        "key area_code",
        "key adopted_on",
        "key entries.0.item",
        "key entries.0.line",
    ]


def test_a_text_longer_than_any_plan_is_refused() -> None:
    with pytest.raises(ConfigError, match="at most 500,000 characters"):
        plan_from_toml("#" * 500_001, name="plan")
