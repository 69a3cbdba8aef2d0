"""A country of two municipalities with a settlement of the same name in each, and a register of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pandas as pd

from geodata.councils import Register, load_council_pack
from geodata.councils.pack import CouncilPack
from geodata.packs import load_pack, pack_folders


def _councils() -> CouncilPack:
    councils = load_council_pack(pack_folders()["demo"])
    assert councils is not None
    return councils


PACK = load_pack(pack_folders()["demo"])
COUNCILS = _councils()
AREAS = pd.DataFrame(
    [
        ("00", "Өлкө", 0, None, "country"),
        ("01", "Түндүк", 1, "00", "oblast"),
        ("02", "Жети-Өгүз", 2, "01", "district"),
        ("0301", "Ак-Суу", 3, "02", "rural_municipality"),
        ("0302", "Бел", 3, "02", "city"),
        ("030101", "Арал", 4, "0301", "village"),
        ("030201", "Арал", 4, "0302", "village"),
    ],
    columns=["area_code", "area_name", "admin_level", "parent_code", "area_type"],
)
REGISTER = Register.from_rows(
    bodies=[
        {
            "body_id": "007",
            "body_type": "rural_council",
            "area_code": "0301",
            "title_ky": "=1+1",
            "title_ru": None,
            "title_en": "Council",
            "statutory_seats": 11,
            "founded_on": date(2020, 1, 1),
        }
    ],
    members=[
        {
            "body_id": "007",
            "member_no": 1,
            "seat_type": "elected",
            "sex": "f",
            "birth_year": 1990,
            "settlement_code": "030101",
            "role": "chair",
            "term_from": date(2021, 1, 1),
            "name": "Ысманова",
        },
        {"body_id": "007", "member_no": 2, "seat_type": "ex_officio", "age_group": "middle"},
    ],
    meetings=[{"body_id": "007", "held_on": date(2022, 3, 1), "kind": "session", "decisions": 3}],
    reports=[
        {"body_id": "007", "report_type": "half_year", "period": "2022-H1"},
        {
            "body_id": "007",
            "report_type": "half_year",
            "period": "2022-H2",
            "delivered_on": date(2023, 1, 9),
        },
    ],
    hearings=[
        {
            "area_code": "0301",
            "hearing_type": "public",
            "topic": "жолдор",
            "held_on": date(2022, 3, 1),
            "proposals_voiced": 0,
        }
    ],
)


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with rows of cells by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
