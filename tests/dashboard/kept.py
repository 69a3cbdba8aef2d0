"""Workspaces that serve one test after the other, as long as none has written into them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import cached
from geodata.packs import PACKS_PATH_VARIABLE
from geodata.workspace import DATABASE_URL_VARIABLE, WORKSPACE_VARIABLE, Workspace

REPLACED_BY_TESTS = ("catalogue", "budget", "breaks")
"""Of ``cached``: what is computed from a replacement must not be found by the next test."""
ORIGINALS = {name: getattr(cached, name) for name in REPLACED_BY_TESTS}


@dataclass
class KeptWorkspace:
    """A workspace with all that was computed from it."""

    root: Path
    """Folder with the folder ``packs``, and room for workspaces."""
    install: Callable[[], None]
    """Fills the workspace that is in place."""
    n_made: int = 0
    last_entry: int = 0
    """Of the audit log when it was filled: whatever is written makes another one."""

    @contextmanager
    def in_place(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
        """Put it in place for pages, routes and commands: as it was filled, whatever other tests did."""
        monkeypatch.setenv(PACKS_PATH_VARIABLE, str(self.root / "packs"))
        monkeypatch.delenv(DATABASE_URL_VARIABLE, raising=False)
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(self._folder))
        if not self._is_as_filled():
            self.n_made += 1
            monkeypatch.setenv(WORKSPACE_VARIABLE, str(self._folder))
            cached.forget()
            self.install()
            self.last_entry = _last_entry()
        yield Workspace.find()
        if any(getattr(cached, name) is not known for name, known in ORIGINALS.items()):
            monkeypatch.undo()
            cached.forget()

    @property
    def _folder(self) -> Path:
        return self.root / str(self.n_made)

    def _is_as_filled(self) -> bool:
        if self.n_made == 0:
            return False
        if str(self._folder) not in str(cached.store().engine.url):
            cached.forget()
        return _last_entry() == self.last_entry


def _last_entry() -> int:
    return int(cached.store().audit_log()["id"].max())
