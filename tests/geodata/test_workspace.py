"""The workspace folder: found by environment, created when new, and never left."""

from pathlib import Path

import pytest

from geodata.store import StoreError
from geodata.workspace import Workspace, WorkspaceError


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "work space")


def test_the_environment_names_folder_and_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIMAK_WORKSPACE", str(tmp_path))
    monkeypatch.delenv("AIMAK_DATABASE_URL", raising=False)
    assert Workspace.find() == Workspace(tmp_path, None)
    assert Workspace.find().url == f"sqlite:///{tmp_path}/aimak.sqlite"
    monkeypatch.setenv("AIMAK_DATABASE_URL", "postgresql://clerk:secret@db/aimak")
    assert Workspace.find().url == "postgresql://clerk:secret@db/aimak"
    assert "secret" not in repr(Workspace.find())


def test_without_an_environment_it_is_the_folder_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIMAK_WORKSPACE", raising=False)
    monkeypatch.setenv("AIMAK_DATABASE_URL", "")
    assert Workspace.find() == Workspace(Path("workspace"), None)


def test_a_new_workspace_gets_a_store_and_keeps_it(workspace: Workspace) -> None:
    with workspace.open_store() as store:
        assert store.active_country() is None
    assert [file.name for file in workspace.folder.iterdir()] == ["aimak.sqlite"]
    with workspace.open_store() as store:
        assert store.datasets().empty


@pytest.mark.parametrize("name", ["a?mode=ro", "50% #1", "Кыргызстан"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    Workspace(folder).open_store().close()
    assert (folder / "aimak.sqlite").is_file()


def test_a_store_of_a_newer_program_is_not_touched(workspace: Workspace) -> None:
    with workspace.open_store() as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer aimak"):
        workspace.open_store()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    workspace = Workspace(tmp_path / "file" / "workspace")

    for make in (workspace.open_store, workspace.make_folder):
        with pytest.raises(WorkspaceError, match="workspace cannot be made: Not a directory"):
            make()


def test_folders_are_made_inside(workspace: Workspace) -> None:
    assert workspace.make_folder("downloads", "kgz").is_dir()
    assert workspace.make_folder("downloads", "kgz") == workspace.path("downloads", "kgz")
    with pytest.raises(WorkspaceError, match="inside the workspace"):
        workspace.make_folder("..", "other")


def test_paths_stay_inside(workspace: Workspace) -> None:
    assert workspace.path("exports", "map.svg") == workspace.folder.resolve() / "exports" / "map.svg"
    assert workspace.path("a", "..", "b") == workspace.folder.resolve() / "b"


@pytest.mark.parametrize("parts", [("..",), ("a", "../../b"), ("/etc/passwd",), ("a", "/etc"), ("a\0b",)])
def test_paths_out_of_the_folder_are_refused(workspace: Workspace, parts: tuple[str, ...]) -> None:
    with pytest.raises(WorkspaceError, match="inside the workspace"):
        workspace.path(*parts)


def test_links_out_of_the_folder_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    workspace.folder.mkdir()
    (workspace.folder / "link").symlink_to(tmp_path)
    with pytest.raises(WorkspaceError, match="inside the workspace"):
        workspace.path("link", "file")
