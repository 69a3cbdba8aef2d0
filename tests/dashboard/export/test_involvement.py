"""A plan of involvement as a Word document, read back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
import pytest

from config.i18n import LANGUAGES, translations
from dashboard.components.words import Words
from dashboard.export.involvement import InvolvementReport, involvement_docx
from geodata.councils.pack import load_council_pack
from geodata.councils.participation import InvolvementTemplate
from geodata.packs import load_pack, pack_folders
from indicators.catalogue import load_catalogue
from planning.participation.involvement import InvolvementPlan, blank_plan, check_plan

DEMO = pack_folders()["demo"]
ON = dt.date(2026, 6, 30)
MADE_AT = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)


def template() -> InvolvementTemplate:
    councils = load_council_pack(DEMO)
    assert councils is not None
    assert councils.involvement is not None
    return councils.involvement


def content(plan: InvolvementPlan, language: str = "en") -> bytes:
    report = InvolvementReport(
        words=Words(language, translations(language).gettext, load_pack(DEMO), load_catalogue()),
        template=template(),
        plan=plan,
        area_name="Ак-Талаа",
        problems=check_plan(plan, template(), on=ON),
        made_at=MADE_AT,
    )
    return involvement_docx(report)


def read(plan: InvolvementPlan, language: str = "en") -> Any:
    return docx.Document(io.BytesIO(content(plan, language)))


def filled() -> InvolvementPlan:
    news = {"item": "local_matters", "planned": "Notice boards", "responsible": "Secretary"}
    entries = [news | {"refreshed_on": [dt.date(2025, 7, 1), dt.date(2025, 10, 1)]}]
    return InvolvementPlan.model_validate(
        {"area_code": "A1", "adopted_on": dt.date(2025, 1, 15), "entries": entries}
    )


def test_every_line_of_the_typical_plan_has_its_row() -> None:
    document = read(blank_plan(template(), area_code="A1"))
    titles = [row.cells[0].text for table in document.tables for row in table.rows[1:]]
    assert titles == [item.title["en"] for item in template().items.values()]
    assert len(document.tables) == len(template().sections)


def test_what_is_filled_in_stands_in_its_row() -> None:
    row = [cell.text for cell in read(filled()).tables[0].rows[1].cells]
    assert row[:5] == [
        "Information on local matters",
        "Notice boards",
        "Secretary",
        "October 1, 2025",
        "April 1, 2026",
    ]


def test_a_line_that_is_not_refreshed_says_so() -> None:
    forms = read(filled()).tables[1].rows[1]
    assert [cell.text for cell in forms.cells][3:5] == ["–", "–"]


def test_objections_name_the_line() -> None:
    texts = [paragraph.text for paragraph in read(filled()).paragraphs]
    assert texts[:3] == ["Plan of involvement of residents", "Demonstration data", "Ак-Талаа"]
    assert "Adopted: January 15, 2025" in texts
    objected = texts[texts.index("What the rules object to") + 1 :]
    assert any(
        text.startswith("Information on local matters: This information was last") for text in objected
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_plan_gives_the_same_bytes(language: str) -> None:
    assert content(filled(), language) == content(filled(), language)
    heading = template().sections[0].title[language]
    assert heading in [paragraph.text for paragraph in read(filled(), language).paragraphs]
