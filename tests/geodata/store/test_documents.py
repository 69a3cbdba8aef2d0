"""Texts that users keep: saved in versions, never over one another's, and never lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.store import Document, StaleDocumentError, Store, StoreError
from geodata.store.maintenance import check
from tests.geodata.store.made import AT, info, observed

LATER = AT + timedelta(hours=1)


def save(
    store: Store,
    content: str,
    *,
    base: int | None = None,
    document_id: str = "mine",
    country: str = "aaa",
    kind: str = "profile",
    title: str = "Mine",
    note: str = "",
    author: str = "N. Asanova",
    at: datetime = AT,
) -> int:
    with store.writing(author=author, at=at) as writer:
        return writer.save_document(
            country, kind, document_id, title=title, content=content, note=note, base_version=base
        )


def withdraw(store: Store, *, base: int, document_id: str = "mine", note: str = "outdated") -> int:
    with store.writing(author="B. Osmonov", at=LATER) as writer:
        return writer.withdraw_document("aaa", "profile", document_id, base_version=base, note=note)


def test_a_saved_document_is_read_as_it_was_written(store: Store) -> None:
    content = 'title = "Артта калган аймактар"\nk = 3  # “≥” \\n\r\n'
    assert save(store, content, title="Менин профилим", note="k = 3") == 1
    assert store.document("aaa", "profile", "mine") == Document(
        country="aaa",
        kind="profile",
        document_id="mine",
        version=1,
        title="Менин профилим",
        content=content,
        author="N. Asanova",
        created_at=AT,
        note="k = 3",
        status="saved",
    )


def test_each_saving_is_a_version_and_earlier_ones_stay(store: Store) -> None:
    assert [save(store, "k = 1"), save(store, "k = 2", base=1), save(store, "k = 3", base=2)] == [1, 2, 3]
    assert store.document("aaa", "profile", "mine").content == "k = 3"
    assert store.document("aaa", "profile", "mine", 1).content == "k = 1"
    versions = store.document_versions("aaa", "profile", "mine")
    assert versions["version"].tolist() == [1, 2, 3]
    assert versions["content"].tolist() == ["k = 1", "k = 2", "k = 3"]
    assert versions["content_sha256"].nunique() == 3


def test_the_list_shows_the_latest_of_each_by_id(store: Store) -> None:
    save(store, "b1", document_id="b", title="Old")
    save(store, "b2", document_id="b", title="New", base=1, note="better", author="B. Osmonov", at=LATER)
    save(store, "a1", document_id="a-1", title="First")
    assert store.documents("aaa", "profile").to_dict("records") == [
        {
            "document_id": "a-1",
            "version": 1,
            "title": "First",
            "content": "a1",
            "author": "N. Asanova",
            "created_at": AT,
            "note": "",
        },
        {
            "document_id": "b",
            "version": 2,
            "title": "New",
            "content": "b2",
            "author": "B. Osmonov",
            "created_at": LATER,
            "note": "better",
        },
    ]


def test_countries_and_kinds_are_apart(store: Store) -> None:
    save(store, "of aaa")
    assert save(store, "of bbb", country="bbb") == 1
    assert save(store, "a scenario", kind="scenario") == 1
    assert store.documents("aaa", "profile")["content"].tolist() == ["of aaa"]
    assert store.documents("bbb", "profile")["content"].tolist() == ["of bbb"]
    assert store.documents("aaa", "scenario")["content"].tolist() == ["a scenario"]
    assert store.document("aaa", "scenario", "mine").content == "a scenario"


def test_without_documents_the_tables_are_empty_but_typed(store: Store) -> None:
    save(store, "x")
    for full, empty in (
        (store.documents("aaa", "profile"), store.documents("bbb", "profile")),
        (store.document_versions("aaa", "profile", "mine"), store.document_versions("aaa", "profile", "no")),
    ):
        assert empty.empty
        pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


def test_saving_the_same_again_adds_nothing(store: Store) -> None:
    save(store, "k = 1")
    save(store, "k = 2", base=1)
    before = store.audit_log(), store.documents_version("aaa", "profile")
    assert [save(store, "k = 2", base=base) for base in (2, 1, None)] == [2, 2, 2]
    assert store.audit_log().equals(before[0])
    assert store.documents_version("aaa", "profile") == before[1]
    assert save(store, "k = 2", base=2, title="Renamed") == 3


def test_a_change_of_a_stale_version_is_refused_with_both_versions(store: Store) -> None:
    save(store, "k = 1")
    save(store, "k = 2", base=1, author="B. Osmonov")
    with pytest.raises(StaleDocumentError) as caught:
        save(store, "k = 9", base=1)
    assert caught.value.base_version == 1
    assert caught.value.current == store.document("aaa", "profile", "mine", 2)
    assert caught.value.offered == "k = 9"
    assert str(caught.value) == (
        "expected a change of the current profile 'mine' (version 2, saved by B. Osmonov at "
        "2026-03-01 12:30 UTC), got one of version 1; compare both and repeat the change on version 2"
    )
    assert store.document_versions("aaa", "profile", "mine")["content"].tolist() == ["k = 1", "k = 2"]


@pytest.mark.parametrize("base", [0, 2, -1])
def test_a_version_that_never_was_is_no_base(store: Store, base: int) -> None:
    save(store, "k = 1")
    with pytest.raises(StaleDocumentError, match=f"got one of version {base};"):
        save(store, "k = 2", base=base)


def test_a_new_document_does_not_take_the_id_of_another(store: Store) -> None:
    save(store, "k = 1")
    with pytest.raises(StaleDocumentError, match=r"expected a new profile.*choose another id") as caught:
        save(store, "another", base=None)
    assert caught.value.current.content == "k = 1"
    assert store.document("aaa", "profile", "mine").content == "k = 1"


def test_a_document_that_does_not_exist_cannot_be_changed_withdrawn_or_read(store: Store) -> None:
    save(store, "k = 1", document_id="other")
    with pytest.raises(StoreError, match=r"'mine', which does not exist; save it as a new one"):
        save(store, "k = 2", base=1)
    with pytest.raises(StoreError, match="'mine', which does not exist"):
        withdraw(store, base=1)
    with pytest.raises(StoreError, match="expected a profile of 'aaa', got 'mine'"):
        store.document("aaa", "profile", "mine")
    with pytest.raises(StoreError, match="expected version 2 of a profile of 'aaa', got 'other'"):
        store.document("aaa", "profile", "other", 2)


def test_a_withdrawn_document_is_out_of_sight_but_readable(store: Store) -> None:
    save(store, "k = 1", title="Mine")
    save(store, "k = 2", base=1)
    assert withdraw(store, base=2, note="replaced by the ministry’s") == 3
    assert store.documents("aaa", "profile").empty
    with pytest.raises(
        StoreError, match=r"withdrawn by B. Osmonov \(replaced by the ministry’s\).*version 3"
    ):
        store.document("aaa", "profile", "mine")
    assert store.document("aaa", "profile", "mine", 2).content == "k = 2"
    marker = store.document("aaa", "profile", "mine", 3)
    assert (marker.status, marker.content, marker.author, marker.created_at) == (
        "withdrawn",
        "k = 2",
        "B. Osmonov",
        LATER,
    )
    assert store.document_versions("aaa", "profile", "mine")["status"].tolist() == [
        "saved",
        "saved",
        "withdrawn",
    ]


def test_a_withdrawal_needs_the_current_version_and_a_reason(store: Store) -> None:
    save(store, "k = 1")
    save(store, "k = 2", base=1)
    with pytest.raises(StaleDocumentError) as caught:
        withdraw(store, base=1)
    assert (caught.value.current.version, caught.value.offered) == (2, "k = 2")
    with pytest.raises(StoreError, match="a reason"):
        withdraw(store, base=2, note=" ")
    withdraw(store, base=2)
    with pytest.raises(StoreError, match="was withdrawn by B"):
        withdraw(store, base=3)
    assert len(store.document_versions("aaa", "profile", "mine")) == 3


@pytest.mark.parametrize("base", [None, 2])
def test_a_withdrawn_document_may_be_saved_again_and_keeps_its_history(
    store: Store, base: int | None
) -> None:
    save(store, "k = 1")
    withdraw(store, base=1)
    assert save(store, "k = 1", base=base) == 3
    assert store.document("aaa", "profile", "mine").version == 3
    assert len(store.document_versions("aaa", "profile", "mine")) == 3


def test_a_change_of_what_was_withdrawn_meanwhile_is_refused(store: Store) -> None:
    save(store, "k = 1")
    withdraw(store, base=1)
    with pytest.raises(StaleDocumentError, match="version 2, withdrawn by B") as caught:
        save(store, "k = 2", base=1)
    assert caught.value.current.status == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": " "}, "expected a kind"),
        ({"document_id": ""}, "small Latin letters, digits and hyphens, got ''"),
        ({"document_id": "-a"}, "got '-a'"),
        ({"document_id": "../a"}, "got '../a'"),
        ({"document_id": "Mine"}, "got 'Mine'"),
        ({"document_id": "a\n"}, r"got 'a\\n'"),
        ({"document_id": "\ud800"}, r"got '\\ud800'"),
        ({"title": "\t"}, "expected a title for profile 'mine'"),
        ({"title": "a\0b"}, r"'\\x00' in the title"),
        ({"content": "a\0b"}, r"'\\x00' in the content"),
        ({"content": "\udc00"}, r"'\\udc00' in the content"),
        ({"note": "\0"}, r"'\\x00' in the note"),
        ({"country": "zzz"}, "aimak pack install"),
    ],
)
def test_what_cannot_be_kept_is_refused(store: Store, changes: dict[str, str], said: str) -> None:
    before = store.audit_log()
    with pytest.raises(StoreError, match=said):
        save(store, **({"content": "k = 1"} | changes))
    assert store.audit_log().equals(before)
    assert store.documents("aaa", "profile").empty


def test_every_saving_and_withdrawal_is_in_the_audit_log(store: Store) -> None:
    save(store, "k = 1", title="Mine", note="first")
    withdraw(store, base=1, note="wrong")
    saved, withdrawn = store.audit_log("aaa").tail(2).to_dict("records")
    sha256 = store.document("aaa", "profile", "mine", 1).content_sha256
    assert (saved["action"], saved["author"], saved["at"]) == ("save", "N. Asanova", AT)
    assert (withdrawn["action"], withdrawn["author"], withdrawn["at"]) == ("withdraw", "B. Osmonov", LATER)
    assert saved["subject"] == withdrawn["subject"] == "profile mine"
    assert saved["details"] == {"version": 1, "title": "Mine", "content_sha256": sha256, "note": "first"}
    assert withdrawn["details"] == {"version": 2, "title": "Mine", "content_sha256": sha256, "note": "wrong"}


def test_documents_leave_the_version_of_the_data_alone(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 1}), info())
    before = store.data_version("aaa")
    save(store, "k = 1")
    withdraw(store, base=1)
    assert store.data_version("aaa") == before


def test_the_version_of_the_documents_changes_with_each_of_their_changes_only(store: Store) -> None:
    def version() -> str:
        return store.documents_version("aaa", "profile")

    seen = [version()]
    elsewhere = {store.documents_version("bbb", "profile"), store.documents_version("aaa", "scenario")}
    assert len({version(), *elsewhere}) == 3
    save(store, "k = 1")
    seen.append(version())
    save(store, "k = 1", document_id="other")
    seen.append(version())
    save(store, "k = 2", base=1)
    seen.append(version())
    withdraw(store, base=2)
    seen.append(version())
    save(store, "k = 2", base=3)
    seen.append(version())
    assert len(set(seen)) == 6
    save(store, "of another country", country="bbb")
    save(store, "of another kind", kind="scenario")
    assert version() == seen[-1]


def test_moments_are_kept_in_utc(store: Store) -> None:
    save(store, "k = 1", at=datetime(2026, 3, 2, 1, 0, tzinfo=timezone(timedelta(hours=6))))
    moment = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
    assert store.document("aaa", "profile", "mine").created_at == moment
    assert store.document_versions("aaa", "profile", "mine")["created_at"].tolist() == [moment]


def test_of_two_who_change_one_version_at_once_one_is_refused(store: Store, url: str) -> None:
    save(store, "k = 0")
    start = threading.Barrier(2)

    def change(content: str) -> str:
        with Store.open(url) as own:
            start.wait(20)
            try:
                save(own, content, base=1, author=content)
            except StaleDocumentError as error:
                return error.current.content
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        told = dict(zip("ab", pool.map(change, "ab"), strict=True))
    winner = store.document("aaa", "profile", "mine").content
    assert told == {winner: "saved", {"a": "b", "b": "a"}[winner]: winner}
    assert store.document_versions("aaa", "profile", "mine")["version"].tolist() == [1, 2]


def test_of_two_who_wait_for_each_other_the_second_is_refused(store: Store, url: str) -> None:
    def second() -> None:
        with Store.open(url) as other:
            save(other, "second")

    with ThreadPoolExecutor(1) as pool:
        with store.writing(author="first", at=AT) as writer:
            waiting = pool.submit(second)
            writer.save_document("aaa", "profile", "mine", title="Mine", content="first", base_version=None)
            assert store.documents("aaa", "profile").empty
        with pytest.raises(StaleDocumentError, match="by first at"):
            waiting.result(timeout=20)
    assert store.document("aaa", "profile", "mine").content == "first"


def save_and_fail(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.save_document("aaa", "profile", "mine", title="Mine", content="k = 1", base_version=None)
        writer.withdraw_document("aaa", "profile", "mine", base_version=1, note="")


def test_a_failure_after_the_saving_leaves_no_trace(store: Store) -> None:
    before = store.audit_log()
    with pytest.raises(StoreError, match="a reason"):
        save_and_fail(store)
    assert store.document_versions("aaa", "profile", "mine").empty
    assert store.audit_log().equals(before)


@pytest.mark.parametrize(("version", "status"), [(0, "saved"), (1, "lost")])
def test_the_database_knows_what_a_version_is(store: Store, version: int, status: str) -> None:
    texts = dict.fromkeys(["title", "content", "content_sha256", "author", "note"], "")
    row = texts | {"country": "aaa", "kind": "profile", "document_id": "mine", "created_at": AT}
    statement = sa.insert(sa.table("documents", *map(sa.column, [*row, "version", "status"])))
    with pytest.raises(sa.exc.IntegrityError), store.engine.begin() as connection:
        connection.execute(statement.values(**row, version=version, status=status))


@dataclass
class Act:
    """A saving, or where ``content`` is None a withdrawal, by one who last looked ``behind`` versions ago."""

    document_id: str
    content: str | None
    behind: int

    def base(self, versions: list[tuple[str, str]]) -> int | None:
        return len(versions) - self.behind if self.behind < len(versions) else None

    def is_allowed(self, versions: list[tuple[str, str]]) -> bool:
        is_shown = versions[-1:] != [] and versions[-1][1] == "saved"
        is_current = versions != [] and self.behind == 0
        if self.content is None:
            return is_shown and is_current
        is_new = self.base(versions) is None and not is_shown
        return is_current or is_new or versions[-1:] == [(self.content, "saved")]

    def added(self, versions: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if self.content is None:
            return [(versions[-1][0], "withdrawn")]
        return [version for version in [(self.content, "saved")] if versions[-1:] != [version]]

    def do(self, store: Store, base: int | None) -> int:
        if self.content is None:
            return withdraw(store, base=base or 0, document_id=self.document_id)
        return save(store, self.content, base=base, document_id=self.document_id)


acts = st.builds(Act, st.sampled_from("ab"), st.sampled_from("xyz") | st.none(), st.integers(0, 2))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(acts, max_size=10))
def test_any_history_keeps_every_version_and_shows_the_latest(store: Store, history: list[Act]) -> None:
    def stored(document_id: str) -> list[tuple[str, str]]:
        frame = store.document_versions("aaa", "profile", document_id)
        assert frame["version"].tolist() == list(range(1, len(frame) + 1))
        return list(zip(frame["content"], frame["status"], strict=True))

    kept = {document_id: stored(document_id) for document_id in "ab"}  # of the examples before
    for act in history:
        versions = kept[act.document_id]
        if act.is_allowed(versions):
            version = act.do(store, act.base(versions))
            versions += act.added(versions)
            assert version == len(versions)
        else:
            with pytest.raises(StoreError):
                act.do(store, act.base(versions))
    assert {document_id: stored(document_id) for document_id in "ab"} == kept
    shown = {
        id_: versions[-1][0] for id_, versions in kept.items() if versions[-1:] and versions[-1][1] == "saved"
    }
    listed = store.documents("aaa", "profile")
    assert dict(zip(listed["document_id"], listed["content"], strict=True)) == shown
    assert check(store) == []
