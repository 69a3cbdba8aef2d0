"""CSV that a spreadsheet program opens as it is."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export.csv import BYTE_ORDER_MARK, FORMULA_STARTS, csv_text


def read(text: str) -> list[list[str]]:
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_starts_a_formula(start: str) -> None:
    assert read(csv_text(pd.DataFrame({"name": [start + "1+1"]})))[1] == ["'" + start + "1+1"]


def test_numbers_stay_numbers_and_missing_stays_empty() -> None:
    table = pd.DataFrame({"value": [-1.5, None], "met": pd.array([True, None], dtype="boolean")})
    assert read(csv_text(table)) == [["value", "met"], ["-1.5", "True"], ["", ""]]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_texts_are_read_back(texts: list[str]) -> None:
    rows = read(csv_text(pd.DataFrame({"text": texts, "row": range(len(texts))})))[1:]
    assert [row[0].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]
