import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from indicators.councils.shares import shares, summed

counts = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))


@given(st.lists(counts, min_size=1, max_size=6))
def test_bounds_hold_whatever_the_unknown_turn_out_to_be(rows: list[tuple[int, int, int]]) -> None:
    table = pd.DataFrame(
        [(yes, maybe, yes + maybe + no) for yes, maybe, no in rows],
        columns=["numerator", "unknown", "denominator"],
    )
    told = shares(table)
    for (yes, maybe, no), row in zip(rows, told.to_dict("records"), strict=True):
        if yes + maybe + no == 0:
            assert row["lacks"] == "nobody"
            continue
        for more in range(maybe + 1):
            share = 100 * (yes + more) / (yes + maybe + no)
            assert row["lowest"] - 1e-9 <= share <= row["highest"] + 1e-9
        assert np.isnan(row["value"]) == (maybe > 0)


def test_sums_keep_to_the_areas_and_tell_nothing_of_an_unknown_part() -> None:
    rows = pd.DataFrame({"n": [1.0, 2.0, np.nan, 4.0]})
    sums = summed(rows, pd.Series(["A", "A", "B", None]), pd.Index(["C", "B", "A"]))
    assert sums["n"].fillna(-1).to_dict() == {"C": 0, "B": -1, "A": 3}
