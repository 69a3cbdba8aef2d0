"""Forms and questionnaires on services brought on the Data page: only their indicators are published."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.data.services_check import headed, in_words, measure_html
from dashboard.components.words import Words
from dashboard.export.csv import csv_text
from dashboard.imports import Target
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.workspace import Workspace
from tests.dashboard.data.pages import (
    bring,
    data_page,
    press,
    publish,
    said,
    shown,
    turn_to,
    wizard,
)
from tests.dashboard.filled import filled_services, form_row, respondent

FIVE = [respondent("03", rating, unofficial) for rating, unofficial in [(5, 0)] * 4 + [(1, 200)]]
FOUR = [respondent("04", 2) for _ in range(4)]


@pytest.fixture
def app(squares_workspace: Workspace) -> AppTest:
    """The Data page of the squares."""
    assert squares_workspace
    return data_page()


def values() -> dict[tuple[str, str], float | None]:
    """Return what is published of services, by indicator and area."""
    found = cached.observations("squares", cached.data_version("squares"))
    rows = found[found["indicator_id"].str.startswith("service_")]
    told = rows["value"].astype(object).where(rows["value"].notna(), None)
    return dict(zip(zip(rows["indicator_id"], rows["area_code"], strict=True), told, strict=True))


def check(app: AppTest, kind: str, content: bytes) -> AppTest:
    return press(bring(app, kind, "filled.xlsx", content), "Continue")


def test_forms_become_a_score(app: AppTest) -> None:
    check(app, "services_form", filled_services("form", form_row("03"), form_row("04", 1.5)))
    assert not app.exception
    assert [metric.value for metric in app.metric] == ["2", "2", "0"]
    assert app.success
    press(app, "Continue")
    publish(app, "Form 1 of 2024")
    assert not app.exception
    assert values() == {("service_form_score", "03"): 60.0, ("service_form_score", "04"): 90.0}
    link = next(link for link in app.get("page_link") if "map" in link.proto.page)
    assert "service_form_score" in link.proto.query_string


def test_questionnaires_become_indicators_without_small_groups(app: AppTest) -> None:
    check(app, "services_questionnaire", filled_services("questionnaire", *FIVE, *FOUR))
    assert "not stored" in said(app)
    press(app, "Continue")
    publish(app, "Questionnaire of 2024")
    told = values()
    assert told["service_rating_staff_mean", "03"] == pytest.approx(4.2)
    assert told["service_cost_unofficial_mean", "03"] == 40.0
    assert told["service_good_ratings_share", "03"] == 80.0
    assert {value for (_, area), value in told.items() if area == "04"} == {None}


def test_the_filled_rows_are_kept_nowhere(app: AppTest, squares_workspace: Workspace) -> None:
    content = filled_services("questionnaire", *FIVE, respondent("03", 3, service="Planted service"))
    press(check(app, "services_questionnaire", content), "Continue")
    publish(app, "Questionnaire")
    kept = [path for path in squares_workspace.path("").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"Planted service" in path.read_bytes()]
    report = cached.store().datasets("squares")["report"].iloc[-1]
    assert report == {"instrument": "questionnaire", "problems": []}


def test_every_error_is_told_with_its_cell(app: AppTest) -> None:
    check(app, "services_questionnaire", filled_services("questionnaire", ["99", "", "soon", 6]))
    assert not app.exception
    assert wizard(app).services is None
    assert {problem.rule.id for problem in wizard(app).draft_problems} == {
        *("unknown_area", "answer_service_missing", "answer_period_unknown", "answer_off_scale")
    }
    assert "sheet Questionnaire, row 2, column D" in shown(app)
    assert next(button for button in app.button if button.label == "Continue").disabled


def test_the_instruments_are_not_taken_for_each_other(app: AppTest) -> None:
    check(app, "services_form", filled_services("questionnaire", *FIVE))
    assert "answer_column_missing" in {problem.rule.id for problem in wizard(app).draft_problems}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["services_form", "services_questionnaire"])
def test_the_steps_and_the_template_show_in_every_language(app: AppTest, language: str, kind: str) -> None:
    turn_to(app, "template")
    next(radio for radio in app.radio if radio.key == "template.kind").set_value(kind).run()
    app.selectbox(key="choose.lang").set_value(language).run()
    assert not app.exception
    assert app.get("download_button")
    instrument = "form" if kind == "services_form" else "questionnaire"
    rows = [form_row("03")] if instrument == "form" else FIVE
    bring(app, kind, "filled.xlsx", filled_services(instrument, *rows, language=language))
    next(button for button in app.button if button.key and button.key.endswith(".next")).click().run()
    assert not app.exception
    assert wizard(app).services is not None


@pytest.fixture
def ratings(squares_target: Target, tmp_path) -> pd.DataFrame:
    """Ratings of five and of four people."""
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled_services("questionnaire", *FIVE, *FOUR))
    sheets = read_sheets(path, limits=load_limits())
    return squares_target.draft_services(sheets, "questionnaire").measures["ratings"]


def test_the_file_and_the_page_have_the_same_numbers(squares_target: Target, ratings: pd.DataFrame) -> None:
    words = Words("en", str, squares_target.pack, cached.catalogue())
    table = in_words(ratings, words, squares_target.areas["area_name"])
    lines = csv_text(headed(table, words)).splitlines()
    assert lines[0].endswith('Area code,Area,Service,Period,Question,People,Mean,"Good ratings, %",Hidden')
    assert "03,Ак-Талаа,passport,2024,Staff,5,4.2,80.0,False" in lines
    assert "04,Көк-Өзөн,All services,2024,Staff,,,,True" in lines
    html = measure_html(table, words)
    assert '<td class="number">4.2</td><td class="number">80.0</td>' in html
    assert '<td class="number">hidden</td>' in html
