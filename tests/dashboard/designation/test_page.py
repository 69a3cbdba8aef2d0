"""The page of lagging regions, run as Streamlit runs it, on four cantons with unemployment alone."""

from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard.components.designation.page import Section
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.designation.profile import load_profiles

ADDRESS = {"profile": "bgr-art6", "level": "1", "on": "2025-01-01"}
PENDING = [each.id for each in load_profiles().values() if not each.can_be_run]


@pytest.fixture
def app(squares_workspace: Workspace) -> AppTest:
    """The app on the squares."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= ADDRESS | address
    return app.run().switch_page("views/designation.py").run()


def figures(app: AppTest) -> dict[str, Any]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", get_args(Section))
def test_every_section_runs_in_every_language(app: AppTest, section: str, language: str) -> None:
    visit(app, section=section, lang=language, area="03")
    assert not app.exception
    assert app.query_params["section"] == section


@pytest.mark.parametrize("profile", sorted(load_profiles()))
def test_every_profile_shows_a_map_or_says_why_not(app: AppTest, profile: str) -> None:
    visit(app, profile=profile)
    assert not app.exception
    said = " ".join(each.value for each in app.info)
    assert ("pending" in said) == (profile in PENDING)


def test_a_lower_count_designates_what_is_told(app: AppTest) -> None:
    before = figures(visit(app))
    app.slider(key="vary.at_least.bgr-art6.lagging").set_value(1).run()
    assert app.query_params["vary"] == "lagging:1"
    after = figures(app)
    assert before["Designated areas"] == "0 of 4"
    assert after["Designated areas"] == "1 of 4"


def test_a_moved_threshold_stays_in_the_address_and_leaves_it_with_the_button(app: AppTest) -> None:
    visit(app, vary="lagging:1")
    app.slider(key="vary.threshold.bgr-art6.unemployment_rate").set_value(0.8).run()
    assert app.query_params["vary"] == "unemployment_rate=0.8;lagging:1"
    assert figures(app)["Designated areas"] == "2 of 4"
    reset = next(button for button in app.button if button.label == "Back to the rule as it stands")
    reset.click().run()
    assert "vary" not in app.query_params
    assert figures(app)["Designated areas"] == "0 of 4"


def test_changes_of_another_rule_are_not_taken(app: AppTest) -> None:
    visit(app, vary="no_such_criterion=1;lagging:1")
    assert not app.exception
    assert figures(app)["Designated areas"] == "0 of 4"


def test_a_date_the_address_makes_up_is_not_taken(app: AppTest) -> None:
    visit(app, on="yesterday")
    assert not app.exception
    assert app.query_params["on"] != "yesterday"


def test_before_there_are_data_nothing_is_designated(app: AppTest) -> None:
    visit(app, on="2020-01-01", vary="lagging:1")
    assert figures(app)["Designated areas"] == "0 of 4"
