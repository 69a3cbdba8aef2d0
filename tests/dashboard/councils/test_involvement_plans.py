"""Plans of involvement on a day, and what their fields say."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from config.loader import parse_toml
from dashboard.components.council.involvement.fields import answers_of, plan_of
from dashboard.components.council.involvement.plans import (
    PlanState,
    municipalities,
    normal_plan,
    plan_standing,
    plans_table,
)
from dashboard.kept_documents import Kept
from geodata.councils.pack import CouncilPack
from geodata.workspace import Workspace
from planning.participation.involvement import InvolvementEntry, InvolvementPlan, blank_plan
from tests.dashboard.councils.desks import AT, COUNCILS, ON, desk, hamlets

__all__ = ["hamlets"]

TEMPLATE = parse_toml(COUNCILS, CouncilPack, name="councils").involvement
assert TEMPLATE is not None

DAYS = some.lists(some.dates(dt.date(2020, 1, 1), dt.date(2025, 9, 30)), unique=True, max_size=3)


def entry(item: str, *, refreshed_on: tuple[dt.date, ...] = ()) -> InvolvementEntry:
    return InvolvementEntry(item=item, planned="Notices", responsible="Secretary", refreshed_on=refreshed_on)


def plan(refreshed_on: dt.date | None = dt.date(2025, 6, 1), **more: Any) -> InvolvementPlan:
    """A plan in which everything is filled in."""
    days = () if refreshed_on is None else (refreshed_on,)
    stated = {
        "area_code": "01",
        "adopted_on": dt.date(2025, 1, 10),
        "entries": (entry("local_matters", refreshed_on=days), entry("meetings")),
    }
    return InvolvementPlan.model_validate(stated | more)


@pytest.mark.parametrize(
    ("made", "state", "refresh_by"),
    [
        (plan(), "fine", dt.date(2025, 12, 1)),
        (plan(adopted_on=None), "draft", dt.date(2025, 12, 1)),
        (plan(dt.date(2025, 3, 29)), "stale", dt.date(2025, 9, 29)),
        (plan(dt.date(2025, 3, 30)), "fine", dt.date(2025, 9, 30)),
        (plan(None), "stale", None),
        (plan(revised_on=(dt.date(2025, 2, 1), dt.date(2025, 8, 1))), "objections", dt.date(2025, 12, 1)),
    ],
)
def test_a_plan_is_in_one_state(made: InvolvementPlan, state: PlanState, refresh_by: dt.date | None) -> None:
    told = plan_standing(made, TEMPLATE, on=ON)
    assert (told.state, told.refresh_by) == (state, refresh_by)


def test_areas_without_a_plan_come_last_and_stale_plans_first() -> None:
    kept = [
        Kept(content=made.model_copy(update={"area_code": code}), version=1, author="P", saved_at=AT)
        for code, made in {"02": plan(), "03": plan(None), "99": plan()}.items()
    ]
    table = plans_table(["01", "02", "03"], kept, TEMPLATE, on=ON)
    assert table["state"].to_dict() == {"03": "stale", "02": "fine", "01": "none"}
    assert table.loc["03", ["n_errors", "n_warnings"]].tolist() == [0, 1]
    assert table.loc["01", "adopted_on"] is None


def test_lines_come_in_the_order_of_the_typical_plan_and_none_is_lost() -> None:
    strange, again = entry("dances"), entry("meetings")
    made = plan(entries=(strange, entry("meetings"), again))
    items = [each.item for each in normal_plan(made, TEMPLATE).entries]
    assert items == ["local_matters", "meetings", "dances", "meetings"]
    assert normal_plan(normal_plan(made, TEMPLATE), TEMPLATE) == normal_plan(made, TEMPLATE)


@given(
    planned=some.text(max_size=20),
    revised_on=DAYS,
    refreshed_on=DAYS,
    others=some.lists(some.sampled_from(["dances", "meetings"]), max_size=2),
)
def test_fields_say_the_plan_they_were_filled_with(
    planned: str, revised_on: list[dt.date], refreshed_on: list[dt.date], others: list[str]
) -> None:
    lines = [
        {"item": "local_matters", "planned": planned, "refreshed_on": sorted(refreshed_on)},
        {"item": "meetings"},
        *({"item": each, "planned": "More"} for each in others),
    ]
    made = plan(revised_on=sorted(revised_on), entries=lines)
    assert plan_of(answers_of(made, TEMPLATE), TEMPLATE, area_code="01") == (made, [])


def test_blank_fields_say_the_typical_plan() -> None:
    blank = blank_plan(TEMPLATE, area_code="01")
    assert plan_of({}, TEMPLATE, area_code="01") == (blank, [])


def test_a_text_that_is_too_long_is_a_fault() -> None:
    found, faults = plan_of({"responsible.meetings": "x" * 1001}, TEMPLATE, area_code="01")
    assert found is None
    assert "responsible" in faults[0]


def test_areas_of_elected_councils_make_plans(hamlets: Workspace) -> None:
    assert municipalities(desk().book, ON) == ["01", "02", "03", "04"]
