from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from indicators.reference import NoAreasError, NoNationError, compare_to_reference, national_reference
from indicators.values import indicator_values


@pytest.fixture
def values(catalogue, areas, observe):
    rates = [observe("unemployment_rate", {"B1": 4, "B2": 8, "A1": 12}, year) for year in ("2022", "2023")]
    observations = pd.concat(
        [
            *rates,
            observe("unemployment_rate", {"B1": 10, "B2": None}, "2024"),
            observe("population", {"B1": 300, "B2": 100, "A1": 100}, "2013"),
        ]
    )
    return indicator_values(catalogue, observations, areas)


def refer(
    values, catalogue, areas, method, periods=("2022", "2023"), indicator_id="unemployment_rate", level=2
):
    return national_reference(
        values, catalogue, areas, indicator_id=indicator_id, periods=periods, level=level, method=method
    )


def test_the_nation_is_weighted_by_population_and_says_of_when(values, catalogue, areas):
    reference = refer(values, catalogue, areas, "national")
    assert reference.means.to_dict() == {"X": pytest.approx(6.4)}
    assert reference.weight == "population"
    assert reference.per_period["basis"].tolist() == ["weighted_mean"] * 2
    assert reference.per_period["weights_from"].tolist() == ["2013"] * 2
    assert reference.per_period["n_areas"].tolist() == [3, 3]


def test_the_simple_mean_counts_every_area_the_same(values, catalogue, areas):
    reference = refer(values, catalogue, areas, "national-simple")
    assert reference.means.to_dict() == {"X": 8.0}
    assert reference.per_period["basis"].tolist() == ["simple_mean"] * 2
    assert reference.weight is None


def test_a_published_national_value_wins(catalogue, areas, observe):
    observations = observe("unemployment_rate", {"X": 5, "B1": 10})
    values = indicator_values(catalogue, observations, areas)
    reference = refer(values, catalogue, areas, "national", ["2024"])
    assert reference.per_period["basis"].tolist() == ["observed"]
    assert compare_to_reference(values, reference).set_index("area_code").loc["B1", "ratio"] == 2.0


def test_areas_are_compared_with_their_parents(values, catalogue, areas):
    reference = refer(values, catalogue, areas, "parent")
    assert reference.means.to_dict() == {"A": 12.0, "B": 5.0}
    compared = compare_to_reference(values, reference).set_index("area_code")
    assert compared.loc[["A1", "B1", "B2"], "ratio"].tolist() == [1.0, 0.8, 1.6]


def test_the_window_takes_the_years_there_are_and_counts_them(values, catalogue, areas):
    reference = refer(values, catalogue, areas, "national", ("2022", "2023", "2024", "2025"))
    compared = compare_to_reference(values, reference).set_index("area_code")
    assert compared.loc["B1", ["value", "n_periods"]].tolist() == [6.0, 3]
    assert compared.loc["B2", ["value", "n_periods"]].tolist() == [8.0, 2]
    assert reference.per_period["value"].tolist() == pytest.approx([6.4, 6.4, 10.0, np.nan], nan_ok=True)


def test_areas_without_data_are_listed_as_missing(values, catalogue, areas):
    compared = compare_to_reference(values, refer(values, catalogue, areas, "national")).set_index(
        "area_code"
    )
    assert list(compared.index) == areas.loc[areas["admin_level"] == 2, "area_code"].tolist()
    assert compared.loc["A9", "n_periods"] == 0
    assert compared.loc["A9", ["value", "ratio"]].isna().all()


def test_a_ratio_indicator_refers_to_the_ratio_of_sums(catalogue, areas, observe):
    observations = pd.concat(
        [observe("own_revenue", {"A1": 10, "B1": 90}), observe("total_revenue", {"A1": 100, "B1": 900})]
    )
    values = indicator_values(catalogue, observations, areas)
    reference = refer(values, catalogue, areas, "national", ["2024"], "own_revenue_share")
    assert reference.per_period[["value", "basis"]].to_numpy().tolist() == [[10.0, "ratio_of_sums"]]


def test_a_reference_of_zero_gives_no_ratio(catalogue, areas, observe):
    values = indicator_values(catalogue, observe("unemployment_rate", {"X": 0, "B1": 3}), areas)
    compared = compare_to_reference(values, refer(values, catalogue, areas, "national", ["2024"]))
    assert compared["ratio"].isna().all()


def test_a_nation_is_needed(values, catalogue, areas):
    with pytest.raises(NoNationError, match="got 0"):
        refer(values, catalogue, areas[areas["admin_level"] > 0], "national")


@pytest.mark.parametrize("method", ["national", "national-simple", "parent"])
def test_a_level_without_areas_is_refused(values, catalogue, areas, method):
    with pytest.raises(NoAreasError, match="expected a level that has areas, of 0, 1, 2, got 7"):
        refer(values, catalogue, areas, method, level=7)


@pytest.fixture
def bulgaria(real_data: Path, catalogue) -> tuple[pd.DataFrame, pd.DataFrame]:
    folder = real_data / "bgr"
    shapes = gpd.read_file(folder / "municipalities.geojson", ignore_geometry=True)
    municipalities = pd.DataFrame(
        {"area_code": shapes["nuts4"], "parent_code": shapes["nuts3"], "admin_level": 2}
    )
    provinces = pd.DataFrame({"area_code": shapes["nuts3"].unique(), "parent_code": "BG", "admin_level": 1})
    nation = pd.DataFrame({"area_code": ["BG"], "parent_code": [None], "admin_level": [0]})
    areas = pd.concat([nation, provinces, municipalities], ignore_index=True).assign(area_km2=np.nan)

    rates = pd.read_csv(folder / "unemployment_rate.csv").melt("code", var_name="period")
    people = (
        pd.read_csv(folder / "settlements.csv").groupby("municipality", as_index=False)["population"].sum()
    )
    observations = pd.concat(
        [
            rates.rename(columns={"code": "area_code"}).assign(indicator_id="unemployment_rate"),
            people.rename(columns={"municipality": "area_code", "population": "value"}).assign(
                indicator_id="population", period="2013"
            ),
        ]
    ).assign(status="A", source_ref=None)
    return areas, indicator_values(catalogue, observations, areas)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("method", "mean", "n_above"), [("national", 6.10, 170), ("national-simple", 11.76, 90)]
)
def test_bulgaria_above_105_percent_of_national_unemployment(bulgaria, catalogue, method, mean, n_above):
    areas, values = bulgaria
    reference = refer(values, catalogue, areas, method, ("2023", "2024", "2025"))
    compared = compare_to_reference(values, reference)
    assert reference.means["BG"] == pytest.approx(mean, abs=0.005)
    assert len(compared) == 265
    assert compared["n_periods"].eq(3).all()
    assert (compared["ratio"] > 1.05).sum() == n_above
    assert reference.per_period["n_areas"].tolist() == [265] * 3
    if method == "national":
        assert reference.per_period["weights_from"].tolist() == ["2013"] * 3
