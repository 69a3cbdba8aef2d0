import pandas as pd
import pytest

from config.i18n import LANGUAGES
from geodata.budgets import BudgetPack, load_budget_pack
from geodata.demo import load_demo_settings
from geodata.packs import pack_folders
from indicators.breaks import bridges, budget_breaks, series_breaks
from indicators.catalogue import SeriesBreak
from indicators.explain import explain
from indicators.values import indicator_values

NOTE = dict.fromkeys(LANGUAGES, "Another scope.")


def scope(scope_id: str, **periods: str) -> dict[str, object]:
    texts = {"title": {"en": "t"}, "note": {"en": f"Now {scope_id}."}}
    return {"id": scope_id, "reference": "a law", **texts, **periods}


@pytest.fixture
def budget() -> BudgetPack:
    """Two items; the scope changed with the year 2010 and in August 2013."""
    return BudgetPack.model_validate(
        {
            "classification": "a decree",
            "money_scale": "thousand",
            "items": {"total_revenue": {"title": {"en": "R"}}, "land_tax": {"title": {"en": "L"}}},
            "scopes": [
                scope("wide", last_period="2009"),
                scope("narrow", first_period="2010", last_period="2013-07"),
                scope("narrower", first_period="2013-08"),
            ],
        }
    )


def periods_of(breaks):
    return [each.period for each in breaks]


def test_a_change_within_a_year_breaks_before_and_after_it(budget):
    found = budget_breaks(budget)
    assert [(each.period, each.note["en"]) for each in found] == [
        ("2010", "Now narrow."),
        ("2013", "Now narrower."),
        ("2014", "Now narrower."),
    ]
    assert found[0].note["ky"] == "Now narrow."


def test_items_break_at_every_stage_and_so_does_what_is_made_of_them(catalogue, budget):
    breaks = series_breaks(catalogue, "squareland", budget)
    computed = ("own_revenue_share", "revenue_pc_real")
    for broken in ("total_revenue", "total_revenue_planned", "land_tax", *computed):
        assert periods_of(breaks[broken]) == ["2010", "2013", "2014"], broken
    assert breaks["population"] == ()
    assert breaks["expenditure_pc"] == ()
    assert set(breaks) == set(catalogue)


def test_without_budget_statistics_the_breaks_are_those_of_the_catalogue(catalogue):
    breaks = series_breaks(catalogue, "demo", None)
    assert periods_of(breaks["unemployment_rate"]) == ["2019"]
    assert breaks["own_revenue"] == ()


def test_the_scopes_of_kyrgyz_budgets(catalogue):
    breaks = series_breaks(catalogue, "kgz", load_budget_pack(pack_folders()["kgz"]))
    assert periods_of(breaks["own_revenue"]) == ["2007", "2008", "2012", "2013", "2014"]
    assert "August 2013" in breaks["own_revenue"][-1].note["en"]
    assert breaks["gross_regional_product"] == ()


def test_the_breaks_in_the_demonstration_data_are_explained(catalogue):
    settings = load_demo_settings(pack_folders()["demo"])
    explained = series_breaks(catalogue, "demo", settings.budget)
    broken = {name: series.break_year for name, series in settings.model.indicators.items()}
    for name, year in broken.items():
        if year is not None:
            assert str(year) in periods_of(explained[name]), name


def test_a_break_lies_between_what_it_parts():
    breaks = [SeriesBreak(period="2021", note=NOTE)]
    years = ["2019", "2020", "2021", "2022", "2023"]
    assert bridges(breaks, years, years=1).tolist() == [False, False, True, False, False]
    assert bridges(breaks, years, years=2).tolist() == [False, False, True, True, False]
    assert not bridges(breaks, years, years=0).any()
    quarters = ["2020-Q4", "2021-Q1", "2021-Q4", "2022-Q1"]
    assert bridges(breaks, quarters, years=1).tolist() == [False, True, True, False]


def test_no_growth_is_computed_across_a_break(catalogue, areas, observe, at):
    amounts = {"2021": 100, "2022": 110, "2023": 220, "2024": 242}
    observations = pd.concat([observe("population", {"B1": n}, year) for year, n in amounts.items()])
    breaks = {"population_change": [SeriesBreak(period="2023", note=NOTE)]}
    values = indicator_values(catalogue, observations, areas, breaks=breaks)
    growth = {year: at(values, "B1", "population_change", year) for year in ("2022", "2023", "2024")}
    assert [growth[year].value for year in ("2022", "2024")] == pytest.approx([10, 10])
    assert pd.isna(growth["2023"].value)
    assert growth["2023"].status == "O"
    assert at(values, "B1", "population", "2023").value == 220

    told = explain(
        catalogue, observations, areas,
        area_code="B1", indicator_id="population_change", period="2023", breaks=breaks,
    )  # fmt: skip
    assert told.value is None
