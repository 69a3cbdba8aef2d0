"""What a cell says: what people and spreadsheets write for days, numbers, periods and choices."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from geodata.councils.workbook.cells import CellFault, cell_reader, choice_reader, read_report_period
from geodata.councils.workbook.words import ChoiceWords, ColumnKind, half_years, workbook_words
from geodata.tables.sheet import FaultyCell

DAY = date(2025, 3, 31)


def moment(year: int, month: int, day: int, *, hour: int = 0) -> datetime:
    """Return a time as spreadsheets keep it, in no time zone."""
    return datetime.combine(date(year, month, day), time(hour))


@pytest.mark.parametrize(
    "cell",
    [
        *(DAY, moment(2025, 3, 31, hour=12), 45747, 45747.0, "45747"),
        *("2025-03-31", "31.03.2025", "31.3.2025 г.", "31/03/2025", "03/31/2025"),
        *("2025-03-31T00:00:00", " 31.03.2025 "),
    ],
)
def test_a_day_is_read_as_people_write_it(cell: object) -> None:
    assert cell_reader("date")(cell) == DAY


@given(st.dates(date(1930, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_from_its_serial_number(day: date) -> None:
    assert cell_reader("date")(to_excel(day)) == day
    assert cell_reader("date")(f"{day:%d.%m.%Y}") == day


def test_a_day_that_may_be_two_is_asked() -> None:
    with pytest.raises(CellFault) as fault:
        cell_reader("date")("03/04/2025")
    assert fault.value.rule.id == "day_ambiguous"
    assert cell_reader("date")("04/04/2025") == date(2025, 4, 4)


@pytest.mark.parametrize(
    ("kind", "cell", "rule"),
    [
        ("date", 2025, "day_unread"),
        ("date", "2025", "day_unread"),
        ("date", "30.02.2025", "day_unread"),
        ("date", "1.1.1099", "day_unread"),
        ("date", "soon", "day_unread"),
        ("date", moment(2201, 1, 1), "day_unread"),
        ("count", 1.5, "count_unread"),
        ("count", True, "count_unread"),
        ("count", "1 5", "count_unread"),
        ("count", "ten", "count_unread"),
        ("count", "9" * 30, "count_unread"),
        ("period", moment(2025, 3, 2), "report_period_bad"),
        ("period", "2025-H3", "report_period_bad"),
        ("text", FaultyCell("error", "#REF!"), "register_cell_error"),
        ("date", FaultyCell("formula", "=A1"), "formula_without_value"),
    ],
)
def test_what_says_nothing_is_a_fault(kind: ColumnKind, cell: object, rule: str) -> None:
    with pytest.raises(CellFault) as fault:
        cell_reader(kind)(cell)
    assert fault.value.rule.id == rule


@pytest.mark.parametrize(
    ("cell", "count"),
    [(7, 7), (7.0, 7), ("7", 7), ("1 234", 1234), ("1\u00a0234\u00a0567", 1234567), (-1, -1)],
)
def test_a_count_is_a_whole_number(cell: object, count: int) -> None:
    assert cell_reader("count")(cell) == count


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        (2025, "2025"),
        ("2025", "2025"),
        ("2025-H1", "2025-H1"),
        ("2025 h2", "2025-H2"),
        ("2024..2025", "2024..2025"),
        ("2024–2025", "2024..2025"),
        ("II квартал 2025", "2025-Q2"),
        ("2025-03", "2025-03"),
        (moment(2025, 3, 1), "2025-03"),
        ("1-е полугодие 2025", "2025-H1"),
        ("за II полугодие 2025 года", "2025-H2"),
        ("2025 г., второе полугодие", "2025-H2"),
        ("2025-жылдын 1-жарым жылдыгы", "2025-H1"),
        ("2025-жыл, экинчи жарымы", "2025-H2"),
        ("first half of 2025", "2025-H1"),
        ("2025, 2nd half-year", "2025-H2"),
        ("H1 2025", "2025-H1"),
    ],
)
def test_a_period_of_a_report_is_read(cell: object, period: str) -> None:
    assert read_report_period(cell) == period


@pytest.mark.parametrize("cell", ["f", "F", "Аял", "женский", "Female", "жен.", "ж"])
def test_a_choice_is_read_in_any_language(cell: str) -> None:
    assert choice_reader(workbook_words().choices["sex"])(cell) == "f"


def test_a_choice_that_may_be_two_is_none() -> None:
    words = {key: ChoiceWords(title={"en": "Same", "ru": f"Разное {key}"}) for key in ("a", "b")}
    read = choice_reader(words)
    assert read("b") == read("разное b") == "b"
    with pytest.raises(CellFault) as fault:
        read("same")
    assert fault.value.params == {"got": "same", "known": "a, b"}


@pytest.mark.parametrize(
    "cell", ["1-е полугодие", "полугодие 2025", "3-е полугодие 2025", "1-е полугодие 2024-2025"]
)
def test_a_half_year_without_its_number_or_its_year_is_none(cell: str) -> None:
    with pytest.raises(CellFault):
        read_report_period(cell)


def test_no_way_to_write_a_half_year_means_both() -> None:
    known = workbook_words().half_years
    first, second = (set(numbers) for numbers in known.numbers)
    assert first.isdisjoint(second)
    assert set(half_years().values()) == {"H1", "H2"}
