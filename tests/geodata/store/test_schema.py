"""Creating, refusing and upgrading databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from geodata.store import DisplayLayer, Store, StoreError
from geodata.store.maintenance import SCHEMA_NOT_CURRENT, check
from geodata.store.tables import metadata
from tests.geodata.store.made import AT, REGISTER, info, observed, squares


def set_revision(store: Store, revision: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")


def test_the_migrations_make_the_tables_the_code_speaks_to(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_constraints_have_the_names_the_code_gives_them(store: Store) -> None:
    found = sa.inspect(store.engine)
    for table in metadata.sorted_tables:
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        assert checks == {check.name for check in table.constraints if isinstance(check, sa.CheckConstraint)}


def test_a_database_without_a_store_is_refused_and_left_as_it_is(url: str) -> None:
    with pytest.raises(StoreError, match=r"holds no store yet.*aimak db upgrade"):
        Store.open(url)
    with Store.create_or_open(url) as store:
        assert store.datasets().empty


def test_a_missing_file_is_not_made_by_opening(tmp_path: Path) -> None:
    file = tmp_path / "missing.sqlite"
    with pytest.raises(StoreError, match="holds no store yet"):
        Store.open(f"sqlite:///{file}")
    assert not file.exists()


def test_upgrading_twice_changes_nothing(store: Store, url: str) -> None:
    with Store.upgrade(url) as again:
        assert again.countries()["country"].tolist() == ["aaa", "bbb"]


def test_a_store_of_a_newer_program_is_refused(store: Store, url: str) -> None:
    set_revision(store, "9999")
    for enter in (Store.open, Store.upgrade, Store.create_or_open):
        with pytest.raises(StoreError, match="newer aimak"):
            enter(url)


def test_an_outdated_store_is_refused_with_the_command_that_mends_it(first_store: Store, url: str) -> None:
    for enter in (Store.open, Store.create_or_open):
        with pytest.raises(StoreError, match="has schema 0001, expected 0003; run: aimak db upgrade"):
            enter(url)
    assert [problem.rule for problem in check(first_store)] == [SCHEMA_NOT_CURRENT]


def test_upgrading_keeps_everything(first_store: Store, url: str) -> None:
    def everything() -> list[object]:
        readings = [
            first_store.areas("aaa"),
            first_store.observations("aaa"),
            first_store.display_layers("aaa"),
        ]
        tables = [first_store.datasets(), first_store.countries(), first_store.audit_log(), *readings]
        return [first_store.data_version("aaa"), *(table.to_dict("list") for table in tables)]

    fine = DisplayLayer(admin_level=1, tolerance_m=10, feature_count=2, content=b"fine")
    with first_store.writing(author="tester", at=AT) as writer:
        writer.publish_areas("aaa", squares(1, "1", "2"), info(), [fine])
        gone = writer.publish_observations("aaa", observed({("1", "x", "2020"): 2}), info())
        writer.publish_observations("aaa", observed({("1", "x", "2021"): 1}), info())
        writer.withdraw(gone, "test")
    before = everything()
    first_store.close()
    with Store.upgrade(url) as upgraded:
        assert everything() == before
        assert check(upgraded) == []
        assert upgraded.documents("aaa", "profile").empty
        with upgraded.writing(author="tester", at=AT) as writer:
            assert writer.save_document("aaa", "profile", "a", title="A", content="", base_version=None) == 1
            writer.publish_register("aaa", REGISTER, info())
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), upgraded.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE datasets SET kind = 'areas'")


@pytest.mark.parametrize("kind", ["areas", "observations", "register", "letters"])
def test_the_database_knows_the_kinds_of_datasets(store: Store, kind: str) -> None:
    facts = ["title", "source", "licence", "file_name", "file_sha256", "author", "note", "report"]
    known = {"country": "'aaa'", "kind": f"'{kind}'", "status": "'published'", "row_count": "0"}
    known |= {"created_at": "'2026-03-01 12:30:00'"} | dict.fromkeys(facts, "'{}'")
    statement = f"INSERT INTO datasets ({', '.join(known)}) VALUES ({', '.join(known.values())})"
    with store.engine.connect() as connection:
        if kind == "letters":
            with pytest.raises(sa.exc.IntegrityError, match="kind"):
                connection.exec_driver_sql(statement)
        else:
            assert connection.exec_driver_sql(statement).rowcount == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "expected a database URL"),
        ("mysql://host/name", "expected a sqlite or postgresql URL, got 'mysql'"),
        ("sqlite://", "expected a file"),
        ("sqlite:///:memory:", "expected a file"),
    ],
)
def test_other_databases_are_refused(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        Store.open(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    file.write_bytes(b"this is a text, not a database" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        Store.create_or_open(f"sqlite:///{file}")


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(f"postgresql://user:secret@/name?host={tmp_path}")
    assert "user:***@" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_sqlite_keeps_its_promises_on_every_connection(tmp_path: Path) -> None:
    with (
        Store.upgrade(f"sqlite:///{tmp_path / 'store.sqlite'}") as store,
        store.engine.connect() as connection,
    ):
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
