import pandas as pd
import pytest

from geodata.budgets import ExpenditureNorm
from indicators.budget.norms import norm_per_head, norms_in_force


def norm(item: str, period: str, amount: float, area_type: str | None = None) -> ExpenditureNorm:
    return ExpenditureNorm(
        item=item, period=period, amount_per_head=amount, area_type=area_type, reference="a decree"
    )


NORMS = [
    norm("schools", "2020", 100),
    norm("schools", "2023", 120),
    norm("roads", "2020", 40),
    norm("roads", "2020", 60, "city"),
]


def amounts(area_type: str | None, period: str) -> dict[str, float]:
    in_force = norms_in_force(NORMS, area_type, period=period)
    return {item: each.amount_per_head for item, each in in_force.items()}


@pytest.mark.parametrize(
    ("area_type", "period", "expected"),
    [
        ("village", "2022", {"schools": 100, "roads": 40}),
        ("city", "2022", {"schools": 100, "roads": 60}),
        (None, "2023-07", {"schools": 120, "roads": 40}),
        ("city", "2019", {}),
    ],
)
def test_the_latest_norm_for_the_kind_of_area_holds(
    area_type: str | None, period: str, expected: dict[str, float]
) -> None:
    assert amounts(area_type, period) == expected


def test_a_norm_for_the_kind_goes_before_a_later_one_for_all() -> None:
    norms = [norm("roads", "2020", 60, "city"), norm("roads", "2024", 50)]
    assert norms_in_force(norms, "city", period="2024")["roads"].amount_per_head == 60


def test_norms_per_head_are_the_sum_of_those_in_force() -> None:
    kinds = pd.Series(["city", "village", None], index=["A", "B", "C"])
    assert norm_per_head(NORMS, kinds, period="2023").to_dict() == {"A": 180, "B": 160, "C": 160}


def test_an_area_that_lacks_the_norm_of_an_item_has_none() -> None:
    norms = [norm("schools", "2020", 100), norm("roads", "2020", 60, "city")]
    totals = norm_per_head(norms, pd.Series(["city", "village"], index=["A", "B"]), period="2020")
    assert totals["A"] == 160
    assert pd.isna(totals["B"])
    assert norm_per_head([], pd.Series(["city"], index=["A"]), period="2020").isna().all()
