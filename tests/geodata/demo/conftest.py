"""The demonstration country, made once for all tests, and a small one for tests that make many."""

import pytest

from geodata.demo import DemoCountry, DemoSettings, generate_demo, load_demo_settings
from geodata.packs import Pack, load_pack, pack_folders

SEED = 7


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(pack_folders()["demo"])


@pytest.fixture(scope="session")
def settings() -> DemoSettings:
    return load_demo_settings(pack_folders()["demo"])


@pytest.fixture(scope="session")
def country(pack: Pack, settings: DemoSettings) -> DemoCountry:
    return generate_demo(SEED, pack, settings)


@pytest.fixture(scope="session")
def small_settings(settings: DemoSettings) -> DemoSettings:
    territory = settings.model.territory.model_copy(
        update={
            "cell_km": 8.0,
            "city_radius_km": 12.0,
            "oblasts": 2,
            "districts": 5,
            "cities": 3,
            "rural_municipalities": 20,
            "settlements": 60,
        }
    )
    return DemoSettings(
        settings.model.model_copy(update={"territory": territory, "years": 3}), settings.names
    )
