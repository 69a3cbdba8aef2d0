"""Filled-in templates about the squares: a register of councils, forms and questionnaires on services."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from geodata.councils import Register, load_council_pack
from geodata.councils.workbook import register_template
from geodata.packs import load_pack
from geodata.services.instruments import InstrumentName, load_services_monitoring
from geodata.services.template import services_template
from tests.dashboard.made import squares

COUNCILS = """
small_cell_threshold = 5
ages = { youth_below = 28, old_above = 60, reference = "made up" }
calendar = { weekend = [6, 7] }

[body_types.council]
title = { en = "Council" }
levels = ["canton"]
is_elected_council = true
reference = "made up"

[seat_types.elected]
title = { en = "Elected" }

[roles.chair]
title = { en = "Chair" }

[meeting_kinds.session]
title = { en = "Session" }
"""
NAME = "Ысманова Планктон"
BIRTH_YEAR = 1987
INSTRUMENTS = load_services_monitoring()


def squares_register(*, more: Sequence[dict[str, object]] = (), **facts: object) -> Register:
    """Return a register with one council of one member, whose name is planted, and one meeting."""
    body = {"body_id": "001", "body_type": "council", "area_code": "02"}
    return Register.from_rows(
        bodies=[body | facts, *more],
        members=[
            {
                "body_id": "001",
                "member_no": 1,
                "seat_type": "elected",
                "sex": "f",
                "birth_year": BIRTH_YEAR,
                "name": NAME,
            }
        ],
        meetings=[{"body_id": "001", "held_on": date(2025, 1, 2), "kind": "session"}],
    )


def register_workbook(folder: Path, register: Register) -> bytes:
    """Return the template of the pack in ``folder``, filled in with a register."""
    councils = load_council_pack(folder)
    assert councils is not None
    return register_template(load_pack(folder), councils, squares(), language="en", register=register)


def filled_register(folder: Path, **facts: object) -> Path:
    """Return the file of a register with one council."""
    path = folder.parent / "register.xlsx"
    path.write_bytes(register_workbook(folder, squares_register(**facts)))
    return path


def filled_services(instrument: InstrumentName, *rows: Sequence[object], language: str = "en") -> bytes:
    """Return the template of an instrument, filled in with rows."""
    content = services_template(INSTRUMENTS, instrument, squares(), language=language)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook[INSTRUMENTS.instrument(instrument).sheet[language]]
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    filled = io.BytesIO()
    workbook.save(filled)
    return filled.getvalue()


def form_row(area: str, points: float = 1) -> list[object]:
    """Return a form with the same points for each item."""
    return [area, "passport", "2024", *[points] * len(INSTRUMENTS.form.items)]


def respondent(area: str, rating: int, unofficial: int = 0, service: str = "passport") -> list[object]:
    """Return a person who gives each section the same rating and paid so much unofficially."""
    ratings = [rating] * len(INSTRUMENTS.questionnaire.ratings)
    return [area, service, "2024", *ratings, 100, unofficial, None, "female", "28–60"]
