import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.budget.errors import BudgetError
from indicators.budget.peers import FEATURE_TEXTS, candidates, nearest_peers, peer_features
from indicators.values import indicator_values


@pytest.fixture
def features() -> pd.DataFrame:
    return pd.DataFrame(
        {"size": [0.0, 2.0, 2.0, 4.0], "income": [10.0, 10.0, 12.0, 14.0]}, index=pd.Index([*"ABCD"])
    )


def test_distances_by_hand():
    table = pd.DataFrame({"size": [0.0, 2.0, 0.0, 2.0], "income": [10.0, 10.0, 14.0, 14.0]}, index=[*"ABCD"])
    # The standard deviations are 1 and 2: B is 2 ÷ 1 from A, C is 4 ÷ 2, D the root of 4 + 4.
    peers = nearest_peers(table, "A")
    assert peers.table["area_code"].tolist() == ["B", "C", "D"]
    assert peers.table["distance"].tolist() == pytest.approx([2, 2, np.sqrt(8)])
    assert peers.table[["size", "income"]].loc[0].tolist() == [2.0, 10.0]
    assert (peers.lacks, peers.not_comparable, peers.constant) == ((), (), ())


def test_so_many_and_only_of_those(features):
    assert nearest_peers(features, "A", n_peers=1).table["area_code"].tolist() == ["B"]
    among = pd.Index(["C", "D", "A", "unknown"])
    peers = nearest_peers(features, "A", among=among)
    assert peers.table["area_code"].tolist() == ["C", "D"]
    everywhere = nearest_peers(features, "A").table.set_index("area_code")["distance"]
    assert peers.table["distance"].tolist() == everywhere[["C", "D"]].tolist()


def test_an_area_that_lacks_a_feature_is_named_and_compares_with_none(features):
    features.loc["B", "income"] = np.nan
    assert nearest_peers(features, "A").not_comparable == ("B",)
    assert "B" not in nearest_peers(features, "A").table["area_code"].tolist()
    peers = nearest_peers(features, "B")
    assert peers.lacks == ("income",)
    assert peers.table.empty
    assert list(peers.table.columns) == ["area_code", "distance", "size", "income"]


def test_a_feature_that_is_the_same_everywhere_is_named(features):
    peers = nearest_peers(features.assign(kind=0.1), "A")
    assert peers.constant == ("kind",)
    assert peers.table["distance"].tolist() == nearest_peers(features, "A").table["distance"].tolist()


@pytest.mark.parametrize("columns", [["size"], []])
def test_nothing_to_compare_is_refused(features, columns):
    with pytest.raises(BudgetError, match="not so in Z"):
        nearest_peers(features[columns], "Z")


@given(
    arrays(float, (6, 2), elements=st.floats(-1e3, 1e3).map(lambda number: round(number, 3))),
    st.floats(0.1, 100),
    st.randoms(use_true_random=False),
)
def test_unit_and_order_change_nothing_and_distance_goes_both_ways(numbers, factor, random):
    table = pd.DataFrame(numbers, index=[*"ABCDEF"], columns=["size", "income"])
    distance = nearest_peers(table, "A").table.set_index("area_code")["distance"]
    rows = [*"ABCDEF"]
    random.shuffle(rows)
    other = nearest_peers((table * [factor, 1]).loc[rows], "A").table.set_index("area_code")["distance"]
    assert other.reindex(distance.index).tolist() == pytest.approx(distance.tolist())
    back = nearest_peers(table, "B").table.set_index("area_code")["distance"]
    assert back["A"] == pytest.approx(distance["B"])


def test_features_of_a_level(catalogue, areas, observe):
    areas = areas.assign(urban_rural=areas["area_code"].map({"B1": "urban", "B2": "rural"}))
    observations = pd.concat(
        [
            observe("population", {"B1": 1000, "B2": 10, "A1": 0}),
            observe("own_revenue", {"B1": 500, "A1": 3}),
            observe("population", {"B2": 99}, "2023"),
        ]
    )
    values = indicator_values(catalogue, observations, areas)
    features = peer_features(values, areas, level=2, period="2024")
    assert list(features.columns) == list(FEATURE_TEXTS)
    assert list(features.index) == sorted(areas.loc[areas["admin_level"] == 2, "area_code"])
    assert features.loc["B1"].tolist() == pytest.approx([np.log(1000), 1, 500])
    assert features.loc["B2"].tolist() == pytest.approx([np.log(10), 0, np.nan], nan_ok=True)
    assert features.loc["A1"].isna().all()


def test_candidates_are_of_the_level_and_within_the_area_above(areas):
    assert set(candidates(areas, "B1")) == {f"A{n}" for n in range(1, 10)} | {"B2"}
    assert list(candidates(areas, "B1", within_level=1)) == ["B2"]
    assert set(candidates(areas, "B1", within_level=0)) == set(candidates(areas, "B1"))
    assert list(candidates(areas, "A")) == ["B"]
