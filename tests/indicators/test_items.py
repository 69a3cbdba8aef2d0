import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.budgets import BudgetPack, load_budget_pack
from geodata.packs import pack_folders
from indicators.catalogue import load_catalogue
from indicators.compute import compute
from indicators.explain import explain
from indicators.item_checks import item_differences, unknown_items
from indicators.values import indicator_values


@pytest.fixture
def taxes(observe):
    """Both local taxes of two municipalities; of the second, one is not known."""
    land, buildings = {"B1": 3, "B2": 5}, {"B1": 4, "B2": None}
    return pd.concat([observe("land_tax", land), observe("property_tax", buildings)])


def test_a_total_that_nobody_published_is_the_sum_of_its_items(catalogue, areas, taxes, at):
    values = indicator_values(catalogue, taxes, areas)
    total = at(values, "B1", "local_taxes")
    assert (total.value, total.method, total.status) == (7.0, "sum_of_items", "A")
    assert (total.n_parts, total.n_expected, total.coverage_pct) == (1, 1, 100.0)
    assert pd.isna(total.dataset_id)


def test_a_missing_item_makes_a_missing_total(catalogue, areas, taxes, at):
    values = indicator_values(catalogue, taxes, areas)
    total = at(values, "B2", "local_taxes")
    assert pd.isna(total.value)
    assert (total.status, total.n_parts, total.n_expected) == ("O", 0, 1)
    assert (at(values, "B", "local_taxes").value, at(values, "B", "local_taxes").n_parts) == (7.0, 1)


def test_an_item_of_which_nothing_is_known_makes_no_total(catalogue, areas, observe):
    values = indicator_values(catalogue, observe("land_tax", {"B1": 3}), areas)
    assert "local_taxes" not in set(values["indicator_id"])


def test_totals_of_items_add_up_over_the_areas(catalogue, areas, observe, at):
    taxes = pd.concat([observe("land_tax", {"B1": 3, "B2": 5}), observe("property_tax", {"B1": 4, "B2": 6})])
    district = at(indicator_values(catalogue, taxes, areas), "B", "local_taxes")
    assert (district.value, district.method, district.n_parts) == (18.0, "sum", 2)


def test_a_published_total_wins_and_is_not_corrected(catalogue, areas, taxes, observe, at):
    values = indicator_values(catalogue, pd.concat([taxes, observe("local_taxes", {"B1": 8})]), areas)
    total = at(values, "B1", "local_taxes")
    assert (total.value, total.method) == (8.0, "observed")


def test_a_total_that_cannot_exist_is_not_made_up(catalogue, areas, taxes, observe, at):
    stated = observe("local_taxes", {"B1": None}).assign(status="M")
    total = at(indicator_values(catalogue, pd.concat([taxes, stated]), areas), "B1", "local_taxes")
    assert pd.isna(total.value)
    assert total.status == "M"


def test_a_total_of_totals_follows(catalogue, areas, taxes, observe, at):
    others = pd.concat([observe("shared_taxes", {"B1": 10}), observe("non_tax_revenue", {"B1": 1})])
    own = at(indicator_values(catalogue, pd.concat([taxes, others]), areas), "B1", "own_revenue")
    assert (own.value, own.method) == (18.0, "sum_of_items")


def test_items_of_different_levels_meet_where_both_are_whole(catalogue, areas, observe, at):
    taxes = pd.concat([observe("land_tax", {"B1": 3, "B2": 5}), observe("property_tax", {"B": 20})])
    values = indicator_values(catalogue, taxes, areas)
    district = at(values, "B", "local_taxes")
    assert (district.value, district.method) == (28.0, "sum_of_items")
    partial = taxes[taxes["area_code"] != "B2"]
    assert pd.isna(at(indicator_values(catalogue, partial, areas), "B", "local_taxes").value)


def test_the_weakest_item_lends_its_status(catalogue, areas, observe, at):
    taxes = pd.concat([observe("land_tax", {"B1": 3}), observe("property_tax", {"B1": 4}, status="E")])
    assert at(indicator_values(catalogue, taxes, areas), "B1", "local_taxes").status == "E"


def test_stages_are_totals_of_their_own(catalogue, areas, observe, at):
    planned = pd.concat(
        [observe("own_revenue_planned", {"B1": 60}), observe("transfers_planned", {"B1": 40}),
         observe("total_revenue", {"B1": 90})]
    )  # fmt: skip
    values = indicator_values(catalogue, planned, areas)
    assert at(values, "B1", "total_revenue_planned").value == 100.0
    assert at(values, "B1", "revenue_execution_rate").value == 90.0


def test_an_explanation_lists_the_items_and_their_rows(catalogue, areas, taxes):
    told = explain(catalogue, taxes, areas, area_code="B1", indicator_id="local_taxes", period="2024")
    assert (told.value, told.method, told.expression) == (7.0, "sum_of_items", "Σ item")
    assert [(each.indicator_id, each.value) for each in told.inputs] == [("land_tax", 3), ("property_tax", 4)]
    assert sorted(told.sources["value"]) == [3.0, 4.0]


def test_the_sources_of_a_sum_of_such_totals_are_the_items_below(catalogue, areas, taxes):
    told = explain(catalogue, taxes, areas, area_code="B", indicator_id="local_taxes", period="2024")
    assert (told.method, told.expression, told.inputs) == ("sum", None, ())
    assert sorted(told.sources["value"].dropna()) == [3.0, 4.0, 5.0]


def differences(catalogue, observations, areas):
    return item_differences(compute(catalogue, observations, areas, list(catalogue)), catalogue)


def test_a_total_that_its_items_do_not_add_up_to_is_reported(catalogue, areas, taxes, observe):
    found = differences(catalogue, pd.concat([taxes, observe("local_taxes", {"B1": 12, "B2": 99})]), areas)
    assert found.to_dict("records") == [
        {
            "area_code": "B1",
            "indicator_id": "local_taxes",
            "period": "2024",
            "total": 12.0,
            "sum_of_items": 7.0,
            "difference": 5.0,
        }
    ]


def test_what_rounding_can_make_is_not_reported(catalogue, areas, taxes, observe):
    found = differences(catalogue, pd.concat([taxes, observe("local_taxes", {"B1": 8.5})]), areas)
    assert found.empty
    assert list(found) == ["area_code", "indicator_id", "period", "total", "sum_of_items", "difference"]


def test_the_items_of_the_packs_are_indicators(catalogue):
    budgets = [load_budget_pack(folder) for folder in pack_folders().values()]
    assert [list(unknown_items(each, catalogue)) for each in budgets if each] == [[], []]


def test_the_parts_of_an_item_are_listed_under_it(catalogue):
    for budget in filter(None, map(load_budget_pack, pack_folders().values())):
        for item_id in budget.items:
            for part in catalogue[item_id].parts:
                assert budget.items[part].parent == item_id


def test_an_item_that_is_no_amount_is_named(catalogue):
    tables = {"gold": {"title": {"en": "G"}}, "poverty_rate": {"title": {"en": "P"}}}
    budget = BudgetPack.model_validate({"classification": "a decree", "money_scale": "unit", "items": tables})
    assert [fault.split(":")[0] for fault in unknown_items(budget, catalogue)] == [
        "key items.gold",
        "key items.poverty_rate",
    ]


@given(
    land=st.lists(st.none() | st.integers(0, 10**6), min_size=2, max_size=2),
    building=st.lists(st.none() | st.integers(0, 10**6), min_size=2, max_size=2),
)
def test_a_total_is_there_exactly_where_all_items_are(land, building):
    areas = pd.DataFrame(
        {"area_code": ["B", "B1", "B2"], "parent_code": [None, "B", "B"], "admin_level": [1, 2, 2]}
    )
    columns = {"land_tax": land, "property_tax": building}
    observations = pd.DataFrame(
        [
            (code, indicator_id, "2024", amount, "O" if amount is None else "A", None)
            for indicator_id, amounts in columns.items()
            for code, amount in zip(["B1", "B2"], amounts, strict=True)
        ],
        columns=["area_code", "indicator_id", "period", "value", "status", "source_ref"],
    ).astype({"value": float})
    catalogue = load_catalogue()
    values = indicator_values(
        catalogue, observations, areas.assign(area_km2=1.0), indicator_ids=["local_taxes"]
    )
    known = values.dropna(subset="value").set_index("area_code")["value"].to_dict()
    expected = {
        code: one + other
        for code, one, other in zip(["B1", "B2"], land, building, strict=True)
        if one is not None and other is not None
    }
    assert {code: value for code, value in known.items() if code != "B"} == expected
    if len(expected) == 2:
        assert known["B"] == sum(expected.values())


def test_only_the_published_total_is_reported_not_the_sums_above_it(catalogue, areas, observe):
    land, buildings = observe("land_tax", {"B1": 3, "B2": 5}), observe("property_tax", {"B1": 4, "B2": 6})
    stated = observe("local_taxes", {"B1": 12})
    found = differences(catalogue, pd.concat([land, buildings, stated]), areas)
    assert found["area_code"].tolist() == ["B1"]
