"""What is planned in the demonstration country."""

import datetime as dt

import pytest

from dashboard import cached
from dashboard.components.council.hearings.planning import standing
from dashboard.components.council.involvement.plans import plan_standing
from dashboard.demo_documents import keep_demo_documents
from dashboard.hearings import HEARINGS, PLANS, plan_id, saved_hearings, saved_plans
from geodata.councils.pack import load_council_pack
from geodata.packs import pack_folders
from geodata.workspace import Workspace

COUNTRY = "demo"
AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
ON = dt.date(2026, 1, 2)


@pytest.fixture
def kept(empty_workspace: Workspace) -> list[str]:
    """The ids of what was saved in a store with the bare country."""
    with cached.store().writing(author="Installer", at=AT) as writer:
        writer.install_country(COUNTRY)
    return keep()


def keep() -> list[str]:
    return keep_demo_documents(cached.store(), COUNTRY, pack_folders()[COUNTRY], author="Installer", at=AT)


def test_everything_fits_the_pack_and_some_is_overdue(kept: list[str]) -> None:
    councils = load_council_pack(pack_folders()[COUNTRY])
    assert councils is not None
    assert councils.involvement is not None
    hearings, plans = saved_hearings(cached.store(), COUNTRY), saved_plans(cached.store(), COUNTRY)
    assert sorted([*hearings.by_id, *plans.by_id]) == sorted(kept)
    states = [standing(each.content, councils, on=ON) for each in hearings.by_id.values()]
    assert [state.faults for state in states] == [()] * len(states)
    assert any(state.late for state in states)
    assert {plan_id(each.content.area_code) for each in plans.by_id.values()} == set(plans.by_id)
    told = [plan_standing(each.content, councils.involvement, on=ON) for each in plans.by_id.values()]
    assert len({each.state for each in told}) > 1


def test_what_was_withdrawn_does_not_come_back(kept: list[str]) -> None:
    store = cached.store()
    first = next(iter(saved_hearings(store, COUNTRY).by_id))
    HEARINGS.withdraw(store, COUNTRY, first, base_version=1, author="Planner", at=AT, note="held")
    assert keep() == []
    assert first not in saved_hearings(store, COUNTRY).by_id
    assert len(PLANS.saved(store, COUNTRY).by_id) > 1
