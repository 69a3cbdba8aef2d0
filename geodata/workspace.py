"""The folder in which everything of one installation lives, and the store that belongs to it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from config.errors import AimakError
from geodata.store import Store
from geodata.store.engine import sqlite_url

WORKSPACE_VARIABLE = "AIMAK_WORKSPACE"
DATABASE_URL_VARIABLE = "AIMAK_DATABASE_URL"

DEFAULT_FOLDER = Path("workspace")
DATABASE_NAME = "aimak.sqlite"


class WorkspaceError(AimakError):
    """A path that does not belong into the workspace, or a folder of it that cannot be made."""


@dataclass(frozen=True)
class Workspace:
    """A folder; its database is a SQLite file in it unless ``database_url`` names another one."""

    folder: Path
    database_url: str | None = field(default=None, repr=False)

    @classmethod
    def find(cls) -> Self:
        """Return the workspace that the environment names: ``AIMAK_WORKSPACE`` and ``AIMAK_DATABASE_URL``."""
        folder = os.environ.get(WORKSPACE_VARIABLE) or DEFAULT_FOLDER
        return cls(Path(folder), os.environ.get(DATABASE_URL_VARIABLE) or None)

    @property
    def url(self) -> str:
        """URL of the database; it may hold a password."""
        return self.database_url or sqlite_url(self.folder.absolute() / DATABASE_NAME)

    def path(self, *parts: str) -> Path:
        """Return a path within the folder, made from text that a user may have given.

        Raises:
            WorkspaceError: it would lead out of the folder.
        """
        folder = self.folder.resolve()
        name = "/".join(parts)
        if "\0" in name or not (path := folder.joinpath(*parts).resolve()).is_relative_to(folder):
            raise WorkspaceError(f"expected a path inside the workspace, got {name!r}")
        return path

    def make_folder(self, *parts: str) -> Path:
        """Return a folder within the workspace, by default the workspace itself, and make it if it is new.

        Raises:
            WorkspaceError: it would lead out of the workspace, or cannot be made.
        """
        folder = self.path(*parts)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(f"the folder {folder} cannot be made: {error.strerror}") from error
        return folder

    def open_store(self) -> Store:
        """Open the store, creating folder and schema when they are new.

        Raises:
            WorkspaceError: the folder cannot be made.
            StoreError: the store is of another version of the program, or cannot be reached.
        """
        self.make_folder()
        return Store.create_or_open(self.url)
