import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geodata.demo import PARTS, DemoCountry, DemoSettings, generate_demo
from geodata.packs import Pack

SEED = 7

IN_ANOTHER_PROCESS = """
from geodata.demo import generate_demo, load_demo_settings
from geodata.packs import load_pack, pack_folders
from tests.geodata.demo.test_generate import SEED, fingerprint

folder = pack_folders()["demo"]
print(fingerprint(generate_demo(SEED, load_pack(folder), load_demo_settings(folder))))
"""


def fingerprint(country: DemoCountry) -> str:
    """Hash of every byte of geometry, value and text."""
    digest = hashlib.sha256(b"".join(country.areas.to_wkb()["geometry"]))
    areas = pd.DataFrame(country.areas.drop(columns="geometry"))
    register = (table for _, table in country.register.tables())
    for table in (areas, country.observations, *register):
        digest.update(table.to_csv(index=False).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_gives_the_same_bytes_in_every_process(country: DemoCountry, hash_seed: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.strip() == fingerprint(country), run.stderr


def test_the_same_seed_gives_the_same_bytes_twice(pack: Pack, small_settings: DemoSettings) -> None:
    once, again = (generate_demo(1, pack, small_settings) for _ in range(2))
    assert fingerprint(once) == fingerprint(again)


def test_another_seed_gives_another_country(pack: Pack, small_settings: DemoSettings) -> None:
    assert fingerprint(generate_demo(1, pack, small_settings)) != fingerprint(
        generate_demo(2, pack, small_settings)
    )


def test_other_counts_work_without_a_change_of_code(pack: Pack, small_settings: DemoSettings) -> None:
    areas = generate_demo(1, pack, small_settings).areas
    assert areas.groupby("admin_level").size().to_dict() == {0: 1, 1: 2, 2: 5, 3: 23, 4: 60}


def test_a_further_part_adds_its_own_and_changes_nothing_else(
    pack: Pack, small_settings: DemoSettings
) -> None:
    def add_seats(country: DemoCountry) -> DemoCountry:
        municipalities = country.areas.query("admin_level == 3")["area_code"]
        seats = country.random("councils").integers(11, 31, len(municipalities))
        table = pd.DataFrame({"area_code": municipalities, "seats": seats})
        return replace(country, tables={**country.tables, "councils": table})

    plain = generate_demo(1, pack, small_settings)
    extended = generate_demo(1, pack, small_settings, parts=(add_seats, *PARTS))
    assert fingerprint(extended) == fingerprint(plain)
    assert len(extended.tables["councils"]) == 23
