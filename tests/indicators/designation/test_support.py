import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError, load_toml
from geodata.packs import Pack, UnitCost, load_pack
from indicators.designation.assess import Assessment, assess
from indicators.designation.profile import load_profiles
from indicators.designation.support import (
    load_support_measures,
    needs_by_area_above,
    needs_by_measure,
    support_needs,
)

from .building import ON, criterion, profile, tables

SEWERS = {
    "operator": ">=",
    "thresholds": [{"value": 30}],
    "support": {
        "measure": "sewerage",
        "quantity": {"of": "settlements_total", "scale": 0.01, "unit": "settlement"},
    },
}
JOBS = {
    "operator": ">",
    "statistic": "ratio",
    "reference": {"to": "nation"},
    "thresholds": [{"value": 1.05}],
    "support": {"measure": "jobs"},
}
COST = UnitCost(
    measure="sewerage",
    per="settlement",
    amount=1000,
    currency="XTS",
    year=2024,
    reference="made up for this test",
)
AREAS = pd.DataFrame(
    {
        "area_code": ["X", "P", "Q", "a", "b", "c"],
        "parent_code": [None, "X", "X", "P", "P", "Q"],
        "admin_level": [0, 1, 1, 2, 2, 2],
    }
)


def assessed(sewers, unemployed, settlements=(10, 10, 10), population=(1, 2, 4)) -> Assessment:
    rows = {"sewers": sewers, "jobs": unemployed, "settlements_total": settlements, "population": population}
    tried = profile(criterion("sewers", **SEWERS), criterion("jobs", **JOBS))
    return assess(tried, tables(rows, nation={"jobs": [None, None, 4]}), on=ON)


def test_a_need_is_the_gap_of_a_criterion_that_is_met_and_what_closing_it_takes():
    needs = support_needs(assessed([50, 20, None], [6, 4, None]), costs=[COST])
    assert needs[["area_code", "criterion_id", "measure"]].to_numpy().tolist() == [
        ["a", "sewers", "sewerage"],
        ["a", "jobs", "jobs"],
    ]
    assert needs["gap"].tolist() == pytest.approx([20.0, 1.8])
    assert needs["gap_pct"].tolist() == pytest.approx([100 * 20 / 30, 100 * 1.8 / 4.2])
    sewerage = needs.iloc[0]
    assert sewerage[["quantity", "quantity_unit", "cost", "currency"]].tolist() == [
        2.0,
        "settlement",
        2000.0,
        "XTS",
    ]
    assert needs.loc[1, ["quantity", "quantity_unit", "cost", "currency"]].isna().all()
    assert needs["population"].tolist() == [1.0, 1.0]


def test_met_by_equality_there_is_a_need_without_a_gap():
    needs = support_needs(assessed([30, 29, 0], [0, 0, 0]), costs=[COST])
    assert needs[["area_code", "gap", "quantity", "cost"]].to_numpy().tolist() == [["a", 0.0, 0.0, 0.0]]


def test_without_a_unit_cost_no_cost_is_shown():
    other = COST.model_copy(update={"per": "kilometre"})
    needs = support_needs(assessed([50, 20, 20], [0, 0, 0]), costs=[other])
    assert needs["quantity"].tolist() == [2.0]
    assert needs[["cost", "currency"]].isna().all(axis=None)


def test_what_counts_the_units_may_be_missing():
    needs = support_needs(assessed([50, 50, 20], [0, 0, 0], settlements=(None, 10, 10)), costs=[COST])
    assert needs["gap"].tolist() == [20.0, 20.0]
    assert needs["cost"].fillna(-1).tolist() == [-1, 2000.0]


def test_a_criterion_without_a_measure_is_not_dropped():
    needs = support_needs(assess(profile(criterion("x")), tables({"x": [1]}), on=ON))
    assert needs["measure"].isna().tolist() == [True]
    assert needs_by_measure(needs)["n_needs"].tolist() == [1]


def test_measures_are_ranked_by_the_people_they_would_help():
    needs = support_needs(assessed([50, 40, 20], [0, 6, 6]), costs=[COST])
    ranked = needs_by_measure(needs).set_index("measure")
    assert list(ranked.index) == ["jobs", "sewerage"]
    assert ranked["population"].tolist() == [6.0, 3.0]
    assert ranked.loc["sewerage", ["n_needs", "n_areas", "quantity", "cost", "n_costed"]].tolist() == [
        2,
        2,
        3.0,
        3000.0,
        2,
    ]
    assert ranked.loc["jobs", ["quantity", "quantity_unit", "cost", "currency"]].isna().all()
    assert ranked.loc["jobs", "n_costed"] == 0


def test_a_part_is_never_shown_as_the_whole_cost():
    needs = support_needs(assessed([50, 40, 20], [0, 0, 0], settlements=(10, None, 10)), costs=[COST])
    row = needs_by_measure(needs).iloc[0]
    assert (row["n_needs"], row["n_costed"]) == (2, 1)
    assert row[["quantity", "cost"]].isna().all()


def test_an_area_with_two_needs_counts_its_people_once():
    needs = support_needs(assessed([50, 40, 20], [6, 6, 6]), costs=[COST])
    ranked = needs_by_area_above(needs, AREAS, level=1)
    assert ranked[["area_code", "n_needs", "n_areas", "population"]].to_numpy().tolist() == [
        ["Q", 1, 1, 4.0],
        ["P", 4, 2, 3.0],
    ]


def test_unlike_units_and_currencies_do_not_add_up():
    metres = criterion("metres", indicator="sewers", **SEWERS)
    metres["support"] = {"measure": "sewerage", "quantity": {"unit": "metre"}}
    tried = profile(criterion("sewers", **SEWERS), metres)
    costs = [COST, COST.model_copy(update={"per": "metre", "currency": "EUR"})]
    found = assess(tried, tables({"sewers": [50], "settlements_total": [10]}), on=ON)
    row = needs_by_measure(support_needs(found, costs=costs)).iloc[0]
    assert row[["quantity", "quantity_unit", "cost", "currency"]].isna().all()
    assert row["n_costed"] == 2


def test_areas_that_are_part_of_none_are_kept():
    needs = support_needs(assessed([50, 20, 40], [0, 0, 0]))
    ranked = needs_by_area_above(needs, AREAS[AREAS["area_code"] != "Q"], level=1)
    assert ranked["area_code"].fillna("?").tolist() == ["?", "P"]


def test_without_needs_the_rankings_are_empty():
    needs = support_needs(assessed([0, 0, 0], [0, 0, 0]), costs=[COST])
    assert needs.empty
    assert needs_by_measure(needs).empty
    assert needs_by_area_above(needs, AREAS, level=1).empty


shares = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=3, max_size=3)


@settings(max_examples=25)
@given(sewers=shares, jobs=shares)
def test_totals_by_measure_equal_totals_by_oblast(sewers, jobs):
    needs = support_needs(assessed(sewers, jobs), costs=[COST])
    costed = needs[needs["measure"] == "sewerage"]
    by_measure, by_oblast = needs_by_measure(needs), needs_by_area_above(needs, AREAS, level=1)
    assert by_measure["n_needs"].sum() == by_oblast["n_needs"].sum() == len(needs)
    by_oblast = needs_by_area_above(costed, AREAS, level=1)
    for name in ("n_areas", "population", "quantity", "cost"):
        assert needs_by_measure(costed)[name].sum() == pytest.approx(by_oblast[name].sum())
    assert (needs["gap"] >= 0).all()


def test_measures_have_a_title_in_every_language_and_serve_a_matter():
    measures = load_support_measures()
    assert {"business", "incomes", "jobs", "demography", "roads", "sewerage", "drinking_water"} <= set(
        measures
    )
    assert all(set(each.title) == set(LANGUAGES) for each in measures.values())
    assert (measures["roads"].local_matter, measures["sewerage"].local_matter) == (6, 5)


def test_every_measure_a_profile_names_is_known():
    named = {
        each.support.measure for one in load_profiles().values() for each in one.criteria if each.support
    }
    assert named - set(load_support_measures()) == set()


@pytest.mark.parametrize(
    "folder", sorted((CONFIG_DIR / "countries").iterdir()), ids=lambda folder: folder.name
)
def test_only_the_demonstration_has_costs_and_says_that_they_are_invented(folder):
    pack = load_pack(folder)
    assert bool(pack.unit_costs) == pack.is_demonstration
    assert {cost.reference for cost in pack.unit_costs} <= {"invented for demonstration"}
    assert {cost.measure for cost in pack.unit_costs} <= set(load_support_measures())


def test_two_costs_of_one_thing_are_refused(tmp_path):
    text = (CONFIG_DIR / "countries" / "demo" / "pack.toml").read_text(encoding="utf-8")
    start, end = text.index("[[unit_costs]]"), text.index("[synonyms]")
    path = tmp_path / "pack.toml"
    path.write_text(text[:end] + text[start:end] + text[end:], encoding="utf-8")
    with pytest.raises(ConfigError, match="expected one unit cost"):
        load_toml(path, Pack)
