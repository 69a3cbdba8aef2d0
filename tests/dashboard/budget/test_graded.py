"""Numbers as classes of a map: what a label says is true of every area in the class."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.i18n import translations
from dashboard.components.area_map.view import Classification
from dashboard.components.budget.graded import UNCHANGED_COLOR, graded
from dashboard.components.words import Words
from geodata.packs import load_pack, pack_folders
from indicators.catalogue import load_catalogue

NAN = float("nan")
numbers = st.lists(st.one_of(st.floats(-1e4, 1e4), st.just(NAN), st.sampled_from([0.0, 1.0])), max_size=40)


def classes(values, *, language: str = "en", decimals: int = 2, **choices) -> Classification:
    words = Words(
        language, translations(language).gettext, load_pack(pack_folders()["demo"]), load_catalogue()
    )
    known = pd.Series(values, index=[f"{n:02}" for n in range(len(values))], dtype=float)
    return graded(words, known, title="Title", heading="Heading", decimals=decimals, **choices)


def labels(told: Classification) -> list[str]:
    return [each.label for each in told.categories]


def ends(label: str) -> tuple[float, float]:
    parts = [float(part.replace(",", "")) for part in re.split(" – | … ", label)]
    return parts[0], parts[-1]


@given(numbers, st.sampled_from([None, 0.0, 1.0]), st.sampled_from(["quantiles", "equal_interval"]))
def test_every_number_is_within_the_label_of_its_class(values, midpoint, scheme):
    told = classes(values, midpoint=midpoint, scheme=scheme)
    assert (told.classes == -1).tolist() == np.isnan(values).tolist()
    for value, position in zip(values, told.classes, strict=True):
        if position >= 0:
            low, high = ends(labels(told)[position])
            assert low - 1e-7 <= value <= high + 1e-7


@given(numbers, st.sampled_from([None, 0.0, 1.0]))
def test_a_higher_number_is_in_no_lower_class(values, midpoint):
    told = classes(values, midpoint=midpoint)
    ordered = told.classes[pd.Series(values, index=told.classes.index).sort_values().dropna().index]
    assert ordered.is_monotonic_increasing
    assert len(told.categories) <= 6 + (midpoint is not None)


@given(numbers)
def test_no_class_lies_on_both_sides_of_the_midpoint(values):
    told = classes(values, midpoint=1.0)
    by_class = pd.Series(values).groupby(told.classes.to_numpy())
    assert all((of_class <= 1).all() or (of_class > 1).all() for key, of_class in by_class if key >= 0)


@given(numbers)
def test_what_is_at_the_midpoint_is_a_class_of_its_own_when_asked(values):
    told = classes(values, midpoint=0.0, unchanged="No change")
    place = labels(told).index("No change")
    assert ((told.classes == place).to_numpy() == (np.array(values) == 0.0)).all()
    sides = np.sign(np.array(values, dtype=float))
    assert (sides[(told.classes < place) & (told.classes >= 0)] < 0).all()
    assert (sides[told.classes > place] > 0).all()


@given(numbers, numbers)
def test_two_maps_share_their_classes(before, after):
    pooled = pd.Series([*before, *after], dtype=float)
    first, second = (classes(each, midpoint=1.0, breaks_from=pooled) for each in (before, after))
    assert first.categories == second.categories


def test_labels_are_written_in_the_language_and_say_where_a_class_ends():
    assert labels(classes([1000, 2000, 3000.5], decimals=1, k=2)) == [
        "1,000.0 – 2,000.0",
        "2,000.0 – 3,000.5",
    ]
    assert labels(classes([0.5, 1.5], language="ru", k=1)) == ["0,50 – 1,50"]


def test_given_cuts_are_taken_where_they_lie_within_the_numbers():
    told = classes([1, 2, 3, 4.5], decimals=1, cuts=[2, 4, 10])
    assert labels(told) == ["1.0 – 2.0", "2.0 – 4.0", "4.0 – 4.5"]
    assert told.classes.tolist() == [0, 0, 1, 2]


def test_around_a_middle_the_sides_differ_in_hue_and_the_middle_is_grey():
    told = classes([-3, -2, 0, 2, 3], midpoint=0.0, unchanged="No change", k=4)
    colors = [each.color for each in told.categories]
    assert colors[2] == UNCHANGED_COLOR
    one_sided = classes([2, 3], midpoint=0.0, k=4)
    assert not set(colors[:2]) & {each.color for each in one_sided.categories}


def test_without_numbers_there_are_no_classes():
    told = classes([NAN, NAN], midpoint=1.0)
    assert told.categories == []
    assert told.classes.tolist() == [-1, -1]


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0, NAN]])
def test_one_number_is_one_class_named_by_it(values):
    assert labels(classes(values)) == ["5.00"]


def test_the_number_stands_beside_its_class():
    told = classes([0.25, NAN], value_title="БО")
    column = told.columns[0]
    assert (column.title, column.decimals) == ("БО", 2)
    assert column.by_area.iloc[0] == 0.25
    assert np.isnan(column.by_area.iloc[1])


def test_labels_of_neighbours_meet():
    told = classes(np.linspace(0.5, 3, 50), midpoint=1.0)
    assert all(ends(low)[1] == ends(high)[0] for low, high in pairwise(labels(told)))
