"""Budget statistics of country packs: what loads, what is refused, and what is read from them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from config.i18n import LANGUAGES
from config.loader import ConfigError
from geodata.budgets import BudgetPack, load_budget_pack
from geodata.packs import pack_folders
from geodata.schemas import OBSERVATIONS

HEAD = 'classification = "a decree"\nmoney_scale = "thousand"\n'
ITEMS = """
[items.income]
title = { en = "Income" }
codes = ["1"]
[items.toll]
title = { en = "Bridge toll" }
parent = "income"
codes = ["1.1"]
synonyms = ["Toll"]
"""
CITY_TIER = '[tiers.city]\ntitle = { en = "Cities" }\narea_types = ["city", "capital"]\n'
TIER = '[tiers.village]\ntitle = { en = "Villages" }\n'
SCOPE = """
[[scopes]]
id = "{}"
title = {{ en = "t" }}
note = {{ en = "n" }}
reference = "a law"
{}
"""
RATE = """
[[shared_tax_rates]]
tax = "{}"
tier = "{}"
period = "{}"
share_pct = {}
reference = "a law"
{}
"""
NORM = '[[expenditure_norms]]\nitem = "{}"\nperiod = "2020"\namount_per_head = 5\nreference = "a law"\n'
SERIES = """
[[national_series]]
id = "all"
title = { en = "All" }
scale = "million"
amounts = { 2020 = 1.5 }
reference = "a yearbook"
[[national_series.other_prints]]
period = "2020"
reference = "another yearbook"
"""
PRICES = """
[price_index]
title = { en = "Prices" }
base_year = 2020
source = "an office"
licence = "CC0 1.0"
levels = { 2020 = 100, 2021 = 110 }
"""


def budget(folder: Path, *tables: str) -> BudgetPack:
    (folder / "budget.toml").write_text("\n".join([HEAD, *tables]), encoding="utf-8")
    loaded = load_budget_pack(folder)
    assert loaded is not None
    return loaded


def rate(period: str, share: float, more: str = "", *, tax: str = "toll", tier: str = "village") -> str:
    return RATE.format(tax, tier, period, share, more)


def test_a_fictional_country_loads_in_its_own_order(tmp_path: Path) -> None:
    made = budget(tmp_path, ITEMS, TIER, rate("2019", 30), PRICES)
    assert list(made.items) == ["income", "toll"]
    assert made.items["toll"].parent == "income"
    assert made.expenditure_norms == ()
    assert made.rate_freeze is None


def test_a_pack_without_budget_statistics_has_none(tmp_path: Path) -> None:
    assert load_budget_pack(tmp_path) is None


def test_a_change_within_a_year_gives_that_year_two_scopes(tmp_path: Path) -> None:
    made = budget(
        tmp_path,
        ITEMS,
        SCOPE.format("old", 'last_period = "2013-07"'),
        SCOPE.format("new", 'first_period = "2013-08"'),
    )

    def scopes(period: str) -> list[str]:
        return [scope.id for scope in made.scopes_in(period)]

    assert scopes("1990") == scopes("2013-Q2") == scopes("2013-07") == ["old"]
    assert scopes("2013") == scopes("2013-Q3") == ["old", "new"]
    assert scopes("2013-08") == scopes("2014") == ["new"]


def test_between_two_scopes_nothing_is_known(tmp_path: Path) -> None:
    made = budget(
        tmp_path,
        ITEMS,
        SCOPE.format("a", 'last_period = "2000"'),
        SCOPE.format("b", 'first_period = "2005"'),
    )
    assert made.scopes_in("2003") == ()


def test_the_rate_is_the_latest_stated_and_no_plan_unless_asked(tmp_path: Path) -> None:
    made = budget(
        tmp_path, ITEMS, TIER, rate("2019", 40), rate("2016", 30), rate("2021", 0, "is_planned = true")
    )

    def share(period: str, *, with_planned: bool = False) -> float | None:
        found = made.shared_tax_rate("toll", "village", period, with_planned=with_planned)
        return None if found is None else found.share_pct

    assert share("2015") is None
    assert (share("2016"), share("2018"), share("2019"), share("2022")) == (30, 30, 40, 40)
    assert (share("2020", with_planned=True), share("2022", with_planned=True)) == (40, 0)
    assert made.shared_tax_rate("income", "village", "2020") is None


def test_prices_become_observations_of_the_country(tmp_path: Path) -> None:
    table = OBSERVATIONS.validate(budget(tmp_path, ITEMS, PRICES).price_observations("SQ"))
    assert table["area_code"].unique().tolist() == ["SQ"]
    assert table.set_index("period")["value"].to_dict() == {"2020": 100.0, "2021": 110.0}
    assert table["source_ref"].unique().tolist() == ["an office"]


def test_without_prices_there_are_no_observations(tmp_path: Path) -> None:
    assert OBSERVATIONS.validate(budget(tmp_path, ITEMS).price_observations("SQ")).empty


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ((ITEMS.replace('parent = "income"', 'parent = "outgo"'),), "parent of toll, got 'outgo'"),
        ((ITEMS.replace('title = { en = "Income" }', 'title = { en = "I" }\nparent = "toll"'),), "circle"),
        ((ITEMS.replace('"1.1"', '"1"'),), "codes of one item each, '1' is given twice"),
        ((ITEMS, TIER, rate("2019", 40, tax="salt")), "tax of the rate of 2019, got 'salt'"),
        ((ITEMS, TIER, rate("2019", 40, tier="town")), "tier of this file for a rate, got 'town'"),
        ((ITEMS, TIER, rate("2019", 140)), "share_pct"),
        ((ITEMS, TIER, rate("2019", 40), rate("2019", 50)), "got more for toll, village, 2019"),
        ((ITEMS, NORM.format("salt")), "item of the norm of 2020, got 'salt'"),
        ((ITEMS, NORM.format("toll") * 2), "one norm for an item, period and area type"),
        ((ITEMS, PRICES.replace("2020 = 100", "2020 = 99")), "level of 100 in the base year 2020"),
        ((ITEMS, PRICES.replace("2021 = 110", "2021 = 0")), "levels.2021"),
        ((ITEMS, SCOPE.format("a", ""), SCOPE.format("b", "")), "scope a to end and b to begin"),
        ((ITEMS, SCOPE.format("a", 'last_period = "2012"'), SCOPE.format("b", 'first_period = "2012-05"')),
         "b begins before a ends"),
        ((ITEMS, SCOPE.format("a", 'last_period = "x"')), "expected a period"),
        ((ITEMS, SERIES), "expected an amount or a gdp_share_pct of another print"),
        ((ITEMS, 'colour = "red"'), "colour"),
    ],
)  # fmt: skip
def test_faults_are_named(tmp_path: Path, tables: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        budget(tmp_path, *tables)
    assert reason in str(refusal.value)
    assert "budget.toml" in str(refusal.value)


def test_all_that_does_not_fit_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        budget(tmp_path, ITEMS, TIER, rate("2019", 40, tax="salt"), NORM.format("pepper"))
    assert "'salt'" in str(refusal.value)
    assert "'pepper'" in str(refusal.value)


def test_the_only_tier_is_that_of_every_area(tmp_path: Path) -> None:
    kinds = pd.Series({"A": "city", "B": None}, dtype="str")
    assert budget(tmp_path, ITEMS, TIER).tiers_of(kinds).to_dict() == {"A": "village", "B": "village"}


def test_of_several_tiers_each_names_its_kinds_of_area(tmp_path: Path) -> None:
    kinds = pd.Series({"A": "capital", "B": "hamlet", "C": None}, dtype="str")
    tiers = budget(tmp_path, ITEMS, CITY_TIER, TIER).tiers_of(kinds)
    assert tiers["A"] == "city"
    assert tiers[["B", "C"]].isna().all()


def test_a_kind_of_area_has_one_tier(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="area types of one tier each, 'city'"):
        budget(tmp_path, ITEMS, CITY_TIER, TIER.rstrip() + '\narea_types = ["city"]\n')


@pytest.mark.parametrize(
    "code", [code for code, folder in pack_folders().items() if load_budget_pack(folder) is not None]
)
def test_the_packs_of_the_product_say_everything_in_every_language(code: str) -> None:
    made = load_budget_pack(pack_folders()[code])
    assert made is not None
    texts = [item.title for item in made.items.values()]
    texts += [text for scope in made.scopes for text in (scope.title, scope.note)]
    texts += [text for series in made.national_series for text in (series.title, *series.notes)]
    texts += [*made.notes, *(tier.title for tier in made.tiers.values())]
    assert all(set(text) == set(LANGUAGES) for text in texts)


def test_the_printed_series_stand_side_by_side_and_unmended() -> None:
    made = load_budget_pack(pack_folders()["kgz"])
    assert made is not None
    series = {each.id: each for each in made.national_series}
    assert series["local_budgets"].amounts == {
        "2010": 15118.7, "2011": 21364.4, "2012": 23563.3, "2013": 25383.4, "2014": 16061, "2015": 17523,
    }  # fmt: skip
    assert series["local_budgets"].gdp_share_pct["2015"] == 4.5
    (other,) = series["local_budgets"].other_prints
    assert (other.period, other.gdp_share_pct, other.amount) == ("2015", 4.1, None)
    assert series["consolidated_money"].amounts["2015"] == 18.2
    assert all("2015" in each.notes[0]["en"] for each in series.values())


def test_the_rates_of_2016_and_the_plan_of_2017() -> None:
    made = load_budget_pack(pack_folders()["kgz"])
    assert made is not None
    taxes = ("sales_tax", "personal_income_tax", "subsoil_use_tax", "patents_tax", "single_tax")

    def shares(*, with_planned: bool) -> list[float]:
        found = (made.shared_tax_rate(tax, "local", "2017", with_planned=with_planned) for tax in taxes)
        return [rate.share_pct for rate in found if rate is not None]

    assert shares(with_planned=False) == [50, 50, 50, 100, 100]
    assert shares(with_planned=True) == [0, 100, 50, 100, 100]
    assert made.rate_freeze is not None
    assert made.rate_freeze.years == 3
