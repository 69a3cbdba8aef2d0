"""What the parts of the page of councils have in common."""

import datetime as dt

import pandas as pd
import pytest

from dashboard import cached
from dashboard.councils import residents
from geodata.workspace import Workspace
from tests.dashboard.councils.desks import COUNTRY, ON, PLANTED_NAME, desk, hamlets, observations, register
from tests.dashboard.made import INFO

__all__ = ["hamlets"]


def test_last_day_is_that_of_the_latest_event(hamlets: Workspace) -> None:
    assert desk().book.last_day == ON


def test_titles_are_own_or_made_of_type_and_area(hamlets: Workspace) -> None:
    titles = desk(language="ky").titles
    assert titles["c1"].startswith("Кеңеш · ")
    assert desk().titles["p1"] == "Public council of the lake"


def test_register_of_pages_has_no_names(hamlets: Workspace) -> None:
    members = desk().book.register.members
    assert "name" not in members
    assert PLANTED_NAME not in members.to_csv()


@pytest.mark.parametrize(
    ("on", "expected"), [("2019-06-01", 10.0), ("2021-06-01", 10.0), ("2024-01-01", 30.0)]
)
def test_residents_are_the_latest_known_then(on: str, expected: float) -> None:
    known = pd.DataFrame(
        {"area_code": ["A"] * 3, "period": ["2020", "2022", "2023"], "value": [10.0, None, 30.0]}
    )
    assert residents(known, dt.date.fromisoformat(on))["A"] == expected


def test_small_counts_are_hidden_at_every_level(hamlets: Workspace) -> None:
    rows = desk().public_rows("council", "settlement")
    women = rows[(rows["measure"] == "women") & (rows["area_code"] == "02")]
    assert women["lacks"].tolist() == ["small"]
    assert women["numerator"].isna().all()


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (4, "fewer than 5"), (5, "5"), (float("nan"), "no data")]
)
def test_small_numbers_of_people_are_only_called_so(hamlets: Workspace, count: float, shown: str) -> None:
    assert desk().people(count) == shown


def test_register_is_read_again_after_a_change(hamlets: Workspace) -> None:
    before = cached.whole_version(COUNTRY)
    with cached.store().writing(author="Keeper", at=dt.datetime(2025, 12, 2, tzinfo=dt.UTC)) as writer:
        dataset_id = int(cached.store().register(COUNTRY).bodies["dataset_id"].iloc[0])
        writer.withdraw(dataset_id, "a mistake")
    assert cached.whole_version(COUNTRY) != before
    assert desk().book.register.bodies.empty


def test_a_changed_register_leaves_all_values_as_they_are(hamlets: Workspace) -> None:
    def values() -> pd.DataFrame:
        return cached.values(COUNTRY, cached.data_version(COUNTRY))

    before = values()
    at = dt.datetime(2025, 12, 2, tzinfo=dt.UTC)
    with cached.store().writing(author="Keeper", at=at) as writer:
        writer.publish_register(COUNTRY, register().of_body("c1"), INFO)
    assert values() is before
    with cached.store().writing(author="Surveyor", at=at) as writer:
        writer.publish_observations(COUNTRY, observations().assign(value=200.0), INFO)
    assert values()["value"].max() > before["value"].max()
