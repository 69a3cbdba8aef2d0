"""Backup, restore and check."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from geodata.store import DisplayLayer, Store, StoreError
from geodata.store.engine import make_engine
from geodata.store.maintenance import backup, check, restore
from tests.geodata.store.conftest import PostgresServer
from tests.geodata.store.made import AT, REGISTER, info, observed, squares


@pytest.fixture
def filled(store: Store) -> Store:
    fine = DisplayLayer(admin_level=1, tolerance_m=10, feature_count=2, content=b"fine")
    with store.writing(author="tester", at=AT) as writer:
        writer.publish_areas("aaa", squares(1, "1", "2"), info(), [fine])
        writer.publish_observations(
            "aaa", observed({("1", "x", "2020"): 1, ("2", "x", "2020"): None}), info()
        )
        writer.save_document("aaa", "profile", "mine", title="Mine", content="k = 1", base_version=None)
        writer.save_document("aaa", "profile", "mine", title="Mine", content="k = 2", base_version=1)
        writer.save_document("aaa", "profile", "other", title="Other", content="k = 9", base_version=None)
        writer.withdraw_document("aaa", "profile", "other", base_version=1, note="test")
        writer.publish_register("aaa", REGISTER, info())
    return store


def without_protection(store: Store, *statements: str) -> None:
    """Do to the database what only a fault of the machine would."""
    if store.engine.dialect.name == "postgresql":
        superuser = sa.create_engine(store.engine.url.set(username="postgres"), poolclass=sa.NullPool)
        with superuser.begin() as connection:
            for statement in ("SET LOCAL session_replication_role = replica", *statements):
                connection.exec_driver_sql(statement)
        return
    with closing(sqlite3.connect(store.engine.url.database or "")) as driver:
        triggers = driver.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in triggers), *statements):
            driver.execute(statement)
        driver.commit()


def test_a_backup_restores_everything(filled: Store, new_url: Callable[[], str], tmp_path: Path) -> None:
    target, other = tmp_path / "backup", new_url()
    backup(filled, target)
    restore(target, other)
    with Store.open(other) as restored:
        assert restored.data_version("aaa") == filled.data_version("aaa")
        assert restored.areas("aaa").equals(filled.areas("aaa"))
        assert restored.observations("aaa").equals(filled.observations("aaa"))
        assert restored.audit_log().equals(filled.audit_log())
        assert restored.register("aaa").members.equals(filled.register("aaa").members)
        for document_id in ("mine", "other"):
            versions = restored.document_versions("aaa", "profile", document_id)
            assert versions.equals(filled.document_versions("aaa", "profile", document_id))
        assert restored.documents_version("aaa", "profile") == filled.documents_version("aaa", "profile")
        assert check(restored) == []
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), restored.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM audit_log")
        with restored.writing(author="tester", at=AT) as writer:
            writer.publish_observations("aaa", observed({("1", "x", "2020"): 5}), info())


def test_a_backup_is_one_file_and_never_replaces_one(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(filled, folder / "backup")
    assert [file.name for file in folder.iterdir()] == ["backup"]
    with pytest.raises(StoreError, match="which exists"):
        backup(filled, folder / "backup")


def test_restoring_over_data_must_be_asked_for(filled: Store, url: str, tmp_path: Path) -> None:
    backup(filled, tmp_path / "backup")
    before = filled.data_version("aaa")
    with filled.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 5}), info())
    with pytest.raises(StoreError, match="--overwrite"):
        restore(tmp_path / "backup", url)
    assert filled.data_version("aaa") != before
    filled.close()
    restore(tmp_path / "backup", url, overwrite=True)
    with Store.open(url) as restored:
        assert restored.data_version("aaa") == before


def test_a_backup_of_an_older_program_is_restored_and_then_upgraded(
    first_store: Store, new_url: Callable[[], str], tmp_path: Path
) -> None:
    with first_store.writing(author="tester", at=AT) as writer:
        writer.publish_observations("aaa", observed({("1", "x", "2020"): 1}), info())
    target, other = tmp_path / "backup", new_url()
    backup(first_store, target)
    restore(target, other)
    with pytest.raises(StoreError, match="run: aimak db upgrade"):
        Store.open(other)
    with Store.upgrade(other) as restored:
        assert restored.data_version("aaa") == first_store.data_version("aaa")
        assert check(restored) == []


def test_a_backup_of_an_older_program_replaces_a_newer_store_whole_or_not_at_all(
    first_store: Store, url: str, tmp_path: Path
) -> None:
    backup(first_store, tmp_path / "backup")
    first_store.close()
    with Store.upgrade(url) as upgraded, upgraded.writing(author="tester", at=AT) as writer:
        writer.save_document("aaa", "profile", "mine", title="Mine", content="k = 1", base_version=None)
    if url.startswith("sqlite"):
        restore(tmp_path / "backup", url, overwrite=True)
    else:
        with pytest.raises(StoreError, match="has schema 0001, the store has 0003: restore it into a new"):
            restore(tmp_path / "backup", url, overwrite=True)
    with Store.upgrade(url) as kept:
        assert len(kept.documents("aaa", "profile")) == (0 if url.startswith("sqlite") else 1)
        assert check(kept) == []


def test_an_archive_of_another_database_is_no_backup(postgres: PostgresServer, tmp_path: Path) -> None:
    foreign = Store(make_engine(postgres.new_database()))
    with foreign.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE letters (letter text)")
    backup(foreign, tmp_path / "backup")
    foreign.close()
    url = postgres.new_database()
    with Store.upgrade(url) as store:
        with pytest.raises(StoreError, match="is no backup of a store"):
            restore(tmp_path / "backup", url, overwrite=True)
        assert check(store) == []


@pytest.mark.parametrize("content", [None, b"this is no backup " * 200])
def test_what_is_no_backup_changes_nothing(
    filled: Store, url: str, tmp_path: Path, content: bytes | None
) -> None:
    source = tmp_path / "text"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(StoreError, match=r"backup|pg_restore failed"):
        restore(source, url, overwrite=True)
    assert len(filled.observations("aaa")) == 2
    assert check(filled) == []


def test_a_truncated_backup_changes_nothing(filled: Store, url: str, tmp_path: Path) -> None:
    whole, half = tmp_path / "whole", tmp_path / "half"
    backup(filled, whole)
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    filled.close()
    with pytest.raises(StoreError):
        restore(half, url, overwrite=True)
    with Store.open(url) as kept:
        assert len(kept.observations("aaa")) == 2
        assert check(kept) == []


def test_the_client_programs_of_postgresql_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    store = Store(make_engine("postgresql://db/name"))
    with pytest.raises(StoreError, match="pg_dump is not on the path"):
        backup(store, tmp_path / "backup")


def test_a_password_is_not_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "pg_restore"
    spy.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\necho "$PGPASSWORD" > {tmp_path}/password\n')
    spy.chmod(spy.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("geodata.store.maintenance._is_empty", lambda _: True)
    monkeypatch.setattr("geodata.store.maintenance.current_revision", lambda _: None)
    restore(tmp_path / "backup", "postgresql://clerk:secret@db/name")
    assert (tmp_path / "password").read_text() == "secret\n"
    arguments = (tmp_path / "arguments").read_text()
    assert "clerk@db/name" in arguments
    assert "secret" not in arguments


def test_a_sound_store_has_no_problems(filled: Store) -> None:
    with filled.writing(author="tester", at=AT) as writer:
        writer.withdraw(filled.datasets()["id"].iloc[0], "test")
    assert check(filled) == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM areas WHERE area_code = '2'", "Dataset 1 has 1 rows, but 2 were published."),
        ("DELETE FROM observations WHERE area_code = '2'", "Dataset 2 has 1 rows, but 2 were published."),
        ("DELETE FROM observations", "Dataset 2 has 0 rows, but 2 were published."),
        ("DELETE FROM council_members WHERE member_no = 2", "Dataset 3 has 6 rows, but 7 were published."),
        ("DELETE FROM council_hearings", "Dataset 3 has 5 rows, but 7 were published."),
        (
            "UPDATE documents SET content = 'k = 7' WHERE version = 1 AND document_id = 'mine'",
            "Version 1 of the document “aaa/profile/mine” is not what was saved.",
        ),
        (
            "DELETE FROM documents WHERE version = 1 AND document_id = 'mine'",
            "The document “aaa/profile/mine” has 1 versions, but the latest is number 2.",
        ),
        ("UPDATE alembic_version SET version_num = '0000'", "The schema of the database is not the one"),
    ],
)
def test_damage_is_found_and_named(filled: Store, damage: str, found: str) -> None:
    without_protection(filled, damage)
    (problem,) = check(filled)
    assert problem.message().startswith(found)
    assert "aimak db" in problem.remedy()


def test_changed_display_content_is_found(filled: Store) -> None:
    is_sqlite = filled.engine.dialect.name == "sqlite"
    other = "x'00'" if is_sqlite else r"'\\x00'"
    without_protection(filled, f"UPDATE display_contents SET content = {other}")
    (problem,) = check(filled)
    assert filled.display_layers("aaa")["sha256"].iloc[0] in problem.message()


def test_rows_without_their_dataset_are_found(filled: Store) -> None:
    without_protection(filled, "DELETE FROM display_contents")
    (problem,) = check(filled)
    assert (
        problem.message()
        == "1 rows of “display_layers” refer to rows of “display_contents” that do not exist."
    )


def test_rows_without_their_body_are_found(filled: Store) -> None:
    without_protection(filled, "DELETE FROM council_bodies")
    orphaned, count = [], []
    for problem in check(filled):
        (orphaned if problem.rule.id == "row_orphaned" else count).append(problem.message())
    assert orphaned == [
        "1 rows of “council_hearings” refer to rows of “council_bodies” that do not exist.",
        "1 rows of “council_meetings” refer to rows of “council_bodies” that do not exist.",
        "2 rows of “council_members” refer to rows of “council_bodies” that do not exist.",
        "1 rows of “council_reports” refer to rows of “council_bodies” that do not exist.",
    ]
    assert count == ["Dataset 3 has 6 rows, but 7 were published."]


def test_a_damaged_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with Store.upgrade(f"sqlite:///{file}") as store:
        with store.writing(author="tester", at=AT) as writer:
            writer.install_country("aaa")
            keys = {(str(number), "x", "2020"): 1.0 for number in range(20_000)}
            writer.publish_observations("aaa", observed(keys), info())
        store.close()
        content = bytearray(file.read_bytes())
        content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
        file.write_bytes(content)
        problems = check(store)
    assert {problem.rule.id for problem in problems} >= {"database_damaged"}
