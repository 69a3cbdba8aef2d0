"""Real tables of two countries, by all three layouts."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from config.loader import CONFIG_DIR
from geodata.packs import load_pack
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.draft import draft_observations
from geodata.tables.indicators import ValueRule
from geodata.tables.layout import guess_layout
from geodata.tables.sheet import Sheet

pytestmark = pytest.mark.realdata

RATE = ValueRule(title={"en": "Unemployment rate"}, unit="%", minimum=0, maximum=100, adds_up=False)


def read(path: Path) -> Sheet:
    return read_sheets(path, limits=load_limits())[0]


@pytest.fixture
def municipalities(real_data: Path) -> pd.DataFrame:
    table = pd.read_csv(real_data / "bgr" / "municipalities.csv", dtype="str")
    return pd.DataFrame(
        {
            "area_code": table["code"],
            "area_name": table["name"],
            "admin_level": 2,
            "parent_code": table["code"].str[:3],
        }
    )


@pytest.fixture
def kyrgyz_areas(real_data: Path) -> pd.DataFrame:
    oblasts = json.loads((real_data / "kgz" / "all-region.json").read_text(encoding="utf-8"))
    districts = pd.read_csv(real_data / "kgz" / "districts.csv", dtype="str")
    rows = [("KG", "Кыргыз Республикасы", "Kyrgyzstan", 0, None)]
    rows += [(unit["id"], unit["name"]["local"], unit["name"]["en"], 1, "KG") for unit in oblasts]
    rows += [(row.pcode, row.name_ky, row.name_en, 2, row.oblast_pcode) for row in districts.itertuples()]
    return pd.DataFrame(rows, columns=["area_code", "area_name", "name_en", "admin_level", "parent_code"])


def test_years_across_of_all_bulgarian_municipalities(real_data, municipalities):
    pack, rules = load_pack(CONFIG_DIR / "countries" / "bgr"), {"unemployment_rate": RATE}
    sheet = read(real_data / "bgr" / "unemployment_rate.csv")
    layout = guess_layout(sheet, pack=pack, indicators=rules, areas=municipalities)
    assert layout.kind == "periods across"
    layout = layout.with_indicator("unemployment_rate")
    draft = draft_observations([sheet], [layout], areas=municipalities, rules=rules, pack=pack)
    assert draft.problems == ()
    assert draft.observations.groupby("period").size().to_dict() == {"2023": 265, "2024": 265, "2025": 265}
    means = draft.observations.groupby("area_code")["value"].mean()
    assert (means > 1.05 * means.mean()).sum() == 90


def test_a_tidy_file_with_dimensions_to_filter(real_data, kyrgyz_areas):
    pack, rules = load_pack(CONFIG_DIR / "countries" / "kgz"), {"unemployment_rate": RATE}
    sheet = read(real_data / "kgz" / "oblast_sdg_long.csv")
    guess = guess_layout(sheet, pack=pack, indicators=rules, areas=kyrgyz_areas)
    assert guess.kind == "tidy"
    wanted = {"SERIES": "SL_TLF_UEM", "SEX": "_T", "AGE": "_T", "URBANISATION": "_T"}
    layout = guess.model_copy(
        update={
            "filters": {sheet.find_column(heading): (value,) for heading, value in wanted.items()},
            "indicator_ids": {"SL_TLF_UEM": "unemployment_rate"},
            "area_code": sheet.find_column("REF_AREA"),
            "area_codes": {
                code[:4]: code for code in kyrgyz_areas.loc[kyrgyz_areas["admin_level"] == 1, "area_code"]
            },
        }
    )
    draft = draft_observations([sheet], [layout], areas=kyrgyz_areas, rules=rules, pack=pack)
    assert draft.is_publishable
    values = draft.observations.set_index(["area_code", "period"])["value"]
    assert values["KG", "2007"] == 8.2
    assert values["KG", "2024"] == 3.7
    assert draft.observations["area_code"].nunique() == 10
    assert set(draft.dropped["reason"]) == {"filtered"}
    unfiltered = layout.model_copy(update={"filters": {sheet.find_column("SERIES"): ("SL_TLF_UEM",)}})
    draft = draft_observations([sheet], [unfiltered], areas=kyrgyz_areas, rules=rules, pack=pack)
    assert "duplicate_key" in {problem.rule.id for problem in draft.problems}


def test_indicators_across_with_their_year_in_the_heading(real_data, kyrgyz_areas):
    pack = load_pack(CONFIG_DIR / "countries" / "kgz")
    rules = {"population": ValueRule(minimum=0), "poverty_rate": RATE}
    sheet = read(real_data / "kgz" / "districts.csv")
    layout = guess_layout(sheet, pack=pack, indicators=rules, areas=kyrgyz_areas)
    assert {(column.indicator_id, column.period) for column in layout.value_columns} == {
        *(("population", year) for year in ("2009", "2021")),
        *(("poverty_rate", year) for year in ("2011", "2015", "2018", "2020")),
    }
    draft = draft_observations([sheet], [layout], areas=kyrgyz_areas, rules=rules, pack=pack)
    assert draft.is_publishable
    population = draft.observations.query("indicator_id == 'population' and period == '2021'")
    assert len(population) == 53
    assert population["value"].notna().sum() == 40
    assert population["value"].isna().sum() == (population["status"] == "O").sum() == 13
    assert population["source_ref"].iloc[0] == "row 2, population_2021"
