import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators import formulas, missing
from indicators.formulas import FORMULAS, cagr, change, moving_mean, share

PERIODS = ["2018", "2019", "2020", "2021", "2022", "2023"]

# As statistics have them: nothing so small that dividing by it leaves the range of numbers.
numbers = st.one_of(st.just(np.nan), st.just(0.0), st.floats(1e-9, 1e9), st.floats(-1e9, -1e-9))


@st.composite
def inputs(draw: st.DrawFn, count: int) -> list[pd.DataFrame]:
    index = pd.Index(draw(st.lists(st.text("abc", min_size=1), unique=True, min_size=1, max_size=4)))
    values = draw(arrays(float, (count, len(index), len(PERIODS)), elements=numbers))
    return [pd.DataFrame(each, index=index, columns=PERIODS) for each in values]


@pytest.mark.parametrize("module", [formulas, missing], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module):
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
def test_every_formula_cites_its_source_and_shows_an_example(formula):
    assert "Source: " in formula.function.__doc__
    assert ">>> " in formula.function.__doc__
    assert all(name in formula.expression for name in formula.input_names)


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
@given(data=st.data())
def test_missing_stays_missing_labels_stay_and_nothing_is_infinite(formula, data):
    tables = data.draw(inputs(len(formula.input_names)))
    result = formula.function(*tables)
    assert result.index.equals(tables[0].index)
    assert result.columns.equals(tables[0].columns)
    assert not np.isinf(result.to_numpy()).any()
    lacks_input = np.isnan(np.stack([table.to_numpy() for table in tables])).any(axis=0)
    assert np.isnan(result.to_numpy()[lacks_input]).all()


@pytest.mark.parametrize("formula_id", ["per_head", "balance_per_head", "per_km2", "share", "ratio"])
def test_nothing_is_divided_by_zero(formula_id):
    formula = FORMULAS[formula_id]
    ones = pd.DataFrame({"2024": [1.0]})
    tables = [ones] * (len(formula.input_names) - 1)
    assert formula.function(*tables, ones * 0).isna().all(axis=None)


def test_inputs_are_matched_by_label():
    part = pd.DataFrame({"2024": [1.0, 2.0]}, index=["a", "b"])
    whole = pd.DataFrame({"2024": [4.0, 2.0, 9.0]}, index=["b", "a", "c"])
    assert share(part, whole)["2024"].to_dict() == {"a": 50.0, "b": 50.0}


def test_growth_from_zero_has_no_rate():
    value = pd.DataFrame({"2023": [0.0, 10.0, -10.0, 10.0], "2024": [5.0, -5.0, 5.0, 0.0]})
    assert cagr(value, years=1)["2024"].tolist() == pytest.approx([np.nan, np.nan, np.nan, -100], nan_ok=True)


def test_a_gap_in_the_years_is_no_previous_year():
    value = pd.DataFrame({"2020": [1.0], "2022": [2.0]})
    assert change(value).isna().all(axis=None)


def test_a_mean_over_years_needs_all_of_them():
    value = pd.DataFrame({"2021": [1.0], "2022": [np.nan], "2023": [2.0], "2024": [3.0], "2025": [4.0]})
    assert moving_mean(value, years=3).loc[0].tolist() == pytest.approx([np.nan] * 4 + [3.0], nan_ok=True)


def test_what_a_formula_reads():
    assert list(FORMULAS["share"].lags({})) == [0]
    assert list(FORMULAS["cagr"].lags({})) == [0, 5]
    assert list(FORMULAS["change"].lags({"years": 2})) == [0, 2]
    assert list(FORMULAS["moving_mean"].lags({})) == [0, 1, 2]
