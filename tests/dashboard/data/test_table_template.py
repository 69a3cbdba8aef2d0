"""A template that is filled in comes back without a question, in every language and for every indicator."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from config.i18n import LANGUAGES
from dashboard.imports import Target
from dashboard.table_template import HEADER_ROWS, table_template
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.tables.choices import Choices
from geodata.tables.layout import guess_layout
from tests.dashboard.made import FORMULA_NAME

HEADINGS = ("Code", "Name", "Part of")


def template(
    target: Target, *indicator_ids: str, periods: tuple[str, ...], language: str, level: int
) -> bytes:
    return table_template(
        target.areas,
        level=level,
        rules=target.rules,
        units=dict.fromkeys(indicator_ids, "thousand som"),
        indicator_ids=indicator_ids,
        periods=periods,
        language=language,
        headings=HEADINGS,
    )


def filled(content: bytes, path: Path, value: float) -> Path:
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=HEADER_ROWS + 1, min_col=len(HEADINGS) + 1):
        for number, cell in enumerate(row):
            cell.value = value + number
    workbook.save(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [1, 2])
def test_every_indicator_comes_back_without_a_problem(
    squares_target: Target, tmp_path: Path, language: str, level: int
) -> None:
    indicator_ids, periods = tuple(squares_target.rules), ("2030", "2031-Q2")
    content = template(squares_target, *indicator_ids, periods=periods, language=language, level=level)
    sheets = read_sheets(filled(content, tmp_path / "t.xlsx", 1), limits=load_limits())
    areas = squares_target.areas.reset_index(drop=True)
    rules = {id_: rule.__class__(title=rule.title) for id_, rule in squares_target.rules.items()}
    layout = guess_layout(sheets[0], pack=squares_target.pack, indicators=rules, areas=areas)
    target = Target(**(vars(squares_target) | {"rules": rules}))
    draft = target.draft_table(sheets, [layout], Choices())
    assert draft.problems == ()
    assert len(draft.observations) == 4 * len(indicator_ids) * 2
    assert set(draft.observations["indicator_id"]) == set(indicator_ids)
    assert set(draft.observations["period"]) == set(periods)


def test_no_cell_is_a_formula_and_codes_keep_their_zeros(squares_target: Target) -> None:
    content = template(squares_target, "births", periods=("2030",), language="en", level=1)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert [cell.value for cell in sheet["A"][HEADER_ROWS:]] == ["01", "02", "03", "04"]
    assert sheet["B4"].value == FORMULA_NAME
    assert sheet["D1"].comment.text == "thousand som"


def test_the_spreadsheet_warns_of_what_would_be_refused(squares_target: Target) -> None:
    ids = ("births", "unemployment_rate")
    content = template(squares_target, *ids, periods=("2030",), language="en", level=1)
    rules = load_workbook(io.BytesIO(content)).worksheets[0].data_validations.dataValidation
    assert [(str(rule.sqref), rule.operator, rule.formula1, rule.formula2) for rule in rules] == [
        ("D3:D6", "greaterThanOrEqual", "0.0", None),
        ("E3:E6", "between", "0.0", "100.0"),
    ]
