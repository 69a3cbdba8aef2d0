"""Bring a spreadsheet in through the browser, see it on the map, take it back."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROWS = [["Area", "2023", "2024"], ["01", "5,5", "6,5"], ["02", "7,5", "…"], ["99", "1,0", "1,0"]]
SETTLED_MS = 1500


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "unemployment.xlsx")
    return tmp_path / "unemployment.xlsx"


def choose(page: Page, label: str, option: str) -> None:
    page.wait_for_timeout(SETTLED_MS)
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Tab")
    page.wait_for_timeout(SETTLED_MS)


def tick(page: Page, label: str) -> None:
    page.wait_for_timeout(SETTLED_MS)
    # A rerun shows what it replaces until it is done: a tick on that would be lost.
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    expect(page.get_by_text(label)).to_have_count(1)
    page.get_by_text(label).click()
    expect(page.get_by_role("checkbox", name=label)).to_be_checked()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def value_on_the_map(page: Page, address: str) -> str:
    page.goto(f"{address}/map?lang=en&country=squares&level=1&indicator=unemployment_rate&period=2024")
    row = page.locator(".am-table tbody tr").filter(has=page.get_by_role("link", name="<img"))
    return row.locator(".am-value").inner_text()


def test_a_file_is_checked_mended_published_seen_and_withdrawn(
    page: Page, address: str, workbook: Path
) -> None:
    # Tall enough for a whole step: a list that opens below the fold moves while the page scrolls to it.
    page.set_viewport_size({"width": 1280, "height": 2000})
    before = value_on_the_map(page, address)
    page.goto(f"{address}/data?lang=en&country=squares")
    page.get_by_text("Bring a file").click()
    page.get_by_text("A table with values of indicators").click()
    page.set_input_files("input[type=file]", workbook)
    press(page, "Continue")
    choose(page, "Indicator of all columns that do not name one", "Unemployment rate")
    press(page, "Check")

    expect(page.get_by_text("Expected a known area, got 99")).to_be_visible()
    expect(page.get_by_text("unemployment.xlsx, sheet Sheet, row 4, column A")).to_be_visible()
    expect(page.get_by_role("button", name="Continue")).to_be_disabled()
    choose(page, "99", "Leave these rows out")
    write(page, "Why are these rows left out?", "Not a canton")
    page.get_by_role("button", name="Check again with these corrections").click()

    tick(page, "I have read the warnings")
    press(page, "Continue")
    write(page, "Source: whom to cite", "Labour office")
    write(page, "Licence: under which terms", "CC0-1.0")
    write(page, "Your name, for the log", "A. Planner")
    press(page, "Publish")
    expect(page.get_by_text("All pages show it from now on")).to_be_visible()
    assert value_on_the_map(page, address) == "6.5"

    page.goto(f"{address}/data?lang=en&country=squares")
    page.get_by_text("Withdraw this dataset").click()
    write(page, "Why is it withdrawn?", "It was a trial")
    write(page, "Your name, for the log", "A. Planner")
    tick(page, "Yes, withdraw dataset")
    page.get_by_role("button", name="Withdraw", exact=False).last.click()
    page.wait_for_timeout(SETTLED_MS)
    assert value_on_the_map(page, address) == before == "6.0"
