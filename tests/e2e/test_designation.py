"""The page of lagging regions as a visitor meets it."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Traffic
from tests.e2e.test_map import DRAWN, QUIET_MS, choose, parameters, pixel_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUERY = "on=2026-01-01&level=3"
COLOURS = "JSON.stringify(document.querySelector('.am-plot').data[0].z)"


@pytest.fixture
def open_rule(page: Page, address: str) -> Callable[[str], Page]:
    """Open the page with a query and wait until its map is drawn."""

    def opened(query: str) -> Page:
        page.set_viewport_size({"width": 1280, "height": 1600})
        page.goto(f"{address}/designation?lang=en&country=demo&{QUERY}&{query}")
        page.wait_for_selector(DRAWN)
        page.wait_for_timeout(QUIET_MS)
        return page

    return opened


def figure(page: Page, label: str) -> str:
    metric = page.get_by_test_id("stMetric").filter(has_text=label)
    return str(metric.get_by_test_id("stMetricValue").inner_text())


def counted(page: Page) -> dict[str, int]:
    texts = page.locator(".am-legend li").all_inner_texts()
    found = (re.fullmatch(r"\s*(.*?)\s*\((\d+)\)\s*", text, re.DOTALL) for text in texts)
    return {each[1]: int(each[2]) for each in found if each}


def move_slider(page: Page, label: str, key: str, times: int = 1) -> None:
    slider = page.get_by_role("slider", name=re.compile(label))
    slider.focus()
    for _ in range(times):
        page.keyboard.press(key)


def test_pick_a_rule_move_a_slider_open_a_trace_download_and_reopen(
    open_rule: Callable[[str], Page], context: BrowserContext, traffic: Traffic, tmp_path: Path
) -> None:
    page = open_rule("")
    choose(page, "Rule", "Regions that need support: eight criteria, density below 70")
    expect(page.get_by_text("This is the reading “below 70”")).to_be_visible()
    expect(page.locator(".am-table caption")).to_contain_text("density below 70")
    page.wait_for_selector(DRAWN)
    before, legend = figure(page, "Designated areas"), counted(page)
    assert before == f"{legend['Lagging']} of 450"

    page.get_by_text("What if?").click()
    move_slider(page, "Lagging: at least so many criteria", "ArrowRight")
    expect(page.get_by_test_id("stMetricDelta").first).to_be_visible()
    page.wait_for_selector(DRAWN)
    page.wait_for_timeout(QUIET_MS)
    page.wait_for_selector(DRAWN)
    after = figure(page, "Designated areas")
    assert int(after.split()[0]) < int(before.split()[0])
    assert counted(page)["Lagging"] == int(after.split()[0])
    assert parameters(page.url)["vary"] == "lagging:6"

    page.mouse.click(*pixel_of(page, "0101002"))
    expect(page.get_by_role("table", name="Criteria", exact=True)).to_contain_text("Unemployment rate")
    expect(page.locator("tr[aria-current]")).to_be_visible()
    assert parameters(page.url)["area"] == "0101002"

    page.get_by_role("button", name="Download").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Table (CSV)").click()
    table = pd.read_csv(io.BytesIO(waiting.value.path().read_bytes()), dtype=str)
    designated = table.drop_duplicates("area_code")["is_designated"]
    assert (designated.str.lower() == "true").sum() == int(after.split()[0])

    other = context.new_page()
    other.goto(page.url)
    other.wait_for_selector(DRAWN)
    assert figure(other, "Designated areas") == after
    expect(other.get_by_role("table", name="Criteria", exact=True)).to_contain_text("Unemployment rate")
    assert parameters(other.url) == parameters(page.url)
    assert traffic.foreign == []


def test_the_workbook_and_the_map_layer_open(open_rule: Callable[[str], Page], tmp_path: Path) -> None:
    page = open_rule("profile=bgr-art6")
    page.get_by_role("button", name="Download").click()
    for name, label in (("a.xlsx", "Workbook"), ("a.gpkg", "Map layer")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=re.compile(label)).click()
        waiting.value.save_as(tmp_path / name)
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames) >= 3 + 8
    assert len(pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="designation")) == 450


def test_a_moved_threshold_sends_little_and_keeps_the_place(
    open_rule: Callable[[str], Page], traffic: Traffic
) -> None:
    page = open_rule("profile=bgr-art6&vary=lagging:4")
    colours, requests = page.evaluate(COLOURS), []
    zoom = "document.querySelector('.am-plot')._fullLayout.map._subplot.map.getZoom()"
    page.mouse.move(*pixel_of(page, "0101002"))
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(QUIET_MS)
    zoomed = page.evaluate(zoom)
    page.on("request", lambda request: requests.append(request.url))
    move_slider(page, "Unemployment rate", "ArrowRight", times=3)
    page.wait_for_function(f"before => {COLOURS} !== before", arg=colours)
    page.wait_for_timeout(QUIET_MS)
    assert abs(page.evaluate(zoom) - zoomed) < 1e-6
    assert not [url for url in requests if "/geometry/" in url or "/areas/" in url]


def test_the_table_selects_an_area_without_leaving_the_page(open_rule: Callable[[str], Page]) -> None:
    page = open_rule("profile=bgr-art6")
    link = page.locator(".am-table tbody th a").nth(3)
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("heading", name="Lagging regions")).to_be_visible()


@pytest.mark.parametrize("section", ["map", "needs", "compare", "robustness", "edit"])
def test_every_section_fits_a_telephone(page: Page, address: str, section: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/designation?lang=ky&country=demo&{QUERY}&section={section}&profile=bgr-art6")
    page.wait_for_selector('[data-testid="stMetricValue"]')
    page.wait_for_timeout(QUIET_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.get_by_test_id("stException").count() == 0
