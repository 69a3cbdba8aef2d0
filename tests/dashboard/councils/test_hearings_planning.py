"""Planned hearings on a day, what their fields say, and which are kept."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from config.loader import parse_toml
from dashboard import cached
from dashboard.components.council.hearings.fields import DONE, answers_of, hearing_of, sketch_of
from dashboard.components.council.hearings.planning import by_urgency, fitting, standing
from dashboard.hearings import HEARINGS, plan_id, saved_hearings
from dashboard.kept_documents import Kept
from geodata.councils.pack import CouncilPack
from geodata.store import StaleDocumentError
from geodata.workspace import Workspace
from planning.participation.hearings import PlannedHearing, hearing_to_toml
from tests.dashboard.councils.desks import AT, COUNCILS, COUNTRY, hamlets

__all__ = ["hamlets"]

TODAY = dt.date(2025, 9, 30)
PACK = parse_toml(COUNCILS, CouncilPack, name="councils")


def hearing(days: int = 30, **more: Any) -> PlannedHearing:
    """A hearing so many days after today."""
    stated = {
        "area_code": "01",
        "hearing_type": "public",
        "topic": "Clean water",
        "held_on": TODAY + dt.timedelta(days=days),
    }
    return PlannedHearing.model_validate(stated | more)


def kept(content: PlannedHearing) -> Kept[PlannedHearing]:
    return Kept(content=content, version=1, author="Planner", saved_at=AT)


def test_overdue_ones_come_first_then_the_next_then_the_last() -> None:
    saved = {
        "held": hearing(-40, done={"handing_over": TODAY - dt.timedelta(days=35)} | before(-60)),
        "far": hearing(90),
        "near": hearing(30),
        "late": hearing(10),
        "longest": hearing(-30),
    }
    ordered = by_urgency({key: kept(each) for key, each in saved.items()}, PACK, on=TODAY)
    assert list(ordered) == ["longest", "late", "near", "far", "held"]
    assert [task.id for task in ordered["late"].late] == ["working_group"]


def before(days: int) -> dict[str, dt.date]:
    """Days on which all that precedes a hearing was done."""
    return dict.fromkeys(("working_group", "notice-1", "notice-2"), TODAY + dt.timedelta(days=days))


def test_what_does_not_fit_the_pack_is_named_and_left_out_of_the_tasks() -> None:
    odd = hearing(channels=("tv",), done={"dance": TODAY})
    told = standing(odd, PACK, on=TODAY)
    assert len(told.faults) == 2
    assert len(told.tasks) == 5
    assert fitting(odd, PACK) == hearing()


def test_what_fits_stays() -> None:
    fit = hearing(channels=("boards",), done={"notice-2": TODAY})
    assert fitting(fit, PACK) == fit


def test_a_type_without_a_rule_has_no_tasks() -> None:
    told = standing(hearing(hearing_type="secret"), PACK, on=TODAY)
    assert (told.tasks, told.faults) == ((), ())


@given(
    days=some.integers(-500, 500),
    venue=some.text(max_size=20),
    channels=some.lists(some.sampled_from(["press", "boards"]), unique=True),
    done=some.dictionaries(some.sampled_from(["working_group", "notice-1"]), some.dates(dt.date(2020, 1, 1))),
)
def test_fields_say_the_hearing_they_were_filled_with(
    days: int, venue: str, channels: list[str], done: dict[str, dt.date]
) -> None:
    planned = hearing(days, venue=venue, channels=channels, done={k: min(v, TODAY) for k, v in done.items()})
    assert hearing_of(answers_of(planned), PACK) == (planned, [])


@pytest.mark.parametrize("name", ["hearing_type", "area_code", "topic", "held_on"])
def test_what_is_still_open_is_no_fault(name: str) -> None:
    assert hearing_of(answers_of(hearing()) | {name: None}, PACK) == (None, [])


def test_a_topic_that_is_too_long_is_a_fault() -> None:
    found, faults = hearing_of(answers_of(hearing()) | {"topic": "x" * 1001}, PACK)
    assert found is None
    assert "topic" in faults[0]


def test_tasks_can_be_told_before_topic_and_area() -> None:
    sketch = sketch_of(answers_of(hearing()) | {"topic": "", "area_code": None, f"{DONE}dance": TODAY}, PACK)
    assert sketch is not None
    assert (sketch.held_on, sketch.done) == (hearing().held_on, {})
    assert sketch_of({"hearing_type": "public"}, PACK) is None


def save(hearing_id: str, content: PlannedHearing, base_version: int | None = None) -> int:
    return HEARINGS.save(
        cached.store(), COUNTRY, hearing_id, content, base_version=base_version, author="Planner", at=AT
    )


def test_kept_hearings_are_read_and_those_that_cannot_be_are_named(hamlets: Workspace) -> None:
    assert save("water", hearing()) == 1
    assert save("water", hearing(31), base_version=1) == 2
    with cached.store().writing(author="Planner", at=AT) as writer:
        writer.save_document(COUNTRY, HEARINGS.kind, "old", title="Old", content="x = 1", base_version=None)
    found = saved_hearings(cached.store(), COUNTRY)
    assert {key: (each.content, each.version) for key, each in found.by_id.items()} == {
        "water": (hearing(31), 2)
    }
    assert list(found.unreadable) == ["old"]
    assert "hearing old" in str(found.unreadable["old"])


def test_of_two_who_change_the_same_version_the_second_is_told(hamlets: Workspace) -> None:
    save("water", hearing())
    save("water", hearing(31), base_version=1)
    with pytest.raises(StaleDocumentError) as conflict:
        save("water", hearing(32), base_version=1)
    assert conflict.value.current.content == hearing_to_toml(hearing(31))


def test_a_withdrawn_hearing_is_no_longer_there(hamlets: Workspace) -> None:
    save("water", hearing())
    HEARINGS.withdraw(cached.store(), COUNTRY, "water", base_version=1, author="P", at=AT, note="moved")
    assert cached.hearings(COUNTRY).by_id == {}


@given(some.lists(some.text("ab-Аx0 ", min_size=1, max_size=6), unique=True))
def test_plans_of_different_areas_have_different_ids(codes: list[str]) -> None:
    assert len({plan_id(code) for code in codes}) == len(codes)
