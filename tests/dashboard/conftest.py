"""Workspaces for the tests of pages and routes, and the command line as a person or a script meets it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import cached, cli
from geodata.packs import PACKS_PATH_VARIABLE
from geodata.workspace import DATABASE_URL_VARIABLE, WORKSPACE_VARIABLE, Workspace
from tests.dashboard.budget.desks import kept_purses
from tests.dashboard.councils.desks import kept_hamlets
from tests.dashboard.filled import COUNCILS
from tests.dashboard.made import PACK, publish_squares

__all__ = ["kept_hamlets", "kept_purses"]


@pytest.fixture(scope="session")
def square_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the pack of the squares."""
    folder = tmp_path_factory.mktemp("packs") / "squares"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    return folder


@pytest.fixture
def empty_workspace(tmp_path: Path, square_pack: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with nothing in it, in place for pages and routes."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "workspace"))
    monkeypatch.setenv(PACKS_PATH_VARIABLE, str(square_pack.parent))
    monkeypatch.delenv(DATABASE_URL_VARIABLE, raising=False)
    cached.forget()
    return Workspace.find()


@pytest.fixture
def squares_workspace(empty_workspace: Workspace, square_pack: Path) -> Workspace:
    """A workspace with the squares installed."""
    publish_squares(cached.store(), square_pack)
    return empty_workspace


@pytest.fixture
def council_pack(
    empty_workspace: Workspace, square_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Folder of the pack of the squares with councils, installed in the workspace."""
    assert empty_workspace
    folder = tmp_path / "packs" / "squares"
    shutil.copytree(square_pack, folder)
    (folder / "councils.toml").write_text(COUNCILS, encoding="utf-8")
    monkeypatch.setenv(PACKS_PATH_VARIABLE, str(folder.parent))
    publish_squares(cached.store(), folder)
    return folder


@dataclass(frozen=True)
class Answer:
    """What a command ends with."""

    code: int
    out: str
    err: str


Aimak = Callable[..., Answer]


@pytest.fixture
def aimak(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Aimak:
    """Run ``aimak`` with arguments."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["aimak", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return Answer(int(ended.value.code or 0), captured.out, captured.err)

    return run
