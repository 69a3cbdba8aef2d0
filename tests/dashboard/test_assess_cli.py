"""``aimak assess`` and ``aimak profile`` as a person or a script meets them."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.dashboard.conftest import Aimak
from tests.dashboard.designations import JOBLESS, jobless, save
from tests.dashboard.made import HOSTILE_NAME

ON = ("--on", "2025-06-01")


@pytest.fixture
def saved(squares_workspace: object) -> None:
    """The squares, and the profile saved."""
    save(jobless())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jobless.toml"
    path.write_text(JOBLESS, encoding="utf-8")
    return path


def classes(text: str) -> dict[str, str | None]:
    return {row["area_code"]: row["class"] for row in json.loads(text)}


@pytest.mark.usefixtures("saved")
def test_a_script_gets_every_area_with_its_criteria(aimak: Aimak) -> None:
    answer = aimak("assess", "jobless", *ON, "--json")

    assert answer.code == 0
    rows = {row["area_code"]: row for row in json.loads(answer.out)}
    assert rows["03"] == {
        "area_code": "03",
        "class": "lagging",
        "lowest": 1,
        "highest": 1,
        "criteria": [
            {
                "id": "rate",
                "is_met": True,
                "value": 14.0,
                "reference": 10.0,
                "ratio": pytest.approx(1.4),
                "margin": pytest.approx(3.5),
            }
        ],
    }
    assert rows["04"] == {
        "area_code": "04",
        "class": None,
        "lowest": 0,
        "highest": 1,
        "criteria": [
            {"id": "rate", "is_met": None, "value": None, "reference": 10.0, "ratio": None, "margin": None}
        ],
    }


@pytest.mark.usefixtures("saved")
def test_a_person_gets_the_classes_and_what_to_know(aimak: Aimak) -> None:
    answer = aimak("assess", "--on", "2022-12-31", "jobless")

    lines = [line.split() for line in answer.out.splitlines()]
    assert lines[0] == ["class", "title", "n_areas", "population", "n_counted"]
    assert lines[1] == ["lagging", "Unemployed", "1", "100", "1"]
    assert lines[2] == ["none", "Unemployed", "2", "200", "2"]
    assert lines[3] == ["cannot", "be", "told", "1", "100", "1"]
    assert "cantons (level 1) on 2022-12-31" in answer.err
    assert "designated: 1 of 4 cantons; cannot be told: 1" in answer.err
    assert "warning: not in force on 2022-12-31 (from 2023-01-01 to …)" in answer.err
    assert "assumption: Unemployed" in answer.err
    assert "not in force" not in aimak("assess", "jobless", *ON).err


@pytest.mark.usefixtures("saved")
def test_a_spreadsheet_gets_a_row_per_area_and_criterion(aimak: Aimak) -> None:
    answer = aimak("assess", "jobless", *ON, "--csv")

    rows = {row["area_code"]: row for row in csv.DictReader(io.StringIO(answer.out.lstrip("\ufeff")))}
    assert set(rows) == {"01", "02", "03", "04"}
    assert rows["01"]["area_name"] == HOSTILE_NAME
    assert rows["02"]["area_name"] == "'=1+1"
    assert (rows["03"]["criterion_id"], rows["03"]["is_met"], rows["03"]["class"]) == (
        "rate",
        "True",
        "lagging",
    )
    assert (rows["04"]["is_met"], rows["04"]["value"], rows["04"]["class"]) == ("", "", "")
    assert {(row["profile"], row["on"]) for row in rows.values()} == {("jobless", "2025-06-01")}


@pytest.mark.usefixtures("saved")
def test_one_area_is_explained_in_sentences_or_alone(aimak: Aimak) -> None:
    told = aimak("assess", "jobless", *ON, "--explain", "03")

    assert told.code == 0
    assert len(told.out.splitlines()) == 2
    assert "14" in told.out
    assert aimak("assess", "jobless", *ON, "--explain", "03", "--language", "ru").out != told.out
    alone = aimak("assess", "jobless", *ON, "--explain", "03", "--json")
    assert classes(alone.out) == {"03": "lagging"}


@pytest.mark.usefixtures("saved")
def test_a_what_if_moves_thresholds_counts_and_criteria(aimak: Aimak, file: Path) -> None:
    lower = aimak("assess", "jobless", *ON, "--set", "rate=0.9", "--json")

    assert classes(lower.out) == {"01": "none", "02": "lagging", "03": "lagging", "04": None}
    assert 'what if: {"thresholds":{"rate":0.9}}' in lower.err
    more = aimak("assess", "jobless", *ON, "--at-least", "lagging=2")
    assert (more.code, "the class lagging to count 1 to 1, got 2" in more.err) == (1, True)
    assert "expected at least one criterion" in aimak("assess", "jobless", "--without", "rate").err


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere",), 1, "expected a profile of"),
        (("jobless", "--level", "7"), 1, "expected a level of 0, country, 1, canton, 2, village, got '7'"),
        (("jobless", "--explain", "99"), 1, "expected the code of an area of level 1, got '99'"),
        (("jobless", "--explain", "99", "--json"), 1, "expected the code of an area"),
        (("jobless", "--set", "rate"), 1, "key thresholds.rate: Input should be a valid number"),
        (("jobless", "--set", "rate=nan"), 1, "finite number"),
        (("jobless", "--set", "other=1"), 1, "expected criteria of rate, got other"),
        (("jobless", "--country", "nowhere"), 1, "expected an installed country of squares"),
        (("bgr-2004",), 1, "pending"),
        (("jobless", "--on", "yesterday"), 2, "YYYY-MM-DD"),
        (("jobless", "--json", "--csv"), 2, "got both"),
        ((), 2, ""),
    ],
)
def test_what_cannot_be_assessed_is_said(
    aimak: Aimak, arguments: tuple[str, ...], code: int, message: str
) -> None:
    answer = aimak("assess", *arguments)

    assert answer.code == code
    assert message in answer.err


@pytest.mark.usefixtures("saved")
def test_a_level_is_named_by_number_or_id(aimak: Aimak) -> None:
    villages = [aimak("assess", "jobless", *ON, "--level", level, "--json").out for level in ("2", "village")]

    assert set(classes(villages[0])) == {"011", "021", "031", "041"}
    assert villages[0] == villages[1]


@pytest.mark.usefixtures("saved")
def test_two_profiles_or_two_days_are_compared(aimak: Aimak) -> None:
    save(jobless().model_copy(update={"id": "lenient", "criteria": (lenient(),)}))

    answer = aimak("assess", "diff", "jobless", "lenient", *ON, "--json")

    areas = {row["area_code"]: row["change"] for row in json.loads(answer.out)["areas"]}
    assert areas == {"01": "stays_out", "02": "enters", "03": "stays", "04": "cannot_be_told"}
    summary = {row["change"]: row for row in json.loads(answer.out)["summary"]}
    assert (summary["enters"]["n_areas"], summary["enters"]["population"]) == (1, 100)
    told = aimak("assess", "diff", "jobless", "lenient", *ON)
    assert [line.split()[:2] for line in told.out.splitlines()[-1:]] == [["enters", "02"]]
    days = aimak("assess", "diff", "jobless@2022-12-31", "jobless@2025-06-01", "--json")
    assert {row["change"] for row in json.loads(days.out)["areas"]} == {
        "stays",
        "stays_out",
        "cannot_be_told",
    }
    assert "jobless@2022-12-31: warning: not in force" in days.err


def lenient():
    criterion = jobless().criteria[0]
    threshold = criterion.thresholds[0].model_copy(update={"value": 0.9})
    return criterion.model_copy(update={"thresholds": (threshold,)})


@pytest.mark.usefixtures("saved")
def test_only_profiles_of_one_level_are_compared(aimak: Aimak) -> None:
    save(jobless().model_copy(update={"id": "villages", "level": "village"}))

    answer = aimak("assess", "diff", "jobless", "villages")

    assert answer.code == 1
    assert "got canton and village; choose one with --level" in answer.err
    assert aimak("assess", "diff", "jobless", "villages", "--level", "canton").code == 0
    assert aimak("assess", "diff", "jobless@soon", "villages").code == 2


@pytest.mark.usefixtures("saved")
def test_profiles_are_listed_with_their_source_and_version(aimak: Aimak) -> None:
    rows = {row["id"]: row for row in json.loads(aimak("profile", "list", "--json").out)}

    assert (rows["jobless"]["source"], rows["jobless"]["version"]) == ("own", 1)
    assert (rows["bgr-art6"]["source"], rows["bgr-art6"]["version"]) == ("published", None)
    assert rows["bgr-2004"]["source"] == "pending"
    assert "jobless" in aimak("profile", "list").out


@pytest.mark.usefixtures("squares_workspace")
def test_a_profile_is_copied_changed_saved_shown_and_withdrawn(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert aimak("profile", "new", "mine", "--from", "bgr-art6", "--title", "Mine", "-o", path).code == 0
    assert aimak("profile", "new", "mine", "--from", "bgr-art6", "-o", path).code == 1
    assert aimak("profile", "new", "bgr-art6", "--from", "bgr-art6").code == 1
    assert aimak("profile", "save", path, "--json").out == '{\n  "id": "mine",\n  "version": 1\n}\n'

    shown = aimak("profile", "show", "mine")
    assert shown.out == path.read_text(encoding="utf-8")
    assert shown.err.startswith("version 1, saved by ")
    assert json.loads(aimak("profile", "show", "mine", "--json").out)["title"]["ky"] == "Mine"

    path.write_text(shown.out.replace("at_least = 5", "at_least = 4"), encoding="utf-8")
    stale = aimak("profile", "save", path)
    assert stale.code == 1
    assert "version 1" in stale.err.splitlines()[0]
    assert {"-at_least = 5", "+at_least = 4"} <= set(stale.err.splitlines())
    assert aimak("profile", "save", path, "--base", 1, "--note", "four").code == 0

    assert aimak("profile", "withdraw", "mine", "--base", 1, "--reason", "trial").code == 1
    assert aimak("profile", "withdraw", "mine", "--reason", "trial").code == 0
    assert aimak("profile", "show", "mine").code == 1
    assert "at_least = 4" in aimak("profile", "show", "mine", "--version", 2).out


@pytest.mark.usefixtures("squares_workspace")
def test_a_copy_goes_to_stdout_and_is_valid(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "copy.toml"
    path.write_text(aimak("profile", "new", "mine", "--from", "bgr-art6").out, encoding="utf-8")

    answer = aimak("profile", "validate", path)

    assert answer.code == 0
    assert "the profile mine has no faults" in answer.err
    assert aimak("profile", "validate", path, "--json").out == "[]\n"


def test_every_fault_of_a_profile_is_named(aimak: Aimak, file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace('operator = ">"', 'operator = "="')
    file.write_text(text.replace("level =", "lvl ="), encoding="utf-8")

    answer = aimak("profile", "validate", file)

    assert answer.code == 1
    assert "key criteria.0.operator" in answer.err
    assert "key lvl" in answer.err
    listed = aimak("profile", "validate", file, "--json")
    assert (listed.code, len(json.loads(listed.out))) == (1, 2)
    assert aimak("profile", "validate", file.parent / "absent.toml").code == 2


@pytest.mark.realdata
def test_bulgaria_gives_the_published_counts(aimak: Aimak, real_data: Path, empty_workspace: object) -> None:
    assert aimak("pack", "install", "bgr", "--from", real_data / "bgr").code == 0

    answer = aimak("assess", "bgr-art6", "--level", 2, "--on", "2026-07-01", "--json")

    rows = json.loads(answer.out)
    met = [criterion["id"] for row in rows for criterion in row["criteria"] if criterion["is_met"]]
    assert len(rows) == 265
    assert met.count("unemployment_rate") == 170
    assert met.count("population_density") == 45
    below = aimak("assess", "bgr-art6-density-below", "--on", "2026-07-01", "--json")
    density = [
        each["is_met"]
        for row in json.loads(below.out)
        for each in row["criteria"]
        if each["id"] == "population_density"
    ]
    assert density.count(True) == 220
