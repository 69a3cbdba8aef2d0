"""What came of a hearing, brought into the register beside all else that it has."""

import datetime as dt
from typing import Any

import pytest

from dashboard import cached
from dashboard.hearing_outcomes import Outcome, StaleOutcomeError, record_outcome, recorded_outcome
from geodata.councils.register import Register
from geodata.problems import ImportRefused
from geodata.workspace import Workspace
from planning.participation.hearings import PlannedHearing
from tests.dashboard.councils.desks import AT, COUNTRY, ON, PLANTED_NAME, desk, hamlets
from tests.dashboard.made import INFO

__all__ = ["hamlets"]

HELD_ON = dt.date(2025, 9, 1)
TOLD = Outcome(proposals_voiced=8, proposals_accepted=3, proposals_answered=8)


def hearing(area_code: str = "02", topic: str = "Clean water") -> PlannedHearing:
    return PlannedHearing(area_code=area_code, hearing_type="public", topic=topic, held_on=HELD_ON)


def record(planned: PlannedHearing, outcome: Outcome, *, seen: Outcome | None = None) -> int:
    book = desk().book
    about: dict[str, Any] = {"language": "en", "author": "Keeper", "at": AT, "note": "held"}
    return record_outcome(cached.store(), book, planned, outcome, seen=seen, **about)


def now(planned: PlannedHearing) -> Outcome | None:
    return recorded_outcome(cached.store().register(COUNTRY).hearings, planned)


def of_body(body_id: str) -> Register:
    return cached.store().register(COUNTRY, with_names=True).of_body(body_id)


def test_a_hearing_of_a_body_leaves_all_else_of_the_body_as_it_was(hamlets: Workspace) -> None:
    before = of_body("c2")
    outcome = Outcome(body_id="c2", proposals_voiced=8, published_on=dt.date(2025, 9, 9))
    record(hearing(), outcome)
    after = of_body("c2")
    assert now(hearing()) == outcome
    assert after.members["name"].tolist() == before.members["name"].tolist()
    assert PLANTED_NAME in after.members["name"].tolist()
    assert after.members["birth_year"].tolist() == before.members["birth_year"].tolist()
    for name in ("bodies", "meetings", "reports"):
        assert len(getattr(after, name)) == len(getattr(before, name))


def test_a_hearing_of_no_body_leaves_the_others_of_its_area(hamlets: Workspace) -> None:
    other = {
        "area_code": "02",
        "hearing_type": "public",
        "topic": "Roads",
        "held_on": HELD_ON,
        "proposals_voiced": 5,
    }
    with cached.store().writing(author="Keeper", at=AT) as writer:
        writer.publish_register(COUNTRY, Register.from_rows(hearings=[other]), INFO)
    record(hearing(), TOLD)
    assert now(hearing()) == TOLD
    assert now(hearing(topic="Roads")) == Outcome(proposals_voiced=5)
    assert cached.store().datasets(COUNTRY).iloc[-1]["source"] == INFO.source
    assert len(of_body("c1").hearings) == 1


def test_an_outcome_is_replaced_not_added(hamlets: Workspace) -> None:
    record(hearing(), TOLD)
    changed = Outcome(proposals_voiced=9, proposals_accepted=3)
    record(hearing(), changed, seen=TOLD)
    assert now(hearing()) == changed
    hearings = cached.store().register(COUNTRY).hearings
    assert (hearings["topic"] == "Clean water").sum() == 1


@pytest.mark.parametrize("body_id", [None, "c2"])
def test_of_two_who_record_at_once_the_second_is_told(hamlets: Workspace, body_id: str | None) -> None:
    first = Outcome(body_id=body_id, proposals_voiced=8)
    record(hearing(), first)
    with pytest.raises(StaleOutcomeError) as stale:
        record(hearing(), Outcome(body_id=body_id, proposals_voiced=7))
    assert stale.value.current == first
    assert now(hearing()) == first


def test_a_recorded_hearing_stays_with_the_body_that_held_it(hamlets: Workspace) -> None:
    first = Outcome(body_id="c2", proposals_voiced=8)
    record(hearing(), first)
    record(hearing(), Outcome(proposals_voiced=9), seen=first)
    assert now(hearing()) == Outcome(body_id="c2", proposals_voiced=9)


@pytest.mark.parametrize("body_id", [None, "c2"])
def test_more_accepted_than_voiced_is_refused(hamlets: Workspace, body_id: str | None) -> None:
    with pytest.raises(ImportRefused, match="proposals_accepted"):
        record(hearing(), Outcome(body_id=body_id, proposals_voiced=2, proposals_accepted=3))
    assert now(hearing()) is None


def test_the_register_knows_a_hearing_by_area_type_day_and_topic(hamlets: Workspace) -> None:
    hearings = desk().book.register.hearings
    budget = PlannedHearing(area_code="01", hearing_type="budget", topic="Budget of 2026", held_on=ON)
    found = recorded_outcome(hearings, budget)
    assert found == Outcome(body_id="c1", proposals_voiced=10, proposals_accepted=4, proposals_answered=9)
    for other in ({"area_code": "02"}, {"topic": "Budget"}, {"hearing_type": "public"}):
        assert recorded_outcome(hearings, budget.model_copy(update=other)) is None
