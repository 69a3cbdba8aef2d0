"""The page of budgets as a visitor meets it."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, Traffic, aimak
from tests.e2e.test_designation import figure, move_slider
from tests.e2e.test_map import MAP_PIXEL, choose, parameters

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CRITERION = "Criterion K"
SHARED_POOL = "purpose=development;form=pool;criterion=0.9;total=5000000;by=norms"
N_AREAS = 450
BYTES_PER_AREA = 400
"""Of both maps, and of a table in which eleven numbers of an area stand beside what is shown of them."""
BYTES_PER_UPDATE = 24 * 1024

MAIN = {
    "map": ".am-plot canvas",
    "structure": ".js-plotly-plot .barlayer .bars",
    "provision": ".am-plot canvas",
    "simulator": '[data-testid="stSlider"]',
    "taxes": '[data-testid="stSlider"]',
    "debt": ".am-plot canvas",
    "nation": "table.plain",
}
"""What each part shows in any case, by its key, in their order."""
SETTLED = """async ([asked, patience]) => {
    const isSettled = () => {
        const address = new URL(window.location).searchParams;
        const app = document.querySelector('[data-testid=stApp]');
        return Object.entries(asked).every(([name, text]) => address.get(name)?.includes(text))
            && app?.dataset.testScriptState === 'notRunning'
            && document.querySelector('h1') !== null
            && document.querySelector('.am[aria-busy], [data-stale=true], [data-testid=stSkeleton]') === null;
    };
    const giveUp = performance.now() + patience;
    for (let frames = 0; frames < 10; frames = isSettled() ? frames + 1 : 0) {
        if (performance.now() > giveUp) throw new Error(`not settled: ${window.location}`);
        await new Promise(requestAnimationFrame);
    }
}"""
"""The address changes before the page does: what holds for a frame may be about to change."""
SAME_CLASSES = """() => {
    const classes = [...document.querySelectorAll('.am-legend')].map((legend) =>
        [...legend.querySelectorAll('span:not(.am-count)')].map((label) => label.textContent).join(';'));
    return classes.length === 2 && classes[0] === classes[1];
}"""
STACKED = """() => [...document.querySelectorAll('.js-plotly-plot')].slice(0, 2).map(({ data, layout }) => ({
    bars: data.filter(({ type }) => type === 'bar').length,
    periods: data[0].x,
    mode: layout.barmode,
    dashed: (layout.shapes ?? []).filter(({ line }) => line.dash === 'dash').map(({ x0 }) => x0),
}))"""


@pytest.fixture
def open_part(page: Page, address: str) -> Callable[..., Page]:
    """Open a part of the page with a query and wait until it is shown."""

    def opened(part: str, **query: str) -> Page:
        page.set_viewport_size({"width": 1280, "height": 1600})
        page.goto(f"{address}/budgets?{urlencode({'lang': 'en', 'country': 'demo', 'part': part} | query)}")
        settled(page, part=part)
        return page

    return opened


def settled(page: Page, **asked: str) -> None:
    """Wait until the address has what was asked for, the answer to it is complete and its maps are drawn."""
    page.evaluate(SETTLED, [asked, PATIENCE_MS])


def two_maps(page: Page) -> None:
    """Wait until two maps with the same classes are drawn."""
    page.wait_for_function(SAME_CLASSES)
    settled(page)


def turn_to(page: Page, part: str) -> None:
    page.get_by_role("radio", name=part, exact=True).click()


def table(page: Page, caption: str) -> Locator:
    return page.get_by_role("table", name=re.compile(caption))


def cells(found: Locator) -> list[list[str]]:
    expect(found).to_be_visible()
    texts = found.locator("tbody tr").all_inner_texts()
    return [[cell.strip() for cell in text.split("\t")] for text in texts]


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def closing(page: Page) -> dict[str, Decimal]:
    return {title: amount(sum_) for title, sum_, *_ in cells(table(page, "Sums over all areas"))}


def legend(page: Page, place: int = 0) -> list[str]:
    return page.locator(".am-legend").nth(place).locator("li").all_inner_texts()


def click_area(page: Page, code: str) -> None:
    plot = page.locator(".am-plot").first
    plot.scroll_into_view_if_needed()
    x, y = page.evaluate(MAP_PIXEL, [".am-plot", code])
    plot.click(position={"x": x, "y": y})


def downloaded(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_scenario_closes_on_screen_in_its_files_and_by_command(
    open_part: Callable[..., Page],
    context: BrowserContext,
    environment: dict[str, str],
    tmp_path: Path,
    traffic: Traffic,
) -> None:
    page = open_part("simulator")
    page.get_by_text("for development").click()
    settled(page, vary_budget="purpose=development")
    page.get_by_text("share a fixed pool").click()
    settled(page, vary_budget="form=pool")
    before = figure(page, "Grants in all")
    move_slider(page, CRITERION, "ArrowLeft", times=5)
    settled(page, vary_budget="criterion=0.95")
    grants = figure(page, "Grants in all")
    assert amount(grants) < amount(before)

    sums = closing(page)
    total = sums["Grants of all areas, added up"]
    assert round(total) == amount(grants)
    assert sums["+ left over"] > 0
    assert total + sums["+ left over"] == sums["= pool"]
    assert table(page, "Sums over all areas").get_by_text("✔").count() == 2

    two_maps(page)
    assert len(legend(page)) > 4
    assert legend(page, 0) != legend(page, 1), "the same classes, but not the same areas in them"

    click_area(page, "0306002")
    settled(page, area="0306002")
    computation = table(page, "How the grant of")
    expect(computation).to_contain_text("Its share of the pool")
    granted = cells(computation)[-1][-1]

    page.get_by_role("button", name="Download", exact=True).click()
    rows = pd.read_csv(downloaded(page, "Table (CSV)", tmp_path), dtype=str)
    assert sum(map(Decimal, rows["grant"])) == total
    assert round(Decimal(rows.set_index("area_code")["grant"]["0306002"])) == amount(granted) > 0
    stated = rows[["purpose", "formula_form", "formula_criterion", "need_by"]].drop_duplicates()
    assert stated.to_numpy().tolist() == [["development", "pool", "0.95", "norms"]]

    page.keyboard.press("Escape")
    turn_to(page, "Keep and versions")
    scenario = downloaded(page, "Download (TOML)", tmp_path)
    command = [aimak(), "budget", "simulate", str(scenario), "--country", "demo", "--json"]
    found = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    assert round(Decimal(found["totals"]["grants"]), 5) == total

    other = context.new_page()
    other.goto(page.url)
    settled(other, section="save")
    assert closing(other) == sums
    assert parameters(other.url) == parameters(page.url)
    assert traffic.foreign == []


def test_a_scenario_that_is_kept_is_chosen_and_compared(
    open_part: Callable[..., Page], context: BrowserContext, address: str
) -> None:
    page = open_part("simulator", section="save", vary_budget=SHARED_POOL)
    kept = figure(page, "Grants in all")
    page.get_by_label("Your name, for the log").fill("A. Planner")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    page.get_by_label("Name (English)").fill("Nine tenths")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as version 1")).to_be_visible()
    kept_id = parameters(page.url)["scenario"]

    later = context.new_page()
    later.goto(f"{address}/budgets?lang=en&country=demo&part=simulator&section=compare")
    settled(later, section="compare")
    assert figure(later, "Grants in all") != kept
    choose(later, "Scenario", "Nine tenths")
    settled(later, scenario=kept_id)
    expect(later.get_by_test_id("stMetricValue").first).to_have_text(kept)
    move_slider(later, CRITERION, "ArrowLeft", times=5)
    settled(later, vary_budget="criterion=0.85")
    choose(later, "Compared with", "Nine tenths")
    later.keyboard.press("Escape")
    settled(later, versus=kept_id)
    compared = {title: shown for title, *shown in cells(table(later, "Scenarios side by side"))}
    assert compared["Criterion K"] == ["0.85", "0.90"]
    assert compared["Grants in all"] == [figure(later, "Grants in all"), kept]
    assert amount(compared["Grants in all"][0]) < amount(kept)


def test_a_moved_number_of_a_scenario_fetches_nothing(
    open_part: Callable[..., Page], traffic: Traffic
) -> None:
    page = open_part("simulator", vary_budget=SHARED_POOL)
    two_maps(page)
    before, requests = figure(page, "Grants in all"), []
    page.on("request", lambda request: requests.append(request.url))
    traffic.forget()
    move_slider(page, CRITERION, "ArrowLeft")
    settled(page, vary_budget="criterion=0.89")
    two_maps(page)
    assert figure(page, "Grants in all") != before
    assert requests == []
    assert 0 < sum(traffic.received) <= BYTES_PER_AREA * N_AREAS + BYTES_PER_UPDATE


def test_from_the_map_in_another_scale_to_one_budget_and_its_peers(open_part: Callable[..., Page]) -> None:
    page = open_part("map", level="2")
    choose(page, "Indicator", "Own revenue")
    settled(page, indicator="own_revenue")
    caption, value = page.locator(".am-table caption"), page.locator(".am-table td.am-value").first
    expect(caption).to_have_text("Own revenue, thousand XTS, 2025")
    thousands, in_thousands = legend(page), value.inner_text()
    choose(page, "Amounts in", "million XTS")
    expect(caption).to_have_text("Own revenue, million XTS, 2025")
    settled(page, scale="million")
    millions = legend(page)
    assert (thousands[0], millions[0]) == ("thousand XTS", "million XTS")
    assert amount(value.inner_text()) == round(amount(in_thousands) / 1000, 1)
    for coarse, fine in zip(bounds(millions), bounds(thousands), strict=True):
        assert abs(coarse - fine / 1000) <= Decimal("0.0505")

    click_area(page, "0102")
    settled(page, part="structure", area="0102")
    peers = table(page, "The area and those most like it, 2025")
    distances = [amount(distance) for _, distance, *_ in cells(peers)[1:]]
    assert len(distances) == 5
    assert 0 < distances[0] <= distances[-1]
    assert distances == sorted(distances)
    expect(page.get_by_text("From 2021 not comparable with earlier periods")).to_be_visible()
    for chart in page.evaluate(STACKED):
        assert chart["mode"] in ("relative", "stack")
        assert chart["bars"] > 4
        assert chart["dashed"] == [chart["periods"].index("2021") - 0.5]

    turn_to(page, "Map")
    expect(caption).to_have_text("Own revenue, million XTS, 2025")


def bounds(labels: list[str]) -> list[Decimal]:
    return [
        amount(number) for label in labels for number in re.findall(r"[\d,.]+(?= –)|(?<=– )[\d,.]+", label)
    ]


def test_what_local_budgets_lose_by_announced_rates_the_republic_gains(
    open_part: Callable[..., Page],
) -> None:
    page = open_part("taxes")
    page.get_by_role("button", name="Try the announced rates").click()
    settled(page, rates="sales_tax:local=0")
    assert figure(page, "Areas that lose") == str(N_AREAS)
    move_slider(page, "Subsoil use tax", "End")
    settled(page, rates="subsoil_use_tax:local=100")
    gain, lose = (int(figure(page, side)) for side in ("Areas that gain", "Areas that lose"))
    assert min(gain, lose) > 0
    assert gain + lose + int(figure(page, "Cannot be told")) <= N_AREAS
    local, republic = (amount(figure(page, side)) for side in ("Local budgets together", "Republican budget"))
    assert local == -republic < 0
    *taxes, both = cells(table(page, "What local budgets gain the republican budget loses"))
    assert [tax for tax, *_ in taxes] == ["Sales tax", "Subsoil use tax"]
    assert amount(both[3]) == local
    assert {together for *_, together in (*taxes, both)} == {"0"}


def test_the_country_says_what_its_budgets_cover(open_part: Callable[..., Page]) -> None:
    page = open_part("nation")
    scopes = cells(table(page, "Scope of local budgets over time"))
    assert [(first, last) for _, first, last, *_ in scopes] == [
        ("as far back as there are figures", "2020"),
        ("2021", "still in force"),
    ]


def test_every_part_fits_a_telephone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/budgets?lang=ky&country=demo&part=map")
    settled(page, part="map")
    parts_fit(page, MAIN, heading="Бюджеттер")


def parts_fit(page: Page, main: Mapping[str, str], *, heading: str) -> None:
    """Turn to each part in turn: it shows what it has in any case, within the width of the window."""
    parts = page.get_by_test_id("stButtonGroup").first.get_by_role("radio")
    expect(parts).to_have_count(len(main))
    for place, (part, shown) in enumerate(main.items()):
        parts.nth(place).click()
        settled(page, part=part)
        expect(page.locator(shown).first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        for scrolled in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
            assert page.evaluate(f"{scrolled}.scrollWidth <= innerWidth"), part
        assert page.get_by_test_id("stException").count() == 0, part
        assert page.get_by_test_id("stAlertContentError").count() == 0, part
