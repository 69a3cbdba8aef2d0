"""Every page, run as Streamlit runs it."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from tests.dashboard.made import HOSTILE_NAME

PAGES = (
    "views/overview.py",
    "views/map.py",
    "views/designation.py",
    "views/budgets.py",
    "views/councils.py",
    "views/profile.py",
    "views/data.py",
)


@pytest.fixture
def app(squares_workspace: Workspace) -> AppTest:
    """The app on the squares."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def test_an_empty_workspace_says_what_to_do(empty_workspace: Workspace) -> None:
    app = AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60).run()
    assert not app.exception
    assert "aimak demo" in [block.value for block in app.code]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_in_every_language(app: AppTest, page: str, language: str) -> None:
    app.query_params["lang"] = language
    app.run().switch_page(page).run()
    assert not app.exception
    assert app.title[0].value


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("withdrawn", [(1,), (2,), (1, 2)])
def test_every_page_survives_what_was_withdrawn(app: AppTest, page: str, withdrawn: tuple[int, ...]) -> None:
    with cached.store().writing(author="A", at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC)) as writer:
        for dataset_id in withdrawn:
            writer.withdraw(dataset_id, "a trial")
    app.run().switch_page(page).run()
    assert not app.exception


def test_choices_come_from_the_address_and_stay_in_it(app: AppTest) -> None:
    app.query_params |= {"level": "1", "indicator": "unemployment_rate", "k": "3", "period": "2023"}
    app.run().switch_page("views/map.py").run()
    assert app.selectbox(key="choose.indicator").value == "unemployment_rate"
    assert app.selectbox(key="choose.k").value == 3
    app.selectbox(key="choose.k").set_value(4).run()
    assert app.query_params["k"] == "4"
    assert app.query_params["period"] == "2023"


def test_a_value_the_address_makes_up_is_not_taken(app: AppTest) -> None:
    app.query_params |= {"level": "77", "indicator": "no_such_thing", "period": "1066"}
    app.run().switch_page("views/map.py").run()
    assert not app.exception
    assert app.query_params["period"] == "2024"


def test_the_language_switch_is_seen_at_once(app: AppTest) -> None:
    app.run()
    app.selectbox(key="choose.lang").set_value("ky").run()
    assert app.title[0].value == "Чарчылар"


def test_a_profile_names_value_parent_and_source(app: AppTest) -> None:
    app.query_params |= {"area": "03", "indicator": "unemployment_rate"}
    app.run().switch_page("views/profile.py").run()
    shown = " ".join(block.value for block in app.get("html"))
    assert "14.0" in shown
    assert "Drawn by hand" in shown
    assert "row 3" in shown


def test_a_name_that_is_markup_is_shown_as_text(app: AppTest) -> None:
    app.query_params |= {"area": "01"}
    app.run().switch_page("views/profile.py").run()
    shown = " ".join(block.value for block in app.get("html"))
    assert HOSTILE_NAME not in shown
    assert "&lt;img src=x" in shown
