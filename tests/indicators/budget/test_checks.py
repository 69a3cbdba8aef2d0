"""What does not compare or is printed twice is told, with its numbers."""

from pathlib import Path

import pytest

from config.loader import CONFIG_DIR
from geodata.budgets import BudgetPack, NationalSeries, load_budget_pack
from geodata.packs import pack_folders
from indicators.budget.checks import breaks_within, mixed_scopes, printed_differences
from indicators.item_checks import unknown_items

YEARS = [str(year) for year in range(2005, 2017)]


def with_budgets() -> list[Path]:
    return [folder for folder in pack_folders().values() if load_budget_pack(folder)]


@pytest.fixture(scope="module")
def kgz() -> BudgetPack:
    budget = load_budget_pack(CONFIG_DIR / "countries" / "kgz")
    assert budget is not None
    return budget


def series(series_id: str, scale: str, amounts: dict[str, float], **fields: object) -> NationalSeries:
    about = {"id": series_id, "title": {"en": series_id}, "scale": scale, "reference": "the test"}
    return NationalSeries.model_validate(about | {"amounts": amounts} | fields)


@pytest.mark.parametrize("folder", with_budgets(), ids=lambda folder: folder.name)
def test_every_item_of_a_pack_is_an_indicator(folder: Path, catalogue) -> None:
    assert list(unknown_items(load_budget_pack(folder), catalogue)) == []


def test_a_year_in_the_midst_of_which_the_scope_changed_has_two(kgz: BudgetPack) -> None:
    found = mixed_scopes(kgz, YEARS)
    assert found[["period", "scopes"]].to_numpy().tolist() == [["2013", "local_2012, local_2013"]]
    assert "August 2013" in found["note"].item()
    assert mixed_scopes(kgz, ["2012", "2014"]).empty


def test_only_breaks_between_the_periods_are_told(kgz: BudgetPack) -> None:
    assert breaks_within(kgz, YEARS)["period"].tolist() == ["2007", "2008", "2012", "2013", "2014"]
    assert breaks_within(kgz, ["2013", "2012"])["period"].tolist() == ["2013"]
    assert breaks_within(kgz, ["2014"]).empty
    assert breaks_within(kgz, []).empty


# 17 523 million against 18.2 billion, and 4.5 against 4.1 % of GDP; 23 563.3 million of 2012 is 23.6 billion.
def test_the_printed_inconsistencies_of_2015_are_found_and_those_of_rounding_are_not(kgz: BudgetPack) -> None:
    found = printed_differences(kgz.national_series).set_index("quantity")
    assert sorted(found.index) == ["amount", "gdp_share_pct"]
    assert set(found["period"]) == {"2015"}
    amount = found.loc["amount", ["printed", "other_printed", "difference"]]
    assert amount.tolist() == [17_523e6, 18_200e6, -677e6]
    assert found.loc["amount", "other_source"] == "consolidated_money"
    assert found.loc["gdp_share_pct", "difference"] == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("million", "billion", "differs"),
    [
        (23_563.3, 23.6, False),
        (23_650.0, 23.6, False),
        (23_651, 23.6, True),
        (9_499, 9, False),
        (9_501, 9, True),
    ],
)
def test_two_series_differ_by_more_than_both_are_rounded(
    million: float, billion: float, *, differs: bool
) -> None:
    one, other = series("one", "million", {"2012": million}), series("other", "billion", {"2012": billion})
    assert len(printed_differences([one, other])) == differs


def test_another_print_is_compared_where_the_period_is_printed() -> None:
    prints = [
        {"period": "2015", "amount": 12, "reference": "Yearbook"},
        {"period": "2016", "amount": 12, "reference": "Yearbook"},
    ]
    found = printed_differences([series("one", "thousand", {"2015": 10}, other_prints=prints)])
    assert found.to_numpy().tolist() == [["2015", "amount", "one", 10e3, "Yearbook", 12e3, -2e3]]
    assert printed_differences([]).empty
