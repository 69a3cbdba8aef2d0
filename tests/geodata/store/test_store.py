"""Countries, datasets, the audit log, and what the database itself refuses."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from geodata.store import DisplayLayer, Store, StoreError
from tests.geodata.store.made import AT, REGISTER, info, observed, squares


def test_the_last_country_activated_is_the_active_one(store: Store) -> None:
    assert store.active_country() == "aaa"
    with store.writing(author="tester", at=AT) as writer:
        writer.activate("bbb")
        writer.install_country("ccc", activate=False)
    assert store.active_country() == "bbb"
    countries = store.countries()
    assert countries["country"].tolist() == ["aaa", "bbb", "ccc"]
    assert countries["is_active"].tolist() == [False, True, False]
    assert countries["installed_at"].tolist() == [AT] * 3


def test_a_fresh_store_has_no_active_country(url: str) -> None:
    with Store.upgrade(url) as store:
        assert store.active_country() is None
        assert store.countries().empty
        assert store.audit_log().empty


def test_installing_again_changes_nothing(store: Store) -> None:
    before = store.audit_log()
    with store.writing(author="tester", at=AT + timedelta(days=1)) as writer:
        writer.install_country("aaa")
    assert store.countries()["installed_at"].tolist() == [AT] * 2
    assert len(store.audit_log()) == len(before)


def test_a_country_that_is_not_installed_cannot_be_activated(store: Store) -> None:
    with pytest.raises(StoreError, match="aimak pack install"), store.writing(author="t", at=AT) as writer:
        writer.activate("zzz")


def test_datasets_tell_where_they_come_from(store: Store) -> None:
    known = info("Census", valid_from=date(2022, 3, 25), note="draft", report={"repaired": ["A", "B"]})
    with store.writing(author="N. Asanova", at=AT) as writer:
        dataset_id = writer.publish_areas("aaa", squares(1, "1", "2"), known)
        writer.publish_observations("bbb", observed({("1", "x", "2020"): 1}), info())
    (row,) = store.datasets("aaa").to_dict("records")
    assert row == {
        "id": dataset_id,
        "country": "aaa",
        "kind": "areas",
        "title": "Census",
        "source": "Office",
        "licence": "CC0",
        "file_name": "census.csv",
        "file_sha256": "ab" * 32,
        "author": "N. Asanova",
        "created_at": AT,
        "status": "published",
        "row_count": 2,
        "valid_from": date(2022, 3, 25),
        "note": "draft",
        "report": {"repaired": ["A", "B"]},
    }
    assert store.datasets()["kind"].tolist() == ["areas", "observations"]


def test_moments_are_kept_in_utc_and_need_a_time_zone(store: Store) -> None:
    bishkek = datetime(2026, 3, 2, 1, 0, tzinfo=timezone(timedelta(hours=6)))
    with store.writing(author="tester", at=bishkek) as writer:
        writer.install_country("ccc")
    assert store.countries()["installed_at"].iloc[-1] == datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"), store.writing(author="t", at=datetime(2026, 3, 1)):  # noqa: DTZ001
        pass


def test_every_act_is_in_the_audit_log(store: Store) -> None:
    with store.writing(author="N. Asanova", at=AT) as writer:
        dataset_id = writer.publish_observations("aaa", observed({("1", "x", "2020"): 1}), info())
    with store.writing(author="B. Osmonov", at=AT + timedelta(hours=1)) as writer:
        writer.withdraw(dataset_id, "old edition")
    log = store.audit_log("aaa")
    assert log["action"].tolist() == ["install", "activate", "publish", "withdraw"]
    assert log["author"].tolist() == ["tester", "tester", "N. Asanova", "B. Osmonov"]
    assert log["subject"].tolist()[-2:] == [f"dataset {dataset_id}"] * 2
    assert log["at"].iloc[-1] == AT + timedelta(hours=1)
    assert log["details"].iloc[-1] == {"reason": "old edition"}
    assert log["details"].iloc[-2]["file_sha256"] == "ab" * 32
    assert set(store.audit_log()["country"]) == {"aaa", "bbb"}


def test_withdrawing_needs_a_published_dataset_and_a_reason(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        dataset_id = writer.publish_observations("aaa", observed({("1", "x", "2020"): 1}), info())
        with pytest.raises(StoreError, match="a reason"):
            writer.withdraw(dataset_id, " ")
        with pytest.raises(StoreError, match=f"got {dataset_id + 1}"):
            writer.withdraw(dataset_id + 1, "no such")
        writer.withdraw(dataset_id, "wrong")
        with pytest.raises(StoreError, match="expected a published dataset"):
            writer.withdraw(dataset_id, "again")
    assert store.datasets()["status"].tolist() == ["withdrawn"]


def test_a_dataset_can_be_read_as_if_it_were_withdrawn(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 1, ("2", "x", "2020"): 2}), info())
        newer = writer.publish_observations("aaa", observed({("1", "x", "2020"): 9}), info())
    before = store.observations("aaa", without_datasets=[newer])
    assert dict(zip(before["area_code"], before["value"], strict=True)) == {"1": 1, "2": 2}
    assert 9 in store.observations("aaa")["value"].tolist()
    with store.writing(author="tester", at=AT) as writer:
        writer.withdraw(newer, "wrong")
    assert store.observations("aaa").equals(before)


def publish_and_fail(store: Store) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.install_country("ccc")
        writer.publish_areas("ccc", squares(1, "1"), info())
        writer.publish_observations("ccc", observed({("1", "x", "2020"): 1}), info())
        writer.publish_observations("ccc", observed({}), info())


def test_a_failed_transaction_leaves_no_trace(store: Store) -> None:
    before = store.audit_log()
    with pytest.raises(StoreError, match="at least one row"):
        publish_and_fail(store)
    assert store.active_country() == "aaa"
    assert store.datasets().empty
    assert len(store.audit_log()) == len(before)


COLUMNS = {
    "datasets": "file_sha256",
    "areas": "area_name",
    "slices": "period",
    "observations": "value",
    "display_contents": "content",
    "display_layers": "sha256",
    "documents": "content",
    "council_bodies": "area_code",
    "council_members": "sex",
    "council_meetings": "decisions",
    "council_reports": "delivered_on",
    "council_hearings": "published_on",
    "audit_log": "author",
}
REWRITING = [f"DELETE FROM {table}" for table in COLUMNS]
REWRITING += [f"UPDATE {table} SET {column} = {column}" for table, column in COLUMNS.items()]


def test_the_database_refuses_to_rewrite_history(store: Store) -> None:
    fine = DisplayLayer(admin_level=1, tolerance_m=10, feature_count=2, content=b"fine")
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_areas("aaa", squares(1, "1"), info(), [fine])
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 1}), info())
        writer.save_document("aaa", "profile", "mine", title="Mine", content="k = 1", base_version=None)
        writer.publish_register("aaa", REGISTER, info())
    for statement in REWRITING:
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), store.engine.begin() as connection:
            connection.exec_driver_sql(statement)
