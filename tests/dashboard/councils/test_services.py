"""Services monitoring on the page: what is known, of one area, and what was asked."""

import datetime as dt
import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES, translations
from dashboard import cached
from dashboard.components.council.services.indicators import (
    area_html,
    known_indicators,
    service_indicators,
)
from dashboard.components.council.services.instruments import form_html, notes, questionnaire_html
from dashboard.components.council.services.map_panel import offered_levels
from dashboard.components.words import Words
from dashboard.serving import PAGES_SCRIPT
from geodata.services.instruments import load_services_monitoring
from geodata.workspace import Workspace
from indicators.services.observations import FORM_SCORE, UNOFFICIAL_PAYMENTS, rating_indicator
from tests.dashboard.councils.desks import COUNTRY, desk, hamlets
from tests.dashboard.made import INFO

__all__ = ["hamlets"]

STAFF = rating_indicator("staff")


@pytest.fixture
def monitored(hamlets: Workspace) -> Workspace:
    """Form scores of two cantons in two years, the rating of the staff of one, too few in the other."""
    rows = [
        ("01", FORM_SCORE, "2024", 50.0, "A"),
        ("01", FORM_SCORE, "2025", 60.5, "A"),
        ("02", FORM_SCORE, "2025", 40.0, "A"),
        ("01", STAFF, "2025", 3.75, "A"),
        ("02", STAFF, "2025", None, "O"),
    ]
    table = pd.DataFrame(rows, columns=["area_code", "indicator_id", "period", "value", "status"])
    at = dt.datetime(2025, 12, 2, tzinfo=dt.UTC)
    with cached.store().writing(author="Monitor", at=at) as writer:
        writer.publish_observations(COUNTRY, table.astype({"value": float}).assign(source_ref="row"), INFO)
    return hamlets


def words(language: str = "en") -> Words:
    return Words(language, translations(language).gettext, cached.pack(COUNTRY), cached.catalogue())


def read(html: str) -> pd.DataFrame:
    return pd.read_html(io.StringIO(html))[0]


def test_the_indicators_are_those_of_services_monitoring() -> None:
    offered = service_indicators(cached.catalogue())
    assert {FORM_SCORE, UNOFFICIAL_PAYMENTS, STAFF} < set(offered)
    assert all(each.startswith("service_") for each in offered)


def test_what_has_values_is_offered(monitored: Workspace) -> None:
    at = desk()
    known = known_indicators(at.words.catalogue, at.available)
    assert known == [FORM_SCORE, STAFF]
    assert offered_levels(at, known) == [1]


def test_without_values_nothing_is_offered(hamlets: Workspace) -> None:
    at = desk()
    known = known_indicators(at.words.catalogue, at.available)
    assert known == offered_levels(at, known) == []


def test_an_area_has_every_indicator_by_period(monitored: Workspace) -> None:
    table = read(area_html(desk(), "01")).astype(str)
    assert table.columns.tolist() == ["Indicator", "2024", "2025"]
    assert table.iloc[0].tolist()[1:] == ["50.0", "60.5"]
    assert table.iloc[1].tolist()[1:] == ["no data", "3.75"]


def test_of_how_many_areas_a_number_is_made_is_told(monitored: Workspace) -> None:
    latest = read(area_html(desk(), "Q"))["2025"]
    assert latest.tolist() == ["50.2 from 2 of 4 areas", "3.75 from 1 of 4 areas"]


def test_names_of_areas_are_escaped(monitored: Workspace) -> None:
    assert "<img" not in area_html(desk(), "01")


def test_what_rests_on_too_few_is_no_number(monitored: Workspace) -> None:
    html = area_html(desk(), "02")
    assert words().title(FORM_SCORE) in html
    assert words().title(STAFF) not in html


def test_of_an_area_that_is_not_monitored_nothing_is_told(monitored: Workspace) -> None:
    assert area_html(desk(), "03") == ""


def test_the_form_has_its_items_and_the_total(hamlets: Workspace) -> None:
    form = load_services_monitoring().form
    table = read(form_html(words(), form)).astype(str)
    assert len(table) == 18 + 1
    assert table.iloc[0].tolist() == ["Item 1", "not stated"]
    assert table.iloc[-1].tolist() == ["All items together, at most", "30"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questionnaire_has_its_sections(hamlets: Workspace, language: str) -> None:
    questionnaire = load_services_monitoring().questionnaire
    table = read(questionnaire_html(words(language), questionnaire))
    titles = table.iloc[:, 0].tolist()
    asked = [*questionnaire.ratings.values(), *questionnaire.costs.values(), *questionnaire.profile.values()]
    assert len(titles) == 3 + len(asked)
    assert {each.title[language] for each in asked} < set(titles)


def test_the_scale_is_told(hamlets: Workspace) -> None:
    html = questionnaire_html(words(), load_services_monitoring().questionnaire)
    assert html.count("from 1 to 5, good from 4") == 5
    assert html.count("XTS per person") == 3


def test_what_the_sources_leave_open_is_said(hamlets: Workspace) -> None:
    form = load_services_monitoring().form
    said = list(notes(words("ru"), form))
    assert said[:-1] == [note["ru"] for note in form.notes]
    assert said[-1].endswith(form.reference)


@pytest.fixture
def app(hamlets: Workspace) -> AppTest:
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"part": "services"} | address
    return app.run().switch_page("views/councils.py").run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_values_the_page_says_so_and_shows_what_is_asked(app: AppTest, language: str) -> None:
    visit(app, lang=language)
    assert not app.exception
    assert len(app.info) == 1
    assert [each.label for each in app.expander] == [
        load_services_monitoring().form.title[language],
        load_services_monitoring().questionnaire.title[language],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_has_the_indicator_of_the_address(monitored: Workspace, app: AppTest, language: str) -> None:
    visit(app, lang=language, service=STAFF, area="01")
    assert not app.exception
    assert app.selectbox(key="choose.service").value == STAFF
    assert app.selectbox(key="choose.level").value == 1


def test_how_many_areas_have_a_value_is_said(monitored: Workspace, app: AppTest) -> None:
    visit(app, lang="en", service=FORM_SCORE)
    assert any(each.value.startswith("Areas with a value in 2025: 2 of 4.") for each in app.caption)
    visit(app, lang="en", service=FORM_SCORE, period="2024", area="03")
    assert any(each.value.startswith("Areas with a value in 2024: 1 of 4.") for each in app.caption)
    assert any("Services were not monitored here" in each.value for each in app.info)
