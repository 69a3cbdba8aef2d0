"""Numbers are read in every style of writing, and never guessed."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tables.numbers import parse_numbers
from geodata.tables.sheet import FaultyCell

SPACES = [" ", "\u00a0", "\u2009", "\u202f"]


def parse(*cells: object, decimal: str | None = None) -> pd.DataFrame:
    return parse_numbers(pd.Series(cells, dtype=object), decimal=decimal)


@pytest.mark.parametrize(
    ("text", "value", "footnote"),
    [
        ("12,5*", 12.5, "*"),
        ("123¹", 123, "¹"),
        ("45 1)", 45, "1)"),
        ("1 234 567,8 **", 1234567.8, "**"),
        ("1\u202f234", 1234, ""),
        ("1'234'567", 1234567, ""),
        ("−5,1", -5.1, ""),
        ("– 3", -3, ""),
        ("+7", 7, ""),
        ("12,5 %", 12.5, ""),
        ("1.5e-3", 0.0015, ""),
        (",5", 0.5, ""),
        ("0,125", 0.125, ""),
        ("1.234,5", 1234.5, ""),
        ("1,234.5", 1234.5, ""),
        ("1,234,567", 1234567, ""),
        (7, 7, ""),
        (1.234, 1.234, ""),
    ],
)
def test_one_reading(text, value, footnote):
    (row,) = parse(text).to_dict("records")
    assert row == {"value": value, "status": "A", "footnote": footnote, "fault": ""}


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "451)",
        "1,23,4",
        "12 34",
        "<5",
        "1..2",
        ".",
        "1e400",
        "5-7",
        "1234 567",
        True,
        pd.Timestamp("2024-01-01"),
    ],
)
def test_no_number(text):
    parsed = parse(text).iloc[0]
    assert parsed["fault"] == "not_a_number"
    assert math.isnan(parsed["value"])


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        *(
            ("…", "O"),
            ("...", "O"),
            ("н/д", "O"),
            ("N/A", "O"),
            (":", "O"),
            (None, "O"),
            ("", "O"),
            (" ", "O"),
        ),
        *(("-", "M"), ("–", "M"), ("х", "M"), ("x", "M"), ("Х", "M"), ("…*", "O"), (math.nan, "O")),
    ],
)
def test_missing_marks_are_missing_and_never_zero(mark, status):
    parsed = parse(mark).iloc[0]
    assert (parsed["status"], parsed["fault"]) == (status, "")
    assert math.isnan(parsed["value"])


def test_faulty_cells_keep_their_fault():
    assert parse(FaultyCell("error", "#REF!"), FaultyCell("formula", "=A1"))["fault"].tolist() == [
        "error",
        "formula",
    ]


@pytest.mark.parametrize(
    ("others", "value"), [(["12.5"], 1234), (["12,5"], 1.234), (["1,234,567"], 1234), (["1.234,5"], 1.234)]
)
def test_the_column_decides_between_two_readings(others, value):
    assert parse("1,234", *others)["value"].iloc[0] == value


@pytest.mark.parametrize("others", [[], ["7"], [1.5], ["12.5", "12,5"]])
def test_without_evidence_two_readings_stay_open(others):
    parsed = parse("1,234", *others)
    assert parsed["fault"].tolist() == ["ambiguous_separator", *[""] * len(others)]
    assert math.isnan(parsed["value"].iloc[0])


def test_a_person_decides_and_contradiction_is_a_fault():
    assert parse("1,234", decimal=",")["value"].tolist() == [1.234]
    assert parse("1,234", decimal=".")["value"].tolist() == [1234]
    assert parse("12.5", decimal=",")["fault"].tolist() == ["not_a_number"]


@st.composite
def written(draw: st.DrawFn) -> tuple[float, str]:
    """A number and one of the ways tables write it, with at least one reading that is not open."""
    value = draw(st.decimals(-(10**9), 10**9, places=draw(st.sampled_from([0, 1, 2, 4])), allow_nan=False))
    whole, _, fraction = f"{abs(value):,}".partition(".")
    group = draw(st.sampled_from(["", *SPACES, "'"]))
    mark = draw(st.sampled_from([",", "."]))
    minus = draw(st.sampled_from("-−–")) if value < 0 else ""
    note = draw(st.sampled_from(["", "*", "¹", " 1)", " **"]))
    percent = draw(st.sampled_from(["", "%", " %"]))
    decimals = f"{mark}{fraction}" if fraction else ""
    return float(value), f"{minus}{whole.replace(',', group)}{decimals}{percent}{note}"


@given(st.lists(written(), min_size=1, max_size=5))
def test_every_style_is_read_back(numbers):
    parsed = parse(*(text for _, text in numbers))
    assert parsed["value"].tolist() == [value for value, _ in numbers]


@given(st.lists(st.text(max_size=12) | st.floats() | st.none()), st.permutations(range(3)))
def test_any_cells_give_a_value_a_status_or_a_fault(cells, order):
    index = [f"row {number}" for number in range(len(cells))]
    parsed = parse_numbers(pd.Series(cells, index=index, dtype=object))
    assert parsed.index.tolist() == index
    is_value = parsed["value"].notna()
    assert ((parsed["status"] == "A") & (parsed["fault"] == "") == is_value).all()


@given(st.lists(st.sampled_from(["1,234", "12,5", "3.5", "7", "…", "abc", "1 000"]), min_size=1))
def test_the_order_of_rows_does_not_matter(texts):
    cells = pd.Series(texts, dtype=object)
    assert parse_numbers(cells[::-1])[::-1].equals(parse_numbers(cells))
