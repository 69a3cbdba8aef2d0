import tomllib
from pathlib import Path

import pytest

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError
from geodata.demo import load_demo_settings
from geodata.packs import pack_folders
from indicators.catalogue import load_catalogue
from indicators.formulas import FORMULAS

OBSERVED = {
    "population", "population_0_14", "population_65_plus", "births", "deaths", "net_migration",
    "land_area_km2", "net_sales_revenue", "avg_monthly_wage", "unemployment_rate", "employed",
    "settlements_total", "settlements_unpaved", "settlements_unsewered",
    "settlements_substandard_water", "poverty_rate", "safe_water_share", "safe_sanitation_share",
    "electricity_access_share", "own_revenue", "total_revenue", "total_expenditure", "transfers",
    "registered_unemployment_rate", "tertiary_education_share", "gdp_pc_pps_index", "income_pc",
    "active_businesses", "dwellings_completed",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of its own to spoil: the words of the real one and two indicators."""
    for name in ("groups.toml", "units.toml", "source_bodies.toml"):
        (tmp_path / name).write_text((CONFIG_DIR / "indicators" / name).read_text("utf-8"), "utf-8")
    (tmp_path / "own.toml").write_text(table("people") + table("jobs"), "utf-8")
    return tmp_path


def table(indicator_id: str, **changes: str) -> str:
    texts = '{ ky = "k", ru = "r", en = "e" }'
    fields = {
        "title": texts,
        "description": texts,
        "unit": '"person"',
        "direction": '"none"',
        "aggregation": '"sum"',
        "decimals": "0",
        "group": '"resources"',
        "result_type": '"baseline"',
        "source_body": '"statistics"',
        "reference": '"a law"',
        "scheme": '"quantiles"',
        "palette": '"sequential"',
    } | changes
    lines = (f"{key} = {value}" for key, value in fields.items() if value)
    return "\n".join([f"[indicators.{indicator_id}]", *lines, ""])


def derived(indicator_id: str, formula: str, inputs: str, **changes: str) -> str:
    return table(
        indicator_id, aggregation='"ratio_of_sums"', formula=f'"{formula}"', inputs=inputs, **changes
    )


def test_the_observed_indicators_are_all_there(catalogue):
    assert {each.id for each in catalogue.values() if each.kind == "base"} == OBSERVED


def test_every_registered_formula_is_used(catalogue):
    assert {each.formula for each in catalogue.values() if each.formula} == set(FORMULAS)


def test_everything_is_translated_and_documented(catalogue):
    for indicator in catalogue.values():
        for language in LANGUAGES:
            assert indicator.description[language] != indicator.title[language]
        assert indicator.title["ky"] != indicator.title["ru"] != indicator.title["en"]
        assert len(indicator.reference) > 10


def test_titles_are_told_apart_in_every_language(catalogue):
    for language in LANGUAGES:
        titles = [indicator.title[language] for indicator in catalogue.values()]
        assert len(set(titles)) == len(titles)


def test_no_unit_group_or_source_body_is_unused(catalogue):
    assert {each.unit for each in catalogue.values()} == set(catalogue.units)
    assert {each.source_body for each in catalogue.values()} == set(catalogue.source_bodies)
    assert {each.group for each in catalogue.values()} <= set(catalogue.groups)


def test_the_order_follows_the_groups(catalogue):
    groups = list(catalogue.groups)
    places = [groups.index(indicator.group) for indicator in catalogue.values()]
    assert places == sorted(places)


def test_inputs_come_before_what_is_derived(catalogue):
    order = catalogue.computing_order()
    assert sorted(order) == sorted(catalogue)
    for each in order:
        assert all(order.index(need) < order.index(each) for need in catalogue[each].needs)


def test_the_order_of_some_holds_what_they_need_and_no_more(catalogue):
    order = catalogue.computing_order(["population_density"])
    assert set(order) == {"population", "land_area_km2", "population_density"}


def test_units_carry_the_currency_of_the_pack(catalogue):
    assert catalogue.unit_label("own_revenue", "ky", currency="KGS") == "миң KGS"


def test_breaks_belong_to_their_country(catalogue):
    assert [each.period for each in catalogue["own_revenue"].breaks_in("kgz")] == [
        "2007",
        "2008",
        "2012",
        "2013",
    ]
    assert catalogue["own_revenue"].breaks_in("bgr") == ()


def test_the_breaks_in_the_demonstration_data_are_explained(catalogue):
    made = load_demo_settings(pack_folders()["demo"]).model.indicators
    broken = {name: [str(series.break_year)] for name, series in made.items() if series.break_year}
    explained = {each.id: [point.period for point in each.breaks_in("demo")] for each in catalogue.values()}
    assert {name: periods for name, periods in explained.items() if periods} == broken


def test_a_catalogue_in_another_folder_loads(folder):
    assert list(load_catalogue(folder)) == ["people", "jobs"]


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (table("a", title='{ ky = "k", en = "e" }'), "indicators.a.title", "ky, ru, en"),
        (table("a", description=""), "indicators.a.description", "required"),
        (table("a", colour='"red"'), "indicators.a.colour", "not permitted"),
        (table("a", unit='"acre"'), "indicators.a.unit", "'acre'"),
        (table("a", group='"other"'), "indicators.a.group", "'other'"),
        (table("a", source_body='"nobody"'), "indicators.a.source_body", "'nobody'"),
        (table("a", minimum="5", maximum="1"), "indicators.a", "minimum below the maximum"),
        (table("a", palette='"diverging"'), "indicators.a", "midpoint"),
        (table("a", aggregation='"weighted_mean"'), "indicators.a", "weight"),
        (table("a", aggregation='"weighted_mean"', weight='"nobody"'), "indicators.a.weight", "'nobody'"),
        (table("a", aggregation='"ratio_of_sums"'), "indicators.a", "aggregation of a base"),
        (table("a", inputs='["jobs"]'), "indicators.a", "expected a formula"),
        (derived("a", "magic", '["jobs"]'), "indicators.a", "'magic'"),
        (derived("a", "share", '["jobs"]'), "indicators.a", "part, whole"),
        (derived("a", "share", '["jobs", "gold"]'), "indicators.a.inputs", "'gold'"),
        (derived("a", "share", '["jobs", "people"]', parameters="{ base = 2 }"), "indicators.a", "'base'"),
        (derived("a", "share", '["jobs", "people"]') + derived("b", "share", '["a", "people"]'),
         "indicators.b.inputs", "add up"),
        (derived("a", "change", '["b"]') + derived("b", "change", '["a"]'), "indicators", "circle"),
        (table("people"), "indicators.people", "own.toml"),
    ],
)  # fmt: skip
def test_faults_are_refused_with_file_and_key(folder, text, key, reason):
    (folder / "added.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as refusal:
        load_catalogue(folder)
    assert len(refusal.value.faults) == 1
    message = str(refusal.value)
    assert f"key {key}" in message
    assert reason in message
    assert str(folder) in message


def test_all_faults_of_all_files_are_listed(folder):
    (folder / "first.toml").write_text(table("a", unit='"acre"', group='"other"'), "utf-8")
    (folder / "second.toml").write_text(table("b", source_body='"nobody"'), "utf-8")
    with pytest.raises(ConfigError) as refusal:
        load_catalogue(folder)
    assert len(refusal.value.faults) == 3
    assert {fault.split(":")[0] for fault in refusal.value.faults} == {"first.toml", "second.toml"}


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="found none"):
        load_catalogue(tmp_path)


def test_the_catalogue_files_hold_one_table_per_indicator(catalogue):
    files = (CONFIG_DIR / "indicators").glob("*.toml")
    tables = [tomllib.loads(path.read_text("utf-8")).get("indicators", {}) for path in files]
    assert sum(len(each) for each in tables) == len(catalogue)
