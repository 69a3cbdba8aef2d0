"""A small fictional country: two districts, each with a municipality of the same name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.packs import AreaType, Level, Pack
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.indicators import ValueRule
from geodata.tables.sheet import Sheet


@pytest.fixture(scope="session")
def pack() -> Pack:
    def names(english: str, russian: str, kyrgyz: str) -> dict[str, str]:
        return {"en": english, "ru": russian, "ky": kyrgyz}

    levels = [
        ("country", names("country", "страна", "өлкө")),
        ("district", names("district", "район", "район")),
        ("municipality", names("municipality", "айылный аймак", "айыл аймагы")),
    ]
    return Pack(
        code="test",
        area_code="T",
        name={"en": "Testland"},
        languages=("ky", "en"),
        currency="XXX",
        equal_area_crs="EPSG:3035",
        levels=tuple(
            Level(number=number, id=id_, name=name, plural=name) for number, (id_, name) in enumerate(levels)
        ),
        area_types=(
            AreaType(id="district", name=levels[1][1]),
            AreaType(id="city", name=names("city", "город", "шаар")),
        ),
        synonyms={"району": "district", "аа": "municipality", "ш": "city", "г": "city", "фрунзе": "бишкек"},
    )


@pytest.fixture(scope="session")
def areas() -> pd.DataFrame:
    rows = [
        ("T", "Тестстан", "Testland", 0, None, None),
        ("01", "Ак-Талаа", "Ak-Talaa", 1, "T", "district"),
        ("02", "Жети-Өгүз", "Jeti-Oguz", 1, "T", "district"),
        ("03", "Бишкек", "Bishkek", 1, "T", "city"),
        ("0101", "Ак-Талаа", "Ak-Talaa", 2, "01", None),
        ("0102", "Ак-Муз", "Ak-Muz", 2, "01", None),
        ("0103", "Көк-Суу", "Kok-Suu", 2, "01", None),
        ("0201", "Көк-Суу", "Kok-Suu", 2, "02", None),
        ("0202", "Оргочор", "Orgochor", 2, "02", None),
    ]
    columns = ["area_code", "area_name", "name_en", "admin_level", "parent_code", "area_type"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="session")
def rules() -> dict[str, ValueRule]:
    return {
        "population": ValueRule(title={"en": "Population", "ru": "Население"}, unit="persons", minimum=0),
        "revenue": ValueRule(title={"en": "Revenue", "ru": "Доходы"}, unit="som"),
        "unemployment": ValueRule(
            title={"en": "Unemployment rate"}, unit="%", minimum=0, maximum=100, adds_up=False
        ),
    }


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str], Sheet]:
    """Reads the sheet of a csv file with that text."""

    def read(text: str) -> Sheet:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return read_sheets(path, limits=load_limits())[0]

    return read
