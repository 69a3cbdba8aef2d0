"""Other rates of shared taxes: winners, losers, the republican budget, and the rule of no change."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.loader import ConfigError
from geodata.budgets import BudgetPack
from indicators.budget.shared_taxes import (
    SharedTaxScenario,
    announced_rates,
    frozen_rates,
    rates_in_force,
    shared_tax_effect,
    shared_tax_scenario_from_toml,
    shared_tax_scenario_to_toml,
    tax_base,
)

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


def test_a_tier_whose_unknown_rate_stays_is_not_affected():
    asked = changed((INCOME, "local", 75))
    effect = shared_tax_effect(asked, pack(rate(INCOME, 50)), LOCAL, tiers(A="capital", B="local"))
    assert effect.areas["change"].tolist() == [0, 10]
    assert effect.by_tax["unknown"].isna().all()


def test_sums_by_tax_are_over_what_can_be_told_and_both_sides_close():
    local = pd.concat([LOCAL, revenue({("C", SALES): 40})])
    asked = changed((INCOME, "local", 100), (SALES, "local", 0))
    effect = shared_tax_effect(asked, BOTH, local, tiers(A="local", B="local", C="local"))
    sums = effect.taxes.set_index("tax")
    assert sums.loc[INCOME, ["n_told", "n_untold", "base", "change"]].tolist() == [2, 1, 240, 120]
    assert sums.loc[SALES, ["n_told", "n_untold", "base", "change"]].tolist() == [3, 0, 400, -200]
    assert (sums["change"] + sums["republican_change"]).tolist() == [0, 0]
    assert sums["republican_change"].sum() == effect.republican_effect == 80


def test_of_a_tax_of_which_nothing_can_be_told_there_is_no_sum():
    effect = shared_tax_effect(changed((INCOME, "local", 5)), pack(rate(INCOME, 0)), LOCAL, tiers(A="local"))
    assert effect.taxes[["n_told", "n_untold"]].to_numpy().tolist() == [[0, 1]]
    assert effect.taxes[["base", "revenue", "change", "republican_change"]].isna().all(axis=None)


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


def test_the_rates_in_force_and_the_next_ones_announced():
    country = pack(
        rate(SALES, 50),
        rate(INCOME, 60, period="2018"),
        rate(INCOME, 50),
        rate(INCOME, 100, period="2017", is_planned=True),
        rate(SALES, 10, period="2020", is_planned=True),
        rate(SALES, 0, period="2017", is_planned=True),
        rate(SALES, 5, tier="capital", period="2017", is_planned=True),
    )

    def told(found):
        return [(each.tax, each.period, each.share_pct) for each in found]

    assert told(rates_in_force(country, "2017")) == [(INCOME, "2016", 50), (SALES, "2016", 50)]
    assert told(announced_rates(country, "2017")) == [(INCOME, "2017", 100), (SALES, "2017", 0)]
    assert told(rates_in_force(country, "2019"))[0] == (INCOME, "2018", 60)
    # What was announced before the rate in force came is no plan any more.
    assert told(announced_rates(country, "2019")) == [(SALES, "2017", 0)]
    assert rates_in_force(country, "2015") == announced_rates(country, "2015") == []


def test_a_scenario_is_the_same_from_its_file():
    asked = changed((INCOME, "local", 62.5), (SALES, "capital", 0))
    text = shared_tax_scenario_to_toml(asked)
    assert shared_tax_scenario_from_toml(text, name="rates.toml") == asked


def test_all_faults_of_a_file_are_named_with_their_keys():
    text = shared_tax_scenario_to_toml(changed((INCOME, "local", 62.5)))
    faulty = text.replace("62.5", "162.5").replace("2016", "soon") + "[more]\n"
    with pytest.raises(ConfigError) as refusal:
        shared_tax_scenario_from_toml(faulty, name="rates.toml")
    said = str(refusal.value)
    assert all(key in said for key in ("key changes.0.share_pct", "key period", "key more"))
    with pytest.raises(ConfigError, match="at most 50,000 characters"):
        shared_tax_scenario_from_toml(" " * 50_001, name="rates.toml")


def test_a_rate_is_changed_once():
    with pytest.raises(ValueError, match="one change for a tax and tier"):
        changed((INCOME, "local", 60), (INCOME, "local", 70))
