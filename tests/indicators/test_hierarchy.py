import numpy as np
import pandas as pd
import pytest

from indicators.hierarchy import Hierarchy, HierarchyError


def test_levels_are_climbed_from_the_deepest(areas):
    hierarchy = Hierarchy.from_areas(areas)
    parents = [hierarchy.area_codes[step.parents].tolist() for step in hierarchy.steps]
    assert parents == [["A", "B"], ["X"]]


def test_an_area_may_skip_a_level(areas):
    city = pd.DataFrame([("C", "X", 2, 1.0)], columns=areas.columns)
    hierarchy = Hierarchy.from_areas(pd.concat([areas, city]))
    assert hierarchy.area_codes[hierarchy.steps[-1].children].tolist() == ["A", "B", "C"]


def test_expected_parts_are_counted_on_the_level_that_has_values(areas):
    hierarchy = Hierarchy.from_areas(areas)
    has_value = np.zeros((14, 3), dtype=bool)
    has_value[hierarchy.area_codes.get_loc("A"), 0] = True
    has_value[hierarchy.area_codes.get_loc("A5"), 1] = True
    expected = pd.DataFrame(hierarchy.expected_parts(has_value), index=hierarchy.area_codes)
    assert expected.loc["X"].tolist() == [2, 11, 1]
    assert expected.loc["A"].tolist() == [1, 9, 1]
    assert expected.loc["A5"].tolist() == [1, 1, 1]


def test_a_parent_on_the_same_level_is_refused(areas):
    areas.loc[areas["area_code"] == "A", "parent_code"] = "B"
    with pytest.raises(HierarchyError, match="1 areas: A"):
        Hierarchy.from_areas(areas)


def test_a_code_that_comes_twice_is_refused(areas):
    with pytest.raises(HierarchyError, match="B2"):
        Hierarchy.from_areas(pd.concat([areas, areas.tail(1)]))
