import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.designation.assess import Assessment, assess
from indicators.designation.comparison import CHANGES, compare

from .building import ON, criterion, profile, tables

BEFORE = [1, 1, 0, 0, None, 1]
AFTER = [1, 0, 1, 0, 1, None]


def assessed(values, population=None) -> Assessment:
    given_people = {} if population is None else {"population": population}
    return assess(profile(criterion("x")), tables({"x": values, **given_people}), on=ON)


def test_every_area_enters_leaves_stays_or_cannot_be_told():
    compared = compare(assessed(BEFORE), assessed(AFTER)).table.set_index("area_code")
    assert compared["change"].to_dict() == {
        "a": "stays",
        "b": "leaves",
        "c": "enters",
        "d": "stays_out",
        "e": "cannot_be_told",
        "f": "cannot_be_told",
    }
    assert compared.loc["b", ["class_before", "class_after"]].tolist() == ["lagging", "none"]
    assert compared.loc["e", ["is_designated_before", "is_designated_after"]].isna().tolist() == [True, False]
    assert pd.isna(compared.loc["e", "class_before"])


def test_the_summary_counts_areas_and_people_of_every_change():
    people = [10, 20, 40, None, 80, 160]
    summary = compare(assessed(BEFORE, people), assessed(AFTER, people)).summary().set_index("change")
    assert list(summary.index) == list(CHANGES)
    assert summary["n_areas"].to_dict() == dict(zip(CHANGES, [1, 1, 1, 1, 2], strict=True))
    assert summary["population"].fillna(-1).tolist() == [40, 20, 10, -1, 240]
    assert summary["n_counted"].tolist() == [1, 1, 1, 0, 2]


def test_a_change_that_nobody_makes_has_no_areas_and_no_people():
    summary = compare(assessed([1]), assessed([1])).summary().set_index("change")
    assert summary.loc["leaves"].tolist() == [0, 0.0, 0]
    assert summary.loc["stays"].tolist() == [1, 100.0, 1]


def test_flows_lead_from_class_to_class_the_untold_too():
    flows = compare(assessed(BEFORE), assessed(AFTER)).flows()
    assert flows["n_areas"].sum() == 6
    counted = flows.fillna({"class_before": "?", "class_after": "?"}).set_index(
        ["class_before", "class_after"]
    )
    assert counted["n_areas"].to_dict() == {
        ("lagging", "lagging"): 1,
        ("lagging", "none"): 1,
        ("lagging", "?"): 1,
        ("none", "lagging"): 1,
        ("none", "none"): 1,
        ("?", "lagging"): 1,
    }
    assert set(counted["population"]) == {100.0}


def test_an_area_of_one_side_only_is_listed_and_cannot_be_told():
    comparison = compare(assessed([1, 1]), assessed([0]))
    assert comparison.table["area_code"].tolist() == ["a", "b"]
    last = comparison.table.iloc[-1]
    assert (last["is_before"], last["is_after"], last["change"]) == (True, False, "cannot_be_told")
    assert last["population"] == 100.0


def test_people_are_those_of_the_later_side_where_known():
    table = compare(assessed([1, 1, 1], [5, 6, 7]), assessed([1, 1, 1], [8, None, 9])).table
    assert table["population"].tolist() == [8.0, 6.0, 9.0]


values = st.lists(st.one_of(st.none(), st.integers(0, 1)), min_size=1, max_size=6)


@settings(max_examples=25)
@given(values)
def test_compared_with_itself_nothing_changes(rows):
    comparison = compare(assessed(rows), assessed(rows))
    assert set(comparison.table["change"]) <= {"stays", "stays_out", "cannot_be_told"}
    assert (comparison.table["change"] == "cannot_be_told").tolist() == [row is None for row in rows]
    told = comparison.flows().dropna()
    assert (told["class_before"] == told["class_after"]).all()


@settings(max_examples=25)
@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(*[st.lists(values.map(lambda v: v[0]), min_size=n, max_size=n)] * 2)
    )
)
def test_turned_round_who_entered_leaves_and_totals_stay(sides):
    there, back = (
        compare(assessed(one), assessed(other)).summary().set_index("change")
        for one, other in (sides, sides[::-1])
    )
    mirrored = {"enters": "leaves", "leaves": "enters"}
    assert there["n_areas"].rename(mirrored).sort_index().equals(back["n_areas"].sort_index())
    assert there["n_areas"].sum() == len(sides[0])
    assert there["population"].sum() == pytest.approx(100 * len(sides[0]))
