"""The whole engine: thresholds, adjustments in their order, and what must hold whatever the data."""

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.compute import compute
from indicators.designation.adjustments import Grace
from indicators.designation.assess import (
    Assessment,
    NoBordersError,
    PendingProfileError,
    assess,
    judge,
    outcome,
)
from indicators.designation.measure import measure
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.tables import LevelTables
from indicators.designation.truth import Truth

from .building import LAGGING, NAN, NONE, ON, PERIODS, criterion, one_class, profile, tables, texts
from .test_neighbourhood import STREET
from .test_truth import FALSE, MISSING, TRUE, bounds_of, states

TARGETED = one_class("targeted", is_designated=False, at_least=1)
SEVERAL = [one_class("lagging", is_designated=True, at_least=2), TARGETED, NONE]


def listed(rule: str, *codes: str, **fields) -> dict:
    areas = [{"code": code, "name": code} for code in codes] or [{"name": "a place without a code"}]
    return {"rule": rule, "designation": "lagging", "areas": areas, **fields}


def designated(assessment: Assessment) -> str:
    """One sign per area: ``+`` designated, ``-`` not, ``?`` cannot be told."""
    signs = {TRUE: "+", FALSE: "-", MISSING: "?"}
    return "".join(signs[each] for each in states(assessment.outcome.designated))


def adjusted(row: list[float | None], *adjustments: dict, **fields) -> Assessment:
    """Areas ``a b c d e`` in a row along which ``x > 0`` designates."""
    tried = profile(criterion("x"), adjustments=adjustments, **fields)
    return assess(tried, tables({"x": row}, neighbourhood=STREET), on=ON)


def test_an_assessment_says_class_count_and_people():
    tried = profile(criterion("x"), criterion("y"), criterion("z"), classes=SEVERAL)
    values = {"x": [1, 1, 1, 0, None], "y": [1, 0, None, 0, None], "z": [None, 0, None, 0, None]}
    population = {"population": [10, 20, 30, None, 50]}
    table = assess(tried, tables(values | population), on=ON).areas()
    assert table["area_code"].tolist() == list("abcde")
    assert table["class"].tolist() == pytest.approx(["lagging", "targeted", NAN, "none", NAN], nan_ok=True)
    assert table["is_designated"].tolist() == [True, False, pd.NA, False, pd.NA]
    assert table["lowest"].tolist() == [2, 1, 1, 0, 0]
    assert table["highest"].tolist() == [3, 1, 3, 0, 3]
    assert table["population"].tolist() == pytest.approx([10, 20, 30, NAN, 50], nan_ok=True)


def test_a_criterion_is_met_not_met_or_missing():
    tried = profile(criterion("x"), criterion("y"))
    met = assess(tried, tables({"x": [1, 0], "y": [None, 1]}), on=ON).is_met()
    assert met.columns.tolist() == ["x", "y"]
    assert met.loc["a"].tolist() == [True, pd.NA]
    assert met.loc["b"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("n_met", "n_missing", "sign"),
    [(9, 0, "+"), (8, 0, "-"), (8, 1, "?"), (9, 3, "+"), (0, 12, "?"), (5, 3, "-")],
)
def test_nine_of_twelve_quarters_must_be_met(n_met, n_missing, sign):
    quarters = [f"{year}-Q{n}" for year in (2022, 2023, 2024) for n in range(1, 5)]
    row = [1.0] * n_met + [None] * n_missing + [0.0] * (12 - n_met - n_missing)
    window = {"periods": 12, "frequency": "Q", "take": "each", "at_least": 9}
    neighbour = [0.0] * 12
    tried = profile(criterion("x", window=window))
    found = assess(tried, tables({"x": [row, neighbour]}, periods=quarters), on=ON)
    assert designated(found) == f"{sign}-"


def test_k_of_n_periods_without_any_data_cannot_be_told():
    window = {"periods": 3, "take": "each", "at_least": 2}
    found = assess(profile(criterion("x", window=window)), tables({"x": [1, 0]}), on=date(2020, 1, 1))
    assert designated(found) == "??"


def test_without_a_threshold_in_force_nothing_can_be_told():
    dated = [{"value": 0, "valid_from": "2020-01-01", "valid_to": "2024-12-31"}]
    tried = profile(criterion("x", thresholds=dated))
    values = tables({"x": [[1, 1, 1], [-1, -1, -1]]})
    assert designated(assess(tried, values, on=date(2024, 12, 31))) == "+-"
    assert designated(assess(tried, values, on=date(2025, 1, 1))) == "??"


def test_a_rule_applies_beyond_its_time_and_says_so():
    tried = profile(criterion("x"), legal_basis={"title": "act", "effective_to": "2024-12-31"})
    late, in_time = (assess(tried, tables({"x": [[1, 1, 1]]}), on=on) for on in (ON, date(2024, 12, 31)))
    assert (late.is_in_force, in_time.is_in_force) == (False, True)
    assert designated(late) == designated(in_time) == "+"


def test_a_pending_profile_is_refused():
    tried = profile(criterion("x", thresholds=[]), source="pending")
    with pytest.raises(PendingProfileError, match="tried are pending"):
        assess(tried, tables({"x": [1]}), on=ON)


@pytest.mark.parametrize("rule", [{"rule": "neighbours", "minimum_areas": 2}, {"rule": "enclosed"}])
def test_a_rule_on_neighbours_needs_borders(rule):
    tried = profile(criterion("x"), adjustments=[{"designation": "lagging", **rule}])
    assert tried.needs_borders
    with pytest.raises(NoBordersError, match="expected tables with the borders"):
        assess(tried, tables({"x": [1]}), on=ON)


def test_of_two_lists_the_later_one_wins():
    row = [1, 0, 1, 0, None]
    assert designated(adjusted(row, listed("include", "b", "e"))) == "+++-+"
    assert designated(adjusted(row, listed("exclude", "a", "e"))) == "--+--"
    assert designated(adjusted(row, listed("include", "b"), listed("exclude", "b"))) == "+-+-?"
    assert designated(adjusted(row, listed("exclude", "b"), listed("include", "b"))) == "+++-?"


def test_a_list_holds_from_its_first_to_its_last_day_and_may_name_places_without_a_code():
    row = [0] * 5
    assert designated(adjusted(row, listed("include", "b", valid_to="2025-01-01"))) == "-+---"
    assert designated(adjusted(row, listed("include", "b", valid_from="2025-01-02"))) == "-----"
    assert designated(adjusted(row, listed("include"))) == "-----"


def test_a_list_alone_is_a_rule():
    tried = profile(
        classes=[one_class("lagging", is_designated=True), NONE], adjustments=[listed("include", "b")]
    )
    found = assess(tried, tables({"x": [1, 1, 1]}), on=ON)
    assert found.areas()["class"].tolist() == ["none", "lagging", "none"]
    assert found.areas()["highest"].tolist() == [0, 0, 0]


def test_areas_that_qualify_alone_are_not_a_region():
    pair = {"rule": "neighbours", "designation": "lagging", "minimum_areas": 2}
    assert designated(adjusted([1, 1, 0, 1, 0], pair)) == "++---"
    assert designated(adjusted([1, None, 0, 1, 1], pair)) == "??-++"


def test_an_enclosed_area_is_designated_and_encloses_no_other():
    ring = {"rule": "enclosed", "designation": "lagging"}
    assert designated(adjusted([0, 1, 0, 0, 1], ring)) == "++--+"
    assert designated(adjusted([0, 1, 0, None, 0], ring)) == "++???"
    assert designated(adjusted([0, 1, 0, 1, 0], {**ring, "state_border": False})) == "-+++-"
    later = {**ring, "valid_from": "2025-01-02"}
    assert designated(adjusted([0, 1, 0, 1, 0], later)) == "-+-+-"


def test_applied_rules_say_which_areas_they_changed():
    found = adjusted([1, 0, 0, 0, None], listed("include", "a", "b"), listed("exclude", "e"))
    assert [each.adjustment.rule for each in found.outcome.applied] == ["include", "exclude"]
    assert [each.changed.tolist() for each in found.outcome.applied] == [
        [False, True, False, False, False],
        [False, False, False, False, True],
    ]


def graced(years: int, *rows: list[float | None], **fields) -> str:
    grace = {"rule": "grace", "designation": "lagging", "years": years}
    tried = profile(criterion("x"), adjustments=[*fields.pop("others", ()), grace], **fields)
    return designated(assess(tried, tables({"x": list(rows)}), on=ON))


def test_a_designation_is_kept_for_some_years():
    rows = [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]
    assert graced(1, *rows) == "-++-"
    assert graced(2, *rows) == "+++-"


def test_what_was_missing_may_be_kept_and_what_is_missing_may_be_regained():
    assert graced(1, [0, None, 0], [0, 1, None], [0, 0, None]) == "?+?"


def test_no_designation_is_kept_from_before_the_rule():
    rows = [1, 0, 0], [0, 1, 0]
    basis = {"title": "act", "effective_from": "2024-01-01"}
    assert graced(2, *rows, legal_basis=basis) == "-+"
    assert graced(2, *rows, legal_basis={**basis, "effective_from": "2024-01-02"}) == "--"


def test_a_designation_by_list_is_kept_when_the_list_ends():
    listing = listed("include", "a", valid_to="2024-06-30")
    assert graced(1, [0, 0, 0], [0, 0, 0], others=[listing]) == "+-"
    assert graced(1, [0, 0, 0], [0, 0, 0], others=[{**listing, "valid_to": "2023-06-30"}]) == "--"


def test_a_grace_of_no_years_is_none():
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        Grace(rule="grace", designation="lagging", years=0)


GRAPHS = st.sets(st.sampled_from([(a, b) for a, b in product("abcd", repeat=2) if a < b]))
ADJUSTMENTS = st.lists(
    st.sampled_from(
        [
            {"rule": "neighbours", "designation": "lagging", "minimum_areas": 2},
            {"rule": "enclosed", "designation": "lagging"},
            {"rule": "enclosed", "designation": "lagging", "state_border": False},
            listed("include", "b"),
            listed("exclude", "a", "c"),
        ]
    ),
    max_size=3,
)


@given(GRAPHS, st.lists(st.sampled_from([1, 0, None]), min_size=4, max_size=4), ADJUSTMENTS)
def test_adjustments_say_what_they_say_of_every_completion(pairs, row, adjustments):
    codes = pd.Index(list("abcd"), dtype="str")
    rows = [each for a, b in pairs for each in ((a, b), (b, a))] + [("a", None)]
    borders = pd.DataFrame(rows, columns=["area_code", "neighbour_code"]).astype("str")
    beside = Neighbourhood.from_borders(borders, codes)
    tried = profile(criterion("x"), adjustments=adjustments)

    def assessed(numbers):
        return states(assess(tried, tables({"x": numbers}, neighbourhood=beside), on=ON).outcome.designated)

    fillings = product(*([0, 1] if one is None else [one] for one in row))
    outcomes = [[each == TRUE for each in assessed(list(filled))] for filled in fillings]
    assert assessed(row) == [bounds_of(list(each)) for each in zip(*outcomes, strict=True)]


CELL = st.integers(1, 5).map(float) | st.none()
ROWS = st.integers(1, 6).flatmap(
    lambda n: st.lists(st.tuples(*[CELL] * (2 * len(PERIODS))), min_size=n, max_size=n)
)
NATION, SIMPLE = {"to": "nation"}, {"to": "nation", "mean": "simple"}
INDEX = {
    "title": texts("index"),
    "components": [{"indicator": "x", "worst": "lowest"}, {"indicator": "y", "worst": "highest"}],
    "normalisation": "z_score",
    "aggregation": "weighted_mean",
}
THREE, TWO_OF_THREE = {"periods": 3, "minimum_periods": 2}, {"periods": 3, "take": "each", "at_least": 2}


def below(criterion_id: str, threshold: float, **fields) -> dict:
    return criterion(criterion_id, operator="<=", thresholds=[{"value": threshold}], **fields)


def above(criterion_id: str, threshold: float, **fields) -> dict:
    return criterion(criterion_id, operator=">", thresholds=[{"value": threshold}], **fields)


CRITERIA = [
    below("ratio", 0.9, indicator="x", statistic="ratio", reference=SIMPLE, window=THREE),
    above("nation", 1.2, indicator="y", statistic="ratio", reference=NATION),
    above("each", 1, indicator="y", statistic="ratio", reference=SIMPLE, window=TWO_OF_THREE),
    below("rank", 2, indicator="x", statistic="rank", worst="lowest"),
    below("share", 0.5, indicator="y", statistic="rank_share", worst="highest"),
    below("halves", 2, indicator="x", statistic="halves", worst="lowest", reference=SIMPLE),
    below("quota", 0.4, indicator="y", statistic="population_quota", worst="highest"),
    below("score", 0, score="index"),
]
EVERYTHING = profile(
    *CRITERIA,
    scores={"index": INDEX},
    classes=[
        one_class("lagging", is_designated=True, at_least=4, required=("ratio",)),
        one_class("watched", is_designated=True, at_least=5),
        one_class("targeted", is_designated=False, at_least=2),
        NONE,
    ],
)
"""Every statistic in one profile."""


def all_tables(rows, *, unit: float = 1.0, codes: str = "abcdef") -> LevelTables:
    """The first three numbers of a row are of ``x``, the others of ``y``, which is money."""
    table = np.array(rows, dtype=float)
    people = np.full((len(rows), 3), NAN)
    people[:, -1] = np.where(np.isnan(table[:, 0]), 7, table[:, 0])
    nation = np.array([3.0, 3.0, 3.0])
    return LevelTables(
        level=2,
        area_codes=pd.Index(list(codes[: len(rows)]), dtype="str"),
        periods=PERIODS,
        values={"x": table[:, :3], "y": table[:, 3:] * unit, "population": people},
        nation={"x": nation, "y": nation * unit, "population": nation * NAN},
    )


def as_told(assessment: Assessment) -> pd.DataFrame:
    return assessment.areas().join(assessment.is_met(), on="area_code").set_index("area_code")


@settings(max_examples=50)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_areas_and_their_names_change_nothing(rows, random):
    order = random.sample(range(len(rows)), len(rows))
    plain = as_told(assess(EVERYTHING, all_tables(rows), on=ON))
    mixed = as_told(assess(EVERYTHING, all_tables([rows[n] for n in order], codes="zyxwvu"), on=ON))
    pd.testing.assert_frame_equal(plain.iloc[order].reset_index(drop=True), mixed.reset_index(drop=True))


@settings(max_examples=50)
@given(ROWS, st.sampled_from([1000.0, 1e6, 0.001, 1 / 3, 84.3]))
def test_the_unit_of_money_changes_nothing(rows, unit):
    plain, scaled = (assess(EVERYTHING, all_tables(rows, unit=each), on=ON) for each in (1.0, unit))
    pd.testing.assert_frame_equal(as_told(plain), as_told(scaled))


@given(ROWS, st.data())
def test_an_area_without_any_data_is_never_designated(rows, data):
    gap = data.draw(st.integers(0, len(rows) - 1))
    emptied = [[None] * len(row) if n == gap else row for n, row in enumerate(rows)]
    generous = {each["id"]: 1e9 if each["operator"] in ("<", "<=") else -1e9 for each in CRITERIA}
    measurement = measure(EVERYTHING, all_tables(emptied), on=ON)
    for thresholds in ({each.id: each.thresholds[0].value for each in EVERYTHING.criteria}, generous):
        found = outcome(EVERYTHING, measurement, thresholds)
        assert found.criteria.is_missing[gap].all()
        assert not found.designated.surely[gap]
        assert (found.lowest[gap], found.highest[gap]) == (0, len(CRITERIA))


@given(ROWS, st.integers(0, len(CRITERIA) - 1), st.floats(0, 3), st.integers(1, 8))
def test_tightening_a_threshold_never_adds_an_area(rows, position, by, at_least):
    classes = [{**LAGGING, "at_least": at_least}, NONE]
    counted = profile(*CRITERIA, scores={"index": INDEX}, classes=classes)
    measurement = measure(counted, all_tables(rows), on=ON)
    thresholds = {each.id: each.thresholds[0].value for each in counted.criteria}
    moved = counted.criteria[position]
    tighter = thresholds[moved.id] + (by if moved.operator in (">", ">=") else -by)
    before = outcome(counted, measurement, thresholds).designated
    after = outcome(counted, measurement, {**thresholds, moved.id: tighter}).designated
    assert not (after.surely & ~before.surely).any()
    assert not (after.possibly & ~before.possibly).any()


@settings(max_examples=50)
@given(ROWS)
def test_many_thresholds_at_once_say_what_each_says_alone(rows):
    measurement = measure(EVERYTHING, all_tables(rows), on=ON)
    thresholds = {each.id: each.thresholds[0].value for each in EVERYTHING.criteria}
    swept = np.array([0.5, 0.9, 1.3])
    together = outcome(EVERYTHING, measurement, {**thresholds, "ratio": swept[:, None, None]})
    for n, each in enumerate(swept):
        alone = outcome(EVERYTHING, measurement, {**thresholds, "ratio": each})
        assert together.designated.surely[n].tolist() == alone.designated.surely.tolist()
        assert together.designated.possibly[n].tolist() == alone.designated.possibly.tolist()
        assert together.lowest[n].tolist() == alone.lowest.tolist()


def test_no_areas_can_be_assessed():
    found = assess(EVERYTHING, all_tables(np.empty((0, 6))), on=ON)
    assert found.areas().empty
    assert found.is_met().shape == (0, len(CRITERIA))


def test_judging_again_reads_no_tables():
    measurement = measure(profile(criterion("x")), tables({"x": [1, 3]}), on=ON)
    emptied = replace(measurement, tables=replace(measurement.tables, values={}))
    varied = profile(criterion("x", thresholds=[{"value": 2}]))
    assert designated(judge(profile(criterion("x")), emptied)) == "++"
    assert designated(judge(varied, emptied)) == "-+"


@pytest.fixture
def observations(observe) -> pd.DataFrame:
    rates = {"A1": 6, "A2": 12, "A3": None, "B1": 9, "B2": 3}
    return pd.concat(
        [
            *(observe("unemployment_rate", rates, year) for year in PERIODS),
            observe("population", {"A1": 100, "A2": 100, "B1": 100, "B2": 200}, "2024"),
        ],
        ignore_index=True,
    )


def test_the_order_of_rows_and_columns_of_the_data_changes_nothing(catalogue, areas, observations):
    tried = profile(
        criterion("unemployment_rate", statistic="ratio", reference=NATION, thresholds=[{"value": 1.05}])
    )

    def assessed(observations, areas):
        computed = compute(catalogue, observations, areas, tried.indicator_ids)
        return as_told(assess(tried, LevelTables.from_computed(computed, level=2), on=ON))

    plain = assessed(observations, areas)
    assert plain.loc[["A1", "A2", "B1", "B2"], "is_designated"].tolist() == [False, True, True, False]
    assert plain.loc["A3", "is_designated"] is pd.NA
    mixed = assessed(
        observations.sample(frac=1, random_state=1)[observations.columns[::-1]].reset_index(drop=True),
        areas.sample(frac=1, random_state=2)[areas.columns[::-1]],
    )
    pd.testing.assert_frame_equal(plain, mixed)


def test_truths_of_draws_are_not_mixed_with_those_of_lists():
    tried = profile(criterion("x"), adjustments=[listed("include", "b")])
    drawn = measure(
        tried, tables({"x": [1, 0]}), on=ON, perturb=lambda _id, _periods, values: np.stack([values, -values])
    )
    found: Truth = judge(tried, drawn).outcome.designated
    assert found.surely.tolist() == [[True, True], [False, True]]


def test_the_criteria_that_can_be_told_of_no_area_are_named():
    tried = profile(criterion("x"), criterion("y"))
    given = tables({"x": [1, None], "y": [None, None]})
    assert [each.id for each in assess(tried, given, on=ON).untold_criteria] == ["y"]
