"""Budget-execution workbooks as finance departments send them: items down, years, areas or stages across."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from config.loader import parse_toml
from geodata.budgets import Scope
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft, draft_observations
from geodata.tables.indicators import ValueRule
from geodata.tables.layout import Layout, guess_layout
from geodata.tables.sheet import Sheet

THOUSAND = Choices(scales={"тыс. сом": 1, "миң сом": 1, "млн сом": 1000})
SCOPES = tuple(
    Scope.model_validate({**scope, "note": {"en": "Changed."}, "reference": "Law"})
    for scope in (
        {
            "id": "both",
            "title": {"en": "Local and district budgets", "ru": "Местные и районные бюджеты"},
            "last_period": "2011",
        },
        {
            "id": "local",
            "title": {"en": "Local budgets only", "ru": "Только местные бюджеты"},
            "first_period": "2012",
        },
    )
)


@pytest.fixture(scope="session")
def budget_rules() -> dict[str, ValueRule]:
    """Revenue of own revenue and transfers; own revenue of two taxes; totals also as planned and adjusted."""

    def item(english: str, russian: str, *codes: str, parts: Sequence[str] = ()) -> ValueRule:
        return ValueRule(
            title={"en": english, "ru": russian},
            codes=codes,
            parts=tuple(parts),
            unit="thousand som",
            is_budget_item=True,
        )

    executed = {
        "total_revenue": item("Total revenue", "Доходы, всего", "1", parts=["own_revenue", "transfers"]),
        "own_revenue": item("Own revenue", "Собственные доходы", "11", parts=["land_tax", "sales_tax"]),
        "land_tax": item("Land tax", "Земельный налог", "11311"),
        "sales_tax": item("Sales tax", "Налог с продаж", "11411"),
        "transfers": item("Transfers", "Трансферты", "13"),
    }
    executed["land_tax"] = replace(executed["land_tax"], synonyms=("Налог на землю",))
    staged = {
        f"{id_}_{stage}": ValueRule(
            title={"en": f"{rule.title['en']}, {stage}"},
            parts=tuple(f"{part}_{stage}" for part in rule.parts) if id_ == "total_revenue" else (),
            stage=stage,
            stage_of=id_,
        )
        for stage in ("planned", "adjusted")
        for id_, rule in executed.items()
        if id_ in ("total_revenue", "own_revenue", "transfers")
    }
    return executed | staged


Rows = Sequence[Sequence[object]]
Draft = Callable[..., TableDraft]


def write(path: Path, sheets: dict[str, Rows], *, merged: Sequence[str] = ()) -> list[Sheet]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        cells = book.create_sheet(name)
        for row in rows:
            cells.append(list(row))
        for bounds in merged:
            cells.merge_cells(bounds)
    book.save(path)
    return read_sheets(path, limits=load_limits())


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., list[Sheet]]:
    return lambda sheets, merged=(): write(tmp_path / "budget.xlsx", sheets, merged=merged)


@pytest.fixture
def guess(pack, areas, budget_rules) -> Callable[[Sheet], Layout]:
    return lambda sheet: guess_layout(sheet, pack=pack, indicators=budget_rules, areas=areas, scopes=SCOPES)


@pytest.fixture
def draft(pack, areas, budget_rules, guess) -> Draft:
    def make(sheets: list[Sheet], *, choices: Choices = THOUSAND, **changes: object) -> TableDraft:
        layouts = [guess(sheet).model_copy(update=changes) for sheet in sheets]
        return draft_observations(
            sheets, layouts, areas=areas, rules=budget_rules, pack=pack, choices=choices, scopes=SCOPES
        )

    return make


def values(made: TableDraft) -> dict[tuple[str, str, str], float]:
    return made.observations.set_index(["area_code", "indicator_id", "period"])["value"].to_dict()


def said(made: TableDraft, *severities: str) -> list[str]:
    return [problem.rule.id for problem in made.problems if problem.severity in severities]


YEARS = [
    ["Исполнение местного бюджета, Ак-Муз айылный аймак, Ак-Талаа району", None, None, None],
    ["Ак-Талаа району, тыс. сом", None, None, None],
    ["Код", "Наименование показателей", 2022, "2023 г."],
    ["ДОХОДЫ", None, None, None],
    [1, "Доходы, всего", "30,5", "1 041,5"],
    [11, "  Собственные доходы", "10,5", "1 011,5"],
    [None, "в том числе:", None, None],
    [11311, "    Налог на землю", "4,5*", "1 000"],
    ["11411", "    11411 Налог с продаж", 6, "11,5"],
    [13, "  Трансферты¹", 20, "30"],
    [None, "Итого", "30,5", "1 041,5"],
]


def test_items_down_and_years_across_of_the_area_in_the_title(book, guess, draft):
    sheets = book({"Лист1": YEARS}, merged=["A1:D1", "A4:D4"])
    layout = guess(sheets[0])
    assert (layout.kind, layout.indicator_code, layout.indicator) == ("periods across", "A", "B")
    assert (layout.area_code, layout.area_name, layout.header_rows) == (None, None, (3,))
    assert {column.area_code for column in layout.value_columns} == {"0102"}
    made = draft(sheets)
    assert made.is_publishable
    assert values(made)["0102", "land_tax", "2022"] == 4.5
    assert values(made)["0102", "total_revenue", "2023"] == 1041.5
    assert len(made.observations) == 10
    assert made.dropped[["row", "reason"]].to_numpy().tolist() == [[4, "text"], [7, "text"], [11, "totals"]]
    assert made.observations["source_ref"].iloc[0] == "Лист1!C5"
    assert said(made, "warning") == []
    assert said(made, "note") == ["merged_cells", "area_of_sheet", "footnotes"]


def test_the_scale_is_asked_for_items_as_for_areas(book, draft):
    asked = draft(book({"Лист1": YEARS}), choices=Choices())
    assert said(asked, "error") == ["scale_unanswered"]
    assert asked.observations.empty


@pytest.mark.parametrize(
    ("note", "factors"), [("тыс. сом", "1"), ("в миллионах сомов", "1,000"), ("млрд сом", "1,000,000")]
)
def test_the_question_about_a_scale_says_what_it_makes_of_the_unit(book, draft, note, factors):
    rows = [[f"Ак-Муз, {note}", None], ["Items", 2023], ["Own revenue", 1], ["Transfers", 2]]
    asked = draft(book({"s": rows}), choices=Choices()).problems
    (question,) = [each for each in asked if each.rule.id == "scale_unanswered"]
    assert (question.params["units"], question.params["factors"]) == ("thousand som", factors)


@pytest.mark.parametrize(
    "heading", ["2024, тыс. сом", "2024 год (тыс. сом)", "тыс. сом, 2024", "2024\nмиң сом"]
)
def test_a_heading_may_have_a_scale_beside_the_period(book, guess, draft, heading):
    sheets = book(
        {"Ак-Муз": [["Items, в миллионах сомов", 2023, heading], ["Own revenue", 1, 2], ["Transfers", 3, 4]]}
    )
    assert [column.period for column in guess(sheets[0]).value_columns] == ["2023", "2024"]
    made = draft(sheets, choices=Choices(scales={"миллионах сомов": 1000, "тыс. сом": 1, "миң сом": 1}))
    assert values(made)["0102", "transfers", "2023"] == 3000
    assert values(made)["0102", "transfers", "2024"] == 4


def test_amounts_below_zero_are_kept_and_said(book, draft):
    rows = [["Ак-Муз", None, None], ["Items", 2022, 2023], ["Own revenue", -1, "−2,5"], ["Transfers", 3, 4]]
    made = draft(book({"s": rows}))
    assert made.is_publishable
    (warning,) = [each for each in made.problems if each.severity == "warning"]
    assert warning.message() == "2 amounts of own_revenue are below zero, the first of them -1."
    assert (warning.where.row, warning.where.column) == (3, "B")
    assert values(made)["0102", "own_revenue", "2022"] == -1


def test_a_faulty_amount_among_few_does_not_lose_its_year(book, draft):
    rows = [["Ак-Муз", None, None], ["Items", 2022, 2023], ["Own revenue", 1, "(2,5)"], ["Transfers", 3, 4]]
    made = draft(book({"s": rows}))
    (fault,) = [each for each in made.problems if each.severity == "error"]
    assert (fault.rule.id, fault.where.row, fault.where.column) == ("not_a_number", 3, "C")
    assert values(made)["0102", "transfers", "2023"] == 4


def test_one_sheet_for_each_area_named_after_it(book, draft):
    rows = [["Items, 2023", "Executed"], ["Own revenue", 1], ["Transfers", 2]]
    made = draft(book({"Ак-Муз": rows, "0202 Оргочор": rows}))
    assert made.is_publishable
    assert set(made.observations["area_code"]) == {"0102", "0202"}
    assert set(made.observations["period"]) == {"2023"}
    assert set(made.observations["indicator_id"]) == {"own_revenue", "transfers"}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Ак-Муз, Көк-Суу", None),
        ("Көк-Суу", None),
        ("Көк-Суу айылный аймак, Жети-Өгүз району", "0201"),
        ("бюджет района Жети-Өгүз", "02"),
        ("Тестстан, Ак-Талаа району", "01"),
        ("Ак-Талаа", None),
        ("Ак-Талаа, Ак-Талаа району", "0101"),
        ("Ак-Муз, Ак-Талаа району: Ак-Муз", "0102"),
        ("Бюджет", None),
    ],
)
def test_the_area_of_a_title_is_the_innermost_or_is_asked(book, guess, title, code):
    (sheet,) = book({"s": [[title, None], ["Items", 2023], ["Own revenue", 1], ["Transfers", 2]]})
    assert {column.area_code for column in guess(sheet).value_columns} == {code}


def test_an_area_nobody_names_is_a_problem_until_it_is_said(book, guess, draft, pack, areas, budget_rules):
    sheets = book({"s": [["Items", 2023], ["Own revenue", 1], ["Transfers", 2]]})
    assert said(draft(sheets), "error") == ["area_not_said"]
    for code, errors in (("0102", []), ("0999", ["unknown_area"])):
        layout = guess(sheets[0]).with_area(code)
        made = draft_observations(sheets, [layout], areas=areas, rules=budget_rules, pack=pack)
        assert said(made, "error") == errors
    assert "0999" in made.problems[0].message()


AREAS = [
    ["Жергиликтүү бюджеттердин аткарылышы, 2023-ж., миң сом", None, None, None, None, None],
    ["Көрсөткүч", "Ак-Муз", "Оргочор", "Ак-Мус", "Всего", "Удельный вес, %"],
    ["Доходы, всего", 3, 30, 1, 34, 100],
    ["Собственные доходы", 1, 10, 1, 12, 40],
    ["Трансферты", 2, 20, "-", 23, 60],
]


def test_items_down_and_areas_across(book, guess, draft):
    sheets = book({"s": AREAS})
    layout = guess(sheets[0])
    assert layout.kind == "areas across"
    assert [column.area_label for column in layout.value_columns] == ["Ак-Муз", "Оргочор", "Ак-Мус", "Всего"]
    assert {column.period for column in layout.value_columns} == {"2023"}
    made = draft(sheets)
    assert said(made, "error") == ["unknown_area"]
    (unknown,) = [problem for problem in made.problems if problem.rule.id == "unknown_area"]
    assert (unknown.where.row, unknown.where.column) == (None, "D")
    assert "columns_left_out" in said(made, "note")
    confirmed = draft(sheets, choices=THOUSAND.model_copy(update={"areas": {"Ак-Мус": "0101"}}))
    assert confirmed.is_publishable
    assert values(confirmed)["0202", "transfers", "2023"] == 20
    status = confirmed.observations.set_index(["area_code", "indicator_id"])["status"]
    assert status["0101", "transfers"] == "M"
    differing = confirmed.totals_check[confirmed.totals_check["difference"] != 0]
    assert differing[["row", "column", "printed", "computed"]].to_numpy().tolist() == [[5, "E", 23, 22]]
    assert "total_differs" in said(confirmed, "warning")


def test_a_misnamed_column_that_is_the_sum_of_the_others_is_a_total(book, draft):
    rows = [
        ["Items, 2023", "Ак-Муз", "Оргочор", "Altogether"],
        ["Own revenue", 1, 2, 3],
        ["Transfers", 4, 5, 9],
    ]
    made = draft(book({"s": rows}))
    assert made.is_publishable
    assert [each.rule.id for each in made.problems if each.where.column == "D"] == ["total_recognised"]
    assert len(made.observations) == 4
    assert made.dropped.empty


STAGES = [
    ["Бюджет на 2023 год", None, None, None, None, None, None],
    ["Items", "Ак-Муз", None, None, "Оргочор", None, None],
    [None, "План", "Уточненный план", "Исполнено", "План", "Уточненный план", "Исполнено"],
    ["А", 1, 2, 3, 4, 5, 6],
    ["Own revenue", 1, 2, 3, 4, 5, 6],
    ["Land tax", 1, 2, 3, 4, 5, 6],
    ["Transfers", 10, 20, 30, 40, 50, 60],
    ["Total revenue", 11, 22, 34, 44, 55, 66],
]


def test_areas_and_stages_across(book, guess, draft):
    sheets = book({"s": STAGES}, merged=["A2:A3", "B2:D2", "E2:G2"])
    stages = [column.stage for column in guess(sheets[0]).value_columns]
    assert stages == ["planned", "adjusted", "executed"] * 2
    made = draft(sheets)
    assert made.is_publishable
    found = values(made)
    assert found["0102", "own_revenue_planned", "2023"] == 1
    assert found["0102", "own_revenue", "2023"] == 3
    assert found["0202", "transfers_adjusted", "2023"] == 50
    (kept, _) = [each for each in made.problems if each.rule.id == "stage_not_kept"]
    assert kept.params == {"heading": "План", "indicators": "land_tax", "count": 2}
    assert len(found) == 20
    (off,) = [each for each in made.problems if each.rule.id == "parts_differ"]
    assert (off.where.row, off.where.column) == (8, "D")
    assert "Ак-Муз, 2023: total_revenue is printed as 34, its 2 items add up to 33" in off.message()
    assert "difference is 1." in off.message()


def test_stages_across_of_one_area_leave_out_percentages(book, guess, draft):
    rows = [
        ["Ак-Муз", None, None, None, None],
        ["Items", "План на 2023 год", "Уточненный план на 2023 год", "Исполнено за 2023 год", "% исполнения"],
        ["Own revenue", 1, 2, 3, 150],
        ["Transfers", 10, 20, 30, 150],
    ]
    sheets = book({"s": rows})
    assert guess(sheets[0]).kind == "stages across"
    made = draft(sheets)
    assert made.is_publishable
    assert values(made)["0102", "transfers_planned", "2023"] == 10
    assert len(made.observations) == 6


def test_a_title_says_the_stage_of_all(book, draft):
    rows = [["Уточненный план бюджета Ак-Муз на 2024 год", None], ["Items", "Сумма"]]
    made = draft(book({"s": [*rows, ["Own revenue", 1], ["Transfers", 2]]}))
    assert set(made.observations["indicator_id"]) == {"own_revenue_adjusted", "transfers_adjusted"}
    assert set(made.observations["period"]) == {"2024"}


def test_a_column_of_the_row_says_the_stage(book, draft):
    rows = [["code", "indicator", "year", "stage", "value"], ["0102", "Transfers", 2023, "план", 1]]
    rows += [["0102", "Transfers", 2023, "исполнено", 2], ["0103", "Transfers", 2023, "soon", 3]]
    made = draft(book({"s": rows}))
    assert said(made, "error") == ["unknown_stage"]
    assert values(made) == {
        ("0102", "transfers_planned", "2023"): 1,
        ("0102", "transfers", "2023"): 2,
    }


def test_totals_are_held_against_their_items_only_where_all_are_there(book, draft):
    rows = [["Ак-Муз", None, None], ["Items", 2022, 2023]]
    rows += [["Total revenue", 101, 5], ["Own revenue", 70, None], ["Transfers", 30, 4]]
    made = draft(book({"s": rows}))
    checked = made.totals_check[["period", "printed", "computed", "difference"]].to_numpy().tolist()
    assert checked == [["2022", 101, 100, 1]]
    assert said(made, "warning") == ["parts_differ"]
    assert values(made)["0102", "total_revenue", "2022"] == 101


def test_items_the_catalogue_does_not_have_are_asked_and_may_be_left_out(book, draft):
    rows = [["Ак-Муз", None], ["Items", 2023], ["11311 Land tax", 1], ["11312 Tax on dogs", 2]]
    rows += [["2. Transfers", 3], ["1 Fines", 4]]
    sheets = book({"s": rows})
    made = draft(sheets)
    assert said(made, "error") == ["unknown_indicator", "unknown_indicator"]
    left = draft(sheets, indicator_ids={"11312 Tax on dogs": "", "1 Fines": "own_revenue"})
    assert left.is_publishable
    assert {key[1]: value for key, value in values(left).items()} == {
        "land_tax": 1,
        "transfers": 3,
        "own_revenue": 4,
    }
    assert left.dropped[["row", "reason"]].to_numpy().tolist() == [[4, "not taken"]]


def test_a_code_and_a_name_that_disagree_are_asked(book, draft):
    rows = [
        ["Ак-Муз", None, None],
        ["Code", "Items", 2023],
        ["11311", "Sales tax", 1],
        ["13", "Transfers", 2],
    ]
    made = draft(book({"s": [*rows, ["11411", "Other name", 3]]}))
    (problem,) = [each for each in made.problems if each.severity == "error"]
    assert (problem.rule.id, problem.params["got"]) == ("unknown_indicator", "11311 Sales tax")
    assert values(made)["0102", "sales_tax", "2023"] == 3


def test_a_number_that_is_the_code_of_an_area_is_still_a_value(book, guess):
    (sheet,) = book({"Ак-Муз": [["Items", 2023], ["Own revenue", "0202"], ["Transfers", "0103"]]})
    assert guess(sheet).has_items_down


def test_a_scope_that_did_not_hold_is_a_warning(book, draft):
    rows = [["Ак-Муз. Местные и районные бюджеты", None, None], ["Items", 2011, 2012]]
    made = draft(book({"s": [*rows, ["Own revenue", 1, 2], ["Transfers", 3, 4]]}))
    assert made.is_publishable
    (warning,) = [each for each in made.problems if each.severity == "warning"]
    assert (warning.rule.id, warning.params["period"]) == ("scope_differs", "2012")
    assert "covered: Только местные бюджеты" in warning.message()


def test_two_scopes_of_one_area_and_year_are_refused_and_nothing_of_others_is_lost(book, draft):
    years = ["Items", 2012, 2013]
    sheets = book(
        {
            "a": [["Ак-Муз. Только местные бюджеты"], years, ["Own revenue", 1, 2], ["Land tax", 3, None]],
            "b": [["Ак-Муз. Local and district budgets"], years[:2], ["Transfers", 1], ["Sales tax", 2]],
            "c": [["Оргочор. Local budgets only"], years[:2], ["Transfers", 1], ["Own revenue", 2]],
        }
    )
    made = draft(sheets)
    assert said(made, "error") == ["two_scopes"]
    (error,) = [each for each in made.problems if each.severity == "error"]
    assert "“Local and district budgets” here and “Только местные бюджеты” in budget.xlsx" in error.message()
    assert set(made.observations["period"][made.observations["area_code"] == "0102"]) == {"2013"}
    assert len(made.observations[made.observations["area_code"] == "0202"]) == 2


def test_one_scope_in_two_languages_is_one(book, draft):
    head = ["Items", 2012]
    sheets = book(
        {
            "a": [["Ак-Муз. Только местные бюджеты"], head, ["Transfers", 1], ["Land tax", 2]],
            "b": [["Ак-Муз. Local budgets only"], head, ["Own revenue", 1], ["Sales tax", 2]],
        }
    )
    assert draft(sheets).is_publishable


def test_the_answers_and_the_layout_of_the_documentation(book, areas, budget_rules, pack):
    text = (Path(__file__).parents[3] / "docs" / "budget-workbooks.md").read_text(encoding="utf-8")
    choices, layout = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    rows = [["Million som"], ["Items", "Plan", "Done"], ["Transfers", 1, 2], ["Tax on clocks", 3, 4]]
    made = draft_observations(
        book({"Budget": rows}),
        [parse_toml(layout, Layout, name="layout")],
        areas=areas,
        rules=budget_rules,
        pack=pack,
        choices=parse_toml(choices.replace("млн сом", "Million som"), Choices, name="choices"),
    )
    assert made.is_publishable
    assert values(made) == {
        ("0102", "transfers_planned", "2023"): 1000,
        ("0102", "transfers", "2023"): 2000,
    }
    assert made.choices.areas == {"Ак-Мус": "0102"}


def test_a_layout_of_items_is_kept_as_text(book, guess):
    (sheet,) = book({"s": STAGES}, merged=["A2:A3", "B2:D2", "E2:G2"])
    layout = guess(sheet)
    assert Layout.model_validate_json(layout.model_dump_json()) == layout


def test_the_order_of_items_does_not_matter(book, draft):
    head, rows = STAGES[:4], STAGES[4:]
    merged = ["A2:A3", "B2:D2", "E2:G2"]
    straight = values(draft(book({"s": [*head, *rows]}, merged=merged)))
    assert straight
    assert straight == values(draft(book({"s": [*head, *rows[::-1]]}, merged=merged)))
