"""The squares, ready to bring files into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.imports import Target
from geodata.store import Store
from tests.dashboard.data.made import target
from tests.dashboard.made import publish_squares


@pytest.fixture
def squares_target(tmp_path: Path, square_pack: Path) -> Iterator[Target]:
    """The squares in a store of their own."""
    with Store.create_or_open(f"sqlite:///{tmp_path / 'squares.sqlite'}") as store:
        publish_squares(store, square_pack)
        yield target(store, square_pack)
