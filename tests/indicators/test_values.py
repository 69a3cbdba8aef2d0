import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import load_catalogue
from indicators.cells import METHOD_TEXTS
from indicators.values import indicator_values

MUNICIPALITIES = [f"A{n}" for n in range(1, 10)] + ["B1", "B2"]


def ones(codes=MUNICIPALITIES, value=1.0):
    return dict.fromkeys(codes, value)


def test_a_sum_of_all_parts(catalogue, areas, observe, at):
    values = indicator_values(catalogue, observe("population", ones(value=10)), areas)
    country = at(values, "X", "population")
    assert (country.value, country.method, country.status) == (110.0, "sum", "A")
    assert (country.n_parts, country.n_expected, country.coverage_pct) == (11, 11, 100.0)
    assert values["carried_from"].isna().all()


def test_a_district_made_of_7_of_9_municipalities_says_so(catalogue, areas, observe, at):
    values = indicator_values(catalogue, observe("population", ones(MUNICIPALITIES[2:])), areas)
    district = at(values, "A", "population")
    assert (district.value, district.n_parts, district.n_expected) == (7.0, 7, 9)
    assert district.coverage_pct == pytest.approx(100 * 7 / 9)
    country = at(values, "X", "population")
    assert (country.value, country.n_parts, country.n_expected) == (9.0, 9, 11)


def test_too_thin_a_sum_is_missing_but_still_counts_above(catalogue, areas, observe, at):
    values = indicator_values(
        catalogue, observe("population", ones(["A1", "A2", "A3", "A4", "B1", "B2"])), areas
    )
    district = at(values, "A", "population")
    assert np.isnan(district.value)
    assert (district.status, district.n_parts, district.n_expected) == ("O", 4, 9)
    assert at(values, "X", "population").value == 6.0


def test_what_cannot_exist_is_not_expected(catalogue, areas, observe, at):
    stated = pd.concat([observe("births", ones(MUNICIPALITIES[1:])), observe("births", {"A1": None})])
    stated.loc[stated["area_code"] == "A1", "status"] = "M"
    district = at(indicator_values(catalogue, stated, areas), "A", "births")
    assert (district.n_parts, district.n_expected, district.coverage_pct) == (8, 8, 100.0)


def test_a_published_value_wins_over_its_parts(catalogue, areas, observe, at):
    values = indicator_values(catalogue, observe("population", ones() | {"A": 50}), areas)
    assert (at(values, "A", "population").value, at(values, "A", "population").method) == (50.0, "observed")
    country = at(values, "X", "population")
    assert (country.value, country.n_parts, country.n_expected) == (52.0, 3, 3)


def test_a_weighted_mean_covers_the_weight_of_its_parts(catalogue, areas, observe, at):
    observations = pd.concat(
        [
            observe("unemployment_rate", {"A1": 4, "B1": 10}),
            observe("population", {"A1": 200, "B1": 100, "B2": 300}),
        ]
    )
    values = indicator_values(catalogue, observations, areas)
    country, district = at(values, "X", "unemployment_rate"), at(values, "B", "unemployment_rate")
    assert country.value == pytest.approx((4 * 200 + 10 * 100) / 300)
    assert (country.method, country.coverage_pct) == ("weighted_mean", 50.0)
    assert (district.value, district.coverage_pct, district.n_parts, district.n_expected) == (
        10.0,
        25.0,
        1,
        2,
    )


def test_weights_come_from_the_latest_earlier_period_and_say_so(catalogue, areas, observe, at):
    observations = pd.concat(
        [
            observe("population", {"B1": 300, "B2": 100}, "2013"),
            observe("population", {"B1": 1, "B2": 1}, "2030"),
            observe("unemployment_rate", {"B1": 4, "B2": 8}),
        ]
    )
    district = at(indicator_values(catalogue, observations, areas), "B", "unemployment_rate")
    assert (district.value, district.carried_from, district.status) == (5.0, "2013", "A")


def test_without_weights_there_is_no_mean(catalogue, areas, observe):
    values = indicator_values(catalogue, observe("unemployment_rate", ones()), areas)
    assert set(values.loc[values["indicator_id"] == "unemployment_rate", "area_code"]) == set(MUNICIPALITIES)


def test_a_ratio_is_made_of_sums_and_not_of_ratios(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("own_revenue", {"B1": 10, "B2": 90}), observe("total_revenue", {"B1": 100, "B2": 100})]
    )
    values = indicator_values(catalogue, observations, areas)
    assert at(values, "B1", "own_revenue_share").method == "formula"
    district = at(values, "B", "own_revenue_share")
    assert (district.value, district.method, district.n_parts) == (50.0, "ratio_of_sums", 2)


def test_no_numerator_lacks_its_denominator(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("own_revenue", {"B1": 10, "B2": 90}), observe("total_revenue", {"B1": 100, "B2": None})]
    )
    district = at(indicator_values(catalogue, observations, areas), "B", "own_revenue_share")
    assert (district.value, district.n_parts, district.n_expected) == (10.0, 1, 2)


def test_a_published_input_above_meets_a_whole_sum(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("own_revenue", {"B1": 10, "B2": 90}), observe("total_revenue", {"B": 400})]
    )
    values = indicator_values(catalogue, observations, areas)
    assert at(values, "B", "own_revenue_share").value == 25.0
    partial = observations[observations["area_code"] != "B2"]
    district = indicator_values(catalogue, partial, areas, indicator_ids=["own_revenue_share"])
    assert at(district, "B", "own_revenue_share").status == "O"


def test_a_zero_denominator_gives_a_value_that_cannot_exist(catalogue, areas, observe, at):
    observations = pd.concat([observe("own_revenue", {"B1": 10}), observe("total_revenue", {"B1": 0})])
    share = at(indicator_values(catalogue, observations, areas), "B1", "own_revenue_share")
    assert np.isnan(share.value)
    assert share.status == "M"


def test_a_missing_input_gives_a_missing_value(catalogue, areas, observe, at):
    observations = pd.concat([observe("own_revenue", {"B1": None}), observe("total_revenue", {"B1": 5})])
    share = at(indicator_values(catalogue, observations, areas), "B1", "own_revenue_share")
    assert np.isnan(share.value)
    assert share.status == "O"


def test_growth_is_not_computed_from_a_partial_sum(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("population", ones(MUNICIPALITIES[1:]), "2023"), observe("population", ones())]
    )
    values = indicator_values(catalogue, observations, areas)
    assert at(values, "A", "population", "2023").value == 8.0
    assert at(values, "B", "population_change").value == 0.0
    growth = at(values, "A", "population_change")
    assert (np.isnan(growth.value), growth.status) == (True, "O")


def test_growth_since_a_carried_value_is_missing_not_zero(catalogue, areas, observe, at):
    observations = pd.concat([observe("population", {"B1": 10}, year) for year in ("2022", "2024")])
    births = observe("births", {"B1": 1}, "2023")
    growth = at(
        indicator_values(catalogue, pd.concat([observations, births]), areas), "B1", "population_change"
    )
    assert (np.isnan(growth.value), growth.status) == (True, "O")


def test_growth_over_a_gap_is_missing(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("avg_monthly_wage", {"B1": 10}, "2022"), observe("avg_monthly_wage", {"B1": 20})]
    )
    change = at(indicator_values(catalogue, observations, areas), "B1", "wage_change")
    assert (np.isnan(change.value), change.status) == (True, "O")


def test_a_value_is_carried_forward_by_policy_only(catalogue, areas, observe, at):
    observations = pd.concat(
        [
            observe("population", {"B1": 10}, "2021"),
            observe("births", {"B1": 1}, "2021"),
            observe("births", {"B2": 1}, "2024"),
            observe("births", {"B2": 1}, "2025"),
        ]
    )
    values = indicator_values(catalogue, observations, areas)
    carried = at(values, "B1", "population")
    assert (carried.value, carried.status, carried.method) == (10.0, "I", "carried_forward")
    assert (carried.carried_from, carried.source_ref, carried.dataset_id) == ("2021", "row 2", 7)
    found = values[values["area_code"] == "B1"].groupby("indicator_id")["period"].agg(list)
    assert found["population"] == ["2021", "2024"]
    assert found["births"] == ["2021"]


def test_newer_parts_win_over_a_carried_value(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("population", {"B": 50}, "2023"), observe("population", {"B1": 20, "B2": 25})]
    )
    values = indicator_values(catalogue, observations, areas)
    assert (at(values, "B", "population").value, at(values, "B", "population").method) == (45.0, "sum")
    values = indicator_values(catalogue, observations[observations["area_code"] != "B2"], areas)
    assert (at(values, "B", "population").value, at(values, "B", "population").method) == (
        50.0,
        "carried_forward",
    )


def test_the_weakest_status_of_the_parts_is_the_status_of_the_whole(catalogue, areas, observe, at):
    observations = pd.concat([observe("births", {"B1": 1}), observe("births", {"B2": 1}, status="F")])
    assert at(indicator_values(catalogue, observations, areas), "B", "births").status == "F"


def test_density_prefers_the_published_area_and_says_which(catalogue, areas, observe, at):
    observations = pd.concat(
        [observe("population", {"B1": 60, "B2": 60}), observe("land_area_km2", {"B1": 20})]
    )
    values = indicator_values(catalogue, observations, areas)
    published, measured = at(values, "B1", "population_density"), at(values, "B2", "population_density")
    assert (published.value, published.status) == (3.0, "A")
    assert (measured.value, measured.status) == (6.0, "E")
    assert at(values, "B2", "land_area_km2").method == "attribute"


def test_a_share_that_is_only_published_gets_a_weighted_mean(catalogue, areas, observe, at):
    observations = pd.concat(
        [
            observe("unsewered_settlements_share", {"B1": 10, "B2": 40}),
            observe("settlements_total", {"B1": 20, "B2": 10}),
        ]
    )
    district = at(indicator_values(catalogue, observations, areas), "B", "unsewered_settlements_share")
    assert (district.value, district.method) == (20.0, "weighted_mean")


def test_a_published_share_wins_over_the_computed_one(catalogue, areas, observe, at):
    observations = pd.concat(
        [
            observe("own_revenue", {"B1": 10}),
            observe("total_revenue", {"B1": 100}),
            observe("own_revenue_share", {"B1": 12}),
        ]
    )
    share = at(indicator_values(catalogue, observations, areas), "B1", "own_revenue_share")
    assert (share.value, share.method, share.source_ref) == (12.0, "observed", "row 2")


def test_a_published_gap_is_stated(catalogue, areas, observe, at):
    gap = at(indicator_values(catalogue, observe("births", {"B1": None}), areas), "B1", "births")
    assert (np.isnan(gap.value), gap.status, gap.coverage_pct) == (True, "O", 0.0)


def test_only_what_is_asked_for_comes_back(catalogue, areas, observe):
    observations = pd.concat([observe("population", ones(), period) for period in ("2022", "2023")])
    values = indicator_values(
        catalogue, observations, areas, indicator_ids=["population_change"], periods=["2023"]
    )
    assert set(values["indicator_id"]) == {"population_change"}
    assert set(values["period"]) == {"2023"}
    assert values["value"].eq(0).all()


def test_an_unknown_indicator_is_refused(catalogue, areas, observe):
    with pytest.raises(KeyError, match="gold"):
        indicator_values(catalogue, observe("births", ones()), areas, indicator_ids=["gold"])


def test_no_observations_give_an_empty_table(catalogue, areas, observe):
    full = indicator_values(catalogue, observe("births", ones()), areas)
    empty = indicator_values(catalogue, observe("births", {}), areas)
    assert empty.empty
    assert list(empty.columns) == list(full.columns)


def test_every_method_has_a_name(catalogue, areas, observe):
    observations = pd.concat([observe("population", ones()), observe("unemployment_rate", ones())])
    values = indicator_values(catalogue, observations, areas)
    assert set(values["method"]) == {
        "observed",
        "sum",
        "weighted_mean",
        "attribute",
        "formula",
        "ratio_of_sums",
    }
    assert set(values["method"]) <= set(METHOD_TEXTS)


amounts = st.dictionaries(st.sampled_from(MUNICIPALITIES), st.none() | st.integers(0, 10**6), min_size=1)


@pytest.fixture(scope="module")
def country():
    rows = [("X", None, 0), ("A", "X", 1), ("B", "X", 1), *((code, code[0], 2) for code in MUNICIPALITIES)]
    return pd.DataFrame(rows, columns=["area_code", "parent_code", "admin_level"]).assign(area_km2=10.0)


def observed(indicator_id, values):
    table = pd.DataFrame(
        {"area_code": list(values), "value": [np.nan if v is None else v for v in values.values()]}
    )
    status = np.where(table["value"].isna(), "O", "A")
    return table.assign(indicator_id=indicator_id, period="2024", status=status, source_ref=None)


@given(births=amounts)
def test_totals_are_conserved(country, births):
    values = indicator_values(load_catalogue(), observed("births", births), country, indicator_ids=["births"])
    top = values[(values["area_code"] == "X") & values["value"].notna()]
    stated = [value for value in births.values() if value is not None]
    if len(stated) >= 6:
        assert top["value"].item() == sum(stated)
        assert (top["n_parts"].item(), top["n_expected"].item()) == (len(stated), 11)
    elif len(stated) == 0:
        assert top.empty


@given(population=amounts, rate=amounts, random=st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(country, population, rate, random):
    observations = pd.concat([observed("population", population), observed("poverty_rate", rate)])
    shuffled = observations.sample(frac=1, random_state=random.randrange(1000))
    mixed_areas = country.sample(frac=1, random_state=random.randrange(1000))
    wanted = ["poverty_rate", "population_density"]
    expected = indicator_values(load_catalogue(), observations, country, indicator_ids=wanted)
    mixed = indicator_values(load_catalogue(), shuffled, mixed_areas, indicator_ids=wanted)
    pd.testing.assert_frame_equal(mixed, expected)


@given(own=amounts, total=amounts)
def test_missing_in_missing_out(country, own, total):
    observations = pd.concat([observed("own_revenue", own), observed("total_revenue", total)])
    values = indicator_values(load_catalogue(), observations, country, indicator_ids=["own_revenue_share"])
    shares = values.set_index("area_code")["value"].dropna()
    assert np.isfinite(shares).all()
    for code in MUNICIPALITIES:
        has_value = own.get(code) is not None and bool(total.get(code))
        assert (code in shares.index) == has_value


def test_a_published_mean_stays_where_its_weight_is_missing(catalogue, areas, observe, at):
    """The population of the country is not known while that of most of its municipalities is not."""
    observations = pd.concat(
        [observe("unemployment_rate", {"X": 7, "B1": 12}), observe("population", {"B1": 300})]
    )
    row = at(indicator_values(catalogue, observations, areas), "X", "unemployment_rate")
    assert (row["value"], row["method"]) == (7.0, "observed")


def test_a_national_value_holds_for_every_area_without_its_own(catalogue, areas, observe, at):
    prices = observe("price_index", {"X": 200, "B": 160})
    values = indicator_values(catalogue, prices, areas)
    found = {area: at(values, area, "price_index") for area in ("A1", "B2", "B")}
    assert {area: each.value for area, each in found.items()} == {"A1": 200, "B2": 160, "B": 160}
    assert [found[area].method for area in ("A1", "B2", "B")] == ["from_above", "from_above", "observed"]
    assert found["A1"].source_ref == "row 2"


def test_real_amounts_are_nominal_ones_over_the_price_level(catalogue, areas, observe, at):
    observations = pd.concat(
        [
            observe("total_revenue", {"B1": 30, "B2": 60}),
            observe("population", {"B1": 10, "B2": 20}),
            observe("price_index", {"X": 150}),
        ]
    )
    values = indicator_values(catalogue, observations, areas)
    for area in ("B1", "B"):
        assert at(values, area, "revenue_pc").value == 3000
        assert at(values, area, "revenue_pc_real").value == 2000
    without = observations[observations["indicator_id"] != "price_index"]
    assert "revenue_pc_real" not in set(indicator_values(catalogue, without, areas)["indicator_id"])
