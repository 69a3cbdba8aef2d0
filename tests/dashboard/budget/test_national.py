"""The national series as printed: both figures of a year, no line across a break."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR
from dashboard import cached
from dashboard.components.budget.national_chart import Panel, PrintedLine, national_figure, segments
from dashboard.components.budget.national_section import (
    figures_html,
    national_panels,
    printed,
    scopes_html,
)
from dashboard.serving import PAGES_SCRIPT
from geodata.budgets import BudgetPack, load_budget_pack
from geodata.workspace import Workspace
from indicators.breaks import budget_breaks
from tests.dashboard.budget.desks import COUNTRY, desk, purses

__all__ = ["purses"]


@pytest.fixture
def kyrgyz() -> BudgetPack:
    pack = load_budget_pack(CONFIG_DIR / "countries" / "kgz")
    assert pack is not None
    return pack


@pytest.fixture
def app(purses: Workspace) -> AppTest:
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def rows_of(html: str) -> dict[str, list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return {row[0]: row[1:] for row in cells}


def test_every_figure_stands_in_the_table_as_printed(purses: Workspace, kyrgyz: BudgetPack) -> None:
    rows = rows_of(figures_html(desk().words, kyrgyz))
    assert rows["2010"] == ["15,118.7", "7.1", "", "Local and district budgets"]
    assert rows["2014"][:3] == ["16,061", "3.9", ""]
    assert rows["2015"][:3] == ["17,523", "4.5 / 4.1", "18.2"]
    assert rows["1996"][:3] == ["", "", "1.6"]
    assert "with teachers" in rows["2013"][-1]
    assert "without teachers" in rows["2013"][-1]
    assert len(rows) == 1 + 6 + 3


def test_amounts_of_all_series_are_in_the_scale_of_the_visit(purses: Workspace, kyrgyz: BudgetPack) -> None:
    amounts, shares = national_panels(desk(scale="billion"), kyrgyz)
    local, consolidated = (line.printed["2015"] for line in amounts.lines)
    assert (local, consolidated) == (pytest.approx(17.523), pytest.approx(18.2))
    assert amounts.unit == "billion XTS"
    assert shares.lines[0].printed["2015"] == 4.5
    assert shares.lines[0].printed_elsewhere.to_dict() == {"2015": 4.1}
    assert shares.lines[1].printed.empty


def test_no_line_reaches_across_a_break_or_over_years_without_a_figure(
    purses: Workspace, kyrgyz: BudgetPack
) -> None:
    panels = national_panels(desk(scale="million"), kyrgyz)
    breaks = [each.period for each in budget_breaks(kyrgyz)]
    figure = national_figure(panels, separators=".,", breaks=breaks, changes=["2013-08"])
    parts = [list(trace.customdata) for trace in figure.data if trace.name == "Local budgets"]
    assert [part for part in parts if part] == 2 * [
        ["2010", "2011"],
        ["2012"],
        ["2013"],
        ["2014", "2015"],
    ] + [["2015"]]
    assert not any(trace.connectgaps for trace in figure.data)
    lone = next(trace for trace in figure.data if "1996" in list(trace.customdata))
    assert lone.customdata[4] == "2000"
    assert pd.isna(lone.y[1])


def test_the_change_of_august_2013_is_a_dashed_line_in_every_panel(
    purses: Workspace, kyrgyz: BudgetPack
) -> None:
    panels = national_panels(desk(scale="million"), kyrgyz)
    figure = national_figure(panels, separators=".,", breaks=[], changes=["2013-08", "1990", "2030"])
    assert [(shape.x0, shape.line.dash) for shape in figure.layout.shapes] == 2 * [("2013-08-01", "dash")]
    assert [note.text for note in figure.layout.annotations] == ["2013-08"]


def test_figures_that_differ_are_written_out_above_and_below(purses: Workspace, kyrgyz: BudgetPack) -> None:
    figure = national_figure(
        national_panels(desk(scale="million"), kyrgyz), separators=".,", breaks=[], changes=[]
    )
    written = {
        (trace.name, float(y)): (text, side)
        for trace in figure.data
        for period, y, text, side in zip(
            trace.customdata, trace.y, _each(trace, trace.texttemplate), trace.textposition, strict=True
        )
        if period == "2015"
    }
    sides = {amount: side for (_, amount), (text, side) in written.items() if text}
    assert {round(amount, 1): side for amount, side in sides.items()} == {
        17523: "bottom center", 18200: "top center", 4.5: "top center", 4.1: "bottom center",
    }  # fmt: skip


def _each(trace: object, templates: str | tuple[str, ...]) -> list[str]:
    return [templates] * len(trace.y) if isinstance(templates, str) else list(templates)


def test_a_series_is_cut_before_each_break() -> None:
    series = pd.Series({"2011": 1.0, "2012": 2.0, "2015": 3.0})
    assert [list(part.index) for part in segments(series, ["2011", "2012", "2014", "2020"])] == [
        ["2011"], ["2012", "2013"], ["2014", "2015"],
    ]  # fmt: skip
    assert segments(series[:0], ["2011"]) == []


def test_a_panel_without_figures_has_nothing_to_draw() -> None:
    empty = pd.Series(dtype="float64")
    line = PrintedLine(title="A", printed=empty, printed_elsewhere=empty)
    assert not Panel(lines=[line], unit="%", decimals=1, height=9).has_any


@pytest.mark.parametrize(
    ("figure", "expected"),
    [(17523, "17,523"), (15118.7, "15,118.7"), (9.0, "9"), (0.25, "0.25"), (1e6, "1,000,000")],
)
def test_a_figure_has_the_decimals_it_is_printed_with(
    purses: Workspace, figure: float, expected: str
) -> None:
    assert printed(desk().words, figure) == expected


def test_scopes_say_from_when_to_when_and_by_what(purses: Workspace, kyrgyz: BudgetPack) -> None:
    rows = rows_of(scopes_html(desk().words, kyrgyz))
    last = rows["Local budgets only, without teachers&#x27; pay"]
    assert last[:2] == ["2013-08", "still in force"]
    assert "August 2013" in last[2]
    assert "literature" in last[2]
    assert rows["Oblast, district and local budgets"][0] == "as far back as there are figures"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_part_shows_series_scopes_and_notes(app: AppTest, language: str) -> None:
    app.query_params |= {"part": "nation", "lang": language}
    app.run().switch_page("views/budgets.py").run()
    assert not app.exception
    shown = " ".join(each.value for each in app.get("html"))
    assert "All budgets" in shown
    assert "With roads" in shown
    assert "Act 2" in shown
    said = " ".join(each.value for each in app.text)
    assert "Printed twice." in said
    assert "made for tests" in said


def test_a_pack_without_series_or_without_budgets_says_so(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = cached.budget(COUNTRY)
    assert budget is not None
    app.query_params |= {"part": "nation"}
    for pack, said in (
        (budget.model_copy(update={"national_series": ()}), "no printed national series"),
        (None, "no budget.toml"),
    ):
        monkeypatch.setattr(cached, "budget", lambda _country, pack=pack: pack)
        app.run().switch_page("views/budgets.py").run()
        assert not app.exception
        assert said in app.info[0].value
