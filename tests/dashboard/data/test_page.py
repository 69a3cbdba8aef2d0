"""The Data page as a person uses it: a file in, its values on the map, and out again."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.imports import UPLOADS
from geodata.workspace import Workspace
from tests.dashboard.data.made import budget_workbook, canton_features, clean_table, messy_workbook
from tests.dashboard.data.pages import (
    COUNTRY,
    answer,
    bring,
    data_page,
    press,
    publish,
    shown,
    turn_to,
    wizard,
)

AT = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def app(squares_workspace: Workspace) -> AppTest:
    """The Data page of the squares."""
    return data_page()


def births(period: str) -> int:
    found = cached.observations(COUNTRY, cached.data_version(COUNTRY))
    return int(((found["indicator_id"] == "births") & (found["period"] == period)).sum())


def uploads(workspace: Workspace) -> list[Path]:
    return list(workspace.path(UPLOADS).iterdir())


def bring_births(app: AppTest) -> AppTest:
    bring(app, "observations", "births.csv", clean_table())
    return press(press(press(app, "Continue"), "Check"), "Continue")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["loaded", "bring", "template"])
def test_every_part_shows_in_every_language(app: AppTest, language: str, part: str) -> None:
    turn_to(app, part)
    app.selectbox(key="choose.lang").set_value(language).run()
    assert not app.exception
    assert app.segmented_control(key="data.part").value == part


def test_a_clean_table_goes_in_and_out_again(app: AppTest, squares_workspace: Workspace) -> None:
    bring(app, "observations", "births.csv", clean_table())
    assert len(uploads(squares_workspace)) == 1
    press(app, "Continue")
    press(app, "Check")
    assert [metric.value for metric in app.metric] == ["4", "8", "4", "0"]
    assert app.success
    press(app, "Continue")
    publish(app)
    assert not app.exception
    assert births("2030") == 4
    assert uploads(squares_workspace) == []

    press(app, "The dataset, also to withdraw it")
    assert app.query_params["dataset"] == "3"
    assert "Registry" in shown(app)
    answer(app, "text_input", "reason", "a test")
    answer(app, "checkbox", "is_sure", value=True)
    press(app, "Withdraw")
    assert births("2030") == 0
    assert "withdrew" in shown(app)


def test_withdrawing_says_what_is_seen_again(app: AppTest) -> None:
    bring_births(app)
    publish(app)
    press(app, "Bring another file")
    bring_births(app)
    publish(app, "Births again")
    press(app, "The dataset, also to withdraw it")
    told = next(block.value for block in app.markdown if "seen again" in block.value)
    assert "8 rows of dataset 3 “Births”" in told


def test_nothing_is_lost_on_the_way_back_or_in_another_language(app: AppTest) -> None:
    bring_births(app)
    answer(app, "text_input", "source", "Registry")
    press(app, "Back")
    press(app, "Back")
    name = next(box for box in app.selectbox if box.key.endswith("births.area_name"))
    name.set_value("A").run()
    app.selectbox(key="choose.lang").set_value("ru").run()
    app.switch_page("views/overview.py").run().switch_page("views/data.py").run()
    app.selectbox(key="choose.lang").set_value("en").run()
    assert next(box for box in app.selectbox if box.key.endswith("births.area_name")).value == "A"
    press(press(app, "Check"), "Continue")
    assert next(box for box in app.text_input if box.key.endswith(".source")).value == "Registry"


def test_questions_must_be_answered_and_errors_put_right(app: AppTest, tmp_path: Path) -> None:
    content = messy_workbook(tmp_path / "messy.xlsx").read_bytes()
    bring(app, "observations", "messy.xlsx", content)
    press(press(app, "Continue"), "Check")
    assert wizard(app).step == "columns"
    question = next(radio for radio in app.radio if ".scale." in radio.key)
    assert question.value is None
    assert question.options == ["Multiply them by 1,000", "Take them as they are (as the note says)"]
    assert next(button for button in app.button if button.label == "Check").disabled
    question.set_value(1.0).run()
    press(app, "Check")
    assert wizard(app).step == "check"
    next(box for box in app.checkbox if ".read." in box.key).check().run()
    assert next(button for button in app.button if button.label == "Continue").disabled

    answer(app, "selectbox", "area.Көк-Өзөнгө", "")
    assert next(button for button in app.button if button.label.startswith("Check again")).disabled
    answer(app, "text_input", "reason", "not ours")
    press(app, "Check again with these corrections")
    assert wizard(app).choices.dropped_rows == {"Бюджет": {5: "not ours", 6: "not ours"}}
    assert next(button for button in app.button if button.label == "Continue").disabled
    ticks = [box for box in app.checkbox if ".read." in box.key]
    ticks[0].check().run()
    press(app, "Continue")
    assert wizard(app).step == "publish"

    press(app, "Back")
    press(app, "Undo all 2 corrections")
    assert wizard(app).choices.dropped_rows == {}
    assert not wizard(app).table.is_publishable


def test_a_refused_file_says_why_and_is_not_kept(app: AppTest, squares_workspace: Workspace) -> None:
    bring(app, "observations", "broken.xlsx", b"PK\x03\x04 not a workbook")
    assert not app.exception
    assert "error" in shown(app)
    assert uploads(squares_workspace) == []
    assert wizard(app).upload is None


def test_giving_a_file_up_removes_it(app: AppTest, squares_workspace: Workspace) -> None:
    bring(app, "observations", "births.csv", clean_table())
    press(app, "Give this file up")
    assert uploads(squares_workspace) == []
    assert wizard(app).step == "file"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[gpd.GeoDataFrame], bytes]:
    """Write features as a GeoPackage."""

    def write(features: gpd.GeoDataFrame) -> bytes:
        features.to_file(tmp_path / "cantons.gpkg", layer="cantons")
        return (tmp_path / "cantons.gpkg").read_bytes()

    return write


def test_boundaries_are_repaired_shown_and_published(
    app: AppTest, written: Callable[[gpd.GeoDataFrame], bytes]
) -> None:
    bring(app, "areas", "cantons.gpkg", written(canton_features()))
    assert next(button for button in app.button if button.label == "Continue").disabled
    answer(app, "selectbox", "level", 1)
    press(press(app, "Continue"), "Check")
    assert "What the repair changed" in shown(app)
    assert app.metric[0].value == "4"
    next(box for box in app.checkbox if ".read." in box.key).check().run()
    press(app, "Continue")
    publish(app, "Cantons")
    assert not app.exception
    assert cached.areas(COUNTRY, cached.data_version(COUNTRY)).loc["02", "area_name"] == "Two"


def test_a_file_without_a_crs_asks_for_it(app: AppTest, written: Callable[[gpd.GeoDataFrame], bytes]) -> None:
    features = canton_features().set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        content = written(features)
    bring(app, "areas", "cantons.gpkg", content)
    assert re.search("coordinate reference system", shown(app))
    answer(app, "selectbox", "level", 1)
    answer(app, "text_input", "crs", "EPSG:4326")
    assert not next(button for button in app.button if button.label == "Continue").disabled


def test_a_draft_is_made_again_when_the_country_has_changed(app: AppTest) -> None:
    bring_births(app)
    before = wizard(app).drafted_at
    with cached.store().writing(author="other", at=AT) as writer:
        writer.withdraw(2, "meanwhile")
    publish(app)
    assert wizard(app).drafted_at not in (before, None)
    assert births("2030") == 4


def test_boundaries_can_be_brought_again_when_all_were_withdrawn(
    app: AppTest, written: Callable[[gpd.GeoDataFrame], bytes]
) -> None:
    with cached.store().writing(author="other", at=AT) as writer:
        writer.withdraw(1, "wrong country")
    for part in ("template", "loaded"):
        turn_to(app, part)
        assert not app.exception
    bring(app, "areas", "cantons.gpkg", written(canton_features()))
    answer(app, "selectbox", "level", 1)
    press(press(app, "Continue"), "Check")
    next(box for box in app.checkbox if ".read." in box.key).check().run()
    press(app, "Continue")
    publish(app, "Cantons")
    assert not app.exception
    assert cached.areas(COUNTRY, cached.data_version(COUNTRY)).index.tolist() == ["Q", "01", "02", "03", "04"]


def test_a_budget_with_areas_and_stages_across(app: AppTest, tmp_path: Path) -> None:
    content = budget_workbook(tmp_path / "budget.xlsx").read_bytes()
    bring(app, "observations", "budget.xlsx", content)
    press(app, "Continue")
    assert not app.exception
    assert any("areas across" in caption.value for caption in app.caption)
    press(app, "Check")
    assert app.error
    label = next(box for box in app.selectbox if box.label == "Tax on clocks")
    label.set_value("").run()
    press(app, "Check again with these corrections")
    assert not app.error
    draft = wizard(app).table
    assert draft is not None
    assert draft.is_publishable
    assert len(draft.observations) == 20
    assert {"planned", "adjusted"} == {
        each.rpartition("_")[2]
        for each in draft.observations["indicator_id"]
        if each.startswith("transfers_")
    }
    assert "total_revenue is printed as 33, its 2 items add up to 32" in shown(app)


def test_the_area_of_a_whole_sheet_is_asked(app: AppTest, tmp_path: Path) -> None:
    bring(app, "observations", "budget.csv", b"Items,2030,2031\nOwn revenue,1,2\nTransfers,3,4\n")
    press(app, "Continue")
    assert any("the area of columns B, C" in warning.value for warning in app.warning)
    answer(app, "selectbox", "area_of_all", "03")
    assert not app.warning
    press(app, "Check")
    draft = wizard(app).table
    assert draft is not None
    assert set(draft.observations["area_code"]) == {"03"}
    assert len(draft.observations) == 4
