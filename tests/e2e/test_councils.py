"""The page of councils as a visitor and a keeper of the register meet it."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import icalendar
import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Traffic, aimak
from tests.e2e.test_budgets import cells, click_area, downloaded, legend, parts_fit, settled, table, turn_to
from tests.e2e.test_designation import figure
from tests.e2e.test_map import choose

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNCIL = "0101002-rural_council-1"
MAIN = {
    "coverage": ".am-plot canvas",
    "gaps": ".am-plot canvas",
    "calendar": ".js-plotly-plot .barlayer .bars",
    "body": "table.plain",
    "composition": "table.plain",
    "hearings": "table.plain",
    "involvement": "textarea",
    "services": ".am-plot canvas",
}
"""What each part shows in any case, by its key, in their order."""
PASSING = "services_commission;civil_society:3;others:2;women=3;men=2"


@pytest.fixture
def open_part(address: str) -> Callable[..., Page]:
    """Open a part of the page with a query and wait until it is shown."""

    def opened(page: Page, part: str, **query: str) -> Page:
        page.set_viewport_size({"width": 1280, "height": 1600})
        asked = {"lang": "en", "country": "demo", "part": part} | query
        page.goto(f"{address}/councils?{urlencode(asked)}")
        settled(page, part=part)
        return page

    return opened


def save_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


def sign(page: Page, author: str, note: str) -> None:
    for label, text in (("Your name, for the log", author), ("What was changed, and why", note)):
        # The form that saves is the last one.
        page.get_by_label(label).last.fill(text)
        page.keyboard.press("Tab")
    expect(save_button(page)).to_be_enabled()


def write_legal_basis(page: Page, text: str) -> None:
    page.get_by_label("Legal basis").fill(text)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Nothing has been changed yet.")).to_have_count(0)


def test_a_measure_is_the_same_on_the_map_in_its_file_and_by_command(
    page: Page,
    open_part: Callable[..., Page],
    environment: dict[str, str],
    tmp_path: Path,
    traffic: Traffic,
) -> None:
    open_part(page, "coverage", body_type="city_council")
    choose(page, "Measure", "Seats filled")
    settled(page, coverage="seats_filled")
    shown = figure(page, "Seats filled")
    assert shown.endswith(" %")
    page.wait_for_function("document.querySelectorAll('.am-legend li').length > 2")
    assert any("No such body" in label or "Not for such areas" in label for label in legend(page))

    page.get_by_role("button", name="Download", exact=True).click()
    rows = pd.read_csv(downloaded(page, "Table (CSV)", tmp_path), dtype={"area_code": "str"})
    assert set(rows["measure"]) == {"seats_filled"}
    small = rows[rows["lacks"].fillna("") == "small"]
    assert small["value"].isna().all()
    page.keyboard.press("Escape")

    command = [aimak(), "council", "coverage", "--country", "demo", "--body-type", "city_council"]
    told = subprocess.run(
        [*command, "--measure", "seats_filled", "--csv"], env=environment, check=True, capture_output=True
    ).stdout
    nation = pd.read_csv(io.BytesIO(told)).iloc[0]
    assert shown == f"{nation['value']:.1f} %"

    click_area(page, "0101001")
    settled(page, area="0101001")
    expect(table(page, "Mong")).to_contain_text("Seats filled")
    assert traffic.foreign == []


def test_settlements_without_a_deputy_are_listed_with_their_people(
    page: Page, open_part: Callable[..., Page], tmp_path: Path
) -> None:
    open_part(page, "gaps", gap="deputies")
    n_without = int(figure(page, "Settlements without a deputy").split(" of ")[0])
    expect(page.locator(".am-legend")).to_contain_text(f"({n_without})")
    people = int(figure(page, "People living there").replace(",", ""))
    page.get_by_role("button", name="Table (CSV)", exact=True).click(trial=True)
    rows = pd.read_csv(downloaded(page, "Table (CSV)", tmp_path), dtype={"area_code": "str"})
    assert len(rows) == n_without > 0
    assert rows["population"].sum() == people


def test_a_composition_answers_at_once_and_reopens_by_its_address(
    page: Page, context: BrowserContext, open_part: Callable[..., Page]
) -> None:
    open_part(page, "composition", made=PASSING)
    expect(page.get_by_text("All rules in force are met")).to_be_visible()
    for label, n in (("Women", "4"), ("Men", "1")):
        field = page.get_by_label(label, exact=True)
        field.fill(n)
        field.press("Tab")
    settled(page, made="women=4")
    settled(page, made="men=1")
    expect(page.get_by_text("Not all rules are met")).to_be_visible()
    balance = [row for row in cells(table(page, "Rule by rule")) if "Balance of women and men" in row[0]]
    assert len(balance) == 1
    assert "at most 70 %" in balance[0][1]

    other = context.new_page()
    other.goto(page.url)
    settled(other, made="women=4")
    expect(other.get_by_text("Not all rules are met")).to_be_visible()


def test_of_two_keepers_the_second_is_told_and_loses_nothing(
    context: BrowserContext, open_part: Callable[..., Page]
) -> None:
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        open_part(page, "body", body=COUNCIL, section="change")
    write_legal_basis(first, "Act of the first")
    sign(first, "First Keeper", "the act")
    write_legal_basis(second, "Act of the second")
    sign(second, "Second Keeper", "another act")

    save_button(first).click()
    expect(first.get_by_text("Saved as dataset")).to_be_visible()
    save_button(second).click()
    expect(second.get_by_text("First Keeper saved this body")).to_be_visible()
    assert second.get_by_label("Legal basis").input_value() == "Act of the second"
    second.get_by_role("button", name="Keep my draft").click()
    expect(second.get_by_text("First Keeper saved this body")).to_have_count(0)
    expect(save_button(second)).to_be_enabled()
    save_button(second).click()
    expect(second.get_by_text("Saved as dataset")).to_be_visible()
    expect(table(second, "What is known of the body")).to_contain_text("Act of the second")

    turn_to(second, "History")
    settled(second, section="history")
    for author in ("First Keeper", "Second Keeper"):
        expect(second.get_by_test_id("stMain")).to_contain_text(author)


def test_a_hearing_is_planned_kept_and_seen_in_the_calendar(
    page: Page, open_part: Callable[..., Page], tmp_path: Path
) -> None:
    open_part(page, "hearings", hearing="budget-of-2026")
    assert int(figure(page, "With overdue tasks")) >= 1
    calendar = icalendar.Calendar.from_ical(downloaded(page, "Calendar (ICS)", tmp_path).read_bytes())
    planned = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert any("Proposals handed over" in summary for summary in planned)

    page.get_by_label("Venue").fill("School of the village")
    page.keyboard.press("Tab")
    sign(page, "Planner", "another venue")
    save_button(page).click()
    expect(page.get_by_text("Saved as version 2")).to_be_visible()
    turn_to(page, "Calendar")
    settled(page, part="calendar")
    assert int(figure(page, "Overdue").replace(",", "")) > 0


def test_every_part_fits_a_telephone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/councils?lang=ky&country=demo&part=coverage")
    settled(page, part="coverage")
    parts_fit(page, MAIN, heading="Кеңештер")
