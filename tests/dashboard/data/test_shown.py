"""What a person reads: problems, texts from files, layouts and the map before publishing."""

import csv
import io

import pandas as pd
import pytest

from dashboard.components.data.loaded import in_own_language
from dashboard.components.data.plain import plain
from dashboard.components.data.preview_map import COLORS, preview_map
from dashboard.components.data.problems_table import MOST_SHOWN, problem_rows, problems_html
from dashboard.components.data.table_columns import missing_parts
from dashboard.export.csv import csv_text
from dashboard.imports import Target
from geodata.boundaries.columns import guess_columns
from geodata.problems import Problem, Rule, Where
from geodata.tables.layout import Layout
from tests.dashboard.data.made import canton_features
from tests.dashboard.made import HOSTILE_NAME

WARNED = Rule("warned", "Odd: {got}.", "Look at {first}.", "warning")
FAULTY = Rule("faulty", "Wrong: {got}.", "Mend it.")


def problems() -> list[Problem]:
    first = Where(sheet="S", row=2)
    return [
        Problem(WARNED, Where(file="f.xlsx", sheet="S", row=7, column="C"), {"got": "=1+1", "first": first}),
        Problem(FAULTY, Where(feature="01"), {"got": HOSTILE_NAME}),
    ]


def test_the_gravest_come_first_with_every_part_of_the_place() -> None:
    table = problem_rows(problems(), str)
    assert table["Rule"].tolist() == ["faulty", "warned"]
    assert table.iloc[1].tolist() == [
        *("warning", "warned", "f.xlsx", "S", 7, "C", None),
        *("Odd: =1+1.", "Look at sheet S, row 2."),
    ]


def test_the_file_of_problems_holds_no_formula() -> None:
    problem = Problem(Rule("r", "{got}", "{got}"), Where(file="=cmd()", column="@A"), {"got": "+1"})
    rows = list(csv.reader(io.StringIO(csv_text(problem_rows([problem], str)))))
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert rows[1][2] == "'=cmd()"


def test_problems_are_escaped_and_the_rest_counted() -> None:
    html = problems_html(problems() * 200, str)
    assert HOSTILE_NAME not in html
    assert "&lt;img src=x" in html
    assert f"Problems shown: {MOST_SHOWN} of 400" in html


@pytest.mark.parametrize("text", ["**x**", "[a](http://b)", ":material/home:", "`c`", "$x$", "<b>", "# h"])
def test_mark_up_in_a_name_is_shown_as_it_is(text: str) -> None:
    escaped = plain(text)
    marks = [mark for place, mark in enumerate(escaped) if mark in "*[]:`$<>#" and escaped[place - 1] != "\\"]
    assert marks == []
    assert escaped.replace("\\", "") == text


def test_a_hyphen_is_read_aloud_as_one() -> None:
    assert plain("Ак-Талаа (1)") == "Ак-Талаа (1)"


def test_a_layout_says_all_that_it_lacks() -> None:
    columns = [{"column": "B"}, {"column": "C", "indicator_id": "births", "period": "soon"}]
    lacking = missing_parts(Layout(sheet="S", first_row=2, value_columns=columns))
    assert list(lacking.values()) == [["B", "C"], ["B"], ["B"], ["C"]]
    whole = Layout(
        sheet="S", first_row=2, area_code="A", indicator="D", period="E", value_columns=columns[:1]
    )
    assert missing_parts(whole) == {}


def test_the_map_before_publishing_shows_what_was_repaired(squares_target: Target) -> None:
    features = canton_features()
    features.loc[1, "name"] = HOSTILE_NAME
    columns = guess_columns(features, squares_target.pack)
    draft = squares_target.draft_boundaries(features, columns, level=1, valid_from=None)
    figure = preview_map(draft, squares_target.pack, 1, "en")
    trace = figure.data[0]
    assert list(trace.locations) == ["01", "02", "03", "04"]
    assert list(trace.z) == [1, 0, 0, 0]
    assert trace.colorscale[1][1] == COLORS[1]
    assert HOSTILE_NAME not in str(trace.text)
    assert figure.layout.map.style == "white-bg"
    assert figure.layout.map.center.lon == pytest.approx(1.0, abs=0.02)


def test_points_are_drawn_as_points(squares_target: Target) -> None:
    villages = squares_target.areas[squares_target.areas["admin_level"] == 2]
    features = villages[["area_code", "area_name", "parent_code", "geometry"]].reset_index(drop=True)
    columns = guess_columns(features, squares_target.pack)
    draft = squares_target.draft_boundaries(features, columns, level=2, valid_from=None)
    trace = preview_map(draft, squares_target.pack, 2, "en").data[0]
    assert trace.type == "scattermap"
    assert list(trace.lon) == [0.5, 1.5, 0.5, 1.5]


def test_a_title_is_in_the_language_of_the_visit_where_there_is_one() -> None:
    reports = [{"titles": {"ky": "Калк", "en": "People"}}, {}]
    datasets = pd.DataFrame({"title": ["People", "budget.xlsx"], "report": reports})
    assert in_own_language(datasets, "ky")["title"].tolist() == ["Калк", "budget.xlsx"]
    assert in_own_language(datasets, "ru")["title"].tolist() == ["People", "budget.xlsx"]
    assert in_own_language(datasets[:0], "ky").empty
