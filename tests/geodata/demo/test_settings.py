from pathlib import Path

import pytest

from config.loader import ConfigError, load_toml
from geodata.demo.settings import DemoModel, load_demo_settings
from geodata.packs import pack_folders

MEASURED = '[indicators.{}]\nkind = "measured"\nmeasure = "settlements"\n'
TOTAL = '[indicators.{}]\nkind = "total"\nterms = ["{}"]\n'
SPATIAL = """
[indicators.{}]
kind = "{}"
link = "log"
typical = 1
spread = 0
range_km = 1
yearly_noise = 0
{}
"""


def faults_of(folder: Path, indicators: str) -> str:
    original = (pack_folders()["demo"] / "demo.toml").read_text(encoding="utf-8")
    path = folder / "demo.toml"
    path.write_text(original[: original.index("[indicators.")] + indicators, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_toml(path, DemoModel)
    return str(refused.value)


def test_an_unknown_input_is_named(tmp_path: Path) -> None:
    assert "as inputs of b, got {'nowhere'}" in faults_of(
        tmp_path, MEASURED.format("a") + TOTAL.format("b", "nowhere")
    )


def test_a_circle_is_named(tmp_path: Path) -> None:
    assert "do not need each other" in faults_of(tmp_path, TOTAL.format("a", "b") + TOTAL.format("b", "a"))


def test_a_flow_must_be_a_ratio_of_its_stock(tmp_path: Path) -> None:
    stock = SPATIAL.format("stock", "stock", 'inflows = ["rain"]')
    rain = SPATIAL.format("rain", "spatial", "")
    assert "as its flow, got rain" in faults_of(tmp_path, stock + rain)


def test_only_yearly_series_are_made_of_others(tmp_path: Path) -> None:
    quarterly = SPATIAL.format("a", "spatial", 'frequency = "Q"')
    assert "yearly series where one is made of others, got a" in faults_of(
        tmp_path, quarterly + TOTAL.format("b", "a")
    )
    of_another = SPATIAL.format("b", "spatial", 'of = "a"\nfrequency = "Q"')
    assert "got b" in faults_of(tmp_path, MEASURED.format("a") + of_another)


def test_the_whole_of_a_part_must_be_there(tmp_path: Path) -> None:
    part = SPATIAL.format("slice", "part", 'of = "cake"\nbreakdown = "size"')
    assert "as inputs of slice, got {'cake'}" in faults_of(tmp_path, part)


def test_counts_must_nest(tmp_path: Path) -> None:
    folder = pack_folders()["demo"]
    text = (folder / "demo.toml").read_text(encoding="utf-8").replace("districts = 40", "districts = 4")
    (tmp_path / "demo.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="at least one area in each area above"):
        load_demo_settings(tmp_path)
