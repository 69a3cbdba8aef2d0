import pandas as pd
import pytest

from indicators.explain import NothingKnownError, explain


def test_an_observed_value_leads_to_its_row(catalogue, areas, observe):
    known = explain(
        catalogue, observe("births", {"B1": 3}), areas, area_code="B1", indicator_id="births", period="2024"
    )
    assert (known.value, known.unit, known.status, known.method) == (3.0, "person", "A", "observed")
    assert (known.expression, known.inputs, known.weight) == (None, (), None)
    assert known.sources[["dataset_id", "source_ref"]].to_numpy().tolist() == [[7, "row 2"]]
    assert known.reference == catalogue["births"].reference


def test_a_ratio_shows_formula_and_the_sums_it_was_given(catalogue, areas, observe):
    observations = pd.concat(
        [observe("own_revenue", {"A1": 7, "B1": 10, "B2": 90}), observe("population", {"B1": 30, "B2": 20})]
    )
    known = explain(
        catalogue, observations, areas, area_code="B", indicator_id="own_revenue_pc", period="2024"
    )
    assert known.value == 2000.0
    assert (known.expression, known.parameters) == ("scale × amount ÷ population", {"scale": 1000})
    given = [(each.name, each.indicator_id, each.value, each.method) for each in known.inputs]
    assert given == [("amount", "own_revenue", 100.0, "sum"), ("population", "population", 50.0, "sum")]
    assert (known.n_parts, known.n_expected, known.coverage_pct) == (2, 2, 100.0)
    assert sorted(known.sources["area_code"]) == ["B1", "B1", "B2", "B2"]


def test_a_density_says_which_land_area_it_uses(catalogue, areas, observe):
    observations = observe("population", {"B1": 60})
    known = explain(
        catalogue, observations, areas, area_code="B1", indicator_id="population_density", period="2024"
    )
    assert [(each.name, each.value, each.method) for each in known.inputs] == [
        ("amount", 60.0, "observed"),
        ("area_km2", 30.0, "attribute"),
    ]


def test_a_value_from_above_leads_to_its_row(catalogue, areas, observe):
    observations = pd.concat([observe("price_index", {"X": 150}), observe("price_index", {"B": 120}, "2023")])
    known = explain(catalogue, observations, areas, area_code="A1", indicator_id="price_index", period="2024")
    assert (known.value, known.method) == (150.0, "from_above")
    assert known.sources["area_code"].tolist() == ["X"]


def test_a_formula_over_time_shows_the_periods_it_reads(catalogue, areas, observe):
    observations = pd.concat([observe("population", {"B1": 100}, "2019"), observe("population", {"B1": 110})])
    known = explain(
        catalogue, observations, areas, area_code="B1", indicator_id="population_cagr", period="2024"
    )
    assert known.value == pytest.approx(1.924, abs=1e-3)
    assert [(each.period, each.value) for each in known.inputs] == [("2024", 110.0), ("2019", 100.0)]
    assert known.sources["period"].tolist() == ["2019", "2024"]


def test_a_missing_result_shows_what_is_missing(catalogue, areas, observe):
    observations = observe("population", {"B1": 110})
    known = explain(
        catalogue, observations, areas, area_code="B1", indicator_id="population_change", period="2024"
    )
    assert (known.value, known.status) == (None, "O")
    assert [(each.period, each.value) for each in known.inputs] == [("2024", 110.0), ("2023", None)]


def test_a_weighted_mean_names_its_weight_and_its_period(catalogue, areas, observe):
    observations = pd.concat(
        [observe("poverty_rate", {"B1": 10, "B2": 30}), observe("population", {"B1": 1, "B2": 1}, "2021")]
    )
    known = explain(catalogue, observations, areas, area_code="X", indicator_id="poverty_rate", period="2024")
    assert (known.value, known.method, known.weight, known.carried_from) == (
        20.0,
        "weighted_mean",
        "population",
        "2021",
    )
    assert known.sources["indicator_id"].tolist() == ["poverty_rate", "poverty_rate"]


@pytest.mark.parametrize(("area_code", "period"), [("B2", "2024"), ("B1", "1999"), ("Z", "2024")])
def test_of_nothing_nothing_is_said(catalogue, areas, observe, area_code, period):
    with pytest.raises(NothingKnownError, match=f"{area_code} in {period}"):
        explain(
            catalogue,
            observe("births", {"B1": 3}),
            areas,
            area_code=area_code,
            indicator_id="births",
            period=period,
        )
