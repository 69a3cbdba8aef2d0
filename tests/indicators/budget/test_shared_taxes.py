"""Other rates of shared taxes: winners, losers, the republican budget, and the rule of no change."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.budgets import BudgetPack
from indicators.budget.shared_taxes import SharedTaxScenario, frozen_rates, shared_tax_effect, tax_base

from .scenarios import TEXTS

TITLE = {"en": "-"}
INCOME, SALES = "personal_income_tax", "sales_tax"


def rate(tax: str, share_pct: float, *, tier: str = "local", period: str = "2016", **fields) -> dict:
    return {"tax": tax, "tier": tier, "period": period, "share_pct": share_pct, "reference": "law"} | fields


def pack(*rates: dict, years: int | None = 3) -> BudgetPack:
    freeze = {} if years is None else {"rate_freeze": {"years": years, "reference": "art. 1"}}
    return BudgetPack.model_validate(
        {
            "classification": "-",
            "money_scale": "thousand",
            "items": {INCOME: {"title": TITLE}, SALES: {"title": TITLE}},
            "tiers": {"local": {"title": TITLE}, "capital": {"title": TITLE}},
            "shared_tax_rates": rates,
        }
        | freeze
    )


def changed(*changes: tuple[str, str, float], period: str = "2016") -> SharedTaxScenario:
    listed = [{"tax": tax, "tier": tier, "share_pct": share} for tax, tier, share in changes]
    about = {"id": "test", "title": TEXTS, "level": "municipality", "period": period}
    return SharedTaxScenario.model_validate(about | {"changes": listed})


def revenue(amounts: dict[tuple[str, str], float], period: str = "2016") -> pd.DataFrame:
    rows = [(code, tax, period, amount) for (code, tax), amount in amounts.items()]
    return pd.DataFrame(rows, columns=["area_code", "indicator_id", "period", "value"])


def tiers(**by_area: str | None) -> pd.Series:
    return pd.Series(by_area, dtype="str")


BOTH = pack(rate(INCOME, 50), rate(SALES, 50))
# Of the income tax A raises 200 in all and B 40; of the sales tax A raises 20 and B 300.
LOCAL = revenue({("A", INCOME): 100, ("B", INCOME): 20, ("A", SALES): 10, ("B", SALES): 150})


def test_all_of_the_income_tax_for_none_of_the_sales_tax():
    effect = shared_tax_effect(
        changed((INCOME, "local", 100), (SALES, "local", 0)), BOTH, LOCAL, tiers(A="local", B="local")
    )
    assert effect.areas.set_index("area_code").to_dict("index") == {
        "A": {"revenue": 110, "new_revenue": 200, "change": 90},
        "B": {"revenue": 170, "new_revenue": 40, "change": -130},
    }
    assert effect.by_tax["base"].tolist() == [200, 20, 40, 300]
    assert effect.republican_effect == 40
    assert effect.winners["area_code"].tolist() == ["A"]
    assert effect.losers["area_code"].tolist() == ["B"]
    assert effect.by_tax["unknown"].isna().all()


def test_another_tier_keeps_its_rate():
    both = pack(rate(INCOME, 50), rate(INCOME, 20, tier="capital"))
    effect = shared_tax_effect(changed((INCOME, "local", 75)), both, LOCAL, tiers(A="capital", B="local"))
    assert effect.areas["change"].tolist() == [0, 10]


def test_what_cannot_be_told_is_missing_and_says_why():
    known = pack(rate(INCOME, 0), rate(SALES, 50))
    local = revenue({(code, INCOME): 0 for code in "AC"} | {("A", SALES): 10, ("B", SALES): 10})
    asked = changed((INCOME, "local", 50), (SALES, "local", 60), (SALES, "capital", 10))
    effect = shared_tax_effect(asked, known, local, tiers(A="local", B=None, C="local", D="capital"))
    reasons = effect.by_tax.set_index(["area_code", "tax"])["unknown"].dropna()
    assert reasons.to_dict() == {
        ("A", INCOME): "zero_rate",
        ("B", INCOME): "no_tier",
        ("B", SALES): "no_tier",
        ("C", INCOME): "zero_rate",
        ("C", SALES): "no_revenue",
        ("D", INCOME): "no_revenue",
        ("D", SALES): "no_revenue",
    }
    assert effect.areas["change"].isna().all()
    assert effect.republican_effect == pytest.approx(-2)


def test_a_rate_that_is_not_known_is_said():
    effect = shared_tax_effect(changed((INCOME, "local", 50)), pack(), LOCAL, tiers(A="local"))
    assert effect.by_tax["unknown"].tolist() == ["no_rate"]


@given(st.floats(1, 100), st.floats(0, 100), st.lists(st.floats(0, 1e9), min_size=1, max_size=5))
def test_what_local_budgets_gain_the_republican_one_loses(old, new, amounts):
    codes = [str(n) for n in range(len(amounts))]
    local = revenue({(code, INCOME): amount for code, amount in zip(codes, amounts, strict=True)})
    everywhere = pd.Series("local", index=codes, dtype="str")
    effect = shared_tax_effect(changed((INCOME, "local", new)), pack(rate(INCOME, old)), local, everywhere)
    gained = effect.areas["new_revenue"].sum() - effect.areas["revenue"].sum()
    assert effect.republican_effect == pytest.approx(-gained, rel=1e-9, abs=1e-3)
    left = effect.by_tax["base"] - effect.by_tax["new_revenue"]
    assert (left >= -1e-6 * effect.by_tax["base"]).all()


def test_the_base_is_missing_without_a_rate():
    bases = tax_base(np.array([50.0, 80.0, np.nan, 10.0]), np.array([50.0, 0.0, 50.0, np.nan]))
    np.testing.assert_array_equal(bases, [100, np.nan, np.nan, np.nan])


@pytest.mark.parametrize(
    ("year", "is_frozen"), [("2016", False), ("2017", True), ("2019", True), ("2020", False)]
)
def test_a_rate_may_not_change_within_three_years_of_its_last_change(year, is_frozen):
    country = pack(rate(INCOME, 50), rate(INCOME, 100, period="2017", is_planned=True))
    found = frozen_rates(changed((INCOME, "local", 60), period=year), country)
    told = [(each.tax, each.changed_in, each.is_planned, each.free_from, each.reference) for each in found]
    assert told == ([(INCOME, "2017", True, 2020, "art. 1")] if is_frozen else [])


def test_a_rate_that_was_only_stated_again_did_not_change():
    country = pack(rate(INCOME, 50), rate(INCOME, 50, period="2018"))
    assert frozen_rates(changed((INCOME, "local", 60), period="2019"), country) == []


def test_without_a_rule_nothing_is_frozen():
    country = pack(rate(INCOME, 50), rate(INCOME, 100, period="2018"), years=None)
    assert frozen_rates(changed((INCOME, "local", 60), period="2019"), country) == []


def test_a_rate_is_changed_once():
    with pytest.raises(ValueError, match="one change for a tax and tier"):
        changed((INCOME, "local", 60), (INCOME, "local", 70))
