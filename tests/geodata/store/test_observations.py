"""What a reader sees of observations after publications and withdrawals."""

import pandas as pd
import pytest

from geodata.schemas import OBSERVATIONS
from geodata.store import Store, StoreError
from tests.geodata.store.made import AT, info, observed, squares


def publish(store: Store, values: dict[tuple[str, str, str], float | None], country: str = "aaa") -> int:
    with store.writing(author="tester", at=AT) as writer:
        return writer.publish_observations(country, observed(values), info())


def withdraw(store: Store, dataset_id: int) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.withdraw(dataset_id, "wrong file")


def seen(store: Store, country: str = "aaa", **choice: object) -> dict[tuple[str, str, str], float]:
    table = store.observations(country, **choice)
    return table.set_index(["area_code", "indicator_id", "period"])["value"].to_dict()


def test_what_is_published_is_read_back_with_its_source(store: Store) -> None:
    table = observed({("01", "population", "2020"): 10.5, ("02", "population", "2020"): None})
    with store.writing(author="tester", at=AT) as writer:
        dataset_id = writer.publish_observations("aaa", table, info())
    read = store.observations("aaa")
    OBSERVATIONS.validate(read)
    pd.testing.assert_frame_equal(read, table[list(OBSERVATIONS.columns)].assign(dataset_id=dataset_id))


def test_an_empty_store_gives_a_valid_empty_table(store: Store) -> None:
    read = store.observations("aaa")
    OBSERVATIONS.validate(read)
    assert read.empty
    assert store.periods("aaa").empty


def test_a_missing_source_and_a_missing_value_stay_missing(store: Store) -> None:
    table = observed({("1", "x", "2020"): None}).assign(source_ref=pd.Series([None], dtype="str"))
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", table, info())
    assert store.observations("aaa")[["value", "source_ref"]].isna().all(axis=None)


def test_choices_narrow_what_is_read(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_areas("aaa", squares(1, "1"), info())
    publish(store, {("1", "x", "2020"): 1, ("2", "x", "2021"): 2, ("1", "y", "2020"): 3})
    assert seen(store, indicator_ids=["x"]) == {("1", "x", "2020"): 1, ("2", "x", "2021"): 2}
    assert seen(store, periods=["2021"]) == {("2", "x", "2021"): 2}
    assert seen(store, levels=[1]) == {("1", "x", "2020"): 1, ("1", "y", "2020"): 3}
    assert seen(store, levels=[]) == {}
    assert seen(store, indicator_ids=[]) == {}


def test_the_latest_dataset_wins_key_by_key(store: Store) -> None:
    first = publish(store, {("1", "x", "2020"): 1, ("2", "x", "2020"): 2})
    second = publish(store, {("2", "x", "2020"): 20, ("3", "x", "2020"): 30})
    assert seen(store) == {("1", "x", "2020"): 1, ("2", "x", "2020"): 20, ("3", "x", "2020"): 30}
    assert store.observations("aaa").set_index("area_code")["dataset_id"].to_dict() == {
        "1": first,
        "2": second,
        "3": second,
    }


def test_a_missing_value_supersedes_a_number(store: Store) -> None:
    publish(store, {("1", "x", "2020"): 1})
    publish(store, {("1", "x", "2020"): None})
    assert store.observations("aaa")["value"].isna().tolist() == [True]


def test_countries_do_not_mix(store: Store) -> None:
    publish(store, {("1", "x", "2020"): 1}, "aaa")
    publish(store, {("1", "x", "2020"): 2}, "bbb")
    assert seen(store, "aaa") == {("1", "x", "2020"): 1}
    assert seen(store, "bbb") == {("1", "x", "2020"): 2}


def test_withdrawing_out_of_order_leaves_the_latest_of_the_rest(store: Store) -> None:
    key = ("1", "x", "2020")
    first, second, third = (publish(store, {key: value}) for value in (1, 2, 3))
    withdraw(store, second)
    assert seen(store) == {key: 3}
    withdraw(store, third)
    assert seen(store) == {key: 1}
    withdraw(store, first)
    assert seen(store) == {}


def test_rows_come_by_indicator_period_and_area_whatever_their_order_in_the_file(store: Store) -> None:
    values = {("2", "y", "2020"): 1, ("1", "y", "2021"): 2, ("1", "y", "2020"): 3, ("9", "x", "2021"): 4}
    publish(store, dict(list(values.items())[:2]))
    publish(store, dict(list(values.items())[2:]))
    read = store.observations("aaa")[["indicator_id", "period", "area_code"]]
    assert read.to_numpy().tolist() == [
        ["x", "2021", "9"],
        ["y", "2020", "2"],
        ["y", "2020", "1"],  # of the later dataset
        ["y", "2021", "1"],
    ]


def test_periods_are_listed_without_reading_values(store: Store) -> None:
    publish(store, {("1", "x", "2021"): 1, ("1", "x", "2020"): 1, ("1", "y", "2020-Q1"): 1})
    gone = publish(store, {("1", "z", "2020"): 1})
    withdraw(store, gone)
    assert store.periods("aaa").to_numpy().tolist() == [["x", "2020"], ["x", "2021"], ["y", "2020-Q1"]]


def test_more_rows_than_one_batch_arrive_complete_and_in_order(store: Store) -> None:
    count = 60_001
    codes = pd.Series(range(count), dtype="str").str.zfill(7)
    table = pd.DataFrame({"area_code": codes, "indicator_id": "x", "value": 0.5, "status": "A"})
    table = table.assign(source_ref=pd.Series([None] * count, dtype="str"))
    with store.writing(author="tester", at=AT) as writer:
        for period in ("2022", "2020", "2021"):
            shuffled = table.assign(period=period).sample(frac=1, random_state=1)
            writer.publish_observations("aaa", shuffled, info())
    read = store.observations("aaa")
    assert read["period"].tolist() == ["2020"] * count + ["2021"] * count + ["2022"] * count
    assert read["area_code"].tolist() == codes.tolist() * 3
    assert read["value"].sum() == 0.5 * 3 * count


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"period": "twenty"}, r"column period: .*'twenty'"),
        ({"status": "Z"}, r"column status: .*'Z'"),
        ({"value": "12"}, "column value: .*float64"),
        ({"colour": "red"}, "got also: colour"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_whole(store: Store, change: dict[str, str], said: str) -> None:
    table = observed({("1", "x", "2020"): 1}).assign(**change)
    with pytest.raises(StoreError, match=said), store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", table, info())
    assert store.datasets().empty


def test_duplicate_keys_and_empty_tables_are_refused(store: Store) -> None:
    table = observed({("1", "x", "2020"): 1})
    with store.writing(author="tester", at=AT) as writer:
        with pytest.raises(StoreError, match="uniqueness"):
            writer.publish_observations("aaa", pd.concat([table, table]), info())
        with pytest.raises(StoreError, match="at least one row"):
            writer.publish_observations("aaa", table.iloc[:0], info())
        with pytest.raises(StoreError, match="'zzz' is not in this store"):
            writer.publish_observations("zzz", table, info())
