import doctest
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError, validate
from indicators.budget import inequality, peers, provision, reranking
from indicators.budget.errors import MOST_NAMED, BudgetError
from indicators.budget.methods import ProvisionMethods, load_provision_methods, methods_in
from indicators.budget.provision import (
    budget_provision,
    dispersion_coefficient,
    expenditure_need_index,
    fiscal_capacity_index,
    mean_per_head,
    minimum_provision_gap,
    provision_indices,
    provision_table,
)

CODES = pd.Index(["A", "B"])

# Two areas. A: 1 000 people raise 600 thousand and need 400; B: 3 000 raise 600 and need 1 200. The nation:
# 4 000 people, 1 200 ÷ 4 000 = 0.3 a head raised, 1 600 ÷ 4 000 = 0.4 needed.
POPULATION = np.array([1000.0, 3000.0])
REVENUE = np.array([600.0, 600.0])
NEED = np.array([400.0, 1200.0])


@st.composite
def countries(draw: st.DrawFn) -> dict[str, np.ndarray]:
    count = draw(st.integers(1, 8))
    amounts = arrays(float, count, elements=st.floats(1, 1e6))
    shares = arrays(float, count, elements=st.floats(0, 1))
    return {
        "population": draw(amounts),
        "revenue_potential": draw(amounts),
        "normative_expenditure": draw(amounts),
        "small_settlement_share": draw(shares),
    }


@pytest.mark.parametrize("module", [provision, inequality, reranking, peers], ids=lambda each: each.__name__)
def test_the_examples_in_the_docstrings_hold(module: ModuleType):
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


def test_a_country_of_two_areas_by_hand():
    indices = provision_indices(
        population=POPULATION, revenue_potential=REVENUE, normative_expenditure=NEED, area_codes=CODES
    )
    assert indices.mean_revenue_per_head == pytest.approx([0.3])
    assert indices.fiscal_capacity_index == pytest.approx([2, 2 / 3])
    assert indices.expenditure_need_index == pytest.approx([1, 1])
    assert indices.budget_provision == pytest.approx([2, 2 / 3])


def test_need_differs_by_hand():
    need = expenditure_need_index(np.array([800.0, 800.0]), POPULATION)
    assert need == pytest.approx([0.8 / 0.4, (0.8 / 3) / 0.4])


def test_dispersion_by_hand():
    # u = (0.6 · 1 000 + 0.2 · 3 000) ÷ 4 000 = 0.3
    dispersion = dispersion_coefficient(np.array([0.6, 0.2]), POPULATION)
    assert dispersion == pytest.approx([1.6 / 1.3, 1.2 / 1.3])
    need = expenditure_need_index(NEED, POPULATION, dispersion)
    assert need == pytest.approx([1.6 / 1.3, 1.2 / 1.3])
    capacity = fiscal_capacity_index(REVENUE, POPULATION)
    assert budget_provision(capacity, need) == pytest.approx([2 * 1.3 / 1.6, 2 / 3 * 1.3 / 1.2])


def test_the_gap_to_a_minimum_by_hand():
    gap = minimum_provision_gap(500.0, POPULATION, np.array([600.0, 1100.0]))
    assert gap.tolist() == [0.0, 400.0]
    by_area = minimum_provision_gap(np.array([700.0, np.nan]), POPULATION, REVENUE)
    assert by_area == pytest.approx([100.0, np.nan], nan_ok=True)


@given(countries())
def test_the_nation_provides_for_itself(country):
    people, need = country["population"], country["normative_expenditure"]
    dispersed = provision_indices(**country)
    even = provision_indices(**country | {"small_settlement_share": None})
    assert np.average(dispersed.fiscal_capacity_index, weights=people) == pytest.approx(1)
    assert np.average(even.expenditure_need_index, weights=people) == pytest.approx(1)
    assert np.average(even.budget_provision, weights=need) == pytest.approx(1)
    k = dispersion_coefficient(country["small_settlement_share"], people)
    assert np.average(k, weights=people) == pytest.approx(1)
    weights = people * dispersed.expenditure_need_index
    mean = np.average(dispersed.budget_provision, weights=weights)
    assert mean == pytest.approx(people.sum() / weights.sum())


@given(countries(), st.floats(0.001, 1000))
def test_scaling_all_money_changes_no_index(country, factor):
    amounts = ("revenue_potential", "normative_expenditure")
    scaled = provision_indices(**country | {name: factor * country[name] for name in amounts})
    indices = provision_indices(**country)
    assert scaled.budget_provision == pytest.approx(indices.budget_provision)
    assert scaled.fiscal_capacity_index == pytest.approx(indices.fiscal_capacity_index)
    assert scaled.mean_revenue_per_head == pytest.approx(factor * indices.mean_revenue_per_head)


@given(countries(), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_changes_nothing(country, random):
    order = list(range(country["population"].size))
    random.shuffle(order)
    shuffled = provision_indices(**{name: values[order] for name, values in country.items()})
    assert shuffled.budget_provision == pytest.approx(provision_indices(**country).budget_provision[order])


@given(countries())
def test_many_scenarios_are_as_one_by_one(country):
    revenue = np.stack([country["revenue_potential"], np.full_like(country["population"], 5.0)])
    together = provision_indices(**country | {"revenue_potential": revenue})
    one_by_one = [provision_indices(**country | {"revenue_potential": each}) for each in revenue]
    assert together.budget_provision == pytest.approx(
        np.stack([each.budget_provision for each in one_by_one])
    )


@pytest.mark.parametrize("name", ["population", "revenue_potential", "normative_expenditure"])
def test_an_area_that_lacks_a_number_is_in_no_sum(name):
    numbers = {
        "population": np.append(POPULATION, 500.0),
        "revenue_potential": np.append(REVENUE, 9e9),
        "normative_expenditure": np.append(NEED, 9e9),
    }
    numbers[name][2] = np.nan
    indices = provision_indices(**numbers)
    assert indices.budget_provision == pytest.approx([2, 2 / 3, np.nan], nan_ok=True)
    assert np.isnan([indices.fiscal_capacity_index[2], indices.expenditure_need_index[2]]).all()


def test_an_area_without_people_has_no_index():
    people, amounts = np.array([0.0, 10.0]), np.array([0.0, 20.0])
    indices = provision_indices(
        population=people,
        revenue_potential=amounts,
        normative_expenditure=amounts,
        small_settlement_share=np.zeros(2),
    )
    for each in (indices.fiscal_capacity_index, indices.expenditure_need_index, indices.budget_provision):
        assert each == pytest.approx([np.nan, 1], nan_ok=True)


def test_the_table_says_what_is_lacking():
    numbers = pd.DataFrame(
        {
            "area_code": ["A", "B", "C"],
            "population": [1000.0, 3000.0, np.nan],
            "revenue_potential": [600.0, 600.0, np.nan],
            "normative_expenditure": [400.0, 1200.0, 5.0],
        }
    )
    table = provision_table(numbers).set_index("area_code")
    assert table["budget_provision"].tolist() == pytest.approx([2, 2 / 3, np.nan], nan_ok=True)
    assert table["lacks"].isna().tolist() == [True, True, False]
    assert table.loc["C", "lacks"] == "population,revenue_potential"


def test_the_table_takes_dispersion_where_it_is_given():
    numbers = pd.DataFrame(
        {
            "area_code": CODES,
            "population": POPULATION,
            "revenue_potential": REVENUE,
            "normative_expenditure": NEED,
        }
    )
    dispersed = provision_table(numbers.assign(small_settlement_share=[0.6, 0.2]))
    assert dispersed["expenditure_need_index"].tolist() == pytest.approx([1.6 / 1.3, 1.2 / 1.3])
    assert provision_table(numbers)["expenditure_need_index"].tolist() == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"population": [1000.0, -5.0]}, "a population that is not negative, not so in B (-5)"),
        ({"normative_expenditure": [0.0, 1200.0]}, "a normative expenditure above zero, not so in A (0)"),
        ({"normative_expenditure": [-1.0, 0.0]}, "above zero, not so in A (-1), B (0)"),
        ({"small_settlement_share": [60.0, 0.2]}, "a share from 0 to 1, not so in A (60)"),
        ({"normative_expenditure": [np.nan, np.nan]}, "got none of: normative expenditure"),
        ({"population": [-5.0, 3000.0], "revenue_potential": [np.nan, 600.0]}, "not so in A (-5)"),
        ({"normative_expenditure": [0.0, 5.0], "revenue_potential": [np.nan, 600.0]}, "not so in A (0)"),
        ({"revenue_potential": [-600.0, 600.0]}, "amounts that sum to more than zero, got 0"),
        (
            {"revenue_potential": [np.nan, 600.0], "normative_expenditure": [400.0, np.nan]},
            "of at least one area, got none with both",
        ),
    ],
    ids=lambda each: ",".join(each) if isinstance(each, dict) else "",
)
def test_bad_numbers_are_refused_by_name(numbers, message):
    good = {"population": POPULATION, "revenue_potential": REVENUE, "normative_expenditure": NEED}
    given_numbers = good | {name: np.array(values) for name, values in numbers.items()}
    with pytest.raises(BudgetError) as caught:
        provision_indices(**given_numbers, area_codes=CODES)
    assert message in str(caught.value)


def test_a_single_index_refuses_the_same():
    with pytest.raises(BudgetError, match=r"population that is not negative, not so in 1 \(-3,000\)"):
        fiscal_capacity_index(REVENUE, -POPULATION * [-1, 1])
    with pytest.raises(BudgetError, match=r"need index above zero, not so in B \(0\)"):
        budget_provision(np.ones(2), np.array([1.0, 0.0]), area_codes=CODES)
    with pytest.raises(BudgetError, match="none with both"):
        mean_per_head(np.array([np.nan]), np.array([5.0]))


@pytest.mark.parametrize(
    ("norm", "message"),
    [(np.nan, "norm per head of at least one area"), (0.0, r"norm above zero, .*A \(0\)")],
)
def test_missing_and_absurd_norms_are_refused(norm, message):
    with pytest.raises(BudgetError, match=message):
        minimum_provision_gap(norm, POPULATION, REVENUE, area_codes=CODES)


def test_a_negative_population_has_no_gap():
    with pytest.raises(BudgetError, match="population that is not negative"):
        minimum_provision_gap(500.0, -POPULATION, REVENUE)


def test_a_bad_number_of_any_scenario_is_found():
    needs = np.array([[400.0, 1200.0], [400.0, -7.0]])
    with pytest.raises(BudgetError) as caught:
        expenditure_need_index(needs, POPULATION, area_codes=CODES)
    assert caught.value.area_codes == ("B",)
    assert "B (-7)" in str(caught.value)


def test_the_error_knows_every_area_and_names_some():
    codes = pd.Index([f"A{n:03}" for n in range(MOST_NAMED + 5)])
    with pytest.raises(BudgetError, match=r"A019 \(-1\), 5 more$") as caught:
        fiscal_capacity_index(np.ones(codes.size), -np.ones(codes.size), area_codes=codes)
    assert caught.value.area_codes == tuple(codes)


def test_no_method_is_called_official_that_is_not_at_hand():
    methods = load_provision_methods()
    assert methods["russian-federal-2004"].country is None
    pending = [method for method in methods.values() if method.status == "pending"]
    assert len(pending) == 1
    assert all(set(method.note) == set(LANGUAGES) for method in methods.values())


def test_a_country_sees_the_default_and_its_own():
    methods = load_provision_methods()
    assert list(methods_in(methods, "kgz")) == ["russian-federal-2004", "kgz-315-2021"]
    assert list(methods_in(methods, "bgr")) == ["russian-federal-2004"]


def test_there_is_one_default():
    text = dict.fromkeys(LANGUAGES, "x")
    method = {"title": text, "note": text, "status": "default", "reference": "x"}
    with pytest.raises(ConfigError, match="expected one method with the status default"):
        validate({"a": method, "b": method}, ProvisionMethods, name=CONFIG_DIR / "x.toml")
