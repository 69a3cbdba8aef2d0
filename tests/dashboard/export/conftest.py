"""The pack of the squares."""

from pathlib import Path

import pytest

from geodata.packs import Pack, load_pack


@pytest.fixture
def pack(square_pack: Path) -> Pack:
    return load_pack(square_pack)
