"""A register of councils on the command line: from the template to the store."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard import cached
from geodata.councils import Register, load_council_pack
from geodata.councils.workbook import register_template
from geodata.packs import PACKS_PATH_VARIABLE, load_pack
from geodata.workspace import Workspace
from tests.dashboard.conftest import Aimak
from tests.dashboard.made import publish_squares, squares

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


@pytest.fixture
def council_pack(
    empty_workspace: Workspace, square_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Folder of the pack of the squares with councils, installed in the workspace."""
    assert empty_workspace
    folder = tmp_path / "packs" / "squares"
    shutil.copytree(square_pack, folder)
    (folder / "councils.toml").write_text(COUNCILS, encoding="utf-8")
    monkeypatch.setenv(PACKS_PATH_VARIABLE, str(folder.parent))
    publish_squares(cached.store(), folder)
    return folder


def filled(folder: Path, **facts: object) -> Path:
    """Return the template of the squares, filled in with one council."""
    councils = load_council_pack(folder)
    assert councils is not None
    register = Register.from_rows(
        bodies=[{"body_id": "001", "body_type": "council", "area_code": "02"} | facts],
        members=[{"body_id": "001", "member_no": 1, "seat_type": "elected", "sex": "f", "name": NAME}],
        meetings=[{"body_id": "001", "held_on": date(2025, 1, 2), "kind": "session"}],
    )
    path = folder.parent / "register.xlsx"
    path.write_bytes(
        register_template(load_pack(folder), councils, squares(), language="en", register=register)
    )
    return path


def test_a_workbook_becomes_the_register_of_the_country(aimak: Aimak, council_pack: Path) -> None:
    answer = aimak("import", filled(council_pack), "--kind", "register", "--author", "Clerk", "--json")

    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["row_count"] == 3
    register = cached.store().register("squares", with_names=True)
    assert register.bodies["body_id"].tolist() == ["001"]
    assert register.members["name"].tolist() == [NAME]
    assert NAME not in answer.out + answer.err


def test_faults_are_told_and_nothing_is_published(aimak: Aimak, council_pack: Path) -> None:
    path = filled(council_pack, founded_on=date(2026, 1, 1))

    answer = aimak("import", path, "--kind", "register", "--author", "Clerk")

    assert answer.code != 0
    assert "register.xlsx, sheet Meetings, row 2" in answer.err
    assert NAME not in answer.out + answer.err
    assert cached.store().register("squares").row_count == 0


@pytest.mark.usefixtures("squares_workspace")
def test_a_country_without_councils_has_no_register(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"anything")

    answer = aimak("import", path, "--kind", "register", "--author", "Clerk")

    assert answer.code != 0
    assert "says nothing of councils" in answer.err
