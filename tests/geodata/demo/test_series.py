from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from geodata.demo import DemoCountry, DemoSettings
from geodata.demo.series import add_series
from geodata.demo.settings import Ratio
from geodata.schemas import OBSERVATIONS
from indicators.catalogue import load_catalogue

YEARS = [str(year) for year in range(2014, 2026)]
QUARTERS = [f"{year}-Q{quarter}" for year in YEARS for quarter in range(1, 5)]


@pytest.fixture(scope="module")
def by_place(country: DemoCountry) -> pd.DataFrame:
    """Values of the yearly indicators by municipality and year, one column per indicator."""
    municipalities = country.areas.query("admin_level == 3")["area_code"]
    observations = country.observations
    is_taken = observations["area_code"].isin(municipalities) & observations["period"].isin(YEARS)
    return observations[is_taken].pivot_table(
        index=["area_code", "period"], columns="indicator_id", values="value", dropna=False
    )


@pytest.fixture(scope="module")
def latest(country: DemoCountry, by_place: pd.DataFrame) -> pd.DataFrame:
    """Values of the last year beside the properties of the municipality."""
    places = country.areas.query("admin_level == 3").set_index("area_code")
    return by_place.xs("2025", level="period").join(places[["urban_rural", "elevation_m"]])


def morans_i(country: DemoCountry, values: pd.Series) -> float:
    """Moran's I with binary queen contiguity."""
    known = country.areas.set_index("area_code").loc[values.dropna().index]
    one, other = known.sindex.query(known.geometry, predicate="touches")
    deviation = (values.loc[known.index] - values.mean()).to_numpy()
    return float(len(known) / len(one) * (deviation[one] * deviation[other]).sum() / (deviation**2).sum())


def test_every_base_indicator_of_the_catalogue_is_generated(settings: DemoSettings) -> None:
    catalogue = load_catalogue()
    base = {id_ for id_, indicator in catalogue.items() if indicator.kind == "base"}
    assert settings.services is not None
    made = set(settings.model.indicators) | set(settings.services.indicators)
    assert made < base
    left_out = {id_ for id_ in base - made if catalogue[id_].stage_of is None}
    assert left_out == {"local_taxes", "shared_taxes", "non_tax_revenue", "price_index"}


def test_values_are_rounded_and_ranged_as_the_catalogue_says(country: DemoCountry) -> None:
    for indicator_id, indicator in load_catalogue().items():
        values = country.observations.query("indicator_id == @indicator_id")["value"]
        if len(values):
            assert values.min() >= (-np.inf if indicator.minimum is None else indicator.minimum), indicator_id
            assert values.max() <= (np.inf if indicator.maximum is None else indicator.maximum), indicator_id


def test_every_municipality_has_a_row_for_every_indicator_and_period(country: DemoCountry) -> None:
    observations = OBSERVATIONS.validate(country.observations)
    is_series = observations["indicator_id"].isin(country.settings.model.indicators)
    municipalities = observations[is_series & (observations["area_code"].str.len() == 7)]
    periods = municipalities.groupby("indicator_id")["period"].unique().map(sorted)
    assert periods.pop("registered_unemployment_rate") == QUARTERS
    assert all(each == YEARS for each in periods)
    rows = municipalities.groupby("indicator_id").size()
    assert rows.pop("registered_unemployment_rate") == 450 * 48
    assert rows.eq(450 * 12).all()


def test_quarters_move_like_a_quarter_of_a_year(country: DemoCountry) -> None:
    rate = country.settings.model.indicators["poverty_rate"].model_copy(
        update={"frequency": "Q", "yearly_noise": 0, "gap_share": 0, "decimals": 9, "break_year": 2016}
    )
    assert isinstance(rate, Ratio)
    only = DemoSettings(
        country.settings.model.model_copy(update={"indicators": {"poverty_rate": rate}}),
        country.settings.names,
    )
    made = add_series(replace(country, settings=only, observations=country.observations.iloc[:0]))
    one = made.observations[made.observations["area_code"] == made.observations["area_code"].iloc[0]]
    steps = logit(one.set_index("period")["value"].loc[:"2015-Q4"] / 100).diff().dropna()
    assert steps.to_numpy() == pytest.approx(rate.trend / 4)
    assert one.loc[one["status"] == "B", "period"].tolist() == ["2016-Q1"]


def test_missing_is_missing_and_says_so(country: DemoCountry) -> None:
    missing = country.observations["value"].isna()
    assert (country.observations["status"] == "O").equals(missing)
    assert 0.003 < missing.mean() < 0.05


def test_breaks_are_marked_for_every_area(country: DemoCountry) -> None:
    breaks = country.observations.query("status == 'B'").groupby("indicator_id")["period"].unique()
    assert breaks["unemployment_rate"].tolist() == ["2019"]
    assert breaks["own_revenue"].tolist() == ["2021"]
    assert breaks["personal_income_tax"].tolist() == ["2021"]


def test_a_break_is_a_step(by_place: pd.DataFrame) -> None:
    median = by_place["unemployment_rate"].groupby("period").median()
    steps = median.diff()
    assert steps["2019"] < 2 * steps.drop("2019").min() < 0


def test_a_few_values_are_outliers(by_place: pd.DataFrame) -> None:
    own_level = by_place.groupby("area_code")["net_sales_revenue"].transform("median")
    outliers = (by_place["net_sales_revenue"] > 100 * own_level).sum()
    assert 0 < outliers < 20


def test_population_changes_by_births_deaths_and_migration(by_place: pd.DataFrame) -> None:
    change = by_place["population"].groupby("area_code").diff().shift(-1)
    flows = by_place["births"] - by_place["deaths"] + by_place["net_migration"]
    known = change.notna() & flows.notna() & (by_place.index.get_level_values("period") < "2025")
    assert known.mean() > 0.7
    pd.testing.assert_series_equal(change[known], flows[known], check_names=False)


def test_parts_are_smaller_than_the_whole(by_place: pd.DataFrame) -> None:
    by_age = by_place["population_0_14"] + by_place["population_65_plus"]
    assert not (by_age + by_place["employed"] > by_place["population"]).any()
    for lacking in ("settlements_unpaved", "settlements_unsewered", "settlements_substandard_water"):
        assert not (by_place[lacking] > by_place["settlements_total"]).any()


def test_revenue_is_own_revenue_and_transfers(by_place: pd.DataFrame) -> None:
    difference = by_place["total_revenue"] - by_place["own_revenue"] - by_place["transfers"]
    assert difference.notna().mean() > 0.9
    assert difference.dropna().eq(0).all()


@pytest.mark.parametrize(
    ("whole", "breakdown", "count"),
    [
        ("own_revenue", "source", 10),
        ("transfers", "source", 5),
        ("total_expenditure", "function", 9),
        ("total_expenditure", "economic", 2),
    ],
)
def test_items_add_up_to_their_total(
    country: DemoCountry, by_place: pd.DataFrame, whole: str, breakdown: str, count: int
) -> None:
    parts = country.settings.model.parts(whole, breakdown)
    assert len(parts) == count
    added_up = by_place[parts].sum(axis="columns", skipna=False)
    known = added_up.notna() & by_place[whole].notna()
    assert known.mean() > 0.9
    assert added_up[known].eq(by_place.loc[known, whole]).all()
    assert by_place[parts].min().min() >= 0


def test_the_income_tax_stays_whole_from_the_break_on(by_place: pd.DataFrame) -> None:
    share = (by_place["personal_income_tax"] / by_place["own_revenue"]).groupby("period").median()
    steps = share.diff().dropna()
    assert steps["2021"] > 0.1
    assert steps.drop("2021").abs().max() < 0.03


def test_plans_are_near_what_came_of_them(by_place: pd.DataFrame) -> None:
    for amount in ("own_revenue", "transfers", "total_expenditure"):
        rate = by_place[amount] / by_place[f"{amount}_planned"]
        assert 0.9 < rate.median() < 1.1
        assert rate.std() < 0.2


def test_prices_are_those_of_the_pack_and_of_the_country_alone(country: DemoCountry) -> None:
    prices = country.observations.query("indicator_id == 'price_index'")
    assert prices["area_code"].unique().tolist() == ["DEMO"]
    assert prices["period"].tolist() == YEARS
    assert prices["value"].iloc[0] == 100
    assert prices["value"].is_monotonic_increasing


def test_land_and_settlements_are_those_of_the_map(country: DemoCountry, latest: pd.DataFrame) -> None:
    areas = country.areas
    villages = areas.query("admin_level == 4").groupby("parent_code").size()
    assert latest["settlements_total"].equals(villages.loc[latest.index].astype(float).set_axis(latest.index))
    known = latest["land_area_km2"].dropna()
    np.testing.assert_allclose(known, areas.set_index("area_code")["area_km2"].loc[known.index], atol=0.06)


def test_settlements_add_up_to_their_municipality(country: DemoCountry, by_place: pd.DataFrame) -> None:
    settlements = country.observations[country.observations["area_code"].str.len() == 11]
    total = settlements.groupby([settlements["area_code"].str[:7], "period"])["value"].sum()
    assert set(settlements["indicator_id"]) == {"population"}
    assert settlements["value"].ge(0).all()
    pd.testing.assert_series_equal(total, by_place["population"], check_names=False)


@pytest.mark.parametrize(
    ("indicator_id", "sign"),
    [("avg_monthly_wage", 1), ("poverty_rate", -1), ("unemployment_rate", -1), ("safe_water_share", 1)],
)
def test_cities_are_better_off_and_mountains_worse(
    latest: pd.DataFrame, indicator_id: str, sign: int
) -> None:
    median = latest.groupby("urban_rural")[indicator_id].median()
    rural = latest[latest["urban_rural"] == "rural"]
    assert sign * (median["urban"] - median["rural"]) > 0
    assert sign * rural[indicator_id].corr(rural["elevation_m"], method="spearman") < -0.1


@pytest.mark.parametrize(
    "indicator_id",
    [
        "avg_monthly_wage",
        "unemployment_rate",
        "poverty_rate",
        "safe_water_share",
        "safe_sanitation_share",
        "electricity_access_share",
    ],
)
def test_neighbours_resemble_each_other(
    country: DemoCountry, latest: pd.DataFrame, indicator_id: str
) -> None:
    values = latest[indicator_id]
    shuffled = pd.Series(np.random.default_rng(0).permutation(values), index=values.index)
    assert morans_i(country, values) > 0.25
    assert abs(morans_i(country, shuffled)) < 0.1


@pytest.mark.parametrize(("spatial_share", "low", "high"), [(1.0, 0.7, 1.1), (0.0, -0.1, 0.1)])
def test_the_spatial_share_is_what_neighbours_have_in_common(
    country: DemoCountry, spatial_share: float, low: float, high: float
) -> None:
    pure = {
        "urban_effect": 0,
        "mountain_effect": 0,
        "prosperity_effect": 0,
        "yearly_noise": 0,
        "gap_share": 0,
    }
    model = country.settings.model
    poverty = model.indicators["poverty_rate"].model_copy(update={**pure, "spatial_share": spatial_share})
    only = DemoSettings(
        model.model_copy(update={"indicators": {"poverty_rate": poverty}}), country.settings.names
    )
    made = add_series(replace(country, settings=only, observations=country.observations.iloc[:0]))
    first_year = made.observations.query("period == '2014'").set_index("area_code")["value"]
    assert low < morans_i(country, first_year) < high


def test_counts_per_head_are_correlated_too(country: DemoCountry, latest: pd.DataFrame) -> None:
    for indicator_id in ("births", "own_revenue", "transfers", "employed", "population_65_plus"):
        assert morans_i(country, latest[indicator_id] / latest["population"]) > 0.2, indicator_id
