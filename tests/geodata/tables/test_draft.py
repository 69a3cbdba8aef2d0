"""A draft holds what would be published and names everything in the way, all of it at once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pydantic import ValidationError

from geodata.problems import ImportRefused
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.schemas import OBSERVATIONS
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft, draft_observations
from geodata.tables.layout import Layout, guess_layout

HEADER = "code,name,indicator,year,value\n"


@pytest.fixture
def draft(sheet, areas, rules, pack):
    """Drafts a csv text by its proposed layout with some changes."""

    def make(
        text: str, *, about: str | None = None, choices: Choices | None = None, **changes: object
    ) -> TableDraft:
        read = sheet(text)
        layout = guess_layout(read, pack=pack, indicators=rules, areas=areas).model_copy(update=changes)
        layout = layout.with_indicator(about) if about else layout
        return draft_observations([read], [layout], areas=areas, rules=rules, pack=pack, choices=choices)

    return make


def found(
    draft: TableDraft, *, severities: tuple[str, ...] = ("error",)
) -> list[tuple[str, int | None, str | None]]:
    return [
        (problem.rule.id, problem.where.row, problem.where.column)
        for problem in draft.problems
        if problem.severity in severities
    ]


def values(draft: TableDraft) -> dict[tuple[str, str, str], float]:
    return draft.observations.set_index(["area_code", "indicator_id", "period"])["value"].to_dict()


ALL_AREAS = ["0101", "0102", "0103", "0201", "0202"]


def test_tidy_rows_become_observations(draft):
    made = draft(HEADER + "0102,Ак-Муз,population,2023,1 200\n0201,Көк-Суу,population,2023,…\n")
    assert made.is_publishable
    table = made.observations
    assert OBSERVATIONS.validate(table) is not None
    assert table.to_dict("list") == {
        "area_code": ["0102", "0201"],
        "indicator_id": ["population", "population"],
        "period": ["2023", "2023"],
        "value": [1200.0, pytest.approx(float("nan"), nan_ok=True)],
        "status": ["A", "O"],
        "source_ref": ["row 2", "row 3"],
    }
    assert (made.rows_in, len(made.dropped)) == (2, 0)


def test_periods_across_name_row_and_heading(draft):
    made = draft("code;2022;2023\n0102;1,5;2,5\n0103;-;3\n", about="unemployment")
    assert made.is_publishable
    assert made.observations["source_ref"].tolist() == [
        "row 2, 2022",
        "row 3, 2022",
        "row 2, 2023",
        "row 3, 2023",
    ]
    assert made.observations["status"].tolist() == ["A", "M", "A", "A"]


def test_every_problem_is_named_at_once(draft):
    made = draft(
        HEADER
        + "0102,,population,2023,abc\n"
        + "0103,,population,2023,-5\n"
        + "0999,Ак-Мус,population,2023,7\n"
        + ",Көк-Суу,population,2023,8\n"
        + "0201,,popluation,2023,9\n"
        + "0202,,population,soon,9\n"
        + "0202,,population,2023,9\n"
        + "0202,,population,2023,10\n",
        area_name="B",
    )
    assert found(made) == [
        ("unknown_area", 4, "B"),
        ("ambiguous_area", 5, "B"),
        ("unknown_indicator", 6, "C"),
        ("bad_period", 7, "D"),
        ("not_a_number", 2, "E"),
        ("out_of_range", 3, "E"),
        ("duplicate_key", 9, "E"),
    ]
    assert not made.is_publishable
    assert made.observations.empty
    texts = {problem.rule.id: problem.describe() for problem in made.problems}
    assert "table.csv, row 2, column E: Expected a number, got abc." in texts["not_a_number"]
    assert "Ак-Муз (0102)" in texts["unknown_area"]
    assert "Көк-Суу (0103), Көк-Суу (0201)" in texts["ambiguous_area"]
    assert "population" in texts["unknown_indicator"]
    assert "between 0 and ∞, got -5" in texts["out_of_range"]
    assert "(10) and in table.csv, row 8, column E (9)" in texts["duplicate_key"]


def test_a_label_that_recurs_is_one_problem_with_its_rows(draft):
    made = draft("name,2021,2022\nАк-Муз,1,2\nАтлантида,3,4\nАтлантида,5,6\n", about="population")
    (problem,) = [problem for problem in made.problems if problem.rule.id == "unknown_area"]
    assert problem.params["rows"] == "3, 4"


def test_choices_clear_what_is_in_the_way_and_are_recorded(draft):
    text = HEADER + "0102,,population,2023,abc\n0103,,population,2023,2O\n,Ак-Мус,population,2023,7\n"
    choices = Choices(
        dropped_rows={"table": {2: "not measured"}},
        corrections={"table": {"E3": "20", "A9": "1"}},
        areas={"Ак-Мус": "0102"},
    )
    made = draft(text, choices=choices, area_name="B")
    assert found(made) == [("correction_outside", None, None)]
    assert values(made) == {("0103", "population", "2023"): 20, ("0102", "population", "2023"): 7}
    assert made.dropped.to_dict("records") == [
        {"sheet": "table", "row": 2, "reason": "dropped: not measured"}
    ]
    assert made.choices == choices
    assert Choices.model_validate_json(choices.model_dump_json()) == choices


def test_an_open_decimal_mark_is_asked_and_answered(draft):
    text = "code;2023\n0102;1,234\n0103;5,678\n"
    asked = draft(text, about="revenue")
    assert found(asked) == [("ambiguous_number", 2, "B")]
    answered = draft(text, about="revenue", choices=Choices(decimal=","))
    assert values(answered)["0102", "revenue", "2023"] == 1.234


def test_scale_notes_are_asked_and_answered_each(draft):
    text = "Доходы, тыс. сом;;\ncode;Revenue, 2022;Revenue (млн. сом) 2023\n0102;7;8\n"
    asked = draft(text)
    assert [problem.params["note"] for problem in asked.problems if problem.severity == "error"] == [
        "тыс. сом",
        "млн. сом",
    ]
    assert asked.observations.empty
    answered = draft(text, choices=Choices(scales={"тыс. сом": 1000, "млн. сом": 1}))
    assert list(values(answered).values()) == [7000, 8]


def test_a_scale_note_of_a_row_goes_before_that_of_the_title(draft):
    text = "В тыс. сом;;\ncode;indicator;2023\n0102;Доходы, млн сом;7\n0103;Доходы;8\n"
    made = draft(text, choices=Choices(scales={"тыс. сом": 1e3, "млн сом": 1e6}))
    assert list(values(made).values()) == [7e6, 8e3]


def test_a_column_of_units_is_asked_about(draft):
    text = HEADER.replace("code", "unit,code") + "млн сом,0102,,revenue,2023,7\nсом,0103,,revenue,2023,8\n"
    asked = draft(text)
    assert [problem.rule.id for problem in asked.problems if problem.severity == "error"] == [
        "scale_unanswered"
    ]
    assert list(values(draft(text, choices=Choices(scales={"млн сом": 1e6}))).values()) == [7e6, 8]


def test_totals_are_set_apart_and_a_difference_is_reported(draft):
    text = "name,2022,2023\nВсего по району,30,34\nАк-Муз,10,11\nОргочор,20,21\n"
    made = draft(text, about="population")
    assert made.is_publishable
    assert len(made.observations) == 4
    assert made.totals_check[["row", "printed", "computed", "difference"]].to_numpy().tolist() == [
        [2, 30, 30, 0],
        [2, 34, 32, 2],
    ]
    assert ("total_differs", 2, "C") in found(made, severities=("warning",))
    assert made.dropped["reason"].tolist() == ["totals"]


def test_subtotals_add_up_the_rows_above_them(draft):
    text = "name,2023\nАк-Муз,1\nКөк-Суу,2\nИтого,3\nОргочор,4\nИтого,4\nBardy,9\nTotal,7\n"
    made = draft(
        text,
        about="population",
        choices=Choices(areas={"Көк-Суу": "0103"}, dropped_rows={"table": {7: "?"}}),
    )
    assert made.totals_check["difference"].tolist() == [0, 0, 0]
    assert not [problem for problem in made.problems if problem.rule.id == "total_differs"]


def test_totals_of_rates_are_not_held_against_a_sum(draft):
    made = draft("name,2023\nАк-Муз,10\nОргочор,20\nTotal,14\n", about="unemployment")
    assert made.totals_check["difference"].tolist() == [-16]
    assert "total_differs" not in {problem.rule.id for problem in made.problems}


def test_an_unknown_row_that_is_the_sum_of_the_others_is_a_total(draft):
    made = draft(
        "name,2022,2023\nАк-Муз,1,2\nОргочор,3,4\nТестландия,4,6\nАтлантида,4,7\n", about="population"
    )
    assert found(made) == [("unknown_area", 5, "A")]
    assert [
        (problem.rule.id, problem.where.row) for problem in made.problems if problem.severity == "note"
    ] == [("total_recognised", 4)]


def test_heading_rows_tell_areas_of_one_name_apart(draft):
    text = "name,2023\nАк-Талаа району,\nКөк-Суу,1\nЖети-Өгүз району,\nКөк-Суу,2\nОргочор,\n* preliminary,\n"
    made = draft(text, about="population")
    assert made.is_publishable
    assert values(made)["0103", "population", "2023"] == 1
    assert values(made)["0201", "population", "2023"] == 2
    assert made.observations.set_index("area_code").loc["0202", "status"] == "O"
    assert made.dropped.to_numpy().tolist() == [
        ["table", 2, "section"],
        ["table", 4, "section"],
        ["table", 7, "text"],
    ]


@pytest.mark.parametrize("code", ["01", "1", "own"])
def test_a_row_with_a_code_is_an_area_without_values_and_no_heading(draft, code):
    text = f"code,name,2023\n0103,Көк-Суу,1\n{code},Ак-Талаа,\n0101,Ак-Талаа,\n"
    made = draft(text, about="population", area_codes={"own": "01"})
    assert made.is_publishable
    assert made.observations.set_index("area_code")["status"].to_dict() == {
        "01": "O",
        "0101": "O",
        "0103": "A",
    }
    assert made.dropped.empty


def test_ragged_rows_are_reported_never_filled(draft):
    made = draft("code,2021,2022,2023\n0102,1,2,3\n0103,4,5\n0201,6,7,8,9\n0202,,,\n", about="population")
    assert found(made) == [("ragged_row", 3, None), ("ragged_row", 4, None)]
    assert set(made.observations["area_code"]) == {"0102", "0202"}


def test_a_shifted_row_is_ragged_even_where_a_filter_would_leave_it_out(draft):
    text = "code,sex,indicator,year,value\n0102,T,population,2023,5\n0103,population,2023,6\n"
    made = draft(text, filters={"B": ("T",)})
    assert found(made) == [("ragged_row", 3, None)]


def test_a_reason_is_needed_to_drop_a_row_and_any_text_is_one(draft):
    with pytest.raises(ValidationError):
        Choices(dropped_rows={"table": {2: ""}})
    made = draft(
        "code,2023\n0102,1\n0103,2\n",
        about="population",
        choices=Choices(dropped_rows={"table": {2: "totals"}}),
    )
    assert made.observations["area_code"].tolist() == ["0103"]
    assert made.totals_check.empty


def test_filters_and_code_maps(draft):
    text = "area,sex,series,year,value\nA1,T,POP,2023,5\nA1,F,POP,2023,3\n"
    made = draft(
        text,
        area_code="A",
        area_name=None,
        indicator="C",
        filters={"B": ("T",)},
        area_codes={"A1": "0102"},
        indicator_ids={"POP": "population"},
    )
    assert values(made) == {("0102", "population", "2023"): 5}
    assert made.dropped["reason"].tolist() == ["filtered"]


def test_periods_that_cannot_be_read_are_named_in_the_layout(draft):
    text = HEADER + "0102,,population,2023 (est.),5\n"
    assert found(draft(text, period="D")) == [("bad_period", 2, "D")]
    made = draft(text, period="D", periods={"2023 (est.)": "2023"})
    assert values(made) == {("0102", "population", "2023"): 5}


def test_a_column_without_a_period_is_a_problem(draft):
    assert found(draft("code,Population\n0102,5\n")) == [("bad_period", 2, "B")]


def test_half_of_the_areas_missing_is_a_warning_with_their_names(draft):
    made = draft("code,2023\n0102,1\n0103,2\n", about="population")
    (warning,) = [problem for problem in made.problems if problem.severity == "warning"]
    assert warning.rule.id == "areas_missing"
    assert (warning.params["missing"], warning.params["expected"]) == (3, 5)
    assert "Оргочор (0202)" in warning.message()
    full = draft("code,2023\n" + "".join(f"{code},1\n" for code in ALL_AREAS[:3]), about="population")
    assert "areas_missing" not in {problem.rule.id for problem in full.problems}


def test_what_was_matched_by_less_than_a_code_is_stated(draft):
    by_code = draft("code,2023\n102,1\n103,2\n", about="population", area_code="A", area_name=None)
    assert ("zeros_restored", 2, "A") in found(by_code, severities=("note",))
    by_name = draft("name,2023\nАк-Муз,1\nКок-суу,2\nОргочёр,2\n", about="population", parent=None)
    assert "spelling_bridged" not in {problem.rule.id for problem in by_name.problems}
    bridged = draft("name,2023\nЖети-Огуз,1\n", about="population")
    assert "Жети-Огуз = Жети-Өгүз (02)" in next(
        problem.message() for problem in bridged.problems if problem.rule.id == "spelling_bridged"
    )


def test_footnotes_and_columns_left_out_are_noted(draft):
    made = draft("code,2022,2023,lat\n0102,1*,2,41.5\n0103,3*,4,42.5\n", about="population")
    notes = {problem.rule.id: problem for problem in made.problems if problem.severity == "note"}
    assert notes["footnotes"].params == {"count": 2, "mark": "*"}
    assert notes["columns_left_out"].params == {"columns": "D"}


@pytest.mark.parametrize(
    ("text", "changes", "rule"),
    [
        ("code,2023\n0102,1\n", {"area_code": "Z"}, "layout_column_unknown"),
        ("code,2023\n", {"area_code": "A"}, "no_values"),
        ("code,2023\n0102,1\n", {"value_columns": ()}, "no_values"),
    ],
)
def test_a_layout_that_does_not_fit_is_refused(draft, text, changes, rule):
    with pytest.raises(ImportRefused) as refusal:
        draft(text, **changes)
    assert [problem.rule.id for problem in refusal.value.problems] == [rule]


@pytest.fixture
def workbook(tmp_path: Path) -> list:
    book = openpyxl.Workbook()
    book.active.title = "My sheet"
    for row in (
        ["code", 2022, 2023],
        ["0102", 1, "=B2*2"],
        ["0103", "#REF!", 4],
        [201, 5, 6],
        ["0202", 7, 8],
    ):
        book.active.append(row)
    book.active.merge_cells("C4:C5")
    book.create_sheet("Second").append(["code", 2022])
    book["Second"].append(["0101", 9])
    book.create_sheet("Notes").append(["read me"])
    path = tmp_path / "budget.xlsx"
    book.save(path)
    return read_sheets(path, limits=load_limits())


def test_several_sheets_of_a_workbook(workbook, areas, rules, pack):
    layouts = [
        guess_layout(sheet, pack=pack, indicators=rules, areas=areas).with_indicator("population")
        for sheet in workbook[:2]
    ]
    made = draft_observations(workbook, layouts, areas=areas, rules=rules, pack=pack)
    assert found(made) == [
        ("error_cell", 3, "B"),
        ("formula_without_value", 2, "C"),
        ("merged_value", 5, "C"),
    ]
    refs = made.observations.set_index(["area_code", "period"])["source_ref"]
    assert refs["0101", "2022"] == "Second!B2"
    assert refs["0201", "2022"] == "'My sheet'!B4"
    assert "sheets_left_out" in {problem.rule.id for problem in made.problems}
    with pytest.raises(ImportRefused, match="Other"):
        draft_observations(
            workbook, [layouts[0].model_copy(update={"sheet": "Other"})], areas=areas, rules=rules, pack=pack
        )


def test_one_key_on_two_sheets_is_a_duplicate(workbook, areas, rules, pack):
    layouts = [
        Layout(
            sheet=name,
            first_row=2,
            header_rows=(1,),
            area_code="A",
            value_columns=({"column": "B", "period": "2022", "indicator_id": "revenue"},),
        )
        for name in ("My sheet", "Second")
    ]
    choices = Choices(corrections={"Second": {"A2": "0102"}})
    made = draft_observations(workbook, layouts, areas=areas, rules=rules, pack=pack, choices=choices)
    (duplicate,) = [problem for problem in made.problems if problem.rule.id == "duplicate_key"]
    assert duplicate.where.sheet == "Second"
    assert duplicate.params["first"].describe() == "budget.xlsx, sheet My sheet, row 2, column B"


def test_tightening_a_range_never_adds_observations(sheet, areas, rules, pack):
    read = sheet("code,2022,2023\n0102,1,20\n0103,30,40\n")
    layout = guess_layout(read, pack=pack, indicators=rules, areas=areas).with_indicator("unemployment")
    counts = []
    for maximum in (100, 35, 10, 0):
        tightened = {**rules, "unemployment": type(rules["unemployment"])(minimum=0, maximum=maximum)}
        made = draft_observations([read], [layout], areas=areas, rules=tightened, pack=pack)
        counts.append(len(made.observations))
    assert counts == [4, 3, 1, 0]


def test_the_order_of_rows_does_not_matter(draft):
    rows = [f"{code},{number},{number + 1}" for number, code in enumerate(ALL_AREAS)]
    straight = draft("\n".join(["code,2022,2023", *rows]), about="population")
    reverse = draft("\n".join(["code,2022,2023", *rows[::-1]]), about="population")
    assert values(straight) == values(reverse)
    assert isinstance(straight.observations, pd.DataFrame)
