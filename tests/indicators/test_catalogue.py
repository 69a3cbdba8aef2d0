import tomllib
from pathlib import Path

import pytest

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError
from indicators.catalogue import load_catalogue
from indicators.formulas import FORMULAS

AMOUNTS = {
    "own_revenue", "total_revenue", "total_expenditure", "transfers",
    "local_taxes", "land_tax", "property_tax",
    "shared_taxes", "personal_income_tax", "sales_tax", "subsoil_use_tax", "patents_tax", "single_tax",
    "non_tax_revenue", "municipal_property_revenue", "land_rent", "fees",
    "equalization_grants", "categorical_grants", "stimulating_grants", "funds_passed_down",
    "other_transfers", "borrowing", "debt_stock", "debt_service", "short_term_debt_outstanding",
    "expenditure_general_service", "expenditure_public_order", "expenditure_education",
    "expenditure_health", "expenditure_social", "expenditure_housing_communal",
    "expenditure_culture_sport", "expenditure_economy", "expenditure_environment",
    "expenditure_current", "expenditure_capital",
}  # fmt: skip
OBSERVED = AMOUNTS | {
    "population", "population_0_14", "population_65_plus", "births", "deaths", "net_migration",
    "land_area_km2", "net_sales_revenue", "avg_monthly_wage", "unemployment_rate", "employed",
    "settlements_total", "settlements_unpaved", "settlements_unsewered",
    "settlements_substandard_water", "poverty_rate", "safe_water_share", "safe_sanitation_share",
    "electricity_access_share", "gross_regional_product", "price_index",
    "registered_unemployment_rate", "tertiary_education_share", "gdp_pc_pps_index", "income_pc",
    "active_businesses", "dwellings_completed",
    "service_form_score", "service_good_ratings_share", "service_unofficial_payments_share",
    "service_rating_conditions_mean", "service_rating_staff_mean", "service_rating_information_mean",
    "service_rating_requirements_mean", "service_rating_terms_mean",
    "service_cost_official_mean", "service_cost_unofficial_mean", "service_cost_associated_mean",
}  # fmt: skip


STAGE = """
[stages.asked]
title = { ky = "{title} k", ru = "{title} r", en = "{title} e" }
description = { ky = "{description} k", ru = "{description} r", en = "{description} e" }
"""


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
    observed = {each.id for each in catalogue.values() if each.kind == "base" and not each.stage_of}
    assert observed == OBSERVED


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
    assert [each.period for each in catalogue["unemployment_rate"].breaks_in("demo")] == ["2019"]
    assert catalogue["unemployment_rate"].breaks_in("bgr") == ()


def test_a_limit_belongs_to_its_country_and_time(folder):
    limits = '[{ operator = ">", value = 9, country = "a", last_period = "2020", reference = "a law" },'
    limits += ' { operator = ">", value = 8, country = "a", first_period = "2021", reference = "a law" }]'
    (folder / "added.toml").write_text(table("debt", alerts=limits), "utf-8")
    debt = load_catalogue(folder)["debt"]
    limits_in = [debt.alert_in(period, "a") for period in ("2019", "2020", "2021", "2021-Q1")]
    assert [limit and limit.value for limit in limits_in] == [9, 9, 8, 8]
    assert debt.alert_in("2020", "b") is None


def test_debt_has_its_limits(catalogue):
    service = catalogue["debt_service_ratio"].alert_in("2024", "kgz")
    assert (service.operator, service.value) == (">", 20)
    assert catalogue["short_term_debt_outstanding"].alert_in("2024", "kgz").value == 0
    assert catalogue["debt_service_ratio"].alert_in("2024", "bgr") is None


def test_an_amount_is_also_there_before_execution(catalogue):
    planned = catalogue["own_revenue_planned"]
    assert (planned.stage, planned.stage_of) == ("planned", "own_revenue")
    assert planned.parts == ("local_taxes_planned", "shared_taxes_planned", "non_tax_revenue_planned")
    assert planned.title["en"] == "Own revenue, planned"
    assert planned.description["ru"].startswith(catalogue["own_revenue"].description["ru"])
    assert catalogue["local_taxes_planned"].parts == ()
    assert "land_tax_planned" not in catalogue


def test_stages_are_amounts_of_the_same_kind(catalogue):
    staged = [each for each in catalogue.values() if each.stage_of]
    assert {each.stage_of for each in staged} <= AMOUNTS
    for each in staged:
        executed = catalogue[each.stage_of]
        assert (each.unit, each.group, each.aggregation) == (executed.unit, executed.group, "sum")


def test_what_parts_are_made_of_comes_first(catalogue):
    order = catalogue.computing_order(["own_revenue"])
    assert order[-1] == "own_revenue"
    assert {"land_tax", "shared_taxes", "fees"} <= set(order)


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
        (table("a", parts='["b"]') + table("b", parts='["a"]'), "indicators", "circle"),
        (table("a", parts='["gold"]'), "indicators.a.parts", "'gold'"),
        (table("a", parts='["b"]') + table("b", aggregation='"none"'), "indicators.a.parts", "add up"),
        (table("a", aggregation='"none"', parts='["jobs"]'), "indicators.a", "observed indicator"),
        (table("a", stages='["dreamt"]'), "indicators.a.stages", "'dreamt'"),
        (STAGE + table("a", parts='["b", "jobs"]', stages='["asked"]') + table("b", stages='["asked"]'),
         "indicators.a.stages", "all its parts"),
        (STAGE + table("a", stages='["asked"]') + table("a_asked"), "indicators.a.stages", "'a_asked'"),
        (STAGE + table("a_asked") + table("a", stages='["asked"]'), "indicators.a.stages", "'a_asked'"),
        (table("a", stage_of='"jobs"'), "indicators.a", "the catalogue adds"),
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
    executed = [each for each in catalogue.values() if each.stage_of is None]
    assert sum(len(each) for each in tables) == len(executed)
