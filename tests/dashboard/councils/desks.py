"""A small fictional country with a register of councils, and the desk of its page."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from config.i18n import translations
from dashboard import cached
from dashboard.components.council.desk import Desk
from dashboard.components.words import Words
from dashboard.council_desk import council_desk
from geodata.boundaries.display import display_layers
from geodata.councils.register import Register
from geodata.packs import load_pack
from geodata.workspace import Workspace
from tests.dashboard.kept import KeptWorkspace
from tests.dashboard.made import INFO, PACK, squares

COUNTRY = "hamlets"
AT = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
ON = dt.date(2025, 9, 30)
"""The last day of which the register tells something."""
PLANTED_NAME = "Zaripa Planted-Name"
"""Of a member: it must be seen nowhere."""
PLANTED_YEAR = 1937
"""In which that member was born."""

COUNCILS = """
small_cell_threshold = 5
notes = [{ en = "Holidays are not loaded." }]

[ages]
youth_below = 28
old_above = 60
reference = "Act 1"

[calendar]
weekend = [6, 7]

[body_types.council]
title = { en = "Council", ky = "Кеңеш" }
levels = ["canton"]
is_elected_council = true
represents_settlements = true
seat_types = ["elected", "ex_officio"]
sessions = { per_year = 4, meeting_kinds = ["session"], reference = "Act 1, art. 2" }
reference = "Act 1"

[body_types.public]
title = { en = "Public council" }
levels = ["canton"]
active_within_months = 6
reference = "Act 2"

[body_types.court]
title = { en = "Court of elders" }
levels = ["canton", "village"]
reference = "Act 3"

[body_types.group]
title = { en = "Working group" }
levels = ["canton"]
seat_types = ["local_body", "deputy", "community"]
reference = "Act 4"

[seat_types]
elected = { title = { en = "Elected deputy" }, is_elected = true }
ex_officio = { title = { en = "By office" } }
local_body = { title = { en = "Local body" } }
deputy = { title = { en = "Deputy" } }
community = { title = { en = "Community" } }

[roles]
chair = { title = { en = "Chair" } }
member = { title = { en = "Member" } }

[meeting_kinds]
session = { title = { en = "Session" } }

[report_types]
half_year = { title = { en = "Half-year report" } }

[[report_duties]]
report_type = "half_year"
body_types = ["council"]
reporter = { en = "Head" }
recipient = { en = "Council" }
every_months = 6
due_days = 31
reference = "Act 1, art. 5"

[[statutory_seats]]
body_type = "council"
seats = 11
reference = "Act 1, art. 3"

[[norms]]
body_type = "court"
one_per = ["settlement", "area"]
reference = "Act 3, art. 1"

[hearing_types]
public = { title = { en = "Public hearing" } }
budget = { title = { en = "Budget hearing" } }

[channels]
press = { title = { en = "Press" } }
boards = { title = { en = "Notice boards" } }

[[hearing_rules]]
id = "hearing"
title = { en = "Hearings" }
hearing_types = ["public", "budget"]
reference = "Act 6"

[hearing_rules.decision]
more_than_pct = 50
note = { en = "Of the votes cast." }
reference = "Act 6, art. 9"

[[hearing_rules.tasks]]
id = "working_group"
title = { en = "First meeting of the working group" }
responsible = { en = "Working group" }
earliest_days = -20
latest_days = -15
reference = "Act 6, art. 1"

[[hearing_rules.tasks]]
id = "notice"
title = { en = "Notice of the hearing" }
responsible = { en = "Secretary" }
channels = ["press", "boards"]
times = 2
latest_days = -3
reference = "Act 6, art. 2"

[[hearing_rules.tasks]]
id = "handing_over"
title = { en = "Proposals handed over" }
responsible = { en = "Chair" }
earliest_days = 0
latest_days = 10
moves_to = "next_working_day"
reference = "Act 6, art. 3"

[[hearing_rules.tasks]]
id = "publication"
title = { en = "Outcome made public" }
responsible = { en = "Secretary" }
earliest_days = 0
reference = "Act 6, art. 4"

[involvement.revision]
months_apart = 12
reference = "Act 7"

[[involvement.sections]]
id = "information"
title = { en = "Information" }

[[involvement.sections.items]]
id = "local_matters"
title = { en = "Local matters" }
refreshed_every_months = 6
reference = "Act 7, art. 1"

[[involvement.sections.items]]
id = "meetings"
title = { en = "Meetings of residents" }
reference = "Act 7, art. 2"

[[printed]]
id = "public"
title = { en = "Public councils" }
period = "2016"
totals = { councils = 35 }
notes = [{ en = "Of how many is not printed." }]
reference = "A book"

[printed.columns.councils]
title = { en = "Councils" }

[[printed.rows]]
title = { en = "Villages" }
figures = { councils = 23 }

[[printed.rows]]
title = { en = "Cities" }
figures = { councils = 4 }

[[printed.rows]]
title = { en = "Districts" }
figures = { councils = 8 }
"""

COMPOSITION = """
chair_role = "chair"

[bodies.group]
title = { en = "Working group" }
body_types = ["group"]

[[bodies.group.rules]]
kind = "members"
at_least = 7
reference = "Act 4, art. 1"

[[bodies.group.rules]]
kind = "equal_parts"
seat_types = ["local_body", "deputy", "community"]
rounding = "even"
reference = "Act 4, art. 2"

[[bodies.group.rules]]
kind = "sex_share"
at_least_pct = 30
reference = "Act 4, art. 3"
"""

BODIES = (
    {"body_id": "c1", "body_type": "council", "area_code": "01", "statutory_seats": 11},
    {"body_id": "c2", "body_type": "council", "area_code": "02", "statutory_seats": 11},
    {"body_id": "c3", "body_type": "council", "area_code": "03", "dissolved_on": dt.date(2024, 5, 1)},
    {"body_id": "p1", "body_type": "public", "area_code": "01", "title_en": "Public council of the lake"},
    {"body_id": "p2", "body_type": "public", "area_code": "02"},
    {"body_id": "k1", "body_type": "court", "area_code": "011"},
    {"body_id": "g1", "body_type": "group", "area_code": "01"},
    {"body_id": "g2", "body_type": "group", "area_code": "02"},
)
"""Councils: full with settlements represented, under strength with few women, dissolved, none; and others."""

MEETINGS = (
    *({"body_id": "c1", "held_on": dt.date(2025, m, 5), "kind": "session"} for m in (2, 4, 6, 8)),
    {"body_id": "c2", "held_on": dt.date(2025, 3, 5), "kind": "session"},
    {"body_id": "p1", "held_on": dt.date(2025, 8, 1), "kind": "session"},
    {"body_id": "p2", "held_on": dt.date(2024, 1, 1), "kind": "session"},
)
REPORTS = (
    *(
        {
            "body_id": body_id,
            "report_type": "half_year",
            "period": "2024-H2",
            "delivered_on": dt.date(2025, 1, 20),
        }
        for body_id in ("c1", "c2")
    ),
    {"body_id": "c1", "report_type": "half_year", "period": "2025-H1", "delivered_on": dt.date(2025, 7, 9)},
)
"""The council c2 owes the report on the first half of 2025 since 31 July."""
HEARINGS = (
    {
        "body_id": "c1",
        "area_code": "01",
        "hearing_type": "budget",
        "topic": "Budget of 2026",
        "held_on": ON,
        "proposals_voiced": 10,
        "proposals_accepted": 4,
        "proposals_answered": 9,
    },
)


def members() -> list[dict[str, object]]:
    """Eleven in c1, six women; nine in c2, two women, one with the planted name; groups of nine and seven."""
    return [
        *_members("c1", ["f"] * 6 + ["m"] * 5, ["elected"] * 11, settlement_code="011"),
        *_members("c2", ["f"] * 2 + ["m"] * 7, ["elected"] * 9),
        *_members("g1", ["f", "m"] * 4 + ["f"], ["local_body", "deputy", "community"] * 3),
        *_members("g2", ["m"] * 7, ["local_body"] * 7),
    ]


def _members(
    body_id: str, sexes: list[str], seats: list[str], *, settlement_code: str | None = None
) -> list[dict[str, object]]:
    planted = {"name": PLANTED_NAME, "birth_year": PLANTED_YEAR} if body_id == "c2" else {}
    return [
        {
            "body_id": body_id,
            "member_no": number,
            "seat_type": seat,
            "sex": sex,
            "birth_year": 1970,
            "settlement_code": settlement_code,
            "role": "chair" if number == 1 else "member",
            "term_from": dt.date(2021, 4, 11),
        }
        | (planted if number == 1 else {})
        for number, (sex, seat) in enumerate(zip(sexes, seats, strict=True), start=1)
    ]


def register() -> Register:
    """All of it."""
    return Register.from_rows(
        bodies=BODIES, members=members(), meetings=MEETINGS, reports=REPORTS, hearings=HEARINGS
    )


def observations() -> pd.DataFrame:
    """A hundred people in each canton and village."""
    codes = [f"0{n}" for n in range(1, 5)]
    rows = [
        (code, "population", "2024", 100.0, "A", "row") for code in (*codes, *(f"{each}1" for each in codes))
    ]
    return pd.DataFrame(
        rows, columns=["area_code", "indicator_id", "period", "value", "status", "source_ref"]
    )


@pytest.fixture(scope="session")
def kept_hamlets(tmp_path_factory: pytest.TempPathFactory) -> KeptWorkspace:
    """The pack of the country, and the workspace it was installed in last."""
    root = tmp_path_factory.mktemp(COUNTRY)
    folder = root / "packs" / COUNTRY
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(PACK.replace('"squares"', f'"{COUNTRY}"'), encoding="utf-8")
    (folder / "councils.toml").write_text(COUNCILS, encoding="utf-8")
    (folder / "composition.toml").write_text(COMPOSITION, encoding="utf-8")
    return KeptWorkspace(root, partial(_install, folder))


@pytest.fixture
def hamlets(kept_hamlets: KeptWorkspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace with the country installed, its register published as dataset of councils."""
    with kept_hamlets.in_place(monkeypatch) as workspace:
        yield workspace


def _install(folder: Path) -> None:
    areas = squares()
    layers = display_layers(areas, equal_area_crs=load_pack(folder).equal_area_crs)
    with cached.store().writing(author="Surveyor", at=AT) as writer:
        writer.install_country(COUNTRY)
        writer.publish_areas(COUNTRY, areas, INFO, layers)
        writer.publish_observations(COUNTRY, observations(), INFO)
        writer.publish_register(COUNTRY, register(), INFO)


def desk(
    country: str = COUNTRY,
    *,
    language: str = "en",
    on: dt.date = ON,
    today: dt.date = ON,
    keeps: bool = False,
) -> Desk:
    """The desk of the page for a country of the workspace, without the page."""
    book = cached.council_book(country, cached.whole_version(country))
    assert book is not None
    words = Words(language, translations(language).gettext, cached.pack(country), cached.catalogue())
    return council_desk(words, book, on=on, today=today, keeps=keeps)
