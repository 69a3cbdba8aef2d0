"""Which dataset stands in front of which, and what would be seen again."""

from datetime import date

from geodata.store import Store
from tests.geodata.store.made import AT, info, observed, squares


def pairs(store: Store) -> list[tuple[int, int, int]]:
    return list(store.supersessions("aaa").itertuples(index=False, name=None))


def test_only_rows_that_are_hidden_by_one_dataset_count(store: Store) -> None:
    first = {("1", "x", "2020"): 1.0, ("2", "x", "2020"): 2.0, ("1", "x", "2021"): 3.0}
    with store.writing(author="tester", at=AT) as writer:
        old = writer.publish_observations("aaa", observed(first), info())
        writer.publish_observations("bbb", observed(first), info())
        new = writer.publish_observations(
            "aaa", observed({("1", "x", "2020"): 9.0, ("3", "x", "2020"): None}), info()
        )
    assert pairs(store) == [(new, old, 1)]
    with store.writing(author="tester", at=AT) as writer:
        newest = writer.publish_observations("aaa", observed({("1", "x", "2020"): 8.0}), info())
    assert pairs(store) == [(newest, new, 1)]
    with store.writing(author="tester", at=AT) as writer:
        writer.withdraw(new, "test")
    assert pairs(store) == [(newest, old, 1)]


def test_boundaries_hide_those_of_the_same_level(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        old = writer.publish_areas("aaa", squares(1, "1", "2", "3"), info(valid_from=date(2020, 1, 1)))
        writer.publish_areas("aaa", squares(2, "11", parent="1"), info())
        new = writer.publish_areas("aaa", squares(1, "1", "2"), info(valid_from=date(2024, 1, 1)))
    assert pairs(store) == [(new, old, 3)]


def test_nothing_is_hidden_where_nothing_repeats(store: Store) -> None:
    assert pairs(store) == []
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_areas("aaa", squares(1, "1"), info())
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 1.0}), info())
    assert pairs(store) == []
