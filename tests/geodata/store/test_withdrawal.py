"""Nothing is lost: any history of publications and withdrawals leaves what the rest alone would show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.store import DisplayLayer, Store
from tests.geodata.store.made import AT, info, observed, squares

keys = st.tuples(st.sampled_from("123"), st.sampled_from("xy"), st.sampled_from(["2020", "2021"]))
tables = st.dictionaries(keys, st.floats(-5, 5) | st.none(), min_size=1)
withdrawals = st.integers(0, 5)


@dataclass
class Published:
    dataset_id: int
    observed: dict[tuple[str, str, str], float | None]


def everything_seen(store: Store) -> list[object]:
    readings = [
        store.observations("aaa"),
        store.observations("bbb"),
        store.areas("aaa"),
        store.periods("aaa"),
        store.display_layers("aaa"),
    ]
    versions = [store.data_version(country) for country in ("aaa", "bbb")]
    return [reading.to_dict("list") for reading in readings] + versions


@contextmanager
def kept(store: Store) -> Iterator[None]:
    """Assert that what is seen is the same after the block as before it."""
    before = everything_seen(store)
    yield
    assert repr(everything_seen(store)) == repr(before)  # in which a missing value equals itself


def test_withdrawing_restores_the_state_before_exactly(store: Store) -> None:
    fine = DisplayLayer(admin_level=1, tolerance_m=10, feature_count=2, content=b"fine")
    table = observed({("1", "x", "2020"): 1, ("2", "x", "2020"): None})
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_areas("aaa", squares(1, "1", "2"), info(), [fine])
        writer.publish_observations("aaa", table, info())
    with kept(store):
        with store.writing(author="tester", at=AT) as writer:
            new_areas = writer.publish_areas("aaa", squares(1, "2", "3"), info())
            new_table = writer.publish_observations("aaa", observed({("1", "x", "2020"): 9}), info())
        assert store.areas("aaa")["area_code"].tolist() == ["2", "3"]
        assert store.observations("aaa")["value"].max() == 9
        with store.writing(author="tester", at=AT) as writer:
            writer.withdraw(new_areas, "test")
            writer.withdraw(new_table, "test")


def test_the_data_version_names_the_published_set(store: Store) -> None:
    def publish(value: float) -> int:
        with store.writing(author="tester", at=AT) as writer:
            return writer.publish_observations("aaa", observed({("1", "x", "2020"): value}), info())

    versions = [store.data_version("aaa")]
    first = publish(1)
    versions.append(store.data_version("aaa"))
    publish(2)
    versions.append(store.data_version("aaa"))
    other = store.data_version("bbb")
    with store.writing(author="tester", at=AT) as writer:
        writer.withdraw(first, "test")
    versions.append(store.data_version("aaa"))
    assert len(set(versions)) == 4
    assert store.data_version("bbb") == other


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(tables | withdrawals, max_size=8))
def test_any_history_shows_the_latest_of_what_is_not_withdrawn(
    store: Store, history: list[dict[tuple[str, str, str], float | None] | int]
) -> None:
    alive: list[Published] = []
    with store.writing(author="tester", at=AT) as writer:
        for dataset_id in still_published(store):
            writer.withdraw(dataset_id, "example before")
        for step in history:
            if isinstance(step, dict):
                dataset_id = writer.publish_observations("aaa", observed(step), info())
                alive.append(Published(dataset_id, step))
            elif step < len(alive):
                writer.withdraw(alive.pop(step).dataset_id, "drawn")
    expected = {
        key: (value, dataset.dataset_id) for dataset in alive for key, value in dataset.observed.items()
    }
    read = store.observations("aaa").set_index(["area_code", "indicator_id", "period"])
    seen = read["value"].astype(object).where(read["value"].notna(), None)
    assert dict(zip(read.index, zip(seen, read["dataset_id"], strict=True), strict=True)) == expected


def still_published(store: Store) -> list[int]:
    datasets = store.datasets("aaa")
    return datasets["id"][datasets["status"] == "published"].tolist()
