"""Planned hearings and plans of involvement that come with the demonstration country."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.hearings import HEARINGS, PLANS
from dashboard.kept_documents import Shelf
from geodata.store import Store


def keep_demo_documents(store: Store, country: str, folder: Path, *, author: str, at: datetime) -> list[str]:
    """Save those of a pack that the store has never had; what users changed or withdrew stays as it is.

    Args:
        store: where to.
        country: code of the installed country.
        folder: of its pack, with a folder for each kind of document; a file is named by the document's id.
        author: who installs it.
        at: when.

    Returns:
        The ids of those that were saved.

    Raises:
        ConfigError: a file is not what its folder says.
    """
    shelves: tuple[Shelf[Any], ...] = (HEARINGS, PLANS)
    saved = []
    for shelf in shelves:
        for path in sorted((folder / shelf.kind).glob("*.toml")):
            if store.document_versions(country, shelf.kind, path.stem).empty:
                content = shelf.read(path.read_text(encoding="utf-8"), name=path.name)
                shelf.save(store, country, path.stem, content, base_version=None, author=author, at=at)
                saved.append(path.stem)
    return saved
