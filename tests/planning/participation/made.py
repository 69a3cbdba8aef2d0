"""A rule, a calendar and a hearing with days that can be counted by hand."""

from __future__ import annotations

from datetime import date

from geodata.councils.pack import Calendar, CalendarYear, HearingRule, HearingTask, Holiday
from geodata.councils.participation import DecisionRule
from planning.participation.hearings import PlannedHearing

HELD_ON = date(2026, 5, 29)
"""A Friday; 14 May, a Thursday, is a holiday, and Saturday 16 May is worked for it."""

CALENDAR = Calendar(
    weekend=(6, 7),
    years=(
        CalendarYear(
            year=2026,
            holidays=(Holiday(on=date(2026, 5, 14), title={"en": "Holiday"}),),
            working_days=(date(2026, 5, 16),),
            reference="a test",
        ),
    ),
)


def task(id_: str, earliest: int | None = None, latest: int | None = None, **more: object) -> HearingTask:
    stated = {
        "id": id_,
        "title": {"en": id_.replace("_", " ").capitalize()},
        "responsible": {"en": "Secretary"},
        "reference": "a test",
        "earliest_days": earliest,
        "latest_days": latest,
    }
    return HearingTask.model_validate(stated | more)


def rule(*tasks: HearingTask) -> HearingRule:
    return HearingRule(
        id="hearing",
        title={"en": "Hearings"},
        hearing_types=("public", "budget"),
        tasks=tasks,
        decision=DecisionRule(more_than_pct=50, reference="a test"),
        reference="a test",
    )


RULE = rule(
    task("publication"),
    task("working_group", -20, -15),
    task("notice", None, -1, times=2, channels=("press", "radio")),
    task("minutes", 0, None),
    task("handing_over", 0, 10),
)


def hearing(**more: object) -> PlannedHearing:
    stated = {"area_code": "A1", "hearing_type": "public", "topic": "Budget of 2027", "held_on": HELD_ON}
    return PlannedHearing.model_validate(stated | more)
