"""The pages on workbooks say what the product does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.commands.data import Kind, TemplateKind
from geodata.councils.register import SCHEMAS
from geodata.councils.workbook.cells import read_report_period
from geodata.councils.workbook.words import headings, is_required, workbook_words
from geodata.packs import load_pack, pack_folders
from geodata.services.instruments import load_services_monitoring
from indicators.catalogue import load_catalogue
from indicators.services.observations import cost_indicator, rating_indicator

DOCS = Path(__file__).parents[3] / "docs"
REGISTERS = (DOCS / "register-workbooks.md").read_text(encoding="utf-8")
SERVICES = (DOCS / "services.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [REGISTERS, SERVICES])
def test_the_commands_exist(text: str) -> None:
    kinds = {str(each) for each in (*Kind, *TemplateKind)}
    assert set(re.findall(r"--kind ([\w-]+)", text)) <= kinds


@pytest.mark.parametrize("table", list(SCHEMAS))
def test_the_columns_that_each_row_needs_are_told(table: str) -> None:
    title = workbook_words().sheets[table].title["en"]
    row = next(line for line in REGISTERS.splitlines() if line.startswith(f"| {title} |"))
    told = row.rpartition(" | ")[2].rstrip(" |").split(", ")
    named = headings(table, load_pack(pack_folders()["demo"]))
    assert told == [texts["en"].lower() for column, texts in named.items() if is_required(table, column)]


def test_the_ways_to_write_a_half_year_are_read() -> None:
    (listed,) = re.findall(r"half-years \(`2025-H1`, (.*?)\),", REGISTERS, re.DOTALL)
    ways = re.findall(r"\*(.+?)\*", listed)
    assert len(ways) == 3
    assert {read_report_period(way) for way in ways} == {"2025-H1"}


def test_every_indicator_of_services_is_told() -> None:
    questionnaire = load_services_monitoring().questionnaire
    patterns = {
        **{rating_indicator(key): "service_rating_<section>_mean" for key in questionnaire.ratings},
        **{cost_indicator(key): "service_cost_<kind>_mean" for key in questionnaire.costs},
    }
    made = [each.id for each in load_catalogue().values() if each.source_body == "services_monitoring"]
    told = set(re.findall(r"^\| `(service_[^`]+)`", SERVICES, re.MULTILINE))
    assert told == {patterns.get(indicator_id, indicator_id) for indicator_id in made}


def test_the_instruments_are_told_as_they_are() -> None:
    instruments = load_services_monitoring()
    assert f"{len(instruments.form.items)} items" in SERVICES
    assert f"at most {instruments.form.highest_total:g}" in SERVICES
    sections = ", ".join(each.title["en"].lower() for each in instruments.questionnaire.ratings.values())
    assert f"questionnaire: {sections} | ratings from 1 to 5" in SERVICES


@pytest.mark.parametrize("text", [REGISTERS, SERVICES])
def test_links_lead_to_files(text: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)", text)
    assert targets
    assert [target for target in targets if not (DOCS / target).exists()] == []
