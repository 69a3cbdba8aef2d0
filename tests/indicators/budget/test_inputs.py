"""What scenarios read: from tables, from values of indicators and from norms."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from geodata.budgets import ExpenditureNorm
from indicators.budget.errors import BudgetError
from indicators.budget.inputs import BudgetInputs
from indicators.budget.norms import norm_per_head
from indicators.catalogue import Catalogue
from indicators.values import indicator_values

from .scenarios import BY_INDICATOR, FIVE, inputs, scenario

LIFT = {"form": "lift", "criterion": 1}
NAN = float("nan")


def norm(item: str, amount: float, *, period: str = "2020", area_type: str | None = None) -> ExpenditureNorm:
    return ExpenditureNorm(
        item=item, period=period, amount_per_head=amount, area_type=area_type, reference="the test"
    )


def test_areas_are_put_in_the_order_of_their_codes():
    known = inputs(FIVE, codes=["10", "02", "01", "04", "03"])
    assert known.area_codes.tolist() == ["01", "02", "03", "04", "10"]
    assert known.revenue_potential.tolist() == [1000, 800, 1600, 1200, 400]
    assert np.isnan(known.current_grant).all()


@pytest.mark.parametrize(
    ("columns", "codes", "message"),
    [
        ({}, ["A", "B", "A", "C", "B"], "expected one row per area.*A, B"),
        ({"current_grant": [0, 0, np.inf, 0, -np.inf]}, None, "finite numbers of current_grant.*C.*E"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_areas(columns, codes, message):
    with pytest.raises(BudgetError, match=message):
        inputs(FIVE | columns, codes=codes)


def test_inequality_is_told_apart_by_the_areas_of_the_first_level():
    codes = {"Q": (0, None), "A": (1, "Q"), "A1": (2, "A"), "A11": (3, "A1"), "A12": (3, "A1")}
    areas = pd.DataFrame(
        [(code, level, above, "village") for code, (level, above) in codes.items()],
        columns=["area_code", "admin_level", "parent_code", "area_type"],
    ).astype({"parent_code": "str"})
    values = pd.DataFrame(columns=["area_code", "indicator_id", "period", "value"])
    above = {
        level: BudgetInputs.from_values(scenario(LIFT), values, areas, level=level).parent_codes.tolist()
        for level in (1, 2, 3)
    }
    assert above == {1: ["Q"], 2: ["A"], 3: ["A", "A"]}


def test_they_are_read_from_the_values_of_the_level_and_period(
    catalogue: Catalogue, areas: pd.DataFrame, observe: Callable[..., pd.DataFrame]
):
    observations = pd.concat(
        [
            observe("population", {"A1": 10, "B1": 20, "A2": 5}),
            observe("own_revenue", {"A1": 100, "B1": 50}),
            observe("own_revenue", {"A1": 7, "A2": 7}, "2023"),
            observe("total_expenditure", {"A1": 300, "B1": None}),
        ]
    )
    values = indicator_values(catalogue, observations, areas)
    known = BudgetInputs.from_values(scenario(LIFT, need=BY_INDICATOR), values, areas, level=2)
    table = known.to_table().set_index("area_code")
    assert list(table.index) == sorted(areas.loc[areas["admin_level"] == 2, "area_code"])
    assert table.loc["A1", "parent_code"] == "A"
    asked = ["population", "revenue_potential", "own_revenue", "normative_expenditure"]
    pd.testing.assert_frame_equal(
        table.loc[["A1", "A2", "B1"], asked],
        pd.DataFrame(
            [[10.0, 100.0, 100.0, 300.0], [5.0, NAN, NAN, NAN], [20.0, 50.0, 50.0, NAN]],
            index=pd.Index(["A1", "A2", "B1"], name="area_code", dtype="str"),
            columns=asked,
        ),
    )


def test_need_follows_from_the_norms_of_the_pack(
    catalogue: Catalogue, areas: pd.DataFrame, observe: Callable[..., pd.DataFrame]
):
    kinds = areas.assign(area_type=np.where(areas["area_code"] == "B1", "city", "village"))
    values = indicator_values(catalogue, observe("population", {"A1": 10, "B1": 20}), areas)
    known = BudgetInputs.from_values(
        scenario(LIFT, need={"by": "norms"}),
        values,
        kinds,
        level=2,
        norms=[norm("education", 2000), norm("education", 3000, area_type="city")],
    )
    need = known.to_table().set_index("area_code")["normative_expenditure"]
    assert need.dropna().to_dict() == {"A1": 20, "B1": 60}


def test_of_a_norm_the_latest_in_force_holds_and_the_one_for_the_kind_of_area_first():
    norms = [
        norm("education", 9, period="2025"),
        norm("education", 2, period="2023"),
        norm("education", 1, period="2020"),
        norm("education", 5, period="2021", area_type="city"),
        norm("roads", 10),
    ]
    kinds = pd.Series(["village", "city", None], index=["V", "C", "U"], dtype="str")
    assert norm_per_head(norms, kinds, period="2024").to_dict() == {"V": 12, "C": 15, "U": 12}


def test_an_area_that_lacks_the_norm_of_an_item_has_none():
    norms = [norm("education", 5, area_type="city"), norm("roads", 10)]
    kinds = pd.Series(["village", "city"], index=["V", "C"], dtype="str")
    assert norm_per_head(norms, kinds, period="2024").isna().to_dict() == {"V": True, "C": False}
    assert norm_per_head(norms, kinds, period="2019").isna().all()
    assert norm_per_head([], kinds, period="2024").isna().all()
