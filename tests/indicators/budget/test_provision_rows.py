"""Provision of areas with the numbers behind it, and how many people live in small settlements."""

import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.budget import settlements
from indicators.budget.errors import BudgetError
from indicators.budget.grants import basis
from indicators.budget.inputs import BudgetInputs
from indicators.budget.methods import default_method, load_provision_methods
from indicators.budget.provision_rows import COLUMNS, provision_rows
from indicators.budget.scenario import NeedFromIndicator, NeedPerHead
from indicators.budget.settlements import small_settlement_share

from .scenarios import BY_INDICATOR, PER_HEAD, scenario

NAN = float("nan")
SPENT = NeedFromIndicator.model_validate(BY_INDICATOR)
# A raises 600 of the 400 it needs, B 600 of 1 200; C has nobody to tell of its revenue.
TABLE = pd.DataFrame(
    {
        "area_code": ["A", "B", "C"],
        "population": [1000.0, 3000.0, 500.0],
        "revenue_potential": [600.0, 600.0, NAN],
        "own_revenue": [600.0, 600.0, NAN],
        "normative_expenditure": [400.0, 1200.0, 100.0],
        "current_grant": [0.0, 300.0, 10.0],
        "small_settlement_share": [100.0, 0.0, 50.0],
    }
)


def rows(need=SPENT, table=TABLE, **choices) -> pd.DataFrame:
    return provision_rows(BudgetInputs.from_table(table), need, **choices).set_index("area_code")


def test_indices_grant_and_gap_by_hand():
    told = rows()
    assert ["area_code", *told] == list(COLUMNS)
    # ИНП 0.6 ÷ 0.3 and 0.2 ÷ 0.3 of the two that are known, ИБР 1 and 1.
    assert told["budget_provision"].tolist()[:2] == pytest.approx([2.0, 2 / 3])
    assert told["provision_with_grant"].tolist()[:2] == pytest.approx([2.0, 1.0])
    assert told["gap"].tolist()[:2] == pytest.approx([0.0, 600.0])
    assert told["gap_pc"].tolist()[:2] == pytest.approx([0.0, 200.0])
    assert told["dispersion"].isna().all()


def test_an_area_that_lacks_a_number_says_which_and_has_no_gap():
    told = rows().loc["C"]
    assert told["lacks"] == "revenue_potential"
    assert np.isnan([told["budget_provision"], told["provision_with_grant"], told["gap"]]).all()


def test_a_grant_that_is_not_known_is_not_zero():
    told = rows(table=TABLE.assign(current_grant=[0.0, NAN, 10.0]))
    assert np.isnan(told.loc["B", "provision_with_grant"])
    assert told.loc["B", "budget_provision"] == pytest.approx(2 / 3)


def test_a_norm_per_head_replaces_what_areas_spend():
    told = rows(NeedPerHead.model_validate(PER_HEAD))
    assert told["normative_expenditure"].tolist() == [1000.0, 3000.0, 500.0]
    assert told.loc[["A", "B"], "expenditure_need_index"].tolist() == pytest.approx([1.0, 1.0])


def test_small_settlements_count_only_when_asked_and_in_percent():
    told = rows(corrects_for_dispersion=True)
    # u = (1 000 · 1 + 3 000 · 0) ÷ 4 000 = 0.25 of the two that have an index.
    assert told.loc[["A", "B"], "dispersion"].tolist() == pytest.approx([2 / 1.25, 1 / 1.25])
    assert told.loc[["A", "B"], "expenditure_need_index"].tolist() == pytest.approx([1.6, 0.8])
    assert np.isnan(told.loc["C", "dispersion"])


def test_it_is_what_a_scenario_starts_from():
    numbers = BudgetInputs.from_table(TABLE[:2])
    asked = scenario(
        {"form": "lift", "criterion": 1}, need=BY_INDICATOR, inputs={"small_settlement_share": "population"}
    )
    before = basis(asked, numbers, asked.parameters)
    told = provision_rows(numbers, SPENT, corrects_for_dispersion=True)
    assert told["budget_provision"].tolist() == pytest.approx(before.indices.budget_provision.tolist())
    with_grant = before.provision_with(numbers.current_grant)
    assert told["provision_with_grant"].tolist() == pytest.approx(with_grant.tolist())


def test_numbers_that_nobody_has_are_said():
    with pytest.raises(BudgetError, match="got none of: revenue potential"):
        rows(table=TABLE.assign(revenue_potential=NAN))


def test_the_example_in_the_docstring_holds():
    results = doctest.testmod(settlements)
    assert (results.attempted, results.failed) == (2, 0)


def test_a_settlement_of_the_limit_is_not_small_and_an_unknown_one_leaves_its_area_untold():
    people = pd.Series({"a": 499.0, "b": 500.0, "c": 100.0, "d": NAN, "e": 0.0, "f": 80.0})
    above = pd.Series({"a": "1", "b": "1", "c": "2", "d": "2", "e": "3", "f": None})
    shares = small_settlement_share(people, above, below=500)
    assert shares["1"] == pytest.approx(499 / 999)
    assert shares.loc[["2", "3"]].isna().all()
    assert set(shares.index) == {"1", "2", "3"}


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from("XY")), min_size=1))
def test_a_share_is_a_share(settled):
    people, above = (pd.Series(list(each)) for each in zip(*settled, strict=True))
    shares = small_settlement_share(people.astype(float), above, below=500).dropna()
    assert shares.between(0, 1).all()


def test_the_limit_of_small_settlements_stands_with_its_method():
    method = default_method(load_provision_methods())
    assert method.small_settlement_below == 500
    assert "670" in method.reference
