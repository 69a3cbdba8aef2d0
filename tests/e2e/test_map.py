"""The Map page as a visitor meets it."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Traffic

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BYTES_PER_AREA = 20
BYTES_PER_UPDATE = 12 * 1024
DRAWN = ".am:not([aria-busy]) tbody tr"
QUIET_MS = 1500
MAP_PIXEL = """([plot, code]) => {
    const map = document.querySelector('.am-plot');
    const feature = map.data[0].geojson.features.find((each) => each.id === code);
    const { lon, lat } = feature.properties;
    const { x, y } = map._fullLayout.map._subplot.map.project([lon, lat]);
    return [x, y];
}"""


@pytest.fixture
def open_map(page: Page, address: str) -> Callable[[str], Page]:
    """Open the Map page with a query and wait until it is drawn."""

    def opened(query: str) -> Page:
        page.goto(f"{address}/map?lang=en&country=demo&{query}")
        page.wait_for_selector(DRAWN)
        page.wait_for_timeout(QUIET_MS)
        return page

    return opened


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def pixel_of(page: Page, code: str) -> tuple[float, float]:
    box = page.locator(".am-plot").bounding_box()
    assert box is not None
    x, y = page.evaluate(MAP_PIXEL, [".am-plot", code])
    return box["x"] + x, box["y"] + y


def test_from_the_first_visit_to_a_profile_and_back(page: Page, address: str, traffic: Traffic) -> None:
    page.goto(address)
    page.get_by_role("link", name="Map").click()
    page.wait_for_selector(DRAWN)
    choose(page, "Level", "Districts")
    choose(page, "Indicator", "Population density")
    expect(page.locator(".am-table caption")).to_contain_text("Population density")
    page.wait_for_selector(DRAWN)
    page.wait_for_timeout(QUIET_MS)
    on_the_map = page.url
    page.mouse.click(*pixel_of(page, "0102"))
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    assert "area=0102" in page.url
    page.go_back()
    expect(page.locator(".am-table caption")).to_contain_text("Population density")
    assert parameters(page.url).items() >= parameters(on_the_map).items()
    assert traffic.foreign == []


def test_an_address_opens_the_same_view_elsewhere(
    open_map: Callable[[str], Page], context: BrowserContext
) -> None:
    page = open_map("level=2&indicator=poverty_rate&k=4&scheme=equal_interval&breaks=own&period=2019")
    other = context.new_page()
    other.goto(page.url)
    other.wait_for_selector(DRAWN)
    for part in (".am-table caption", ".am-legend", ".am-period"):
        assert other.locator(part).inner_text() == page.locator(part).inner_text()
    assert other.url == page.url
    assert other.locator(".am-period").inner_text() == "2019"


def test_switching_the_indicator_sends_little(open_map: Callable[[str], Page], traffic: Traffic) -> None:
    page = open_map("level=3&indicator=poverty_rate")
    n_areas = page.evaluate("document.querySelector('.am-plot').data[0].locations.length")
    assert n_areas == 450
    traffic.forget()
    choose(page, "Indicator", "Unemployment rate")
    expect(page.locator(".am-table caption")).to_contain_text("Unemployment rate")
    page.wait_for_selector(DRAWN)
    page.wait_for_timeout(QUIET_MS)
    assert 0 < sum(traffic.received) <= BYTES_PER_AREA * n_areas + BYTES_PER_UPDATE


def test_the_period_slider_recolours_without_the_server(
    open_map: Callable[[str], Page], traffic: Traffic
) -> None:
    page = open_map("level=3&indicator=poverty_rate&period=2025")
    colours = "JSON.stringify(document.querySelector('.am-plot').data[0].z)"
    before, first_row = page.evaluate(colours), page.locator(".am-table tbody tr").first.inner_text()
    traffic.forget()
    page.locator(".am-time input").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".am-period")).to_have_text("2024")
    page.wait_for_timeout(QUIET_MS)
    assert page.evaluate(colours) != before
    assert page.locator(".am-table tbody tr").first.inner_text() != first_row
    assert "period=2024" in page.url
    assert (traffic.received, traffic.sent) == ([], [])


def test_the_period_chosen_by_the_slider_outlives_the_next_choice(open_map: Callable[[str], Page]) -> None:
    page = open_map("level=2&indicator=poverty_rate&period=2025")
    page.locator(".am-time input").focus()
    page.keyboard.press("ArrowLeft")
    choose(page, "Indicator", "Unemployment rate")
    expect(page.locator(".am-table caption")).to_have_text("Unemployment rate, %, 2024")
    assert "period=2024" in page.url


def test_a_choice_made_while_the_map_still_loads_is_shown(page: Page, address: str) -> None:
    page.route("**/values/**", lambda route: (page.wait_for_timeout(QUIET_MS), route.continue_()))
    page.goto(f"{address}/map?lang=en&country=demo&level=1&indicator=poverty_rate")
    page.wait_for_selector(".am")
    choose(page, "Indicator", "Population density")
    expect(page.locator(".am-table caption")).to_contain_text("Population density", timeout=30_000)
    page.wait_for_timeout(2 * QUIET_MS)
    expect(page.locator(".am-table caption")).to_contain_text("Population density")


def test_pan_and_zoom_never_reach_the_server(open_map: Callable[[str], Page], traffic: Traffic) -> None:
    page = open_map("level=3&indicator=poverty_rate")
    x, y = pixel_of(page, "0102003")
    view = "JSON.stringify(document.querySelector('.am-plot')._fullLayout.map._subplot.getView())"
    before = page.evaluate(view)
    traffic.forget()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 40, steps=8)
    page.mouse.up()
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(QUIET_MS)
    assert page.evaluate(view) != before
    assert (traffic.received, traffic.sent) == ([], [])
    assert "/map" in page.url


def test_the_table_sorts_and_leads_to_the_profile(open_map: Callable[[str], Page]) -> None:
    page = open_map("level=1&indicator=poverty_rate")
    cells = page.locator(".am-table tbody td.am-value")
    falling = cells.all_inner_texts()
    page.locator(".am-table thead button").last.press("Enter")
    assert cells.all_inner_texts() == falling[::-1]
    page.locator(".am-table tbody a").first.click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()


def test_the_table_downloads_what_is_shown(open_map: Callable[[str], Page]) -> None:
    page = open_map("level=1&indicator=poverty_rate&period=2020")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this table (CSV)").click()
    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 7
    assert all(",2020," in row for row in rows[1:])


def test_kyrgyz_words_and_numbers(page: Page, address: str) -> None:
    page.goto(f"{address}/map?lang=ky&country=demo&level=1&indicator=poverty_rate")
    page.wait_for_selector(DRAWN)
    expect(page.locator(".am-table caption")).to_contain_text("Жакырчылыктын деңгээли")
    assert re.match(r"\d+,\d", page.locator(".am-table td.am-value").first.inner_text())
    page.wait_for_timeout(QUIET_MS)


def test_settlements_are_drawn_as_points(open_map: Callable[[str], Page]) -> None:
    page = open_map("level=4&indicator=population")
    assert page.evaluate("document.querySelector('.am-plot').data[0].type") == "scattermap"
    assert page.evaluate("document.querySelector('.am-plot').data[0].lon.length") == 1800


@pytest.mark.parametrize("where", ["map?level=1&indicator=unemployment_rate", "profile?area=01", ""])
def test_a_hostile_name_stays_text(page: Page, address: str, where: str) -> None:
    separator = "&" if "?" in where else "?"
    page.goto(f"{address}/{where}{separator}country=squares&lang=en")
    expect(
        page.get_by_text("<img src=x").or_(page.get_by_role("heading", name="Squares")).first
    ).to_be_visible()
    page.wait_for_timeout(QUIET_MS)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "hacked"
