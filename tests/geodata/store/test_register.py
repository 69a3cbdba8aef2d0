"""Registers of councils in the store: each body whole, by the latest dataset, and nothing lost."""

import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.councils.register import SCHEMAS, Register
from geodata.store import StaleRegisterError, Store, StoreError
from geodata.store.maintenance import check
from geodata.store.tables import council_members
from tests.geodata.store.made import AT, info, observed

SECRET = "Ысманова Планктон"
DAY = date(2024, 5, 1)


def body(
    body_id: str, *, members: int = 2, seats: int | None = 11, area_code: str = "A", **facts: object
) -> Register:
    """Return a register of one council with a meeting, a report and a hearing."""
    known = {"body_id": body_id, "body_type": "council", "area_code": area_code, "statutory_seats": seats}
    numbered = [
        {"body_id": body_id, "member_no": number, "seat_type": "elected", "name": f"{SECRET} {number}"}
        for number in range(1, members + 1)
    ]
    return Register.from_rows(
        bodies=[known | facts],
        members=numbered,
        meetings=[{"body_id": body_id, "held_on": DAY, "kind": "session", "decisions": 3}],
        reports=[{"body_id": body_id, "report_type": "year", "period": "2024"}],
        hearings=[{"body_id": body_id, **hearing(area_code, topic=f"of {body_id}")}],
    )


def hearing(area_code: str, *, topic: str = "roads", **facts: object) -> dict[str, object]:
    return {"area_code": area_code, "hearing_type": "public", "held_on": DAY, "topic": topic} | facts


def publish(store: Store, register: Register, title: str = "Register", **base: int | None) -> int:
    with store.writing(author="tester", at=AT) as writer:
        return writer.publish_register("aaa", register, info(title), base_datasets=base)


def withdraw(store: Store, dataset_id: int) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.withdraw(dataset_id, "test")


def seen(store: Store) -> dict[str, object]:
    return {
        name: repr(table.to_dict("list")) for name, table in store.register("aaa", with_names=True).tables()
    }


@contextmanager
def kept(store: Store) -> Iterator[None]:
    before = seen(store), store.data_version("aaa")
    yield
    assert (seen(store), store.data_version("aaa")) == before


def test_what_is_published_is_read_back_to_the_cell(store: Store) -> None:
    made = Register.from_rows(
        bodies=[
            {
                "body_id": "007",
                "body_type": "council",
                "area_code": "01",
                "title_ky": "Айылдык кеңеш",
                "title_en": None,
                "founded_on": date(2020, 2, 29),
                "statutory_seats": 21,
                "source_ref": "Bodies!A2",
            },
            {"body_id": "8", "body_type": "council", "area_code": "02", "dissolved_on": DAY},
        ],
        members=[
            {"body_id": "007", "member_no": 1, "seat_type": "elected", "sex": "f", "birth_year": 1990},
            {
                "body_id": "007",
                "member_no": 2,
                "seat_type": "elected",
                "age_group": "old",
                "term_to": DAY,
            },
        ],
        meetings=[{"body_id": "8", "held_on": DAY, "kind": "session", "decisions_published": 0}],
        reports=[{"body_id": "8", "report_type": "year", "period": "2024", "delivered_on": DAY}],
        hearings=[hearing("01", body_id="007", proposals_voiced=4), hearing("02", published_on=DAY)],
    )
    dataset_id = publish(store, made)
    read = store.register("aaa")
    for name, table in read.tables():
        SCHEMAS[name].validate(table)
        assert table["dataset_id"].unique().tolist() == [dataset_id]
        expected = getattr(made, name)
        assert table[expected.columns].equals(expected), name
    assert store.datasets()["row_count"].tolist() == [made.row_count]
    assert store.register("bbb").row_count == 0


def test_an_empty_store_has_an_empty_register(store: Store) -> None:
    for name, table in store.register("aaa", with_names=True).tables():
        assert table.empty
        SCHEMAS[name].validate(table)


def test_names_stay_in_the_store_unless_asked_for(store: Store) -> None:
    first = publish(store, body("1"))
    publish(store, body("1", members=1), **{"1": first})
    with pytest.raises(StaleRegisterError) as stale:
        publish(store, body("1"), **{"1": first})
    shown = [
        store.register("aaa"),
        store.register_version("aaa", "1", first),
        stale.value.current,
    ]
    frames = [store.datasets(), store.audit_log(), store.register_history("aaa", "1")]
    frames += [table for register in shown for _, table in register.tables()]
    assert SECRET not in str(stale.value)
    assert all(SECRET not in frame.to_csv() for frame in frames)
    assert all("name" not in frame for frame in frames)
    assert SECRET in store.register("aaa", with_names=True).members.to_csv()
    assert SECRET in store.register_version("aaa", "1", first, with_names=True).members.to_csv()


def test_names_are_in_no_message_and_no_traceback(store: Store) -> None:
    twice = body("1").members.assign(member_no=1)
    texts = dict(twice.iloc[0]) | {"dataset_id": 1}
    with pytest.raises(sa.exc.IntegrityError) as caught, store.engine.begin() as connection:
        connection.execute(council_members.insert(), [{**texts, "birth_year": None, "term_from": None}] * 2)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(StoreError) as refused:
        publish(store, replace(body("1"), members=twice))
    assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_a_dataset_replaces_a_body_whole_and_leaves_the_others(store: Store) -> None:
    publish(store, body("1", members=3))
    publish(store, body("2", area_code="B"))
    newer = publish(
        store, Register.from_rows(bodies=[{"body_id": "1", "body_type": "council", "area_code": "A"}])
    )
    read = store.register("aaa")
    assert read.bodies["body_id"].tolist() == ["1", "2"]
    assert read.of_body("1").row_count == 1
    assert read.of_body("1").bodies["dataset_id"].tolist() == [newer]
    assert read.of_body("2").row_count == 6


def test_hearings_without_a_body_are_those_of_their_area(store: Store) -> None:
    def topics() -> list[str]:
        return store.register("aaa").hearings["topic"].tolist()

    publish(store, Register.from_rows(hearings=[hearing("A", topic="old"), hearing("B", topic="of B")]))
    publish(store, body("1"))
    assert topics() == ["of 1", "old", "of B"]
    newer = publish(store, Register.from_rows(hearings=[hearing("A", topic="new")]))
    assert topics() == ["new", "of 1", "of B"]
    assert store.supersessions("aaa").to_numpy().tolist() == [[newer, newer - 2, 1]]
    withdraw(store, newer)
    assert topics() == ["of 1", "old", "of B"]


def test_withdrawing_restores_the_state_before_exactly(store: Store) -> None:
    first = publish(store, body("1"))
    with kept(store):
        second = publish(store, body("1", members=5, seats=None, title_ru="Совет"))
        third = publish(store, body("2"))
        assert len(store.register("aaa").members) == 7
        withdraw(store, second)
        withdraw(store, third)
    withdraw(store, first)
    assert store.register("aaa").row_count == 0
    assert check(store) == []


def test_observations_and_registers_leave_each_other_alone(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 1}), info())
    before = store.observations("aaa")
    publish(store, body("1"))
    assert store.observations("aaa").equals(before)
    assert store.datasets()["kind"].tolist() == ["observations", "register"]
    assert store.supersessions("aaa").empty


def test_supersessions_count_all_rows_of_a_body(store: Store) -> None:
    old = publish(store, body("1", members=4))
    publish(store, body("2", area_code="B"))
    newer = publish(store, body("1", members=1))
    assert store.supersessions("aaa").to_numpy().tolist() == [[newer, old, 8]]
    newest = publish(store, body("1"))
    assert store.supersessions("aaa").to_numpy().tolist() == [[newest, newer, 5]]


def test_the_history_of_a_body_has_every_dataset(store: Store) -> None:
    first = publish(store, body("1", members=1), "Import")
    second = publish(store, body("1", members=2), "Correction")
    third = publish(store, body("1", members=3), "Mistake")
    publish(store, body("2", area_code="B"))
    withdraw(store, third)
    history = store.register_history("aaa", "1")
    assert history["dataset_id"].tolist() == [first, second, third]
    assert history["title"].tolist() == ["Import", "Correction", "Mistake"]
    assert history["status"].tolist() == ["published", "published", "withdrawn"]
    assert history["member_count"].tolist() == [1, 2, 3]
    assert history["is_visible"].tolist() == [False, True, False]
    assert history["created_at"].tolist() == [AT] * 3
    assert len(store.register_version("aaa", "1", third).members) == 3
    assert store.register_history("bbb", "1").empty
    assert store.register_history("aaa", "9").empty


def test_a_version_that_never_was_cannot_be_read(store: Store) -> None:
    dataset_id = publish(store, body("1"))
    for body_id, number in (("1", dataset_id + 1), ("2", dataset_id)):
        with pytest.raises(StoreError, match=f"with the body '{body_id}', got dataset {number}"):
            store.register_version("aaa", body_id, number)


def test_a_change_of_the_current_state_is_taken(store: Store) -> None:
    first = publish(store, body("1"), **{"1": None})
    edited = store.register("aaa", with_names=True).of_body("1")
    edited.bodies["statutory_seats"] = 15
    second = publish(store, edited, **{"1": first})
    read = store.register("aaa", with_names=True)
    assert read.bodies["statutory_seats"].tolist() == [15]
    assert read.bodies["dataset_id"].tolist() == [second]
    assert read.members["name"].tolist() == [f"{SECRET} 1", f"{SECRET} 2"]


def test_a_change_of_an_older_state_is_refused_with_the_current_one(store: Store) -> None:
    first = publish(store, body("1"))
    second = publish(store, body("1", members=4))
    before = store.audit_log()
    with pytest.raises(StaleRegisterError) as caught:
        publish(store, body("1"), **{"1": first})
    assert (caught.value.body_id, caught.value.base_dataset_id) == ("1", first)
    assert caught.value.current_dataset_id == second
    assert len(caught.value.current.members) == 4
    assert str(caught.value) == (
        f"expected a change of the body '1' as of dataset {second}, got one of it as of dataset {first}; "
        "compare both and repeat the change"
    )
    assert store.audit_log().equals(before)
    assert len(store.datasets()) == 2


def test_a_new_body_does_not_take_the_id_of_another_and_a_gone_one_is_not_changed(store: Store) -> None:
    first = publish(store, body("1"))
    with pytest.raises(StaleRegisterError, match="got one of it as not in the register"):
        publish(store, body("1"), **{"1": None})
    withdraw(store, first)
    with pytest.raises(StaleRegisterError, match="as not in the register, got one of it as of dataset"):
        publish(store, body("1"), **{"1": first})
    publish(store, body("1"), **{"1": None})


def test_of_two_who_change_one_body_at_once_one_is_refused(store: Store, url: str) -> None:
    base = publish(store, body("1"))
    start = threading.Barrier(2)

    def change(members: int) -> int | None:
        with Store.open(url) as own:
            start.wait(20)
            try:
                return publish(own, body("1", members=members), **{"1": base})
            except StaleRegisterError:
                return None

    with ThreadPoolExecutor(2) as pool:
        told = dict(zip([5, 6], pool.map(change, [5, 6]), strict=True))
    (winner,) = [members for members, dataset_id in told.items() if dataset_id]
    assert len(store.register("aaa").members) == winner
    assert len(store.datasets()) == 2


@pytest.mark.parametrize(
    ("register", "said"),
    [
        (Register.empty(), "at least one row, got none"),
        (
            Register.from_rows(meetings=[{"body_id": "9", "held_on": DAY, "kind": "session"}]),
            "meetings of bodies",
        ),
        (Register.from_rows(hearings=[hearing("A", body_id="9")]), "got rows of 9; a dataset replaces"),
        (body("1", statutory_seats=0), r"column statutory_seats: .*\(0\)"),
        (body("1", body_type="Not a key"), "column body_type"),
        (body("1", founded_on="2020"), "column founded_on: a date"),
        (body("1", colour="red"), "got also: colour"),
        (body("1", legal_basis="a\0b"), "plain texts in the column legal_basis of bodies"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_no_trace(
    store: Store, register: Register, said: str
) -> None:
    before = store.audit_log()
    with pytest.raises(StoreError, match=said):
        publish(store, register)
    assert store.datasets().empty
    assert store.audit_log().equals(before)


def test_repeated_rows_are_refused(store: Store) -> None:
    twice = [{"body_id": "1", "body_type": "council", "area_code": area_code} for area_code in "AB"]
    with pytest.raises(StoreError, match="these bodies cannot be published"):
        publish(store, Register.from_rows(bodies=twice))


def test_the_audit_log_tells_of_the_dataset_alone(store: Store) -> None:
    dataset_id = publish(store, body("1"))
    entry = store.audit_log("aaa").iloc[-1]
    assert (entry["action"], entry["subject"]) == ("publish", f"dataset {dataset_id}")
    assert entry["details"] == {
        "kind": "register",
        "row_count": 6,
        "title": "Register",
        "file_name": "census.csv",
        "file_sha256": "ab" * 32,
    }


@dataclass
class Published:
    dataset_id: int
    sizes: dict[str, int]


sizes = st.dictionaries(st.sampled_from("123"), st.integers(0, 3), min_size=1)


def merged(parts: dict[str, int]) -> Register:
    registers = [body(body_id, members=members, area_code=body_id) for body_id, members in parts.items()]
    rows = {name: [] for name in SCHEMAS}
    for register in registers:
        for name, table in register.tables():
            rows[name] += table.to_dict("records")
    return Register.from_rows(**rows)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(sizes | st.integers(0, 4), max_size=7))
def test_any_history_shows_the_latest_of_what_is_not_withdrawn(
    store: Store, history: list[dict[str, int] | int]
) -> None:
    alive: list[Published] = []
    with store.writing(author="tester", at=AT + timedelta(days=1)) as writer:
        published = store.datasets("aaa").query("status == 'published'")["id"]
        for dataset_id in published.tolist():
            writer.withdraw(dataset_id, "example before")
        for step in history:
            if isinstance(step, dict):
                alive.append(Published(writer.publish_register("aaa", merged(step), info()), step))
            elif step < len(alive):
                writer.withdraw(alive.pop(step).dataset_id, "drawn")
    expected = {id_: (each.dataset_id, count) for each in alive for id_, count in each.sizes.items()}
    read = store.register("aaa")
    counts = read.members["body_id"].value_counts()
    shown = zip(read.bodies["body_id"], read.bodies["dataset_id"], strict=True)
    assert {body_id: (id_, counts.get(body_id, 0)) for body_id, id_ in shown} == expected
    assert read.row_count == sum(4 + count for _, count in expected.values())
    assert check(store) == []
