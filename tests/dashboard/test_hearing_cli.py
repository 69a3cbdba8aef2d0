"""``aimak hearing`` as a person or a script meets it."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar

from dashboard.commands import hearing_plan
from tests.dashboard.conftest import Aimak
from tests.dashboard.councils.desks import hamlets

__all__ = ["hamlets"]

pytestmark = pytest.mark.usefixtures("hamlets")

HEARING = ("hearing", "plan", "--type", "budget", "--area", "01", "--topic", "Budget of 2026")
ON = ("--on", "2026-04-20")
DOCS = (Path(__file__).parents[2] / "docs" / "councils.md").read_text(encoding="utf-8")


def windows(out: str) -> dict[str, tuple[str, str | None, str | None]]:
    return {
        task["id"]: (task["state"], task["earliest"], task["latest"]) for task in json.loads(out)["tasks"]
    }


# 20 and 15 days before Monday 20 April 2026 are 31 March and 5 April, 10 days after it is 30 April.
def test_the_tasks_have_the_days_of_the_rule(aimak: Aimak) -> None:
    answer = aimak(*HEARING, *ON, "--today", "2026-04-01", "--json")

    assert answer.code == 0
    assert windows(answer.out) == {
        "working_group": ("to be done now", "2026-03-31", "2026-04-05"),
        "notice-1": ("to be done now", None, "2026-04-17"),
        "notice-2": ("to be done now", None, "2026-04-17"),
        "publication": ("not yet", "2026-04-20", None),
        "handing_over": ("not yet", "2026-04-20", "2026-04-30"),
    }
    told = json.loads(answer.out)
    assert (told["today"], told["too_late"]) == ("2026-04-01", [])
    assert told["hearing"]["held_on"] == "2026-04-20"
    assert told["tasks"][0]["reference"] == "Act 6, art. 1"


def test_what_is_late_comes_first_and_the_earliest_day_is_told(aimak: Aimak) -> None:
    answer = aimak(*HEARING, *ON, "--today", "2026-04-07")

    assert answer.code == 0
    assert "can no longer be done in time" in answer.out.splitlines()[1]
    assert "the last day was April 5, 2026" in answer.err
    assert "everything can be done in time: April 22, 2026" in answer.err
    assert "Public holidays are not loaded, only weekends are counted; years: 2026." in answer.err
    told = json.loads(aimak(*HEARING, *ON, "--today", "2026-05-04", "--json").out)
    assert told["tasks"][0]["state"] == "can no longer be done in time"
    assert [task["id"] for task in told["tasks"] if task["is_late"]] == [
        "working_group", "notice-1", "notice-2", "handing_over",
    ]  # fmt: skip
    assert told["tasks"][-1]["id"] == "publication"
    assert told["too_late"] == ["working_group", "notice-1", "notice-2"]
    assert told["earliest_day"] == "2026-05-19"


def test_a_plan_is_read_back(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "hearing.toml"
    asked = aimak(*HEARING, *ON, "--today", "2026-04-01", "--json", "--toml", path)

    again = aimak("hearing", "plan", path, "--today", "2026-04-01", "--json")

    assert again.code == 0
    assert again.out == asked.out


def test_what_is_done_is_no_longer_late(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "hearing.toml"
    aimak(*HEARING, *ON, "--toml", path)
    done = '\n[done]\nworking_group = 2026-04-01\n"notice-1" = 2026-04-18\n'
    path.write_text(path.read_text(encoding="utf-8") + done, encoding="utf-8")

    told = windows(aimak("hearing", "plan", path, "--today", "2026-04-19", "--json").out)

    assert told["working_group"][0] == "done on April 1, 2026"
    assert told["notice-1"][0] == "done on April 18, 2026, which is not in time"
    assert told["notice-2"][0] == "can no longer be done in time"


def test_the_files_are_those_of_the_plan(aimak: Aimak, tmp_path: Path) -> None:
    ics, docx = tmp_path / "hearing.ics", tmp_path / "hearing.docx"
    files = ("--ics", ics, "--docx", docx, "--language", "ky")
    assert aimak(*HEARING, *ON, "--today", "2026-04-01", *files).code == 0

    events = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events][:2] == [dt.date(2026, 4, 20), dt.date(2026, 3, 31)]
    table = Document(io.BytesIO(docx.read_bytes())).tables[0]
    assert len(table.rows) == 1 + 5
    assert "2026-ж." in table.rows[1].cells[2].text
    before = ics.read_bytes(), docx.read_bytes()
    aimak(*HEARING, *ON, "--today", "2026-04-01", *files)
    assert (ics.read_bytes(), docx.read_bytes()) == before


def test_the_day_is_that_of_the_command_unless_another_is_told(
    aimak: Aimak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.commands.console.today", lambda: dt.date(2026, 4, 2))
    assert json.loads(aimak(*HEARING, *ON, "--json").out)["today"] == "2026-04-02"


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"--area": "99"}, 1, "expected the code of an area of hamlets, got '99'"),
        ({"--type": "dance"}, 1, "expected a type of hearing of public, budget, got 'dance'"),
        ({"--topic": ""}, 1, "key topic"),
        ({"--on": "1800-01-01"}, 1, "key held_on"),
        ({"--on": "soon"}, 2, "expected a day as YYYY-MM-DD"),
        ({"--topic": None}, 2, "or also --topic"),
    ],
)
def test_what_is_not_there_is_said(
    aimak: Aimak, changed: dict[str, str | None], code: int, said: str
) -> None:
    told = {"--type": "budget", "--area": "01", "--topic": "Budget", "--on": "2026-04-20"} | changed
    given = [word for name, value in told.items() if value is not None for word in (name, value)]

    answer = aimak("hearing", "plan", *given)

    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_file_and_options_contradict_each_other(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "hearing.toml"
    aimak(*HEARING, *ON, "--toml", path)

    answer = aimak("hearing", "plan", path, "--topic", "Another")

    assert answer.code == 2
    assert "a file without --topic" in answer.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("held_on = 2026-04-20", "key topic"),
        (
            'area_code = "01"\nhearing_type = "budget"\ntopic = "x"\nheld_on = 2026-04-20\n'
            'channels = ["owl"]',
            "expected a channel of press, boards, got 'owl'",
        ),
    ],
)
def test_faults_of_a_file_are_named(aimak: Aimak, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "hearing.toml"
    path.write_text(text, encoding="utf-8")

    answer = aimak("hearing", "plan", path)

    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_file_that_cannot_be_written_is_said(aimak: Aimak, tmp_path: Path) -> None:
    answer = aimak(*HEARING, *ON, "--ics", tmp_path / "nowhere" / "hearing.ics")
    assert answer.code == 1
    assert "Could not open file" in answer.err


def test_the_documented_hearing_has_the_documented_days() -> None:
    on = dt.date(2026, 4, 7)
    hearing = hearing_plan.told("budget", "01", "Budget", dt.date(2026, 4, 20))
    planned = hearing_plan.plan(None, hearing, on=on)
    group, handing_over = (
        next(each for each in planned.tasks if each.id == task) for task in ("working_group", "handing_over")
    )
    for day in (group.earliest, group.latest, handing_over.latest, planned.earliest_day):
        assert day is not None
        assert f"{day.day} {day:%B}" in DOCS
    assert hearing.held_on.strftime("%A %d %B %Y") in DOCS
