"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

import config  # noqa: F401 - before odfpy puts a folder with a module of this name on the path

settings.register_profile("aimak", deadline=None)
settings.load_profile("aimak")

REAL_DATA_VARIABLE = "AIMAK_REAL_DATA"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder with the real data of CONTRIBUTING, by country."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get(REAL_DATA_VARIABLE, beside))
    if not folder.is_dir():
        pytest.skip(f"no real data: expected {folder}; set {REAL_DATA_VARIABLE} to the folder")
    return folder
